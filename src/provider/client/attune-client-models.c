/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include "attune-client-private.h"
#include "attune-client.h"

static DexFuture *
list_models_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_list_models (operation->adapter, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
add_model_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  AttuneModelInfo *result;

  result = attune_adapter_add_model (operation->adapter, operation->extra, &error);

  return attune_operation_end (ATTUNE_TYPE_MODEL_INFO, result, error);
}

static DexFuture *
delete_model_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  gboolean is_done;

  is_done = attune_adapter_delete_model (operation->adapter, operation->id, &error);

  return attune_operation_end_true (is_done, error);
}

static DexFuture *
deploy_model_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  AttuneDeployOrder order = {
    .job_id = operation->id,
    .checkpoint_id = operation->extra,
    .base_model = operation->filename,
    .name = operation->name,
  };
  GError *error = NULL;
  AttuneDeploymentInfo *result;

  result = attune_adapter_deploy_model (operation->adapter, &order, &error);

  return attune_operation_end (ATTUNE_TYPE_DEPLOYMENT_INFO, result, error);
}

static DexFuture *
get_deployment_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  AttuneDeploymentInfo *result = NULL;

  result = attune_adapter_get_deployment (operation->adapter, operation->id, &error);

  return attune_operation_end (ATTUNE_TYPE_DEPLOYMENT_INFO, result, error);
}

/**
 * attune_client_list_models:
 * @self: a client
 *
 * Also the cheapest way to see whether the address and the key are right.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneModelInfo, or rejects
 *   with %ATTUNE_ERROR
 */
DexFuture *
attune_client_list_models (AttuneClient *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));

  return attune_operation_spawn (attune_operation_new (self, NULL, NULL), list_models_fiber);
}

/**
 * attune_client_add_model:
 * @self: a client of a provider of %ATTUNE_ABILITY_ADD_MODEL
 * @path: (type filename): a GGUF file of this computer, absolute
 *
 * Lets the engine on this computer use a model; the file stays where it is.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneModelInfo, or rejects with
 *   %ATTUNE_ERROR when the file is no model
 */
DexFuture *
attune_client_add_model (AttuneClient *self,
                         const char   *path)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (path != NULL);

  return attune_operation_spawn (attune_operation_new (self, NULL, path), add_model_fiber);
}

/**
 * attune_client_delete_model:
 * @self: a client
 * @model: the id of a tuned model
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_delete_model (AttuneClient *self,
                            const char   *model)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (model != NULL && *model != '\0');

  return attune_operation_spawn (attune_operation_new (self, model, NULL), delete_model_fiber);
}

/**
 * attune_client_deploy_model:
 * @self: a client
 * @job_id: a job that has succeeded
 * @checkpoint_id: (nullable): the state of its model, or %NULL for the last one
 * @base_model: what was trained
 * @name: what the model is to be called: letters, digits and "-"
 *
 * Makes a model ready to be talked to, at a provider of %ATTUNE_DEPLOY_API. Sent once and never
 * again; then ask attune_client_get_deployment() until the status is one of the last two.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneDeploymentInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_deploy_model (AttuneClient *self,
                            const char   *job_id,
                            const char   *checkpoint_id,
                            const char   *base_model,
                            const char   *name)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');
  dex_return_error_if_fail (base_model != NULL);
  dex_return_error_if_fail (name != NULL && *name != '\0');

  operation = attune_operation_new (self, job_id, checkpoint_id);
  operation->filename = g_strdup (base_model);
  operation->name = g_strdup (name);

  return attune_operation_spawn (operation, deploy_model_fiber);
}

/**
 * attune_client_get_deployment:
 * @self: a client
 * @deployment_id: the `id` of an #AttuneDeploymentInfo
 *
 * Returns: (transfer full): a future that resolves to an #AttuneDeploymentInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_get_deployment (AttuneClient *self,
                              const char   *deployment_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (deployment_id != NULL && *deployment_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, deployment_id, NULL),
                                 get_deployment_fiber);
}
