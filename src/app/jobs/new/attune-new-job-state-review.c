/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-state"

#include "config.h"

#include "attune-new-job-state-private.h"

/* What an earlier service was asked for may mean nothing to this one. */
static void
drop_foreign_settings (AttuneJobRequest *request,
                       AttuneProfile    *profile)
{
  g_auto(GStrv) names = attune_job_request_list_settings (request);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const AttuneSetting *setting = attune_profile_find_setting (profile, names[i]);

      if (setting == NULL ||
          !attune_setting_is_for (setting, attune_job_request_get_method (request)))
        attune_job_request_set_setting (request, names[i], NULL);
    }

  if (!attune_profile_can (profile, ATTUNE_ABILITY_SUFFIX))
    attune_job_request_set_suffix (request, NULL);

  if (!attune_profile_can (profile, ATTUNE_ABILITY_SEED))
    attune_job_request_set_seed (request, -1);

  if (!attune_profile_can (profile, ATTUNE_ABILITY_WANDB))
    attune_job_request_set_wandb (request, NULL, NULL, NULL, NULL);
}

/**
 * attune_new_job_state_get_limit:
 * @self: a state
 *
 * Returns: the most that it may cost, in USD; 0 without a limit
 */
double
attune_new_job_state_get_limit (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), 0);

  return attune_new_job_facts_get_limit (self->facts);
}

/**
 * attune_new_job_state_set_limit:
 * @self: a state
 * @limit: the most that it may cost, in USD; 0 for no limit. It is kept for the account.
 */
void
attune_new_job_state_set_limit (AttuneNewJobState *self,
                                double             limit)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  attune_new_job_facts_set_limit (self->facts, limit);
}

/**
 * attune_new_job_state_make_estimate:
 * @self: a state with a dataset
 * @estimate: (out caller-allocates): where it goes
 *
 * Returns: whether something is known of the model
 */
gboolean
attune_new_job_state_make_estimate (AttuneNewJobState *self,
                                    AttuneEstimate    *estimate)
{
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(AttuneJobRequest) request = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);
  g_return_val_if_fail (self->dataset != NULL, FALSE);

  if ((model = attune_new_job_state_dup_model (self)) == NULL)
    return FALSE;

  request = attune_new_job_state_make_request (self);
  attune_estimate_make_for_survey (estimate, self->dataset,
                                   attune_new_job_facts_get_survey (self->facts), model, request,
                                   attune_workspace_get_local_speed (self->workspace));

  return TRUE;
}

/**
 * attune_new_job_state_ask_price:
 * @self: a state with a dataset and an account
 *
 * Asks the service for the price of what is chosen now, if it tells one and has the examples
 * already; of what was asked before the answer stays.
 *
 * Returns: (transfer none): what is known of it
 */
AttuneNewJobPrice *
attune_new_job_state_ask_price (AttuneNewJobState *self)
{
  g_autoptr(AttuneJobRequest) request = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);
  g_return_val_if_fail (self->dataset != NULL && self->account != NULL, NULL);

  request = attune_new_job_state_make_request (self);

  if (attune_profile_can (attune_account_get_profile (self->account), ATTUNE_ABILITY_TELL_PRICE) &&
      attune_new_job_state_get_is_uploaded (self) && attune_job_request_get_model (request) != NULL)
    attune_new_job_price_ask (self->price, self->account, self->dataset, request);
  else
    attune_new_job_price_forget (self->price);

  return self->price;
}

/**
 * attune_new_job_state_forget_price:
 * @self: a state
 *
 * The service is asked for the price anew.
 */
void
attune_new_job_state_forget_price (AttuneNewJobState *self)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  attune_new_job_price_forget (self->price);
}

/**
 * attune_new_job_state_list_issues:
 * @self: a state with a dataset and an account
 *
 * Returns: (transfer full) (element-type AttuneJobIssue): what would be refused, and what to
 *   know
 */
GPtrArray *
attune_new_job_state_list_issues (AttuneNewJobState *self)
{
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(AttuneJobRequest) request = NULL;
  AttuneJobPlan plan = { 0 };
  AttuneEstimate estimate;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);
  g_return_val_if_fail (self->dataset != NULL && self->account != NULL, NULL);

  model = attune_new_job_state_dup_model (self);
  request = attune_new_job_state_make_request (self);
  plan.account = self->account;
  plan.dataset = self->dataset;
  plan.kind = attune_new_job_facts_get_kind (self->facts, self->dataset);
  plan.validation = attune_new_job_state_find_validation (self);
  plan.validation_kind = attune_new_job_facts_get_kind (self->facts, plan.validation);
  plan.model = model;
  plan.model_id = attune_new_job_state_get_model_id (self);
  plan.request = request;
  plan.survey = attune_new_job_facts_get_survey (self->facts);
  plan.validation_survey = attune_new_job_facts_get_validation_survey (self->facts);
  plan.estimate = attune_new_job_state_make_estimate (self, &estimate) ? &estimate : NULL;
  plan.limit = attune_new_job_facts_get_limit (self->facts);
  plan.has_price = attune_new_job_price_get_price (self->price) >= 0;
  plan.price = attune_new_job_price_get_price (self->price);
  plan.price_error = attune_new_job_price_get_error (self->price);

  return attune_job_plan_list_issues (&plan);
}

/**
 * attune_new_job_state_get_can_start:
 * @self: a state
 *
 * Returns: whether everything that must be chosen is chosen, and nothing of it would be refused
 */
gboolean
attune_new_job_state_get_can_start (AttuneNewJobState *self)
{
  g_autoptr(GPtrArray) issues = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);

  if (self->dataset == NULL || self->account == NULL ||
      attune_new_job_state_get_model_id (self) == NULL || !attune_new_job_state_get_is_valid (self))
    return FALSE;

  issues = attune_new_job_state_list_issues (self);

  return issues->len == 0 || !((AttuneJobIssue *)issues->pdata[0])->is_refusal;
}

/**
 * attune_new_job_state_make_request:
 * @self: a state
 *
 * Returns: (transfer full): what to ask of the service, without what it does not know
 */
AttuneJobRequest *
attune_new_job_state_make_request (AttuneNewJobState *self)
{
  AttuneJobRequest *request;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  request = attune_job_request_copy (self->request);

  if (self->account != NULL)
    drop_foreign_settings (request, attune_account_get_profile (self->account));

  return request;
}
