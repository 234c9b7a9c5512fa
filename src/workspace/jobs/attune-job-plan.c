/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-account-private.h"
#include "attune-error.h"
#include "attune-job-plan-private.h"

static int
compare_issues (gconstpointer a,
                gconstpointer b)
{
  const AttuneJobIssue *first = a;
  const AttuneJobIssue *second = b;

  if (first->is_refusal != second->is_refusal)
    return second->is_refusal - first->is_refusal;

  return (int)first->code - (int)second->code;
}

/**
 * attune_job_plan_add_issue: (skip)
 * @issues: what was found so far
 * @code: what it is
 * @is_refusal: whether it would not be done
 * @title: a few words, translated
 * @format: what is so, and what to do, translated
 */
void
attune_job_plan_add_issue (GPtrArray          *issues,
                           AttuneJobIssueCode  code,
                           gboolean            is_refusal,
                           const char         *title,
                           const char         *format,
                           ...)
{
  AttuneJobIssue *issue = g_new0 (AttuneJobIssue, 1);
  va_list args;

  issue->code = code;
  issue->is_refusal = is_refusal;
  issue->title = g_strdup (title);

  va_start (args, format);
  issue->text = g_strdup_vprintf (format, args);
  va_end (args);

  g_ptr_array_add (issues, issue);
}

/**
 * attune_job_plan_get_file_size: (skip)
 * @path: a file
 *
 * Returns: its size in bytes, 0 when it cannot be read
 */
guint64
attune_job_plan_get_file_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (guint64)info.st_size : 0;
}

/**
 * attune_job_plan_parse_date: (skip)
 * @iso_date: a day, YYYY-MM-DD, from outside
 *
 * Returns: (transfer full) (nullable): its beginning, or %NULL when it is none
 */
GDateTime *
attune_job_plan_parse_date (const char *iso_date)
{
  g_autofree char *text = g_strconcat (iso_date, "T00:00:00Z", NULL);

  return g_date_time_new_from_iso8601 (text, NULL);
}

/**
 * attune_job_issue_free:
 * @self: (transfer full): an issue
 */
void
attune_job_issue_free (AttuneJobIssue *self)
{
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

/**
 * attune_job_plan_list_issues:
 * @plan: what is to be started, with as much as is known by now
 *
 * Everything that would make the service refuse it, or that a person should know before the start.
 *
 * Returns: (transfer full) (element-type AttuneJobIssue): the issues, refusals first
 */
GPtrArray *
attune_job_plan_list_issues (const AttuneJobPlan *plan)
{
  GPtrArray *issues = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_job_issue_free);

  g_return_val_if_fail (plan != NULL && plan->account != NULL && plan->dataset != NULL, issues);

  /* Settings are not looked at where the examples are of the wrong kind for any. */
  attune_job_plan_check_examples (plan, issues);
  attune_job_plan_check_service (plan, issues);

  if (plan->request != NULL)
    attune_job_plan_check_validation (plan, issues);

  attune_job_plan_check_cost (plan, issues);
  g_ptr_array_sort_values (issues, compare_issues);

  return issues;
}

/**
 * attune_job_plan_check:
 * @plan: what is to be started
 * @error: return location for %ATTUNE_ERROR_DATA, or %ATTUNE_ERROR_AUTH without a key
 *
 * Returns: whether nothing is known that would be refused
 */
gboolean
attune_job_plan_check (const AttuneJobPlan  *plan,
                       GError              **error)
{
  g_autoptr(GPtrArray) issues = attune_job_plan_list_issues (plan);
  const AttuneJobIssue *first = issues->len > 0 ? issues->pdata[0] : NULL;

  if (first == NULL || !first->is_refusal)
    return TRUE;

  attune_set_error (error,
                    first->code == ATTUNE_JOB_ISSUE_KEY ? ATTUNE_ERROR_AUTH : ATTUNE_ERROR_DATA,
                    NULL, "%s", first->text);

  return FALSE;
}

/**
 * attune_example_kind_get_method:
 * @kind: an #AttuneExampleKind, or %ATTUNE_KIND_UNKNOWN
 *
 * Returns: (transfer none): how such examples are trained on: "supervised" or "dpo"
 */
const char *
attune_example_kind_get_method (int kind)
{
  return kind == ATTUNE_EXAMPLE_PREFERENCE ? "dpo" : "supervised";
}

/**
 * attune_job_plan_can_train:
 * @account: where
 * @model: (nullable): the model to begin with; %NULL to ask for the service as a whole
 * @method: "supervised" or "dpo"
 *
 * Returns: whether the service trains so, as far as its profile knows
 */
gboolean
attune_job_plan_can_train (AttuneAccount *account,
                           AttuneModel   *model,
                           const char    *method)
{
  const AttuneProfileModel *facts = model != NULL ? attune_model_get_facts (model) : NULL;

  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), FALSE);
  g_return_val_if_fail (method != NULL, FALSE);

  if (g_str_equal (method, "dpo") &&
      !attune_profile_can (attune_account_get_profile (account), ATTUNE_ABILITY_DPO))
    return FALSE;

  return facts == NULL || facts->methods == NULL ||
         g_strv_contains ((const char * const *)facts->methods, method);
}

/**
 * attune_date_format:
 * @iso_date: a day, YYYY-MM-DD, from outside
 *
 * Returns: (transfer full): the day for a person, or @iso_date as it is when it is none
 */
char *
attune_date_format (const char *iso_date)
{
  g_autoptr(GDateTime) date = attune_job_plan_parse_date (iso_date);

  if (date == NULL)
    return g_strdup (iso_date);

  /* Translators: a date such as “14 January 2027”, see g_date_time_format(). */
  return g_date_time_format (date, _("%-d %B %Y"));
}
