/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-facts"

#include "config.h"

#include "attune-new-job-facts.h"
#include "attune-new-job-survey.h"
#include "attune-weak-ref.h"

struct _AttuneNewJobFacts
{
  GObject              parent_instance;

  AttuneWorkspace     *workspace;
  AttuneDataset       *dataset;
  AttuneAccount       *account;
  GHashTable          *kinds;        /* id of a dataset → its kind */
  GPtrArray           *peeking;      /* futures */
  AttuneNewJobSurvey  *training;
  AttuneNewJobSurvey  *validation;
  gboolean             is_uploaded;
  double               limit;

  /* Dropped when the answer is not wanted any more. */
  DexFuture           *looking;
  DexFuture           *asking;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

/* What is asked about one dataset. */
typedef struct
{
  GWeakRef  facts;
  char     *dataset_id;
} Question;

G_DEFINE_FINAL_TYPE (AttuneNewJobFacts, attune_new_job_facts, G_TYPE_OBJECT)

static guint signals[N_SIGNALS];

static void
emit_changed (AttuneNewJobFacts *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static Question *
question_new (AttuneNewJobFacts *self,
              AttuneDataset     *dataset)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->facts, self);
  question->dataset_id = g_strdup (attune_dataset_get_id (dataset));

  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->facts);
  g_free (question->dataset_id);
  g_free (question);
}

static DexFuture *
peeked_cb (DexFuture *completed,
           gpointer   user_data)
{
  Question *question = user_data;
  g_autoptr(AttuneNewJobFacts) self = g_weak_ref_get (&question->facts);
  const GValue *value = dex_future_get_value (completed, NULL);

  /* Of what cannot be read nothing is known, and the service is left to object to it. */
  if (self != NULL && value != NULL)
    {
      g_hash_table_insert (self->kinds, g_strdup (question->dataset_id),
                           GINT_TO_POINTER (g_value_get_int (value)));
      emit_changed (self);
    }

  return dex_future_new_true ();
}

static void
peek_all (AttuneNewJobFacts *self)
{
  GListModel *datasets = attune_workspace_get_datasets (self->workspace);

  g_ptr_array_set_size (self->peeking, 0);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr(AttuneDataset) dataset = g_list_model_get_item (datasets, i);
      DexFuture *future;

      if (g_hash_table_contains (self->kinds, attune_dataset_get_id (dataset)))
        continue;

      future = dex_future_finally (attune_workspace_peek_kind (self->workspace, dataset),
                                   peeked_cb, question_new (self, dataset), question_free);
      g_ptr_array_add (self->peeking, future);
    }
}

static DexFuture *
looked_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneNewJobFacts) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self != NULL && value != NULL)
    {
      self->is_uploaded = g_value_get_boolean (value);
      emit_changed (self);
    }

  return dex_future_new_true ();
}

static DexFuture *
asked_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneNewJobFacts) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self != NULL && value != NULL)
    {
      self->limit = g_value_get_double (value);
      emit_changed (self);
    }

  return dex_future_new_true ();
}

static void
look_for_upload (AttuneNewJobFacts *self)
{
  dex_clear (&self->looking);
  self->is_uploaded = FALSE;

  if (self->dataset != NULL && self->account != NULL &&
      !attune_account_get_is_local (self->account))
    self->looking = dex_future_finally (attune_workspace_has_upload (self->workspace, self->account,
                                                                     self->dataset),
                                        looked_cb, attune_weak_ref_new (self),
                                        attune_weak_ref_free);
}

static void
attune_new_job_facts_dispose (GObject *object)
{
  AttuneNewJobFacts *self = (AttuneNewJobFacts *)object;

  dex_clear (&self->looking);
  dex_clear (&self->asking);
  g_ptr_array_set_size (self->peeking, 0);
  g_clear_object (&self->training);
  g_clear_object (&self->validation);
  g_clear_object (&self->workspace);
  g_clear_object (&self->dataset);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (attune_new_job_facts_parent_class)->dispose (object);
}

static void
attune_new_job_facts_finalize (GObject *object)
{
  AttuneNewJobFacts *self = (AttuneNewJobFacts *)object;

  g_hash_table_unref (self->kinds);
  g_ptr_array_unref (self->peeking);

  G_OBJECT_CLASS (attune_new_job_facts_parent_class)->finalize (object);
}

static void
attune_new_job_facts_class_init (AttuneNewJobFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_new_job_facts_dispose;
  object_class->finalize = attune_new_job_facts_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_new_job_facts_init (AttuneNewJobFacts *self)
{
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->peeking = g_ptr_array_new_with_free_func (dex_unref);
}

/**
 * attune_new_job_facts_new:
 * @workspace: where accounts and datasets are
 *
 * Returns: (transfer full): the facts; it looks for the kinds of all datasets at once
 */
AttuneNewJobFacts *
attune_new_job_facts_new (AttuneWorkspace *workspace)
{
  AttuneNewJobFacts *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_FACTS, NULL);
  self->workspace = g_object_ref (workspace);
  self->training = attune_new_job_survey_new (workspace);
  self->validation = attune_new_job_survey_new (workspace);

  g_signal_connect_object (self->training, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->validation, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_workspace_get_datasets (workspace), "items-changed",
                           G_CALLBACK (peek_all), self, G_CONNECT_SWAPPED);
  peek_all (self);

  return self;
}

/**
 * attune_new_job_facts_set_dataset:
 * @self: the facts
 * @dataset: (nullable): what to find out more about
 */
void
attune_new_job_facts_set_dataset (AttuneNewJobFacts *self,
                                  AttuneDataset     *dataset)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self));

  if (!g_set_object (&self->dataset, dataset))
    return;

  attune_new_job_survey_set_path (self->training,
                                  dataset != NULL ? attune_dataset_get_training_path (dataset)
                                                  : NULL);
  look_for_upload (self);
}

/**
 * attune_new_job_facts_set_validation_path:
 * @self: the facts
 * @path: (nullable): the examples that the result is checked with
 */
void
attune_new_job_facts_set_validation_path (AttuneNewJobFacts *self,
                                          const char        *path)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self));

  attune_new_job_survey_set_path (self->validation, path);
}

/**
 * attune_new_job_facts_set_account:
 * @self: the facts
 * @account: (nullable): where the dataset would go
 */
void
attune_new_job_facts_set_account (AttuneNewJobFacts *self,
                                  AttuneAccount     *account)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self));

  if (!g_set_object (&self->account, account))
    return;

  dex_clear (&self->asking);
  self->limit = 0;

  if (account != NULL)
    self->asking = dex_future_finally (attune_workspace_get_spending_limit (self->workspace,
                                                                            account),
                                       asked_cb, attune_weak_ref_new (self), attune_weak_ref_free);

  look_for_upload (self);
}

/**
 * attune_new_job_facts_get_kind:
 * @self: the facts
 * @dataset: (nullable): a dataset
 *
 * Returns: what its examples are, an #AttuneExampleKind, or %ATTUNE_KIND_UNKNOWN
 */
int
attune_new_job_facts_get_kind (AttuneNewJobFacts *self,
                               AttuneDataset     *dataset)
{
  gpointer kind;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self), ATTUNE_KIND_UNKNOWN);

  if (dataset != NULL &&
      g_hash_table_lookup_extended (self->kinds, attune_dataset_get_id (dataset), NULL, &kind))
    return GPOINTER_TO_INT (kind);

  return ATTUNE_KIND_UNKNOWN;
}

/**
 * attune_new_job_facts_get_survey:
 * @self: the facts
 *
 * Returns: (transfer none) (nullable): the figures of the dataset, once they are known
 */
const AttuneDatasetSurvey *
attune_new_job_facts_get_survey (AttuneNewJobFacts *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self), NULL);

  return attune_new_job_survey_get (self->training);
}

/**
 * attune_new_job_facts_get_validation_survey:
 * @self: the facts
 *
 * Returns: (transfer none) (nullable): the figures of what the result is checked with, once they
 *   are known
 */
const AttuneDatasetSurvey *
attune_new_job_facts_get_validation_survey (AttuneNewJobFacts *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self), NULL);

  return attune_new_job_survey_get (self->validation);
}

/**
 * attune_new_job_facts_get_is_uploaded:
 * @self: the facts
 *
 * Returns: whether the account is known to have the examples already
 */
gboolean
attune_new_job_facts_get_is_uploaded (AttuneNewJobFacts *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self), FALSE);

  return self->is_uploaded;
}

/**
 * attune_new_job_facts_get_limit:
 * @self: the facts
 *
 * Returns: the most that a fine-tune may cost with the account, in USD; 0 without a limit
 */
double
attune_new_job_facts_get_limit (AttuneNewJobFacts *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self), 0);

  return self->limit;
}

/**
 * attune_new_job_facts_set_limit:
 * @self: the facts
 * @limit: the most that a fine-tune may cost with the account, in USD; 0 for no limit
 *
 * The limit is kept for the account.
 */
void
attune_new_job_facts_set_limit (AttuneNewJobFacts *self,
                                double             limit)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_FACTS (self));

  if (self->limit == limit || self->account == NULL)
    return;

  dex_clear (&self->asking);
  self->limit = limit;
  dex_future_disown (attune_workspace_set_spending_limit (self->workspace, self->account, limit));
  emit_changed (self);
}
