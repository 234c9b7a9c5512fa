/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-conversations"

#include "config.h"

#include "attune-error.h"
#include "attune-workspace-test.h"
#include "provider.h"

typedef struct
{
  char               *folder;
  char               *data_dir;
  Provider           *provider;
  AttuneWorkspace    *workspace;
  AttuneConversation *conversation;
  guint               n_notified;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = NULL;
  g_autofree char *account_id = NULL;

  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->workspace = attune_test_open (f->data_dir);
  base_url = provider_dup_base_url (f->provider);
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url,
                                                NULL),
                       account_id = g_strdup (attune_account_get_id (g_value_get_object (value_))));
  attune_test_resolve (attune_workspace_start_conversation (f->workspace, account_id, "base"),
                       f->conversation = g_value_dup_object (value_));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->conversation);
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
}

static void
reopen (Fixture *f)
{
  g_clear_object (&f->conversation);
  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
  f->conversation = g_list_model_get_item (attune_workspace_get_conversations (f->workspace), 0);
  attune_test_run (attune_conversation_load (f->conversation));
}

static AttuneMessage *
get_message (Fixture *f,
             guint    i)
{
  g_autoptr(AttuneMessage) message = NULL;

  message = g_list_model_get_item (attune_conversation_get_messages (f->conversation), i);
  g_assert_nonnull (message);

  return message;
}

static guint
count_messages (Fixture *f)
{
  return attune_test_count (attune_conversation_get_messages (f->conversation));
}

static void
check_message (Fixture             *f,
               guint                i,
               AttuneMessageAuthor  author,
               AttuneMessageState   state,
               const char          *content)
{
  AttuneMessage *message = get_message (f, i);

  g_assert_cmpint (attune_message_get_author (message), ==, author);
  g_assert_cmpint (attune_message_get_state (message), ==, state);
  g_assert_cmpstr (attune_message_get_content (message), ==, content);
}

static void
wait_for_content (Fixture    *f,
                  guint       i,
                  const char *content)
{
  attune_test_wait_until (count_messages (f) > i &&
                          g_str_equal (attune_message_get_content (get_message (f, i)), content));
}

static void
answer (Fixture    *f,
        const char *question,
        const char *text)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, question);
  g_autoptr(GError) error = NULL;

  g_assert_true (attune_conversation_get_is_answering (f->conversation));
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, text);
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (sending, &error);
  g_assert_no_error (error);
  g_assert_false (attune_conversation_get_is_answering (f->conversation));
  attune_test_wait_until (!provider_is_chatting (f->provider));
}

static void
check_turn (Fixture    *f,
            guint       i,
            const char *role,
            const char *content)
{
  JsonArray *messages = json_object_get_array_member (provider_get_chat (f->provider), "messages");
  JsonObject *turn = json_array_get_object_element (messages, i);

  g_assert_cmpstr (json_object_get_string_member (turn, "role"), ==, role);
  g_assert_cmpstr (json_object_get_string_member (turn, "content"), ==, content);
}

static void
content_cb (Fixture *f)
{
  f->n_notified++;
}

static void
test_whole (Fixture       *f,
            gconstpointer  data)
{
  JsonArray *turns;

  attune_test_run (attune_conversation_set_system_text (f->conversation, "Be brief"));
  answer (f, "Which colour is the sky, when one looks at it from the bottom of a well?",
          "It is <b>blue</b> & 蓝色");
  g_assert_cmpuint (count_messages (f), ==, 2);
  check_turn (f, 0, "system", "Be brief");
  g_assert_cmpstr (attune_conversation_get_title (f->conversation), ==,
                   "Which colour is the sky, when one looks at it…");

  answer (f, "And now?", "Black");
  check_turn (f, 1, "user",
              "Which colour is the sky, when one looks at it from the bottom of a well?");
  check_turn (f, 2, "assistant", "It is <b>blue</b> & 蓝色");
  check_turn (f, 3, "user", "And now?");
  turns = json_object_get_array_member (provider_get_chat (f->provider), "messages");
  g_assert_cmpuint (json_array_get_length (turns), ==, 4);

  reopen (f);
  g_assert_cmpuint (count_messages (f), ==, 4);
  g_assert_cmpstr (attune_conversation_get_system_text (f->conversation), ==, "Be brief");
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "It is <b>blue</b> & 蓝色");
  check_message (f, 3, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Black");
  g_assert_cmpstr (attune_message_get_model (get_message (f, 3)), ==, "base");
  g_assert_cmpstr (attune_message_get_finish_reason (get_message (f, 3)), ==, "stop");
}

/* Two thousand pieces must not be two thousand notifications. */
static void
test_coalesced (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Count");

  attune_test_wait_until (provider_is_chatting (f->provider));
  g_signal_connect_swapped (get_message (f, 1), "notify::content", G_CALLBACK (content_cb), f);

  for (guint i = 0; i < 2000; i++)
    provider_chat_push (f->provider, "word ");

  provider_chat_finish (f->provider, "length");
  attune_test_wait (sending, NULL);
  g_assert_cmpuint (strlen (attune_message_get_content (get_message (f, 1))), ==, 10000);
  g_assert_cmpuint (f->n_notified, >, 0);
  g_assert_cmpuint (f->n_notified, <, 200);
  g_assert_cmpstr (attune_message_get_finish_reason (get_message (f, 1)), ==, "length");
}

static void
test_stop (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Tell");
  g_autoptr(GError) error = NULL;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Once");
  wait_for_content (f, 1, "Once");
  attune_test_reject (attune_conversation_send (f->conversation, "Too early"), ATTUNE_ERROR_FAILED);
  attune_conversation_stop (f->conversation);
  attune_test_wait (sending, &error);
  g_assert_no_error (error);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "Once");
  g_assert_cmpuint (count_messages (f), ==, 2);

  /* The provider is told by the end of the connection. */
  while (!provider_has_chat_ended (f->provider))
    g_main_context_iteration (NULL, FALSE);

  reopen (f);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "Once");
}

static void
test_broken (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Tell");
  g_autoptr(GError) error = NULL;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Half");
  wait_for_content (f, 1, "Half");
  provider_chat_break (f->provider);
  g_assert_null (attune_test_wait (sending, &error));
  g_assert_nonnull (error);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "Half");
  g_assert_cmpstr (attune_message_get_error_text (get_message (f, 1)), ==, error->message);

  reopen (f);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "Half");
  g_assert_nonnull (attune_message_get_error_text (get_message (f, 1)));
}

/* A refusal is in the message, where the person looks; asking again replaces it. */
static void
test_retry (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(DexFuture) again = NULL;

  attune_test_reject (attune_conversation_retry (f->conversation), ATTUNE_ERROR_FAILED);
  provider_refuse (f->provider, "POST /chat/completions", 400,
                   "{\"error\":{\"message\":\"too long\"}}", 1);
  attune_test_reject (attune_conversation_send (f->conversation, "Tell"), ATTUNE_ERROR_REQUEST);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "");
  g_assert_nonnull (strstr (attune_message_get_error_text (get_message (f, 1)), "too long"));

  again = attune_conversation_retry (f->conversation);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Well");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (again, NULL);
  g_assert_cmpuint (count_messages (f), ==, 2);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Well");

  reopen (f);
  g_assert_cmpuint (count_messages (f), ==, 2);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Well");
}

/* Whoever asked may go away; the answer comes all the same. */
static void
test_dropped (Fixture       *f,
              gconstpointer  data)
{
  DexFuture *sending = dex_future_first (attune_conversation_send (f->conversation, "Tell"), NULL);

  attune_test_wait_until (provider_is_chatting (f->provider));
  dex_clear (&sending);
  provider_chat_push (f->provider, "All of it");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (f->conversation));
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "All of it");
}

/* Closing keeps what came. */
static void
test_close (Fixture       *f,
            gconstpointer  data)
{
  dex_future_disown (attune_conversation_send (f->conversation, "Tell"));
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Some");
  wait_for_content (f, 1, "Some");
  reopen (f);
  check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "Some");
}

static void
test_delete (Fixture       *f,
             gconstpointer  data)
{
  GListModel *conversations = attune_workspace_get_conversations (f->workspace);

  answer (f, "Hello", "Hi");
  attune_test_run (attune_conversation_set_title (f->conversation, "Greetings"));
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));
  g_assert_cmpuint (attune_test_count (conversations), ==, 0);
  attune_test_run (attune_workspace_restore_conversation (f->workspace, f->conversation));
  g_assert_cmpuint (attune_test_count (conversations), ==, 1);

  reopen (f);
  g_assert_cmpstr (attune_conversation_get_title (f->conversation), ==, "Greetings");
  g_assert_cmpuint (count_messages (f), ==, 2);
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));

  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_conversations (f->workspace)), ==, 0);
  attune_test_reject (attune_workspace_restore_conversation (f->workspace, f->conversation),
                      ATTUNE_ERROR_NOT_FOUND);
}

static void
test_model (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *account_id = NULL;

  account_id = g_strdup (attune_conversation_get_account_id (f->conversation));
  attune_test_run (attune_conversation_set_model (f->conversation, account_id,
                                                  "ft:base:o:colours:0"));
  answer (f, "Hello", "Hi");
  g_assert_cmpstr (json_object_get_string_member (provider_get_chat (f->provider), "model"), ==,
                   "ft:base:o:colours:0");
  g_assert_cmpstr (attune_message_get_model (get_message (f, 1)), ==, "ft:base:o:colours:0");

  attune_test_run (attune_conversation_set_model (f->conversation, "gone", "base"));
  attune_test_reject (attune_conversation_send (f->conversation, "Hello?"), ATTUNE_ERROR_NOT_FOUND);
  check_message (f, 3, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "");
}

/* Who looks in and leaves without a word finds the same empty conversation again. */
static void
test_untouched (Fixture       *f,
                gconstpointer  data)
{
  const char *account_id = attune_conversation_get_account_id (f->conversation);
  GListModel *conversations = attune_workspace_get_conversations (f->workspace);

  attune_test_resolve (attune_workspace_start_conversation (f->workspace, account_id, "base"),
                       g_assert_true (g_value_get_object (value_) == f->conversation));
  attune_test_run (attune_workspace_start_conversation (f->workspace, account_id, "other"));
  g_assert_cmpuint (attune_test_count (conversations), ==, 2);

  answer (f, "Hello", "Hi");
  attune_test_run (attune_workspace_start_conversation (f->workspace, account_id, "base"));
  g_assert_cmpuint (attune_test_count (conversations), ==, 3);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Conversations/" name, Fixture, NULL, set_up, func, tear_down)

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

  return g_test_run ();
}
