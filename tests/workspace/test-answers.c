/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-answers"

#include "config.h"

#include <math.h>

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-model-private.h"
#include "attune-store-jobs.h"
#include "chat-fixture.h"

/* A provider of the person's own, whose prices are known. Providers are read once, by the first who
 * asks for any. */
static void
write_prices (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "attune", "providers", NULL);
  g_autofree char *path = g_build_filename (folder, "shop.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (
    path, "{\"id\":\"shop\",\"name\":\"Shop\",\"base-url\":null,\"base-path\":\"/v1\","
    "\"training\":{\"prices-as-of\":\"2025-12-01\",\"models\":[{\"id\":\"base\","
    "\"training-price\":25.0,\"input-price\":8.0,\"output-price\":16.0,\"cached-price\":2.0,"
    "\"base-input-price\":1.0,\"base-output-price\":4.0}]}}", -1, NULL));
}

static void
set_up (ChatFixture   *f,
        gconstpointer  data)
{
  write_prices ();
  chat_fixture_set_up (f, data);
}

static void
push_usage (ChatFixture *f,
            const char  *usage)
{
  g_autofree char *chunk = g_strdup_printf ("{\"choices\":[],\"usage\":%s}", usage);

  provider_chat_push_chunk (f->provider, chunk);
}

static void
answer_with_usage (ChatFixture *f,
                   DexFuture   *asking,
                   const char  *text,
                   const char  *usage,
                   const char  *reason)
{
  g_autoptr(DexFuture) future = asking;
  g_autoptr(GError) error = NULL;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, text);
  push_usage (f, usage);
  provider_chat_finish (f->provider, reason);
  attune_test_wait (future, &error);
  g_assert_no_error (error);
  attune_test_wait_until (!provider_is_chatting (f->provider));
}

static void
check_tokens (ChatFixture *f,
              guint        i,
              gint64       prompt,
              gint64       completion,
              gint64       cached,
              gint64       reasoning)
{
  const AttuneMessageFacts *facts;

  facts = attune_message_get_facts (chat_fixture_get_message (f, i));
  g_assert_cmpint (facts->prompt_tokens, ==, prompt);
  g_assert_cmpint (facts->completion_tokens, ==, completion);
  g_assert_cmpint (facts->cached_tokens, ==, cached);
  g_assert_cmpint (facts->reasoning_tokens, ==, reasoning);
}

/* What an answer took is there after a restart; the second half of it is added to the first. */
static void
test_facts (ChatFixture   *f,
            gconstpointer  data)
{
  const AttuneMessageFacts *facts;

  answer_with_usage (f, attune_conversation_send (f->conversation, "One?"), "1",
                     "{\"prompt_tokens\":10,\"completion_tokens\":5,"
                     "\"prompt_tokens_details\":{\"cached_tokens\":4},"
                     "\"completion_tokens_details\":{\"reasoning_tokens\":3}}", "length");
  check_tokens (f, 1, 10, 5, 4, 3);
  facts = attune_message_get_facts (chat_fixture_get_message (f, 1));
  g_assert_cmpint (facts->first_token_msec, >=, 0);
  g_assert_cmpint (facts->duration_msec, >=, facts->first_token_msec);
  g_assert_cmpstr (facts->account_id, ==,
                   attune_conversation_get_account_id (f->conversation));
  g_assert_true (isnan (facts->cost));

  chat_fixture_reopen (f);
  check_tokens (f, 1, 10, 5, 4, 3);
  g_assert_true (attune_message_can_continue (chat_fixture_get_message (f, 1)));
  answer_with_usage (f, attune_conversation_continue (f->conversation), "2",
                     "{\"prompt_tokens\":20,\"completion_tokens\":7}", "stop");
  check_tokens (f, 1, 30, 12, 4, 3);
  chat_fixture_reopen (f);
  check_tokens (f, 1, 30, 12, 4, 3);
  chat_fixture_check_branch (f, "One? > 12");
}

/* A provider who says nothing of tokens leaves them unknown, not zero. */
static void
test_silence (ChatFixture   *f,
              gconstpointer  data)
{
  chat_fixture_answer (f, "One?", "1");
  check_tokens (f, 1, -1, -1, -1, -1);
  chat_fixture_reopen (f);
  check_tokens (f, 1, -1, -1, -1, -1);
  g_assert_true (isnan (attune_message_get_facts (chat_fixture_get_message (f, 1))->cost));
  check_tokens (f, 0, -1, -1, -1, -1);
}

/* Thoughts, tools that are wanted and how sure the model was are kept beside the text, and not said
 * again. */
static void
test_parts (ChatFixture   *f,
            gconstpointer  data)
{
  g_autoptr(DexFuture) sending = attune_conversation_send (f->conversation, "Weather?");
  g_autofree char *logprobs = NULL;
  AttuneMessage *message;

  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{"
                            "\"reasoning_content\":\"Look \"}}]}");
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{"
                            "\"reasoning\":\"up\"}}]}");
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Wait\"},"
                            "\"logprobs\":{\"content\":[{\"token\":\"Wait\",\"logprob\":-0.5}]}}]}");
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"!\"},"
                            "\"logprobs\":{\"content\":[{\"token\":\"!\",\"logprob\":-1.5}]}}]}");
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
                            "{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{"
                            "\"name\":\"weather\",\"arguments\":\"{\\\"at\\\":\"}}]}}]}");
  provider_chat_push_chunk (f->provider, "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
                            "{\"index\":0,\"function\":{\"arguments\":\"\\\"here\\\"}\"}}]}}]}");
  provider_chat_finish (f->provider, "tool_calls");
  attune_test_wait (sending, NULL);
  attune_test_wait_until (!provider_is_chatting (f->provider));

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *tools = NULL;

      message = chat_fixture_get_message (f, 1);
      g_clear_pointer (&logprobs, g_free);
      g_assert_cmpstr (attune_message_get_content (message), ==, "Wait!");
      g_assert_cmpstr (attune_message_get_reasoning (message), ==, "Look up");
      logprobs = attune_message_dup_logprobs (message);
      g_assert_cmpstr (logprobs, ==, "[{\"token\":\"Wait\",\"logprob\":-0.5},"
                       "{\"token\":\"!\",\"logprob\":-1.5}]");
      tools = attune_message_dup_tool_calls_text (message);
      g_assert_nonnull (strstr (tools, "weather"));
      g_assert_nonnull (strstr (tools, "here"));
      chat_fixture_reopen (f);
    }

  chat_fixture_answer (f, "Well?", "Sun");
  chat_fixture_check_turn (f, 1, "assistant", "Wait!");
  g_assert_cmpuint (chat_fixture_count_turns (f), ==, 3);
}

static double
ask_for_cost (ChatFixture *f)
{
  guint n_messages = chat_fixture_count_messages (f);

  answer_with_usage (f, attune_conversation_send (f->conversation, "One?"), "1",
                     "{\"prompt_tokens\":1000,\"completion_tokens\":100,"
                     "\"prompt_tokens_details\":{\"cached_tokens\":400}}", "stop");

  return attune_message_get_facts (chat_fixture_get_message (f, n_messages + 1))->cost;
}

/* The price is that of the day of the answer, and stays with it. */
static void
test_cost (ChatFixture   *f,
           gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("shop");
  g_autofree char *url = provider_dup_base_url (f->provider);
  g_autofree char *account_id = NULL;

  g_assert_nonnull (profile);
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Shop", url, NULL),
                       account_id = g_strdup (attune_account_get_id (g_value_get_object (value_))));
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  attune_test_run (attune_conversation_set_model (f->conversation, account_id, "base"));
  g_assert_cmpfloat_with_epsilon (ask_for_cost (f), (1000 * 1.0 + 100 * 4.0) / 1e6, 1e-12);
  chat_fixture_reopen (f);
  g_assert_cmpfloat_with_epsilon (attune_message_get_facts (chat_fixture_get_message (f, 1))->cost,
                                  (1000 * 1.0 + 100 * 4.0) / 1e6, 1e-12);

  /* A model of which nobody knows the price has none. */
  attune_test_run (attune_conversation_set_model (f->conversation, account_id, "unheard-of"));
  g_assert_true (isnan (ask_for_cost (f)));
}

#define NOT_FOUND "{\"error\":{\"message\":\"The model does not exist\",\"code\":\"model_not_found\"}}"

/* As if a fine-tune had ended @age seconds ago with the model that the fixture asks. */
static void
add_job (ChatFixture *f,
         gint64       age,
         const char  *dataset_id)
{
  const char *account_id = attune_conversation_get_account_id (f->conversation);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(AttuneJobRow) row = g_new0 (AttuneJobRow, 1);

  row->id = g_strdup ("job");
  row->remote_id = g_strdup ("ftjob-1");
  row->title = g_strdup ("Job");
  row->account_id = g_strdup (account_id);
  row->account_name = g_strdup ("Server");
  row->dataset_id = g_strdup (dataset_id);
  row->dataset_name = g_strdup ("Colours");
  row->model = g_strdup ("base");
  row->request = g_strdup ("{}");
  row->status = ATTUNE_JOB_STATUS_SUCCEEDED;
  row->announced = TRUE;
  row->created_at = now - age;
  attune_test_run (attune_store_insert_job (f->workspace->store, row));
  row->fine_tuned_model = g_strdup ("ft:base:o:new:0");
  row->finished_at = now - age;
  attune_test_run (attune_store_update_job (f->workspace->store, row, NULL, NULL));
  attune_test_run (attune_workspace_reload_jobs (f->workspace));
  attune_test_run (attune_conversation_set_model (f->conversation, account_id, "ft:base:o:new:0"));
}

/* A model that was only just tuned is not known everywhere at once: it is asked for again. */
static void
test_preparing (ChatFixture   *f,
                gconstpointer  data)
{
  g_autoptr(DexFuture) sending = NULL;

  add_job (f, 60, "gone");
  provider_refuse (f->provider, "POST /chat/completions", 404, NOT_FOUND, 3);
  sending = attune_conversation_send (f->conversation, "Hello?");
  attune_test_wait_until (chat_fixture_count_messages (f) == 2 &&
                          attune_message_get_status_text (chat_fixture_get_message (f, 1)) != NULL);
  g_assert_nonnull (strstr (attune_message_get_status_text (chat_fixture_get_message (f, 1)),
                            "still preparing"));
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Hi");
  provider_chat_finish (f->provider, "stop");
  attune_test_wait (sending, NULL);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_COMPLETE, "Hi");
  g_assert_null (attune_message_get_status_text (chat_fixture_get_message (f, 1)));
  g_assert_cmpuint (provider_count (f->provider, "POST /chat/completions"), ==, 4);
}

/* Who waits may have had enough; and one that had its time is just not there. */
static void
test_not_preparing (ChatFixture   *f,
                    gconstpointer  data)
{
  g_autoptr(DexFuture) sending = NULL;
  g_autoptr(GError) error = NULL;

  add_job (f, 60, "gone");
  provider_refuse (f->provider, "POST /chat/completions", 404, NOT_FOUND, G_MAXUINT);
  sending = attune_conversation_send (f->conversation, "Hello?");
  attune_test_wait_until (chat_fixture_count_messages (f) == 2 &&
                          attune_message_get_status_text (chat_fixture_get_message (f, 1)) != NULL);
  attune_conversation_stop (f->conversation);
  attune_test_wait (sending, &error);
  g_assert_no_error (error);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_STOPPED, "");

  attune_test_run (attune_conversation_set_model (
    f->conversation, attune_conversation_get_account_id (f->conversation), "ft:base:o:old:0"));
  attune_test_reject (attune_conversation_retry (f->conversation), ATTUNE_ERROR_NOT_FOUND);
  chat_fixture_check_message (f, 1, ATTUNE_MESSAGE_ASSISTANT, ATTUNE_MESSAGE_BROKEN, "");
}

static AttuneDataset *
import_lines (ChatFixture *f,
              const char  *format)
{
  g_autofree char *path = g_build_filename (f->folder, "lines.jsonl", NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  AttuneImportOptions options = { 0 };
  AttuneDataset *dataset = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto(GStrv) parts = g_strsplit (format, "@", -1);
      g_autofree char *line = g_strjoinv (number, parts);

      g_string_append_printf (text, "%s\n", line);
    }

  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  attune_test_resolve (attune_workspace_import (f->workspace, path, NULL, &options,
                                                NULL, NULL, NULL),
                       dataset = g_value_get_object (value_));

  return dataset;
}

static void
start_tuned (ChatFixture *f)
{
  g_autofree char *account_id = NULL;

  account_id = g_strdup (attune_conversation_get_account_id (f->conversation));
  g_clear_object (&f->conversation);
  attune_test_resolve (attune_workspace_start_conversation (f->workspace, account_id,
                                                            "ft:base:o:new:0"),
                       f->conversation = g_value_dup_object (value_));
}

/* A tuned model is asked as it has learned it. */
static void
test_talk_defaults (ChatFixture   *f,
                    gconstpointer  data)
{
  AttuneDataset *dataset;
  AttuneConversation *before;

  dataset = import_lines (f, "{\"messages\":[{\"role\":\"system\",\"content\":\"You are Marv\"},"
                          "{\"role\":\"user\",\"content\":\"What is @?\"},"
                          "{\"role\":\"assistant\",\"content\":\"@, of course.\"}]}");
  add_job (f, 60, attune_dataset_get_id (dataset));
  start_tuned (f);
  g_assert_cmpstr (attune_conversation_get_system_text (f->conversation), ==, "You are Marv");
  g_assert_null (attune_conversation_get_parameters (f->conversation));
  g_assert_false (attune_conversation_get_is_completion (f->conversation));

  /* It is as good as new. */
  before = f->conversation;
  start_tuned (f);
  g_assert_true (f->conversation == before);
  attune_test_run (attune_conversation_set_system_text (f->conversation, "You are Ann"));
  start_tuned (f);
  g_assert_cmpstr (attune_conversation_get_system_text (f->conversation), ==, "You are Marv");
}

static void
test_completion_defaults (ChatFixture   *f,
                          gconstpointer  data)
{
  AttuneDataset *dataset;

  dataset = import_lines (f, "{\"prompt\":\"@, Man, flies ->\",\"completion\":\" Wing @ END\"}");
  add_job (f, 60, attune_dataset_get_id (dataset));
  start_tuned (f);
  g_assert_null (attune_conversation_get_system_text (f->conversation));
  g_assert_true (attune_conversation_get_is_completion (f->conversation));
  g_assert_cmpstr (attune_conversation_get_parameters (f->conversation), ==,
                   "{\"stop\":[\" END\"],\"separator\":\", Man, flies ->\",\"mode\":\"completion\"}");
}

/* In a comparison too, unless the person says how; the model that it came from has learned
 * nothing. */
static void
test_comparison_defaults (ChatFixture   *f,
                          gconstpointer  data)
{
  const char *account_id = attune_conversation_get_account_id (f->conversation);
  AttuneComparisonColumn columns[] = {
    { .account_id = account_id, .model = "ft:base:o:new:0" },
    { .account_id = account_id, .model = "base" },
    { .account_id = account_id, .model = "ft:base:o:new:0", .parameters = "{\"temperature\":0.5}" },
  };
  static const char * const expected[] = {
    "{\"stop\":[\" END\"],\"separator\":\", Man, flies ->\",\"mode\":\"completion\"}",
    NULL,
    "{\"temperature\":0.5}",
  };
  g_autoptr(AttuneComparison) comparison = NULL;
  AttuneDataset *dataset;

  dataset = import_lines (f, "{\"prompt\":\"@, Man, flies ->\",\"completion\":\" Wing @ END\"}");
  add_job (f, 60, attune_dataset_get_id (dataset));
  attune_test_resolve (attune_workspace_start_comparison (f->workspace, columns,
                                                          G_N_ELEMENTS (columns), FALSE),
                       comparison = g_value_dup_object (value_));

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(AttuneConversation) column = NULL;

      column = g_list_model_get_item (attune_comparison_get_columns (comparison), i);
      g_assert_cmpstr (attune_conversation_get_parameters (column), ==, expected[i]);
    }
}

/* What ends answers, but stands in them as well, would cut them off. */
static void
test_no_defaults (ChatFixture   *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneChatParameters) parameters = NULL;
  AttuneDataset *dataset;

  dataset = import_lines (f, "{\"prompt\":\"@, Man, flies\",\"completion\":\" 1. Wing. @.\"}");
  add_job (f, 60, attune_dataset_get_id (dataset));
  start_tuned (f);
  parameters = attune_chat_parameters_new_from_json (
    attune_conversation_get_parameters (f->conversation), NULL);
  g_assert_null (attune_chat_parameters_get_stops (parameters)[0]);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Answers/" name, ChatFixture, NULL, \
              set_up, func, chat_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("facts", test_facts);
  ADD ("silence", test_silence);
  ADD ("parts", test_parts);
  ADD ("cost", test_cost);
  ADD ("preparing", test_preparing);
  ADD ("not-preparing", test_not_preparing);
  ADD ("talk-defaults", test_talk_defaults);
  ADD ("completion-defaults", test_completion_defaults);
  ADD ("comparison-defaults", test_comparison_defaults);
  ADD ("no-defaults", test_no_defaults);

  return g_test_run ();
}
