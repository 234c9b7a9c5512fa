/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-deployments"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-workspace-private.h"

/* Of most services a model that was tuned cannot be talked to until it is deployed. */

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneJob       *job;
  char            *model;
} Operation;

static Operation *
operation_new (AttuneWorkspace *workspace,
               AttuneJob       *job,
               const char      *model)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->workspace = g_object_ref (workspace);
  operation->job = g_object_ref (job);
  operation->model = g_strdup (model);

  return operation;
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_object_unref (operation->workspace);
  g_object_unref (operation->job);
  g_free (operation->model);
  g_free (operation);
}

static AttuneDeployKind
get_profile_kind (AttuneWorkspace *self,
                  AttuneJob       *job)
{
  AttuneAccount *account = attune_workspace_find_account (self, attune_job_get_account_id (job));

  return account != NULL ? attune_profile_get_deploy_kind (attune_account_get_profile (account))
                         : ATTUNE_DEPLOY_NONE;
}

/**
 * attune_workspace_get_deploy_kind:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: what is still to be done before its model can be talked to;
 *   %ATTUNE_DEPLOY_NONE also while there is no model
 */
AttuneDeployKind
attune_workspace_get_deploy_kind (AttuneWorkspace *self,
                                  AttuneJob       *job)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), ATTUNE_DEPLOY_NONE);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), ATTUNE_DEPLOY_NONE);

  if (attune_job_get_status (job) != ATTUNE_JOB_STATUS_SUCCEEDED ||
      attune_job_get_deployment_status (job) == ATTUNE_DEPLOYMENT_STATUS_READY)
    return ATTUNE_DEPLOY_NONE;

  return get_profile_kind (self, job);
}

/**
 * attune_workspace_get_chat_model:
 * @self: a workspace
 * @job: a fine-tune
 *
 * Returns: (transfer none) (nullable): what its model is called in a conversation, or %NULL as long
 *   as it cannot be talked to
 */
const char *
attune_workspace_get_chat_model (AttuneWorkspace *self,
                                 AttuneJob       *job)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), NULL);

  if (attune_job_get_status (job) != ATTUNE_JOB_STATUS_SUCCEEDED)
    return NULL;

  if (attune_job_get_deployment_status (job) == ATTUNE_DEPLOYMENT_STATUS_READY)
    return attune_job_get_deployment_model (job);

  return get_profile_kind (self, job) == ATTUNE_DEPLOY_NONE ? attune_job_get_fine_tuned_model (job)
                                                            : NULL;
}

static DexFuture *
attune_workspace_deploy_job_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  g_autoptr(AttuneJobRow) row = NULL;
  g_autoptr(GError) error = NULL;

  if (!(row = dex_await_boxed (attune_store_set_wish (self->store,
                                                      attune_job_get_id (operation->job),
                                                      ATTUNE_JOB_WISH_DEPLOY), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_job_apply (operation->job, row);
  attune_tracker_sync (self->tracker);

  return dex_future_new_true ();
}

/**
 * attune_workspace_deploy_job:
 * @self: a workspace
 * @job: a fine-tune whose provider has to be asked to serve its model
 *
 * Stores the wish. The provider is asked once, and what becomes of it is followed from then on, also
 * after a crash; see the properties of @job.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_deploy_job (AttuneWorkspace *self,
                             AttuneJob       *job)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));

  if (attune_workspace_get_deploy_kind (self, job) != ATTUNE_DEPLOY_API)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_FAILED, NULL,
                        _("Attune cannot have this model served. Deploy it at the provider, then type "
                          "its name here.")));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_deploy_job_fiber,
                              operation_new (self, job, NULL), operation_free);
}

static DexFuture *
attune_workspace_name_deployment_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (operation->job));
  g_autoptr(AttuneJobRow) stored = NULL;
  g_autoptr(GError) error = NULL;

  row->deployment_status = ATTUNE_DEPLOYMENT_STATUS_READY;
  g_set_str (&row->deployment_model, operation->model);
  g_clear_pointer (&row->deployment_error, g_free);

  if (!(stored = dex_await_boxed (attune_store_set_deployment (self->store, row), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_job_apply (operation->job, stored);

  if (!dex_await (attune_workspace_reload_models (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_name_deployment:
 * @self: a workspace
 * @job: a fine-tune that has succeeded
 * @model: what the person called it when deploying it at the provider
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it can be talked to by that name
 */
DexFuture *
attune_workspace_name_deployment (AttuneWorkspace *self,
                                  AttuneJob       *job,
                                  const char      *model)
{
  g_autofree char *name = NULL;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_JOB (job));
  dex_return_error_if_fail (model != NULL);

  name = g_strstrip (g_strdup (model));

  if (*name == '\0')
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_DATA, NULL,
                        _("The name of the deployment is missing. Copy it from the provider.")));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_name_deployment_fiber,
                              operation_new (self, job, name), operation_free);
}
