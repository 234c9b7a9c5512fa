/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-models.h"
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

static int
list_models (AttuneWorkspace *workspace,
             gboolean         json)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GError) error = NULL;
  GListModel *models;

  if (!dex_await (attune_workspace_refresh_models (workspace), &error))
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

/**
 * attune_cli_models:
 * @argc: number of words
 * @argv: the words
 *
 * Lists what all accounts offer, tuned models first; and what models there are for this computer,
 * gets, adds, removes and saves.
 *
 * Returns: an exit status
 */
int
attune_cli_models (int   argc,
                   char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  gboolean adapter = FALSE;
  gboolean force = FALSE;
  gboolean json = FALSE;
  const char *verb;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("Save to this file"), "OUT.gguf" },
    { "adapter", 0, 0, G_OPTION_ARG_NONE, &adapter,
      N_("Save what was trained, without its base"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force, N_("Replace a file that exists"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries,
                         "[list|get [NAME]|add FILE|remove NAME|save NAME -o OUT]",
                         _("Lists the models of all accounts. “get” lists models that can be had for this computer, or downloads one of them; “add” takes a GGUF file, “remove” takes a model away again, “save” writes one that was tuned here to a file, with a model card."),
                         &status))
    return status;

  verb = argc > 1 ? argv[1] : "list";

  if (!(g_str_equal (verb, "list") && argc <= 2) &&
      !(g_str_equal (verb, "get") && argc <= 3) &&
      !(argc == 3 && (g_str_equal (verb, "add") || g_str_equal (verb, "remove"))) &&
      !(argc == 3 && g_str_equal (verb, "save") && output != NULL))
    return attune_cli_usage (_("“models” takes list, or get with or without a name, or add with a file, or remove with a name, or save with a name and --output."));

  if (g_str_equal (verb, "save") &&
      !attune_cli_check_destination (NULL, output, force, &status))
    return status;

  if (!(workspace = attune_cli_open_workspace (&error)))
    return attune_cli_fail (error);

  if (g_str_equal (verb, "get"))
    return argc == 2 ? attune_cli_list_offers (workspace, json)
                     : attune_cli_get_model (workspace, argv[2]);

  if (g_str_equal (verb, "add"))
    return attune_cli_add_model (workspace, argv[2]);

  if (g_str_equal (verb, "remove"))
    return attune_cli_remove_model (workspace, argv[2]);

  if (g_str_equal (verb, "save"))
    return attune_cli_save_model (workspace, argv[2], output, adapter);

  return list_models (workspace, json);
}
