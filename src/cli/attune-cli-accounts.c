/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-accounts"

#include "config.h"

#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"

/* Longer than any key; a line beyond it is something else. */
#define MAX_KEY_LENGTH 4096

static void
build_account (JsonBuilder   *builder,
               AttuneAccount *account)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, attune_account_get_id (account));
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, attune_account_get_name (account));
  json_builder_set_member_name (builder, "provider");
  json_builder_add_string_value (builder,
                                 attune_profile_get_id (attune_account_get_profile (account)));
  json_builder_set_member_name (builder, "base_url");
  json_builder_add_string_value (builder, attune_account_get_base_url (account));
  json_builder_end_object (builder);
}

static int
list_accounts (AttuneWorkspace *workspace,
               gboolean         json)
{
  GListModel *accounts = attune_workspace_get_accounts (workspace);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      if (json)
        build_account (builder, account);
      else
        g_print ("%s\t%s\n", attune_account_get_name (account),
                 attune_profile_get_name (attune_account_get_profile (account)));
    }

  json_builder_end_array (builder);

  if (json)
    attune_cli_print_json (builder);

  return ATTUNE_CLI_DONE;
}

/* Reads a key from standard input, without an echo on a terminal. A key is never an argument:
 * every program of this person could read it there. */
static char *
read_key (void)
{
  char line[MAX_KEY_LENGTH];
  struct termios old;
  gboolean is_terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &old) == 0;
  char *key = NULL;

  if (is_terminal)
    {
      struct termios silent = old;

      silent.c_lflag &= ~ECHO;
      g_printerr ("%s ", _("Key (leave empty if the service needs none):"));
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
    }

  if (fgets (line, sizeof line, stdin) != NULL && *g_strstrip (line) != '\0')
    key = g_strdup (line);

  if (is_terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &old);
      g_printerr ("\n");
    }

  explicit_bzero (line, sizeof line);

  return key;
}

static int
add_account (AttuneWorkspace *workspace,
             const char      *profile_id,
             const char      *name,
             const char      *base_url)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *key = NULL;

  if (profile == NULL || attune_profile_get_is_local (profile))
    return attune_cli_usage (_("There is no provider “%s”. Known are openai and compatible."), profile_id);

  key = read_key ();

  if (name == NULL)
    name = attune_profile_get_name (profile);

  /* Whatever is stored has answered once: a wrong key is found now, not in the middle of a job. */
  if (!dex_await (attune_workspace_check_account (workspace, profile, base_url, key), &error) ||
      !(account = dex_await_object (attune_workspace_add_account (workspace, profile, name,
                                                                  base_url, key),
                                    &error)))
    return attune_cli_fail (error);

  g_print ("%s\n", attune_account_get_name (account));

  return ATTUNE_CLI_DONE;
}

static int
check_account (AttuneWorkspace *workspace,
               AttuneAccount   *account)
{
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;

  if (!(client = dex_await_object (attune_workspace_connect (workspace, account), &error)) ||
      !(models = dex_await_boxed (attune_client_list_models (client), &error)))
    return attune_cli_fail (error);

  g_print (ngettext ("It works, and offers %u model.", "It works, and offers %u models.", models->len),
           models->len);
  g_print ("\n");

  return ATTUNE_CLI_DONE;
}

static int
remove_account (AttuneWorkspace *workspace,
                AttuneAccount   *account)
{
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_remove_account (workspace, account), &error))
    return attune_cli_fail (error);

  return ATTUNE_CLI_DONE;
}

/**
 * attune_cli_accounts:
 * @argc: number of words
 * @argv: the words
 *
 * Lists, adds, checks or removes accounts.
 *
 * Returns: an exit status
 */
int
attune_cli_accounts (int   argc,
                     char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *provider = NULL;
  g_autofree char *name = NULL;
  g_autofree char *base_url = NULL;
  gboolean json = FALSE;
  const char *verb;
  int status;
  const GOptionEntry entries[] = {
    { "provider", 0, 0, G_OPTION_ARG_STRING, &provider, N_("For add: openai or compatible"), "ID" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("For add: a name of your own"), "NAME" },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &base_url, N_("For add: where the service is"), "URL" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "[list|add|check NAME|remove NAME]",
                         _("Lists, adds, checks or removes accounts. “add” reads the key from standard input."),
                         &status))
    return status;

  verb = argc > 1 ? argv[1] : "list";

  if (!((argc <= 2 && (g_str_equal (verb, "list") || g_str_equal (verb, "add"))) ||
        (argc == 3 && (g_str_equal (verb, "check") || g_str_equal (verb, "remove")))))
    return attune_cli_usage (_("“accounts” takes list, add, or check or remove with a name."));

  if (!(workspace = attune_cli_open_workspace (&error)))
    return attune_cli_fail (error);

  if (g_str_equal (verb, "list"))
    return list_accounts (workspace, json);

  if (g_str_equal (verb, "add"))
    return add_account (workspace, provider != NULL ? provider : ATTUNE_PROFILE_OPENAI_ID,
                        name, base_url);

  if (!(account = attune_cli_find_account (workspace, argv[2], &error)))
    return attune_cli_fail (error);

  return g_str_equal (verb, "check") ? check_account (workspace, account)
                                     : remove_account (workspace, account);
}
