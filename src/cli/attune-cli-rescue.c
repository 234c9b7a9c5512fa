/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-rescue"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-rescue.h"

/* A line for each that is settled, as it settles. */
static void
state_cb (AttuneRescueItem *item)
{
  if (attune_rescue_item_get_text (item) != NULL)
    g_printerr ("%s: %s\n", attune_job_get_title (attune_rescue_item_get_job (item)),
                attune_rescue_item_get_text (item));
}

static void
items_changed_cb (GListModel *items,
                  guint       position,
                  guint       n_removed,
                  guint       n_added)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(AttuneRescueItem) item = g_list_model_get_item (items, i);

      g_signal_connect (item, "notify::state", G_CALLBACK (state_cb), NULL);
    }
}

static void
print_json (GListModel *items)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GEnumClass) states = g_type_class_ref (ATTUNE_TYPE_RESCUE_STATE);

  json_builder_begin_array (builder);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(AttuneRescueItem) item = g_list_model_get_item (items, i);
      AttuneJob *job = attune_rescue_item_get_job (item);
      AttuneRescueState state = attune_rescue_item_get_state (item);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "job");
      json_builder_add_string_value (builder, attune_job_get_remote_id (job));
      json_builder_set_member_name (builder, "state");
      json_builder_add_string_value (builder, g_enum_get_value (states, state)->value_nick);
      json_builder_set_member_name (builder, "dataset");
      json_builder_add_string_value (builder, attune_job_get_dataset_name (job));
      json_builder_set_member_name (builder, "text");
      json_builder_add_string_value (builder, attune_rescue_item_get_text (item));
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
  attune_cli_print_json (builder);
}

/**
 * attune_cli_rescue:
 * @argc: number of words
 * @argv: the words
 *
 * Fetches every fine-tune of an account, with its examples and results.
 *
 * Returns: an exit status; %ATTUNE_CLI_FAILED also when something is gone at the provider
 */
int
attune_cli_rescue (int   argc,
                   char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(AttuneRescue) rescue = NULL;
  g_autoptr(GError) error = NULL;
  gboolean json = FALSE;
  GListModel *items;
  guint n_done;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "ACCOUNT",
                         _("Fetches every fine-tune of an account, its examples as datasets, and its "
                           "results. It can be stopped and begun again at will."), &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“rescue” takes the name of an account."));

  if (!(workspace = attune_cli_open_workspace (&error)) ||
      !(account = attune_cli_find_account (workspace, argv[1], &error)))
    return attune_cli_fail (error);

  rescue = attune_rescue_new (workspace, account);
  items = attune_rescue_get_items (rescue);
  g_signal_connect (items, "items-changed", G_CALLBACK (items_changed_cb), NULL);
  n_done = dex_await_uint (attune_rescue_run (rescue), &error);

  if (error != NULL)
    return attune_cli_fail (error);

  if (json)
    print_json (items);
  else
    {
      /* Translators: %1$u of %2$u fine-tunes */
      g_print (_("%1$u of %2$u fine-tunes are whole here."), n_done,
               g_list_model_get_n_items (items));
      g_print ("\n");
    }

  return n_done == g_list_model_get_n_items (items) ? ATTUNE_CLI_DONE : ATTUNE_CLI_FAILED;
}
