/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-comparisons"

#include "config.h"

#include "attune-error.h"
#include "chat-fixture.h"

/* A second provider beside the fixture's, so that each column has a stream of its own. */
typedef struct
{
  ChatFixture       chat;
  Provider         *other;
  AttuneComparison *comparison;
  guint             n_votes;
} Fixture;

static void
start (Fixture  *f,
       gboolean  is_blind)
{
  const char *account_id = attune_conversation_get_account_id (f->chat.conversation);
  g_autofree char *other_id = chat_fixture_add_account (&f->chat, f->other, "Other");
  AttuneComparisonColumn columns[] = {
    { .account_id = account_id, .model = "base" },
    { .account_id = other_id, .model = "tuned", .system_text = "Be brief",
      .parameters = "{\"temperature\":0.5}" },
  };

  attune_test_resolve (attune_workspace_start_comparison (f->chat.workspace, columns,
                                                          G_N_ELEMENTS (columns), is_blind),
                       f->comparison = g_value_dup_object (value_));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  chat_fixture_set_up (&f->chat, NULL);
  f->other = provider_new ();
  start (f, FALSE);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->comparison);
  chat_fixture_tear_down (&f->chat, NULL);
  provider_free (f->other);
}

static void
reopen (Fixture *f)
{
  g_autofree char *id = g_strdup (attune_comparison_get_id (f->comparison));

  g_clear_object (&f->comparison);
  g_clear_object (&f->chat.conversation);
  attune_test_close (f->chat.workspace);
  f->chat.workspace = attune_test_open (f->chat.data_dir);
  f->comparison = attune_workspace_find_comparison (f->chat.workspace, id);
  g_assert_nonnull (f->comparison);
  g_object_ref (f->comparison);
  attune_test_run (attune_comparison_load (f->comparison));
}

static void
reply (Provider   *provider,
       const char *text)
{
  attune_test_wait_until (provider_is_chatting (provider));
  provider_chat_push (provider, text);
  provider_chat_finish (provider, "stop");
  attune_test_wait_until (!provider_is_chatting (provider));
}

/* Both are asked, and both answer. */
static void
ask (Fixture    *f,
     DexFuture  *asking,
     const char *first,
     const char *second)
{
  g_autoptr(DexFuture) future = asking;
  g_autoptr(GError) error = NULL;

  reply (f->chat.provider, first);
  reply (f->other, second);
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_false (attune_comparison_get_is_answering (f->comparison));
}

static void
check_answer (Fixture            *f,
              guint               column,
              guint               turn,
              AttuneMessageState  state,
              const char         *content)
{
  g_autoptr(AttuneMessage) answer = attune_comparison_dup_answer (f->comparison, column, turn);

  g_assert_nonnull (answer);
  g_assert_cmpint (attune_message_get_state (answer), ==, state);
  g_assert_cmpstr (attune_message_get_content (answer), ==, content);
}

static gboolean
has_answer (Fixture    *f,
            guint       column,
            const char *content)
{
  g_autoptr(AttuneMessage) answer = attune_comparison_dup_answer (f->comparison, column, 0);

  return answer != NULL && g_str_equal (attune_message_get_content (answer), content);
}

static void
check_tally (Fixture    *f,
             gboolean    is_blind,
             const char *model,
             guint       n_won,
             guint       n_lost,
             guint       n_tied)
{
  g_autoptr(DexFuture) listing = NULL;
  GPtrArray *tallies;

  listing = attune_workspace_list_tallies (f->chat.workspace, f->comparison, is_blind);
  tallies = g_value_get_boxed (attune_test_wait (listing, NULL));

  for (guint i = 0; i < tallies->len; i++)
    {
      AttuneModelTally *tally = tallies->pdata[i];

      if (g_str_equal (tally->model, model))
        {
          g_assert_cmpuint (tally->n_won, ==, n_won);
          g_assert_cmpuint (tally->n_lost, ==, n_lost);
          g_assert_cmpuint (tally->n_tied, ==, n_tied);
          return;
        }
    }

  g_assert_cmpuint (n_won + n_lost + n_tied, ==, 0);
}

static void
test_ask (Fixture       *f,
          gconstpointer  data)
{
  AttuneWorkspace *workspace = f->chat.workspace;
  JsonArray *turns;

  ask (f, attune_comparison_send (f->comparison, "Which colour is the sky?"), "Blue", "Grey");
  check_answer (f, 0, 0, ATTUNE_MESSAGE_COMPLETE, "Blue");
  check_answer (f, 1, 0, ATTUNE_MESSAGE_COMPLETE, "Grey");
  g_assert_cmpstr (attune_comparison_get_title (f->comparison), ==, "Which colour is the sky?");

  /* Each is asked in its own way, with its own answers before. */
  ask (f, attune_comparison_send (f->comparison, "And at night?"), "Black", "Dark");
  turns = json_object_get_array_member (provider_get_chat (f->chat.provider), "messages");
  g_assert_cmpuint (json_array_get_length (turns), ==, 3);
  turns = json_object_get_array_member (provider_get_chat (f->other), "messages");
  g_assert_cmpuint (json_array_get_length (turns), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (provider_get_chat (f->other), "temperature"),
                     ==, 0.5);
  g_assert_cmpuint (attune_comparison_get_n_turns (f->comparison), ==, 2);

  /* Columns are no conversations of their own in the list. */
  g_assert_cmpuint (attune_test_count (attune_workspace_get_conversations (workspace)), ==, 1);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_comparisons (workspace)), ==, 1);

  reopen (f);
  check_answer (f, 0, 1, ATTUNE_MESSAGE_COMPLETE, "Black");
  check_answer (f, 1, 1, ATTUNE_MESSAGE_COMPLETE, "Dark");
}

/* One that is refused, and one that is stopped, keep no other waiting. */
static void
test_apart (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(DexFuture) sending = NULL;
  g_autoptr(AttuneConversation) second = NULL;
  g_autoptr(AttuneMessage) refused = NULL;
  g_autoptr(GError) error = NULL;

  provider_refuse (f->chat.provider, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"no such model\"}}", 1);
  sending = attune_comparison_send (f->comparison, "Hello?");
  g_assert_true (attune_comparison_get_is_answering (f->comparison));
  attune_test_reject (attune_comparison_send (f->comparison, "Too early"), ATTUNE_ERROR_FAILED);
  attune_test_wait_until (provider_is_chatting (f->other));
  provider_chat_push (f->other, "Hel");
  second = g_list_model_get_item (attune_comparison_get_columns (f->comparison), 1);
  attune_test_wait_until (has_answer (f, 1, "Hel"));
  attune_conversation_stop (second);
  attune_test_wait (sending, &error);
  g_assert_no_error (error);
  check_answer (f, 0, 0, ATTUNE_MESSAGE_BROKEN, "");
  check_answer (f, 1, 0, ATTUNE_MESSAGE_STOPPED, "Hel");
  refused = attune_comparison_dup_answer (f->comparison, 0, 0);
  g_assert_nonnull (strstr (attune_message_get_error_text (refused), "no such model"));

  /* One answer alone is better than nothing, but than nobody. */
  g_assert_false (attune_comparison_can_vote (f->comparison, 0));
  attune_test_reject (attune_comparison_vote (f->comparison, 0, 1), ATTUNE_ERROR_FAILED);
}

/* Closing keeps what came of every answer. */
static void
test_close (Fixture       *f,
            gconstpointer  data)
{
  dex_future_disown (attune_comparison_send (f->comparison, "Tell"));
  attune_test_wait_until (provider_is_chatting (f->chat.provider) &&
                          provider_is_chatting (f->other));
  provider_chat_push (f->chat.provider, "Some");
  provider_chat_push (f->other, "More");
  attune_test_wait_until (has_answer (f, 0, "Some") && has_answer (f, 1, "More"));
  reopen (f);
  check_answer (f, 0, 0, ATTUNE_MESSAGE_STOPPED, "Some");
  check_answer (f, 1, 0, ATTUNE_MESSAGE_STOPPED, "More");
}

static void
vote_changed_cb (AttuneComparison *comparison,
                 guint             turn,
                 Fixture          *f)
{
  f->n_votes += 1 + turn;
}

static void
test_vote (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(AttuneConversation) second = NULL;
  g_autoptr(AttuneMessage) answer = NULL;

  g_signal_connect (f->comparison, "vote-changed", G_CALLBACK (vote_changed_cb), f);
  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  ask (f, attune_comparison_send (f->comparison, "Two?"), "2", "II");
  g_assert_true (attune_comparison_can_vote (f->comparison, 1));
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 1), ==, ATTUNE_COMPARISON_NO_VOTE);
  attune_test_reject (attune_comparison_vote (f->comparison, 1, 2), ATTUNE_ERROR_FAILED);
  attune_test_reject (attune_comparison_vote (f->comparison, 2, 0), ATTUNE_ERROR_FAILED);

  attune_test_run (attune_comparison_vote (f->comparison, 0, ATTUNE_COMPARISON_TIE));
  attune_test_run (attune_comparison_vote (f->comparison, 1, 0));
  g_assert_cmpuint (f->n_votes, ==, 3);
  check_tally (f, FALSE, "base", 1, 0, 1);
  check_tally (f, FALSE, "tuned", 0, 1, 1);

  /* A change of mind is no second vote. */
  attune_test_run (attune_comparison_vote (f->comparison, 1, 1));
  check_tally (f, FALSE, "base", 0, 1, 1);
  check_tally (f, FALSE, "tuned", 1, 0, 1);
  check_tally (f, TRUE, "tuned", 0, 0, 0);

  /* Another answer is another question to the person; the old one is remembered. */
  second = g_list_model_get_item (attune_comparison_get_columns (f->comparison), 1);
  answer = attune_comparison_dup_answer (f->comparison, 1, 1);
  dex_future_disown (attune_conversation_regenerate (second, answer));
  reply (f->other, "Both");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 1), ==, ATTUNE_COMPARISON_NO_VOTE);
  attune_test_run (attune_conversation_show_sibling (second, answer, 0));
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 1), ==, 1);

  reopen (f);
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, ATTUNE_COMPARISON_TIE);
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 1), ==, 1);
}

/* The columns are shuffled, and stand as they stood before after a restart. */
static void
test_blind (Fixture       *f,
            gconstpointer  data)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (f->comparison, &n_columns);
  guint first;
  guint n_swapped = 0;

  g_assert_cmpuint (n_columns, ==, 2);
  g_assert_cmpuint (order[0], ==, 0);
  g_assert_cmpuint (order[1], ==, 1);

  /* Of forty shufflings not all leave two columns where they are. */
  for (guint i = 0; i < 40; i++)
    {
      attune_test_run (attune_comparison_set_blind (f->comparison, FALSE));
      attune_test_run (attune_comparison_set_blind (f->comparison, TRUE));
      order = attune_comparison_get_order (f->comparison, &n_columns);
      g_assert_cmpuint (order[0] + order[1], ==, 1);
      n_swapped += order[0] == 1;
    }

  g_assert_cmpuint (n_swapped, >, 0);
  g_assert_cmpuint (n_swapped, <, 40);
  first = order[0];
  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  check_tally (f, TRUE, "tuned", 1, 0, 0);
  check_tally (f, TRUE, "base", 0, 1, 0);

  reopen (f);
  g_assert_true (attune_comparison_get_is_blind (f->comparison));
  g_assert_cmpuint (attune_comparison_get_order (f->comparison, &n_columns)[0], ==, first);
}

static void
test_edit (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(AttuneMessage) question = NULL;

  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  ask (f, attune_comparison_send (f->comparison, "Two?"), "2", "II");
  ask (f, attune_comparison_edit (f->comparison, 0, "Three?"), "3", "III");
  g_assert_cmpuint (attune_comparison_get_n_turns (f->comparison), ==, 1);
  check_answer (f, 0, 0, ATTUNE_MESSAGE_COMPLETE, "3");
  check_answer (f, 1, 0, ATTUNE_MESSAGE_COMPLETE, "III");
  question = attune_comparison_dup_question (f->comparison, 1, 0);
  g_assert_cmpuint (attune_message_get_n_siblings (question), ==, 2);
  ask (f, attune_comparison_regenerate (f->comparison, 0), "three", "iii");
  check_answer (f, 0, 0, ATTUNE_MESSAGE_COMPLETE, "three");
  check_answer (f, 1, 0, ATTUNE_MESSAGE_COMPLETE, "iii");
  attune_test_reject (attune_comparison_edit (f->comparison, 1, "?"), ATTUNE_ERROR_NOT_FOUND);
}

static guint
count_hits (Fixture    *f,
            const char *query)
{
  guint n_hits = 0;

  attune_test_resolve (attune_workspace_search_conversations (f->chat.workspace, query),
                       n_hits = ((AttuneSearchResult *)g_value_get_boxed (value_))->hits->len);

  return n_hits;
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  GListModel *comparisons = attune_workspace_get_comparisons (f->chat.workspace);

  ask (f, attune_comparison_send (f->comparison, "Onething?"), "1", "I");
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  attune_test_run (attune_workspace_delete_comparison (f->chat.workspace, f->comparison));
  g_assert_cmpuint (attune_test_count (comparisons), ==, 0);
  g_assert_cmpuint (count_hits (f, "Onething"), ==, 0);
  attune_test_run (attune_workspace_restore_comparison (f->chat.workspace, f->comparison));
  g_assert_cmpuint (attune_test_count (comparisons), ==, 1);

  /* What was said to both is found once, in the title and in the message. */
  g_assert_cmpuint (count_hits (f, "Onething"), ==, 1);
  reopen (f);
  check_answer (f, 1, 0, ATTUNE_MESSAGE_COMPLETE, "I");
  attune_test_run (attune_workspace_delete_comparison (f->chat.workspace, f->comparison));
  attune_test_close (f->chat.workspace);
  f->chat.workspace = attune_test_open (f->chat.data_dir);
  attune_test_reject (attune_workspace_restore_comparison (f->chat.workspace, f->comparison),
                      ATTUNE_ERROR_NOT_FOUND);

  /* What was found better is still counted. */
  check_tally (f, FALSE, "tuned", 1, 0, 0);
}

/* Nothing was said: the same columns are the same comparison. */
static void
test_untouched (Fixture       *f,
                gconstpointer  data)
{
  AttuneComparison *before = f->comparison;
  g_autoptr(AttuneConversation) second = NULL;
  AttuneComparisonColumn columns[2];

  second = g_list_model_get_item (attune_comparison_get_columns (f->comparison), 1);
  columns[0].account_id = attune_conversation_get_account_id (f->chat.conversation);
  columns[0].model = "base";
  columns[0].system_text = columns[0].parameters = NULL;
  columns[1].account_id = attune_conversation_get_account_id (second);
  columns[1].model = "tuned";
  columns[1].system_text = "Be brief";
  columns[1].parameters = "{\"temperature\":0.5}";
  attune_test_resolve (attune_workspace_start_comparison (f->chat.workspace, columns, 2, FALSE),
                       g_assert_true (g_value_get_object (value_) == before));
  columns[1].system_text = NULL;
  attune_test_resolve (attune_workspace_start_comparison (f->chat.workspace, columns, 2, FALSE),
                       g_assert_false (g_value_get_object (value_) == before));
}

static char *
export (Fixture           *f,
        AttuneTableFormat  format)
{
  g_autofree char *path = g_build_filename (f->chat.folder, "table", NULL);
  g_autoptr(GError) error = NULL;
  char *text;

  attune_test_run (attune_workspace_export_comparison (f->chat.workspace, f->comparison, format,
                                                       path));
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_table (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *markdown = NULL;
  g_autofree char *csv = NULL;
  g_auto(GStrv) lines = NULL;

  ask (f, attune_comparison_send (f->comparison, "A|B?\nOr, say, \"C\"?"), "A\nB", "C|D");
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  markdown = export (f, ATTUNE_TABLE_MARKDOWN);
  g_assert_cmpstr (markdown, ==,
                   "| Question | base | tuned | Better |\n"
                   "| --- | --- | --- | --- |\n"
                   "| A\\|B?<br>Or, say, \"C\"? | A<br>B | C\\|D | tuned |\n");

  csv = export (f, ATTUNE_TABLE_CSV);
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_cmpstr (lines[0], ==,
                   "Question,base,First Token (s),Time (s),Tokens,Cost (USD),tuned,"
                   "First Token (s),Time (s),Tokens,Cost (USD),Better");
  g_assert_true (g_str_has_prefix (lines[1], "\"A|B?\nOr, say, \"\"C\"\"?\",\"A\nB\",0."));
  g_assert_true (g_str_has_suffix (lines[1], ",tuned"));
}

/* While it is blind no model has a name there, and nothing tells it by how long it took. */
static void
test_blind_table (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *markdown = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *after = NULL;
  const guint *order;
  guint n_columns;

  attune_test_run (attune_comparison_set_blind (f->comparison, TRUE));
  ask (f, attune_comparison_send (f->comparison, "Which?"), "One", "Two");
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  order = attune_comparison_get_order (f->comparison, &n_columns);
  markdown = export (f, ATTUNE_TABLE_MARKDOWN);
  g_assert_cmpstr (markdown, ==,
                   order[0] == 0
                   ? "| Question | Model A | Model B | Better |\n"
                     "| --- | --- | --- | --- |\n"
                     "| Which? | One | Two | Model B |\n"
                   : "| Question | Model A | Model B | Better |\n"
                     "| --- | --- | --- | --- |\n"
                     "| Which? | Two | One | Model A |\n");

  csv = export (f, ATTUNE_TABLE_CSV);
  g_assert_true (g_str_has_prefix (csv, "Question,Model A,Model B,Better\r\nWhich?,"));
  g_assert_null (strstr (csv, "base"));
  g_assert_null (strstr (csv, "tuned"));

  /* Once the names are known, the columns stay where they stood. */
  attune_test_run (attune_comparison_set_blind (f->comparison, FALSE));
  g_assert_cmpuint (attune_comparison_get_order (f->comparison, &n_columns)[0], ==, order[0]);
  after = export (f, ATTUNE_TABLE_MARKDOWN);
  g_assert_true (g_str_has_prefix (after, order[0] == 0 ? "| Question | base | tuned | Better |"
                                                        : "| Question | tuned | base | Better |"));
}

/* One model in several ways: which is meant can be told. */
static void
test_same_model (Fixture       *f,
                 gconstpointer  data)
{
  const char *account_id = attune_conversation_get_account_id (f->chat.conversation);
  AttuneComparisonColumn columns[] = {
    { .account_id = account_id, .model = "base" },
    { .account_id = account_id, .model = "base", .system_text = "Be brief" },
    { .account_id = account_id, .model = "other" },
  };
  g_autoptr(AttuneComparison) comparison = NULL;

  attune_test_resolve (attune_workspace_start_comparison (f->chat.workspace, columns,
                                                          G_N_ELEMENTS (columns), FALSE),
                       comparison = g_value_dup_object (value_));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      static const char * const labels[] = { "Base (1)", "Base (2)", "Base" };
      g_autofree char *label = attune_comparison_dup_label (comparison, i, "Base");

      g_assert_cmpstr (label, ==, labels[i]);
    }
}

/* What models were given before columns came or went: won, lost and tied. */
static void
check_earlier (Fixture    *f,
               guint       turn,
               const char *expected)
{
  g_autoptr(GPtrArray) tallies = attune_comparison_list_earlier (f->comparison, turn);
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; i < tallies->len; i++)
    {
      const AttuneModelTally *tally = tallies->pdata[i];

      g_string_append_printf (line, "%s%s %u-%u-%u", i > 0 ? ", " : "", tally->model, tally->n_won,
                              tally->n_lost, tally->n_tied);
    }

  g_assert_cmpstr (line->str, ==, expected);
}

static void
add_column (Fixture    *f,
            const char *account_id,
            const char *model)
{
  AttuneComparisonColumn column = { .account_id = account_id, .model = model };

  attune_test_run (attune_workspace_add_columns (f->chat.workspace, f->comparison, &column, 1));
}

/* A model that is added is asked what the others were asked, and stands beside them from then
 * on. */
static void
test_add_column (Fixture       *f,
                 gconstpointer  data)
{
  GListModel *columns = attune_comparison_get_columns (f->comparison);
  g_autoptr(Provider) third = provider_new ();
  g_autofree char *third_id = chat_fixture_add_account (&f->chat, third, "Third");
  g_autoptr(DexFuture) sending = NULL;
  AttuneComparisonColumn more[] = {
    { .account_id = third_id, .model = "a" }, { .account_id = third_id, .model = "b" },
  };
  JsonArray *turns;

  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  ask (f, attune_comparison_send (f->comparison, "Two?"), "2", "II");
  attune_test_run (attune_comparison_vote (f->comparison, 1, 0));
  add_column (f, third_id, "late");
  g_assert_cmpuint (attune_test_count (columns), ==, 3);
  g_assert_true (attune_comparison_get_is_answering (f->comparison));
  attune_test_reject (attune_comparison_send (f->comparison, "Too early"), ATTUNE_ERROR_FAILED);
  reply (third, "one");
  reply (third, "two");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  check_answer (f, 2, 0, ATTUNE_MESSAGE_COMPLETE, "one");
  check_answer (f, 2, 1, ATTUNE_MESSAGE_COMPLETE, "two");
  g_assert_cmpuint (attune_comparison_get_n_turns (f->comparison), ==, 2);
  turns = json_object_get_array_member (provider_get_chat (third), "messages");
  g_assert_cmpuint (json_array_get_length (turns), ==, 3);

  /* The others were not asked again, and who was better of two is not who is better of three. */
  g_assert_cmpuint (provider_count (f->other, "POST /chat/completions"), ==, 2);
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 1), ==, ATTUNE_COMPARISON_NO_VOTE);
  check_earlier (f, 1, "base 1-0-0, tuned 0-1-0");
  check_earlier (f, 0, "");

  /* There is room for four. */
  attune_test_reject (attune_workspace_add_columns (f->chat.workspace, f->comparison, more, 2),
                      ATTUNE_ERROR_FAILED);

  reopen (f);
  columns = attune_comparison_get_columns (f->comparison);
  g_assert_cmpuint (attune_test_count (columns), ==, 3);
  check_answer (f, 2, 1, ATTUNE_MESSAGE_COMPLETE, "two");
  attune_test_run (attune_comparison_set_blind (f->comparison, TRUE));
  attune_test_reject (attune_workspace_add_columns (f->chat.workspace, f->comparison, more, 1),
                      ATTUNE_ERROR_FAILED);
}

/* Where one of three did not answer, one of the others is better. */
static void
test_failed_candidate (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(Provider) third = provider_new ();
  g_autofree char *third_id = chat_fixture_add_account (&f->chat, third, "Third");

  provider_refuse (third, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"no such model\"}}", 1);
  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  add_column (f, third_id, "late");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  check_answer (f, 2, 0, ATTUNE_MESSAGE_BROKEN, "");
  g_assert_true (attune_comparison_can_vote (f->comparison, 0));
  g_assert_true (attune_comparison_can_win (f->comparison, 0, 0));
  g_assert_true (attune_comparison_can_win (f->comparison, 1, 0));
  g_assert_false (attune_comparison_can_win (f->comparison, 2, 0));
  g_assert_false (attune_comparison_can_win (f->comparison, 3, 0));
  g_assert_false (attune_comparison_can_win (f->comparison, 0, 1));
  attune_test_reject (attune_comparison_vote (f->comparison, 0, 2), ATTUNE_ERROR_FAILED);
  attune_test_run (attune_comparison_vote (f->comparison, 0, ATTUNE_COMPARISON_TIE));
  check_tally (f, FALSE, "base", 0, 0, 1);
  check_tally (f, FALSE, "late", 0, 0, 0);
}

/* What was stopped on the way is asked before the next question, so that turns stand side by
 * side. */
static void
test_catch_up (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(Provider) third = provider_new ();
  g_autofree char *third_id = chat_fixture_add_account (&f->chat, third, "Third");
  g_autoptr(DexFuture) sending = NULL;
  g_autoptr(AttuneMessage) question = NULL;

  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  ask (f, attune_comparison_send (f->comparison, "Two?"), "2", "II");
  add_column (f, third_id, "late");
  attune_test_wait_until (provider_is_chatting (third));
  attune_comparison_stop (f->comparison);
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_test_wait_until (provider_has_chat_ended (third));
  provider_chat_break (third);
  attune_test_wait_until (!provider_is_chatting (third));
  g_assert_cmpuint (provider_count (third, "POST /chat/completions"), ==, 1);

  sending = attune_comparison_send (f->comparison, "Three?");
  reply (f->chat.provider, "3");
  reply (f->other, "III");
  reply (third, "two");
  reply (third, "three");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  question = attune_comparison_dup_question (f->comparison, 2, 2);
  g_assert_cmpstr (attune_message_get_content (question), ==, "Three?");
  check_answer (f, 2, 1, ATTUNE_MESSAGE_COMPLETE, "two");
  check_answer (f, 2, 2, ATTUNE_MESSAGE_COMPLETE, "three");
  check_answer (f, 0, 2, ATTUNE_MESSAGE_COMPLETE, "3");
}

/* One that goes takes its answers with it; it can come back. Two stay. */
static void
test_remove_column (Fixture       *f,
                    gconstpointer  data)
{
  GListModel *columns = attune_comparison_get_columns (f->comparison);
  AttuneWorkspace *workspace = f->chat.workspace;
  g_autoptr(Provider) third = provider_new ();
  g_autofree char *third_id = chat_fixture_add_account (&f->chat, third, "Third");
  g_autoptr(AttuneConversation) first = g_list_model_get_item (columns, 0);

  attune_test_reject (attune_workspace_remove_column (workspace, f->comparison, first),
                      ATTUNE_ERROR_FAILED);
  add_column (f, third_id, "late");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  g_clear_object (&f->chat.conversation);
  dex_future_disown (attune_comparison_send (f->comparison, "One?"));
  reply (f->chat.provider, "1");
  reply (f->other, "I");
  reply (third, "one");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_test_run (attune_comparison_vote (f->comparison, 0, 2));

  attune_test_run (attune_workspace_remove_column (workspace, f->comparison, first));
  g_assert_cmpuint (attune_test_count (columns), ==, 2);
  check_answer (f, 0, 0, ATTUNE_MESSAGE_COMPLETE, "I");
  check_answer (f, 1, 0, ATTUNE_MESSAGE_COMPLETE, "one");
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, ATTUNE_COMPARISON_NO_VOTE);
  check_tally (f, FALSE, "late", 1, 0, 0);
  check_earlier (f, 0, "late 1-0-0, base 0-1-0, tuned 0-1-0");

  attune_test_run (attune_workspace_restore_column (workspace, f->comparison, first));
  g_assert_cmpuint (attune_test_count (columns), ==, 3);
  check_answer (f, 0, 0, ATTUNE_MESSAGE_COMPLETE, "1");
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, 2);
  check_earlier (f, 0, "");

  attune_test_run (attune_workspace_remove_column (workspace, f->comparison, first));
  g_clear_object (&first);
  reopen (f);
  check_earlier (f, 0, "late 1-0-0, base 0-1-0, tuned 0-1-0");
  attune_test_run (attune_comparison_set_blind (f->comparison, TRUE));
  check_earlier (f, 0, "");
  attune_test_run (attune_comparison_set_blind (f->comparison, FALSE));
  g_assert_cmpuint (attune_test_count (attune_comparison_get_columns (f->comparison)), ==, 2);
  check_answer (f, 1, 0, ATTUNE_MESSAGE_COMPLETE, "one");
}

/* One comes and another one goes: what was found before stays true, but not of an answer in whose
 * place another one is shown. */
static void
test_replace_column (Fixture       *f,
                     gconstpointer  data)
{
  GListModel *columns = attune_comparison_get_columns (f->comparison);
  g_autoptr(AttuneConversation) first = g_list_model_get_item (columns, 0);
  g_autoptr(AttuneConversation) second = g_list_model_get_item (columns, 1);
  g_autoptr(Provider) third = provider_new ();
  g_autofree char *third_id = chat_fixture_add_account (&f->chat, third, "Third");
  g_autoptr(AttuneMessage) answer = NULL;

  ask (f, attune_comparison_send (f->comparison, "One?"), "1", "I");
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  add_column (f, third_id, "late");
  reply (third, "one");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_test_run (attune_workspace_remove_column (f->chat.workspace, f->comparison, second));
  check_earlier (f, 0, "tuned 1-0-0, base 0-1-0");

  answer = attune_comparison_dup_answer (f->comparison, 0, 0);
  dex_future_disown (attune_conversation_regenerate (first, answer));
  reply (f->chat.provider, "uno");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  check_earlier (f, 0, "");
  attune_test_run (attune_conversation_show_sibling (first, answer, 0));
  check_earlier (f, 0, "tuned 1-0-0, base 0-1-0");

  g_clear_object (&first);
  g_clear_object (&second);
  reopen (f);
  check_earlier (f, 0, "tuned 1-0-0, base 0-1-0");
}

/* A vote is for an answer, wherever it stands when a column that said nothing has gone. */
static void
test_vote_moves (Fixture       *f,
                 gconstpointer  data)
{
  GListModel *columns = attune_comparison_get_columns (f->comparison);
  g_autoptr(AttuneConversation) first = g_list_model_get_item (columns, 0);
  g_autoptr(Provider) third = provider_new ();
  g_autofree char *third_id = chat_fixture_add_account (&f->chat, third, "Third");

  provider_refuse (f->chat.provider, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"no such model\"}}", 1);
  add_column (f, third_id, "late");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  dex_future_disown (attune_comparison_send (f->comparison, "One?"));
  reply (f->other, "I");
  reply (third, "one");
  attune_test_wait_until (!attune_comparison_get_is_answering (f->comparison));
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, 1);

  attune_test_run (attune_workspace_remove_column (f->chat.workspace, f->comparison, first));
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, 0);
  check_tally (f, FALSE, "tuned", 1, 0, 0);

  /* A change of mind is still no second vote. */
  attune_test_run (attune_comparison_vote (f->comparison, 0, 1));
  check_tally (f, FALSE, "tuned", 0, 1, 0);
  check_tally (f, FALSE, "late", 1, 0, 0);
  g_clear_object (&first);
  reopen (f);
  g_assert_cmpint (attune_comparison_get_vote (f->comparison, 0), ==, 1);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Comparisons/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("ask", test_ask);
  ADD ("apart", test_apart);
  ADD ("close", test_close);
  ADD ("vote", test_vote);
  ADD ("blind", test_blind);
  ADD ("edit", test_edit);
  ADD ("delete", test_delete);
  ADD ("untouched", test_untouched);
  ADD ("table", test_table);
  ADD ("blind-table", test_blind_table);
  ADD ("same-model", test_same_model);
  ADD ("add-column", test_add_column);
  ADD ("failed-candidate", test_failed_candidate);
  ADD ("catch-up", test_catch_up);
  ADD ("remove-column", test_remove_column);
  ADD ("replace-column", test_replace_column);
  ADD ("vote-moves", test_vote_moves);

  return g_test_run ();
}
