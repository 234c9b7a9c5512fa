/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chat-context"

#include "config.h"

#include "chat-fixture.h"

/* How much the model “talker” reads, as its provider says; a quarter of it is for the answer. */
#define WINDOW 400

/* About a hundred tokens that begin with @word. */
static char *
dup_long (const char *word)
{
  g_autofree char *rest = g_strnfill (400 - strlen (word), 'x');

  return g_strconcat (word, rest, NULL);
}

static void
talk (ChatFixture *f,
      const char  *question,
      const char  *reply)
{
  g_autofree char *asked = dup_long (question);
  g_autofree char *said = dup_long (reply);

  chat_fixture_answer (f, asked, said);
}

static void
use_model (ChatFixture *f,
           const char  *model)
{
  const char *account_id = attune_conversation_get_account_id (f->conversation);

  attune_test_run (attune_workspace_refresh_models (f->workspace));
  attune_test_run (attune_conversation_set_model (f->conversation, account_id, model));
}

static AttuneContextUse
measure (ChatFixture *f,
         const char  *text)
{
  AttuneContextUse use;

  attune_conversation_measure (f->conversation, text, &use);

  return use;
}

/* The oldest messages are left out, and no chat begins with an answer. */
static void
test_cut (ChatFixture   *f,
          gconstpointer  data)
{
  g_autofree char *second = dup_long ("Q2");

  use_model (f, "talker");
  talk (f, "Q1", "A1");
  g_assert_cmpuint (measure (f, "Q2").n_cut, ==, 0);
  talk (f, "Q2", "A2");
  g_assert_cmpuint (measure (f, NULL).n_cut, ==, 2);
  g_assert_cmpuint (measure (f, "Q3").n_cut, ==, 2);
  g_assert_cmpuint (measure (f, "Q3").window, ==, WINDOW);
  g_assert_cmpuint (measure (f, "Q3").n_tokens, <, WINDOW * 3 / 4);
  g_assert_cmpuint (measure (f, "Q3").n_tokens, >, WINDOW / 2);
  g_assert_false (measure (f, "Q3").is_too_long);

  /* What is said there is what is sent. */
  chat_fixture_answer (f, "Q3", "A3");
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 3);
  chat_fixture_check_turn (f, 0, "user", second);
  chat_fixture_check_turn (f, 2, "user", "Q3");

  /* Known without asking the provider again. */
  chat_fixture_reopen (f);
  g_assert_cmpuint (measure (f, NULL).window, ==, WINDOW);
}

/* The system text stays, and takes room from what was said. */
static void
test_system_text (ChatFixture   *f,
                  gconstpointer  data)
{
  g_autofree char *system_text = dup_long ("S");

  use_model (f, "talker");
  attune_test_run (attune_conversation_set_system_text (f->conversation, system_text));
  talk (f, "Q1", "A1");
  g_assert_cmpuint (measure (f, "Q2").n_cut, ==, 2);
  chat_fixture_answer (f, "Q2", "A2");
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 2);
  chat_fixture_check_turn (f, 0, "system", system_text);
  chat_fixture_check_turn (f, 1, "user", "Q2");
}

/* How long the answer may be says how much is left for what is asked. */
static void
test_answer_length (ChatFixture   *f,
                    gconstpointer  data)
{
  use_model (f, "talker");
  talk (f, "Q1", "A1");
  talk (f, "Q2", "A2");
  attune_test_run (attune_conversation_set_parameters (f->conversation, "{\"max_tokens\":200}"));
  g_assert_cmpuint (measure (f, "Q3").n_cut, ==, 4);
  attune_test_run (attune_conversation_set_parameters (f->conversation, "{\"max_tokens\":100000}"));
  g_assert_cmpuint (measure (f, "Q3").n_cut, ==, 4);
  attune_test_run (attune_conversation_set_parameters (f->conversation, "{\"max_tokens\":1}"));
  g_assert_cmpuint (measure (f, "Q3").n_cut, ==, 2);
}

/* What is answered is sent, even if it will be refused. */
static void
test_too_long (ChatFixture   *f,
               gconstpointer  data)
{
  g_autofree char *text = g_strnfill (4000, 'x');

  use_model (f, "talker");
  talk (f, "Q1", "A1");
  g_assert_true (measure (f, text).is_too_long);
  g_assert_cmpuint (measure (f, text).n_cut, ==, 2);
  chat_fixture_answer (f, text, "A2");
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 1);
  g_assert_true (measure (f, NULL).is_too_long);
  g_assert_cmpuint (measure (f, NULL).n_cut, ==, 2);
}

static gboolean
can_count (ChatFixture *f,
           const char  *text)
{
  gboolean is_exact = FALSE;

  attune_test_resolve (attune_conversation_count_tokens (f->conversation, text),
                       is_exact = g_value_get_boolean (value_));

  return is_exact;
}

/* Models of OpenAI are counted for as they count: each text, four tokens around it, and three
 * before the answer. */
static void
test_exact (ChatFixture   *f,
            gconstpointer  data)
{
  g_autofree char *ranks = g_strdup (g_getenv ("ATTUNE_RANKS_DIR"));

  if (ranks == NULL)
    g_printerr ("ATTUNE_RANKS_DIR is not set: run build-aux/fetch-ranks, or build-aux/dev test.\n");
  g_assert_nonnull (ranks);

  g_assert_false (can_count (f, "Hello there"));
  g_assert_false (measure (f, "Hello there").is_exact);
  use_model (f, "gpt-4o-mini");
  g_assert_false (measure (f, "Hello there").is_exact);

  /* The lists are not there: an estimate, that says so. */
  g_setenv ("ATTUNE_RANKS_DIR", f->folder, TRUE);
  g_assert_false (can_count (f, "Hello there"));
  g_assert_false (measure (f, "Hello there").is_exact);
  g_setenv ("ATTUNE_RANKS_DIR", ranks, TRUE);

  g_assert_true (can_count (f, "Hello there"));
  g_assert_true (measure (f, "Hello there").is_exact);
  g_assert_cmpuint (measure (f, "Hello there").n_tokens, ==, 2 + 4 + 3);
  g_assert_false (measure (f, "Hello where").is_exact);
  g_assert_true (can_count (f, "天空是蓝色的"));
  g_assert_cmpuint (measure (f, "天空是蓝色的").n_tokens, ==, 5 + 4 + 3);

  /* What was said before, and the system text. */
  chat_fixture_answer (f, "Hello", "Hello there");
  attune_test_run (attune_conversation_set_system_text (f->conversation, "Hello"));
  g_assert_false (measure (f, "Hello").is_exact);
  g_assert_true (can_count (f, "Hello"));
  g_assert_true (measure (f, "Hello").is_exact);
  g_assert_cmpuint (measure (f, "Hello").n_tokens, ==, 4 * 4 + 5 + 3);

  /* Another model counts in another way; a text to go on with has nothing around it. */
  use_model (f, "gpt-4-0613");
  g_assert_false (measure (f, "Hello").is_exact);
  g_assert_true (can_count (f, "天空是蓝色的"));
  g_assert_cmpuint (measure (f, "天空是蓝色的").n_tokens, ==, 4 * 4 + 4 + 8 + 3);
  use_model (f, "davinci-002");
  attune_test_run (attune_conversation_set_parameters (f->conversation,
                                                       "{\"mode\":\"completion\"}"));
  g_assert_true (can_count (f, "Hello there"));
  g_assert_cmpuint (measure (f, "Hello there").n_tokens, ==, 2);
}

static void
test_unknown (ChatFixture   *f,
              gconstpointer  data)
{
  g_autofree char *text = g_strnfill (100000, 'x');

  use_model (f, "base");
  talk (f, "Q1", "A1");
  g_assert_cmpuint (measure (f, text).window, ==, 0);
  g_assert_cmpuint (measure (f, text).n_cut, ==, 0);
  g_assert_cmpuint (measure (f, text).n_tokens, >, 25000);
  g_assert_false (measure (f, text).is_too_long);
}

static gboolean
is_prompt (ChatFixture *f,
           guint        i)
{
  return attune_conversation_get_is_prompt (f->conversation, chat_fixture_get_message (f, i));
}

/* A prompt stands for itself, and is told with what was put behind it. What was said in a talk
 * stays a talk. */
static void
test_completion (ChatFixture   *f,
                 gconstpointer  data)
{
  g_autofree char *none = NULL;
  g_autofree char *prompt = NULL;

  use_model (f, "talker");
  talk (f, "Q1", "A1");
  chat_fixture_answer (f, "Q2", "A2");
  none = attune_conversation_dup_prompt (f->conversation, chat_fixture_get_message (f, 3));
  g_assert_null (none);

  attune_test_run (attune_conversation_set_parameters (f->conversation,
                                                       "{\"mode\":\"completion\",\"separator\":\" ->\"}"));
  g_assert_cmpuint (measure (f, "Q3").n_cut, ==, 0);
  g_assert_cmpuint (measure (f, "Q3").n_tokens, <, 10);
  none = attune_conversation_dup_prompt (f->conversation, chat_fixture_get_message (f, 3));
  g_assert_null (none);
  g_assert_false (is_prompt (f, 2));

  chat_fixture_answer (f, "Q3", "A3");
  attune_test_run (attune_conversation_set_parameters (f->conversation, NULL));
  prompt = attune_conversation_dup_prompt (f->conversation, chat_fixture_get_message (f, 5));
  g_assert_cmpstr (prompt, ==, "Q3 ->");
  none = attune_conversation_dup_prompt (f->conversation, chat_fixture_get_message (f, 4));
  g_assert_null (none);
  g_assert_true (is_prompt (f, 4));
  g_assert_false (is_prompt (f, 2));
  g_assert_false (is_prompt (f, 5));

  /* Of several answers the one that is shown counts. */
  chat_fixture_reply (f, attune_conversation_regenerate (f->conversation,
                                                         chat_fixture_get_message (f, 5)), "a3");
  g_assert_false (is_prompt (f, 4));
  attune_test_run (attune_conversation_show_sibling (f->conversation,
                                                     chat_fixture_get_message (f, 5), 0));
  g_assert_true (is_prompt (f, 4));
}

#define ADD(name, func) \
  g_test_add ("/Attune/ChatContext/" name, ChatFixture, NULL, \
              chat_fixture_set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("cut", test_cut);
  ADD ("system-text", test_system_text);
  ADD ("answer-length", test_answer_length);
  ADD ("too-long", test_too_long);
  ADD ("unknown", test_unknown);
  ADD ("exact", test_exact);
  ADD ("completion", test_completion);

  return g_test_run ();
}
