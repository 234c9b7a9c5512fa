/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-rescue"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-job-runner.h"
#include "attune-rescue.h"
#include "attune-store-datasets.h"
#include "attune-store-foreign.h"
#include "attune-workspace-private.h"

struct _AttuneRescue
{
  GObject          parent_instance;

  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  GListStore      *items;
};

G_DEFINE_FINAL_TYPE (AttuneRescue, attune_rescue, G_TYPE_OBJECT)

/* The files of one fine-tune on their way. They lie in a folder of their own until they are a
 * dataset, and go in any case. */
typedef struct
{
  char *folder;
  char *training_path;
  char *validation_path;   /* NULL: there was none, or it is gone */
  char *name;              /* of the training file */
} Fetched;

static void
fetched_clear (Fetched *fetched)
{
  if (fetched->training_path != NULL)
    g_remove (fetched->training_path);

  if (fetched->validation_path != NULL)
    g_remove (fetched->validation_path);

  if (fetched->folder != NULL)
    g_rmdir (fetched->folder);

  g_free (fetched->folder);
  g_free (fetched->training_path);
  g_free (fetched->validation_path);
  g_free (fetched->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fetched, fetched_clear)

static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND);
}

/* With a key that is refused, or without anybody who listens, every other one fails as well. */
static gboolean
is_hopeless (const GError *error)
{
  return error->domain != ATTUNE_ERROR ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_AUTH) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_SECRETS) ||
         g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
}

static gboolean
make_folder (AttuneRescue  *self,
             Fetched       *fetched,
             const char    *name,
             GError       **error)
{
  fetched->folder = g_build_filename (self->workspace->data_dir, "rescue", name, NULL);

  if (g_mkdir_with_parents (fetched->folder, 0700) == 0)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                    _("Attune cannot make the folder “%s”. Check the permissions and the free "
                      "space of the disk."),
                    fetched->folder);
  return FALSE;
}

static gboolean
fetch_file (AttuneClient  *client,
            const char    *file_id,
            const char    *path,
            GError       **error)
{
  return dex_await (attune_client_download_file (client, file_id, path, NULL, NULL, NULL), error);
}

/* A validation file that is gone leaves a dataset without one; without a training file there is
 * nothing to make a dataset of. */
static gboolean
fetch_examples (AttuneRescue      *self,
                AttuneClient      *client,
                AttuneJobRequest  *request,
                Fetched           *fetched,
                GError           **error)
{
  const char *training_id = attune_job_request_get_training_file (request);
  const char *validation_id = attune_job_request_get_validation_file (request);
  g_autoptr(AttuneFileInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;

  info = dex_await_boxed (attune_client_get_file (client, training_id), NULL);
  fetched->name = g_strdup (info != NULL ? info->filename : NULL);
  fetched->training_path = g_build_filename (fetched->folder, "training.jsonl", NULL);

  if (!fetch_file (client, training_id, fetched->training_path, error))
    return FALSE;

  if (validation_id == NULL)
    return TRUE;

  fetched->validation_path = g_build_filename (fetched->folder, "validation.jsonl", NULL);

  if (fetch_file (client, validation_id, fetched->validation_path, &local_error))
    return TRUE;

  g_clear_pointer (&fetched->validation_path, g_free);

  if (is_gone (local_error))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A dataset of just these files may be here already: of another fine-tune, or of a rescue that was
 * cut off. One that the person deleted since comes back. */
static AttuneDataset *
find_dataset (AttuneRescue  *self,
              const char    *dataset_id,
              GError       **error)
{
  AttuneWorkspace *workspace = self->workspace;
  AttuneDataset *dataset = attune_workspace_find_dataset (workspace, dataset_id);

  if (dataset != NULL)
    return dataset;

  if (dex_await_int (attune_store_set_dataset_deleted (workspace->store, dataset_id, 0),
                     error) == 0 ||
      !dex_await (attune_workspace_reload_datasets (workspace), error))
    return NULL;

  return attune_workspace_find_dataset (workspace, dataset_id);
}

static AttuneDataset *
make_dataset (AttuneRescue  *self,
              AttuneClient  *client,
              AttuneJob     *job,
              const char    *dataset_id,
              GError       **error)
{
  AttuneJobRequest *request = attune_job_get_request (job);
  g_auto(Fetched) fetched = { 0, };
  AttuneImportOptions options = { 0, };

  if (!make_folder (self, &fetched, attune_job_get_id (job), error) ||
      !fetch_examples (self, client, request, &fetched, error))
    return NULL;

  options.validation_file = fetched.validation_path;

  return dex_await_object (attune_workspace_import_as (self->workspace, dataset_id,
                                                       fetched.training_path,
                                                       fetched.name != NULL
                                                       ? fetched.name : attune_job_get_title (job),
                                                       &options, NULL, NULL, NULL),
                           error);
}

static gboolean
rescue_examples (AttuneRescue  *self,
                 AttuneClient  *client,
                 AttuneJob     *job,
                 GError       **error)
{
  AttuneJobRequest *request = attune_job_get_request (job);
  const char *training_id = attune_job_request_get_training_file (request);
  const char *validation_id = attune_job_request_get_validation_file (request);
  g_autoptr(AttuneDataset) made = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *new_id = g_uuid_string_random ();
  g_autofree char *file_ids = NULL;
  g_autofree char *dataset_id = NULL;
  AttuneDataset *dataset;

  if (attune_workspace_find_dataset (self->workspace, attune_job_get_dataset_id (job)) != NULL)
    return TRUE;

  if (training_id == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The provider does not say which file this was trained on."));
      return FALSE;
    }

  file_ids = g_strjoin (" ", training_id, validation_id, NULL);
  dataset_id = dex_await_string (attune_store_claim_rescue (self->workspace->store,
                                                            attune_account_get_id (self->account),
                                                            file_ids, new_id),
                                 error);

  if (dataset_id == NULL)
    return FALSE;

  dataset = find_dataset (self, dataset_id, &local_error);

  if (dataset == NULL && local_error == NULL)
    dataset = made = make_dataset (self, client, job, dataset_id, &local_error);

  if (dataset == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return dex_await (attune_store_name_job (self->workspace->store, attune_job_get_id (job),
                                           dataset_id, attune_dataset_get_name (dataset)),
                    error);
}

static gboolean
rescue_results (AttuneRescue  *self,
                AttuneClient  *client,
                AttuneJob     *job,
                GError       **error)
{
  g_auto(GStrv) file_ids = g_strdupv ((char **)attune_job_get_result_files (job));

  for (guint i = 0; file_ids[i] != NULL; i++)
    {
      g_autofree char *path = attune_workspace_dup_results_path (self->workspace, job, i);

      if (!g_file_test (path, G_FILE_TEST_EXISTS) && !fetch_file (client, file_ids[i], path, error))
        return FALSE;
    }

  return TRUE;
}

/* Events, measures and checkpoints, which only the provider has; what is under way is followed. */
static gboolean
rescue_story (AttuneRescue  *self,
              AttuneJob     *job,
              GError       **error)
{
  g_autoptr(AttuneJobRunner) runner = NULL;

  if (attune_job_get_is_active (job) || !attune_job_get_row (job)->is_foreign)
    return TRUE;

  runner = attune_job_runner_new (self->workspace, job);

  return dex_await (attune_job_runner_fetch (runner), error);
}

/* Returns FALSE when the next one need not be tried. */
static gboolean
rescue (AttuneRescue      *self,
        AttuneClient      *client,
        AttuneRescueItem  *item,
        GError           **error)
{
  AttuneJob *job = attune_rescue_item_get_job (item);
  g_autoptr(GError) local_error = NULL;

  attune_rescue_item_set (item, ATTUNE_RESCUE_FETCHING, NULL);

  if (rescue_story (self, job, &local_error) &&
      rescue_results (self, client, job, &local_error) &&
      rescue_examples (self, client, job, &local_error))
    {
      attune_rescue_item_set (item, ATTUNE_RESCUE_DONE, _("Its examples and results are here."));
      return TRUE;
    }

  if (is_gone (local_error))
    {
      attune_rescue_item_set (item, ATTUNE_RESCUE_PARTIAL,
                              _("A file of it is gone at the provider. What is left is here."));
      return TRUE;
    }

  attune_rescue_item_set (item, ATTUNE_RESCUE_FAILED, local_error->message);

  if (!is_hopeless (local_error))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
fill_items (AttuneRescue *self)
{
  GListModel *jobs = attune_workspace_get_jobs (self->workspace);

  g_list_store_remove_all (self->items);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);
      g_autoptr(AttuneRescueItem) item = NULL;

      if (attune_job_get_remote_id (job) == NULL ||
          !g_str_equal (attune_job_get_account_id (job), attune_account_get_id (self->account)))
        continue;

      item = attune_rescue_item_new (job);
      g_list_store_append (self->items, item);
    }
}

static DexFuture *
attune_rescue_run_fiber (gpointer user_data)
{
  AttuneRescue *self = user_data;
  AttuneWorkspace *workspace = self->workspace;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GPtrArray) infos = NULL;
  g_autoptr(GError) error = NULL;
  guint n_done = 0;

  /* Discovering passes over an account that fails; here its reason has to be told. */
  if (!(client = dex_await_object (attune_workspace_connect (workspace, self->account), &error)) ||
      !(infos = dex_await_boxed (attune_client_list_jobs (client, NULL), &error)) ||
      !dex_await (attune_workspace_discover_jobs (workspace), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  fill_items (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(AttuneRescueItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (!rescue (self, client, item, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      n_done += attune_rescue_item_get_state (item) == ATTUNE_RESCUE_DONE;
    }

  if (!dex_await (attune_workspace_reload_jobs (workspace), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_uint (n_done);
}

static void
attune_rescue_finalize (GObject *object)
{
  AttuneRescue *self = (AttuneRescue *)object;

  g_clear_object (&self->workspace);
  g_clear_object (&self->account);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (attune_rescue_parent_class)->finalize (object);
}

static void
attune_rescue_class_init (AttuneRescueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_rescue_finalize;
}

static void
attune_rescue_init (AttuneRescue *self)
{
  self->items = g_list_store_new (ATTUNE_TYPE_RESCUE_ITEM);
}

/**
 * attune_rescue_new:
 * @workspace: where everything shall be
 * @account: where it is now
 *
 * Returns: (transfer full): a rescue that has not begun
 */
AttuneRescue *
attune_rescue_new (AttuneWorkspace *workspace,
                   AttuneAccount   *account)
{
  AttuneRescue *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_RESCUE, NULL);
  self->workspace = g_object_ref (workspace);
  self->account = g_object_ref (account);

  return self;
}

/**
 * attune_rescue_get_items:
 * @self: a rescue
 *
 * Returns: (transfer none): a list of #AttuneRescueItem, one for each fine-tune of the account;
 *   empty until it is known which there are
 */
GListModel *
attune_rescue_get_items (AttuneRescue *self)
{
  g_return_val_if_fail (ATTUNE_IS_RESCUE (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * attune_rescue_run:
 * @self: a rescue
 *
 * Fetches one fine-tune after the other. What is here already is not fetched again, so that a
 * rescue can be cut off at any moment and begun again. Dropping the future stops it.
 *
 * Returns: (transfer full): a future that resolves to a uint, how many fine-tunes are whole here,
 *   or rejects with %ATTUNE_ERROR when the account cannot be reached
 */
DexFuture *
attune_rescue_run (AttuneRescue *self)
{
  dex_return_error_if_fail (ATTUNE_IS_RESCUE (self));

  return dex_future_first (dex_scheduler_spawn (NULL, 0, attune_rescue_run_fiber,
                                                g_object_ref (self), g_object_unref),
                           NULL);
}
