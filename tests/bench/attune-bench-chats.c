/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-bench-chats"

#include "config.h"

#include <sys/resource.h>

#include "attune-workspace.h"

/* attune-bench-chats DATA-DIR CHATS.JSON WORDS…
 *
 * Imports chats, reads the longest one, and looks for each of the words as the sidebar does; prints
 * as JSON what that took. */

#define ROUNDS 5

typedef struct
{
  AttuneWorkspace  *workspace;
  const char       *path;
  char            **words;
  GMainLoop        *loop;
  GError           *error;
} Bench;

static double
get_msec_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1000.0;
}

/* The slowest word at its best: who types waits for each. */
static double
measure_search (Bench   *bench,
                guint   *n_hits,
                GError **error)
{
  double slowest = 0;

  *n_hits = 0;

  for (guint i = 0; bench->words[i] != NULL; i++)
    {
      double best = G_MAXDOUBLE;

      for (guint j = 0; j < ROUNDS; j++)
        {
          gint64 start = g_get_monotonic_time ();
          g_autoptr(AttuneSearchResult) result = NULL;

          result = dex_await_boxed (attune_workspace_search_conversations (bench->workspace,
                                                                           bench->words[i]), error);

          if (result == NULL)
            return -1;

          best = MIN (best, get_msec_since (start));
          *n_hits = MAX (*n_hits, result->hits->len);
        }

      slowest = MAX (slowest, best);
    }

  return slowest;
}

/* The store keeps the order of the file; its first conversation is the long one. */
static double
measure_load (Bench   *bench,
              guint   *n_messages,
              GError **error)
{
  GListModel *conversations = attune_workspace_get_conversations (bench->workspace);
  guint n_conversations = g_list_model_get_n_items (conversations);
  g_autoptr(AttuneConversation) conversation = NULL;
  gint64 start = g_get_monotonic_time ();

  conversation = g_list_model_get_item (conversations, n_conversations - 1);

  if (!dex_await (attune_conversation_load (conversation), error))
    return -1;

  *n_messages = g_list_model_get_n_items (attune_conversation_get_messages (conversation));

  return get_msec_since (start);
}

/* What can be found already is found fast only then. */
static gboolean
finish_indexing (Bench   *bench,
                 double  *msec,
                 GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gboolean is_done = dex_await (attune_workspace_finish_indexing (bench->workspace), error);

  *msec = get_msec_since (start);

  return is_done;
}

static gboolean
measure (Bench   *bench,
         GError **error)
{
  g_autoptr(AttuneChatImportResult) result = NULL;
  struct rusage usage;
  double import_msec;
  double index_msec;
  double load_msec;
  double search_msec;
  gint64 start;
  guint n_messages;
  guint n_hits;

  if (!dex_await (attune_workspace_open (bench->workspace), error))
    return FALSE;

  start = g_get_monotonic_time ();
  result = dex_await_boxed (attune_workspace_import_conversations (bench->workspace, bench->path,
                                                                   "local", "base"), error);
  import_msec = get_msec_since (start);
  getrusage (RUSAGE_SELF, &usage);

  if (result == NULL ||
      !finish_indexing (bench, &index_msec, error) ||
      (load_msec = measure_load (bench, &n_messages, error)) < 0 ||
      (search_msec = measure_search (bench, &n_hits, error)) < 0)
    return FALSE;

  g_print ("{\"messages\":%u,\"import_ms\":%.1f,\"peak_kb\":%ld,\"index_ms\":%.1f,\"long\":%u,"
           "\"load_ms\":%.1f,\"search_ms\":%.1f,\"hits\":%u}\n", result->n_messages, import_msec,
           usage.ru_maxrss, index_msec, n_messages, load_msec, search_msec, n_hits);

  return dex_await (attune_workspace_close (bench->workspace), error);
}

static DexFuture *
measure_fiber (gpointer user_data)
{
  Bench *bench = user_data;

  measure (bench, &bench->error);
  g_main_loop_quit (bench->loop);

  return dex_future_new_true ();
}

int
main (int   argc,
      char *argv[])
{
  Bench bench = { 0, };

  dex_init ();

  if (argc < 4)
    return 2;

  bench.workspace = attune_workspace_new (argv[1]);
  bench.path = argv[2];
  bench.words = argv + 3;
  bench.loop = g_main_loop_new (NULL, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, measure_fiber, &bench, NULL));
  g_main_loop_run (bench.loop);

  if (bench.error != NULL)
    g_printerr ("%s\n", bench.error->message);

  return bench.error != NULL;
}
