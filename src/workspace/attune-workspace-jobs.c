/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-jobs"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-json.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace  *workspace;
  AttuneJob        *job;
  AttuneJobRow     *row;
  AttuneDataset    *dataset;
  AttuneAccount    *account;
  AttuneJobRequest *request;
  char             *path;
} Operation;

static Operation *
operation_new (AttuneWorkspace *workspace,
               AttuneJob       *job,
               const char      *path)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->workspace = g_object_ref (workspace);
  g_set_object (&operation->job, job);
  operation->path = g_strdup (path);

  return operation;
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_clear_object (&operation->workspace);
  g_clear_object (&operation->job);
  g_clear_pointer (&operation->row, attune_job_row_free);
  g_clear_object (&operation->dataset);
  g_clear_object (&operation->account);
  g_clear_object (&operation->request);
  g_free (operation->path);
  g_free (operation);
}

static DexFuture *
attune_workspace_reload_jobs_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_jobs (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneJobRow *row = rows->pdata[i];
      AttuneJob *job = attune_workspace_find_job (self, row->id);

      if (job != NULL)
        {
          attune_job_apply (job, row);
          dex_future_disown (attune_job_refresh_details (job));
          g_ptr_array_add (jobs, g_object_ref (job));
        }
      else
        {
          g_ptr_array_add (jobs, attune_job_new (self->store, row));
        }
    }

  attune_list_store_assign (self->jobs, jobs);
  attune_workspace_update_active (self);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_jobs:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_jobs (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_jobs_fiber,
                              g_object_ref (self), g_object_unref);
}

/* What can be known to go wrong is said before anything is sent. */
static gboolean
check_request (AttuneDataset     *dataset,
               AttuneAccount     *account,
               AttuneJobRequest  *request,
               GError           **error)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  const char *path = attune_dataset_get_training_path (dataset);
  const char *suffix = attune_job_request_get_suffix (request);
  guint max_suffix = attune_profile_get_max_suffix (profile);
  guint64 max_size = attune_profile_get_max_upload_size (profile);
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        _("The examples of “%s” are not on the disk any more. Import the file again."),
                        attune_dataset_get_name (dataset));
      return FALSE;
    }

  if (max_size > 0 && (guint64)info.st_size > max_size)
    {
      g_autofree char *size = g_format_size (info.st_size);
      g_autofree char *limit = g_format_size (max_size);

      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: a name, then two sizes such as “600 MB”. */
                        _("“%s” has %s of examples, and this account takes at most %s. Import fewer."),
                        attune_dataset_get_name (dataset), size, limit);
      return FALSE;
    }

  if (max_suffix > 0 && suffix != NULL && g_utf8_strlen (suffix, -1) > max_suffix)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        ngettext ("The name for the model may have at most %u character here. "
                                  "Choose a shorter one.",
                                  "The name for the model may have at most %u characters here. "
                                  "Choose a shorter one.", max_suffix),
                        max_suffix);
      return FALSE;
    }

  if (attune_job_request_get_model (request) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        _("No model was chosen. Choose the one to begin with."));
      return FALSE;
    }

  return TRUE;
}

/* The person may go on changing the settings while the dataset is being written. */
static AttuneJobRequest *
copy_request (AttuneJobRequest *request)
{
  g_autoptr(JsonNode) node = attune_job_request_to_json (request);

  return attune_job_request_new_from_json (json_node_get_object (node));
}

static AttuneJobRow *
create_row (AttuneDataset    *dataset,
            AttuneAccount    *account,
            AttuneJobRequest *request)
{
  AttuneJobRow *row = g_new0 (AttuneJobRow, 1);
  const char *suffix = attune_job_request_get_suffix (request);
  g_autoptr(AttuneJobRequest) copy = copy_request (request);
  g_autoptr(JsonNode) marked = NULL;

  row->id = g_uuid_string_random ();

  /* By this mark a fine-tune is found again whose answer was lost. */
  attune_job_request_set_nonce (copy, row->id);
  marked = attune_job_request_to_json (copy);

  row->title = g_strdup (suffix != NULL && *suffix != '\0' ? suffix
                                                           : attune_dataset_get_name (dataset));
  row->account_id = g_strdup (attune_account_get_id (account));
  row->account_name = g_strdup (attune_account_get_name (account));
  row->dataset_id = g_strdup (attune_dataset_get_id (dataset));
  row->dataset_name = g_strdup (attune_dataset_get_name (dataset));
  row->model = g_strdup (attune_job_request_get_model (request));
  row->request = attune_json_to_string (marked);
  row->status = ATTUNE_JOB_STATUS_PREPARING;
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  return row;
}

static DexFuture *
attune_workspace_start_job_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  g_autoptr(GError) error = NULL;

  /* What was edited and marked out counts; how long the file is, is known only afterwards. */
  if (!dex_await (attune_workspace_apply_edits (self, operation->dataset), &error) ||
      !check_request (operation->dataset, operation->account, operation->request, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  operation->row = create_row (operation->dataset, operation->account, operation->request);

  if (!dex_await (attune_store_insert_job (self->store, operation->row), &error) ||
      !dex_await (attune_workspace_reload_jobs (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_tracker_sync (self->tracker);

  return dex_future_new_for_object (attune_workspace_find_job (self, operation->row->id));
}

/**
 * attune_workspace_start_job:
 * @self: a workspace
 * @dataset: what to train on
 * @account: where
 * @request: the model and the settings; copied, its files and nonce are filled in
 *
 * Writes the changes that were made to the dataset into its files, and stores the fine-tune;
 * uploading, creating and following go on by themselves, also after a crash.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJob as soon as it is stored, or
 *   rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_start_job (AttuneWorkspace  *self,
                            AttuneDataset    *dataset,
                            AttuneAccount    *account,
                            AttuneJobRequest *request)
{
  Operation *operation;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));
  dex_return_error_if_fail (ATTUNE_IS_JOB_REQUEST (request));

  operation = operation_new (self, NULL, NULL);
  operation->dataset = g_object_ref (dataset);
  operation->account = g_object_ref (account);
  operation->request = copy_request (request);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_start_job_fiber,
                              operation, operation_free);
}

static DexFuture *
attune_workspace_cancel_job_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const char *id = attune_job_get_id (operation->job);
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) error = NULL;

  if (!(row = dex_await_boxed (attune_store_request_cancel (self->store, id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_job_apply (operation->job, row);
  attune_tracker_interrupt (self->tracker, id);

  return dex_future_new_true ();
}

/**
 * attune_workspace_cancel_job:
 * @self: a workspace
 * @job: a fine-tune that is under way
 *
 * Stores the wish; the provider is asked at once, and again until it has heard it. What was not
 * sent yet is not sent any more.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_cancel_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_cancel_job_fiber,
                              operation_new (self, job, NULL), operation_free);
}

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneJob       *job;
  AttuneJobWish    wish;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_object_unref (wish->workspace);
  g_object_unref (wish->job);
  g_free (wish);
}

static DexFuture *
attune_workspace_wish_fiber (gpointer user_data)
{
  Wish *wish = user_data;
  const char *id = attune_job_get_id (wish->job);
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) error = NULL;

  if (!(row = dex_await_boxed (attune_store_set_wish (wish->workspace->store, id, wish->wish),
                               &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_job_apply (wish->job, row);
  attune_tracker_interrupt (wish->workspace->tracker, id);

  return dex_future_new_true ();
}

static DexFuture *
wish_for (AttuneWorkspace *self,
          AttuneJob       *job,
          AttuneJobWish    kind)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->workspace = g_object_ref (self);
  wish->job = g_object_ref (job);
  wish->wish = kind;

  return dex_scheduler_spawn (NULL, 0, attune_workspace_wish_fiber, wish, wish_free);
}

/* What was not sent yet can always wait; afterwards it is the provider's to allow. */
static gboolean
can (AttuneWorkspace *self,
     AttuneJob       *job,
     AttuneAbility    ability)
{
  const AttuneJobRow *row = attune_job_get_row (job);
  AttuneAccount *account = attune_workspace_find_account (self, row->account_id);

  if (!attune_job_get_is_active (job) || row->cancel_requested || account == NULL)
    return FALSE;

  return row->creating_at == 0 && row->remote_id == NULL
         ? TRUE : attune_profile_can (attune_account_get_profile (account), ability);
}

/**
 * attune_workspace_can_pause_job:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: whether it goes on, and can be made to wait
 */
gboolean
attune_workspace_can_pause_job (AttuneWorkspace *self,
                                AttuneJob       *job)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  return attune_job_get_status (job) != ATTUNE_JOB_STATUS_PAUSED &&
         attune_job_get_row (job)->wish != ATTUNE_JOB_WISH_PAUSE &&
         can (self, job, ATTUNE_ABILITY_PAUSE);
}

/**
 * attune_workspace_can_resume_job:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: whether it waits, and can be made to go on
 */
gboolean
attune_workspace_can_resume_job (AttuneWorkspace *self,
                                 AttuneJob       *job)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), FALSE);

  return (attune_job_get_status (job) == ATTUNE_JOB_STATUS_PAUSED ||
          attune_job_get_row (job)->wish == ATTUNE_JOB_WISH_PAUSE) &&
         attune_job_get_row (job)->wish != ATTUNE_JOB_WISH_RESUME &&
         can (self, job, ATTUNE_ABILITY_RESUME);
}

/**
 * attune_workspace_pause_job:
 * @self: a workspace
 * @job: a fine-tune that attune_workspace_can_pause_job()
 *
 * Stores the wish; the provider is asked at once, and again until it has heard it. An upload stops
 * where it is.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_pause_job (AttuneWorkspace *self,
                            AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  return wish_for (self, job, ATTUNE_JOB_WISH_PAUSE);
}

/**
 * attune_workspace_resume_job:
 * @self: a workspace
 * @job: a fine-tune that attune_workspace_can_resume_job()
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_resume_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  return wish_for (self, job, ATTUNE_JOB_WISH_RESUME);
}

static DexFuture *
reload_jobs_cb (DexFuture *completed,
                gpointer   user_data)
{
  return attune_workspace_reload_jobs (user_data);
}

static DexFuture *
check_restored_cb (DexFuture *completed,
                   gpointer   user_data)
{
  if (g_value_get_int (dex_future_get_value (completed, NULL)) == 0)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("It is gone for good and cannot be brought back.")));

  return dex_ref (completed);
}

/**
 * attune_workspace_delete_job:
 * @self: a workspace
 * @job: a fine-tune that has ended
 *
 * Takes it out of the list; it goes for good at the next start. The model stays.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR_FAILED
 *   while it is under way
 */
DexFuture *
attune_workspace_delete_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  if (attune_job_get_is_active (job))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("This fine-tune is under way. Cancel it first, then delete it.")));

  return dex_future_then (attune_store_set_job_deleted (self->store, attune_job_get_id (job),
                                                        g_get_real_time () / G_USEC_PER_SEC),
                          reload_jobs_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_restore_job:
 * @self: a workspace
 * @job: a fine-tune that was deleted since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_workspace_restore_job (AttuneWorkspace *self,
                              AttuneJob       *job)
{
  DexFuture *restored;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  restored = attune_store_set_job_deleted (self->store, attune_job_get_id (job), 0);
  restored = dex_future_then (restored, check_restored_cb, NULL, NULL);

  return dex_future_then (restored, reload_jobs_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_dup_results_path:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: (transfer full): where its results are once they were rescued
 */
char *
attune_workspace_dup_results_path (AttuneWorkspace *self,
                                   AttuneJob       *job)
{
  return g_build_filename (self->data_dir, "results", attune_job_get_id (job), NULL);
}

typedef struct
{
  char *from;
  char *to;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_free (copy->from);
  g_free (copy->to);
  g_free (copy);
}

static DexFuture *
attune_workspace_copy_results_thread (gpointer user_data)
{
  Copy *copy = user_data;
  g_autofree char *text = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  /* Some lines a step; nothing that has to be read in pieces. */
  if (!g_file_get_contents (copy->from, &text, &length, &io_error))
    attune_set_error_from_io (&error, io_error, copy->from);
  else if (attune_atomic_file_replace (copy->to, text, length, &error))
    return dex_future_new_true ();

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/* Resolves to FALSE when the provider has to be asked. */
static DexFuture *
copy_rescued_results (AttuneWorkspace *self,
                      AttuneJob       *job,
                      const char      *path)
{
  g_autofree char *rescued = attune_workspace_dup_results_path (self, job);
  Copy *copy;

  if (!g_file_test (rescued, G_FILE_TEST_EXISTS))
    return dex_future_new_for_boolean (FALSE);

  copy = g_new0 (Copy, 1);
  copy->from = g_steal_pointer (&rescued);
  copy->to = g_strdup (path);

  return attune_thread_pool_submit (self->pool, "attune-copy-results",
                                    attune_workspace_copy_results_thread, copy, copy_free);
}

static DexFuture *
attune_workspace_save_results_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const AttuneJobRow *row = attune_job_get_row (operation->job);
  AttuneAccount *account = attune_workspace_find_account (self, row->account_id);
  g_autofree char *file_id = g_strdup (row->result_file);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GError) error = NULL;

  if (dex_await_boolean (copy_rescued_results (self, operation->job, operation->path), &error))
    return dex_future_new_true ();

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (file_id == NULL)
    attune_set_error (&error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("There is no file of results for this fine-tune. Providers make it when a "
                        "fine-tune succeeds."));
  else if (account == NULL)
    attune_set_error (&error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("The account of this fine-tune was removed. Add it again to get the results."));

  if (error == NULL &&
      (client = dex_await_object (attune_workspace_connect (self, account), &error)) &&
      dex_await (attune_client_download_file (client, file_id, operation->path), &error))
    return dex_future_new_true ();

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * attune_workspace_save_results:
 * @self: a workspace
 * @job: a fine-tune that has succeeded
 * @path: where the CSV shall be
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the file is there, whole
 */
DexFuture *
attune_workspace_save_results (AttuneWorkspace *self,
                               AttuneJob       *job,
                               const char      *path)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));
  dex_return_error_if_fail (path != NULL);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_save_results_fiber,
                              operation_new (self, job, path), operation_free);
}

/**
 * attune_workspace_watch_job:
 * @self: a workspace
 * @job: (nullable): the fine-tune that is on screen, or %NULL for none
 *
 * A fine-tune on screen is asked for more often, and at once.
 */
void
attune_workspace_watch_job (AttuneWorkspace *self,
                            AttuneJob       *job)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));
  g_return_if_fail (job == NULL || ATTUNE_IS_JOB (job));

  if (self->tracker != NULL)
    attune_tracker_watch (self->tracker, job != NULL ? attune_job_get_id (job) : NULL);
}

/**
 * attune_workspace_find_job:
 * @self: a workspace
 * @id: our name for it, or the provider's
 *
 * Returns: (transfer none) (nullable): the fine-tune
 */
AttuneJob *
attune_workspace_find_job (AttuneWorkspace *self,
                           const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->jobs)); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (g_str_equal (attune_job_get_id (job), id) ||
          g_strcmp0 (attune_job_get_remote_id (job), id) == 0)
        return job;
    }

  return NULL;
}
