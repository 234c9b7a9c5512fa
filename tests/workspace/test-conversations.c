/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-conversations"

#include "config.h"

#include "attune-error.h"
#include "chat-fixture.h"

static void
content_cb (ChatFixture *f)
{
  f->n_notified++;
}

static void
test_whole (ChatFixture   *f,
            gconstpointer  data)
{
  JsonArray *turns;

  attune_test_run (attune_conversation_set_system_text (f->conversation, "Be brief"));
  chat_fixture_answer (f, "Which colour is the sky, when one looks at it from the bottom of a well?",
          "It is <b>blue</b> & 蓝色");
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 2);
  chat_fixture_check_turn (f, 0, "system", "Be brief");
  g_assert_cmpstr (attune_conversation_get_title (f->conversation), ==,
                   "Which colour is the sky, when one looks at it…");

  chat_fixture_answer (f, "And now?", "Black");
  chat_fixture_check_turn (f, 1, "user",
              "Which colour is the sky, when one looks at it from the bottom of a well?");
  chat_fixture_check_turn (f, 2, "assistant", "It is <b>blue</b> & 蓝色");
  chat_fixture_check_turn (f, 3, "user", "And now?");
  turns = json_object_get_array_member (provider_get_chat (f->provider), "messages");
  g_assert_cmpuint (json_array_get_length (turns), ==, 4);

  chat_fixture_reopen (f);
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 4);
  g_assert_cmpstr (attune_conversation_get_system_text (f->conversation), ==, "Be brief");
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "It is <b>blue</b> & 蓝色");
  chat_fixture_check_message (f, 3, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Black");
  g_assert_cmpstr (attune_message_get_model (chat_fixture_get_message (f, 3)), ==, "base");
  g_assert_cmpstr (attune_message_get_finish_reason (chat_fixture_get_message (f, 3)), ==, "stop");
}

/* Two thousand pieces must not be two thousand notifications. */
static void
test_coalesced (ChatFixture   *f,
                gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Count");

  attune_test_wait_until (provider_is_chatting (f->provider));
  g_signal_connect_swapped (chat_fixture_get_message (f, 1), "notify::content", G_CALLBACK (content_cb), f);

  for (guint i = 0; i < 2000; i++)
    provider_chat_push (f->provider, "word ");

  provider_chat_finish (f->provider, "length");
  attune_test_wait (sending, NULL);
  g_assert_cmpuint (strlen (attune_message_get_content (chat_fixture_get_message (f, 1))), ==,
                    10000);
  g_assert_cmpuint (f->n_notified, >, 0);
  g_assert_cmpuint (f->n_notified, <, 200);
  g_assert_cmpstr (attune_message_get_finish_reason (chat_fixture_get_message (f, 1)), ==, "length");
}

static void
test_stop (ChatFixture   *f,
           gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Tell");
  g_autoptr(GError) error = NULL;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Once");
  chat_fixture_wait_for_content (f, 1, "Once");
  attune_test_reject (attune_conversation_send (f->conversation, "Too early"), ATTUNE_ERROR_FAILED);
  attune_conversation_stop (f->conversation);
  attune_test_wait (sending, &error);
  g_assert_no_error (error);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "Once");
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 2);

  /* The provider is told by the end of the connection. */
  while (!provider_has_chat_ended (f->provider))
    g_main_context_iteration (NULL, FALSE);

  chat_fixture_reopen (f);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "Once");
}

static void
test_broken (ChatFixture   *f,
             gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Tell");
  g_autoptr(GError) error = NULL;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Half");
  chat_fixture_wait_for_content (f, 1, "Half");
  provider_chat_break (f->provider);
  g_assert_null (attune_test_wait (sending, &error));
  g_assert_nonnull (error);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "Half");
  g_assert_cmpstr (attune_message_get_error_text (chat_fixture_get_message (f, 1)), ==,
                   error->message);

  chat_fixture_reopen (f);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "Half");
  g_assert_nonnull (attune_message_get_error_text (chat_fixture_get_message (f, 1)));
}

/* A refusal is in the message, where the person looks; asking again replaces it. */
static void
test_retry (ChatFixture   *f,
            gconstpointer  data)
{
  g_autoptr(DexFuture) again = NULL;

  attune_test_reject (attune_conversation_retry (f->conversation), ATTUNE_ERROR_FAILED);
  provider_refuse (f->provider, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"too long\"}}", 1);
  attune_test_reject (attune_conversation_send (f->conversation, "Tell"), ATTUNE_ERROR_REQUEST);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "");
  g_assert_nonnull (strstr (attune_message_get_error_text (chat_fixture_get_message (f, 1)), "too long"));

  again = attune_conversation_retry (f->conversation);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Well");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (again, NULL);
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 2);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Well");

  chat_fixture_reopen (f);
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 2);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Well");
}

/* Whoever asked may go away; the answer comes all the same. */
static void
test_dropped (ChatFixture   *f,
              gconstpointer  data)
{
  DexFuture *sending = dex_future_first (attune_conversation_send (f->conversation, "Tell"), NULL);

  attune_test_wait_until (provider_is_chatting (f->provider));
  dex_clear (&sending);
  provider_chat_push (f->provider, "All of it");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "All of it");
}

/* Closing keeps what came. */
static void
test_close (ChatFixture   *f,
            gconstpointer  data)
{
  dex_future_disown (attune_conversation_send (f->conversation, "Tell"));
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Some");
  chat_fixture_wait_for_content (f, 1, "Some");
  chat_fixture_reopen (f);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "Some");
}

static void
test_delete (ChatFixture   *f,
             gconstpointer  data)
{
  GListModel *conversations = attune_workspace_get_conversations (f->workspace);

  chat_fixture_answer (f, "Hello", "Hi");
  attune_test_run (attune_conversation_set_title (f->conversation, "Greetings"));
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));
  g_assert_cmpuint (attune_test_count (conversations), ==, 0);
  attune_test_run (attune_workspace_restore_conversation (f->workspace, f->conversation));
  g_assert_cmpuint (attune_test_count (conversations), ==, 1);

  chat_fixture_reopen (f);
  g_assert_cmpstr (attune_conversation_get_title (f->conversation), ==, "Greetings");
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 2);
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));

  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_conversations (f->workspace)), ==, 0);
  attune_test_reject (attune_workspace_restore_conversation (f->workspace, f->conversation),
                      ATTUNE_ERROR_NOT_FOUND);
}

static void
test_model (ChatFixture   *f,
            gconstpointer  data)
{
  g_autofree char *account_id = NULL;

  account_id = g_strdup (attune_conversation_get_account_id (f->conversation));
  attune_test_run (attune_conversation_set_model (f->conversation, account_id,
                                                  "ft:base:o:colours:0"));
  chat_fixture_answer (f, "Hello", "Hi");
  g_assert_cmpstr (json_object_get_string_member (provider_get_chat (f->provider), "model"), ==,
                   "ft:base:o:colours:0");
  g_assert_cmpstr (attune_message_get_model (chat_fixture_get_message (f, 1)), ==, "ft:base:o:colours:0");

  attune_test_run (attune_conversation_set_model (f->conversation, "gone", "base"));
  attune_test_reject (attune_conversation_send (f->conversation, "Hello?"), ATTUNE_ERROR_NOT_FOUND);
  chat_fixture_check_message (f, 3, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "");
}

/* Who looks in and leaves without a word finds the same empty conversation again. */
static void
test_untouched (ChatFixture   *f,
                gconstpointer  data)
{
  const char *account_id = attune_conversation_get_account_id (f->conversation);
  GListModel *conversations = attune_workspace_get_conversations (f->workspace);

  attune_test_resolve (attune_workspace_start_conversation (f->workspace, account_id, "base"),
                       g_assert_true (g_value_get_object (value_) == f->conversation));
  attune_test_run (attune_workspace_start_conversation (f->workspace, account_id, "other"));
  g_assert_cmpuint (attune_test_count (conversations), ==, 2);

  chat_fixture_answer (f, "Hello", "Hi");
  attune_test_run (attune_workspace_start_conversation (f->workspace, account_id, "base"));
  g_assert_cmpuint (attune_test_count (conversations), ==, 3);
}

/* The database that a program of November 2026 left behind (version 2), which was killed while an
 * answer came. */
static void
test_older (void)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "data", "attune-2.db", NULL);
  ChatFixture f = { .folder = attune_test_make_dir () };
  g_autofree char *path = NULL;
  g_autofree char *database = NULL;
  gsize length;

  f.data_dir = g_build_filename (f.folder, "data", NULL);
  path = g_build_filename (f.data_dir, "attune.db", NULL);
  g_assert_true (g_file_get_contents (source, &database, &length, NULL));
  g_assert_cmpint (g_mkdir (f.data_dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, database, length, NULL));
  f.provider = provider_new ();
  f.workspace = attune_test_open (f.data_dir);
  g_assert_null (attune_workspace_get_notice (f.workspace));
  g_assert_cmpuint (attune_test_count (attune_workspace_get_conversations (f.workspace)), ==, 2);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_accounts (f.workspace)), ==, 2);

  chat_fixture_reopen (&f);
  chat_fixture_check_branch (&f, "Tell me a long story > Once upon a time");
  chat_fixture_check_message (&f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN,
                              "Once upon a time");
  g_assert_true (attune_message_can_continue (chat_fixture_get_message (&f, 1)));
  attune_test_run (attune_workspace_delete_conversation (f.workspace, f.conversation));

  chat_fixture_reopen (&f);
  chat_fixture_check_branch (&f, "Tell me a long story > 天空是蓝色的。");
  g_assert_cmpstr (attune_message_get_finish_reason (chat_fixture_get_message (&f, 1)), ==, "stop");
  g_assert_cmpint (attune_message_get_facts (chat_fixture_get_message (&f, 1))->prompt_tokens,
                   ==, -1);
  attune_test_resolve (attune_workspace_search_conversations (f.workspace, "蓝色"),
                       g_assert_cmpuint (((AttuneSearchResult *)g_value_get_boxed (value_))
                                           ->hits->len, ==, 1));
  chat_fixture_tear_down (&f, NULL);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Conversations/" name, ChatFixture, NULL, \
              chat_fixture_set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("whole", test_whole);
  ADD ("coalesced", test_coalesced);
  ADD ("stop", test_stop);
  ADD ("broken", test_broken);
  ADD ("retry", test_retry);
  ADD ("dropped", test_dropped);
  ADD ("close", test_close);
  ADD ("delete", test_delete);
  ADD ("model", test_model);
  ADD ("untouched", test_untouched);
  g_test_add_func ("/Attune/Conversations/older", test_older);

  return g_test_run ();
}
