/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job-folders"

#include "config.h"

#include <string.h>

#include "attune-engine-disk.h"
#include "attune-engine-job-folders.h"

/* A job, and where the bytes are that it needs. */
typedef struct
{
  AttuneEngineJob *job;
  char            *base;
  char            *adapter;
  char            *training;
  char            *validation;
} Inputs;

static void
inputs_free (gpointer data)
{
  Inputs *self = data;

  g_clear_object (&self->job);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->adapter, g_free);
  g_clear_pointer (&self->training, g_free);
  g_clear_pointer (&self->validation, g_free);
  g_free (self);
}

static int
compare_jobs (gconstpointer a,
              gconstpointer b)
{
  gint64 first = attune_engine_job_get_created_at ((AttuneEngineJob *)a);
  gint64 second = attune_engine_job_get_created_at ((AttuneEngineJob *)b);

  return (first > second) - (first < second);
}

static gboolean
make_folder (Inputs  *inputs,
             GError     **error)
{
  AttuneEngineJob *job = inputs->job;
  g_autofree char *output = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FOLDER_MODEL);
  g_autofree char *base = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_BASE);
  g_autofree char *adapter = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_ADAPTER);
  g_autofree char *training = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_TRAINING);
  g_autofree char *validation = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_VALIDATION);

  return attune_engine_disk_make_folder (output, error) &&
         attune_engine_disk_link (inputs->base, base, error) &&
         (inputs->adapter == NULL ||
          attune_engine_disk_copy (inputs->adapter, adapter, NULL, error)) &&
         attune_engine_disk_copy (inputs->training, training, NULL, error) &&
         (inputs->validation == NULL ||
          attune_engine_disk_copy (inputs->validation, validation, NULL, error));
}

static DexFuture *
make_folder_thread (gpointer user_data)
{
  Inputs *inputs = user_data;
  g_autoptr(GError) error = NULL;

  if (!make_folder (inputs, &error))
    {
      attune_engine_disk_remove_now (attune_engine_job_get_folder (inputs->job));
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

/* What was being put together when the engine ended. */
static void
remove_leftovers (const char *folder)
{
  g_autofree char *model = g_build_filename (folder, ATTUNE_ENGINE_JOB_FOLDER_MODEL, NULL);
  g_autoptr(GDir) dir = g_dir_open (model, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (model, name, NULL);

      if (strstr (name, "merged-") != NULL)
        attune_engine_disk_remove_now (path);
    }
}

/**
 * attune_engine_job_folders_load:
 * @folder: (type filename): where the folders of all jobs are, or will be
 * @error: (nullable): where to put an error
 *
 * Reads what is there. What was not made to its end is removed; what cannot be read stays. Blocks.
 *
 * Returns: (transfer full) (nullable) (element-type AttuneEngineJob): the jobs, oldest first, or
 *   %NULL with %ATTUNE_ERROR_STORAGE or a #GFileError
 */
GPtrArray *
attune_engine_job_folders_load (const char  *folder,
                                GError     **error)
{
  g_autoptr(GPtrArray) jobs = NULL;
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!attune_engine_disk_make_folder (folder, error) ||
      !(dir = g_dir_open (folder, 0, error)))
    return NULL;

  jobs = g_ptr_array_new_with_free_func (g_object_unref);

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *record = g_build_filename (path, ATTUNE_ENGINE_JOB_FILE_RECORD, NULL);
      g_autoptr(AttuneEngineJob) job = NULL;
      g_autoptr(GError) local_error = NULL;

      if ((job = attune_engine_job_load (path, &local_error)))
        {
          g_ptr_array_add (jobs, g_steal_pointer (&job));
          remove_leftovers (path);
        }
      else if (!g_file_test (record, G_FILE_TEST_EXISTS))
        {
          attune_engine_disk_remove_now (path);
        }
      else
        {
          g_info ("Leaving %s alone: %s", path, local_error->message);
        }
    }

  g_ptr_array_sort_values (jobs, compare_jobs);

  return g_steal_pointer (&jobs);
}

/**
 * attune_engine_job_folders_make:
 * @job: a job that has no folder yet
 * @inputs: where the files are that it names
 *
 * Makes its folder, and gives the files second names in it, so that they are there as long as the
 * job needs them. Where that fails, nothing is left of it.
 *
 * Returns: (transfer full): resolves once all is on disk; rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_job_folders_make (AttuneEngineJob             *job,
                                const AttuneEngineJobInputs *inputs)
{
  Inputs *copies;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_JOB (job));
  dex_return_error_if_fail (inputs != NULL);

  copies = g_new0 (Inputs, 1);
  copies->job = g_object_ref (job);
  copies->base = g_strdup (inputs->base);
  copies->adapter = g_strdup (inputs->adapter);
  copies->training = g_strdup (inputs->training);
  copies->validation = g_strdup (inputs->validation);

  return attune_engine_disk_run ("make-job", make_folder_thread, copies, inputs_free);
}
