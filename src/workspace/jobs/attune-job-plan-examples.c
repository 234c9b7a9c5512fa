/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-job-plan-private.h"

static void
check_size (const AttuneJobPlan *plan,
            GPtrArray           *issues)
{
  AttuneProfile *profile = attune_account_get_profile (plan->account);
  guint64 n_examples = attune_dataset_get_n_training (plan->dataset);
  guint min_examples = attune_profile_get_min_examples (profile);
  guint64 max_size = attune_profile_get_max_upload_size (profile);
  guint64 size = attune_job_plan_get_file_size (attune_dataset_get_training_path (plan->dataset));

  if (n_examples < min_examples)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_FEW_EXAMPLES, TRUE, _("Too Few Examples"),
                               /* Translators: the name of an account, then two numbers. */
                               ngettext ("“%s” wants at least %u example to learn from, and this dataset has %lu. Import more.",
                                         "“%s” wants at least %u examples to learn from, and this dataset has %lu. Import more.",
                                         min_examples),
                               attune_account_get_name (plan->account), min_examples,
                               (gulong)n_examples);

  if (max_size > 0 && size > max_size)
    {
      g_autofree char *size_text = g_format_size (size);
      g_autofree char *max_text = g_format_size (max_size);

      attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_FILE_SIZE, TRUE, _("Too Large"),
                                 /* Translators: a name, then two sizes such as “600 MB”. */
                                 _("“%s” takes files of up to %s, and this dataset has %s. Train on this computer, or import fewer examples."),
                                 attune_account_get_name (plan->account), max_text, size_text);
    }
}

static const char *
get_method (const AttuneJobPlan *plan)
{
  if (plan->request != NULL)
    return attune_job_request_get_method (plan->request);

  return attune_example_kind_get_method (attune_job_plan_get_kind (plan));
}

static void
check_method (const AttuneJobPlan *plan,
              GPtrArray           *issues)
{
  const char *method = get_method (plan);
  gboolean is_dpo = g_str_equal (method, "dpo");

  if (attune_job_plan_get_kind (plan) != ATTUNE_KIND_UNKNOWN &&
      !g_str_equal (method, attune_example_kind_get_method (attune_job_plan_get_kind (plan))))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_METHOD, TRUE, _("Other Examples Are Needed"), "%s",
                               is_dpo
                               ? _("Training from preferences needs pairs of a better and a worse answer, and this dataset has none. Choose another dataset, or train from examples of good answers.")
                               : _("This dataset has pairs of a better and a worse answer. Train from preferences, or choose another dataset."));
  else if (!attune_job_plan_can_train (plan->account, NULL, method))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_METHOD, TRUE, _("Not from Preferences"),
                               /* Translators: %s is the name of an account. */
                               _("“%s” does not train from pairs of a better and a worse answer. Choose another account, or another dataset."),
                               attune_account_get_name (plan->account));
  else if (!attune_job_plan_can_train (plan->account, plan->model, method))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_METHOD, TRUE,
                               is_dpo ? _("Not from Preferences") : _("Only from Preferences"),
                               is_dpo
                               /* Translators: %s is the name of a model. */
                               ? _("“%s” cannot be trained from pairs of a better and a worse answer. Choose another model.")
                               /* Translators: %s is the name of a model. */
                               : _("“%s” is trained only from pairs of a better and a worse answer. Choose another model."),
                               attune_model_get_title (plan->model));
}

/* The limit is known at second hand only, so that it is no refusal. */
static void
check_many_tokens (const AttuneJobPlan *plan,
                   GPtrArray           *issues)
{
  AttuneProfile *profile = attune_account_get_profile (plan->account);
  guint64 max_tokens = attune_profile_get_max_job_tokens (profile);
  gint64 n_epochs = plan->request != NULL ? attune_job_request_get_n_epochs (plan->request) : 0;
  guint64 n_tokens = plan->survey->stats->n_tokens * MAX (n_epochs, 1);

  if (max_tokens > 0 && n_tokens > max_tokens)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_MANY_TOKENS, FALSE, _("Many Tokens"),
                               /* Translators: the name of an account, then two numbers of
                                * millions. */
                               _("“%s” is said to take up to %'u million tokens for one fine-tune, and this one has %'u million. If it is refused, choose fewer epochs or import fewer examples."),
                               attune_account_get_name (plan->account),
                               (guint)(max_tokens / 1000000), (guint)(n_tokens / 1000000));
}

static void
check_survey (const AttuneJobPlan *plan,
              GPtrArray           *issues)
{
  const AttuneDatasetSurvey *survey = plan->survey;
  guint max_tokens = plan->model != NULL ? attune_model_get_max_tokens (plan->model) : 0;
  guint64 n_over = attune_dataset_survey_count_over (survey, max_tokens);
  guint n_different = 0;

  for (gsize i = 0; i < ATTUNE_N_EXAMPLE_KINDS; i++)
    n_different += survey->n_kinds[i] > 0;

  if (n_different > 1)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_MIXED, TRUE, _("Examples of Several Kinds"), "%s",
                               _("Conversations, plain texts and preference pairs cannot be trained together. Mark those of one kind out on the page of the dataset."));

  if (n_over > 0)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_LONG_EXAMPLES, FALSE, _("Long Examples Are Cut"),
                               /* Translators: a number of examples and a number of tokens. */
                               ngettext ("%lu example has more than %'u tokens. What is beyond is cut off, so that its answer may be missing. Shorten it, or mark it out.",
                                         "%lu examples have more than %'u tokens. What is beyond is cut off, so that their answers may be missing. Shorten them, or mark them out.",
                                         (gulong)n_over),
                               (gulong)n_over, max_tokens);

  attune_job_plan_add_bad_rows (plan, survey, attune_dataset_get_name (plan->dataset),
                                ATTUNE_JOB_ISSUE_EXAMPLES, _("Examples That Cannot Be Used"),
                                issues);
  check_many_tokens (plan, issues);
}

/**
 * attune_job_plan_get_kind: (skip)
 * @plan: what is to be started
 *
 * The first example is known sooner than all of them, but may be one that is marked out.
 *
 * Returns: what the examples are, an #AttuneExampleKind, or %ATTUNE_KIND_UNKNOWN
 */
int
attune_job_plan_get_kind (const AttuneJobPlan *plan)
{
  int kind = ATTUNE_KIND_UNKNOWN;

  for (int i = 0; plan->survey != NULL && i < ATTUNE_N_EXAMPLE_KINDS; i++)
    {
      if (plan->survey->n_kinds[i] > 0 && kind != ATTUNE_KIND_UNKNOWN)
        return plan->kind;

      if (plan->survey->n_kinds[i] > 0)
        kind = i;
    }

  return kind != ATTUNE_KIND_UNKNOWN ? kind : plan->kind;
}

/**
 * attune_job_plan_check_examples: (skip)
 * @plan: what is to be started
 * @issues: what was found so far; gets what is wrong with the examples to learn from
 */
void
attune_job_plan_check_examples (const AttuneJobPlan *plan,
                                GPtrArray           *issues)
{
  check_size (plan, issues);
  check_method (plan, issues);

  if (plan->survey != NULL)
    check_survey (plan, issues);
}
