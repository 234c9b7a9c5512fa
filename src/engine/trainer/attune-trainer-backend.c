/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-backend"

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include <ggml-backend.h>

#include "attune-error.h"
#include "attune-trainer-backend.h"

struct _AttuneTrainerBackend
{
  ggml_backend_t         ggml;
  AttuneTrainerStopFunc  should_stop;
  guint64                memory_limit;
  guint64                claimed;
  gboolean               may_stop;
};

/* Standard output belongs to the JSON lines, and libggml is talkative: only trouble is passed on. */
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

  return self->may_stop && self->should_stop ();
}

/* The number behind @prefix in a file of the kernel; %G_MAXUINT64 when there is none, as where
 * memory.max says "max". */
static guint64
read_number (const char *path,
             const char *prefix)
{
  g_autofree char *text = NULL;
  const char *start;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (start = strstr (text, prefix)) == NULL)
    return G_MAXUINT64;

  start += strlen (prefix);
  start += strspn (start, " ");

  return g_ascii_isdigit (*start) ? g_ascii_strtoull (start, NULL, 10) : G_MAXUINT64;
}

/* What can be had without swapping. A control group (a container, a service with MemoryMax=) may
 * allow less than the computer has. */
static guint64
read_available_memory (void)
{
  guint64 available = read_number ("/proc/meminfo", "MemAvailable:");
  guint64 limit = read_number ("/sys/fs/cgroup/memory.max", "");
  guint64 used = read_number ("/sys/fs/cgroup/memory.current", "");
  guint64 cached = read_number ("/sys/fs/cgroup/memory.stat", "\ninactive_file");

  if (available != G_MAXUINT64)
    available *= 1024;

  /* Files in the page cache count as used, but give way. */
  if (limit != G_MAXUINT64 && used != G_MAXUINT64)
    {
      used -= cached != G_MAXUINT64 ? MIN (cached, used) : 0;
      available = MIN (available, limit > used ? limit - used : 0);
    }

  return available;
}

/* The processor's backend is a plug-in, so its functions are found by name. */
static void
configure_backend (AttuneTrainerBackend *self,
                   ggml_backend_reg_t    registry,
                   guint                 n_threads)
{
  ggml_backend_set_n_threads_t set_n_threads;
  ggml_backend_set_abort_callback_t set_abort_callback;

  set_n_threads = (ggml_backend_set_n_threads_t)
    ggml_backend_reg_get_proc_address (registry, "ggml_backend_set_n_threads");
  set_abort_callback = (ggml_backend_set_abort_callback_t)
    ggml_backend_reg_get_proc_address (registry, "ggml_backend_set_abort_callback");

  if (set_n_threads != NULL)
    set_n_threads (self->ggml, n_threads);
  if (set_abort_callback != NULL && self->should_stop != NULL)
    set_abort_callback (self->ggml, abort_cb, self);
}

/**
 * attune_trainer_backend_new:
 * @n_threads: how many threads compute
 * @memory_limit: bytes that training may take, or 0 for what is free now
 * @should_stop: (nullable): asked between two operations whether to stop
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the processor, or %NULL with %ATTUNE_ERROR_ENGINE when
 *   libggml is installed without its part for processors
 */
AttuneTrainerBackend *
attune_trainer_backend_new (guint                   n_threads,
                            guint64                 memory_limit,
                            AttuneTrainerStopFunc   should_stop,
                            GError                **error)
{
  g_autoptr(AttuneTrainerBackend) self = g_new0 (AttuneTrainerBackend, 1);
  ggml_backend_dev_t device;

  ggml_log_set (log_cb, NULL);
  ggml_backend_load_all ();
  device = ggml_backend_dev_by_type (GGML_BACKEND_DEVICE_TYPE_CPU);

  if (device == NULL || (self->ggml = ggml_backend_dev_init (device, NULL)) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                        _("The machine learning library has no support for this processor. "
                          "Install the package of libggml for it, and try again."));
      return NULL;
    }

  self->should_stop = should_stop;
  self->memory_limit = memory_limit != 0 ? memory_limit : read_available_memory ();
  configure_backend (self, ggml_backend_dev_backend_reg (device), MAX (n_threads, 1));

  return g_steal_pointer (&self);
}

/**
 * attune_trainer_backend_free:
 * @self: (transfer full): the processor
 */
void
attune_trainer_backend_free (AttuneTrainerBackend *self)
{
  g_clear_pointer (&self->ggml, ggml_backend_free);
  g_free (self);
}

/**
 * attune_trainer_backend_get_ggml:
 * @self: the processor
 *
 * Returns: (transfer none): what libggml calls a backend
 */
struct ggml_backend *
attune_trainer_backend_get_ggml (AttuneTrainerBackend *self)
{
  return self->ggml;
}

/**
 * attune_trainer_backend_claim:
 * @self: the processor
 * @bytes: how much memory is about to be allocated
 * @error: return location for an error
 *
 * Adds to the account of what training takes. To be called before memory is allocated: libggml
 * ends the process when there is none, and a system that runs out of it takes other programs down.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE and the numbers in its message when that is too much
 */
gboolean
attune_trainer_backend_claim (AttuneTrainerBackend  *self,
                              guint64                bytes,
                              GError               **error)
{
  g_autofree char *needed = NULL;
  g_autofree char *free_memory = NULL;

  self->claimed += bytes;

  if (self->claimed <= self->memory_limit)
    return TRUE;

  needed = g_format_size (self->claimed);
  free_memory = g_format_size (self->memory_limit);
  attune_set_error (error, ATTUNE_ERROR_ENGINE, "insufficient_memory",
                    /* Translators: both are sizes, such as "1.2 GB". */
                    _("Training this model needs at least %s of memory, and %s are free. Close other "
                      "programs, choose a smaller model, or shorten the examples."),
                    needed, free_memory);

  return FALSE;
}

/**
 * attune_trainer_backend_get_claimed:
 * @self: the processor
 *
 * Returns: bytes of memory that training takes
 */
guint64
attune_trainer_backend_get_claimed (AttuneTrainerBackend *self)
{
  return self->claimed;
}

/**
 * attune_trainer_backend_allocate:
 * @self: the processor
 * @context: a context whose tensors have no memory yet
 * @error: return location for an error
 *
 * Claims memory, filled with zeros, for every tensor of a context.
 *
 * Returns: (transfer full) (nullable): the memory, to be freed with ggml_backend_buffer_free (), or
 *   %NULL with %ATTUNE_ERROR_ENGINE when there is not enough
 */
struct ggml_backend_buffer *
attune_trainer_backend_allocate (AttuneTrainerBackend  *self,
                                 struct ggml_context   *context,
                                 GError               **error)
{
  ggml_backend_buffer_type_t type = ggml_backend_get_default_buffer_type (self->ggml);
  ggml_backend_buffer_t buffer;

  if (!attune_trainer_backend_claim (self,
                                     ggml_backend_alloc_ctx_tensors_from_buft_size (context, type),
                                     error))
    return NULL;

  buffer = ggml_backend_alloc_ctx_tensors_from_buft (context, type);

  if (buffer == NULL)
    attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                      _("There is not enough memory for this model. "
                        "Close other programs, or choose a smaller model."));
  else
    ggml_backend_buffer_clear (buffer, 0);

  return buffer;
}

/**
 * attune_trainer_backend_compute:
 * @self: the processor
 * @graph: a graph whose tensors have memory
 * @may_stop: whether the stop function is asked
 *
 * Computes a graph on all threads. Blocks until it is done or stopped.
 *
 * Returns: how it ended
 */
AttuneTrainerOutcome
attune_trainer_backend_compute (AttuneTrainerBackend *self,
                                struct ggml_cgraph   *graph,
                                gboolean              may_stop)
{
  enum ggml_status status;

  self->may_stop = may_stop;
  status = ggml_backend_graph_compute (self->ggml, graph);

  if (status == GGML_STATUS_SUCCESS)
    return ATTUNE_TRAINER_COMPUTED;

  return status == GGML_STATUS_ABORTED ? ATTUNE_TRAINER_STOPPED : ATTUNE_TRAINER_BROKEN;
}
