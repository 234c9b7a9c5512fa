/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-state"

#include "config.h"

#include "attune-estimate.h"
#include "attune-memory.h"
#include "attune-new-job-state-private.h"

#define SETTINGS_ID "io.github.attune.Attune"
#define MODEL_KEY "new-job-model"

/* Chooses a model if the dataset can be trained on with it. */
static gboolean
try_model (AttuneNewJobState *self,
           AttuneModel       *model)
{
  AttuneAccount *account = attune_workspace_find_account (self->workspace,
                                                          attune_model_get_account_id (model));
  g_autofree char *refusal = NULL;

  if (account == NULL || !attune_model_get_is_tunable (model) ||
      (refusal = attune_new_job_state_dup_refusal (self, account, model)) != NULL)
    return FALSE;

  attune_new_job_state_choose_model (self, account, attune_model_get_id (model));

  return TRUE;
}

/* Whether there is memory for it just now. There may be more later, so that a person can choose it
 * all the same. */
static gboolean
fits (AttuneNewJobState *self,
      AttuneModel       *model)
{
  AttuneTokenFigures figures;
  AttuneEstimate estimate;

  if (attune_model_get_details (model) == NULL || self->dataset == NULL)
    return TRUE;

  attune_token_figures_init_for_dataset (&figures, self->dataset);
  attune_estimate_make_for_figures (&estimate, &figures, model, NULL, 0);

  return estimate.least_memory <= attune_memory_get_available ();
}

static gboolean
choose_remembered (AttuneNewJobState *self)
{
  g_autoptr(GSettings) settings = g_settings_new (SETTINGS_ID);
  g_autoptr(AttuneModel) model = NULL;
  g_autofree char *account_id = NULL;
  g_autofree char *model_id = NULL;
  AttuneAccount *account;

  g_settings_get (settings, MODEL_KEY, "(ss)", &account_id, &model_id);

  if ((account = attune_workspace_find_account (self->workspace, account_id)) == NULL ||
      (model = attune_workspace_dup_model (self->workspace, account, model_id)) == NULL)
    return FALSE;

  return try_model (self, model);
}

/**
 * attune_new_job_state_choose_default:
 * @self: a state
 *
 * Chooses the model of the last fine-tune; else the first that needs no account and was not tuned
 * before and that memory is free for. It must be one that the dataset can be trained on with, and
 * nothing is chosen where something is already.
 *
 * Returns: whether a model is chosen now
 */
gboolean
attune_new_job_state_choose_default (AttuneNewJobState *self)
{
  GListModel *models;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);

  if (self->account != NULL || choose_remembered (self))
    return attune_new_job_state_get_model_id (self) != NULL;

  models = attune_workspace_get_models (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (!attune_model_get_is_tuned (model) &&
          g_str_equal (attune_model_get_account_id (model), ATTUNE_PROFILE_LOCAL_ID) &&
          fits (self, model) && try_model (self, model))
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_new_job_state_remember:
 * @self: a state that is being started
 *
 * Keeps the choice of the model for the next time.
 */
void
attune_new_job_state_remember (AttuneNewJobState *self)
{
  g_autoptr(GSettings) settings = NULL;

  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (self->account != NULL);

  settings = g_settings_new (SETTINGS_ID);
  g_settings_set (settings, MODEL_KEY, "(ss)", attune_account_get_id (self->account),
                  attune_new_job_state_get_model_id (self));
}

/**
 * attune_new_job_state_dup_refusal:
 * @self: a state
 * @account: where it would be trained
 * @model: (nullable): what it would begin with; %NULL for any that the service may have
 *
 * Returns: (transfer full) (nullable): why that cannot work with the dataset, as a sentence
 */
char *
attune_new_job_state_dup_refusal (AttuneNewJobState *self,
                                  AttuneAccount     *account,
                                  AttuneModel       *model)
{
  g_autoptr(GError) error = NULL;
  AttuneJobPlan plan = { 0 };

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  if (self->dataset == NULL)
    return NULL;

  plan.account = account;
  plan.dataset = self->dataset;
  plan.kind = attune_new_job_facts_get_kind (self->facts, self->dataset);
  plan.model = model;

  if (attune_job_plan_check (&plan, &error))
    return NULL;

  return g_strdup (error->message);
}
