/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-chat-files"

#include "config.h"

#include <archive.h>
#include <archive_entry.h>

#include "attune-chat-splitter.h"
#include "attune-error.h"
#include "attune-json.h"
#include "chat-fixture.h"

static char *
dup_path (ChatFixture *f,
          const char  *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static char *
read_file (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static AttuneChatExportResult *
export (ChatFixture            *f,
        AttuneChatExportFormat  format,
        const char             *path)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();
  AttuneChatExportResult *result = NULL;

  g_ptr_array_add (conversations, f->conversation);
  attune_test_resolve (attune_workspace_export_conversations (f->workspace, conversations, format,
                                                              path),
                       result = g_value_dup_boxed (value_));

  return result;
}

static AttuneChatImportResult *
import (ChatFixture *f,
        const char  *path)
{
  AttuneChatImportResult *result = NULL;

  attune_test_resolve (attune_workspace_import_conversations (
                         f->workspace, path,
                         attune_conversation_get_account_id (f->conversation), "default"),
                       result = g_value_dup_boxed (value_));

  return result;
}

static void
check_import (ChatFixture *f,
              const char  *path,
              guint        n_conversations,
              guint        n_messages,
              guint        n_known,
              guint        n_left_out)
{
  g_autoptr(AttuneChatImportResult) result = import (f, path);

  g_assert_cmpuint (result->n_conversations, ==, n_conversations);
  g_assert_cmpuint (result->n_messages, ==, n_messages);
  g_assert_cmpuint (result->n_known, ==, n_known);
  g_assert_cmpuint (result->n_left_out, ==, n_left_out);
}

/* Takes the conversation of that title for the fixture's. */
static void
show (ChatFixture *f,
      const char  *title)
{
  GListModel *conversations = attune_workspace_get_conversations (f->workspace);

  for (guint i = 0; i < attune_test_count (conversations); i++)
    {
      g_autoptr(AttuneConversation) conversation = g_list_model_get_item (conversations, i);

      if (g_str_equal (attune_conversation_get_title (conversation), title))
        {
          g_set_object (&f->conversation, conversation);
          attune_test_run (attune_conversation_load (conversation));
          return;
        }
    }

  g_assert_not_reached ();
}

static void
answer_with_usage (ChatFixture *f,
                   const char  *question,
                   const char  *text)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, question);

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{"
                            "\"reasoning_content\":\"Let me\\nsee\"}}]}");
  provider_chat_push (f->provider, text);
  provider_chat_push_chunk (f->provider, "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
                            "\"completion_tokens\":3}}");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (sending, NULL);
}

static void
test_markdown (ChatFixture   *f,
               gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "chat.md");
  g_autoptr(AttuneChatExportResult) result = NULL;
  g_autofree char *text = NULL;

  attune_test_run (attune_conversation_set_system_text (f->conversation, "Be brief"));
  attune_test_run (attune_conversation_set_title (f->conversation, "# <b>Sky</b>\nand *sea*"));
  answer_with_usage (f, "Colour?", "It is **blue**");
  result = export (f, ATTUNE_CHAT_EXPORT_MARKDOWN, path);
  g_assert_cmpuint (result->n_conversations, ==, 1);
  text = read_file (path);
  g_assert_true (g_str_has_prefix (text, "# \\# \\<b\\>Sky\\</b\\> and \\*sea\\*\n\nbase · 20"));
  g_assert_nonnull (strstr (text, "\n\n## System Text\n\nBe brief\n\n## You\n\nColour?\n\n"
                            "## base\n\n> Let me\n> see\n\nIt is **blue**\n\n"));
}

/* All branches, and what each answer took, come back. */
static void
test_json (ChatFixture   *f,
           gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "chat.json");
  g_autoptr(AttuneChatExportResult) result = NULL;
  const AttuneMessageFacts *facts;
  guint n_hits = 0;

  attune_test_run (attune_conversation_set_system_text (f->conversation, "Be brief"));
  attune_test_run (attune_conversation_set_parameters (f->conversation, "{\"seed\":3}"));
  chat_fixture_answer (f, "One?", "1");
  answer_with_usage (f, "Two?", "2");
  chat_fixture_reply (f, attune_conversation_edit (f->conversation,
                                                   chat_fixture_get_message (f, 2), "Three?"), "3");
  attune_test_run (attune_conversation_show_sibling (f->conversation,
                                                     chat_fixture_get_message (f, 2), 0));
  attune_test_run (attune_conversation_set_title (f->conversation, "Before"));
  result = export (f, ATTUNE_CHAT_EXPORT_JSON, path);

  /* It never was away. */
  check_import (f, path, 0, 0, 1, 0);
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));
  check_import (f, path, 1, 6, 0, 0);
  check_import (f, path, 0, 0, 1, 0);

  for (guint i = 0; i < 2; i++)
    {
      show (f, "Before");
      chat_fixture_check_branch (f, "One? > 1 > Two? > 2");
      g_assert_cmpstr (attune_conversation_get_model (f->conversation), ==, "base");
      g_assert_cmpstr (attune_conversation_get_system_text (f->conversation), ==, "Be brief");
      g_assert_cmpstr (attune_conversation_get_parameters (f->conversation), ==, "{\"seed\":3}");
      g_assert_cmpuint (attune_message_get_n_siblings (chat_fixture_get_message (f, 2)), ==, 2);
      g_assert_cmpstr (attune_message_get_reasoning (chat_fixture_get_message (f, 3)), ==,
                       "Let me\nsee");
      facts = attune_message_get_facts (chat_fixture_get_message (f, 3));
      g_assert_cmpint (facts->prompt_tokens, ==, 7);
      g_assert_cmpint (facts->completion_tokens, ==, 3);
      g_assert_cmpint (facts->cached_tokens, ==, -1);
      g_assert_cmpint (facts->duration_msec, >=, 0);
      g_assert_cmpstr (facts->parameters, ==, "{\"seed\":3}");
      chat_fixture_reopen (f);
    }

  /* It is found, and goes on. */
  chat_fixture_answer (f, "Four?", "4");
  chat_fixture_check_turn (f, 4, "assistant", "2");
  attune_test_resolve (attune_workspace_search_conversations (f->workspace, "Three"),
                       n_hits = ((AttuneSearchResult *)g_value_get_boxed (value_))->hits->len);
  g_assert_cmpuint (n_hits, ==, 1);

  /* One that was deleted may come again. */
  attune_test_run (attune_workspace_delete_conversation (f->workspace, f->conversation));
  check_import (f, path, 1, 6, 0, 0);
}

static void
stop_answer (ChatFixture *f,
             const char  *question,
             const char  *text)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, question);
  guint n_messages = chat_fixture_count_messages (f);

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, text);
  attune_test_wait_until (chat_fixture_count_messages (f) == n_messages + 2);
  chat_fixture_wait_for_content (f, n_messages + 1, text);
  attune_conversation_stop (f->conversation);
  attune_test_wait (sending, NULL);

  /* The provider has to be done with it before it is asked again. */
  provider_chat_finish (f->provider, "stop");
  attune_test_wait_until (!provider_is_chatting (f->provider));
}

/* A model learns nothing from an answer that was cut off, nor from a question without one. */
static void
test_examples (ChatFixture   *f,
               gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "examples.jsonl");
  g_autoptr(AttuneChatExportResult) result = NULL;
  g_autofree char *text = NULL;

  attune_test_run (attune_conversation_set_system_text (f->conversation, "Be \"brief\""));
  stop_answer (f, "One?", "I am go");
  result = export (f, ATTUNE_CHAT_EXPORT_EXAMPLES, path);
  g_assert_cmpuint (result->n_examples, ==, 0);
  g_assert_cmpuint (result->n_left_out, ==, 1);
  text = read_file (path);
  g_assert_cmpstr (text, ==, "");
  g_clear_pointer (&text, g_free);
  g_clear_pointer (&result, attune_chat_export_result_free);

  chat_fixture_reply (f, attune_conversation_retry (f->conversation), "1");
  chat_fixture_answer (f, "二?", "二");
  stop_answer (f, "Three?", "3");
  result = export (f, ATTUNE_CHAT_EXPORT_EXAMPLES, path);
  g_assert_cmpuint (result->n_examples, ==, 1);
  text = read_file (path);
  g_assert_cmpstr (text, ==,
                   "{\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\"\"},"
                   "{\"role\":\"user\",\"content\":\"One?\"},"
                   "{\"role\":\"assistant\",\"content\":\"1\"},"
                   "{\"role\":\"user\",\"content\":\"二?\"},"
                   "{\"role\":\"assistant\",\"content\":\"二\"}]}\n");
}

static void
complete (ChatFixture *f,
          DexFuture   *asking,
          const char  *chunk,
          const char  *reason)
{
  g_autoptr(DexFuture) future = asking;
  g_autoptr(GError) error = NULL;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push_chunk (f->provider, chunk);
  provider_chat_finish (f->provider, reason);
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  attune_test_wait_until (!provider_is_chatting (f->provider));
}

/* A text model is asked to go on with a prompt, which stands for itself. */
static void
test_completions (ChatFixture   *f,
                  gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "examples.jsonl");
  g_autoptr(AttuneChatExportResult) result = NULL;
  g_autoptr(AttuneChatRequest) request = NULL;
  g_autofree char *logprobs = NULL;
  g_autofree char *text = NULL;

  attune_test_run (attune_conversation_set_parameters (
    f->conversation,
    "{\"mode\":\"completion\",\"separator\":\" ->\",\"stop\":[\" END\"],\"max_tokens\":3}"));
  g_assert_true (attune_conversation_get_is_completion (f->conversation));
  complete (f, attune_conversation_send (f->conversation, "18, Man, can eat a lot"),
            "{\"choices\":[{\"index\":0,\"text\":\" Big \",\"logprobs\":{"
            "\"tokens\":[\" Big\",\" \",7],\"token_logprobs\":[null,-0.5,-1],"
            "\"top_logprobs\":[null,{\" \":-0.5,\"-\":-2,\"x\":null}]}}]}", "length");
  logprobs = attune_message_dup_logprobs (chat_fixture_get_message (f, 1));
  g_assert_cmpstr (logprobs, ==,
                   "[{\"token\":\" Big\",\"top_logprobs\":[]},"
                   "{\"token\":\" \",\"logprob\":-0.5,\"top_logprobs\":["
                   "{\"token\":\" \",\"logprob\":-0.5},{\"token\":\"-\",\"logprob\":-2.0}]}]");

  /* llama-server tells it as in a chat; half a character comes without a text. */
  g_free (logprobs);
  complete (f, attune_conversation_regenerate (f->conversation, chat_fixture_get_message (f, 1)),
            "{\"choices\":[{\"index\":0,\"text\":\"\",\"logprobs\":{\"content\":["
            "{\"token\":\"?\",\"logprob\":-1.5}]}}]}", "stop");
  logprobs = attune_message_dup_logprobs (chat_fixture_get_message (f, 1));
  g_assert_cmpstr (logprobs, ==, "[{\"token\":\"?\",\"logprob\":-1.5}]");
  attune_test_run (attune_conversation_show_sibling (f->conversation,
                                                     chat_fixture_get_message (f, 1), 0));
  g_assert_cmpuint (provider_count (f->provider, "POST /completions"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (provider_get_chat (f->provider), "prompt"), ==,
                   "18, Man, can eat a lot ->");
  complete (f, attune_conversation_continue (f->conversation),
            "{\"choices\":[{\"index\":0,\"text\":\"Mouth\"}]}", "stop");
  g_assert_cmpstr (json_object_get_string_member (provider_get_chat (f->provider), "prompt"), ==,
                   "18, Man, can eat a lot -> Big ");
  complete (f, attune_conversation_send (f->conversation, "20, Woman, flies ->"),
            "{\"choices\":[{\"index\":0,\"text\":\" Wing\"}]}", "stop");
  g_assert_cmpstr (json_object_get_string_member (provider_get_chat (f->provider), "prompt"), ==,
                   "20, Woman, flies ->");
  chat_fixture_check_branch (f, "18, Man, can eat a lot >  Big Mouth > 20, Woman, flies -> >  Wing");
  request = attune_conversation_create_request (f->conversation, "7, Boy, swims");
  g_assert_cmpstr (attune_chat_request_get_prompt (request), ==, "7, Boy, swims ->");

  result = export (f, ATTUNE_CHAT_EXPORT_EXAMPLES, path);
  g_assert_cmpuint (result->n_examples, ==, 2);
  text = read_file (path);
  g_assert_cmpstr (text, ==,
                   "{\"prompt\":\"18, Man, can eat a lot ->\",\"completion\":\" Big Mouth END\"}\n"
                   "{\"prompt\":\"20, Woman, flies ->\",\"completion\":\" Wing END\"}\n");
}

#define NODE(id, parent, children, message) \
  "\"" id "\":{\"id\":\"" id "\",\"parent\":" parent ",\"children\":[" children "]," \
  "\"message\":" message "}"

#define SAID(role, time, content) \
  "{\"author\":{\"role\":\"" role "\"},\"create_time\":" time ",\"recipient\":\"all\"," \
  "\"metadata\":{\"model_slug\":\"gpt-4o\"}," \
  "\"content\":{\"content_type\":\"text\",\"parts\":[\"" content "\"]}}"

/* As ChatGPT writes it: a tree of nodes, with an answer that was asked for twice, thoughts, a tool,
 * a picture and hidden messages on the way. */
static const char chatgpt[] =
  "[{\"title\":\"Colours 颜色\",\"create_time\":1700000000.5,\"update_time\":1700000100.25,"
  "\"conversation_id\":\"abc\",\"current_node\":\"a2\",\"mapping\":{"
  NODE ("root", "null", "\"sys\"", "null") ","
  NODE ("sys", "\"root\"", "\"q1\"", SAID ("system", "null", "")) ","
  NODE ("a1", "\"q1\"", "\"q2\"", SAID ("assistant", "1700000002.5", "Blue")) ","
  NODE ("q1", "\"sys\"", "\"a1\",\"think\"", SAID ("user", "1700000001.5", "Sky?")) ","
  NODE ("think", "\"q1\"", "\"tool\"",
        "{\"author\":{\"role\":\"assistant\"},\"content\":{\"content_type\":\"thoughts\","
        "\"thoughts\":[{\"summary\":\"s\",\"content\":\"Look up\"},{\"content\":\"See\"}]}}") ","
  NODE ("tool", "\"think\"", "\"a2\"",
        "{\"author\":{\"role\":\"tool\"},\"content\":{\"content_type\":\"text\","
        "\"parts\":[\"secret of a tool\"]}}") ","
  NODE ("a2", "\"tool\"", "", SAID ("assistant", "1700000003", "Grey\\nish")) ","
  NODE ("q2", "\"a1\"", "\"a3\"",
        "{\"author\":{\"role\":\"user\"},\"content\":{\"content_type\":\"multimodal_text\","
        "\"parts\":[{\"content_type\":\"image_asset_pointer\"},\"What is this?\"]}}") ","
  NODE ("a3", "\"q2\"", "\"q1\"", SAID ("assistant", "1e300", "A sky"))
  "}},"
  "{\"title\":\"Empty\",\"conversation_id\":\"def\",\"mapping\":{"
  NODE ("root", "null", "", "null") "}},"
  "{\"title\":null,\"id\":\"ghi\",\"current_node\":\"nowhere\",\"mapping\":{"
  NODE ("q", "\"gone\"", "\"a\",\"a\",\"missing\",7", SAID ("user", "1", "A long <b>question</b>?"))
  "," NODE ("a", "\"q\"", "\"q\"", SAID ("assistant", "2", "Yes")) "}},"
  "17,{\"mapping\":[]}]";

static void
check_chatgpt (ChatFixture *f)
{
  AttuneMessage *answer;

  show (f, "Colours 颜色");
  chat_fixture_check_branch (f, "Sky? > Grey\nish");
  g_assert_cmpint (attune_conversation_get_updated_at (f->conversation), ==, 1700000100);
  g_assert_cmpstr (attune_conversation_get_model (f->conversation), ==, "default");
  answer = chat_fixture_get_message (f, 1);
  g_assert_cmpstr (attune_message_get_model (answer), ==, "gpt-4o");
  g_assert_cmpstr (attune_message_get_reasoning (answer), ==, "Look up\n\nSee");
  g_assert_cmpuint (attune_message_get_sibling_index (answer), ==, 1);
  g_assert_cmpint (attune_message_get_created_at (answer), ==, 1700000003);
  attune_test_run (attune_conversation_show_sibling (f->conversation, answer, 0));
  chat_fixture_check_branch (f, "Sky? > Blue > What is this? > A sky");
  attune_test_run (attune_conversation_show_sibling (f->conversation,
                                                     chat_fixture_get_message (f, 1), 1));
  show (f, "A long <b>question</b>?");
  chat_fixture_check_branch (f, "A long <b>question</b>? > Yes");
}

static void
test_chatgpt (ChatFixture   *f,
              gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "conversations.json");

  g_assert_true (g_file_set_contents (path, chatgpt, -1, NULL));
  check_import (f, path, 2, 7, 0, 3);
  check_import (f, path, 0, 0, 2, 3);
  check_chatgpt (f);
  chat_fixture_reopen (f);
  check_chatgpt (f);
}

static void
add_member (struct archive *archive,
            const char     *name,
            const char     *text,
            gsize           length)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, length);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, text, length), ==, length);
  archive_entry_free (entry);
}

/* The ZIP file as ChatGPT sends it, in which another file is larger. */
static void
test_zip (ChatFixture   *f,
          gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "export.zip");
  struct archive *archive = archive_write_new ();
  g_autofree char *blanks = g_strnfill (100000, ' ');

  g_assert_cmpint (archive_write_set_format_zip (archive), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  add_member (archive, "chat.json", blanks, strlen (blanks));
  add_member (archive, "conversations.json", chatgpt, strlen (chatgpt));
  g_assert_cmpint (archive_write_free (archive), ==, ARCHIVE_OK);
  check_import (f, path, 2, 7, 0, 3);
  check_chatgpt (f);
}

/* The conversations of a document that came in pieces of some length; then what is around them. */
static char *
split (const char *text,
       gsize       piece)
{
  g_autoptr(AttuneChatSplitter) splitter = attune_chat_splitter_new ();
  g_autoptr(GArray) spans = NULL;
  g_autoptr(GString) line = g_string_new (NULL);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i += piece)
    attune_chat_splitter_feed (splitter, text + i, MIN (piece, length - i));

  if (!attune_chat_splitter_is_whole (splitter))
    return g_strdup ("damaged");

  spans = attune_chat_splitter_dup_spans (splitter);

  for (guint i = 0; i < spans->len; i++)
    {
      const AttuneChatSpan *span = &g_array_index (spans, AttuneChatSpan, i);

      g_string_append_printf (line, "%.*s | ", (int)(span->end - span->start), text + span->start);
    }

  g_string_append (line, attune_chat_splitter_get_frame (splitter));

  return g_string_free_and_steal (g_steal_pointer (&line));
}

/* Wherever a document is cut into pieces, its conversations are the same. */
static void
test_split (void)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } cases[] = {
    { "[]", "[]" },
    { " [ {\"a\":1} , [2], 3,\"x\"] ", "{\"a\":1}  | [2] | 3 | \"x\" | []" },
    { "[{\"a\":\"]}\\\"]\\\\\"},{\"b\":[[{}]]}]",
      "{\"a\":\"]}\\\"]\\\\\"} | {\"b\":[[{}]]} | []" },
    { "{\"n\":1,\"conversations\":[{\"conversations\":[1,2]},{}],\"m\":{\"x\":[1]}}",
      "{\"conversations\":[1,2]} | {} | {\"n\":1,\"conversations\":[],\"m\":{}}" },
    { "{\"conversations2\":[1],\"x\":\"conversations\"}",
      "{\"conversations2\":[],\"x\":\"conversations\"}" },
    { "[1] 2", "damaged" }, { "[1]]", "damaged" }, { "[\"1]", "damaged" }, { "[{]", "damaged" },
    { "", "damaged" }, { "]", "damaged" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece <= strlen (cases[i].text) + 1; piece++)
      {
        g_autofree char *found = split (cases[i].text, piece);

        g_assert_cmpstr (found, ==, cases[i].expected);
      }
}

static void
test_bad (ChatFixture   *f,
          gconstpointer  data)
{
  static const char * const texts[] = {
    "", "{", "[]", "{}", "[1]", "\"text\"", "[{\"a\":1}]", "{\"format\":\"attune-chats\"}",
    "{\"format\":\"attune-chats\",\"version\":2,\"conversations\":[]}",
    "{\"messages\":[]}\n{\"messages\":[]}",
  };
  const char *account_id = attune_conversation_get_account_id (f->conversation);
  g_autofree char *path = dup_path (f, "bad.json");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      attune_test_reject (attune_workspace_import_conversations (f->workspace, path, account_id,
                                                                 "base"), ATTUNE_ERROR_DATA);
    }

  g_remove (path);
  attune_test_reject (attune_workspace_import_conversations (f->workspace, path, account_id, "base"),
                      ATTUNE_ERROR_STORAGE);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_conversations (f->workspace)), ==, 1);
}

/* What a person, or somebody else, has written into one of our files is taken as far as it goes. */
static void
test_odd (ChatFixture   *f,
          gconstpointer  data)
{
  g_autofree char *path = dup_path (f, "odd.json");
  g_autoptr(AttuneChatExportResult) result = NULL;
  g_autofree char *logprobs = NULL;
  g_autofree char *tools = NULL;
  static const char text[] =
    "{\"format\":\"attune-chats\",\"version\":1,\"conversations\":[7,{},{\"messages\":{}},"
    "{\"title\":\"Odd\\none\",\"parameters\":[],\"created_at\":-5,\"updated_at\":1e15,\"shown\":9,\"messages\":["
    "{\"id\":5,\"parent\":9,\"content\":\"One?\",\"author\":\"user\",\"state\":\"waiting\"},"
    "{\"id\":9,\"parent\":5,\"content\":\"1\",\"author\":\"assistant\",\"state\":\"streaming\","
    "\"tool_calls\":[7,{\"function\":[]},{\"function\":{\"name\":3}}],\"logprobs\":{\"a\":1}},"
    "{\"id\":5,\"parent\":77,\"content\":8,\"author\":\"god\",\"state\":\"new\",\"cost_usd\":\"x\"},"
    "null]}]}";

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  check_import (f, path, 1, 4, 0, 3);
  show (f, "Odd one");
  g_assert_null (attune_conversation_get_parameters (f->conversation));
  chat_fixture_check_branch (f, "One? > 1");
  g_assert_cmpint (attune_message_get_state (chat_fixture_get_message (f, 0)), ==,
                   ATTUNE_MESSAGE_COMPLETE);
  g_assert_cmpint (attune_message_get_state (chat_fixture_get_message (f, 1)), ==,
                   ATTUNE_MESSAGE_STOPPED);
  logprobs = attune_message_dup_logprobs (chat_fixture_get_message (f, 1));
  g_assert_null (logprobs);
  tools = attune_message_dup_tool_calls_text (chat_fixture_get_message (f, 1));
  result = export (f, ATTUNE_CHAT_EXPORT_MARKDOWN, path);
}

static void
cancel_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  g_assert_cmpint (done, <=, total);
  g_assert_cmpint (total, ==, 100);
  g_cancellable_cancel (user_data);
}

/* What is here when somebody wants no more stays, and the same file brings the rest. */
static void
test_cancel_import (ChatFixture   *f,
                    gconstpointer  data)
{
  const char *account_id = attune_conversation_get_account_id (f->conversation);
  g_autofree char *path = dup_path (f, "many.json");
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(AttuneChatImportResult) first = NULL;
  g_autoptr(AttuneChatImportResult) second = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (json, "%s{\"title\":\"%u\",\"conversation_id\":\"c%u\",\"current_node\":\"n\","
                            "\"mapping\":{\"n\":{\"id\":\"n\",\"parent\":null,\"children\":[],\"message\":{"
                            "\"author\":{\"role\":\"user\"},\"content\":{\"content_type\":\"text\","
                            "\"parts\":[\"Hello\"]}}}}}", i > 0 ? "," : "", i, i);
  g_string_append_c (json, ']');
  g_assert_true (g_file_set_contents (path, json->str, (gssize)json->len, NULL));

  attune_test_resolve (attune_workspace_import_conversations_full (f->workspace, path, account_id,
                                                                   "base", cancellable, cancel_cb,
                                                                   cancellable, NULL),
                       first = g_value_dup_boxed (value_));
  g_assert_cmpuint (first->n_conversations, >, 0);
  g_assert_cmpuint (first->n_conversations, <, 100);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_conversations (f->workspace)), ==,
                    first->n_conversations + 1);

  attune_test_resolve (attune_workspace_import_conversations (f->workspace, path, account_id, "base"),
                       second = g_value_dup_boxed (value_));
  g_assert_cmpuint (second->n_known, ==, first->n_conversations);
  g_assert_cmpuint (second->n_conversations + second->n_known, ==, 100);
}

#define ADD(name, func) \
  g_test_add ("/Attune/ChatFiles/" name, ChatFixture, NULL, \
              chat_fixture_set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("markdown", test_markdown);
  ADD ("json", test_json);
  ADD ("examples", test_examples);
  ADD ("completions", test_completions);
  ADD ("chatgpt", test_chatgpt);
  ADD ("cancel-import", test_cancel_import);
  ADD ("zip", test_zip);
  ADD ("bad", test_bad);
  ADD ("odd", test_odd);
  g_test_add_func ("/Attune/ChatFiles/split", test_split);

  return g_test_run ();
}
