/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-model-private.h"
#include "attune-workspace-offers.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  char            *model_id;
} Operation;

static Operation *
operation_new (AttuneWorkspace *workspace,
               AttuneAccount   *account,
               const char      *model_id)
{
  Operation *operation = g_new0 (Operation, 1);

  operation->workspace = g_object_ref (workspace);
  operation->account = g_object_ref (account);
  operation->model_id = g_strdup (model_id);

  return operation;
}

static void
operation_free (gpointer data)
{
  Operation *operation = data;

  g_object_unref (operation->workspace);
  g_object_unref (operation->account);
  g_free (operation->model_id);
  g_free (operation);
}

/* Of some services most models are for pictures or for searching. */
static gboolean
is_of_use (const AttuneModelRow *row)
{
  return row->can_chat != ATTUNE_WIRE_NO || row->can_tune == ATTUNE_WIRE_YES ||
         row->job_id != NULL;
}

/* What cannot be talked to yet stands on the page of its fine-tune only. */
static gboolean
is_to_be_deployed (AttuneWorkspace      *self,
                   const AttuneModelRow *row)
{
  AttuneJob *job = row->job_id != NULL ? attune_workspace_find_job (self, row->job_id) : NULL;

  return job != NULL && attune_workspace_get_deploy_kind (self, job) != ATTUNE_DEPLOY_NONE;
}

/* A model that looks as before stays the same object, so that selections survive. */
static AttuneModel *
create_or_keep (AttuneWorkspace      *self,
                AttuneAccount        *account,
                const AttuneModelRow *row)
{
  g_autoptr(AttuneModel) model = attune_model_new (account, row);
  AttuneModel *old = attune_workspace_find_model (self, row->account_id, row->id);

  if (old != NULL && attune_model_is_same (old, model))
    return g_object_ref (old);

  return g_steal_pointer (&model);
}

static DexFuture *
attune_workspace_reload_models_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) tuned = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_models (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneModelRow *row = rows->pdata[i];
      AttuneAccount *account = attune_workspace_find_account (self, row->account_id);
      AttuneModel *model;

      if (account == NULL || !is_of_use (row) || is_to_be_deployed (self, row))
        continue;

      model = create_or_keep (self, account, row);
      g_ptr_array_add (attune_model_get_is_tuned (model) ? tuned : others, model);
    }

  g_ptr_array_extend_and_steal (tuned, g_steal_pointer (&others));
  attune_list_store_assign (self->models, tuned);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_models:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_models (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_models_fiber,
                              g_object_ref (self), g_object_unref);
}

/* Resolves also when the account fails: its problem is then shown on it. */
static DexFuture *
refresh_account_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const char *id = attune_account_get_id (operation->account);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  /* They are shown as soon as they are there: another account may take minutes. */
  if ((client = dex_await_object (attune_workspace_connect (self, operation->account), &error)) &&
      (models = dex_await_boxed (attune_client_list_models (client), &error)) &&
      dex_await (attune_store_replace_models (self->store, id, models), &error))
    dex_await (attune_workspace_reload_models (self), &error);

  if (error == NULL || !g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
    attune_workspace_note_contact (self, id, error);

  return dex_future_new_true ();
}

/**
 * attune_workspace_refresh_account:
 * @self: a workspace
 * @account: an account of it
 *
 * Asks an account what it offers. One that fails keeps the list of the last time and tells its
 * problem.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_refresh_account (AttuneWorkspace *self,
                                  AttuneAccount   *account)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  return dex_scheduler_spawn (NULL, 0, refresh_account_fiber,
                              operation_new (self, account, NULL), operation_free);
}

static DexFuture *
attune_workspace_refresh_models_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      g_ptr_array_add (futures, attune_workspace_refresh_account (self, account));
    }

  if (futures->len > 0 &&
      !dex_await (dex_future_allv ((DexFuture **)futures->pdata, futures->len), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_refresh_models:
 * @self: a workspace
 *
 * Asks every account what it offers, all at the same time, as attune_workspace_refresh_account()
 * does.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_refresh_models (AttuneWorkspace *self)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_refresh_models_fiber,
                              g_object_ref (self), g_object_unref);
}

static DexFuture *
attune_workspace_refresh_local_models_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;
  AttuneAccount *account;

  account = attune_workspace_find_account (self, ATTUNE_PROFILE_LOCAL_ID);

  if (!(client = dex_await_object (attune_workspace_connect (self, account), &error)) ||
      !(models = dex_await_boxed (attune_client_list_models (client), &error)) ||
      !dex_await (attune_store_replace_models (self->store, ATTUNE_PROFILE_LOCAL_ID, models),
                  &error) ||
      !dex_await (attune_workspace_reload_models (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_refresh_local_models:
 * @self: an open workspace
 *
 * Asks the engine what models there are on this computer.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows them, or rejects
 *   with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_refresh_local_models (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_refresh_local_models_fiber,
                              g_object_ref (self), g_object_unref);
}

static DexFuture *
attune_workspace_delete_model_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const char *account_id = attune_account_get_id (operation->account);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GError) error = NULL;

  if (!(client = dex_await_object (attune_workspace_connect (self, operation->account), &error)) ||
      !dex_await (attune_client_delete_model (client, operation->model_id), &error) ||
      !dex_await (attune_store_delete_model (self->store, account_id, operation->model_id),
                  &error) ||
      !dex_await (attune_workspace_reload_models (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_delete_model:
 * @self: a workspace
 * @model: a tuned model, or one that was added to this computer
 *
 * Deletes the model at its provider; this cannot be undone.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_delete_model (AttuneWorkspace *self,
                               AttuneModel     *model)
{
  AttuneAccount *account;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_MODEL (model));

  account = attune_workspace_find_account (self, attune_model_get_account_id (model));

  if (account == NULL)
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The account of this model was removed. Add it again to delete the "
                          "model.")));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_delete_model_fiber,
                              operation_new (self, account, attune_model_get_id (model)),
                              operation_free);
}

static DexFuture *
attune_workspace_add_model_fiber (gpointer user_data)
{
  Operation *operation = user_data;
  AttuneWorkspace *self = operation->workspace;
  const char *account_id = attune_account_get_id (operation->account);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneModelInfo) info = NULL;
  g_autoptr(GError) error = NULL;
  AttuneModel *model;

  if (!(client = dex_await_object (attune_workspace_connect (self, operation->account), &error)) ||
      !(info = dex_await_boxed (attune_client_add_model (client, operation->model_id), &error)) ||
      !dex_await (attune_workspace_refresh_local_models (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!(model = attune_workspace_find_model (self, account_id, info->id)))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("The model was taken away again. Add it once more.")));

  return dex_future_new_for_object (model);
}

/**
 * attune_workspace_add_model:
 * @self: a workspace
 * @path: (type filename): a GGUF file, absolute
 *
 * Lets this computer use a model. The file stays where it is.
 *
 * Returns: (transfer full): a future that resolves to the #AttuneModel, or rejects with
 *   %ATTUNE_ERROR when the file is no model
 */
DexFuture *
attune_workspace_add_model (AttuneWorkspace *self,
                            const char      *path)
{
  AttuneAccount *account;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (path != NULL && g_path_is_absolute (path));

  account = attune_workspace_find_account (self, ATTUNE_PROFILE_LOCAL_ID);
  dex_return_error_if_fail (account != NULL);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_add_model_fiber,
                              operation_new (self, account, path), operation_free);
}

/**
 * attune_workspace_find_model:
 * @self: a workspace
 * @account_id: who offers it
 * @model_id: the name that the provider knows it by
 *
 * Returns: (transfer none) (nullable): the model
 */
AttuneModel *
attune_workspace_find_model (AttuneWorkspace *self,
                             const char      *account_id,
                             const char      *model_id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (account_id != NULL && model_id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      if (g_str_equal (attune_model_get_id (model), model_id) &&
          g_str_equal (attune_model_get_account_id (model), account_id))
        return model;
    }

  return NULL;
}

/**
 * attune_workspace_get_model_title:
 * @self: a workspace
 * @account_id: (nullable): who offers it
 * @model_id: the name that the provider knows it by
 *
 * Returns: (transfer none): how people call it; @model_id when the workspace does not know it
 */
const char *
attune_workspace_get_model_title (AttuneWorkspace *self,
                                  const char      *account_id,
                                  const char      *model_id)
{
  AttuneModel *model = account_id != NULL
                       ? attune_workspace_find_model (self, account_id, model_id)
                       : NULL;

  return model != NULL ? attune_model_get_title (model) : model_id;
}
