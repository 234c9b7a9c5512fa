/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"

static void
build_model (JsonBuilder *builder,
             AttuneModel *model)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, attune_model_get_id (model));
  json_builder_set_member_name (builder, "account");
  json_builder_add_string_value (builder, attune_model_get_account_name (model));
  json_builder_set_member_name (builder, "tuned");
  json_builder_add_boolean_value (builder, attune_model_get_is_tuned (model));
  json_builder_set_member_name (builder, "tunable");
  json_builder_add_boolean_value (builder, attune_model_get_is_tunable (model));
  json_builder_set_member_name (builder, "shutdown_date");
  json_builder_add_string_value (builder, attune_model_get_shutdown_date (model));
  json_builder_end_object (builder);
}

/* A failing account is said on standard error; the models of the others are still listed. */
static int
report_problems (AttuneWorkspace *workspace)
{
  GListModel *accounts = attune_workspace_get_accounts (workspace);
  int status = ATTUNE_CLI_DONE;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      if (attune_account_get_problem (account) != NULL)
        {
          g_printerr ("attune-cli: %s: %s\n",
                      attune_account_get_name (account), attune_account_get_problem (account));
          status = ATTUNE_CLI_FAILED;
        }
    }

  return status;
}

/**
 * attune_cli_models:
 * @argc: number of words
 * @argv: the words
 *
 * Lists what all accounts offer, tuned models first.
 *
 * Returns: an exit status
 */
int
attune_cli_models (int   argc,
                   char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GError) error = NULL;
  gboolean json = FALSE;
  GListModel *models;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, NULL,
                         _("Lists the models of all accounts."), &status))
    return status;

  if (argc != 1)
    return attune_cli_usage (_("“models” takes no further words."));

  if (!(workspace = attune_cli_open_workspace (&error)) ||
      !dex_await (attune_workspace_refresh_models (workspace), &error))
    return attune_cli_fail (error);

  models = attune_workspace_get_models (workspace);
  json_builder_begin_array (builder);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (json)
        build_model (builder, model);
      else
        g_print ("%s\t%s\n", attune_model_get_id (model), attune_model_get_account_name (model));
    }

  json_builder_end_array (builder);

  if (json)
    attune_cli_print_json (builder);

  return report_problems (workspace);
}
