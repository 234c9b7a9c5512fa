/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-estimate"

#include "config.h"

#include <libdex.h>

#include "attune-account-private.h"
#include "attune-dataset-private.h"
#include "attune-estimate.h"
#include "attune-model-private.h"
#include "attune-target-rules.h"

#define PROVIDER_JSON \
  "{\"id\":\"priced\",\"name\":\"Priced\",\"base-url\":\"https://api.example.com/v1\"," \
  "\"training\":{\"models\":[{\"id\":\"base-1\",\"title\":\"Base One\",\"training-price\":5.0," \
  "\"max-tokens\":2000,\"shutdown-date\":\"2027-01-14\"}]}}"

static AttuneDataset *
create_dataset (guint64 n_training)
{
  AttuneDatasetRow row = { .id = (char *)"d", .name = (char *)"d", .source_name = (char *)"d",
                           .n_training = n_training, .text_bytes = 4000000,
                           .text_tokens = 1000000 };

  return attune_dataset_new ("/nowhere", &row);
}

static AttuneAccount *
create_account (gboolean is_local)
{
  g_autoptr(AttuneProfile) profile = NULL;
  g_autoptr(GError) error = NULL;

  if (is_local)
    profile = attune_profile_find_shipped (ATTUNE_PROFILE_LOCAL_ID);
  else
    profile = attune_profile_new_from_json (PROVIDER_JSON, -1, &error);

  g_assert_no_error (error);

  return attune_account_new (is_local ? ATTUNE_PROFILE_LOCAL_ID : "a", profile, "Mine", NULL);
}

/* What was tuned, even twice, is trained on at the price of what it was tuned from in the end. */
static void
test_tuned (void)
{
  static const struct { const char *id, *base, *title; } cases[] = {
    { "ft:base-1:acme:light:x1", NULL, "light" },
    { "ft:base-1:acme::x1", NULL, "ft:base-1:acme::x1" },
    { "base-1.ft-0123456789abcdef", NULL, "base-1.ft-0123456789abcdef" },
    { "ft:ft:base-1:x2", "ft:base-1:acme:light:x1", "ft:ft:base-1:x2" },
    { "second", "base-1.ft-0123456789abcdef", "second" },
  };
  g_autoptr(AttuneAccount) account = create_account (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AttuneModelRow row = { .id = (char *)cases[i].id, .base_model = (char *)cases[i].base,
                             .job_id = (char *)"j", .account_id = (char *)"a" };
      g_autoptr(AttuneModel) model = attune_model_new (account, &row);

      g_assert_true (attune_model_get_is_tuned (model));
      g_assert_cmpstr (attune_model_get_title (model), ==, cases[i].title);
      g_assert_nonnull (attune_model_get_facts (model));
      g_assert_cmpfloat_with_epsilon (attune_model_get_facts (model)->training_price, 5, 1e-9);
    }
}

static AttuneModel *
create_model (AttuneAccount *account,
              const char    *id,
              const char    *owned_by)
{
  AttuneModelRow row = { .id = (char *)id, .owned_by = (char *)owned_by,
                         .account_id = (char *)attune_account_get_id (account) };

  return attune_model_new (account, &row);
}

static void
test_price (void)
{
  g_autoptr(AttuneAccount) account = create_account (FALSE);
  g_autoptr(AttuneDataset) dataset = create_dataset (500);
  g_autoptr(AttuneModel) model = create_model (account, "base-1", "system");
  g_autoptr(AttuneModel) unknown = create_model (account, "base-2", "system");
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *text = NULL;
  g_autofree char *without = NULL;
  AttuneEstimate estimate;

  attune_estimate_make (&estimate, dataset, model, request, 100);
  g_assert_cmpuint (estimate.n_tokens_per_epoch, ==, 1000000);
  g_assert_cmpuint (estimate.n_epochs_low, ==, 3);
  g_assert_cmpuint (estimate.n_epochs_high, ==, 3);
  g_assert_cmpfloat_with_epsilon (estimate.cost_low, 15, 1e-6);
  g_assert_cmpint (estimate.seconds, ==, -1);
  text = attune_estimate_to_text (&estimate);
  g_assert_nonnull (strstr (text, "$15.00"));

  attune_estimate_make (&estimate, dataset, unknown, request, 100);
  g_assert_cmpfloat (estimate.cost_high, ==, -1);
  without = attune_estimate_to_text (&estimate);
  g_assert_null (strstr (without, "$"));
  g_assert_nonnull (strstr (without, "3 times"));
}

/* Only what was counted, and in the vocabulary of the model, is just so many. */
static void
test_exact (void)
{
  static const struct { const char *model; gboolean is_exact; } cases[] = {
    { "gpt-4.1-mini-2025-04-14", TRUE }, { "gpt-4o-2024-08-06", TRUE },
    { "gpt-3.5-turbo-0125", FALSE }, { "Qwen/Qwen3-8B", FALSE },
  };
  g_autoptr(AttuneAccount) account = create_account (FALSE);
  AttuneDatasetRow row = { .id = (char *)"d", .name = (char *)"d", .source_name = (char *)"d",
                           .n_training = 500, .text_tokens = 1234, .tokens_are_exact = TRUE };
  g_autoptr(AttuneDataset) counted = attune_dataset_new ("/nowhere", &row);
  g_autoptr(AttuneDataset) guessed = create_dataset (500);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneEstimate estimate;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneModel) model = create_model (account, cases[i].model, "system");
      g_autofree char *text = NULL;

      attune_estimate_make (&estimate, counted, model, request, 0);
      g_assert_cmpint (estimate.is_exact, ==, cases[i].is_exact);
      text = attune_estimate_to_text (&estimate);
      g_assert_cmpint (g_str_has_prefix (text, "About"), ==, !cases[i].is_exact);

      attune_estimate_make (&estimate, guessed, model, request, 0);
      g_assert_false (estimate.is_exact);
    }
}

/* What a provider cuts off of a long example is not paid for. */
static void
test_billable (void)
{
  g_autoptr(AttuneAccount) account = create_account (FALSE);
  g_autoptr(AttuneModel) model = create_model (account, "base-1", "system");
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (guint32));
  AttuneExampleStats stats = { .tokens = tokens, .n_examples = 2, .n_tokens = 1001500 };
  AttuneTokenFigures figures = { .n_examples = 2, .n_tokens = 1001500, .stats = &stats };
  guint32 lengths[] = { 1500, 1000000 };
  AttuneEstimate estimate;
  g_autofree char *cost = NULL;
  g_autofree char *epochs = NULL;

  g_array_append_vals (tokens, lengths, 2);
  g_assert_cmpuint (attune_model_get_max_tokens (model), ==, 2000);
  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 0);
  g_assert_cmpuint (estimate.n_tokens_per_epoch, ==, 3500);
  cost = attune_estimate_dup_cost (&estimate);
  g_assert_cmpstr (cost, ==, "about $0.05 to $0.44");
  epochs = attune_estimate_dup_epochs (&estimate);
  g_assert_cmpstr (epochs, ==, "3 to 25 epochs");
}

/* What is the same in whole cents is said once. */
static void
test_one_price (void)
{
  AttuneEstimate estimate = {
    .n_tokens_per_epoch = 720, .n_epochs_low = 3, .n_epochs_high = 4,
    .cost_low = 0.0108, .cost_high = 0.0144, .seconds = -1,
  };
  g_autofree char *cost = attune_estimate_dup_cost (&estimate);
  g_autofree char *text = attune_estimate_to_text (&estimate);

  g_assert_cmpstr (cost, ==, "about $0.01");
  g_assert_nonnull (strstr (text, "This costs about $0.01."));
}

/* Before there is a dataset: what a scan counted, or what follows from its characters. */
static void
test_report (void)
{
  g_autoptr(AttuneReport) report = attune_report_new ();
  g_autoptr(AttuneReport) counted = attune_report_new ();
  AttuneFacts chinese = { .n_characters = 100, .n_turns = 2,
                          .languages = 1u << ATTUNE_LANGUAGE_SIMPLIFIED_CHINESE };
  AttuneFacts english = { .n_characters = 100, .n_turns = 2,
                          .languages = 1u << ATTUNE_LANGUAGE_ENGLISH };
  AttuneTokenFigures figures;

  attune_report_add_facts (report, 1, &chinese);
  attune_report_add_facts (report, 2, &english);
  attune_token_figures_init (&figures, report);
  g_assert_cmpuint (figures.n_examples, ==, 2);
  g_assert_false (figures.is_exact);
  g_assert_cmpuint (figures.n_tokens, ==, 125);
  g_assert_cmpuint (figures.n_bytes, ==, 400);

  chinese.n_tokens = 70;
  attune_report_add_facts (counted, 1, &chinese);
  attune_token_figures_init (&figures, counted);
  g_assert_true (figures.is_exact);
  g_assert_cmpuint (figures.n_tokens, ==, 70);
}

/* api 3.1: at least a hundred examples seen, at most 25,000, between 1 and 25 epochs. */
static void
test_epochs (void)
{
  static const struct { guint64 n_training; guint low; guint high; } cases[] = {
    { 10, 3, 10 }, { 3, 3, 25 }, { 33, 3, 3 }, { 34, 3, 3 }, { 8333, 3, 3 }, { 12500, 2, 3 },
    { 20000, 1, 3 }, { 1000000, 1, 3 },
  };
  g_autoptr(AttuneAccount) account = create_account (FALSE);
  g_autoptr(AttuneModel) model = create_model (account, "base-1", "system");
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneEstimate estimate;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneDataset) dataset = create_dataset (cases[i].n_training);
      g_autofree char *text = NULL;

      attune_estimate_make (&estimate, dataset, model, request, 0);
      g_assert_cmpuint (estimate.n_epochs_low, ==, cases[i].low);
      g_assert_cmpuint (estimate.n_epochs_high, ==, cases[i].high);
      text = attune_estimate_to_text (&estimate);
      g_assert_true (g_str_has_suffix (text, "."));
    }

  attune_job_request_set_n_epochs (request, 7);
  {
    g_autoptr(AttuneDataset) dataset = create_dataset (10);

    attune_estimate_make (&estimate, dataset, model, request, 0);
    g_assert_cmpuint (estimate.n_epochs_low, ==, 7);
    g_assert_cmpuint (estimate.n_epochs_high, ==, 7);
  }
}

/* What a provider is known to choose is no guess. */
static void
test_known_epochs (void)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped ("together");
  g_autoptr(AttuneAccount) account = attune_account_new ("t", profile, "Together", NULL);
  g_autoptr(AttuneModel) model = create_model (account, "any", "system");
  g_autoptr(AttuneDataset) dataset = create_dataset (10);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneEstimate estimate;

  attune_estimate_make (&estimate, dataset, model, request, 0);
  g_assert_cmpuint (estimate.n_epochs_low, ==, 1);
  g_assert_cmpuint (estimate.n_epochs_high, ==, 1);
  g_assert_cmpuint (estimate.memory, ==, 0);
}

/* On this computer a byte is a token, and time is what it costs. */
static void
test_local (void)
{
  g_autoptr(AttuneAccount) account = create_account (TRUE);
  g_autoptr(AttuneDataset) dataset = create_dataset (500);
  g_autoptr(AttuneModel) model = create_model (account, "attune-practice", "attune");
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *text = NULL;
  AttuneEstimate estimate;

  attune_job_request_set_n_epochs (request, 3);
  attune_estimate_make (&estimate, dataset, model, request, 0);
  g_assert_cmpint (estimate.seconds, ==, -1);
  g_assert_cmpfloat (estimate.cost_high, ==, -1);

  attune_estimate_make (&estimate, dataset, model, request, 10000);
  g_assert_cmpuint (estimate.n_tokens_per_epoch, ==, 4000000 + 500 * 21);
  g_assert_cmpint (estimate.seconds, ==, 3 * estimate.n_tokens_per_epoch / 10000);
  text = attune_estimate_to_text (&estimate);
  g_assert_nonnull (strstr (text, "about 20 minutes"));

  /* Long examples are cut, so that memory has an end. */
  g_assert_cmpuint (estimate.memory, >, 500 * 1000 * 1000);
  g_assert_cmpuint (estimate.memory, <=, 600 * 1000 * 1000);
}

/* What the engine says of the practice model does not make it one that somebody has added. */
static void
test_practice (void)
{
  g_autoptr(AttuneAccount) account = create_account (TRUE);
  AttuneModelRow row = {
    .id = (char *)"attune-practice", .owned_by = (char *)"attune",
    .account_id = (char *)attune_account_get_id (account),
    .details = (char *)"{\"architecture\":\"llama\",\"weights\":\"f32\",\"parameters\":3300000,"
                       "\"chat\":true,\"trainable\":true,\"tokens_per_second\":50,"
                       "\"memory\":[[128,1000],[1024,2000],[2048,9000]]}",
  };
  g_autoptr(AttuneModel) model = attune_model_new (account, &row);
  AttuneTokenFigures figures = { .n_examples = 100, .n_bytes = 640000, .n_tokens = 7900 };
  AttuneEstimate estimate;

  g_assert_nonnull (attune_model_get_details (model));
  g_assert_false (attune_model_get_is_added (model));

  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 0);
  g_assert_cmpuint (estimate.n_tokens_per_epoch, ==, 640000 + 2100);
  g_assert_cmpint (estimate.seconds, ==, estimate.n_tokens_per_epoch * estimate.n_epochs_high / 50);

  /* All its weights are trained, so that examples are cut at 1024 tokens. */
  g_assert_cmpuint (estimate.memory, ==, 2000);

  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 1000);
  g_assert_cmpint (estimate.seconds, ==,
                   estimate.n_tokens_per_epoch * estimate.n_epochs_high / 1000);
}

/* What is lost is said where it is more than a minute: nothing is kept of a pass that has begun. */
static void
test_loss (void)
{
  g_autoptr(AttuneAccount) account = create_account (TRUE);
  AttuneModelRow row = {
    .id = (char *)"mine", .owned_by = (char *)"attune",
    .account_id = (char *)attune_account_get_id (account),
  };
  const guint n_threads = g_get_num_processors ();
  AttuneTokenFigures figures = { .n_examples = 10, .n_tokens = 100000, .n_bytes = 400000 };
  AttuneEstimate estimate;

  for (guint minutes = 1; minutes <= 3; minutes += 2)
    {
      g_autoptr(AttuneModel) model = NULL;
      g_autofree char *details = NULL;
      g_autofree char *text = NULL;

      details = g_strdup_printf ("{\"trainable\":true,\"adapter\":true,\"tokens_per_second\":%f}",
                                 2048.0 * n_threads / (60 * minutes - 1));
      row.details = details;
      model = attune_model_new (account, &row);
      attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 0);
      text = attune_estimate_dup_loss (&estimate);
      g_assert_cmpstr (text, ==, minutes == 1 ? NULL :
                       "A pause or a power cut may cost up to about 3 minutes of work.");
    }
}

/* The rule in data/providers/local.json is the engine's own; the tour holds the two together. */
static void
test_local_automatic (void)
{
  static const struct { guint64 n_training; guint64 text_bytes; guint n_epochs; } cases[] = {
    { 56, 4578, 20 }, { 400, 62000, 5 }, { 500, 4000000, 3 }, { 10, 1000, 28 },
  };
  g_autoptr(AttuneAccount) account = create_account (TRUE);
  g_autoptr(AttuneModel) model = create_model (account, "attune-practice", "attune");
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneEstimate estimate;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AttuneDatasetRow row = { .id = (char *)"d", .name = (char *)"d", .source_name = (char *)"d",
                               .n_training = cases[i].n_training,
                               .text_bytes = cases[i].text_bytes };
      g_autoptr(AttuneDataset) dataset = attune_dataset_new ("/nowhere", &row);

      attune_estimate_make (&estimate, dataset, model, request, 0);
      g_assert_cmpuint (estimate.n_epochs_low, ==, cases[i].n_epochs);
      g_assert_cmpuint (estimate.n_epochs_high, ==, cases[i].n_epochs);
    }
}

static void
test_models (void)
{
  g_autoptr(AttuneAccount) local = create_account (TRUE);
  g_autoptr(AttuneAccount) priced = create_account (FALSE);
  g_autoptr(AttuneModel) practice = create_model (local, "attune-practice", "attune");
  g_autoptr(AttuneModel) unasked = create_model (local, "attune-practice", NULL);
  g_autoptr(AttuneModel) own = create_model (local, "ft:attune-practice::colours:abc", "local");
  g_autoptr(AttuneModel) listed = create_model (priced, "base-1", "system");
  g_autoptr(AttuneModel) other = create_model (priced, "embeddings", "system");
  g_autoptr(AttuneModel) tuned = create_model (priced, "ft:base-1:org:colours:xyz", "org");
  g_autoptr(AttuneModel) nameless = create_model (priced, "ft:base-1:org::xyz", "org");
  const AttuneModelRow said = { .id = (char *)"other", .account_id = (char *)"a",
                                .can_chat = ATTUNE_WIRE_NO, .can_tune = ATTUNE_WIRE_YES };
  g_autoptr(AttuneModel) trainable = attune_model_new (priced, &said);

  g_assert_true (attune_model_get_is_tunable (practice));
  g_assert_false (attune_model_get_is_tuned (practice));
  g_assert_true (attune_model_get_is_tuned (own));
  g_assert_cmpstr (attune_model_get_title (own), ==, "colours");
  g_assert_cmpstr (attune_model_get_base_model (own), ==, "attune-practice");
  g_assert_true (attune_model_get_is_tunable (listed));
  g_assert_cmpstr (attune_model_get_title (listed), ==, "Base One");
  g_assert_cmpfloat (attune_model_get_training_price (listed), ==, 5);
  g_assert_false (attune_model_get_is_tunable (other));
  g_assert_cmpstr (attune_model_get_title (tuned), ==, "colours");
  g_assert_cmpstr (attune_model_get_subtitle (tuned), ==, "Base One · Mine");

  /* What the engine brings along is known before the engine was asked. */
  g_assert_false (attune_model_get_is_tuned (unasked));
  g_assert_true (attune_model_get_is_tunable (unasked));

  /* Unless its provider says otherwise, any may be talked to. */
  g_assert_true (attune_model_get_can_chat (listed));
  g_assert_false (attune_model_get_can_chat (trainable));
  g_assert_true (attune_model_get_is_tunable (trainable));

  /* What was tuned stops with its base. */
  g_assert_cmpstr (attune_model_get_shutdown_date (tuned), ==, "2027-01-14");
  g_assert_cmpstr (attune_model_get_title (nameless), ==, "ft:base-1:org::xyz");
}

/* What applies to examples follows from the provider, the model and the method. */
static void
test_rules (void)
{
  g_autoptr(AttuneProfile) together = attune_profile_find_shipped ("together");
  g_autoptr(AttuneProfile) azure = attune_profile_find_shipped ("azure");
  g_autoptr(AttuneProfile) openai = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);
  AttuneProfileModel *model = g_ptr_array_index (attune_profile_get_models (openai), 0);
  AttuneRules rules;

  attune_target_rules_init (&rules, together, NULL, FALSE);
  g_assert_true (rules.must_alternate);
  g_assert_false (rules.wants_preference);

  attune_target_rules_init (&rules, azure, NULL, TRUE);
  g_assert_true (rules.allows_output_turns);
  g_assert_true (rules.wants_preference);
  g_assert_false (rules.must_alternate);

  attune_target_rules_init (&rules, openai, model->id, FALSE);
  g_assert_cmpuint (rules.min_examples, ==, 10);
  g_assert_cmpuint (rules.max_tokens, ==, model->max_tokens);
}

/* What somebody has brought along takes what the engine said of it. */
static void
test_added (void)
{
  static const char details[] =
    "{\"architecture\":\"llama\",\"weights\":\"q4_k\",\"parameters\":1240000000,"
    "\"license\":\"apache-2.0\",\"context_length\":8192,\"file_size\":800000000,\"chat\":true,"
    "\"trainable\":true,\"tokens_per_second\":50,\"memory\":[[100,1000],[300,3000,500],[1000,5000,1200],7],"
    "\"automatic\":{\"examples\":500,\"minimum\":3,\"maximum\":10}}";
  g_autoptr(AttuneAccount) account = create_account (TRUE);
  AttuneModelRow row = { .id = (char *)"mine", .owned_by = (char *)"attune", .details = (char *)details,
                         .account_id = (char *)attune_account_get_id (account) };
  g_autoptr(AttuneModel) model = attune_model_new (account, &row);
  AttuneTokenFigures figures = { .n_examples = 100, .n_bytes = 32000, .n_tokens = 7900 };
  g_autofree char *text = attune_model_details_to_text (attune_model_get_details (model));
  g_autoptr(AttuneAccount) other_account = create_account (FALSE);
  g_autoptr(AttuneModel) other = attune_model_new (other_account, &row);
  guint64 n_further = CLAMP (g_get_num_processors (), 2, 8) - 1;
  AttuneEstimate estimate;

  /* What is so on another computer says nothing about this one. */
  g_assert_null (attune_model_get_details (other));

  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 9999);
  g_assert_cmpuint (estimate.n_epochs_high, ==, 5);
  g_assert_cmpuint (estimate.n_tokens_per_epoch, ==, 7900 + 2100);
  g_assert_cmpint (estimate.seconds, ==, 10000 * 5 / 50);
  g_assert_cmpuint (estimate.least_memory, ==, 1000);
  g_assert_cmpuint (estimate.memory, ==, 3000 + 2000 * 100 / 700);
  g_assert_cmpuint (estimate.most_memory, ==,
                    estimate.memory + n_further * (500 + 700 * 100 / 700));

  /* Counted by a vocabulary that nobody knows yet. */
  figures.n_tokens = 0;
  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 0);
  g_assert_cmpuint (estimate.n_tokens_per_epoch, ==, 8000 + 2100);
  g_assert_cmpstr (text, ==, "1.2 billion parameters · llama, Q4_K · up to 8192 tokens · apache-2.0 · "
                             "800.0\302\240MB");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Estimate/price", test_price);
  g_test_add_func ("/Attune/TargetRules/profiles", test_rules);
  g_test_add_func ("/Attune/Estimate/exact", test_exact);
  g_test_add_func ("/Attune/Estimate/billable", test_billable);
  g_test_add_func ("/Attune/Estimate/report", test_report);
  g_test_add_func ("/Attune/Estimate/epochs", test_epochs);
  g_test_add_func ("/Attune/Estimate/known-epochs", test_known_epochs);
  g_test_add_func ("/Attune/Estimate/one-price", test_one_price);
  g_test_add_func ("/Attune/Estimate/local", test_local);
  g_test_add_func ("/Attune/Estimate/local-automatic", test_local_automatic);
  g_test_add_func ("/Attune/Estimate/practice", test_practice);
  g_test_add_func ("/Attune/Estimate/loss", test_loss);
  g_test_add_func ("/Attune/Estimate/added", test_added);
  g_test_add_func ("/Attune/Models/describe", test_models);
  g_test_add_func ("/Attune/Models/tuned", test_tuned);

  return g_test_run ();
}
