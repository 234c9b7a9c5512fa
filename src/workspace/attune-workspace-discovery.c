/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-discovery"

#include "config.h"

#include <string.h>

#include "attune-json.h"
#include "attune-store-foreign.h"
#include "attune-workspace-private.h"

/* What was begun elsewhere with the same account. */

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
} Discovery;

static Discovery *
discovery_new (AttuneWorkspace *workspace,
               AttuneAccount   *account)
{
  Discovery *discovery = g_new0 (Discovery, 1);

  discovery->workspace = g_object_ref (workspace);
  discovery->account = g_object_ref (account);

  return discovery;
}

static void
discovery_free (gpointer data)
{
  Discovery *discovery = data;

  g_object_unref (discovery->workspace);
  g_object_unref (discovery->account);
  g_free (discovery);
}

/* "ft:gpt-4.1-mini-2025-04-14:acme:support:Bx3d": the person's own word in it, if there is one. */
static char *
dup_suffix (const char *model)
{
  g_auto(GStrv) parts = NULL;

  if (model == NULL || !g_str_has_prefix (model, "ft:"))
    return NULL;

  parts = g_strsplit (model, ":", -1);

  return g_strv_length (parts) == 5 && *parts[3] != '\0' ? g_strdup (parts[3]) : NULL;
}

/* The settings as far as the provider tells them, so that it can be trained again. */
static char *
dup_request (const AttuneJobInfo *info,
             const char          *suffix)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autoptr(JsonNode) node = NULL;

  attune_job_request_set_model (request, info->model);
  attune_job_request_set_training_file (request, info->training_file);
  attune_job_request_set_validation_file (request, info->validation_file);
  attune_job_request_set_suffix (request, suffix);
  attune_job_request_set_n_epochs (request, CLAMP (info->n_epochs, 0, G_MAXINT));
  attune_job_request_set_seed (request, info->seed);
  node = attune_job_request_to_json (request);

  return attune_json_to_string (node);
}

static AttuneJobRow *
create_row (AttuneAccount       *account,
            const AttuneJobInfo *info)
{
  AttuneJobRow *row = g_new0 (AttuneJobRow, 1);
  g_autofree char *suffix = dup_suffix (info->fine_tuned_model);

  row->id = g_uuid_string_random ();
  row->remote_id = g_strdup (info->id);
  row->account_id = g_strdup (attune_account_get_id (account));
  row->account_name = g_strdup (attune_account_get_name (account));
  row->dataset_id = g_strdup ("");
  row->dataset_name = g_strdup (info->training_file != NULL ? info->training_file : "");
  row->model = g_strdup (info->model != NULL ? info->model : "");
  row->request = dup_request (info, suffix);
  row->title = suffix != NULL ? g_steal_pointer (&suffix) : g_strdup (info->id);
  row->fine_tuned_model = g_strdup (info->fine_tuned_model);
  row->result_files = g_strdupv (info->result_files);
  row->trained_tokens = info->trained_tokens;
  row->created_at = info->created_at;
  row->finished_at = info->finished_at;

  /* A word that nobody has told us yet is asked for again, as that of a fine-tune of our own. */
  row->status = info->status != ATTUNE_JOB_STATUS_UNKNOWN ? info->status : ATTUNE_JOB_STATUS_QUEUED;

  /* What had ended before we knew of it is no news. */
  row->announced = attune_job_status_is_final (row->status);

  return row;
}

static gboolean
is_listed (AttuneWorkspace *self,
           AttuneAccount   *account,
           const char      *remote_id)
{
  AttuneJob *job = attune_workspace_find_job (self, remote_id);

  return job != NULL && g_str_equal (attune_job_get_account_id (job),
                                     attune_account_get_id (account));
}

/* Resolves also when the account fails: its problem is then shown on it. */
static DexFuture *
discover_account_fiber (gpointer user_data)
{
  Discovery *discovery = user_data;
  AttuneWorkspace *self = discovery->workspace;
  const char *id = attune_account_get_id (discovery->account);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GPtrArray) infos = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(client = dex_await_object (attune_workspace_connect (self, discovery->account), &error)) ||
      !(infos = dex_await_boxed (attune_client_list_jobs (client, NULL), &error)))
    {
      g_info ("Cannot list the fine-tunes of “%s”: %s",
              attune_account_get_name (discovery->account), error->message);
      return dex_future_new_true ();
    }

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_job_row_free);

  for (guint i = 0; i < infos->len; i++)
    {
      const AttuneJobInfo *info = infos->pdata[i];

      if (!is_listed (self, discovery->account, info->id))
        g_ptr_array_add (rows, create_row (discovery->account, info));
    }

  if (rows->len > 0 && !dex_await (attune_store_adopt_jobs (self->store, id, rows), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
attune_workspace_discover_jobs_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      /* The engine is not started only to be asked. */
      if (!attune_account_get_is_local (account))
        g_ptr_array_add (futures, dex_scheduler_spawn (NULL, 0, discover_account_fiber,
                                                       discovery_new (self, account),
                                                       discovery_free));
    }

  if ((futures->len > 0 &&
       !dex_await (dex_future_allv ((DexFuture **)futures->pdata, futures->len), &error)) ||
      !dex_await (attune_workspace_reload_jobs (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_tracker_sync (self->tracker);

  return dex_future_new_true ();
}

/**
 * attune_workspace_discover_jobs:
 * @self: a workspace
 *
 * Asks every account for its fine-tunes, all at the same time, and lists and follows those that
 * were begun elsewhere. An account that cannot be asked changes nothing. A second call while the
 * first is under way waits for the first.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_discover_jobs (AttuneWorkspace *self)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (self->tracker != NULL);

  if (self->discovering == NULL || !dex_future_is_pending (self->discovering))
    {
      dex_clear (&self->discovering);
      self->discovering =
        dex_future_first (dex_scheduler_spawn (NULL, 0, attune_workspace_discover_jobs_fiber,
                                               g_object_ref (self), g_object_unref),
                          NULL);
    }

  return dex_ref (self->discovering);
}
