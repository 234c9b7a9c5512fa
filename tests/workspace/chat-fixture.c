/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chat-fixture"

#include "config.h"

#include "chat-fixture.h"

char *
chat_fixture_add_account (ChatFixture *f,
                          Provider    *provider,
                          const char  *name)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = provider_dup_base_url (provider);
  char *id = NULL;

  attune_test_resolve (attune_test_add_account (f->workspace, profile, name, base_url, NULL),
                       id = g_strdup (attune_account_get_id (g_value_get_object (value_))));

  return id;
}

void
chat_fixture_set_up (ChatFixture   *f,
                     gconstpointer  data)
{
  g_autofree char *account_id = NULL;

  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->workspace = attune_test_open (f->data_dir);
  account_id = chat_fixture_add_account (f, f->provider, "Server");
  attune_test_resolve (attune_workspace_start_conversation (f->workspace, account_id, "base"),
                       f->conversation = g_value_dup_object (value_));
}

void
chat_fixture_tear_down (ChatFixture   *f,
                        gconstpointer  data)
{
  g_clear_object (&f->conversation);
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
}

void
chat_fixture_reopen (ChatFixture *f)
{
  g_clear_object (&f->conversation);
  attune_test_close (f->workspace);
  f->workspace = attune_test_open (f->data_dir);
  f->conversation = g_list_model_get_item (attune_workspace_get_conversations (f->workspace), 0);
  attune_test_run (attune_conversation_load (f->conversation));
}

AttuneMessage *
chat_fixture_get_message (ChatFixture *f,
                          guint        i)
{
  g_autoptr(AttuneMessage) message = NULL;

  message = g_list_model_get_item (attune_conversation_get_messages (f->conversation), i);
  g_assert_nonnull (message);

  return message;
}

guint
chat_fixture_count_messages (ChatFixture *f)
{
  return attune_test_count (attune_conversation_get_messages (f->conversation));
}

void
chat_fixture_check_message (ChatFixture         *f,
                            guint                i,
                            AttuneMessageAuthor  author,
                            AttuneMessageState   state,
                            const char          *content)
{
  AttuneMessage *message = chat_fixture_get_message (f, i);

  g_assert_cmpint (attune_message_get_author (message), ==, author);
  g_assert_cmpint (attune_message_get_state (message), ==, state);
  g_assert_cmpstr (attune_message_get_content (message), ==, content);
}

void
chat_fixture_check_branch (ChatFixture *f,
                           const char  *contents)
{
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < chat_fixture_count_messages (f); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? " > " : "",
                            attune_message_get_content (chat_fixture_get_message (f, i)));

  g_assert_cmpstr (all->str, ==, contents);
}

void
chat_fixture_wait_for_content (ChatFixture *f,
                               guint        i,
                               const char  *content)
{
  attune_test_wait_until (chat_fixture_count_messages (f) > i &&
                          g_str_equal (attune_message_get_content (chat_fixture_get_message (f, i)),
                                       content));
}

void
chat_fixture_reply (ChatFixture *f,
                    DexFuture   *asking,
                    const char  *text)
{
  g_autoptr(DexFuture) future = asking;
  g_autoptr(GError) error = NULL;

  g_assert_true (attune_conversation_get_is_answering (f->conversation));
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, text);
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  g_assert_false (attune_conversation_get_is_answering (f->conversation));
  attune_test_wait_until (!provider_is_chatting (f->provider));
}

void
chat_fixture_answer (ChatFixture *f,
                     const char  *question,
                     const char  *text)
{
  chat_fixture_reply (f, attune_conversation_send (f->conversation, question), text);
}

guint
chat_fixture_count_turns (ChatFixture *f)
{
  return json_array_get_length (json_object_get_array_member (provider_get_chat (f->provider),
                                                              "messages"));
}

void
chat_fixture_check_turn (ChatFixture *f,
                         guint        i,
                         const char  *role,
                         const char  *content)
{
  JsonArray *messages = json_object_get_array_member (provider_get_chat (f->provider), "messages");
  JsonObject *turn = json_array_get_object_element (messages, i);

  g_assert_cmpstr (json_object_get_string_member (turn, "role"), ==, role);
  g_assert_cmpstr (json_object_get_string_member (turn, "content"), ==, content);
}
