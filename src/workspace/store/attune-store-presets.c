/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-presets"

#include "config.h"

#include "attune-store-presets.h"

static gpointer
read_preset (sqlite3_stmt *statement)
{
  return attune_chat_preset_new ((const char *)sqlite3_column_text (statement, 0),
                                 (const char *)sqlite3_column_text (statement, 1),
                                 (const char *)sqlite3_column_text (statement, 2));
}

/**
 * attune_store_list_presets:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneChatPreset, by name
 */
DexFuture *
attune_store_list_presets (AttuneStore *store)
{
  return attune_store_query (store, read_preset, g_object_unref,
                             "SELECT name, system_text, parameters FROM chat_presets "
                             "ORDER BY name COLLATE NOCASE, name", "");
}

/**
 * attune_store_save_preset:
 * @store: a store
 * @name: what the person calls it
 * @system_text: (nullable): what models are told beforehand
 * @parameters: a JSON object
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_save_preset (AttuneStore *store,
                          const char  *name,
                          const char  *system_text,
                          const char  *parameters)
{
  return attune_store_exec (store, "INSERT INTO chat_presets (name, system_text, parameters) "
                            "VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
                            "system_text = excluded.system_text, parameters = excluded.parameters",
                            "sss", name, system_text, parameters);
}

/**
 * attune_store_delete_preset:
 * @store: a store
 * @name: the name of a preset
 *
 * Returns: (transfer full): a future that resolves when it is gone
 */
DexFuture *
attune_store_delete_preset (AttuneStore *store,
                            const char  *name)
{
  return attune_store_exec (store, "DELETE FROM chat_presets WHERE name = ?", "s", name);
}
