/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-uploads"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-edits.h"
#include "attune-error.h"
#include "attune-file-digest.h"
#include "attune-store-accounts.h"
#include "attune-thread-pool.h"
#include "attune-workspace-plans.h"
#include "attune-workspace-private.h"

/* What is asked about files that an account may have already. */
typedef struct
{
  AttuneWorkspace  *workspace;
  AttuneAccount    *account;
  AttuneDataset    *dataset;
  AttuneJobRequest *request;     /* NULL: it is not about the price */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->workspace);
  g_object_unref (question->account);
  g_object_unref (question->dataset);
  g_clear_object (&question->request);
  g_free (question);
}

static DexFuture *
attune_workspace_digest_thread (gpointer user_data)
{
  g_autoptr(GError) error = NULL;
  char *digest;

  if (!(digest = attune_file_digest_sha256 (user_data, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (digest);
}

/* The account's name for a file that was sent there, "" when it was not. One with changes that are
 * not written into it yet is sent as another file. */
static char *
await_upload (Question    *question,
              const char  *path,
              GError     **error)
{
  AttuneWorkspace *self = question->workspace;
  g_autofree char *edits_path = attune_edits_dup_path (path);
  g_autofree char *digest = NULL;

  if (g_file_test (edits_path, G_FILE_TEST_EXISTS))
    return g_strdup ("");

  if (!(digest = dex_await_string (attune_thread_pool_submit (self->pool, "attune-digest",
                                                              attune_workspace_digest_thread,
                                                              g_strdup (path), g_free),
                                   error)))
    return NULL;

  return dex_await_string (attune_store_find_upload (self->store,
                                                     attune_account_get_id (question->account),
                                                     digest), error);
}

static DexFuture *
attune_workspace_has_upload_fiber (gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *file_id = NULL;
  g_autoptr(GError) error = NULL;

  if (!(file_id = await_upload (question, attune_dataset_get_training_path (question->dataset),
                                &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (*file_id != '\0');
}

/* What it is checked with counts as well, as far as it is there. */
static gboolean
await_files (Question  *question,
             GError   **error)
{
  g_autofree char *training = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *validation_path = NULL;

  if (!(training = await_upload (question, attune_dataset_get_training_path (question->dataset),
                                 error)))
    return FALSE;

  if (*training == '\0')
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        /* Translators: %s is the name of an account. */
                        _("“%s” tells a price only of examples that were sent there."),
                        attune_account_get_name (question->account));
      return FALSE;
    }

  attune_job_request_set_training_file (question->request, training);
  validation_path =
    attune_workspace_dup_validation_path (question->workspace,
                                          attune_dataset_get_id (question->dataset),
                                          question->request);

  if (validation_path == NULL)
    return TRUE;

  if (!(validation = await_upload (question, validation_path, error)))
    return FALSE;

  attune_job_request_set_validation_file (question->request,
                                          *validation != '\0' ? validation : NULL);

  return TRUE;
}

static DexFuture *
attune_workspace_ask_price_fiber (gpointer user_data)
{
  Question *question = user_data;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneModel) model = NULL;
  g_autoptr(GError) error = NULL;
  double price;

  model = attune_workspace_dup_model (question->workspace, question->account,
                                      attune_job_request_get_model (question->request));
  attune_job_request_set_continues (question->request,
                                    model != NULL && attune_model_get_is_tuned (model));

  if (!await_files (question, &error) ||
      !(client = dex_await_object (attune_workspace_connect (question->workspace,
                                                             question->account), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  price = dex_await_double (attune_client_ask_price (client, question->request), &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_double (price);
}

static DexFuture *
ask (AttuneWorkspace  *self,
     AttuneAccount    *account,
     AttuneDataset    *dataset,
     AttuneJobRequest *request,
     DexFiberFunc      fiber)
{
  Question *question = g_new0 (Question, 1);

  question->workspace = g_object_ref (self);
  question->account = g_object_ref (account);
  question->dataset = g_object_ref (dataset);
  question->request = request != NULL ? attune_job_request_copy (request) : NULL;

  return dex_scheduler_spawn (NULL, 0, fiber, question, question_free);
}

/**
 * attune_workspace_has_upload:
 * @self: a workspace
 * @account: where it would be sent
 * @dataset: a dataset
 *
 * Returns: (transfer full): a future that resolves to a boolean: whether the examples to learn
 *   from, as they are now, were sent there before
 */
DexFuture *
attune_workspace_has_upload (AttuneWorkspace *self,
                             AttuneAccount   *account,
                             AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return ask (self, account, dataset, NULL, attune_workspace_has_upload_fiber);
}

/**
 * attune_workspace_ask_price:
 * @self: a workspace
 * @account: an account whose service tells prices (%ATTUNE_ABILITY_TELL_PRICE)
 * @dataset: a dataset that was sent there
 * @request: the model and the settings; copied
 *
 * Asks the service what a fine-tune would cost. Nothing is sent but names and settings.
 *
 * Returns: (transfer full): a future that resolves to a double: USD, -1 when the service does not
 *   say; or rejects with %ATTUNE_ERROR, _QUOTA when it would not let the account start it, and
 *   _NOT_FOUND when it does not have the examples
 */
DexFuture *
attune_workspace_ask_price (AttuneWorkspace  *self,
                            AttuneAccount    *account,
                            AttuneDataset    *dataset,
                            AttuneJobRequest *request)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_ACCOUNT (account));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));
  dex_return_error_if_fail (ATTUNE_IS_JOB_REQUEST (request));

  return ask (self, account, dataset, request, attune_workspace_ask_price_fiber);
}
