/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-plans"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-account-private.h"
#include "attune-cost.h"
#include "attune-dataset-private.h"
#include "attune-edits.h"
#include "attune-error.h"
#include "attune-model-private.h"
#include "attune-workspace-plans.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* What a fine-tune would be refused for, before it is sent. */

#define PROVIDER_JSON \
  "{\"id\":\"strict\",\"name\":\"Strict\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"training\":{\"min-examples\":10,\"max-suffix\":8,\"max-file-size\":100000," \
  "\"continue\":true,\"prices-as-of\":\"2025-12-01\",\"models\":[" \
  "{\"id\":\"base-1\",\"title\":\"Base One\",\"training-price\":5.0,\"input-price\":1.2," \
  "\"output-price\":9.6,\"base-input-price\":0.4,\"base-output-price\":1.6," \
  "\"max-tokens\":8,\"methods\":[\"supervised\"]}," \
  "{\"id\":\"gone\",\"shutdown-date\":\"2020-01-14\"}]}}"

#define CLOSED_JSON \
  "{\"id\":\"closed\",\"name\":\"Closed\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"notice\":\"It closes.\",\"training\":{\"closing\":true,\"closing-date\":\"2020-01-06\"}}"

#define CLOSING_JSON \
  "{\"id\":\"closing\",\"name\":\"Closing\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"notice\":\"It closes.\",\"training\":{\"closing\":true,\"closing-date\":\"9999-01-06\"}}"

#define TALKATIVE_JSON \
  "{\"id\":\"talkative\",\"name\":\"Talkative\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"training\":{\"output-turns\":true}}"

#define TELLING_JSON \
  "{\"id\":\"telling\",\"name\":\"Telling\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"paths\":{\"price\":\"/price\"}}"

#define PLAIN_JSON \
  "{\"id\":\"plain\",\"name\":\"Plain\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"key\":{\"needed\":true},\"create\":{\"methods\":{\"dpo\":null}," \
  "\"fields\":{\"wandb\":null,\"validation_file\":null}}}"

#define STRICT_ORDER_JSON \
  "{\"id\":\"in-turn\",\"name\":\"In Turn\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"training\":{\"must-alternate\":true}}"

#define SHORT_JSON \
  "{\"id\":\"short\",\"name\":\"Short\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"training\":{\"max-job-tokens\":400}}"

#define LOCAL_JSON "{\"id\":\"here\",\"name\":\"Here\",\"local\":true}"

#define PAIR \
  "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi?\"}]}," \
  "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"Hello.\"}]," \
  "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"Go.\"}]}\n"

#define LONG_PAIR \
  "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi?\"}]}," \
  "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"Hello.\"}," \
  "{\"role\":\"assistant\",\"content\":\"Yes.\"}]," \
  "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"Go.\"}]}\n"

#define CHAT \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Which of these colours is the one?\"}," \
  "{\"role\":\"assistant\",\"content\":\"It is blue, as far as anybody knows.\"}]}\n"

/* What some services take, and others do not. */
#define MARKED \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Where does it end?\"}," \
  "{\"role\":\"assistant\",\"content\":\"Here.<|endoftext|>\"}]}\n"

#define TWICE \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"},{\"role\":\"user\"," \
  "\"content\":\"Are you there?\"},{\"role\":\"assistant\",\"content\":\"Yes.\"}]}\n"

#define TWO_SHAPES \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"}," \
  "{\"role\":\"assistant\",\"content\":\"Yes?\"}],\"text\":\"Hello. Yes?\"}\n"

#define UNANSWERED \
  "{\"messages\":[{\"role\":\"user\",\"content\":\"Is anybody there?\"}]}\n"

typedef struct
{
  char             *folder;
  AttuneDataset    *dataset;
  AttuneAccount    *account;
  AttuneModel      *model;
  AttuneJobRequest *request;
  AttuneJobPlan     plan;
} Fixture;

static AttuneAccount *
create_account (const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneProfile) profile = attune_profile_new_from_json (json, -1, &error);

  g_assert_no_error (error);

  return attune_account_new ("a", profile, "Mine", NULL);
}

static AttuneModel *
create_model (AttuneAccount *account,
              const char    *id)
{
  AttuneModelRow row = { .id = (char *)id, .account_id = (char *)"a" };

  return attune_model_new (account, &row);
}

static void
write_examples (Fixture    *f,
                const char *line,
                guint       n_lines)
{
  g_autofree char *path = g_build_filename (f->folder, ATTUNE_TRAINING_FILE_NAME, NULL);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  AttuneDatasetRow row = { .id = (char *)"d", .name = (char *)"d", .source_name = (char *)"d",
                           .n_training = n_lines };

  for (guint i = 0; i < n_lines; i++)
    g_string_append (text, line);

  g_file_set_contents (path, text->str, text->len, &error);
  g_assert_no_error (error);
  g_clear_object (&f->dataset);
  f->dataset = attune_dataset_new (f->folder, &row);
  f->plan.dataset = f->dataset;
}

static void
choose (Fixture    *f,
        const char *json,
        const char *model_id)
{
  g_clear_object (&f->account);
  g_clear_object (&f->model);
  f->account = create_account (json);
  f->model = create_model (f->account, model_id);
  f->plan.account = f->account;
  f->plan.model = f->model;
  attune_job_request_set_model (f->request, model_id);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->request = attune_job_request_new ();
  f->plan = (AttuneJobPlan) { .kind = ATTUNE_EXAMPLE_CHAT, .validation_kind = ATTUNE_KIND_UNKNOWN,
                              .request = f->request };
  write_examples (f, CHAT, 12);
  choose (f, PROVIDER_JSON, "base-1");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->dataset);
  g_clear_object (&f->account);
  g_clear_object (&f->model);
  g_clear_object (&f->request);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
}

/* Which issues there are, as "+code" for a refusal and "code" for what is only worth knowing. */
static void
assert_issues (Fixture    *f,
               const char *expected)
{
  static const char * const names[] = {
    "key", "closing", "problem", "following", "shutdown", "few", "size", "method", "mixed", "examples",
    "long-examples", "many-tokens", "validation", "settings", "limit", "credit", "memory", "chat-format",
  };
  g_autoptr(GPtrArray) issues = attune_job_plan_list_issues (&f->plan);
  g_autoptr(GString) found = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  gboolean is_right = attune_job_plan_check (&f->plan, &error);

  for (guint i = 0; i < issues->len; i++)
    {
      AttuneJobIssue *issue = issues->pdata[i];

      g_string_append_printf (found, "%s%s%s", i > 0 ? " " : "", issue->is_refusal ? "+" : "",
                              names[issue->code]);
      g_assert_true (g_utf8_validate (issue->text, -1, NULL));
      g_assert_nonnull (strchr (issue->text, '.'));
    }

  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpint (is_right, ==, expected[0] != '+');
}

static void
test_plain (Fixture       *f,
            gconstpointer  data)
{
  assert_issues (f, "");
  attune_job_request_set_suffix (f->request, "far too long");
  assert_issues (f, "+settings");
  attune_job_request_set_suffix (f->request, NULL);
  attune_job_request_set_n_epochs (f->request, 51);
  assert_issues (f, "+settings");
  attune_job_request_set_n_epochs (f->request, 0);

  write_examples (f, CHAT, 9);
  assert_issues (f, "+few");
  write_examples (f, CHAT, 1000);
  assert_issues (f, "+size");
  write_examples (f, CHAT, 12);
  choose (f, PROVIDER_JSON, "gone");
  assert_issues (f, "+shutdown");
  choose (f, CLOSING_JSON, "any");
  assert_issues (f, "closing");
  choose (f, CLOSED_JSON, "any");
  assert_issues (f, "+closing");
}

static void
test_methods (Fixture       *f,
              gconstpointer  data)
{
  f->plan.kind = ATTUNE_EXAMPLE_PREFERENCE;
  assert_issues (f, "+method");
  attune_job_request_set_method (f->request, "dpo");

  /* The model does not, another of the same service may. */
  assert_issues (f, "+method");
  choose (f, PROVIDER_JSON, "unlisted");
  assert_issues (f, "");
  f->plan.kind = ATTUNE_EXAMPLE_CHAT;
  assert_issues (f, "+method");

  /* Before there are settings, the method follows from the examples. */
  f->plan.request = NULL;
  assert_issues (f, "");
  f->plan.kind = ATTUNE_EXAMPLE_PREFERENCE;
  choose (f, PLAIN_JSON, "any");
  assert_issues (f, "+key +method");
}

static void
test_abilities (Fixture       *f,
                gconstpointer  data)
{
  choose (f, PLAIN_JSON, "any");
  assert_issues (f, "+key");
  attune_job_request_set_wandb (f->request, "project", NULL, NULL, NULL);
  assert_issues (f, "+key +settings");
  attune_job_request_set_wandb (f->request, NULL, NULL, NULL, NULL);
  attune_job_request_set_validation_dataset (f->request, "other");
  assert_issues (f, "+key validation");
  attune_job_request_set_validation_dataset (f->request, ATTUNE_NO_VALIDATION);
  assert_issues (f, "+key");

  choose (f, PROVIDER_JSON, "base-1");
  f->plan.validation = f->dataset;
  f->plan.validation_kind = ATTUNE_EXAMPLE_COMPLETION;
  assert_issues (f, "+validation");
}

/* A fine-tune that could be started, but never be asked about. */
static void
test_following (Fixture       *f,
                gconstpointer  data)
{
  static const struct { const char *project, *issues; } cases_of_projects[] = {
    { "vertex_ai", "+following" }, { "openai", "" }, { NULL, "" },
  };
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("litellm");

  for (guint i = 0; i < G_N_ELEMENTS (cases_of_projects); i++)
    {
      AttuneAccountRow row = {
        .id = (char *)"a", .name = (char *)"Proxy", .base_url = (char *)"https://llm.example.com/v1",
        .project = (char *)cases_of_projects[i].project,
      };

      g_clear_object (&f->account);
      f->account = attune_account_new (row.id, profile, row.name, row.base_url);
      attune_account_apply (f->account, &row);
      f->plan.account = f->account;
      f->plan.model = NULL;
      assert_issues (f, cases_of_projects[i].issues);
    }
}

static void
test_survey (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneDatasetSurvey) survey = NULL;
  g_autoptr(GError) error = NULL;
  AttuneExampleKind kind;

  survey = attune_dataset_survey_collect (attune_dataset_get_training_path (f->dataset), NULL,
                                          &error);
  g_assert_no_error (error);
  g_assert_cmpuint (survey->n_kinds[ATTUNE_EXAMPLE_CHAT], ==, 12);
  g_assert_cmpuint (attune_dataset_survey_count_over (survey, 8), ==, 12);
  g_assert_cmpuint (attune_dataset_survey_count_over (survey, 100000), ==, 0);
  g_assert_cmpuint (attune_dataset_survey_count_over (survey, 0), ==, 0);
  f->plan.survey = survey;
  assert_issues (f, "long-examples");
  g_clear_pointer (&survey, attune_dataset_survey_unref);

  write_examples (f, CHAT PAIR LONG_PAIR, 4);
  g_assert_true (attune_example_kind_peek (attune_dataset_get_training_path (f->dataset), &kind,
                                           &error));
  g_assert_no_error (error);
  g_assert_cmpint (kind, ==, ATTUNE_EXAMPLE_CHAT);
  survey = attune_dataset_survey_collect (attune_dataset_get_training_path (f->dataset), NULL,
                                          &error);
  g_assert_no_error (error);
  g_assert_cmpuint (survey->n_issues[ATTUNE_ISSUE_BAD_OUTPUT], ==, 4);
  g_assert_cmpuint (survey->n_bad_outputs, ==, 0);
  f->plan.survey = survey;
  choose (f, PROVIDER_JSON, "unlisted");
  assert_issues (f, "+few +mixed +examples");
  choose (f, TALKATIVE_JSON, "any");
  assert_issues (f, "+mixed");
}

static const struct
{
  const char *line;
  const char *profile;
  const char *issues;
  const char *words;    /* in the refusal */
} cases[] = {
  { CHAT, STRICT_ORDER_JSON, "", NULL },
  { MARKED, STRICT_ORDER_JSON, "+examples", "12 examples have text that stops a fine-tune." },
  { MARKED, STRICT_ORDER_JSON, "+examples", "The first is line 1 of “d”." },
  { MARKED, LOCAL_JSON, "examples", NULL },
  { TWICE, TALKATIVE_JSON, "", NULL },
  { TWICE, STRICT_ORDER_JSON, "+examples", "two turns of one speaker" },
  { TWO_SHAPES, TALKATIVE_JSON, "", NULL },
  { TWO_SHAPES, STRICT_ORDER_JSON, "+examples", "fit two formats" },
  { UNANSWERED, TALKATIVE_JSON, "+examples", "12 rows of this dataset are no examples" },
  { UNANSWERED, LOCAL_JSON, "examples", NULL },
  { PAIR, STRICT_ORDER_JSON, "", NULL },
  { LONG_PAIR, TALKATIVE_JSON, "", NULL },
  { LONG_PAIR, STRICT_ORDER_JSON, "+examples", "exactly one message" },
  { CHAT, SHORT_JSON, "many-tokens", NULL },
};

/* Twelve of each, which are enough for everybody. */
static void
test_examples (Fixture       *f,
               gconstpointer  data)
{
  attune_job_request_set_n_epochs (f->request, 2);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_pair = g_str_has_prefix (cases[i].line, "{\"input\"");
      g_autoptr(AttuneDatasetSurvey) survey = NULL;
      g_autoptr(GError) error = NULL;

      write_examples (f, cases[i].line, 12);
      choose (f, cases[i].profile, "any");
      attune_job_request_set_method (f->request, is_pair ? "dpo" : "supervised");
      survey = attune_dataset_survey_collect (attune_dataset_get_training_path (f->dataset), NULL,
                                              &error);
      g_assert_no_error (error);
      f->plan.survey = survey;
      assert_issues (f, cases[i].issues);

      if (cases[i].words != NULL)
        {
          g_assert_false (attune_job_plan_check (&f->plan, &error));
          g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
          g_test_message ("%s", error->message);
          g_assert_nonnull (strstr (error->message, cases[i].words));
        }

      f->plan.survey = NULL;
    }
}

/* What it is checked with has to be something, and not too much. */
static void
test_validation_file (Fixture       *f,
                      gconstpointer  data)
{
  AttuneDatasetRow own = { .id = (char *)"d", .name = (char *)"d", .source_name = (char *)"d",
                           .n_training = 12, .n_validation = 1000 };
  AttuneDatasetRow empty = { .id = (char *)"e", .name = (char *)"e", .source_name = (char *)"e" };
  g_autofree char *path = g_build_filename (f->folder, ATTUNE_VALIDATION_FILE_NAME, NULL);
  g_autofree char *text = g_strnfill (100001, 'x');
  g_autofree char *empty_folder = g_build_filename (f->folder, "empty", NULL);
  g_autoptr(AttuneDataset) nothing = attune_dataset_new (empty_folder, &empty);

  g_assert_true (g_file_set_contents (path, text, 100000, NULL));
  g_clear_object (&f->dataset);
  f->dataset = attune_dataset_new (f->folder, &own);
  f->plan.dataset = f->dataset;
  assert_issues (f, "");
  g_assert_true (g_file_set_contents (path, text, 100001, NULL));
  assert_issues (f, "+validation");
  attune_job_request_set_validation_dataset (f->request, ATTUNE_NO_VALIDATION);
  assert_issues (f, "");

  attune_job_request_set_validation_dataset (f->request, "e");
  f->plan.validation = nothing;
  assert_issues (f, "+validation");
}

/* What it is checked with is held to the same rules, and the line is said. */
static void
test_validation_rows (Fixture       *f,
                      gconstpointer  data)
{
  static const struct
  {
    const char *lines;
    const char *profile;
    const char *issues;
    const char *words;
  } files[] = {
    { CHAT CHAT, STRICT_ORDER_JSON, "", NULL },
    { CHAT CHAT MARKED, STRICT_ORDER_JSON, "+validation",
      "The first is line 3 of the examples that are kept aside." },
    { CHAT MARKED, LOCAL_JSON, "validation", "line 2" },
    { CHAT TWICE, TALKATIVE_JSON, "", NULL },
    { CHAT TWICE, STRICT_ORDER_JSON, "+validation", "two turns of one speaker" },
    { UNANSWERED CHAT, TALKATIVE_JSON, "+validation", "line 1 of" },
    { CHAT PAIR, TALKATIVE_JSON, "+validation", "kept aside are of another kind" },
  };
  g_autofree char *path = g_build_filename (f->folder, ATTUNE_VALIDATION_FILE_NAME, NULL);
  AttuneDatasetRow own = { .id = (char *)"d", .name = (char *)"d", .source_name = (char *)"d",
                           .n_training = 12, .n_validation = 2 };

  g_clear_object (&f->dataset);
  f->dataset = attune_dataset_new (f->folder, &own);
  f->plan.dataset = f->dataset;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(AttuneDatasetSurvey) survey = NULL;
      g_autoptr(GPtrArray) issues = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, files[i].lines, -1, NULL));
      choose (f, files[i].profile, "any");
      survey = attune_dataset_survey_collect (path, NULL, &error);
      g_assert_no_error (error);
      f->plan.validation_survey = survey;
      assert_issues (f, files[i].issues);

      if (files[i].words != NULL)
        {
          issues = attune_job_plan_list_issues (&f->plan);
          g_test_message ("%s", ((AttuneJobIssue *)issues->pdata[0])->text);
          g_assert_nonnull (strstr (((AttuneJobIssue *)issues->pdata[0])->text, files[i].words));
        }

      f->plan.validation_survey = NULL;
    }
}

static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  AttuneEstimate estimate = { .cost_high = -1, .memory = 1000, .least_memory = 1000 };

  f->plan.estimate = &estimate;
  assert_issues (f, "");
  estimate.memory = G_MAXUINT64 / 2;
  assert_issues (f, "memory");
  estimate.least_memory = G_MAXUINT64 / 2;
  assert_issues (f, "+memory");

  /* Nobody knows. */
  estimate.least_memory = 0;
  assert_issues (f, "");
}

/* A base model without a chat format learns plain texts, not conversations. */
static void
test_chat_format (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_LOCAL_ID);
  AttuneModelRow row = { .id = (char *)"mine", .account_id = (char *)ATTUNE_PROFILE_LOCAL_ID,
                         .details = (char *)"{\"trainable\":true,\"chat\":false}" };

  g_clear_object (&f->account);
  g_clear_object (&f->model);
  f->account = attune_account_new (ATTUNE_PROFILE_LOCAL_ID, profile, "Here", NULL);
  f->model = attune_model_new (f->account, &row);
  f->plan.account = f->account;
  f->plan.model = f->model;
  attune_job_request_set_model (f->request, "mine");
  f->plan.kind = ATTUNE_KIND_UNKNOWN;
  assert_issues (f, "");
  f->plan.kind = ATTUNE_EXAMPLE_COMPLETION;
  assert_issues (f, "");
  f->plan.kind = ATTUNE_EXAMPLE_CHAT;
  assert_issues (f, "+chat-format");
}

static void
test_limit (Fixture       *f,
            gconstpointer  data)
{
  AttuneTokenFigures figures = { .n_examples = 500, .n_tokens = 1000000 };
  AttuneEstimate estimate;
  g_autofree char *price = attune_cost_dup_price (f->model);
  g_autofree char *afterwards = attune_cost_dup_afterwards (f->model);
  g_autoptr(AttuneModel) tuned = create_model (f->account, "ft:base-1:org:mine:x");
  g_autoptr(AttuneModel) unknown = create_model (f->account, "unlisted");
  g_autofree char *tuned_price = attune_cost_dup_price (tuned);
  g_autoptr(GError) unreachable = g_error_new_literal (ATTUNE_ERROR, ATTUNE_ERROR_NETWORK, "Gone.");
  g_autoptr(GError) no_credit = g_error_new_literal (ATTUNE_ERROR, ATTUNE_ERROR_QUOTA, "Too dear.");

  attune_estimate_make_for_figures (&estimate, &figures, f->model, f->request, 0);
  f->plan.estimate = &estimate;
  f->plan.limit = 14.99;
  assert_issues (f, "+limit");
  f->plan.limit = 15;
  assert_issues (f, "");
  f->plan.limit = 0;
  assert_issues (f, "");
  f->plan.limit = 1;
  f->plan.estimate = NULL;
  assert_issues (f, "+limit");

  /* Where the service tells the price itself, it is held against the limit then. */
  choose (f, TELLING_JSON, "any");
  assert_issues (f, "limit");

  /* What it has told counts, whatever was estimated. */
  f->plan.estimate = &estimate;
  f->plan.has_price = TRUE;
  f->plan.price = 1.01;
  assert_issues (f, "+limit");
  f->plan.price = 1;
  assert_issues (f, "");
  f->plan.price = 0;
  assert_issues (f, "");
  f->plan.has_price = FALSE;
  f->plan.limit = 0;
  f->plan.price_error = unreachable;
  assert_issues (f, "");
  f->plan.price_error = no_credit;
  assert_issues (f, "+credit");

  g_assert_cmpstr (price, ==, "$5.00 per 1 M tokens (December 2025)");
  g_assert_nonnull (strstr (afterwards, "$1.20"));
  g_assert_nonnull (strstr (afterwards, "about 6 times as much as the model itself"));

  /* A tuned model goes on at the price of its base; an unknown one has none. */
  g_assert_true (attune_model_get_is_tunable (tuned));
  g_assert_cmpstr (tuned_price, ==, price);
  g_assert_false (attune_model_get_is_tunable (unknown));
  g_assert_null (attune_cost_dup_price (unknown));
}

static guint64
get_n_examples (const GValue *value)
{
  return ((AttuneDatasetSurvey *)g_value_get_boxed (value))->stats->n_examples;
}

/* What is only known of a workspace: kinds of files, what was sent before, limits. */
static void
test_workspace (void)
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *data_dir = g_build_filename (folder, "data", NULL);
  g_autoptr(Provider) provider = provider_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *edits_path = NULL;
  g_autofree char *own = NULL;
  g_autofree char *other_path = NULL;
  AttuneWorkspace *workspace = attune_test_open (data_dir);
  AttuneDataset *dataset = attune_test_import (workspace, folder, 12, 0.25);
  AttuneDataset *other = attune_test_import (workspace, folder, 3, 0);
  const char *training = attune_dataset_get_training_path (dataset);
  AttuneAccount *account = NULL;
  AttuneJob *job = NULL;
  guint64 n_examples = 0;

  attune_test_resolve (attune_test_add_account (workspace, profile, "Server", base_url, NULL),
                       account = g_value_get_object (value_));
  attune_test_resolve (attune_workspace_peek_kind (workspace, dataset),
                       g_assert_cmpint (g_value_get_int (value_), ==, ATTUNE_EXAMPLE_CHAT));
  attune_test_resolve (attune_workspace_survey_file (workspace, training),
                       n_examples = get_n_examples (value_));
  g_assert_cmpuint (n_examples, ==, 9);
  attune_test_resolve (attune_workspace_get_spending_limit (workspace, account),
                       g_assert_cmpfloat (g_value_get_double (value_), ==, 0));
  attune_test_run (attune_workspace_set_spending_limit (workspace, account, 2.5));
  attune_test_resolve (attune_workspace_get_spending_limit (workspace, account),
                       g_assert_cmpfloat (g_value_get_double (value_), ==, 2.5));
  attune_test_run (attune_workspace_set_spending_limit (workspace, account, 0));

  /* Only what was sent there is there. */
  attune_test_resolve (attune_workspace_has_upload (workspace, account, dataset),
                       g_assert_false (g_value_get_boolean (value_)));
  attune_job_request_set_model (request, "base");
  attune_test_resolve (attune_workspace_start_job (workspace, dataset, account, request),
                       job = g_value_get_object (value_));
  attune_test_wait_until (attune_job_get_remote_id (job) != NULL);
  attune_test_resolve (attune_workspace_has_upload (workspace, account, dataset),
                       g_assert_true (g_value_get_boolean (value_)));
  attune_test_resolve (attune_workspace_has_upload (workspace, account, other),
                       g_assert_false (g_value_get_boolean (value_)));

  /* With a change that is not written into the file yet, another one will be sent. */
  edits_path = attune_edits_dup_path (attune_dataset_get_training_path (dataset));
  g_assert_true (g_file_set_contents (edits_path, "", 0, NULL));
  attune_test_resolve (attune_workspace_has_upload (workspace, account, dataset),
                       g_assert_false (g_value_get_boolean (value_)));
  g_assert_cmpint (g_remove (edits_path), ==, 0);

  /* What it is checked with. */
  own = attune_workspace_dup_validation_path (workspace, attune_dataset_get_id (dataset), request);
  g_assert_cmpstr (own, ==, attune_dataset_get_validation_path (dataset));
  g_assert_null (attune_workspace_dup_validation_path (workspace, attune_dataset_get_id (other),
                                                       request));
  attune_job_request_set_validation_dataset (request, attune_dataset_get_id (other));
  other_path = attune_workspace_dup_validation_path (workspace, attune_dataset_get_id (dataset),
                                                     request);
  g_assert_cmpstr (other_path, ==, attune_dataset_get_training_path (other));
  attune_job_request_set_validation_dataset (request, ATTUNE_NO_VALIDATION);
  g_assert_null (attune_workspace_dup_validation_path (workspace, attune_dataset_get_id (dataset),
                                                       request));

  attune_job_request_set_validation_dataset (request, "never-was");
  attune_test_reject (attune_workspace_start_job (workspace, dataset, account, request),
                      ATTUNE_ERROR_NOT_FOUND);
  attune_test_close (workspace);
  attune_test_remove_dir (folder);
}

static AttuneDataset *
import_lines (AttuneWorkspace *workspace,
              const char      *folder,
              const char      *lines)
{
  g_autofree char *path = g_build_filename (folder, "lines.jsonl", NULL);
  AttuneImportOptions options = { 0 };
  AttuneDataset *dataset = NULL;

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
  attune_test_resolve (attune_workspace_import (workspace, path, NULL, &options, NULL, NULL, NULL),
                       dataset = g_value_get_object (value_));

  return dataset;
}

static void
assert_refused (AttuneWorkspace  *workspace,
                AttuneDataset    *dataset,
                AttuneAccount    *account,
                AttuneJobRequest *request,
                double            limit,
                const char       *sentence)
{
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  g_test_message ("To be refused: %s", sentence);
  future = attune_workspace_start_job_within (workspace, dataset, account, request, limit);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, sentence));
}

/* Whatever starts a fine-tune is refused what the dialog would refuse, in the same words; nothing
 * is stored or sent. */
static void
test_start (void)
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *data_dir = g_build_filename (folder, "data", NULL);
  g_autoptr(Provider) provider = provider_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autoptr(AttuneProfile) profile = NULL;
  AttuneWorkspace *workspace;
  AttuneDataset *chats;
  AttuneDataset *pairs;
  AttuneDataset *mixed;
  AttuneDataset *marked;
  AttuneAccount *account = NULL;

  attune_test_write_profiles ();
  profile = attune_profile_find_shipped ("priced");
  g_assert_nonnull (profile);
  workspace = attune_test_open (data_dir);
  chats = import_lines (workspace, folder, CHAT CHAT);
  pairs = import_lines (workspace, folder, PAIR PAIR);

  /* An import keeps to one kind; a row that is added later need not. */
  mixed = import_lines (workspace, folder, CHAT CHAT);
  g_assert_true (g_file_set_contents (attune_dataset_get_training_path (mixed), CHAT PAIR, -1,
                                      NULL));
  marked = import_lines (workspace, folder, CHAT CHAT);
  g_assert_true (g_file_set_contents (attune_dataset_get_training_path (marked), CHAT MARKED, -1,
                                      NULL));
  attune_test_resolve (attune_test_add_account (workspace, profile, "Server", base_url, NULL),
                       account = g_value_get_object (value_));
  attune_job_request_set_model (request, "dear");

  assert_refused (workspace, mixed, account, request, -1, "cannot be trained together");
  assert_refused (workspace, marked, account, request, -1, "text that stops a fine-tune");
  assert_refused (workspace, pairs, account, request, -1, "Train from preferences");
  attune_job_request_set_method (request, "dpo");
  assert_refused (workspace, chats, account, request, -1, "needs pairs");
  attune_job_request_set_method (request, "supervised");
  attune_job_request_set_validation_dataset (request, attune_dataset_get_id (pairs));
  assert_refused (workspace, chats, account, request, -1, "are of another kind");
  attune_job_request_set_validation_dataset (request, attune_dataset_get_id (marked));
  assert_refused (workspace, chats, account, request, -1, "The first is line 2 of “lines”.");
  attune_job_request_set_validation_dataset (request, NULL);

  /* The limit of this time, that of the account, and none at all. */
  assert_refused (workspace, chats, account, request, 0.000001, "your limit is");
  attune_test_run (attune_workspace_set_spending_limit (workspace, account, 0.000001));
  assert_refused (workspace, chats, account, request, -1, "your limit is");
  attune_job_request_set_model (request, "unlisted");
  assert_refused (workspace, chats, account, request, -1, "does not know the price");
  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (workspace)), ==, 0);
  g_assert_cmpuint (provider_count (provider, "POST /files"), ==, 0);
  attune_test_run (attune_workspace_start_job_within (workspace, chats, account, request, 0));
  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (workspace)), ==, 1);

  attune_test_close (workspace);
  attune_test_remove_dir (folder);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Plans/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("plain", test_plain);
  ADD ("methods", test_methods);
  ADD ("abilities", test_abilities);
  ADD ("survey", test_survey);
  ADD ("examples", test_examples);
  ADD ("validation-file", test_validation_file);
  ADD ("validation-rows", test_validation_rows);
  ADD ("limit", test_limit);
  g_test_add_func ("/Attune/Plans/start", test_start);
  ADD ("memory", test_memory);
  ADD ("chat-format", test_chat_format);
  ADD ("following", test_following);
  g_test_add_func ("/Attune/Plans/workspace", test_workspace);

  return g_test_run ();
}
