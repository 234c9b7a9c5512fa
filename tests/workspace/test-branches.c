/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-branches"

#include "config.h"

#include "attune-chat-record.h"
#include "attune-error.h"
#include "attune-store-archive.h"
#include "chat-fixture.h"

static void
check_place (ChatFixture *f,
             guint        i,
             guint        index,
             guint        n)
{
  AttuneMessage *message = chat_fixture_get_message (f, i);

  g_assert_cmpuint (attune_message_get_sibling_index (message), ==, index);
  g_assert_cmpuint (attune_message_get_n_siblings (message), ==, n);
}

static void
show_sibling (ChatFixture *f,
              guint        i,
              guint        index)
{
  attune_test_run (attune_conversation_show_sibling (f->conversation,
                                                     chat_fixture_get_message (f, i), index));
}

/* A question that is said again stands beside the old one, each with its own answer. */
static void
test_edit (ChatFixture   *f,
           gconstpointer  data)
{
  g_autoptr(AttuneMessage) first = NULL;

  chat_fixture_answer (f, "One?", "1");
  chat_fixture_answer (f, "Two?", "2");
  first = g_object_ref (chat_fixture_get_message (f, 0));
  chat_fixture_reply (f, attune_conversation_edit (f->conversation,
                                                   chat_fixture_get_message (f, 2), "Three?"), "3");
  chat_fixture_check_branch (f, "One? > 1 > Three? > 3");
  g_assert_true (chat_fixture_get_message (f, 0) == first);
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 3);
  chat_fixture_check_turn (f, 1, "assistant", "1");
  chat_fixture_check_turn (f, 2, "user", "Three?");
  check_place (f, 1, 0, 1);
  check_place (f, 2, 1, 2);

  show_sibling (f, 2, 0);
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2");
  check_place (f, 2, 0, 2);
  attune_test_reject (attune_conversation_show_sibling (f->conversation,
                                                        chat_fixture_get_message (f, 2), 2),
                      ATTUNE_ERROR_NOT_FOUND);

  /* What is shown is remembered. */
  chat_fixture_reopen (f);
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2");
  check_place (f, 2, 0, 2);

  /* The conversation goes on where it is shown. */
  chat_fixture_answer (f, "Four?", "4");
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2 > Four? > 4");
  show_sibling (f, 2, 1);
  chat_fixture_check_branch (f, "One? > 1 > Three? > 3");
  show_sibling (f, 2, 0);
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2 > Four? > 4");

  /* Even the first question has siblings. */
  chat_fixture_reply (f, attune_conversation_edit (f->conversation,
                                                   chat_fixture_get_message (f, 0), "Zero?"), "0");
  chat_fixture_check_branch (f, "Zero? > 0");
  check_place (f, 0, 1, 2);
  g_assert_cmpstr (attune_conversation_get_title (f->conversation), ==, "One?");
}

static void
test_regenerate (ChatFixture   *f,
                 gconstpointer  data)
{
  chat_fixture_answer (f, "One?", "1");
  chat_fixture_answer (f, "Two?", "2");
  chat_fixture_reply (f, attune_conversation_regenerate (f->conversation,
                                                         chat_fixture_get_message (f, 1)), "I");
  chat_fixture_check_branch (f, "One? > I");
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 1);
  check_place (f, 1, 1, 2);

  chat_fixture_reply (f, attune_conversation_retry (f->conversation), "i");
  check_place (f, 1, 2, 3);
  show_sibling (f, 1, 0);
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2");

  /* A hit of a search may be in a branch that is not shown. */
  show_sibling (f, 1, 1);
  attune_test_run (attune_conversation_show_message (f->conversation, 3));
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2");
  attune_test_reject (attune_conversation_show_message (f->conversation, 99),
                      ATTUNE_ERROR_NOT_FOUND);
}

/* What came before the connection broke is kept, and what comes then is added to it. */
static void
test_continue (ChatFixture   *f,
               gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Count to four");
  g_autoptr(DexFuture) continuing = NULL;
  const AttuneMessageFacts *facts;
  g_autoptr(GError) error = NULL;

  attune_test_reject (attune_conversation_continue (f->conversation), ATTUNE_ERROR_FAILED);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "1 2");
  chat_fixture_wait_for_content (f, 1, "1 2");
  provider_chat_break (f->provider);
  attune_test_wait (sending, NULL);
  g_assert_true (attune_message_can_continue (chat_fixture_get_message (f, 1)));

  continuing = attune_conversation_continue (f->conversation);
  attune_test_wait_until (provider_count (f->provider, "POST /chat/completions") == 2);
  g_assert_cmpint (attune_message_get_state (chat_fixture_get_message (f, 1)), ==,
                   ATTUNE_MESSAGE_STREAMING);
  provider_chat_push (f->provider, " 3 4");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (continuing, &error);
  g_assert_no_error (error);
  chat_fixture_check_branch (f, "Count to four > 1 2 3 4");
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "1 2 3 4");
  g_assert_null (attune_message_get_error_text (chat_fixture_get_message (f, 1)));
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 3);
  chat_fixture_check_turn (f, 1, "assistant", "1 2");
  g_assert_false (attune_message_can_continue (chat_fixture_get_message (f, 1)));
  facts = attune_message_get_facts (chat_fixture_get_message (f, 1));
  g_assert_cmpint (facts->duration_msec, >=, facts->first_token_msec);
  attune_test_reject (attune_conversation_continue (f->conversation), ATTUNE_ERROR_FAILED);

  chat_fixture_reopen (f);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "1 2 3 4");
}

/* The end is far below: SQLite follows no more than a thousand steps by itself. */
static void
test_deep (ChatFixture   *f,
           gconstpointer  data)
{
  enum { N_MESSAGES = 2500 };
  g_autoptr(GPtrArray) records = NULL;
  AttuneChatRecord *record = attune_chat_record_new ();

  records = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_chat_record_free);
  g_ptr_array_add (records, record);
  record->row->id = g_strdup ("deep");
  record->row->title = g_strdup ("Deep");
  record->row->account_id = g_strdup ("local");
  record->row->model = g_strdup ("base");
  record->row->is_pinned = TRUE;
  record->row->leaf_id = N_MESSAGES;

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      AttuneMessageRow *row = attune_message_row_new (i % 2, ATTUNE_MESSAGE_COMPLETE, "text");

      row->parent_id = i;
      g_ptr_array_add (record->messages, row);
    }

  attune_test_run (attune_store_insert_chats (f->workspace->store, records));
  chat_fixture_reopen (f);
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, N_MESSAGES);
  attune_test_run (attune_conversation_delete_message (f->conversation,
                                                       chat_fixture_get_message (f, 10)));
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 10);
  chat_fixture_reopen (f);
  g_assert_cmpuint (chat_fixture_count_messages (f), ==, 10);
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));
}

static void
test_delete (ChatFixture   *f,
             gconstpointer  data)
{
  g_autoptr(AttuneMessage) second = NULL;
  g_autoptr(AttuneMessage) other = NULL;

  chat_fixture_answer (f, "One?", "1");
  chat_fixture_answer (f, "Two?", "2");
  chat_fixture_answer (f, "Three?", "3");
  chat_fixture_reply (f, attune_conversation_edit (f->conversation,
                                                   chat_fixture_get_message (f, 4), "Four?"), "4");
  second = g_object_ref (chat_fixture_get_message (f, 2));
  other = g_object_ref (chat_fixture_get_message (f, 4));

  /* The branch beside it is shown; bringing it back shows it again. */
  attune_test_run (attune_conversation_delete_message (f->conversation, other));
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2 > Three? > 3");
  check_place (f, 4, 0, 1);
  attune_test_run (attune_conversation_restore_message (f->conversation, other));
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2 > Four? > 4");

  /* Two deletions, one in the other, are undone one by one. */
  attune_test_run (attune_conversation_delete_message (f->conversation, other));
  attune_test_run (attune_conversation_delete_message (f->conversation, second));
  chat_fixture_check_branch (f, "One? > 1");
  attune_test_run (attune_conversation_restore_message (f->conversation, second));
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2 > Three? > 3");

  chat_fixture_reopen (f);
  chat_fixture_check_branch (f, "One? > 1 > Two? > 2 > Three? > 3");
  attune_test_reject (attune_conversation_restore_message (f->conversation, other),
                      ATTUNE_ERROR_NOT_FOUND);
}

/* What is typed is there after a crash; what is sent is no draft any more. */
static void
test_draft (ChatFixture   *f,
            gconstpointer  data)
{
  attune_conversation_set_draft (f->conversation, "Half a thou");
  g_assert_cmpstr (attune_conversation_get_draft (f->conversation), ==, "Half a thou");
  chat_fixture_reopen (f);
  g_assert_cmpstr (attune_conversation_get_draft (f->conversation), ==, "Half a thou");

  /* A conversation in which something is typed is not taken for an empty one. */
  attune_test_resolve (attune_workspace_start_conversation (
                         f->workspace, attune_conversation_get_account_id (f->conversation), "base"),
                       g_assert_true (g_value_get_object (value_) != f->conversation));

  chat_fixture_answer (f, "Half a thought", "Whole");
  g_assert_null (attune_conversation_get_draft (f->conversation));
  chat_fixture_reopen (f);
  g_assert_null (attune_conversation_get_draft (f->conversation));
}

static void
test_pinned (ChatFixture   *f,
             gconstpointer  data)
{
  GListModel *conversations = attune_workspace_get_conversations (f->workspace);
  g_autoptr(AttuneConversation) first = NULL;

  chat_fixture_answer (f, "One?", "1");
  attune_test_run (attune_conversation_set_pinned (f->conversation, TRUE));
  attune_test_run (attune_conversation_set_parameters (f->conversation,
                                                       "{\"temperature\":0.5,\"max_tokens\":7}"));
  attune_test_run (attune_workspace_start_conversation (
    f->workspace, attune_conversation_get_account_id (f->conversation), "base"));
  g_assert_cmpuint (attune_test_count (conversations), ==, 2);
  first = g_list_model_get_item (conversations, 0);
  g_assert_true (first == f->conversation);
  g_clear_object (&first);

  chat_fixture_reopen (f);
  g_assert_true (attune_conversation_get_is_pinned (f->conversation));
  g_assert_cmpstr (attune_conversation_get_parameters (f->conversation), ==,
                   "{\"temperature\":0.5,\"max_tokens\":7}");
  chat_fixture_answer (f, "Two?", "2");
  g_assert_cmpint (json_object_get_int_member (provider_get_chat (f->provider), "max_tokens"), ==, 7);
  g_assert_cmpstr (attune_message_get_facts (chat_fixture_get_message (f, 3))->parameters, ==,
                   "{\"temperature\":0.5,\"max_tokens\":7}");
  g_assert_null (attune_message_get_facts (chat_fixture_get_message (f, 1))->parameters);
}

/* What is changed while another change is being stored is not lost, and loses nothing. */
static void
test_changes (ChatFixture   *f,
              gconstpointer  data)
{
  AttuneConversation *self = f->conversation;
  const char *account_id = attune_conversation_get_account_id (self);

  attune_test_run (dex_future_all (attune_conversation_set_title (self, "Colours"),
                                   attune_conversation_set_system_text (self, "Be brief"),
                                   attune_conversation_set_parameters (self, "{\"seed\":1}"),
                                   attune_conversation_set_model (self, account_id, "other"),
                                   attune_conversation_set_pinned (self, TRUE),
                                   NULL));
  chat_fixture_reopen (f);
  self = f->conversation;
  g_assert_cmpstr (attune_conversation_get_title (self), ==, "Colours");
  g_assert_cmpstr (attune_conversation_get_system_text (self), ==, "Be brief");
  g_assert_cmpstr (attune_conversation_get_parameters (self), ==, "{\"seed\":1}");
  g_assert_cmpstr (attune_conversation_get_model (self), ==, "other");
  g_assert_true (attune_conversation_get_is_pinned (self));
}

static void
check_preset (ChatFixture *f,
              guint        i,
              const char  *name,
              const char  *system_text,
              const char  *parameters)
{
  g_autoptr(AttuneChatPreset) preset = NULL;

  preset = g_list_model_get_item (attune_workspace_get_presets (f->workspace), i);
  g_assert_nonnull (preset);
  g_assert_cmpstr (attune_chat_preset_get_name (preset), ==, name);
  g_assert_cmpstr (attune_chat_preset_get_system_text (preset), ==, system_text);
  g_assert_cmpstr (attune_chat_preset_get_parameters (preset), ==, parameters);
}

static void
test_presets (ChatFixture   *f,
              gconstpointer  data)
{
  GListModel *presets = attune_workspace_get_presets (f->workspace);
  g_autoptr(AttuneChatPreset) before = NULL;
  g_autoptr(AttuneChatPreset) after = NULL;

  g_assert_cmpuint (attune_test_count (presets), ==, 0);
  attune_test_run (attune_workspace_save_preset (f->workspace, "poet", "Rhyme", "{\"seed\":1}"));
  attune_test_run (attune_workspace_save_preset (f->workspace, "Clerk", NULL, "{}"));
  check_preset (f, 0, "Clerk", NULL, "{}");
  check_preset (f, 1, "poet", "Rhyme", "{\"seed\":1}");

  /* The same name is the same preset, and what did not change stays the same object. */
  before = g_list_model_get_item (presets, 1);
  attune_test_run (attune_workspace_save_preset (f->workspace, "Clerk", "Count", "{\"seed\":2}"));
  after = g_list_model_get_item (presets, 1);
  g_assert_true (before == after);
  chat_fixture_reopen (f);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_presets (f->workspace)), ==, 2);
  check_preset (f, 0, "Clerk", "Count", "{\"seed\":2}");

  attune_test_run (attune_workspace_delete_preset (f->workspace, "Clerk"));
  g_assert_cmpuint (attune_test_count (attune_workspace_get_presets (f->workspace)), ==, 1);
  check_preset (f, 0, "poet", "Rhyme", "{\"seed\":1}");
}

#define ADD(name, func) \
  g_test_add ("/Attune/Branches/" name, ChatFixture, NULL, \
              chat_fixture_set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("edit", test_edit);
  ADD ("regenerate", test_regenerate);
  ADD ("continue", test_continue);
  ADD ("deep", test_deep);
  ADD ("delete", test_delete);
  ADD ("draft", test_draft);
  ADD ("pinned", test_pinned);
  ADD ("changes", test_changes);
  ADD ("presets", test_presets);

  return g_test_run ();
}
