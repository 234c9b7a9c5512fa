/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine"

#include "config.h"

#include "attune-engine-disk.h"
#include "attune-engine-power.h"
#include "attune-engine.h"

struct _AttuneEngine
{
  GObject                    parent_instance;

  AttuneEngineFiles         *files;
  AttuneEnginePartedUploads *uploads;
  AttuneEngineJobs          *jobs;
  AttuneEngineModels        *models;
  AttuneEngineInference     *inference;
  AttuneEnginePower         *power;
};

G_DEFINE_FINAL_TYPE (AttuneEngine, attune_engine, G_TYPE_OBJECT)

static void
update_hold (AttuneEngine *self)
{
  attune_engine_jobs_set_hold (self->jobs, attune_engine_power_get_hold (self->power));
}

static DexFuture *
shut_down_fiber (gpointer user_data)
{
  AttuneEngine *self = user_data;
  g_autoptr(GError) error = NULL;

  /* Its thread writes with libggml, whose tables are gone once the process exits: a crash if it
   * were still at work. That it could not be written is for those who asked for it. */
  dex_await (attune_engine_models_prepare (self->models), NULL);

  if (!dex_await (dex_future_all (attune_engine_jobs_shut_down (self->jobs),
                                  attune_engine_inference_shut_down (self->inference),
                                  NULL),
                  &error) ||
      !dex_await (attune_engine_disk_flush (), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
attune_engine_finalize (GObject *object)
{
  AttuneEngine *self = (AttuneEngine *)object;

  g_clear_object (&self->power);
  g_clear_object (&self->inference);
  g_clear_object (&self->models);
  g_clear_object (&self->jobs);
  g_clear_object (&self->uploads);
  g_clear_object (&self->files);

  G_OBJECT_CLASS (attune_engine_parent_class)->finalize (object);
}

static void
attune_engine_class_init (AttuneEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_finalize;
}

static void
attune_engine_init (AttuneEngine *self)
{
}

/**
 * attune_engine_new:
 * @state_folder: (type filename): where everything is kept
 * @socket_folder: (type filename): where the sockets to the models go
 * @program: (type filename): the engine's own program, which is the trainer as well
 * @error: (nullable): where to put an error
 *
 * Reads what is there. Blocks.
 *
 * Returns: (transfer full) (nullable): the engine, or %NULL with %ATTUNE_ERROR_STORAGE or a
 *   #GFileError
 */
AttuneEngine *
attune_engine_new (const char  *state_folder,
                   const char  *socket_folder,
                   const char  *program,
                   GError     **error)
{
  g_autoptr(AttuneEngine) self = NULL;
  g_autofree char *files_folder = NULL;
  g_autofree char *jobs_folder = NULL;
  g_autofree char *models_folder = NULL;
  g_autoptr(AttuneClock) clock = attune_clock_new ();

  g_return_val_if_fail (state_folder != NULL, NULL);
  g_return_val_if_fail (socket_folder != NULL, NULL);
  g_return_val_if_fail (program != NULL, NULL);

  files_folder = g_build_filename (state_folder, "files", NULL);
  jobs_folder = g_build_filename (state_folder, "jobs", NULL);
  models_folder = g_build_filename (state_folder, "models", NULL);
  self = g_object_new (ATTUNE_TYPE_ENGINE, NULL);

  if (!(self->files = attune_engine_files_new (files_folder, error)) ||
      !(self->jobs = attune_engine_jobs_new (jobs_folder, program, self->files, error)))
    return NULL;

  self->uploads = attune_engine_parted_uploads_new (clock);
  self->models = attune_engine_models_new (models_folder, program, self->jobs);
  self->inference = attune_engine_inference_new (socket_folder);
  self->power = attune_engine_power_new ();
  g_signal_connect_object (self->power, "notify::hold", G_CALLBACK (update_hold), self,
                           G_CONNECT_SWAPPED);

  return g_steal_pointer (&self);
}

/**
 * attune_engine_get_files:
 * @self: an engine
 *
 * Returns: (transfer none): its files
 */
AttuneEngineFiles *
attune_engine_get_files (AttuneEngine *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE (self), NULL);

  return self->files;
}

/**
 * attune_engine_get_uploads:
 * @self: an engine
 *
 * Returns: (transfer none): the files that are on their way to it in parts
 */
AttuneEnginePartedUploads *
attune_engine_get_uploads (AttuneEngine *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE (self), NULL);

  return self->uploads;
}

/**
 * attune_engine_get_jobs:
 * @self: an engine
 *
 * Returns: (transfer none): its jobs
 */
AttuneEngineJobs *
attune_engine_get_jobs (AttuneEngine *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE (self), NULL);

  return self->jobs;
}

/**
 * attune_engine_get_models:
 * @self: an engine
 *
 * Returns: (transfer none): its models
 */
AttuneEngineModels *
attune_engine_get_models (AttuneEngine *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE (self), NULL);

  return self->models;
}

/**
 * attune_engine_get_inference:
 * @self: an engine
 *
 * Returns: (transfer none): the means to ask its models
 */
AttuneEngineInference *
attune_engine_get_inference (AttuneEngine *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE (self), NULL);

  return self->inference;
}

/**
 * attune_engine_get_power:
 * @self: an engine
 *
 * Returns: (transfer none): what tells it when this computer is to be spared
 */
AttuneEnginePower *
attune_engine_get_power (AttuneEngine *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE (self), NULL);

  return self->power;
}

/**
 * attune_engine_shut_down:
 * @self: an engine
 *
 * Returns: (transfer full): resolves once no program of it runs and everything is on disk
 */
DexFuture *
attune_engine_shut_down (AttuneEngine *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE (self));

  return dex_scheduler_spawn (NULL, 0, shut_down_fiber, g_object_ref (self), g_object_unref);
}
