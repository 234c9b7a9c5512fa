/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-tune"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-workspace-plans.h"

/* What the person asks for beside the dataset, as it was typed. */
typedef struct
{
  char    *account;
  char    *model;
  char    *method;
  char    *suffix;
  char    *validation;
  char    *wandb_project;
  char   **settings;      /* NAME=VALUE */
  double   multiplier;
  double   limit;         /* below 0: that of the account */
  int      n_epochs;
  int      batch_size;
  gint64   seed;
} Wishes;

static void
wishes_clear (Wishes *wishes)
{
  g_free (wishes->account);
  g_free (wishes->model);
  g_free (wishes->method);
  g_free (wishes->suffix);
  g_free (wishes->validation);
  g_free (wishes->wandb_project);
  g_strfreev (wishes->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

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

      if (attune_model_get_is_tunable (model) && !attune_model_get_is_tuned (model) &&
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

static char *
list_setting_names (AttuneProfile *profile)
{
  GPtrArray *settings = attune_profile_get_settings (profile);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < settings->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((AttuneSetting *)settings->pdata[i])->name);

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/* One NAME=VALUE of --set. */
static gboolean
apply_setting (AttuneJobRequest  *request,
               AttuneProfile     *profile,
               const char        *text,
               GError           **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strndup (text, equals - text) : g_strdup (text);
  AttuneSetting *setting = attune_profile_find_setting (profile, name);
  g_autoptr(JsonNode) value = NULL;

  if (equals == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        _("“%s” sets nothing. Write --set NAME=VALUE."), text);
      return FALSE;
    }

  if (setting == NULL)
    {
      g_autofree char *names = list_setting_names (profile);

      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        /* Translators: a provider, the name of a setting, a list of names. */
                        _("%s has no setting “%s”. It has these: %s."),
                        attune_profile_get_name (profile), name, names);
      return FALSE;
    }

  if (!attune_setting_parse (setting, equals + 1, &value, error))
    return FALSE;

  attune_job_request_set_setting (request, name, value);

  return TRUE;
}

static gboolean
apply_validation (AttuneWorkspace   *workspace,
                  AttuneJobRequest  *request,
                  const char        *name,
                  GError           **error)
{
  g_autoptr(AttuneDataset) dataset = NULL;

  if (name == NULL || g_str_equal (name, ATTUNE_NO_VALIDATION))
    {
      attune_job_request_set_validation_dataset (request, name);
      return TRUE;
    }

  if ((dataset = attune_cli_find_dataset (workspace, name)) == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("There is no dataset “%s” to check with. Write “none” to check with nothing."),
                        name);
      return FALSE;
    }

  attune_job_request_set_validation_dataset (request, attune_dataset_get_id (dataset));

  return TRUE;
}

/* What is asked of the account; only what it knows. */
static gboolean
apply_wishes (AttuneWorkspace   *workspace,
              AttuneAccount     *account,
              AttuneDataset     *dataset,
              const Wishes      *wishes,
              AttuneJobRequest  *request,
              GError           **error)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  int kind = ATTUNE_EXAMPLE_CHAT;

  if (wishes->method == NULL)
    kind = dex_await_int (attune_workspace_peek_kind (workspace, dataset), NULL);

  attune_job_request_set_method (request, wishes->method != NULL
                                          ? wishes->method : attune_example_kind_get_method (kind));
  attune_job_request_set_n_epochs (request, wishes->n_epochs);
  attune_job_request_set_batch_size (request, wishes->batch_size);
  attune_job_request_set_learning_rate_multiplier (request, wishes->multiplier);
  attune_job_request_set_seed (request, wishes->seed);
  attune_job_request_set_suffix (request, wishes->suffix);
  attune_job_request_set_wandb (request, wishes->wandb_project, NULL, NULL, NULL);

  for (guint i = 0; wishes->settings != NULL && wishes->settings[i] != NULL; i++)
    if (!apply_setting (request, profile, wishes->settings[i], error))
      return FALSE;

  return apply_validation (workspace, request, wishes->validation, error);
}

/* To standard error: the answer is for programs. */
static void
print_price (AttuneAccount *account,
             double         price)
{
  if (price >= 0)
    /* Translators: the name of an account, a price in US dollars. */
    g_printerr (_("“%s” expects this to cost $%.2f."), attune_account_get_name (account),
                ceil (price * 100) / 100);
  else
    /* Translators: %s is the name of an account. */
    g_printerr (_("“%s” does not say what this will cost."), attune_account_get_name (account));

  g_printerr ("\n");
}

/* What the service says that it will cost, before anything is started; whether it would let the
 * account start it. Of examples that it does not have yet it tells once they are there. */
static gboolean
ask_price (AttuneWorkspace   *workspace,
           AttuneAccount     *account,
           AttuneDataset     *dataset,
           AttuneJobRequest  *request,
           gboolean          *is_told,
           GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  double price;

  *is_told = TRUE;

  if (!attune_profile_can (attune_account_get_profile (account), ATTUNE_ABILITY_TELL_PRICE))
    return TRUE;

  price = dex_await_double (attune_workspace_ask_price (workspace, account, dataset, request),
                            &local_error);

  if (local_error == NULL)
    {
      print_price (account, price);
      return TRUE;
    }

  *is_told = FALSE;

  if (!g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_QUOTA))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

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
report_sent (AttuneJob     *job,
             AttuneAccount *account,
             gboolean       is_told,
             gboolean       json)
{
  double price = attune_job_request_get_quoted_price (attune_job_get_request (job));

  if (!is_told && price >= 0)
    print_price (account, price);

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
  g_auto(Wishes) wishes = { .seed = -1, .limit = -1 };
  gboolean follow = FALSE;
  gboolean json = FALSE;
  gboolean is_told;
  int status;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &wishes.account, N_("Account to train with; this computer unless given"), "NAME" },
    { "model", 0, 0, G_OPTION_ARG_STRING, &wishes.model, N_("Model to start from"), "MODEL" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &wishes.method, N_("“supervised” or “dpo”; follows from the examples unless given"), "WORD" },
    { "validation-dataset", 0, 0, G_OPTION_ARG_STRING, &wishes.validation, N_("Dataset to check with, or “none”; what the dataset keeps aside unless given"), "DATASET" },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &wishes.n_epochs, N_("Times to go through the examples; automatic unless given"), "N" },
    { "batch-size", 0, 0, G_OPTION_ARG_INT, &wishes.batch_size, N_("Examples in one step; automatic unless given"), "N" },
    { "learning-rate-multiplier", 0, 0, G_OPTION_ARG_DOUBLE, &wishes.multiplier, N_("Faster or slower learning; automatic unless given"), "X" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes.settings, N_("Any setting of the account’s service; may be given several times"), "NAME=VALUE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &wishes.seed, N_("Makes a run repeatable"), "N" },
    { "suffix", 0, 0, G_OPTION_ARG_STRING, &wishes.suffix, N_("A word of yours in the new model’s name"), "TEXT" },
    { "wandb-project", 0, 0, G_OPTION_ARG_STRING, &wishes.wandb_project, N_("Project at Weights & Biases that the service reports to"), "NAME" },
    { "limit", 0, 0, G_OPTION_ARG_DOUBLE, &wishes.limit, N_("Do not start what may cost more US dollars; 0 for no limit"), "USD" },
    { "follow", 0, 0, G_OPTION_ARG_NONE, &follow, N_("Show what happens until it is over"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "DATASET|FILE",
                         _("Starts a fine-tune. A file is imported first."), &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“tune” takes one dataset or file."));

  if (wishes.n_epochs < 0 || wishes.n_epochs > 50)
    return attune_cli_usage (_("--epochs must be between 1 and 50."));

  if (wishes.batch_size < 0 || wishes.batch_size > 256)
    return attune_cli_usage (_("--batch-size must be between 1 and 256."));

  if (wishes.multiplier < 0)
    return attune_cli_usage (_("--learning-rate-multiplier must be above 0."));

  if (wishes.method != NULL && !g_str_equal (wishes.method, "supervised") &&
      !g_str_equal (wishes.method, "dpo"))
    return attune_cli_usage (_("--method must be “supervised” or “dpo”."));

  if (!(workspace = attune_cli_open_workspace (&error)) ||
      !(account = attune_cli_find_account (workspace, wishes.account, &error)) ||
      !choose_model (workspace, account, request, wishes.model, &error) ||
      !(dataset = find_or_import_dataset (workspace, argv[1], &error)) ||
      !apply_wishes (workspace, account, dataset, &wishes, request, &error) ||
      !ask_price (workspace, account, dataset, request, &is_told, &error) ||
      !(job = dex_await_object (attune_workspace_start_job_within (workspace, dataset, account,
                                                                   request, wishes.limit),
                                &error)))
    return attune_cli_fail (error);

  if (follow)
    return attune_cli_follow_job (workspace, job, json);

  if (!dex_await (wait_until_sent (job), &error))
    return attune_cli_fail (error);

  return report_sent (job, account, is_told, json);
}
