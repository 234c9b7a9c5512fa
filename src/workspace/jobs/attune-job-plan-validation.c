/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-job-plan-private.h"

static gboolean
has_validation (const AttuneJobPlan *plan)
{
  const char *chosen = plan->request != NULL
                       ? attune_job_request_get_validation_dataset (plan->request) : NULL;

  if (chosen == NULL)
    return attune_dataset_get_n_validation (plan->dataset) > 0;

  return !g_str_equal (chosen, ATTUNE_NO_VALIDATION);
}

/* The file that it is checked with, as far as the plan knows, and how many examples are in it. */
static const char *
get_validation_file (const AttuneJobPlan *plan,
                     guint64             *n_examples)
{
  if (plan->validation != NULL)
    {
      *n_examples = attune_dataset_get_n_training (plan->validation);
      return attune_dataset_get_training_path (plan->validation);
    }

  *n_examples = attune_dataset_get_n_validation (plan->dataset);

  return attune_job_request_get_validation_dataset (plan->request) == NULL
         ? attune_dataset_get_validation_path (plan->dataset) : NULL;
}

static void
check_validation_file (const AttuneJobPlan *plan,
                       GPtrArray           *issues)
{
  guint64 n_examples;
  const char *path = get_validation_file (plan, &n_examples);
  AttuneProfile *profile = attune_account_get_profile (plan->account);
  guint64 max_size = attune_profile_get_max_upload_size (profile);
  guint64 size = path != NULL ? attune_job_plan_get_file_size (path) : 0;

  if (path != NULL && n_examples == 0)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE, _("Nothing to Check With"), "%s",
                               _("The dataset to check the result with has no examples. Check with another dataset, or with nothing."));

  if (max_size > 0 && size > max_size)
    {
      g_autofree char *size_text = g_format_size (size);
      g_autofree char *max_text = g_format_size (max_size);

      attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE, _("Too Large"),
                                 /* Translators: a name, then two sizes such as “600 MB”. */
                                 _("“%s” takes files of up to %s, and the examples to check with have %s. Check with another dataset, or with nothing."),
                                 attune_account_get_name (plan->account), max_text, size_text);
    }
}

/* The first example is known sooner than all of them. */
static gboolean
has_other_kind (const AttuneJobPlan *plan)
{
  int kind = attune_job_plan_get_kind (plan);

  if (kind == ATTUNE_KIND_UNKNOWN)
    return FALSE;

  if (plan->validation_survey == NULL)
    return plan->validation_kind != ATTUNE_KIND_UNKNOWN && plan->validation_kind != kind;

  for (int i = 0; i < ATTUNE_N_EXAMPLE_KINDS; i++)
    if (i != kind && plan->validation_survey->n_kinds[i] > 0)
      return TRUE;

  return FALSE;
}

static void
check_validation_kind (const AttuneJobPlan *plan,
                       GPtrArray           *issues)
{
  if (!has_other_kind (plan))
    return;

  if (plan->validation != NULL)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE,
                               _("Another Kind of Examples"),
                               /* Translators: %s is the name of a dataset. */
                               _("The examples of “%s” are of another kind than those to learn from. Check with another dataset, or with nothing."),
                               attune_dataset_get_name (plan->validation));
  else
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE,
                               _("Another Kind of Examples"), "%s",
                               _("Some of the examples that are kept aside are of another kind than those to learn from. Check with another dataset, or with nothing."));
}

/**
 * attune_job_plan_check_validation: (skip)
 * @plan: what is to be started, with its settings
 * @issues: what was found so far; gets what is wrong with the examples to check the result with
 */
void
attune_job_plan_check_validation (const AttuneJobPlan *plan,
                                  GPtrArray           *issues)
{
  if (plan->validation == NULL && !has_validation (plan))
    return;

  if (!attune_profile_can (attune_account_get_profile (plan->account),
                           ATTUNE_ABILITY_VALIDATION_FILE))
    {
      attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, FALSE, _("Not Checked Meanwhile"),
                                 /* Translators: %s is the name of an account. */
                                 _("“%s” takes no examples to check with. The training goes on without."),
                                 attune_account_get_name (plan->account));
      return;
    }

  check_validation_kind (plan, issues);
  check_validation_file (plan, issues);

  if (plan->validation_survey != NULL)
    attune_job_plan_add_bad_rows (plan, plan->validation_survey,
                                  plan->validation != NULL
                                  ? attune_dataset_get_name (plan->validation) : NULL,
                                  ATTUNE_JOB_ISSUE_VALIDATION,
                                  _("Examples to Check With That Cannot Be Used"), issues);
}
