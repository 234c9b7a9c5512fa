/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-tune"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"

/* A dataset by id, by name, or a file that is imported first. */
static AttuneDataset *
find_or_import_dataset (AttuneWorkspace  *workspace,
                        const char       *name,
                        GError          **error)
{
  AttuneDataset *dataset = attune_cli_find_dataset (workspace, name);
  const AttuneImportOptions options = { 0 };

  if (dataset != NULL)
    return dataset;

  if (!g_file_test (name, G_FILE_TEST_EXISTS))
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("There is neither a dataset nor a file “%s”."), name);
      return NULL;
    }

  return dex_await_object (attune_cli_import_file (workspace, name, NULL, &options), error);
}

/* The model the person named, or the first that can be tuned with the account. */
static gboolean
choose_model (AttuneWorkspace   *workspace,
              AttuneAccount     *account,
              AttuneJobRequest  *request,
              const char        *name,
              GError           **error)
{
  GListModel *models;

  if (name != NULL)
    {
      attune_job_request_set_model (request, name);
      return TRUE;
    }

  if (!dex_await (attune_workspace_refresh_models (workspace), error))
    return FALSE;

  models = attune_workspace_get_models (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (attune_model_get_is_tunable (model) &&
          g_strcmp0 (attune_model_get_account_id (model), attune_account_get_id (account)) == 0)
        {
          attune_job_request_set_model (request, attune_model_get_id (model));
          return TRUE;
        }
    }

  if (attune_account_get_problem (account) != NULL)
    attune_set_error (error, ATTUNE_ERROR_FAILED, NULL, "%s", attune_account_get_problem (account));
  else
    attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("“%s” names no model that can be tuned. Name one with --model."),
                      attune_account_get_name (account));

  return FALSE;
}

static void
notify_status_cb (AttuneJob  *job,
                  GParamSpec *pspec,
                  DexPromise *promise)
{
  if ((attune_job_get_remote_id (job) != NULL || !attune_job_get_is_active (job)) &&
      dex_future_is_pending (DEX_FUTURE (promise)))
    dex_promise_resolve_boolean (promise, TRUE);
}

/* Resolves once the provider has the job, or the job ended before that. */
static DexFuture *
wait_until_sent (AttuneJob *job)
{
  DexPromise *promise = dex_promise_new ();

  g_signal_connect_data (job, "notify", G_CALLBACK (notify_status_cb),
                         dex_ref (promise), (GClosureNotify)dex_unref, 0);
  notify_status_cb (job, NULL, promise);

  return DEX_FUTURE (promise);
}

static int
report_sent (AttuneJob *job,
             gboolean   json)
{
  if (json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      attune_cli_build_job (builder, job);
      attune_cli_print_json (builder);
    }
  else
    {
      g_print ("%s\n", attune_job_get_id (job));
    }

  if (attune_job_get_status (job) != ATTUNE_JOB_STATUS_FAILED)
    return ATTUNE_CLI_DONE;

  g_printerr ("attune-cli: %s\n", attune_job_get_error_text (job));

  return ATTUNE_CLI_FAILED;
}

/**
 * attune_cli_tune:
 * @argc: number of words
 * @argv: the words
 *
 * Starts a fine-tune; returns once the provider has it, or with --follow once it is over.
 *
 * Returns: an exit status
 */
int
attune_cli_tune (int   argc,
                 char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autoptr(AttuneDataset) dataset = NULL;
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(AttuneJob) job = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *account_name = NULL;
  g_autofree char *model = NULL;
  g_autofree char *suffix = NULL;
  double multiplier = 0;
  gboolean follow = FALSE;
  gboolean json = FALSE;
  int n_epochs = 0;
  int batch_size = 0;
  gint64 seed = -1;
  int status;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_("Account to train with; this computer unless given"), "NAME" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &model, N_("Model to start from"), "MODEL" },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &n_epochs, N_("Times to go through the examples; automatic unless given"), "N" },
    { "batch-size", 0, 0, G_OPTION_ARG_INT, &batch_size, N_("Examples in one step; automatic unless given"), "N" },
    { "learning-rate-multiplier", 0, 0, G_OPTION_ARG_DOUBLE, &multiplier, N_("Faster or slower learning; automatic unless given"), "X" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Makes a run repeatable"), "N" },
    { "suffix", 0, 0, G_OPTION_ARG_STRING, &suffix, N_("A word of yours in the new model’s name"), "TEXT" },
    { "follow", 0, 0, G_OPTION_ARG_NONE, &follow, N_("Show what happens until it is over"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "DATASET|FILE",
                         _("Starts a fine-tune. A file is imported first."), &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“tune” takes one dataset or file."));

  if (n_epochs < 0 || n_epochs > 50)
    return attune_cli_usage (_("--epochs must be between 1 and 50."));

  if (batch_size < 0 || batch_size > 256)
    return attune_cli_usage (_("--batch-size must be between 1 and 256."));

  if (multiplier < 0)
    return attune_cli_usage (_("--learning-rate-multiplier must be above 0."));

  attune_job_request_set_n_epochs (request, n_epochs);
  attune_job_request_set_batch_size (request, batch_size);
  attune_job_request_set_learning_rate_multiplier (request, multiplier);
  attune_job_request_set_seed (request, seed);
  attune_job_request_set_suffix (request, suffix);

  if (!(workspace = attune_cli_open_workspace (&error)) ||
      !(account = attune_cli_find_account (workspace, account_name, &error)) ||
      !choose_model (workspace, account, request, model, &error) ||
      !(dataset = find_or_import_dataset (workspace, argv[1], &error)) ||
      !(job = dex_await_object (attune_workspace_start_job (workspace, dataset, account, request),
                                &error)))
    return attune_cli_fail (error);

  if (follow)
    return attune_cli_follow_job (workspace, job, json);

  if (!dex_await (wait_until_sent (job), &error))
    return attune_cli_fail (error);

  return report_sent (job, json);
}
