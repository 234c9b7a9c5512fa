/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-account-private.h"
#include "attune-error.h"
#include "attune-job-plan-private.h"
#include "attune-memory.h"

/* What the service itself has said counts more than what was estimated. */
static double
get_highest_price (const AttuneJobPlan *plan)
{
  if (plan->has_price)
    return plan->price;

  return plan->estimate != NULL ? plan->estimate->cost_high : -1;
}

static void
check_limit (const AttuneJobPlan *plan,
             GPtrArray           *issues)
{
  AttuneProfile *profile = attune_account_get_profile (plan->account);
  double price = get_highest_price (plan);

  if (plan->limit <= 0 || attune_account_get_is_local (plan->account))
    return;

  if (price < 0 && attune_profile_can (profile, ATTUNE_ABILITY_TELL_PRICE))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_LIMIT, FALSE, _("The Price Is Told Later"),
                               /* Translators: %s is the name of an account. */
                               _("“%s” tells the price when it has the examples. Above your spending limit nothing is started."),
                               attune_account_get_name (plan->account));
  else if (price < 0)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_LIMIT, TRUE, _("The Limit Cannot Be Kept"), "%s",
                               _("Attune does not know the price of this model, so it cannot keep it below your spending limit. Start it without a limit, or choose another model."));
  else if (price > plan->limit)
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_LIMIT, TRUE, _("Above Your Spending Limit"),
                               /* Translators: two prices in US dollars. */
                               _("This may cost up to $%.2f, and your limit is $%.2f. Raise the limit, choose fewer epochs, or import fewer examples."),
                               ceil (price * 100) / 100, plan->limit);
}

/* Without an answer it may be tried all the same; the price is asked again before the start. */
static void
check_credit (const AttuneJobPlan *plan,
              GPtrArray           *issues)
{
  if (g_error_matches (plan->price_error, ATTUNE_ERROR, ATTUNE_ERROR_QUOTA))
    attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_CREDIT, TRUE, _("Not Enough Credit"),
                               "%s", plan->price_error->message);
}

/* How long the longest example is, is a guess: only what the average one takes is a refusal. */
static void
check_memory (const AttuneJobPlan *plan,
              GPtrArray           *issues)
{
  guint64 available = attune_memory_get_available ();
  g_autofree char *needed_text = NULL;
  g_autofree char *available_text = NULL;
  gboolean is_refusal;

  if (plan->estimate == NULL || plan->estimate->least_memory == 0 ||
      plan->estimate->memory <= available)
    return;

  is_refusal = plan->estimate->least_memory > available;
  needed_text = g_format_size (is_refusal ? plan->estimate->least_memory : plan->estimate->memory);
  available_text = g_format_size (available);

  attune_job_plan_add_issue (issues, ATTUNE_JOB_ISSUE_MEMORY, is_refusal,
                             is_refusal ? _("Not Enough Memory") : _("Memory May Be Short"),
                             is_refusal
                             /* Translators: both are sizes, such as “1.2 GB”. */
                             ? _("Training this model on these examples needs at least %s of memory, and %s are free. Close other programs, choose a smaller model, or shorten the examples.")
                             /* Translators: both are sizes, such as “1.2 GB”. */
                             : _("Training this model on these examples may need %s of memory, and %s are free. If it stops for want of memory, close other programs, or choose a shorter context length."),
                             needed_text, available_text);
}

/**
 * attune_job_plan_check_cost: (skip)
 * @plan: what is to be started
 * @issues: what was found so far; gets what it would cost too much of, money or memory
 */
void
attune_job_plan_check_cost (const AttuneJobPlan *plan,
                            GPtrArray           *issues)
{
  check_limit (plan, issues);
  check_credit (plan, issues);
  check_memory (plan, issues);
}
