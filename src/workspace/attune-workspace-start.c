/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-start"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-job-private.h"
#include "attune-json.h"
#include "attune-workspace-plans.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace  *workspace;
  AttuneDataset    *dataset;
  AttuneAccount    *account;
  AttuneJobRequest *request;
  double            limit;       /* USD; 0: none, below 0: the account's */
  gboolean          continues;   /* the model was tuned before */
  AttuneJobRow     *row;         /* once it may be started */
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_object_unref (start->workspace);
  g_object_unref (start->dataset);
  g_object_unref (start->account);
  g_object_unref (start->request);
  g_clear_pointer (&start->row, attune_job_row_free);
  g_free (start);
}

/* An example that cannot be read is for the service to object to. */
static int
await_kind (AttuneWorkspace *self,
            AttuneDataset   *dataset)
{
  g_autoptr(GError) error = NULL;
  int kind = dex_await_int (attune_workspace_peek_kind (self, dataset), &error);

  return error == NULL ? kind : ATTUNE_KIND_UNKNOWN;
}

/* The most that it may cost: what was said this time, or what is kept for the account. */
static gboolean
await_limit (Start   *start,
             double  *limit,
             GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (start->limit < 0)
    start->limit = dex_await_double (attune_workspace_get_spending_limit (start->workspace,
                                                                          start->account),
                                     &local_error);

  *limit = start->limit;

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static AttuneDatasetSurvey *
await_survey (AttuneWorkspace  *self,
              const char       *path,
              GError          **error)
{
  return dex_await_boxed (attune_workspace_survey_file (self, path), error);
}

/* Of what it is checked with, where that is sent at all; else there is none. */
static gboolean
await_validation_survey (Start                *start,
                         AttuneDatasetSurvey **survey,
                         GError              **error)
{
  AttuneWorkspace *self = start->workspace;
  g_autofree char *path = NULL;

  if (!attune_profile_can (attune_account_get_profile (start->account),
                           ATTUNE_ABILITY_VALIDATION_FILE))
    return TRUE;

  path = attune_workspace_dup_validation_path (self, attune_dataset_get_id (start->dataset),
                                               start->request);

  return path == NULL || (*survey = await_survey (self, path, error)) != NULL;
}

/* What can be known to go wrong is said before anything is sent; whoever starts a fine-tune, by
 * whichever way, hears the same as on the last page of the dialog. */
static gboolean
check_start (Start   *start,
             GError **error)
{
  AttuneWorkspace *self = start->workspace;
  const char *model_id = attune_job_request_get_model (start->request);
  const char *validation_id = attune_job_request_get_validation_dataset (start->request);
  AttuneJobPlan plan = {
    .account = start->account,
    .dataset = start->dataset,
    .validation_kind = ATTUNE_KIND_UNKNOWN,
    .model_id = model_id,
    .request = start->request,
  };
  g_autoptr(AttuneDataset) validation = NULL;
  g_autoptr(AttuneDatasetSurvey) survey = NULL;
  g_autoptr(AttuneDatasetSurvey) validation_survey = NULL;
  g_autoptr(AttuneModel) model = NULL;
  AttuneEstimate estimate;

  if (model_id == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        _("No model was chosen. Choose the one to begin with."));
      return FALSE;
    }

  if (!g_file_test (attune_dataset_get_training_path (start->dataset), G_FILE_TEST_EXISTS))
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        _("The examples of “%s” are not on the disk any more. Import the file again."),
                        attune_dataset_get_name (start->dataset));
      return FALSE;
    }

  if (validation_id != NULL && !g_str_equal (validation_id, ATTUNE_NO_VALIDATION))
    {
      g_set_object (&validation, attune_workspace_find_dataset (self, validation_id));

      if (validation == NULL)
        {
          attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                            _("The dataset to check the result with was deleted. Choose another one."));
          return FALSE;
        }

      if (!dex_await (attune_workspace_apply_edits (self, validation), error))
        return FALSE;

      plan.validation_kind = await_kind (self, validation);
    }

  if (!(survey = await_survey (self, attune_dataset_get_training_path (start->dataset), error)) ||
      !await_validation_survey (start, &validation_survey, error) ||
      !await_limit (start, &plan.limit, error))
    return FALSE;

  plan.survey = survey;
  plan.validation_survey = validation_survey;
  plan.validation = validation;
  plan.kind = await_kind (self, start->dataset);
  model = attune_workspace_dup_model (self, start->account, model_id);
  plan.model = model;

  if (model != NULL)
    {
      attune_estimate_make_for_survey (&estimate, start->dataset, survey, model, start->request,
                                       attune_workspace_get_local_speed (self));
      plan.estimate = &estimate;
      start->continues = attune_model_get_is_tuned (model);
    }

  return attune_job_plan_check (&plan, error);
}

static AttuneJobRow *
create_row (Start *start)
{
  AttuneJobRow *row = g_new0 (AttuneJobRow, 1);
  const char *suffix = attune_job_request_get_suffix (start->request);
  g_autoptr(AttuneJobRequest) copy = attune_job_request_copy (start->request);
  g_autoptr(JsonNode) marked = NULL;

  row->id = g_uuid_string_random ();

  /* By this mark a fine-tune is found again whose answer was lost. */
  attune_job_request_set_nonce (copy, row->id);
  attune_job_request_set_spending_limit (copy, start->limit);
  attune_job_request_set_continues (copy, start->continues);
  marked = attune_job_request_to_json (copy);

  row->title = g_strdup (suffix != NULL && *suffix != '\0'
                         ? suffix : attune_dataset_get_name (start->dataset));
  row->account_id = g_strdup (attune_account_get_id (start->account));
  row->account_name = g_strdup (attune_account_get_name (start->account));
  row->dataset_id = g_strdup (attune_dataset_get_id (start->dataset));
  row->dataset_name = g_strdup (attune_dataset_get_name (start->dataset));
  row->model = g_strdup (attune_job_request_get_model (start->request));
  row->request = attune_json_to_string (marked);
  row->status = ATTUNE_JOB_STATUS_PREPARING;
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;

  return row;
}

static DexFuture *
attune_workspace_start_job_fiber (gpointer user_data)
{
  Start *start = user_data;
  AttuneWorkspace *self = start->workspace;
  g_autoptr(GError) error = NULL;

  /* What was edited and marked out counts; how long the file is, is known only afterwards. */
  if (!dex_await (attune_workspace_apply_edits (self, start->dataset), &error) ||
      !check_start (start, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  start->row = create_row (start);

  if (!dex_await (attune_store_insert_job (self->store, start->row), &error) ||
      !dex_await (attune_workspace_reload_jobs (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_tracker_sync (self->tracker);

  return dex_future_new_for_object (attune_workspace_find_job (self, start->row->id));
}

/**
 * attune_workspace_start_job:
 * @self: a workspace
 * @dataset: what to train on
 * @account: where
 * @request: the model and the settings; copied, its files and nonce are filled in
 *
 * Like attune_workspace_start_job_within(), with the spending limit that is kept for the account.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJob as soon as it is stored, or
 *   rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_start_job (AttuneWorkspace  *self,
                            AttuneDataset    *dataset,
                            AttuneAccount    *account,
                            AttuneJobRequest *request)
{
  return attune_workspace_start_job_within (self, dataset, account, request, -1);
}

/**
 * attune_workspace_start_job_within:
 * @self: a workspace
 * @dataset: what to train on
 * @account: where
 * @request: the model and the settings; copied, its files and nonce are filled in
 * @limit: the most that it may cost, in USD; 0 for no limit, below 0 for the account's
 *
 * Writes the changes that were made to the dataset into its files, and stores the fine-tune, unless
 * #AttuneJobPlan knows that it would be refused; uploading, creating and following go on by
 * themselves, also after a crash.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneJob as soon as it is stored, or
 *   rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_start_job_within (AttuneWorkspace  *self,
                                   AttuneDataset    *dataset,
                                   AttuneAccount    *account,
                                   AttuneJobRequest *request,
                                   double            limit)
{
  Start *start;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));
  dex_return_error_if_fail (ATTUNE_IS_JOB_REQUEST (request));

  start = g_new0 (Start, 1);
  start->workspace = g_object_ref (self);
  start->dataset = g_object_ref (dataset);
  start->account = g_object_ref (account);
  /* The person may go on changing the settings while the dataset is being written. */
  start->request = attune_job_request_copy (request);
  start->limit = limit;

  return dex_scheduler_spawn (NULL, 0, attune_workspace_start_job_fiber, start, start_free);
}
