/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-outbox"

#include "config.h"

#include "attune-error.h"
#include "attune-test-network.h"
#include "chat-fixture.h"

typedef struct
{
  ChatFixture        chat;
  AttuneTestNetwork *network;
} Fixture;

static void
open_workspace (Fixture *f)
{
  f->chat.workspace = attune_workspace_new (f->chat.data_dir);
  attune_workspace_set_haste (f->chat.workspace, 100);
  attune_workspace_set_network (f->chat.workspace, G_NETWORK_MONITOR (f->network));
  attune_test_run (attune_workspace_open (f->chat.workspace));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *url = NULL;
  g_autofree char *account_id = NULL;

  f->chat.folder = attune_test_make_dir ();
  f->chat.data_dir = g_build_filename (f->chat.folder, "data", NULL);
  f->chat.provider = provider_new ();
  f->network = attune_test_network_new ();
  open_workspace (f);
  url = provider_dup_far_url (f->chat.provider);
  attune_test_resolve (attune_test_add_account (f->chat.workspace, profile, "Far", url, NULL),
                       account_id = g_strdup (attune_account_get_id (g_value_get_object (value_))));
  attune_test_resolve (attune_workspace_start_conversation (f->chat.workspace, account_id, "base"),
                       f->chat.conversation = g_value_dup_object (value_));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  chat_fixture_tear_down (&f->chat, NULL);
  g_clear_object (&f->network);
}

static void
reopen (Fixture *f)
{
  g_clear_object (&f->chat.conversation);
  attune_test_close (f->chat.workspace);
  open_workspace (f);
  f->chat.conversation =
    g_list_model_get_item (attune_workspace_get_conversations (f->chat.workspace), 0);
  attune_test_run (attune_conversation_load (f->chat.conversation));
}

static void
finish (Fixture    *f,
        const char *text)
{
  attune_test_wait_until (provider_is_chatting (f->chat.provider));
  provider_chat_push (f->chat.provider, text);
  provider_chat_finish (f->chat.provider, "stop");
  attune_test_wait_until (!attune_conversation_get_is_answering (f->chat.conversation));
}

/* What was written offline says that it waits, also after a restart, and is sent by itself. */
static void
test_wait (Fixture       *f,
           gconstpointer  data)
{
  attune_test_run (attune_conversation_send (f->chat.conversation, "Anybody?"));
  attune_test_run (attune_conversation_send (f->chat.conversation, "Anybody at all?"));
  g_assert_cmpuint (chat_fixture_count_messages (&f->chat), ==, 2);

  for (guint i = 0; i < 2; i++)
    {
      AttuneMessage *message = chat_fixture_get_message (&f->chat, i);

      g_assert_cmpint (attune_message_get_state (message), ==, ATTUNE_MESSAGE_WAITING);
      g_assert_nonnull (strstr (attune_message_get_status_text (message), "offline"));
    }

  g_assert_cmpuint (provider_count (f->chat.provider, "POST /chat/completions"), ==, 0);

  reopen (f);
  g_assert_cmpint (attune_message_get_state (chat_fixture_get_message (&f->chat, 1)), ==,
                   ATTUNE_MESSAGE_WAITING);
  attune_workspace_send_waiting (f->chat.workspace);
  attune_test_network_set_available (f->network, TRUE);
  finish (f, "Me");
  chat_fixture_check_branch (&f->chat, "Anybody? > Anybody at all? > Me");
  g_assert_cmpuint (chat_fixture_count_turns (&f->chat), ==, 2);
  g_assert_cmpint (attune_message_get_state (chat_fixture_get_message (&f->chat, 0)), ==,
                   ATTUNE_MESSAGE_COMPLETE);
  g_assert_null (attune_message_get_status_text (chat_fixture_get_message (&f->chat, 0)));

  /* It is sent once. */
  attune_test_network_set_available (f->network, FALSE);
  attune_test_network_set_available (f->network, TRUE);
  reopen (f);
  attune_workspace_send_waiting (f->chat.workspace);
  chat_fixture_answer (&f->chat, "Who?", "I");
  g_assert_cmpuint (provider_count (f->chat.provider, "POST /chat/completions"), ==, 2);
}

/* The network goes while somebody asks: the question waits, and no broken answer stays. */
static void
test_lost (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(DexFuture) sending = NULL;

  attune_workspace_send_waiting (f->chat.workspace);
  attune_test_network_set_available (f->network, TRUE);
  provider_stop (f->chat.provider);
  sending = attune_conversation_send (f->chat.conversation, "Anybody?");
  attune_test_network_lose (f->network);
  attune_test_wait (sending, NULL);
  attune_test_wait_until (!attune_conversation_get_is_answering (f->chat.conversation));
  g_assert_cmpuint (chat_fixture_count_messages (&f->chat), ==, 1);
  g_assert_cmpint (attune_message_get_state (chat_fixture_get_message (&f->chat, 0)), ==,
                   ATTUNE_MESSAGE_WAITING);

  provider_resume (f->chat.provider);
  attune_test_network_set_available (f->network, TRUE);
  finish (f, "Me");
  chat_fixture_check_branch (&f->chat, "Anybody? > Me");
}

/* What was taken away is not sent; what is on this computer needs no network. */
static void
test_apart (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *url = provider_dup_base_url (f->chat.provider);
  g_autofree char *near_id = NULL;

  attune_test_run (attune_conversation_send (f->chat.conversation, "Never mind"));
  attune_test_run (attune_conversation_delete_message (f->chat.conversation,
                                                       chat_fixture_get_message (&f->chat, 0)));
  attune_workspace_send_waiting (f->chat.workspace);
  attune_test_resolve (attune_test_add_account (f->chat.workspace, profile, "Near", url, NULL),
                       near_id = g_strdup (attune_account_get_id (g_value_get_object (value_))));
  attune_test_run (attune_conversation_set_model (f->chat.conversation, near_id, "base"));
  attune_test_network_set_available (f->network, TRUE);
  attune_test_network_set_available (f->network, FALSE);
  chat_fixture_answer (&f->chat, "Hello", "Hi");
  g_assert_cmpuint (provider_count (f->chat.provider, "POST /chat/completions"), ==, 1);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Outbox/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("wait", test_wait);
  ADD ("lost", test_lost);
  ADD ("apart", test_apart);

  return g_test_run ();
}
