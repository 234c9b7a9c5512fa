/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-backend"

#include "config.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-trainer-backend.h"

struct _AttuneTrainerBackend
{
  ggml_backend_t        ggml;
  AttuneTrainerStopFunc should_stop;
};

/* Standard output is for the JSON lines, and libggml is talkative: only trouble is passed on. */
static void
log_cb (enum ggml_log_level  level,
        const char          *text,
        void                *user_data)
{
  if (level == GGML_LOG_LEVEL_ERROR || level == GGML_LOG_LEVEL_WARN)
    fputs (text, stderr);
}

static bool
abort_cb (void *user_data)
{
  AttuneTrainerBackend *self = user_data;

  return self->should_stop ();
}

/**
 * attune_trainer_backend_load:
 * @error: return location for an error
 *
 * Loads libggml's plug-ins, once for the process.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when the one for processors is not installed
 */
gboolean
attune_trainer_backend_load (GError **error)
{
  ggml_log_set (log_cb, NULL);

  if (ggml_backend_dev_count () == 0)
    ggml_backend_load_all ();

  if (ggml_backend_dev_by_type (GGML_BACKEND_DEVICE_TYPE_CPU) != NULL)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                    _("The machine learning library has no support for this processor. "
                      "Install the package of libggml for it, and try again."));

  return FALSE;
}

/**
 * attune_trainer_backend_get_buffer_type:
 *
 * Returns: (transfer none): ordinary memory, as libggml calls it
 */
struct ggml_backend_buffer_type *
attune_trainer_backend_get_buffer_type (void)
{
  return ggml_backend_dev_buffer_type (ggml_backend_dev_by_type (GGML_BACKEND_DEVICE_TYPE_CPU));
}

/**
 * attune_trainer_backend_new:
 * @should_stop: (nullable): asked between two operations whether to stop
 *
 * Returns: (transfer full): something that computes
 */
AttuneTrainerBackend *
attune_trainer_backend_new (AttuneTrainerStopFunc should_stop)
{
  AttuneTrainerBackend *self = g_new0 (AttuneTrainerBackend, 1);
  ggml_backend_dev_t device = ggml_backend_dev_by_type (GGML_BACKEND_DEVICE_TYPE_CPU);
  ggml_backend_reg_t registry = ggml_backend_dev_backend_reg (device);
  ggml_backend_set_n_threads_t set_n_threads;
  ggml_backend_set_abort_callback_t set_abort_callback;

  self->ggml = ggml_backend_dev_init (device, NULL);
  self->should_stop = should_stop;

  /* The processor's backend is a plug-in, so its functions are found by name. */
  set_n_threads = (ggml_backend_set_n_threads_t)
    ggml_backend_reg_get_proc_address (registry, "ggml_backend_set_n_threads");
  set_abort_callback = (ggml_backend_set_abort_callback_t)
    ggml_backend_reg_get_proc_address (registry, "ggml_backend_set_abort_callback");

  if (set_n_threads != NULL)
    set_n_threads (self->ggml, 1);
  if (set_abort_callback != NULL && should_stop != NULL)
    set_abort_callback (self->ggml, abort_cb, self);

  return self;
}

/**
 * attune_trainer_backend_free:
 * @self: (transfer full): something that computes
 */
void
attune_trainer_backend_free (AttuneTrainerBackend *self)
{
  g_clear_pointer (&self->ggml, ggml_backend_free);
  g_free (self);
}

/**
 * attune_trainer_backend_compute:
 * @self: something that computes
 * @graph: a graph whose tensors have memory
 *
 * Computes a graph. Blocks until it is done or stopped.
 *
 * Returns: how it ended
 */
AttuneTrainerOutcome
attune_trainer_backend_compute (AttuneTrainerBackend *self,
                                struct ggml_cgraph   *graph)
{
  enum ggml_status status = ggml_backend_graph_compute (self->ggml, graph);

  /* A product that was given up looks like any other. */
  if (self->should_stop != NULL && self->should_stop ())
    return ATTUNE_TRAINER_STOPPED;

  if (status == GGML_STATUS_SUCCESS)
    return ATTUNE_TRAINER_COMPUTED;

  return status == GGML_STATUS_ABORTED ? ATTUNE_TRAINER_STOPPED : ATTUNE_TRAINER_BROKEN;
}
