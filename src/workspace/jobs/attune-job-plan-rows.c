/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-job-plan-private.h"
#include "attune-target-rules.h"

/* How many rows have it at a service with these rules, and which of them is the first. */
static guint64
count_rows (const AttuneDatasetSurvey *survey,
            const AttuneRules         *rules,
            AttuneIssueKind            kind,
            guint                     *first_line)
{
  gboolean is_lenient = kind == ATTUNE_ISSUE_BAD_OUTPUT && rules->allows_output_turns;

  *first_line = is_lenient ? survey->first_bad_output : survey->first_lines[kind];

  return is_lenient ? survey->n_bad_outputs : survey->n_issues[kind];
}

static char *
dup_place (const char *sentences,
           guint       line,
           const char *dataset_name)
{
  if (dataset_name != NULL)
    /* Translators: sentences on what is wrong with some examples, a number, and the name of a
     * dataset. */
    return g_strdup_printf (_("%s The first is line %u of “%s”."), sentences, line, dataset_name);

  /* Translators: sentences on what is wrong with some examples, and a number. */
  return g_strdup_printf (_("%s The first is line %u of the examples that are kept aside."),
                          sentences, line);
}

static char *
dup_unreadable (guint64 n_rows)
{
  return g_strdup_printf (ngettext ("%lu row of this dataset is no example to learn from. Edit it on the page of the dataset, or mark it out.",
                                    "%lu rows of this dataset are no examples to learn from. Edit them on the page of the dataset, or mark them out.",
                                    (gulong)n_rows),
                          (gulong)n_rows);
}

static char *
dup_issue (AttuneIssueKind kind,
           guint64         n_rows)
{
  g_autofree char *title = attune_issue_dup_title (kind, n_rows);

  /* Translators: what is wrong with how many examples, without a full stop; then sentences on what
   * to do. */
  return g_strdup_printf (_("%s. %s"), title, attune_issue_get_advice (kind));
}

/**
 * attune_job_plan_add_bad_rows: (skip)
 * @plan: what is to be started
 * @survey: what was found in a file of examples
 * @dataset_name: (nullable): the dataset that they are the examples of; %NULL for those that one
 *   keeps aside
 * @code: what to call it
 * @title: in a few words, translated
 * @issues: what was found so far; gets what the service would object to, and the line where
 *
 * What an import leaves out may come in again when a row is edited, or with another service. The
 * engine on this computer is not strict.
 */
void
attune_job_plan_add_bad_rows (const AttuneJobPlan       *plan,
                              const AttuneDatasetSurvey *survey,
                              const char                *dataset_name,
                              AttuneJobIssueCode         code,
                              const char                *title,
                              GPtrArray                 *issues)
{
  gboolean is_refusal = !attune_account_get_is_local (plan->account);
  guint64 n_unreadable = survey->stats->n_unreadable;
  AttuneRules rules;
  guint64 errors;

  attune_target_rules_init (&rules, attune_account_get_profile (plan->account), plan->model_id,
                            FALSE);
  errors = attune_issue_get_errors_for (&rules);

  if (n_unreadable > 0)
    {
      g_autofree char *sentences = dup_unreadable (n_unreadable);
      g_autofree char *text = dup_place (sentences, survey->first_unreadable, dataset_name);

      attune_job_plan_add_issue (issues, code, is_refusal, title, "%s", text);
    }

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      guint line;
      guint64 n_rows = count_rows (survey, &rules, kind, &line);
      g_autofree char *sentences = NULL;
      g_autofree char *text = NULL;

      if (n_rows == 0 || (errors & attune_issue_bit (kind)) == 0)
        continue;

      sentences = dup_issue (kind, n_rows);
      text = dup_place (sentences, line, dataset_name);
      attune_job_plan_add_issue (issues, code, is_refusal, title, "%s", text);
    }
}
