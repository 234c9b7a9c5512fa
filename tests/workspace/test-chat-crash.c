/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chat-crash"

#include "config.h"

#include <signal.h>

#include "chat-fixture.h"

/* Another program on the same workspace, which the test kills. */
typedef struct
{
  char        *folder;
  char        *data_dir;
  Provider    *first;
  Provider    *second;
  GSubprocess *worker;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->first = provider_new ();
  f->second = provider_new ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->worker);
  provider_free (f->first);
  provider_free (f->second);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
}

static void
start_worker (Fixture    *f,
              const char *verb)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "workspace", "workspace-worker",
                                                    NULL);
  g_autofree char *first_url = provider_dup_base_url (f->first);
  g_autofree char *second_url = provider_dup_base_url (f->second);
  g_autoptr(GError) error = NULL;

  g_clear_object (&f->worker);
  f->worker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                                program, verb, f->data_dir, first_url, second_url, NULL);
  g_assert_no_error (error);
}

static void
kill_worker (Fixture *f)
{
  g_autoptr(DexFuture) ended = dex_subprocess_wait (f->worker);

  g_subprocess_send_signal (f->worker, SIGKILL);
  attune_test_wait (ended, NULL);
  g_assert_true (g_subprocess_get_if_signaled (f->worker));
}

static AttuneComparison *
get_comparison (AttuneWorkspace *workspace)
{
  g_autoptr(AttuneComparison) comparison = NULL;

  comparison = g_list_model_get_item (attune_workspace_get_comparisons (workspace), 0);

  return comparison;
}

static gboolean
has_content (AttuneWorkspace *workspace,
             guint            column,
             const char      *content)
{
  AttuneComparison *comparison = get_comparison (workspace);
  g_autoptr(AttuneMessage) answer = NULL;

  if (comparison != NULL)
    answer = attune_comparison_dup_answer (comparison, column, 0);

  return answer != NULL && g_str_equal (attune_message_get_content (answer), content);
}

static void
check_answer (AttuneWorkspace    *workspace,
              guint               column,
              AttuneMessageState  state,
              const char         *content)
{
  g_autoptr(AttuneMessage) answer = NULL;

  answer = attune_comparison_dup_answer (get_comparison (workspace), column, 0);
  g_assert_nonnull (answer);
  g_assert_cmpint (attune_message_get_state (answer), ==, state);
  g_assert_cmpstr (attune_message_get_content (answer), ==, content);
}

static guint
count_hits (AttuneWorkspace *workspace,
            const char      *query)
{
  guint n_hits = 0;

  attune_test_resolve (attune_workspace_search_conversations (workspace, query),
                       n_hits = ((AttuneSearchResult *)g_value_get_boxed (value_))->hits->len);

  return n_hits;
}

/* Killed while two models answer: what both have said is kept, can be found, and goes on. */
static void
test_comparison (Fixture       *f,
                 gconstpointer  data)
{
  AttuneWorkspace *workspace = attune_test_open (f->data_dir);
  g_autoptr(AttuneConversation) second = NULL;
  g_autoptr(DexFuture) continuing = NULL;

  start_worker (f, "compare");
  attune_test_wait_until (provider_is_chatting (f->first) && provider_is_chatting (f->second));
  provider_chat_push (f->first, "Once upon");
  provider_chat_push (f->second, "It was a dark");

  /* This program sees what the other one stores, once somebody looks. */
  attune_test_wait_until (get_comparison (workspace) != NULL);
  attune_test_run (attune_comparison_load (get_comparison (workspace)));
  attune_test_wait_until (has_content (workspace, 0, "Once upon") &&
                          has_content (workspace, 1, "It was a dark"));
  kill_worker (f);
  attune_test_close (workspace);

  workspace = attune_test_open (f->data_dir);
  attune_test_run (attune_comparison_load (get_comparison (workspace)));
  g_assert_cmpstr (attune_comparison_get_title (get_comparison (workspace)), ==, "Tell me a story");
  check_answer (workspace, 0, ATTUNE_MESSAGE_BROKEN, "Once upon");
  check_answer (workspace, 1, ATTUNE_MESSAGE_BROKEN, "It was a dark");
  g_assert_cmpuint (count_hits (workspace, "dark"), ==, 1);

  second = g_list_model_get_item (attune_comparison_get_columns (get_comparison (workspace)), 1);
  continuing = attune_conversation_continue (second);
  attune_test_wait_until (provider_count (f->second, "POST /chat/completions") == 2);
  provider_chat_push (f->second, " night");
  provider_chat_finish (f->second, "stop");
  attune_test_wait (continuing, NULL);
  check_answer (workspace, 1, ATTUNE_MESSAGE_COMPLETE, "It was a dark night");
  g_assert_cmpuint (count_hits (workspace, "dark night"), ==, 1);
  g_clear_object (&second);
  attune_test_close (workspace);
}

/* What is typed is there half a second later, however the program ends. */
static void
test_draft (Fixture       *f,
            gconstpointer  data)
{
  AttuneWorkspace *workspace = attune_test_open (f->data_dir);
  GListModel *conversations = attune_workspace_get_conversations (workspace);
  g_autoptr(AttuneConversation) conversation = NULL;

  start_worker (f, "type");
  attune_test_wait_until (attune_test_count (conversations) == 1);
  conversation = g_list_model_get_item (conversations, 0);
  attune_test_wait_until (g_strcmp0 (attune_conversation_get_draft (conversation),
                                     "Half a thou") == 0);
  kill_worker (f);
  g_clear_object (&conversation);
  attune_test_close (workspace);

  workspace = attune_test_open (f->data_dir);
  conversation = g_list_model_get_item (attune_workspace_get_conversations (workspace), 0);
  g_assert_cmpstr (attune_conversation_get_draft (conversation), ==, "Half a thou");
  g_clear_object (&conversation);
  attune_test_close (workspace);
}

static int
count_rows (sqlite3    *handle,
            const char *sql)
{
  sqlite3_stmt *statement;
  int count;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);

  return count;
}

/* The tree is whole, and the index of the texts is that of the texts. */
static void
check_store (Fixture *f)
{
  g_autofree char *path = g_build_filename (f->data_dir, "attune.db", NULL);
  sqlite3 *handle;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (count_rows (handle, "SELECT count (*) FROM pragma_integrity_check "
                               "WHERE integrity_check <> 'ok'"), ==, 0);
  g_assert_cmpint (count_rows (handle, "SELECT count (*) FROM messages WHERE parent_id <> 0 AND "
                               "NOT EXISTS (SELECT 1 FROM messages AS parents WHERE "
                               "parents.id = messages.parent_id AND parents.id < messages.id AND "
                               "parents.conversation_id = messages.conversation_id)"), ==, 0);
  g_assert_cmpint (count_rows (handle, "SELECT count (*) FROM conversations WHERE leaf_id <> 0 AND "
                               "NOT EXISTS (SELECT 1 FROM messages WHERE id = leaf_id "
                               "AND conversation_id = conversations.id)"), ==, 0);
  g_assert_cmpint (count_rows (handle, "SELECT count (*) FROM messages WHERE state = 'streaming'"),
                   ==, 0);
  sqlite3_exec (handle, "INSERT INTO message_index (message_index, rank) "
                "VALUES ('integrity-check', 1)", NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (handle);
}

static gboolean
stop_cb (gpointer user_data)
{
  *(gboolean *)user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* The worker asks, changes, deletes and brings back; its questions are answered until it dies. */
static void
talk (Fixture *f,
      guint    msec)
{
  gboolean is_over = FALSE;
  guint n_answered = 0;

  start_worker (f, "talk");
  g_timeout_add (msec, stop_cb, &is_over);

  while (!is_over)
    {
      guint n_asked = provider_count (f->first, "POST /chat/completions");

      if (provider_is_chatting (f->first) && n_answered < n_asked)
        {
          n_answered = n_asked;
          provider_chat_push (f->first, "An answer of some words");
          provider_chat_finish (f->first, "stop");
        }

      g_main_context_iteration (NULL, TRUE);
    }

  kill_worker (f);
}

static void
test_random (Fixture       *f,
             gconstpointer  data)
{
  enum { N_RUNS = 12 };

  for (guint i = 0; i < N_RUNS; i++)
    {
      guint msec = g_test_rand_int_range (50, 800);
      AttuneWorkspace *workspace;

      g_test_message ("Run %u of %u: killed after %u ms", i + 1, N_RUNS, msec);
      talk (f, msec);
      workspace = attune_test_open (f->data_dir);
      g_assert_null (attune_workspace_get_notice (workspace));
      attune_test_close (workspace);
      check_store (f);
    }

  g_assert_cmpuint (provider_count (f->first, "POST /chat/completions"), >, N_RUNS);
}

#define ADD(name, func) \
  g_test_add ("/Attune/ChatCrash/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("comparison", test_comparison);
  ADD ("draft", test_draft);
  ADD ("random", test_random);

  return g_test_run ();
}
