/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-accounts"

#include "config.h"

#include "attune-store-accounts.h"

static gpointer
read_account (sqlite3_stmt *statement)
{
  AttuneAccountRow *row = g_new0 (AttuneAccountRow, 1);

  row->id = attune_db_dup_text (statement, 0);
  row->profile_id = attune_db_dup_text (statement, 1);
  row->name = attune_db_dup_text (statement, 2);
  row->base_url = attune_db_dup_text (statement, 3);
  row->has_key = sqlite3_column_int (statement, 4);
  row->created_at = sqlite3_column_int64 (statement, 5);
  row->organization = attune_db_dup_text (statement, 6);
  row->project = attune_db_dup_text (statement, 7);
  row->proxy = attune_db_dup_text (statement, 8);

  return row;
}

static gpointer
read_text (sqlite3_stmt *statement)
{
  return attune_db_dup_text (statement, 0);
}

static gpointer
read_number (sqlite3_stmt *statement)
{
  double *number = g_new (double, 1);

  *number = sqlite3_column_double (statement, 0);

  return number;
}

static DexFuture *
take_first_text_cb (DexFuture *completed,
                    gpointer   user_data)
{
  GPtrArray *texts = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return dex_future_new_for_string (texts->len > 0 ? texts->pdata[0] : "");
}

static DexFuture *
take_first_number_cb (DexFuture *completed,
                      gpointer   user_data)
{
  GPtrArray *numbers = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return dex_future_new_for_double (numbers->len > 0 ? *(double *)numbers->pdata[0] : 0);
}

void
attune_account_row_free (AttuneAccountRow *row)
{
  g_free (row->id);
  g_free (row->profile_id);
  g_free (row->name);
  g_free (row->base_url);
  g_free (row->organization);
  g_free (row->project);
  g_free (row->proxy);
  g_free (row);
}

/**
 * attune_store_list_accounts:
 * @store: a store
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneAccountRow, the row of
 *   this computer first, then in the order in which they were added
 */
DexFuture *
attune_store_list_accounts (AttuneStore *store)
{
  return attune_store_query (store, read_account, (GDestroyNotify)attune_account_row_free,
                             "SELECT id, profile, name, base_url, has_key, created_at, "
                             "organization, project, proxy FROM accounts ORDER BY created_at, id", "");
}

/**
 * attune_store_save_account:
 * @store: a store
 * @row: what to keep
 *
 * Returns: (transfer full): a future that resolves when the account is stored
 */
DexFuture *
attune_store_save_account (AttuneStore            *store,
                           const AttuneAccountRow *row)
{
  return attune_store_exec (store,
                            "INSERT INTO accounts (id, profile, name, base_url, has_key, created_at, "
                            "organization, project, proxy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                            "base_url = excluded.base_url, has_key = excluded.has_key, "
                            "organization = excluded.organization, project = excluded.project, "
                            "proxy = excluded.proxy",
                            "ssssiisss",
                            row->id, row->profile_id, row->name, row->base_url,
                            (gint64)row->has_key, row->created_at,
                            row->organization, row->project, row->proxy);
}

/**
 * attune_store_delete_account:
 * @store: a store
 * @id: the account
 *
 * Its models and known uploads go with it; its fine-tunes and conversations stay.
 *
 * Returns: (transfer full): a future that resolves when the account is gone
 */
DexFuture *
attune_store_delete_account (AttuneStore *store,
                             const char  *id)
{
  return attune_store_exec (store, "DELETE FROM accounts WHERE id = ?", "s", id);
}

/**
 * attune_store_find_upload:
 * @store: a store
 * @account_id: where it was uploaded
 * @digest: SHA-256 of the content
 *
 * Returns: (transfer full): a future that resolves to the provider's file id, or to an empty string
 */
DexFuture *
attune_store_find_upload (AttuneStore *store,
                          const char  *account_id,
                          const char  *digest)
{
  return dex_future_then (attune_store_query (store, read_text, g_free,
                                              "SELECT file_id FROM uploads "
                                              "WHERE account_id = ? AND digest = ?",
                                              "ss", account_id, digest),
                          take_first_text_cb, NULL, NULL);
}

/**
 * attune_store_save_upload:
 * @store: a store
 * @account_id: where it was uploaded
 * @digest: SHA-256 of the content
 * @file_id: the provider's name for it
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_save_upload (AttuneStore *store,
                          const char  *account_id,
                          const char  *digest,
                          const char  *file_id)
{
  return attune_store_exec (store,
                            "INSERT OR REPLACE INTO uploads (account_id, digest, file_id) "
                            "VALUES (?, ?, ?)", "sss", account_id, digest, file_id);
}

/**
 * attune_store_forget_upload:
 * @store: a store
 * @account_id: where it was uploaded
 * @digest: SHA-256 of the content
 *
 * Returns: (transfer full): a future that resolves when it is forgotten
 */
DexFuture *
attune_store_forget_upload (AttuneStore *store,
                            const char  *account_id,
                            const char  *digest)
{
  return attune_store_exec (store, "DELETE FROM uploads WHERE account_id = ? AND digest = ?",
                            "ss", account_id, digest);
}

/**
 * attune_store_find_parted_upload:
 * @store: a store
 * @account_id: where it goes
 * @digest: SHA-256 of the content
 *
 * Returns: (transfer full): a future that resolves to what an upload in parts can be gone on with,
 *   or to an empty string
 */
DexFuture *
attune_store_find_parted_upload (AttuneStore *store,
                                 const char  *account_id,
                                 const char  *digest)
{
  return dex_future_then (attune_store_query (store, read_text, g_free,
                                              "SELECT state FROM parted_uploads "
                                              "WHERE account_id = ? AND digest = ?",
                                              "ss", account_id, digest),
                          take_first_text_cb, NULL, NULL);
}

/**
 * attune_store_save_parted_upload:
 * @store: a store
 * @account_id: where it goes
 * @digest: SHA-256 of the content
 * @state: (nullable): what it can be gone on with, or %NULL when nothing is left of it
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_save_parted_upload (AttuneStore *store,
                                 const char  *account_id,
                                 const char  *digest,
                                 const char  *state)
{
  if (state == NULL)
    return attune_store_exec (store,
                              "DELETE FROM parted_uploads WHERE account_id = ? AND digest = ?",
                              "ss", account_id, digest);

  return attune_store_exec (store,
                            "INSERT OR REPLACE INTO parted_uploads (account_id, digest, state) "
                            "VALUES (?, ?, ?)", "sss", account_id, digest, state);
}

/**
 * attune_store_get_fact:
 * @store: a store
 * @name: which number
 *
 * Returns: (transfer full): a future that resolves to a double, 0 when it was never set
 */
DexFuture *
attune_store_get_fact (AttuneStore *store,
                       const char  *name)
{
  return dex_future_then (attune_store_query (store, read_number, g_free,
                                              "SELECT value FROM facts WHERE name = ?", "s", name),
                          take_first_number_cb, NULL, NULL);
}

/**
 * attune_store_set_fact:
 * @store: a store
 * @name: which number
 * @value: the number
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_store_set_fact (AttuneStore *store,
                       const char  *name,
                       double       value)
{
  return attune_store_exec (store, "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)",
                            "sd", name, value);
}
