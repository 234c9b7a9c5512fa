/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-store-search"

#include "config.h"

#include <string.h>

#include "attune-store-search.h"

/* The index knows every three characters of a text. What is longer is found as all of its threes
 * and then looked at; what is shorter is the beginning of some three, and these are next to each
 * other in the index. Where too many begin with it, it is so common that the newest messages have
 * enough. */

/* Nobody reads more. */
#define MAX_TITLES 20
#define MAX_HITS 200

/* So many texts are looked at, and so many entries of the index read, for one question: some tens
 * of milliseconds. */
#define MAX_TEXTS 20000
#define MAX_ENTRIES 30000

/* How a title ends that was cut. */
#define ELLIPSIS "…"

/* What is said to all columns of a comparison is found once. */
#define IS_SHOWN \
  "messages.deleted_at = 0 AND conversations.deleted_at = 0 " \
  "AND (comparison_column = 0 OR author <> 'user') " \
  "AND (comparison_id IS NULL " \
  "OR comparison_id IN (SELECT id FROM comparisons WHERE deleted_at = 0)) "

typedef struct
{
  AttuneTextQuery    *query;
  GCancellable       *cancellable;
  AttuneDb           *db;
  AttuneSearchResult *result;
  guint               n_titles;
  guint               n_texts;
  guint               max_texts;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  attune_text_query_free (search->query);
  g_clear_object (&search->cancellable);
  g_clear_pointer (&search->result, attune_search_result_free);
  g_free (search);
}

static gboolean
find_titles (Search  *search,
             GError **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement;

  statement = attune_db_query (search->db, &local_error,
                               "SELECT id, title, updated_at FROM conversations "
                               "WHERE deleted_at = 0 AND title IS NOT NULL AND comparison_column = 0 "
                               "AND (comparison_id IS NULL OR comparison_id IN "
                               "(SELECT id FROM comparisons WHERE deleted_at = 0)) "
                               "ORDER BY updated_at DESC", "");

  while (statement != NULL && attune_db_step (search->db, statement, &local_error))
    {
      const char *title = (const char *)sqlite3_column_text (statement, 1);

      if (!attune_text_query_matches (search->query, title))
        continue;

      if (search->n_titles == MAX_TITLES)
        {
          search->result->is_partial = TRUE;
          sqlite3_reset (statement);
          break;
        }

      g_ptr_array_add (search->result->hits,
                       attune_search_hit_new ((const char *)sqlite3_column_text (statement, 0), 0,
                                              sqlite3_column_int64 (statement, 2),
                                              search->query, title));
      search->n_titles++;
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

/* Looks at one text: id, conversation, content, date. Returns FALSE when there is enough. */
static gboolean
look_at (Search       *search,
         sqlite3_stmt *statement)
{
  const char *content = (const char *)sqlite3_column_text (statement, 2);

  if (search->n_texts++ >= search->max_texts)
    {
      search->result->is_partial = TRUE;
      return FALSE;
    }

  if (g_cancellable_is_cancelled (search->cancellable))
    return FALSE;

  if (!attune_text_query_matches (search->query, content))
    return TRUE;

  if (search->result->hits->len - search->n_titles == MAX_HITS)
    {
      search->result->is_partial = TRUE;
      return FALSE;
    }

  g_ptr_array_add (search->result->hits,
                   attune_search_hit_new ((const char *)sqlite3_column_text (statement, 1),
                                          sqlite3_column_int64 (statement, 0),
                                          sqlite3_column_int64 (statement, 3),
                                          search->query, content));

  return TRUE;
}

/* Takes over @statement, which gives texts. */
static gboolean
look_at_all (Search        *search,
             sqlite3_stmt  *statement,
             gboolean      *is_enough,
             GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  *is_enough = FALSE;

  while (!*is_enough && attune_db_step (search->db, statement, &local_error))
    *is_enough = !look_at (search, statement);

  sqlite3_reset (statement);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
find_by_match (Search      *search,
               const char  *match,
               GError     **error)
{
  sqlite3_stmt *statement;
  gboolean is_enough;

  statement = attune_db_query (search->db, error,
                               "SELECT messages.id, conversation_id, messages.content, "
                               "messages.created_at FROM message_index "
                               "CROSS JOIN messages ON messages.id = message_index.rowid "
                               "CROSS JOIN conversations ON conversations.id = conversation_id "
                               "WHERE message_index MATCH ? AND " IS_SHOWN
                               "ORDER BY message_index.rowid DESC", "s", match);

  return statement != NULL && look_at_all (search, statement, &is_enough, error);
}

static gboolean
find_in_newest (Search  *search,
                GError **error)
{
  sqlite3_stmt *statement;
  gboolean is_enough;

  statement = attune_db_query (search->db, error,
                               "SELECT messages.id, conversation_id, content, messages.created_at "
                               "FROM messages CROSS JOIN conversations "
                               "ON conversations.id = conversation_id "
                               "WHERE is_indexed AND " IS_SHOWN "ORDER BY messages.id DESC", "");

  return statement != NULL && look_at_all (search, statement, &is_enough, error);
}

/* Numbers of messages that have a three that begins with @word. Returns NULL when there are too
 * many, or with an error. */
static GArray *
list_beginning (Search      *search,
                const char  *word,
                GError     **error)
{
  g_autofree char *last = g_strconcat (word, "\xf4\x8f\xbf\xbf", NULL);
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement;

  statement = attune_db_query (search->db, &local_error,
                               "SELECT doc FROM message_index_terms "
                               "WHERE term >= ? AND term <= ?", "ss", word, last);

  while (statement != NULL && attune_db_step (search->db, statement, &local_error))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      if (ids->len == MAX_ENTRIES || g_cancellable_is_cancelled (search->cancellable))
        {
          sqlite3_reset (statement);
          return NULL;
        }

      g_array_append_val (ids, id);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 first = *(const gint64 *)a;
  gint64 second = *(const gint64 *)b;

  return (first < second) - (first > second);
}

static gboolean
look_at_ids (Search  *search,
             GArray  *ids,
             GError **error)
{
  gboolean is_enough = FALSE;

  g_array_sort (ids, compare_newest_first);

  for (guint i = 0; i < ids->len && !is_enough; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      sqlite3_stmt *statement;

      if (i > 0 && id == g_array_index (ids, gint64, i - 1))
        continue;

      statement = attune_db_query (search->db, error,
                                   "SELECT messages.id, conversation_id, content, "
                                   "messages.created_at FROM messages JOIN conversations "
                                   "ON conversations.id = conversation_id WHERE messages.id = ? "
                                   "AND " IS_SHOWN,
                                   "i", id);

      if (statement == NULL || !look_at_all (search, statement, &is_enough, error))
        return FALSE;
    }

  return TRUE;
}

/* What was imported a moment ago is not in the index yet. However much it is, it is looked at. */
static gboolean
find_unindexed (Search    *search,
                gboolean  *is_enough,
                GError   **error)
{
  sqlite3_stmt *statement;

  search->max_texts = G_MAXUINT;
  statement = attune_db_query (search->db, error,
                               "SELECT messages.id, conversation_id, content, messages.created_at "
                               "FROM messages INDEXED BY messages_unindexed CROSS JOIN conversations "
                               "ON conversations.id = conversation_id "
                               "WHERE is_indexed = 0 AND " IS_SHOWN "ORDER BY messages.id DESC", "");

  if (statement == NULL || !look_at_all (search, statement, is_enough, error))
    return FALSE;

  search->n_texts = 0;
  search->max_texts = MAX_TEXTS;

  return TRUE;
}

static gboolean
find_messages (Search  *search,
               GError **error)
{
  g_autofree char *match = attune_text_query_dup_match (search->query);
  g_autoptr(GArray) ids = NULL;
  g_autoptr(GError) local_error = NULL;
  guint n_characters;
  gboolean is_enough;

  if (!find_unindexed (search, &is_enough, error))
    return FALSE;

  if (is_enough)
    return TRUE;

  if (match != NULL)
    return find_by_match (search, match, error);

  ids = list_beginning (search, attune_text_query_get_longest (search->query, &n_characters),
                        &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return ids != NULL ? look_at_ids (search, ids, error) : find_in_newest (search, error);
}

static gboolean
is_said (GPtrArray       *messages,
         AttuneSearchHit *title)
{
  const char *text = attune_search_hit_get_snippet (title);
  gsize length = g_str_has_suffix (text, ELLIPSIS) ? strlen (text) - strlen (ELLIPSIS)
                                                   : strlen (text);

  for (guint i = 0; i < messages->len; i++)
    {
      AttuneSearchHit *hit = messages->pdata[i];

      if (attune_search_hit_get_message_id (hit) != 0 &&
          g_str_equal (attune_search_hit_get_conversation_id (hit),
                       attune_search_hit_get_conversation_id (title)) &&
          strncmp (attune_search_hit_get_snippet (hit), text, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* A title that was made of the first words is not found beside them: they would stand there twice,
 * and the words lead to their place. */
static void
drop_said_titles (Search *search)
{
  GPtrArray *hits = search->result->hits;

  for (guint i = search->n_titles; i > 0; i--)
    if (is_said (hits, hits->pdata[i - 1]))
      g_ptr_array_remove_index (hits, i - 1);
}

static DexFuture *
search_func (AttuneDb *db,
             gpointer  data)
{
  Search *search = data;
  g_autoptr(GError) error = NULL;

  search->db = db;
  search->result = attune_search_result_new ();

  if (!attune_text_query_is_empty (search->query) &&
      (g_cancellable_set_error_if_cancelled (search->cancellable, &error) ||
       !find_titles (search, &error) ||
       !find_messages (search, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  drop_said_titles (search);

  return dex_future_new_take_boxed (ATTUNE_TYPE_SEARCH_RESULT, g_steal_pointer (&search->result));
}

/**
 * attune_store_search:
 * @store: a store
 * @query: what a person looks for
 * @cancellable: cancelled when nobody wants to know any more
 *
 * Returns: (transfer full): a future that resolves to an #AttuneSearchResult
 */
DexFuture *
attune_store_search (AttuneStore  *store,
                     const char   *query,
                     GCancellable *cancellable)
{
  Search *search = g_new0 (Search, 1);

  search->query = attune_text_query_new (query);
  search->cancellable = g_object_ref (cancellable);

  return attune_store_run (store, search_func, search, search_free);
}
