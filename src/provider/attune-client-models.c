/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include "attune-client-private.h"
#include "attune-client.h"
#include "attune-wire-parse.h"

static DexFuture *
list_models_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;
  AttuneListQuery query = {
    .path = "/models",
    .parse = (AttuneParseFunc)attune_wire_parse_model,
    .free_record = (GDestroyNotify)attune_model_info_unref,
  };

  if ((models = attune_client_fetch_list (operation->http, &query, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&models));
}

static DexFuture *
delete_model_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path ("/models/", operation->id, NULL);
  g_autoptr(GError) error = NULL;

  if (!attune_client_delete (operation->http, path, operation->id, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
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
