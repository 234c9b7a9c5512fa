/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-messages"

#include "config.h"

#include <math.h>

#include "attune-store-conversations.h"

/* A message and everything below it. */
#define BRANCH \
  "WITH RECURSIVE branch (id) AS (VALUES (?) UNION ALL " \
  "SELECT messages.id FROM messages JOIN branch ON messages.parent_id = branch.id) "

typedef struct
{
  char             *conversation_id;
  AttuneMessageRow *row;
} Insertion;

typedef struct
{
  gint64 id;
  gint64 deleted_at;
  gint64 leaf_id;
} Deletion;

static const char *
get_nick (GType type,
          int   value)
{
  g_autoptr(GEnumClass) enum_class = g_type_class_ref (type);

  return g_enum_get_value (enum_class, value)->value_nick;
}

/* A word that this version does not know is the first of the enumeration. */
static int
parse_nick (GType       type,
            const char *nick)
{
  g_autoptr(GEnumClass) enum_class = g_type_class_ref (type);
  GEnumValue *value = g_enum_get_value_by_nick (enum_class, nick);

  return value != NULL ? value->value : 0;
}

static gpointer
read_message (sqlite3_stmt *statement)
{
  AttuneMessageRow *row = g_new0 (AttuneMessageRow, 1);
  AttuneMessageFacts *facts = &row->facts;

  row->id = sqlite3_column_int64 (statement, 0);
  row->author = parse_nick (ATTUNE_TYPE_MESSAGE_AUTHOR,
                            (const char *)sqlite3_column_text (statement, 1));
  row->content = attune_db_dup_text (statement, 2);
  row->state = parse_nick (ATTUNE_TYPE_MESSAGE_STATE,
                           (const char *)sqlite3_column_text (statement, 3));
  row->model = attune_db_dup_text (statement, 4);
  row->error_text = attune_db_dup_text (statement, 5);
  row->finish_reason = attune_db_dup_text (statement, 6);
  row->parent_id = sqlite3_column_int64 (statement, 7);
  row->reasoning = attune_db_dup_text (statement, 8);
  row->tool_calls = attune_db_dup_text (statement, 9);
  row->logprobs = attune_db_dup_text (statement, 10);
  row->created_at = sqlite3_column_int64 (statement, 11);
  facts->account_id = attune_db_dup_text (statement, 12);
  facts->parameters = attune_db_dup_text (statement, 13);
  facts->prompt_tokens = sqlite3_column_int64 (statement, 14);
  facts->completion_tokens = sqlite3_column_int64 (statement, 15);
  facts->cached_tokens = sqlite3_column_int64 (statement, 16);
  facts->reasoning_tokens = sqlite3_column_int64 (statement, 17);
  facts->first_token_msec = sqlite3_column_int64 (statement, 18);
  facts->duration_msec = sqlite3_column_int64 (statement, 19);
  facts->cost = attune_db_get_double (statement, 20);

  return row;
}

static void
insertion_free (gpointer data)
{
  Insertion *insertion = data;

  attune_message_row_free (insertion->row);
  g_free (insertion->conversation_id);
  g_free (insertion);
}

/* The message, that it is the one to be shown, and that what was typed is no draft any more: all of
 * it or nothing. */
static DexFuture *
insert_message_func (AttuneDb *db,
                     gpointer  data)
{
  Insertion *insertion = data;
  AttuneMessageRow *row = insertion->row;
  g_autoptr(GError) error = NULL;
  gint64 id;

  row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  if (!attune_db_insert_message (db, insertion->conversation_id, row, TRUE, &id, &error) ||
      !attune_db_exec (db, &error,
                       "UPDATE conversations SET updated_at = ?, leaf_id = ?, "
                       "draft = CASE WHEN ? THEN NULL ELSE draft END WHERE id = ?", "iiis",
                       row->created_at, id, (gint64)(row->author == ATTUNE_MESSAGE_USER),
                       insertion->conversation_id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int64 (id);
}

static DexFuture *
delete_message_func (AttuneDb *db,
                     gpointer  data)
{
  Deletion *deletion = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       "UPDATE conversations SET leaf_id = (SELECT parent_id FROM messages "
                       "WHERE messages.id = leaf_id) WHERE leaf_id = ? AND id = "
                       "(SELECT conversation_id FROM messages WHERE messages.id = ?)", "ii",
                       deletion->id, deletion->id) ||
      !attune_db_exec (db, &error, "DELETE FROM messages WHERE id = ?", "i", deletion->id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* What goes, and that another branch is shown: a conversation must not be left with a branch that
 * is no longer there. */
static DexFuture *
delete_branch_func (AttuneDb *db,
                    gpointer  data)
{
  Deletion *deletion = data;
  g_autoptr(GError) error = NULL;
  int n_changed;

  if (!attune_db_exec (db, &error,
                       BRANCH "UPDATE messages SET deleted_at = ? "
                       "WHERE id IN branch AND deleted_at = 0", "ii",
                       deletion->id, deletion->deleted_at))
    return dex_future_new_for_error (g_steal_pointer (&error));

  n_changed = attune_db_get_n_changes (db);

  if (!attune_db_exec (db, &error,
                       "UPDATE conversations SET leaf_id = ? WHERE id = "
                       "(SELECT conversation_id FROM messages WHERE messages.id = ?)", "ii",
                       deletion->leaf_id, deletion->id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (n_changed);
}

/* A branch in a deleted branch keeps its own time, so that undoing one brings back what it took. */
static DexFuture *
restore_branch_func (AttuneDb *db,
                     gpointer  data)
{
  Deletion *deletion = data;
  g_autoptr(GError) error = NULL;

  if (!attune_db_exec (db, &error,
                       BRANCH "UPDATE messages SET deleted_at = 0 WHERE id IN branch "
                       "AND deleted_at = (SELECT deleted_at FROM messages WHERE id = ?)", "ii",
                       deletion->id, deletion->id))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (attune_db_get_n_changes (db));
}

AttuneMessageRow *
attune_message_row_new (AttuneMessageAuthor  author,
                        AttuneMessageState   state,
                        const char          *content)
{
  AttuneMessageRow *row = g_new0 (AttuneMessageRow, 1);

  row->author = author;
  row->state = state;
  row->content = g_strdup (content);
  attune_message_facts_init (&row->facts);

  return row;
}

AttuneMessageRow *
attune_message_row_copy (const AttuneMessageRow *row)
{
  AttuneMessageRow *copy = g_memdup2 (row, sizeof *row);

  copy->content = g_strdup (row->content);
  copy->reasoning = g_strdup (row->reasoning);
  copy->tool_calls = g_strdup (row->tool_calls);
  copy->logprobs = g_strdup (row->logprobs);
  copy->model = g_strdup (row->model);
  copy->error_text = g_strdup (row->error_text);
  copy->finish_reason = g_strdup (row->finish_reason);
  attune_message_facts_copy (&copy->facts, &row->facts);

  return copy;
}

void
attune_message_row_free (AttuneMessageRow *row)
{
  g_free (row->content);
  g_free (row->reasoning);
  g_free (row->tool_calls);
  g_free (row->logprobs);
  g_free (row->model);
  g_free (row->error_text);
  g_free (row->finish_reason);
  attune_message_facts_clear (&row->facts);
  g_free (row);
}

/**
 * attune_store_list_messages:
 * @store: a store
 * @conversation_id: our name for a conversation
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneMessageRow of all
 *   branches, oldest first, so that each comes after the one that it follows
 */
DexFuture *
attune_store_list_messages (AttuneStore *store,
                            const char  *conversation_id)
{
  return attune_store_query (store, read_message, (GDestroyNotify)attune_message_row_free,
                             "SELECT id, author, content, state, model, error_text, finish_reason, "
                             "parent_id, reasoning, tool_calls, logprobs, created_at, account_id, "
                             "parameters, prompt_tokens, completion_tokens, cached_tokens, "
                             "reasoning_tokens, first_token_msec, duration_msec, cost "
                             "FROM messages WHERE conversation_id = ? AND deleted_at = 0 ORDER BY id",
                             "s", conversation_id);
}

/**
 * attune_db_insert_message:
 * @db: a connection, on the store's thread
 * @conversation_id: our name for a conversation
 * @row: what to keep, with its time
 * @is_indexed: whether it is put into the index at once, and not by attune_store_index_more()
 * @id: (out): the number that it got
 * @error: return location for an error
 *
 * Returns: whether it is stored
 */
gboolean
attune_db_insert_message (AttuneDb                *db,
                          const char              *conversation_id,
                          const AttuneMessageRow  *row,
                          gboolean                 is_indexed,
                          gint64                  *id,
                          GError                 **error)
{
  const AttuneMessageFacts *facts = &row->facts;

  if (!attune_db_exec (db, error,
                       "INSERT INTO messages (conversation_id, parent_id, author, content, state, "
                       "model, error_text, finish_reason, reasoning, tool_calls, logprobs, "
                       "account_id, parameters, prompt_tokens, completion_tokens, cached_tokens, "
                       "reasoning_tokens, first_token_msec, duration_msec, cost, created_at, is_indexed) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "sisssssssssssiiiiiidii",
                       conversation_id, row->parent_id,
                       get_nick (ATTUNE_TYPE_MESSAGE_AUTHOR, row->author), row->content,
                       get_nick (ATTUNE_TYPE_MESSAGE_STATE, row->state), row->model,
                       row->error_text, row->finish_reason, row->reasoning, row->tool_calls,
                       row->logprobs, facts->account_id, facts->parameters, facts->prompt_tokens,
                       facts->completion_tokens, facts->cached_tokens, facts->reasoning_tokens,
                       facts->first_token_msec, facts->duration_msec, facts->cost,
                       row->created_at, (gint64)is_indexed))
    return FALSE;

  *id = attune_db_get_insert_id (db);

  return TRUE;
}

/**
 * attune_store_insert_message:
 * @store: a store
 * @conversation_id: our name for a conversation
 * @row: what to keep
 *
 * The message becomes the last one of the branch that is shown; one of the person takes the place
 * of the draft.
 *
 * Returns: (transfer full): a future that resolves to an int64, the id of the message
 */
DexFuture *
attune_store_insert_message (AttuneStore            *store,
                             const char             *conversation_id,
                             const AttuneMessageRow *row)
{
  Insertion *insertion = g_new0 (Insertion, 1);

  insertion->conversation_id = g_strdup (conversation_id);
  insertion->row = attune_message_row_copy (row);

  return attune_store_write (store, insert_message_func, insertion, insertion_free);
}

/**
 * attune_store_update_message:
 * @store: a store
 * @row: what is new; who wrote it and what it follows stay
 *
 * Returns: (transfer full): a future that resolves when the message is stored
 */
DexFuture *
attune_store_update_message (AttuneStore            *store,
                             const AttuneMessageRow *row)
{
  const AttuneMessageFacts *facts = &row->facts;

  return attune_store_exec (store,
                            "UPDATE messages SET content = ?, state = ?, error_text = ?, "
                            "finish_reason = ?, reasoning = ?, tool_calls = ?, logprobs = ?, "
                            "parameters = ?, prompt_tokens = ?, completion_tokens = ?, "
                            "cached_tokens = ?, reasoning_tokens = ?, first_token_msec = ?, "
                            "duration_msec = ?, cost = ? WHERE id = ?", "ssssssssiiiiiidi",
                            row->content, get_nick (ATTUNE_TYPE_MESSAGE_STATE, row->state),
                            row->error_text, row->finish_reason, row->reasoning, row->tool_calls,
                            row->logprobs, facts->parameters, facts->prompt_tokens,
                            facts->completion_tokens, facts->cached_tokens, facts->reasoning_tokens,
                            facts->first_token_msec, facts->duration_msec, facts->cost, row->id);
}

/**
 * attune_store_delete_message:
 * @store: a store
 * @id: a message that nothing follows
 *
 * Returns: (transfer full): a future that resolves when it is gone for good
 */
DexFuture *
attune_store_delete_message (AttuneStore *store,
                             gint64       id)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->id = id;

  return attune_store_write (store, delete_message_func, deletion, g_free);
}

/**
 * attune_store_delete_branch:
 * @store: a store
 * @id: a message
 * @deleted_at: when, which must be another time for each deletion
 * @leaf_id: the last message of the branch that is shown from now on
 *
 * Takes a message away with everything that follows it, until the next cleaning.
 *
 * Returns: (transfer full): a future that resolves to how many messages went: 0 when it was gone
 */
DexFuture *
attune_store_delete_branch (AttuneStore *store,
                            gint64       id,
                            gint64       deleted_at,
                            gint64       leaf_id)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->id = id;
  deletion->deleted_at = deleted_at;
  deletion->leaf_id = leaf_id;

  return attune_store_write (store, delete_branch_func, deletion, g_free);
}

/**
 * attune_store_restore_branch:
 * @store: a store
 * @id: a message that was deleted
 *
 * Brings it back with what went with it.
 *
 * Returns: (transfer full): a future that resolves to how many messages came back: 0 when it is
 *   gone
 */
DexFuture *
attune_store_restore_branch (AttuneStore *store,
                             gint64       id)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->id = id;

  return attune_store_write (store, restore_branch_func, deletion, g_free);
}

/**
 * attune_store_claim_waiting:
 * @store: a store
 * @id: a message
 *
 * Of several programs on the same store only one may send what waited.
 *
 * Returns: (transfer full): a future that resolves to 1 for whoever was first, else to 0
 */
DexFuture *
attune_store_claim_waiting (AttuneStore *store,
                            gint64       id)
{
  return attune_store_exec (store, "UPDATE messages SET state = 'complete', error_text = NULL "
                            "WHERE id = ? AND state = 'waiting'", "i", id);
}
