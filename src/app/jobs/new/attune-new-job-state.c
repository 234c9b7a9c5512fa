/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-state"

#include "config.h"

#include "attune-new-job-state-private.h"

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneNewJobState, attune_new_job_state, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

/* Examples tell by themselves how they can be trained on. */
static void
follow_kind (AttuneNewJobState *self)
{
  int kind = attune_new_job_facts_get_kind (self->facts, self->dataset);

  if (kind != ATTUNE_KIND_UNKNOWN)
    attune_job_request_set_method (self->request, attune_example_kind_get_method (kind));
}

/* What it is checked with follows from the dataset, unless another one was chosen. */
static void
follow_validation (AttuneNewJobState *self)
{
  g_autofree char *path = NULL;

  if (self->dataset != NULL)
    path = attune_workspace_dup_validation_path (self->workspace,
                                                 attune_dataset_get_id (self->dataset),
                                                 self->request);

  attune_new_job_facts_set_validation_path (self->facts, path);
}

static void
facts_changed_cb (AttuneNewJobState *self)
{
  follow_kind (self);
  attune_new_job_state_emit_changed (self);
}

static void
attune_new_job_state_dispose (GObject *object)
{
  AttuneNewJobState *self = (AttuneNewJobState *)object;

  g_clear_object (&self->workspace);
  g_clear_object (&self->facts);
  g_clear_object (&self->price);
  g_clear_object (&self->dataset);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (attune_new_job_state_parent_class)->dispose (object);
}

static void
attune_new_job_state_finalize (GObject *object)
{
  AttuneNewJobState *self = (AttuneNewJobState *)object;

  g_object_unref (self->request);
  g_hash_table_unref (self->problems);

  G_OBJECT_CLASS (attune_new_job_state_parent_class)->finalize (object);
}

static void
attune_new_job_state_class_init (AttuneNewJobStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_new_job_state_dispose;
  object_class->finalize = attune_new_job_state_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_new_job_state_init (AttuneNewJobState *self)
{
  self->request = attune_job_request_new ();
  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * attune_new_job_state_new:
 * @workspace: where accounts, models and datasets are
 * @dataset: (nullable): what to learn from, if it is known already
 *
 * Returns: (transfer full): a state with no model chosen and everything else automatic
 */
AttuneNewJobState *
attune_new_job_state_new (AttuneWorkspace *workspace,
                          AttuneDataset   *dataset)
{
  AttuneNewJobState *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (dataset == NULL || ATTUNE_IS_DATASET (dataset), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_STATE, NULL);
  self->workspace = g_object_ref (workspace);
  self->facts = attune_new_job_facts_new (workspace);
  self->price = attune_new_job_price_new (workspace);
  g_signal_connect_object (self->facts, "changed", G_CALLBACK (facts_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->price, "changed", G_CALLBACK (attune_new_job_state_emit_changed), self, G_CONNECT_SWAPPED);
  attune_new_job_state_set_dataset (self, dataset);

  return self;
}

/**
 * attune_new_job_state_copy_job:
 * @self: a state
 * @job: an earlier fine-tune, also one that was begun elsewhere
 *
 * Chooses what was chosen then, as far as it is still there.
 */
void
attune_new_job_state_copy_job (AttuneNewJobState *self,
                               AttuneJob         *job)
{
  AttuneAccount *account;
  const char *id;

  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  if (attune_job_get_request (job) != NULL)
    {
      g_object_unref (self->request);
      self->request = attune_job_request_copy (attune_job_get_request (job));
    }

  /* Those are of that one job. */
  attune_job_request_set_training_file (self->request, NULL);
  attune_job_request_set_validation_file (self->request, NULL);
  attune_job_request_set_nonce (self->request, NULL);

  /* A dataset that is gone cannot be checked with. */
  id = attune_job_request_get_validation_dataset (self->request);

  if (id != NULL && !g_str_equal (id, ATTUNE_NO_VALIDATION) &&
      attune_new_job_state_find_validation (self) == NULL)
    attune_job_request_set_validation_dataset (self->request, NULL);

  g_set_object (&self->dataset,
                attune_workspace_find_dataset (self->workspace, attune_job_get_dataset_id (job)));
  attune_new_job_facts_set_dataset (self->facts, self->dataset);
  account = attune_workspace_find_account (self->workspace, attune_job_get_account_id (job));

  if (account != NULL && attune_job_get_model (job) != NULL)
    attune_new_job_state_choose_model (self, account, attune_job_get_model (job));
  else
    attune_job_request_set_model (self->request, NULL);

  follow_kind (self);
  follow_validation (self);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_get_workspace:
 * @self: a state
 *
 * Returns: (transfer none): where accounts, models and datasets are
 */
AttuneWorkspace *
attune_new_job_state_get_workspace (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->workspace;
}

/**
 * attune_new_job_state_get_dataset:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): what to learn from
 */
AttuneDataset *
attune_new_job_state_get_dataset (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->dataset;
}

/**
 * attune_new_job_state_set_dataset:
 * @self: a state
 * @dataset: (nullable): what to learn from; what it keeps aside is what the result is checked with
 */
void
attune_new_job_state_set_dataset (AttuneNewJobState *self,
                                  AttuneDataset     *dataset)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (dataset == NULL || ATTUNE_IS_DATASET (dataset));

  if (!g_set_object (&self->dataset, dataset))
    return;

  attune_new_job_facts_set_dataset (self->facts, dataset);
  attune_job_request_set_validation_dataset (self->request, NULL);
  follow_kind (self);
  follow_validation (self);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_get_validation:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): the id of the dataset that the result is checked with,
 *   %ATTUNE_NO_VALIDATION, or %NULL for what the dataset keeps aside
 */
const char *
attune_new_job_state_get_validation (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return attune_job_request_get_validation_dataset (self->request);
}

/**
 * attune_new_job_state_set_validation:
 * @self: a state
 * @id: (nullable): see attune_new_job_state_get_validation()
 */
void
attune_new_job_state_set_validation (AttuneNewJobState *self,
                                     const char        *id)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  if (g_strcmp0 (attune_new_job_state_get_validation (self), id) == 0)
    return;

  attune_job_request_set_validation_dataset (self->request, id);
  follow_validation (self);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_get_kind:
 * @self: a state
 * @dataset: (nullable): a dataset
 *
 * Returns: what its examples are, an #AttuneExampleKind, or %ATTUNE_KIND_UNKNOWN
 */
int
attune_new_job_state_get_kind (AttuneNewJobState *self,
                               AttuneDataset     *dataset)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), ATTUNE_KIND_UNKNOWN);

  return attune_new_job_facts_get_kind (self->facts, dataset);
}

/**
 * attune_new_job_state_get_survey:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): the figures of the dataset, once they are known
 */
const AttuneDatasetSurvey *
attune_new_job_state_get_survey (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return attune_new_job_facts_get_survey (self->facts);
}

/**
 * attune_new_job_state_get_account:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): where the model is trained
 */
AttuneAccount *
attune_new_job_state_get_account (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->account;
}

/**
 * attune_new_job_state_get_profile:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): what the chosen service can do
 */
AttuneProfile *
attune_new_job_state_get_profile (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->account != NULL ? attune_account_get_profile (self->account) : NULL;
}

/**
 * attune_new_job_state_get_model_id:
 * @self: a state
 *
 * Returns: (transfer none) (nullable): the model to begin with, as the service names it
 */
const char *
attune_new_job_state_get_model_id (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return attune_job_request_get_model (self->request);
}

/**
 * attune_new_job_state_dup_model:
 * @self: a state
 *
 * Returns: (transfer full) (nullable): the model to begin with; %NULL when nothing is known of it
 *   but its name
 */
AttuneModel *
attune_new_job_state_dup_model (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  if (self->account == NULL)
    return NULL;

  return attune_workspace_dup_model (self->workspace, self->account,
                                     attune_new_job_state_get_model_id (self));
}

/**
 * attune_new_job_state_choose_model:
 * @self: a state
 * @account: where to train
 * @model_id: what to begin with; blanks around it are dropped, and nothing but blanks is no model
 */
void
attune_new_job_state_choose_model (AttuneNewJobState *self,
                                   AttuneAccount     *account,
                                   const char        *model_id)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (ATTUNE_IS_ACCOUNT (account));
  g_return_if_fail (model_id != NULL);

  stripped = g_strstrip (g_strdup (model_id));

  if (self->account == account &&
      g_strcmp0 (attune_new_job_state_get_model_id (self), stripped) == 0)
    return;

  if (g_set_object (&self->account, account))
    {
      attune_new_job_facts_set_account (self->facts, account);
      g_hash_table_remove_all (self->problems);
    }

  attune_job_request_set_model (self->request, stripped[0] != '\0' ? stripped : NULL);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_get_is_uploaded:
 * @self: a state
 *
 * Returns: whether the service is known to have the examples already
 */
gboolean
attune_new_job_state_get_is_uploaded (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);

  return attune_new_job_facts_get_is_uploaded (self->facts);
}

/* For the other files of the class. */
void
attune_new_job_state_emit_changed (AttuneNewJobState *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

AttuneDataset *
attune_new_job_state_find_validation (AttuneNewJobState *self)
{
  const char *id = attune_job_request_get_validation_dataset (self->request);

  if (id == NULL || g_str_equal (id, ATTUNE_NO_VALIDATION))
    return NULL;

  return attune_workspace_find_dataset (self->workspace, id);
}
