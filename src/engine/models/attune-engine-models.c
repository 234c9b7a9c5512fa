/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-models"

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-engine-base-check.h"
#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-models.h"
#include "attune-practice-model.h"
#include "attune-thread.h"

/* Where the trainer puts what a job comes to, below the folder of the job. */
#define RESULT_NAME ATTUNE_ENGINE_JOB_FOLDER_MODEL G_DIR_SEPARATOR_S "model.gguf"

/* The name tells the version of what is written into it: a new one is written anew. */
#define PRACTICE_FILENAME ATTUNE_PRACTICE_MODEL_NAME "-1.gguf"

struct _AttuneEngineModels
{
  GObject            parent_instance;

  AttuneEngineJobs  *jobs;
  AttuneEngineBases *bases;
  char              *program;
  char              *practice_path;
  DexFuture         *prepared;       /* the practice model is there; NULL before somebody asked */
};

typedef struct
{
  AttuneEngineModels *self;
  char               *id;
} DeleteWork;

G_DEFINE_FINAL_TYPE (AttuneEngineModels, attune_engine_models, G_TYPE_OBJECT)

static void
delete_work_free (gpointer data)
{
  DeleteWork *self = data;

  g_clear_object (&self->self);
  g_clear_pointer (&self->id, g_free);
  g_free (self);
}

static AttuneEngineModel *
new_practice_model (AttuneEngineModels *self)
{
  GStatBuf info;
  gint64 created_at = g_stat (self->practice_path, &info) == 0 ? info.st_mtime : 0;
  JsonObject *known = attune_engine_bases_get_practice_info (self->bases);
  AttuneEngineModel *model;

  model = attune_engine_model_new (ATTUNE_ENGINE_MODEL_PRACTICE, ATTUNE_PRACTICE_MODEL_NAME,
                                   self->practice_path, created_at);
  model->info = known != NULL ? json_object_ref (known) : NULL;

  return model;
}

/* What a job has written is a whole model, or an adapter beside the base of the job. */
static AttuneEngineModel *
new_job_model (AttuneEngineJob *job,
               const char      *id,
               const char      *filename,
               gint64           created_at)
{
  g_autofree char *path = attune_engine_job_dup_path (job, filename);
  g_autofree char *base = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_BASE);
  gboolean is_adapter = attune_engine_job_has_adapter (job);
  AttuneEngineModel *self;

  self = attune_engine_model_new (ATTUNE_ENGINE_MODEL_TUNED, id, is_adapter ? base : path,
                                  created_at);

  if (is_adapter)
    self->adapter = g_steal_pointer (&path);

  return self;
}

static gboolean
is_same_file (const char *path,
              const char *other)
{
  AttuneEngineStamp first, second;

  return attune_engine_stamp_take (&first, path) && attune_engine_stamp_take (&second, other) &&
         attune_engine_stamp_equal (&first, &second);
}

/* What is trained on is like the base that it was tuned from, as long as that is there, and not
 * another one of that name. */
static void
take_info (AttuneEngineModels *self,
           AttuneEngineModel  *model)
{
  g_auto(GStrv) parts = g_strsplit (model->id, ":", 3);
  g_autoptr(AttuneEngineModel) base = NULL;

  if (model->adapter == NULL || g_strv_length (parts) < 2)
    return;

  base = attune_engine_bases_lookup (self->bases, parts[1]);

  if (base != NULL && base->info != NULL && is_same_file (model->path, base->path))
    model->info = json_object_ref (base->info);
}

static AttuneEngineModel *
new_tuned_model (AttuneEngineModels *self,
                 AttuneEngineJob    *job)
{
  g_autoptr(JsonObject) json = attune_engine_job_to_json (job);
  AttuneEngineModel *model;

  model = new_job_model (job, attune_engine_job_get_model_name (job), RESULT_NAME,
                         json_object_get_int_member_with_default (json, "finished_at", 0));
  take_info (self, model);

  return model;
}

/* A checkpoint, while its job still runs as well as afterwards. */
static AttuneEngineCheckpoint *
find_checkpoint (AttuneEngineModels  *self,
                 const char          *id,
                 AttuneEngineJob    **job)
{
  GPtrArray *jobs = attune_engine_jobs_list (self->jobs);

  for (guint i = 0; i < jobs->len; i++)
    {
      GPtrArray *checkpoints;

      *job = g_ptr_array_index (jobs, i);
      checkpoints = attune_engine_job_get_checkpoints (*job);

      for (guint j = 0; j < checkpoints->len; j++)
        {
          AttuneEngineCheckpoint *checkpoint = g_ptr_array_index (checkpoints, j);

          if (g_str_equal (checkpoint->model, id))
            return checkpoint;
        }
    }

  return NULL;
}

static AttuneEngineJob *
find_job (AttuneEngineModels *self,
          const char         *id)
{
  GPtrArray *jobs = attune_engine_jobs_list (self->jobs);

  for (guint i = 0; i < jobs->len; i++)
    {
      AttuneEngineJob *job = g_ptr_array_index (jobs, i);

      if (attune_engine_job_has_model (job) &&
          g_str_equal (attune_engine_job_get_model_name (job), id))
        return job;
    }

  return NULL;
}

static DexFuture *
prepare_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return dex_future_new_true ();

  if (!attune_engine_disk_make_folder (folder, &error) ||
      !attune_practice_model_write (path, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
prepare_practice (AttuneEngineModels *self)
{
  if (self->prepared == NULL || dex_future_is_rejected (self->prepared))
    {
      dex_clear (&self->prepared);
      self->prepared = attune_thread_spawn ("practice-model", prepare_thread,
                                            g_strdup (self->practice_path), g_free);

      /* Whoever waits for it may go away; the file is written to its end all the same. */
      dex_future_disown (dex_ref (self->prepared));
    }

  return dex_ref (self->prepared);
}

static DexFuture *
prepare_fiber (gpointer user_data)
{
  AttuneEngineModels *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!dex_await (prepare_practice (self), &error) ||
      !dex_await (attune_engine_bases_refresh (self->bases), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
delete_fiber (gpointer user_data)
{
  DeleteWork *work = user_data;
  g_autoptr(AttuneEngineModel) added = NULL;
  g_autofree char *path = NULL;
  g_autofree char *base = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEngineCheckpoint *checkpoint;
  AttuneEngineJob *job;

  if ((added = attune_engine_bases_lookup (work->self->bases, work->id)))
    return attune_engine_bases_remove (work->self->bases, work->id);

  if ((job = find_job (work->self, work->id)))
    {
      path = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FOLDER_MODEL);
      base = attune_engine_job_dup_path (job, ATTUNE_ENGINE_JOB_FILE_BASE);
      attune_engine_job_remove_model (job);
    }
  else if ((checkpoint = find_checkpoint (work->self, work->id, &job)))
    {
      path = attune_engine_job_dup_path (job, checkpoint->filename);
      attune_engine_job_remove_checkpoint (job, checkpoint);
    }
  else
    {
      return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_NOT_FOUND, "model_not_found", "model",
                                                                "There is no model “%s”.", work->id));
    }

  /* First it is forgotten, then it goes: never a model that is told of and not there. */
  if (!dex_await (attune_engine_job_save (job), &error) ||
      !dex_await (attune_engine_disk_remove_tree (path), &error) ||
      (base != NULL && !dex_await (attune_engine_disk_remove_tree (base), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
attune_engine_models_finalize (GObject *object)
{
  AttuneEngineModels *self = (AttuneEngineModels *)object;

  dex_clear (&self->prepared);
  g_clear_object (&self->jobs);
  g_clear_object (&self->bases);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->practice_path, g_free);

  G_OBJECT_CLASS (attune_engine_models_parent_class)->finalize (object);
}

static void
attune_engine_models_class_init (AttuneEngineModelsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_models_finalize;
}

static void
attune_engine_models_init (AttuneEngineModels *self)
{
}

/**
 * attune_engine_models_new:
 * @folder: (type filename): where the practice model and those that somebody adds are, or will be
 * @program: (type filename): the engine itself
 * @jobs: whose results are models, too
 *
 * Returns: (transfer full): the models
 */
AttuneEngineModels *
attune_engine_models_new (const char       *folder,
                          const char       *program,
                          AttuneEngineJobs *jobs)
{
  AttuneEngineModels *self;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_ENGINE_JOBS (jobs), NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_MODELS, NULL);
  self->jobs = g_object_ref (jobs);
  self->bases = attune_engine_bases_new (folder, PRACTICE_FILENAME, program);
  self->program = g_strdup (program);
  self->practice_path = g_build_filename (folder, PRACTICE_FILENAME, NULL);

  return self;
}

/**
 * attune_engine_models_prepare:
 * @self: the models
 *
 * Writes the practice model if it is not there, which takes less than a second, and looks which
 * models somebody has added.
 *
 * Returns: (transfer full): resolves once all of them are known; rejects with
 * %ATTUNE_ERROR_STORAGE, and the next call tries again
 */
DexFuture *
attune_engine_models_prepare (AttuneEngineModels *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_MODELS (self));

  return dex_scheduler_spawn (NULL, 0, prepare_fiber, g_object_ref (self), g_object_unref);
}

/**
 * attune_engine_models_list:
 * @self: the models
 *
 * Returns: (transfer full) (element-type AttuneEngineModel): the practice model, those that
 * somebody has added, and all tuned ones, newest first; checkpoints belong to their job and are
 * not listed, as with OpenAI
 */
GPtrArray *
attune_engine_models_list (AttuneEngineModels *self)
{
  g_autoptr(GPtrArray) list = NULL;
  GPtrArray *bases;
  GPtrArray *jobs;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_MODELS (self), NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_engine_model_free);
  jobs = attune_engine_jobs_list (self->jobs);
  bases = attune_engine_bases_list (self->bases);
  g_ptr_array_add (list, new_practice_model (self));
  g_ptr_array_extend_and_steal (list, bases);

  for (guint i = jobs->len; i > 0; i--)
    {
      AttuneEngineJob *job = g_ptr_array_index (jobs, i - 1);

      if (attune_engine_job_has_model (job))
        g_ptr_array_add (list, new_tuned_model (self, job));
    }

  return g_steal_pointer (&list);
}

/**
 * attune_engine_models_lookup:
 * @self: the models
 * @id: an id, from outside; that of a checkpoint as well
 *
 * Returns: (transfer full) (nullable): the model of that id
 */
AttuneEngineModel *
attune_engine_models_lookup (AttuneEngineModels *self,
                             const char         *id)
{
  AttuneEngineCheckpoint *checkpoint;
  AttuneEngineModel *added;
  AttuneEngineJob *job;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_MODELS (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (g_str_equal (id, ATTUNE_PRACTICE_MODEL_NAME))
    return new_practice_model (self);

  if ((added = attune_engine_bases_lookup (self->bases, id)))
    return added;

  if ((job = find_job (self, id)))
    return new_tuned_model (self, job);

  if ((checkpoint = find_checkpoint (self, id, &job)))
    return new_job_model (job, id, checkpoint->filename, checkpoint->created_at);

  return NULL;
}

/**
 * attune_engine_models_check_base:
 * @self: the models
 * @id: the id of a model that is there
 *
 * Returns: (transfer full): resolves when what @id is made of is as it was when it was tuned; else
 *   see attune_engine_base_check()
 */
DexFuture *
attune_engine_models_check_base (AttuneEngineModels *self,
                                 const char         *id)
{
  AttuneEngineJob *job;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_MODELS (self));
  dex_return_error_if_fail (id != NULL);

  if ((job = find_job (self, id)) || find_checkpoint (self, id, &job))
    return attune_engine_base_check (job, self->program);

  return dex_future_new_true ();
}

/**
 * attune_engine_models_add:
 * @self: the models
 * @path: (type filename): a GGUF file, from outside
 *
 * Returns: (transfer full): see attune_engine_bases_add()
 */
DexFuture *
attune_engine_models_add (AttuneEngineModels *self,
                          const char         *path)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_MODELS (self));

  return attune_engine_bases_add (self->bases, path);
}

/**
 * attune_engine_models_open_weights:
 * @self: the models
 * @model: one of them
 * @form: what of it
 *
 * Returns: (transfer full): see attune_engine_weights_open()
 */
DexFuture *
attune_engine_models_open_weights (AttuneEngineModels      *self,
                                   const AttuneEngineModel *model,
                                   AttuneEngineWeightsForm  form)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_MODELS (self));

  return attune_engine_weights_open (model, form, self->program);
}

/**
 * attune_engine_models_delete:
 * @self: the models
 * @id: the id of a tuned model, which goes with its checkpoints, of one checkpoint, or of a model
 *   that somebody has added
 *
 * Returns: (transfer full): resolves once it is gone; rejects with a 404 error when there is none
 */
DexFuture *
attune_engine_models_delete (AttuneEngineModels *self,
                             const char         *id)
{
  DeleteWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_MODELS (self));
  dex_return_error_if_fail (id != NULL);

  work = g_new0 (DeleteWork, 1);
  work->self = g_object_ref (self);
  work->id = g_strdup (id);

  return dex_scheduler_spawn (NULL, 0, delete_fiber, work, delete_work_free);
}
