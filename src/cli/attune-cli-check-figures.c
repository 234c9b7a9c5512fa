/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-check.h"
#include "attune-cost.h"
#include "attune-selection.h"
#include "attune-shared-tokenizer.h"

/* Languages of which there is less are not worth a word. */
#define MIN_LANGUAGE_SHARE 0.005

/* Longest examples named in the text for people. */
#define MAX_LONGEST_SHOWN 3

/* What would be trained on, if the file were taken as it is. */
typedef struct
{
  AttuneExampleStats *stats;
  AttuneTokenFigures  tokens;
  guint64             n_billable;   /* tokens in an epoch */
  GPtrArray          *costs;        /* of AttuneCost; NULL: nobody asked */
} Figures;

static void
figures_clear (Figures *figures)
{
  g_clear_pointer (&figures->stats, attune_example_stats_unref);
  g_clear_pointer (&figures->costs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Figures, figures_clear)

/* The report is about all examples, the figures about those that the recipe wants of them. */
static void
fill_tokens (Figures              *figures,
             const AttuneCliCheck *check)
{
  guint64 n_selected = figures->stats->n_examples;
  guint64 n_all;
  double share;

  attune_token_figures_init (&figures->tokens, attune_scan_get_report (check->scan));
  n_all = MAX (figures->tokens.n_examples, 1);
  share = (double)n_selected / (double)n_all;
  figures->tokens.n_examples = n_selected;
  figures->tokens.n_bytes *= share;

  if (check->tokenizer != NULL)
    {
      figures->tokens.n_tokens = figures->stats->n_tokens;
      figures->tokens.stats = figures->stats;
      figures->tokens.is_exact =
        attune_tokenizer_get_encoding (check->tokenizer) == ATTUNE_SHARED_ENCODING;
      figures->n_billable = attune_example_stats_count_billable (figures->stats,
                                                                 check->rules.max_tokens);
    }
  else
    {
      figures->tokens.n_tokens *= share;
      figures->n_billable = figures->tokens.n_tokens;
    }
}

static void
collect (Figures              *figures,
         const AttuneCliCheck *check)
{
  const AttuneSplit no_split = { 0 };
  g_autoptr(AttuneSelection) selection = attune_selection_new (check->scan, 0, &no_split);

  figures->stats = attune_selection_collect_stats (selection);
  fill_tokens (figures, check);

  if (check->workspace != NULL)
    figures->costs = check->payer != NULL
                       ? attune_workspace_list_account_costs (check->workspace, check->payer,
                                                              &figures->tokens)
                       : attune_workspace_list_costs (check->workspace, &figures->tokens);
}

static gboolean
is_sampled (const AttuneCliCheck *check)
{
  return attune_recipe_get_sample (attune_scan_get_recipe (check->scan)) != ATTUNE_SAMPLE_ALL;
}

static void
build_measure (JsonBuilder         *builder,
               AttuneReport        *report,
               const char          *name,
               AttuneReportMeasure  measure)
{
  const AttuneHistogram *histogram = attune_report_get_histogram (report, measure);

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  attune_cli_add_number (builder, "total", histogram->total);
  attune_cli_add_number (builder, "min", histogram->min);
  attune_cli_add_number (builder, "p5", attune_histogram_get_percentile (histogram, 5));
  attune_cli_add_number (builder, "median", attune_histogram_get_percentile (histogram, 50));
  attune_cli_add_number (builder, "p95", attune_histogram_get_percentile (histogram, 95));
  attune_cli_add_number (builder, "p99", attune_histogram_get_percentile (histogram, 99));
  attune_cli_add_number (builder, "max", histogram->max);
  json_builder_end_object (builder);
}

static void
build_languages (JsonBuilder  *builder,
                 AttuneReport *report)
{
  json_builder_set_member_name (builder, "languages");
  json_builder_begin_object (builder);

  for (AttuneLanguage language = 0; language < ATTUNE_N_LANGUAGES; language++)
    if (attune_report_get_language_count (report, language) > 0)
      attune_cli_add_number (builder, attune_language_get_code (language),
                             attune_report_get_language_count (report, language));

  json_builder_end_object (builder);
}

static void
build_statistics (JsonBuilder          *builder,
                  const AttuneCliCheck *check)
{
  AttuneReport *report = attune_scan_get_report (check->scan);

  json_builder_set_member_name (builder, "statistics");
  json_builder_begin_object (builder);
  build_measure (builder, report, "turns", ATTUNE_REPORT_TURNS);
  build_measure (builder, report, "characters", ATTUNE_REPORT_CHARACTERS);

  if (attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS)->total > 0)
    {
      build_measure (builder, report, "tokens", ATTUNE_REPORT_TOKENS);
      build_measure (builder, report, "trained_tokens", ATTUNE_REPORT_TRAINED_TOKENS);
      attune_cli_add_boolean (builder, "exact", check->is_exact);
      attune_cli_add_string (builder, "token_encoding", attune_token_encoding_get_name (
                                       attune_tokenizer_get_encoding (check->tokenizer)));
    }

  attune_cli_add_number (builder, "questions", attune_report_get_n_questions (report, NULL));
  attune_cli_add_number (builder, "system_texts", attune_report_get_n_system_texts (report, NULL));
  build_languages (builder, report);
  json_builder_end_object (builder);
}

static void
build_longest (JsonBuilder          *builder,
               const AttuneCliCheck *check,
               GArray               *longest)
{
  json_builder_set_member_name (builder, "longest");
  json_builder_begin_array (builder);

  for (guint i = 0; i < longest->len; i++)
    {
      const AttuneLongExample *example = &g_array_index (longest, AttuneLongExample, i);
      AttuneIndex *index = attune_scan_get_index (check->scan);

      json_builder_begin_object (builder);
      attune_cli_add_number (builder, "line", attune_index_get (index, example->row)->line);
      attune_cli_add_number (builder, "example", example->row + 1);
      attune_cli_add_number (builder, "tokens", example->n_tokens);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
}

static void
add_amount (JsonBuilder *builder,
            const char  *name,
            double       amount)
{
  json_builder_set_member_name (builder, name);

  if (amount >= 0)
    json_builder_add_double_value (builder, amount);
  else
    json_builder_add_null_value (builder);
}

static void
build_cost (JsonBuilder      *builder,
            const AttuneCost *cost)
{
  const AttuneEstimate *estimate = &cost->estimate;

  json_builder_begin_object (builder);
  attune_cli_add_string (builder, "account", cost->account);
  attune_cli_add_string (builder, "model", cost->model_id);

  if (cost->model_id != NULL)
    {
      attune_cli_add_number (builder, "tokens_per_epoch", estimate->n_tokens_per_epoch);
      attune_cli_add_boolean (builder, "exact", estimate->is_exact);
      attune_cli_add_number (builder, "epochs_low", estimate->n_epochs_low);
      attune_cli_add_number (builder, "epochs_high", estimate->n_epochs_high);
    }

  add_amount (builder, "usd_low", estimate->cost_low);
  add_amount (builder, "usd_high", estimate->cost_high);
  add_amount (builder, "seconds", estimate->seconds);
  attune_cli_add_string (builder, "prices_as_of", cost->prices_as_of);
  json_builder_end_object (builder);
}

/* Members of an object: what the examples are like, and what training on them takes. */
void
attune_cli_check_build_figures (JsonBuilder          *builder,
                                const AttuneCliCheck *check)
{
  g_auto(Figures) figures = { 0 };

  build_statistics (builder, check);

  if (check->no_tokens)
    return;

  collect (&figures, check);
  json_builder_set_member_name (builder, "training");
  json_builder_begin_object (builder);
  attune_cli_add_number (builder, "examples", figures.tokens.n_examples);
  attune_cli_add_number (builder, "tokens", figures.tokens.n_tokens);
  attune_cli_add_number (builder, "billable_tokens_per_epoch", figures.n_billable);
  attune_cli_add_boolean (builder, "exact", check->is_exact);

  if (check->tokenizer != NULL)
    build_longest (builder, check, figures.stats->longest);

  json_builder_set_member_name (builder, "costs");
  json_builder_begin_array (builder);
  for (guint i = 0; figures.costs != NULL && i < figures.costs->len; i++)
    build_cost (builder, figures.costs->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_languages (AttuneReport *report)
{
  guint64 n_examples = attune_report_get_n_examples (report);
  g_autoptr(GString) text = g_string_new (NULL);

  for (AttuneLanguage language = 0; language < ATTUNE_N_LANGUAGES; language++)
    {
      guint64 count = attune_report_get_language_count (report, language);
      double share = n_examples > 0 ? (double)count / (double)n_examples : 0;

      if (share < MIN_LANGUAGE_SHARE)
        continue;

      g_string_append (text, text->len > 0 ? ", " : "");
      /* Translators: the name of a language, and how much of a file is in it. */
      g_string_append_printf (text, _("%s %.0f%%"), attune_language_get_name (language), 100 * share);
    }

  if (text->len == 0)
    return;

  /* Translators: %s are names of languages, each with a percentage. */
  g_print (_("Languages: %s"), text->str);
  g_print ("\n");
}

static void
print_lengths (const Figures *figures)
{
  const AttuneExampleStats *stats = figures->stats;
  guint64 longest = attune_example_stats_get_percentile (stats, 100);

  if (longest == 0)
    return;

  /* Translators: numbers of tokens. */
  g_print (_("Tokens per example: half have at most %1$'u, 95%% at most %2$'u, 99%% at most %3$'u, "
             "the longest %4$'lu"),
           attune_example_stats_get_percentile (stats, 50),
           attune_example_stats_get_percentile (stats, 95),
           attune_example_stats_get_percentile (stats, 99), (gulong)longest);
  g_print ("\n");
}

static void
print_longest (const Figures        *figures,
               const AttuneCliCheck *check)
{
  GArray *longest = figures->stats->longest;
  AttuneIndex *index = attune_scan_get_index (check->scan);
  g_autoptr(GString) text = g_string_new (NULL);

  if (check->tokenizer == NULL)
    return;

  for (guint i = 0; i < MIN (longest->len, MAX_LONGEST_SHOWN); i++)
    {
      const AttuneLongExample *example = &g_array_index (longest, AttuneLongExample, i);

      g_string_append (text, i > 0 ? "; " : "");
      g_string_append_printf (text,
                              /* Translators: where in a file an example is, and how long it is. */
                              ngettext ("line %1$lu, example %2$lu (%3$'lu token)",
                                        "line %1$lu, example %2$lu (%3$'lu tokens)",
                                        example->n_tokens),
                              (gulong)attune_index_get (index, example->row)->line,
                              (gulong)example->row + 1, (gulong)example->n_tokens);
    }

  if (text->len == 0)
    return;

  /* Translators: %s says where they are, and how long. */
  g_print (_("Longest examples: %s"), text->str);
  g_print ("\n");
}

static void
print_tokens (const Figures        *figures,
              const AttuneCliCheck *check)
{
  gulong n_tokens = figures->tokens.n_tokens;
  gulong n_billable = figures->n_billable;

  g_print (check->is_exact ? ngettext ("%'lu token", "%'lu tokens", n_tokens)
                           : ngettext ("About %'lu token", "About %'lu tokens", n_tokens), n_tokens);
  g_print ("\n");

  g_print (check->is_exact
             ? ngettext ("%'lu token is paid for in each epoch",
                         "%'lu tokens are paid for in each epoch", n_billable)
             : ngettext ("About %'lu token is paid for in each epoch",
                         "About %'lu tokens are paid for in each epoch", n_billable), n_billable);
  g_print ("\n");
}

static void
print_costs (GPtrArray *costs)
{
  if (costs == NULL || costs->len == 0)
    return;

  g_print ("\n%s\n", _("What a fine-tune takes, with as many epochs as the service chooses:"));

  for (guint i = 0; i < costs->len; i++)
    {
      const AttuneCost *cost = costs->pdata[i];

      if (cost->cost != NULL)
        g_print ("  %s: %s (%s)\n", cost->title, cost->cost, cost->details);
      else
        g_print ("  %s: %s\n", cost->title, cost->details);
    }
}

/* What the examples are like, and what training on them takes, for people. */
void
attune_cli_check_print_figures (const AttuneCliCheck *check)
{
  g_auto(Figures) figures = { 0 };

  if (!check->no_tokens || is_sampled (check))
    collect (&figures, check);

  if (is_sampled (check))
    {
      g_print (ngettext ("%'lu of them is drawn by the recipe", "%'lu of them are drawn by the recipe",
                         figures.tokens.n_examples), (gulong)figures.tokens.n_examples);
      g_print ("\n");
    }

  print_languages (attune_scan_get_report (check->scan));

  if (check->no_tokens || figures.tokens.n_examples == 0)
    return;

  print_tokens (&figures, check);
  print_lengths (&figures);
  print_longest (&figures, check);
  print_costs (figures.costs);
}
