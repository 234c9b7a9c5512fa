/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-plan"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-account-private.h"
#include "attune-error.h"
#include "attune-job-body.h"
#include "attune-job-plan.h"
#include "attune-target-rules.h"
#include "attune-memory.h"

/* Who trains a model that stops sooner than this should know. */
#define SOON_DAYS 90

static void add_issue (GPtrArray          *issues,
                       AttuneJobIssueCode  code,
                       gboolean            is_refusal,
                       const char         *title,
                       const char         *format,
                       ...) G_GNUC_PRINTF (5, 6);

static void
add_issue (GPtrArray          *issues,
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

static AttuneProfile *
get_profile (const AttuneJobPlan *plan)
{
  return attune_account_get_profile (plan->account);
}

static const char *
get_account_name (const AttuneJobPlan *plan)
{
  return attune_account_get_name (plan->account);
}

static GDateTime *
parse_date (const char *iso_date)
{
  g_autofree char *text = g_strconcat (iso_date, "T00:00:00Z", NULL);

  return g_date_time_new_from_iso8601 (text, NULL);
}

static gboolean
is_closed (AttuneProfile *profile)
{
  const char *closing_date = attune_profile_get_closing_date (profile);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) end = closing_date != NULL ? parse_date (closing_date) : NULL;

  return end != NULL && g_date_time_compare (now, end) >= 0;
}

static void
check_closing (AttuneProfile *profile,
               GPtrArray     *issues)
{
  if (is_closed (profile))
    add_issue (issues, ATTUNE_JOB_ISSUE_CLOSING, TRUE, _("Closed"),
               _("Nobody can start a fine-tune here any more. Train on this computer or with "
                 "another account."));
  else if (attune_profile_get_is_closing (profile) && attune_profile_get_notice (profile) != NULL)
    add_issue (issues, ATTUNE_JOB_ISSUE_CLOSING, FALSE, _("Not Open to Everybody"),
               "%s", attune_profile_get_notice (profile));
}

static void
check_account (const AttuneJobPlan *plan,
               GPtrArray           *issues)
{
  AttuneProfile *profile = get_profile (plan);

  if (attune_profile_get_needs_key (profile) && !attune_account_get_has_key (plan->account))
    add_issue (issues, ATTUNE_JOB_ISSUE_KEY, TRUE, _("No Key"),
               /* Translators: %s is the name of an account. */
               _("“%s” needs a key. Add it in the preferences, then come back."),
               get_account_name (plan));

  if (attune_account_get_problem (plan->account) != NULL)
    add_issue (issues, ATTUNE_JOB_ISSUE_PROBLEM, FALSE, _("The Service Had a Problem"),
               "%s", attune_account_get_problem (plan->account));

  check_closing (profile, issues);
}

static void
check_shutdown (const AttuneJobPlan *plan,
                GPtrArray           *issues)
{
  const char *shutdown = plan->model != NULL ? attune_model_get_shutdown_date (plan->model) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) end = shutdown != NULL ? parse_date (shutdown) : NULL;
  g_autofree char *date = NULL;
  GTimeSpan left;
  int days;

  if (end == NULL)
    return;

  date = attune_date_format (shutdown);
  left = g_date_time_difference (end, now);
  days = (int)(left / G_TIME_SPAN_DAY);

  if (left <= 0)
    add_issue (issues, ATTUNE_JOB_ISSUE_SHUTDOWN, TRUE, _("This Model Has Stopped"),
               /* Translators: %s is a date such as “14 January 2027”. */
               _("The service switched this model off on %s. Choose another one."), date);
  else if (days < SOON_DAYS)
    add_issue (issues, ATTUNE_JOB_ISSUE_SHUTDOWN, FALSE, _("This Model Stops Soon"),
               /* Translators: a date such as “14 January 2027”, then a number of days. */
               ngettext ("The model, and all that is trained from it, stops working on %s: in %d day.",
                         "The model, and all that is trained from it, stops working on %s: in %d days.",
                         days),
               date, days);
}

static guint64
get_file_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (guint64)info.st_size : 0;
}

static void
check_size (const AttuneJobPlan *plan,
            GPtrArray           *issues)
{
  AttuneProfile *profile = get_profile (plan);
  guint64 n_examples = attune_dataset_get_n_training (plan->dataset);
  guint min_examples = attune_profile_get_min_examples (profile);
  guint64 max_size = attune_profile_get_max_upload_size (profile);
  guint64 size = get_file_size (attune_dataset_get_training_path (plan->dataset));

  if (n_examples < min_examples)
    add_issue (issues, ATTUNE_JOB_ISSUE_FEW_EXAMPLES, TRUE, _("Too Few Examples"),
               /* Translators: the name of an account, then two numbers. */
               ngettext ("“%s” wants at least %u example to learn from, and this dataset has %lu. Import more.",
                         "“%s” wants at least %u examples to learn from, and this dataset has %lu. Import more.",
                         min_examples),
               get_account_name (plan), min_examples, (gulong)n_examples);

  if (max_size > 0 && size > max_size)
    {
      g_autofree char *size_text = g_format_size (size);
      g_autofree char *max_text = g_format_size (max_size);

      add_issue (issues, ATTUNE_JOB_ISSUE_FILE_SIZE, TRUE, _("Too Large"),
                 /* Translators: a name, then two sizes such as “600 MB”. */
                 _("“%s” takes files of up to %s, and this dataset has %s. Train on this computer, or import fewer examples."),
                 get_account_name (plan), max_text, size_text);
    }
}

/* The first example is known sooner than all of them, but may be one that is marked out. */
static int
get_kind (const AttuneJobPlan *plan)
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

static const char *
get_method (const AttuneJobPlan *plan)
{
  if (plan->request != NULL)
    return attune_job_request_get_method (plan->request);

  return attune_example_kind_get_method (get_kind (plan));
}

static void
check_method (const AttuneJobPlan *plan,
              GPtrArray           *issues)
{
  const char *method = get_method (plan);
  gboolean is_dpo = g_str_equal (method, "dpo");

  if (get_kind (plan) != ATTUNE_KIND_UNKNOWN &&
      !g_str_equal (method, attune_example_kind_get_method (get_kind (plan))))
    add_issue (issues, ATTUNE_JOB_ISSUE_METHOD, TRUE, _("Other Examples Are Needed"), "%s",
               is_dpo
               ? _("Training from preferences needs pairs of a better and a worse answer, and this dataset has none. Choose another dataset, or train from examples of good answers.")
               : _("This dataset has pairs of a better and a worse answer. Train from preferences, or choose another dataset."));
  else if (!attune_job_plan_can_train (plan->account, NULL, method))
    add_issue (issues, ATTUNE_JOB_ISSUE_METHOD, TRUE, _("Not from Preferences"),
               /* Translators: %s is the name of an account. */
               _("“%s” does not train from pairs of a better and a worse answer. Choose another account, or another dataset."),
               get_account_name (plan));
  else if (!attune_job_plan_can_train (plan->account, plan->model, method))
    add_issue (issues, ATTUNE_JOB_ISSUE_METHOD, TRUE,
               is_dpo ? _("Not from Preferences") : _("Only from Preferences"),
               is_dpo
               /* Translators: %s is the name of a model. */
               ? _("“%s” cannot be trained from pairs of a better and a worse answer. Choose another model.")
               /* Translators: %s is the name of a model. */
               : _("“%s” is trained only from pairs of a better and a worse answer. Choose another model."),
               attune_model_get_title (plan->model));
}

/* How many examples have it at a service with these rules. */
static guint64
count_examples (const AttuneJobPlan *plan,
                const AttuneRules   *rules,
                AttuneIssueKind      kind)
{
  if (kind == ATTUNE_ISSUE_BAD_OUTPUT && rules->allows_output_turns)
    return plan->survey->n_bad_outputs;

  return plan->survey->n_issues[kind];
}

/* What an import leaves out may come in again when a row is edited, or with another service. The
 * engine on this computer is not strict. */
static void
check_examples (const AttuneJobPlan *plan,
                GPtrArray           *issues)
{
  guint64 n_unreadable = plan->survey->stats->n_unreadable;
  gboolean is_refusal = !attune_account_get_is_local (plan->account);
  AttuneRules rules;
  guint64 errors;

  attune_target_rules_init (&rules, get_profile (plan), plan->model_id, FALSE);
  errors = attune_issue_get_errors_for (&rules);

  if (n_unreadable > 0)
    add_issue (issues, ATTUNE_JOB_ISSUE_EXAMPLES, is_refusal, _("Examples That Cannot Be Used"),
               ngettext ("%lu row of this dataset is no example to learn from. Edit it on the page of the dataset, or mark it out.",
                         "%lu rows of this dataset are no examples to learn from. Edit them on the page of the dataset, or mark them out.",
                         (gulong)n_unreadable),
               (gulong)n_unreadable);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      guint64 count = count_examples (plan, &rules, kind);
      g_autofree char *title = NULL;

      if (count == 0 || (errors & attune_issue_bit (kind)) == 0)
        continue;

      title = attune_issue_dup_title (kind, count);
      add_issue (issues, ATTUNE_JOB_ISSUE_EXAMPLES, is_refusal, _("Examples That Cannot Be Used"),
                 /* Translators: what is wrong with how many examples, without a full stop; then
                  * sentences on what to do. */
                 _("%s. %s"), title, attune_issue_get_advice (kind));
    }
}

/* The limit is known at second hand only, so that it is no refusal. */
static void
check_many_tokens (const AttuneJobPlan *plan,
                   GPtrArray           *issues)
{
  guint64 max_tokens = attune_profile_get_max_job_tokens (get_profile (plan));
  gint64 n_epochs = plan->request != NULL ? attune_job_request_get_n_epochs (plan->request) : 0;
  guint64 n_tokens = plan->survey->stats->n_tokens * MAX (n_epochs, 1);

  if (max_tokens > 0 && n_tokens > max_tokens)
    add_issue (issues, ATTUNE_JOB_ISSUE_MANY_TOKENS, FALSE, _("Many Tokens"),
               /* Translators: the name of an account, then two numbers of millions. */
               _("“%s” is said to take up to %'u million tokens for one fine-tune, and this one has %'u million. If it is refused, choose fewer epochs or import fewer examples."),
               get_account_name (plan), (guint)(max_tokens / 1000000), (guint)(n_tokens / 1000000));
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
    add_issue (issues, ATTUNE_JOB_ISSUE_MIXED, TRUE, _("Examples of Several Kinds"), "%s",
               _("Conversations, plain texts and preference pairs cannot be trained together. Mark those of one kind out on the page of the dataset."));

  if (n_over > 0)
    add_issue (issues, ATTUNE_JOB_ISSUE_LONG_EXAMPLES, FALSE, _("Long Examples Are Cut"),
               /* Translators: a number of examples and a number of tokens. */
               ngettext ("%lu example has more than %'u tokens. What is beyond is cut off, so that its answer may be missing. Shorten it, or mark it out.",
                         "%lu examples have more than %'u tokens. What is beyond is cut off, so that their answers may be missing. Shorten them, or mark them out.",
                         (gulong)n_over),
               (gulong)n_over, max_tokens);

  check_examples (plan, issues);
  check_many_tokens (plan, issues);
}

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
  guint64 max_size = attune_profile_get_max_upload_size (get_profile (plan));
  guint64 size = path != NULL ? get_file_size (path) : 0;

  if (path != NULL && n_examples == 0)
    add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE, _("Nothing to Check With"), "%s",
               _("The dataset to check the result with has no examples. Check with another dataset, or with nothing."));

  if (max_size > 0 && size > max_size)
    {
      g_autofree char *size_text = g_format_size (size);
      g_autofree char *max_text = g_format_size (max_size);

      add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE, _("Too Large"),
                 /* Translators: a name, then two sizes such as “600 MB”. */
                 _("“%s” takes files of up to %s, and the examples to check with have %s. Check with another dataset, or with nothing."),
                 get_account_name (plan), max_text, size_text);
    }
}

static void
check_validation (const AttuneJobPlan *plan,
                  GPtrArray           *issues)
{
  if (plan->validation == NULL && !has_validation (plan))
    return;

  if (!attune_profile_can (get_profile (plan), ATTUNE_ABILITY_VALIDATION_FILE))
    {
      add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, FALSE, _("Not Checked Meanwhile"),
                 /* Translators: %s is the name of an account. */
                 _("“%s” takes no examples to check with. The training goes on without."),
                 get_account_name (plan));
      return;
    }

  if (plan->validation != NULL && get_kind (plan) != ATTUNE_KIND_UNKNOWN &&
      plan->validation_kind != ATTUNE_KIND_UNKNOWN && plan->validation_kind != get_kind (plan))
    add_issue (issues, ATTUNE_JOB_ISSUE_VALIDATION, TRUE, _("Another Kind of Examples"),
               /* Translators: %s is the name of a dataset. */
               _("The examples of “%s” are of another kind than those to learn from. Check with another dataset, or with nothing."),
               attune_dataset_get_name (plan->validation));

  check_validation_file (plan, issues);
}

static void
check_settings (const AttuneJobPlan *plan,
                GPtrArray           *issues)
{
  AttuneProfile *profile = get_profile (plan);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < issues->len; i++)
    if (((AttuneJobIssue *)issues->pdata[i])->code == ATTUNE_JOB_ISSUE_METHOD)
      return;

  if (!attune_job_body_check (plan->request, profile, &error))
    add_issue (issues, ATTUNE_JOB_ISSUE_SETTINGS, TRUE, _("A Setting Must Be Changed"),
               "%s", error->message);

  if (attune_job_request_get_wandb (plan->request, "project") != NULL &&
      !attune_profile_can (profile, ATTUNE_ABILITY_WANDB))
    add_issue (issues, ATTUNE_JOB_ISSUE_SETTINGS, TRUE, _("No Weights & Biases"),
               /* Translators: %s is the name of an account. */
               _("“%s” does not report to Weights & Biases. Leave the project out."),
               get_account_name (plan));
}

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
  double price = get_highest_price (plan);

  if (plan->limit <= 0 || attune_account_get_is_local (plan->account))
    return;

  if (price < 0 && attune_profile_can (get_profile (plan), ATTUNE_ABILITY_TELL_PRICE))
    add_issue (issues, ATTUNE_JOB_ISSUE_LIMIT, FALSE, _("The Price Is Told Later"),
               /* Translators: %s is the name of an account. */
               _("“%s” tells the price when it has the examples. Above your spending limit nothing is started."),
               get_account_name (plan));
  else if (price < 0)
    add_issue (issues, ATTUNE_JOB_ISSUE_LIMIT, TRUE, _("The Limit Cannot Be Kept"), "%s",
               _("Attune does not know the price of this model, so it cannot keep it below your spending limit. Start it without a limit, or choose another model."));
  else if (price > plan->limit)
    add_issue (issues, ATTUNE_JOB_ISSUE_LIMIT, TRUE, _("Above Your Spending Limit"),
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
    add_issue (issues, ATTUNE_JOB_ISSUE_CREDIT, TRUE, _("Not Enough Credit"),
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

  add_issue (issues, ATTUNE_JOB_ISSUE_MEMORY, is_refusal,
             is_refusal ? _("Not Enough Memory") : _("Memory May Be Short"),
             is_refusal
             /* Translators: both are sizes, such as “1.2 GB”. */
             ? _("Training this model on these examples needs at least %s of memory, and %s are free. Close other programs, choose a smaller model, or shorten the examples.")
             /* Translators: both are sizes, such as “1.2 GB”. */
             : _("Training this model on these examples may need %s of memory, and %s are free. If it stops for want of memory, close other programs, or choose a shorter context length."),
             needed_text, available_text);
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

  add_issue (issues, ATTUNE_JOB_ISSUE_CHAT_FORMAT, TRUE, _("No Chat Format"),
             /* Translators: %s is the name of a model. */
             _("“%s” has no chat format that can be trained. Choose its variant for chats, often called “Instruct”, or a dataset of prompts and completions."),
             attune_model_get_title (plan->model));
}

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

  check_account (plan, issues);
  check_shutdown (plan, issues);
  check_size (plan, issues);
  check_method (plan, issues);

  if (plan->survey != NULL)
    check_survey (plan, issues);

  if (plan->request != NULL)
    {
      check_validation (plan, issues);
      check_settings (plan, issues);
    }

  check_limit (plan, issues);
  check_credit (plan, issues);
  check_memory (plan, issues);
  check_chat_format (plan, issues);
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
  g_autoptr(GDateTime) date = parse_date (iso_date);

  if (date == NULL)
    return g_strdup (iso_date);

  /* Translators: a date such as “14 January 2027”, see g_date_time_format(). */
  return g_date_time_format (date, _("%-d %B %Y"));
}
