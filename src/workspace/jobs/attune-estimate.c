/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-estimate"

#include "config.h"

#include "attune-dataset-private.h"
#include "attune-estimate.h"
#include "attune-shared-tokenizer.h"

/* The rule of OpenAI's cookbook for automatic epochs (examples/Chat_finetuning_data_prep.ipynb). */
#define TARGET_EPOCHS 3
#define MIN_TARGET_EXAMPLES 100
#define MAX_TARGET_EXAMPLES 25000
#define MIN_DEFAULT_EPOCHS 1
#define MAX_DEFAULT_EPOCHS 25

/* ChatML's marks and roles around a question and an answer, where a byte is a token. */
#define LOCAL_TEMPLATE_TOKENS 21

/* The trainer's memory grows with its longest example, which it cuts at 1024 tokens: measured were
 * 110 MB for the shipped sample and 552 MB for examples that are cut. */
#define LOCAL_CONTEXT_TOKENS 1024
#define LOCAL_MEMORY_BYTES (60 * 1000 * 1000)
#define LOCAL_MEMORY_BYTES_PER_TOKEN (480 * 1000)
#define LOCAL_MEMORY_STEP (50 * 1000 * 1000)

/* The longest example is hardly ever more than so many times as long as the average. */
#define LONGEST_FACTOR 4

/* The trainer cuts at this for an adapter, unless somebody says otherwise. */
#define ADAPTER_CONTEXT_TOKENS 2048

/* Of text in a vocabulary that is not known. */
#define BYTES_PER_TOKEN 4

/* What a model takes was told by the engine. Its speed is that of all
 * threads; a pass has one. */
static void
guess_from_details (AttuneEstimate           *estimate,
                    const AttuneModelDetails *details,
                    guint64                   n_examples)
{
  guint64 average = estimate->n_tokens_per_epoch / MAX (n_examples, 1);
  guint64 longest = MIN (LONGEST_FACTOR * average, details->trains_adapter ?
                                                   ADAPTER_CONTEXT_TOKENS : LOCAL_CONTEXT_TOKENS);

  AttuneModelMemory memory;

  if (details->n_context > 0)
    longest = MIN (longest, details->n_context);

  memory = attune_model_details_get_memory (details, longest);
  estimate->memory = memory.least;
  estimate->most_memory = memory.most;
  estimate->least_memory = attune_model_details_get_memory (details, MIN (average, longest)).least;

  if (details->tokens_per_second > 0)
    estimate->pass_seconds = longest * g_get_num_processors () / details->tokens_per_second;
}

static guint64
guess_local_memory (guint64 n_tokens,
                    guint64 n_examples)
{
  guint64 longest = n_examples > 0 ? LONGEST_FACTOR * (n_tokens / n_examples)
                                   : LOCAL_CONTEXT_TOKENS;
  guint64 memory = LOCAL_MEMORY_BYTES +
                   LOCAL_MEMORY_BYTES_PER_TOKEN * MIN (longest, LOCAL_CONTEXT_TOKENS);

  /* More digits would say more than is known. */
  return (memory + LOCAL_MEMORY_STEP - 1) / LOCAL_MEMORY_STEP * LOCAL_MEMORY_STEP;
}

static guint
apply_cookbook (guint64 n_examples)
{
  if (n_examples == 0)
    return TARGET_EPOCHS;

  if (TARGET_EPOCHS * n_examples < MIN_TARGET_EXAMPLES)
    return MIN (MAX_DEFAULT_EPOCHS, MIN_TARGET_EXAMPLES / n_examples);

  if (TARGET_EPOCHS * n_examples > MAX_TARGET_EXAMPLES)
    return MAX (MIN_DEFAULT_EPOCHS, MAX_TARGET_EXAMPLES / n_examples);

  return TARGET_EPOCHS;
}

/* What automatic is known to come to, 0 when it is not. */
static guint
get_known_epochs (AttuneModel *model)
{
  AttuneSetting *setting = attune_profile_find_setting (attune_model_get_profile (model),
                                                        "n_epochs");

  if (setting == NULL || setting->fallback == NULL)
    return 0;

  return (guint)CLAMP (json_node_get_int (setting->fallback), 0, G_MAXINT);
}

/* So many that a certain number of examples is seen. */
static void
apply_engine_rule (AttuneEstimate           *estimate,
                   const AttuneModelDetails *details,
                   guint64                   n_examples)
{
  estimate->n_epochs_low = CLAMP (details->epochs.examples / MAX (n_examples, 1),
                                  details->epochs.minimum, details->epochs.maximum);
  estimate->n_epochs_high = estimate->n_epochs_low;
}

/* What will be chosen automatically: on this computer by the engine's rule, elsewhere what the
 * provider is known to choose, or between what is usual and what the cookbook's rule makes of the
 * number of examples. */
static void
guess_epochs (AttuneEstimate *estimate,
              AttuneModel    *model,
              gboolean        is_local,
              guint64         n_examples)
{
  const AttuneModelDetails *details = attune_model_get_details (model);
  guint guess = get_known_epochs (model);

  if (guess > 0)
    {
      estimate->n_epochs_low = guess;
      estimate->n_epochs_high = guess;
      return;
    }

  if (details != NULL && details->epochs.examples > 0)
    {
      apply_engine_rule (estimate, details, n_examples);
      return;
    }

  if (is_local)
    {
      g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_LOCAL_ID);

      guess = attune_profile_get_automatic_epochs (profile, n_examples,
                                                   estimate->n_tokens_per_epoch);
      estimate->n_epochs_low = guess;
      estimate->n_epochs_high = guess;
      return;
    }

  guess = apply_cookbook (n_examples);
  estimate->n_epochs_low = MIN (guess, TARGET_EPOCHS);
  estimate->n_epochs_high = MAX (guess, TARGET_EPOCHS);
}

/* Of these languages nearly every character is a token, and three bytes. */
static double
get_wide_share (AttuneReport *report)
{
  static const AttuneLanguage wide[] = {
    ATTUNE_LANGUAGE_SIMPLIFIED_CHINESE, ATTUNE_LANGUAGE_TRADITIONAL_CHINESE,
    ATTUNE_LANGUAGE_JAPANESE, ATTUNE_LANGUAGE_KOREAN,
  };
  guint64 n_examples = attune_report_get_n_examples (report);
  guint64 n_wide = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (wide); i++)
    n_wide += attune_report_get_language_count (report, wide[i]);

  return n_examples > 0 ? CLAMP ((double)n_wide / n_examples, 0, 1) : 0;
}

/**
 * attune_token_figures_init:
 * @figures: (out caller-allocates): where it goes
 * @report: what a scan found
 *
 * What is known of examples that are not a dataset yet. Where the scan counted no tokens, they are
 * estimated from the number of characters and the languages, as attune_token_estimate() does from
 * the texts.
 */
void
attune_token_figures_init (AttuneTokenFigures *figures,
                           AttuneReport       *report)
{
  const AttuneHistogram *tokens;
  guint64 n_characters;
  double share;

  g_return_if_fail (figures != NULL);
  g_return_if_fail (ATTUNE_IS_REPORT (report));

  tokens = attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS);
  n_characters = attune_report_get_histogram (report, ATTUNE_REPORT_CHARACTERS)->total;
  share = get_wide_share (report);

  *figures = (AttuneTokenFigures) {
    .n_examples = attune_report_get_n_examples (report),
    .n_bytes = n_characters * (1 + 2 * share),
    .n_tokens = tokens->total,
    .is_exact = tokens->total > 0,
  };

  if (!figures->is_exact)
    figures->n_tokens = n_characters * (share + (1 - share) / 4);
}

/**
 * attune_token_figures_init_for_dataset:
 * @figures: (out caller-allocates): where it goes
 * @dataset: what is trained on
 *
 * What is stored of a dataset.
 */
void
attune_token_figures_init_for_dataset (AttuneTokenFigures *figures,
                                       AttuneDataset      *dataset)
{
  g_return_if_fail (figures != NULL);
  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  *figures = (AttuneTokenFigures) {
    .n_examples = attune_dataset_get_n_training (dataset),
    .n_bytes = attune_dataset_get_text_bytes (dataset),
    .n_tokens = attune_dataset_get_text_tokens (dataset),
    .is_exact = attune_dataset_get_tokens_are_exact (dataset),
  };
}

/* A model that somebody has added has a vocabulary of its own, which is not known here. */
static guint64
count_added_tokens (const AttuneTokenFigures *figures)
{
  guint64 n_tokens = figures->n_tokens > 0 ? figures->n_tokens
                                           : figures->n_bytes / BYTES_PER_TOKEN;

  return n_tokens + figures->n_examples * LOCAL_TEMPLATE_TOKENS;
}

/* The tokens of an epoch, and whether they are just so many. */
static void
count_epoch (AttuneEstimate           *estimate,
             const AttuneTokenFigures *figures,
             AttuneModel              *model,
             gboolean                  is_local)
{
  const char *base = attune_model_get_base_model (model);
  AttuneTokenEncoding encoding;
  gboolean is_known;

  if (is_local)
    {
      estimate->n_tokens_per_epoch =
        attune_model_get_is_added (model)
        ? count_added_tokens (figures)
        : figures->n_bytes + figures->n_examples * LOCAL_TEMPLATE_TOKENS;
      estimate->is_exact = FALSE;
      return;
    }

  encoding = attune_token_encoding_for_model (base != NULL ? base : attune_model_get_id (model),
                                              &is_known);
  estimate->is_exact = figures->is_exact && is_known && encoding == ATTUNE_SHARED_ENCODING;
  estimate->n_tokens_per_epoch = figures->n_tokens;

  if (figures->stats != NULL)
    estimate->n_tokens_per_epoch =
      attune_example_stats_count_billable (figures->stats, attune_model_get_max_tokens (model));
}

/**
 * attune_estimate_make_for_figures:
 * @estimate: (out caller-allocates): where it goes
 * @figures: what is trained on
 * @model: the model to begin with
 * @request: (nullable): the settings; %NULL for those that the provider chooses
 * @tokens_per_second: the speed of this computer, or 0 when it was never measured
 *
 * Guesses what a fine-tune takes: tokens × epochs, times the price of a provider (which bills just
 * that, without what it cuts off of long examples) or divided by the speed of this computer. The
 * practice model on this computer has a token for each byte; of one that somebody has added there,
 * the engine has told what it takes. Without a choice, the epochs follow
 * from the engine's rule on this computer; elsewhere they are those that the provider is known to
 * choose, or lie between what is usual (3) and what
 * the cookbook's rule makes of the number of examples.
 */
void
attune_estimate_make_for_figures (AttuneEstimate           *estimate,
                                  const AttuneTokenFigures *figures,
                                  AttuneModel              *model,
                                  AttuneJobRequest         *request,
                                  double                    tokens_per_second)
{
  const AttuneModelDetails *details;
  gboolean is_local;
  guint n_epochs;
  double price;

  g_return_if_fail (estimate != NULL);
  g_return_if_fail (figures != NULL);
  g_return_if_fail (ATTUNE_IS_MODEL (model));
  g_return_if_fail (request == NULL || ATTUNE_IS_JOB_REQUEST (request));

  is_local = g_strcmp0 (attune_model_get_account_id (model), ATTUNE_PROFILE_LOCAL_ID) == 0;
  n_epochs = request != NULL ? attune_job_request_get_n_epochs (request) : 0;
  price = attune_model_get_training_price (model);
  details = attune_model_get_details (model);
  count_epoch (estimate, figures, model, is_local);

  if (n_epochs > 0)
    {
      estimate->n_epochs_low = n_epochs;
      estimate->n_epochs_high = n_epochs;
    }
  else
    {
      guess_epochs (estimate, model, is_local, figures->n_examples);
    }

  estimate->cost_low = -1;
  estimate->cost_high = -1;
  estimate->seconds = -1;
  estimate->memory = is_local ? guess_local_memory (estimate->n_tokens_per_epoch,
                                                    figures->n_examples) : 0;
  estimate->most_memory = estimate->memory;
  estimate->least_memory = 0;
  estimate->pass_seconds = 0;

  if (details != NULL)
    {
      guess_from_details (estimate, details, figures->n_examples);

      if (attune_model_get_is_added (model) || tokens_per_second <= 0)
        tokens_per_second = details->tokens_per_second;
    }

  if (!is_local && price >= 0)
    {
      estimate->cost_low = estimate->n_tokens_per_epoch * estimate->n_epochs_low * price / 1e6;
      estimate->cost_high = estimate->n_tokens_per_epoch * estimate->n_epochs_high * price / 1e6;
    }

  if (is_local && tokens_per_second > 0 && figures->n_bytes > 0)
    estimate->seconds = estimate->n_tokens_per_epoch * estimate->n_epochs_high / tokens_per_second;
}

/**
 * attune_estimate_make_for_details:
 * @estimate: (out caller-allocates): where it goes
 * @figures: what is trained on
 * @details: what the engine says of a model, or would say of one that is not here yet
 *
 * Guesses what a fine-tune on this computer takes, with the settings that the engine chooses.
 */
void
attune_estimate_make_for_details (AttuneEstimate           *estimate,
                                  const AttuneTokenFigures *figures,
                                  const AttuneModelDetails *details)
{
  g_return_if_fail (estimate != NULL && figures != NULL && details != NULL);

  *estimate = (AttuneEstimate) {
    .n_tokens_per_epoch = count_added_tokens (figures),
    .cost_low = -1,
    .cost_high = -1,
    .seconds = -1,
  };
  apply_engine_rule (estimate, details, figures->n_examples);
  guess_from_details (estimate, details, figures->n_examples);

  if (details->tokens_per_second > 0)
    estimate->seconds = estimate->n_tokens_per_epoch * estimate->n_epochs_high /
                        details->tokens_per_second;
}

/**
 * attune_estimate_make:
 * @estimate: (out caller-allocates): where it goes
 * @dataset: what is trained on
 * @model: the model to begin with
 * @request: the settings
 * @tokens_per_second: the speed of this computer, or 0 when it was never measured
 *
 * Guesses what a fine-tune takes, see attune_estimate_make_for_figures(), from what is stored of a
 * dataset.
 */
void
attune_estimate_make (AttuneEstimate   *estimate,
                      AttuneDataset    *dataset,
                      AttuneModel      *model,
                      AttuneJobRequest *request,
                      double            tokens_per_second)
{
  AttuneTokenFigures figures;

  g_return_if_fail (ATTUNE_IS_DATASET (dataset));

  attune_token_figures_init_for_dataset (&figures, dataset);
  attune_estimate_make_for_figures (estimate, &figures, model, request, tokens_per_second);
}

/**
 * attune_estimate_make_for_survey:
 * @estimate: (out caller-allocates): where it goes
 * @dataset: what is trained on
 * @survey: (nullable): what was counted of it
 * @model: the model to begin with
 * @request: the settings
 * @tokens_per_second: the speed of this computer, or 0 when it was never measured
 *
 * Like attune_estimate_make(), from what was counted where that is exact.
 */
void
attune_estimate_make_for_survey (AttuneEstimate            *estimate,
                                 AttuneDataset             *dataset,
                                 const AttuneDatasetSurvey *survey,
                                 AttuneModel               *model,
                                 AttuneJobRequest          *request,
                                 double                     tokens_per_second)
{
  AttuneTokenFigures figures = { 0 };

  if (survey == NULL || !survey->is_exact)
    {
      attune_estimate_make (estimate, dataset, model, request, tokens_per_second);
      return;
    }

  figures.n_examples = survey->stats->n_examples;
  figures.n_bytes = survey->stats->n_bytes;
  figures.n_tokens = survey->stats->n_tokens;
  figures.is_exact = TRUE;
  figures.stats = survey->stats;
  attune_estimate_make_for_figures (estimate, &figures, model, request, tokens_per_second);
}
