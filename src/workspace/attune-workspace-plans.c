/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-plans"

#include "config.h"

#include "attune-dataset-private.h"
#include "attune-model-private.h"
#include "attune-store-accounts.h"
#include "attune-thread-pool.h"
#include "attune-workspace-plans.h"
#include "attune-workspace-private.h"

/* Who drops the future of a survey stops the thread that collects it. */
typedef struct
{
  DexThreadPool *pool;
  char          *path;
  GCancellable  *cancellable;
} Survey;

static void
survey_clear (gpointer data)
{
  Survey *survey = data;

  dex_clear (&survey->pool);
  g_free (survey->path);
  g_object_unref (survey->cancellable);
}

static void
survey_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, survey_clear);
}

static void
survey_end (gpointer data)
{
  Survey *survey = data;

  g_cancellable_cancel (survey->cancellable);
  survey_unref (survey);
}

static DexFuture *
attune_workspace_peek_kind_thread (gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  AttuneExampleKind kind;

  if (!attune_example_kind_peek (user_data, &kind, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (kind);
}

static DexFuture *
attune_workspace_survey_thread (gpointer user_data)
{
  Survey *survey = user_data;
  g_autoptr(GError) error = NULL;
  AttuneDatasetSurvey *result;

  if (!(result = attune_dataset_survey_collect (survey->path, survey->cancellable, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_DATASET_SURVEY, result);
}

static DexFuture *
attune_workspace_survey_fiber (gpointer user_data)
{
  Survey *survey = user_data;
  g_autoptr(AttuneDatasetSurvey) result = NULL;
  g_autoptr(GError) error = NULL;

  if (!(result = dex_await_boxed (attune_thread_pool_submit (survey->pool, "attune-survey",
                                                             attune_workspace_survey_thread,
                                                             g_atomic_rc_box_acquire (survey),
                                                             survey_unref),
                                  &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_DATASET_SURVEY, g_steal_pointer (&result));
}

/* A model that the provider's profile knows, whether or not the account was ever asked. */
static AttuneModel *
create_known_model (AttuneAccount *account,
                    const char    *model_id)
{
  AttuneModelRow row = {
    .account_id = (char *)attune_account_get_id (account),
    .id = (char *)model_id,
  };

  return attune_model_new (account, &row);
}

static char *
make_limit_name (AttuneAccount *account)
{
  return g_strconcat ("spending-limit:", attune_account_get_id (account), NULL);
}

/**
 * attune_workspace_peek_kind:
 * @self: a workspace
 * @dataset: a dataset
 *
 * Returns: (transfer full): a future that resolves to an int, the #AttuneExampleKind of the first
 *   example; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_peek_kind (AttuneWorkspace *self,
                            AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return attune_thread_pool_submit (self->pool, "attune-peek", attune_workspace_peek_kind_thread,
                                    g_strdup (attune_dataset_get_training_path (dataset)), g_free);
}

/**
 * attune_workspace_survey_file:
 * @self: a workspace
 * @path: the examples of a dataset, to learn from or to check with
 *
 * Reads all examples of a file, with what was edited and marked out. Dropping the future stops it.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneDatasetSurvey, or rejects with
 *   %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_survey_file (AttuneWorkspace *self,
                              const char      *path)
{
  Survey *survey;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (path != NULL);

  survey = g_atomic_rc_box_new0 (Survey);
  survey->pool = dex_ref (self->pool);
  survey->path = g_strdup (path);
  survey->cancellable = g_cancellable_new ();

  return dex_scheduler_spawn (NULL, 0, attune_workspace_survey_fiber, survey, survey_end);
}

/**
 * attune_workspace_get_spending_limit:
 * @self: a workspace
 * @account: an account
 *
 * Returns: (transfer full): a future that resolves to a double: the most that one fine-tune may
 *   cost there, in USD; 0 when the person set no limit
 */
DexFuture *
attune_workspace_get_spending_limit (AttuneWorkspace *self,
                                     AttuneAccount   *account)
{
  g_autofree char *name = NULL;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  name = make_limit_name (account);

  return attune_store_get_fact (self->store, name);
}

/**
 * attune_workspace_set_spending_limit:
 * @self: a workspace
 * @account: an account
 * @limit: the most that one fine-tune may cost there, in USD; 0 for no limit
 *
 * Returns: (transfer full): a future that resolves when it is stored
 */
DexFuture *
attune_workspace_set_spending_limit (AttuneWorkspace *self,
                                     AttuneAccount   *account,
                                     double           limit)
{
  g_autofree char *name = NULL;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));

  name = make_limit_name (account);

  return attune_store_set_fact (self->store, name, MAX (limit, 0));
}

/**
 * attune_workspace_dup_model:
 * @self: a workspace
 * @account: where
 * @model_id: (nullable): a model, as the service names it
 *
 * Returns: (transfer full) (nullable): the model; %NULL when neither the account offers it nor its
 *   provider's profile knows it
 */
AttuneModel *
attune_workspace_dup_model (AttuneWorkspace *self,
                            AttuneAccount   *account,
                            const char      *model_id)
{
  g_autoptr(AttuneModel) model = NULL;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  if (model_id == NULL)
    return NULL;

  g_set_object (&model, attune_workspace_find_model (self, attune_account_get_id (account),
                                                     model_id));

  if (model == NULL)
    model = create_known_model (account, model_id);

  return attune_model_get_facts (model) != NULL ||
         attune_workspace_find_model (self, attune_account_get_id (account), model_id) != NULL
         ? g_steal_pointer (&model) : NULL;
}

/**
 * attune_workspace_list_tunable_models:
 * @self: a workspace
 * @account: an account
 *
 * What a service trains on need not be in the list of what it serves, so the models that its
 * profile knows are here as well.
 *
 * Returns: (transfer full) (element-type AttuneModel): the models that a fine-tune can begin with
 */
GPtrArray *
attune_workspace_list_tunable_models (AttuneWorkspace *self,
                                      AttuneAccount   *account)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *known = attune_profile_get_models (attune_account_get_profile (account));
  const char *account_id = attune_account_get_id (account);

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), models);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->models)); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      if (attune_model_get_is_tunable (model) &&
          g_str_equal (attune_model_get_account_id (model), account_id))
        g_ptr_array_add (models, g_steal_pointer (&model));
    }

  /* The engine on this computer tells itself what it has. */
  for (guint i = 0; !attune_account_get_is_local (account) && i < known->len; i++)
    {
      const char *id = ((AttuneProfileModel *)known->pdata[i])->id;

      if (attune_workspace_find_model (self, account_id, id) == NULL)
        g_ptr_array_add (models, create_known_model (account, id));
    }

  return models;
}

/**
 * attune_workspace_dup_validation_path:
 * @self: a workspace
 * @dataset_id: the dataset that is trained on
 * @request: what was asked for
 *
 * Returns: (transfer full) (nullable): the file that the training is checked with, or %NULL when it
 *   is checked with nothing
 */
char *
attune_workspace_dup_validation_path (AttuneWorkspace  *self,
                                      const char       *dataset_id,
                                      AttuneJobRequest *request)
{
  const char *chosen;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (request), NULL);

  chosen = attune_job_request_get_validation_dataset (request);

  if (g_strcmp0 (chosen, ATTUNE_NO_VALIDATION) == 0)
    return NULL;

  folder = attune_workspace_dup_dataset_dir (self, chosen != NULL ? chosen : dataset_id);
  path = g_build_filename (folder, chosen != NULL ? ATTUNE_TRAINING_FILE_NAME
                                                  : ATTUNE_VALIDATION_FILE_NAME, NULL);

  /* Whoever asked for another dataset is to hear when it is gone. */
  if (chosen == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;

  return g_steal_pointer (&path);
}
