/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-presets"

#include "config.h"

#include "attune-store-presets.h"
#include "attune-workspace-private.h"

static AttuneChatPreset *
dup_same (AttuneWorkspace  *self,
          AttuneChatPreset *preset)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->presets)); i++)
    {
      g_autoptr(AttuneChatPreset) old = g_list_model_get_item (G_LIST_MODEL (self->presets), i);

      if (g_str_equal (attune_chat_preset_get_name (old), attune_chat_preset_get_name (preset)) &&
          g_strcmp0 (attune_chat_preset_get_system_text (old),
                     attune_chat_preset_get_system_text (preset)) == 0 &&
          g_str_equal (attune_chat_preset_get_parameters (old),
                       attune_chat_preset_get_parameters (preset)))
        return g_steal_pointer (&old);
    }

  return g_object_ref (preset);
}

static DexFuture *
attune_workspace_reload_presets_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) presets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) stored = NULL;
  g_autoptr(GError) error = NULL;

  if (!(stored = dex_await_boxed (attune_store_list_presets (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < stored->len; i++)
    g_ptr_array_add (presets, dup_same (self, stored->pdata[i]));

  attune_list_store_assign (self->presets, presets);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_presets:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_presets (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_presets_fiber,
                              g_object_ref (self), g_object_unref);
}

static DexFuture *
reload_presets_cb (DexFuture *completed,
                   gpointer   user_data)
{
  return attune_workspace_reload_presets (user_data);
}

/**
 * attune_workspace_get_presets:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneChatPreset, by name
 */
GListModel *
attune_workspace_get_presets (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->presets);
}

/**
 * attune_workspace_save_preset:
 * @self: a workspace
 * @name: what the person calls it
 * @system_text: (nullable): what models are told beforehand
 * @parameters: a JSON object, attune_chat_parameters_to_json()
 *
 * Keeps both under a name; what had it before goes.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is stored and shown
 */
DexFuture *
attune_workspace_save_preset (AttuneWorkspace *self,
                              const char      *name,
                              const char      *system_text,
                              const char      *parameters)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (name != NULL && *name != '\0');
  dex_return_error_if_fail (parameters != NULL);

  return dex_future_then (attune_store_save_preset (self->store, name, system_text, parameters),
                          reload_presets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_delete_preset:
 * @self: a workspace
 * @name: the name of a preset
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is gone
 */
DexFuture *
attune_workspace_delete_preset (AttuneWorkspace *self,
                                const char      *name)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (name != NULL);

  return dex_future_then (attune_store_delete_preset (self->store, name),
                          reload_presets_cb, g_object_ref (self), g_object_unref);
}
