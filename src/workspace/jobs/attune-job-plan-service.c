/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-job-body.h"
#include "attune-job-plan-private.h"

/* Who trains a model that stops sooner than this should know. */
#define SOON_DAYS 90

static gboolean
is_closed (AttuneProfile *profile)
{
  const char *closing_date = attune_profile_get_closing_date (profile);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) end = NULL;

  if (closing_date != NULL)
    end = attune_job_plan_parse_date (closing_date);

  return end != NULL && g_date_time_compare (now, end) >= 0;
}

static void
check_closing (AttuneProfile *profile,
               GPtrArray     *issues)
{
  if (is_closed (profile))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_CLOSING, TRUE, _("Closed"),
                               _("Nobody can start a fine-tune here any more. Train on this computer or with "
                                 "another account."));
  else if (attune_profile_get_is_closing (profile) && attune_profile_get_notice (profile) != NULL)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_CLOSING, FALSE, _("Not Open to Everybody"),
                               "%s", attune_profile_get_notice (profile));
}

/* It would go on, and cost, unseen; and whether it exists could not be found out after a lost
 * answer. */
static void
check_following (const AttuneJobPlan *plan,
                 GPtrArray           *issues)
{
  const char *project = attune_account_get_project (plan->account);

  if (!attune_profile_can_follow (attune_account_get_profile (plan->account), project))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_FOLLOWING, TRUE, _("Cannot Be Followed"),
                               /* Translators: the name of an account, then that of a service. */
                               _("“%s” can start a fine-tune at “%s”, but does not tell how it goes on, so Attune could neither show nor cancel it. Start it there itself, or choose another account."),
                               attune_account_get_name (plan->account), project);
}

static void
check_account (const AttuneJobPlan *plan,
               GPtrArray           *issues)
{
  AttuneProfile *profile = attune_account_get_profile (plan->account);

  if (attune_profile_get_needs_key (profile) && !attune_account_get_has_key (plan->account))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_KEY, TRUE, _("No Key"),
                               /* Translators: %s is the name of an account. */
                               _("“%s” needs a key. Add it in the preferences, then come back."),
                               attune_account_get_name (plan->account));

  if (attune_account_get_problem (plan->account) != NULL)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_PROBLEM, FALSE, _("The Service Had a Problem"),
                               "%s", attune_account_get_problem (plan->account));

  check_following (plan, issues);
  check_closing (profile, issues);
}

static void
check_shutdown (const AttuneJobPlan *plan,
                GPtrArray           *issues)
{
  const char *shutdown = plan->model != NULL ? attune_model_get_shutdown_date (plan->model) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) end = shutdown != NULL ? attune_job_plan_parse_date (shutdown) : NULL;
  g_autofree char *date = NULL;
  GTimeSpan left;
  int days;

  if (end == NULL)
    return;

  date = attune_date_format (shutdown);
  left = g_date_time_difference (end, now);
  days = (int)(left / G_TIME_SPAN_DAY);

  if (left <= 0)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_SHUTDOWN, TRUE, _("This Model Has Stopped"),
                               /* Translators: %s is a date such as “14 January 2027”. */
                               _("The service switched this model off on %s. Choose another one."), date);
  else if (days < SOON_DAYS)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_SHUTDOWN, FALSE, _("This Model Stops Soon"),
                               /* Translators: a date such as “14 January 2027”, then a number of
                                * days. */
                               ngettext ("The model, and all that is trained from it, stops working on %s: in %d day.",
                                         "The model, and all that is trained from it, stops working on %s: in %d days.",
                                         days),
                               date, days);
}

static void
check_settings (const AttuneJobPlan *plan,
                GPtrArray           *issues)
{
  AttuneProfile *profile = attune_account_get_profile (plan->account);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < issues->len; i++)
    if (((AttuneJobIssue *)issues->pdata[i])->code == ATTUNE_JOB_ISSUE_METHOD)
      return;

  if (!attune_job_body_check (plan->request, profile, &error))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_SETTINGS, TRUE, _("A Setting Must Be Changed"),
                               "%s", error->message);

  if (attune_job_request_get_wandb (plan->request, "project") != NULL &&
      !attune_profile_can (profile, ATTUNE_ABILITY_WANDB))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_SETTINGS, TRUE, _("No Weights & Biases"),
                               /* Translators: %s is the name of an account. */
                               _("“%s” does not report to Weights & Biases. Leave the project out."),
                               attune_account_get_name (plan->account));
}

/* Only plain texts need none. */
static void
check_chat_format (const AttuneJobPlan *plan,
                   GPtrArray           *issues)
{
  const AttuneModelDetails *details = plan->model != NULL ? attune_model_get_details (plan->model)
                                                          : NULL;

  if (details == NULL || details->has_chat || plan->kind == ATTUNE_KIND_UNKNOWN ||
      plan->kind == ATTUNE_EXAMPLE_COMPLETION)
    return;

  attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_CHAT_FORMAT, TRUE, _("No Chat Format"),
                             /* Translators: %s is the name of a model. */
                             _("“%s” has no chat format that can be trained. Choose its variant for chats, often called “Instruct”, or a dataset of prompts and completions."),
                             attune_model_get_title (plan->model));
}

/**
 * attune_job_plan_check_service: (skip)
 * @plan: what is to be started
 * @issues: what was found so far; gets what the service, the account, the model and the settings
 *   are the reason for
 */
void
attune_job_plan_check_service (const AttuneJobPlan *plan,
                               GPtrArray           *issues)
{
  check_account (plan, issues);
  check_shutdown (plan, issues);

  check_chat_format (plan, issues);

  if (plan->request != NULL)
    check_settings (plan, issues);
}
