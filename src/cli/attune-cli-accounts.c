/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-accounts"

#include "config.h"

#include <stdio.h>
#include <string.h>
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

static char *
list_provider_ids (void)
{
  g_autoptr(GListModel) profiles = attune_profile_list_shipped ();
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (profiles); i++)
    {
      g_autoptr(AttuneProfile) profile = g_list_model_get_item (profiles, i);

      if (!attune_profile_get_is_local (profile))
        g_string_append_printf (ids, "%s%s", ids->len > 0 ? ", " : "",
                                attune_profile_get_id (profile));
    }

  return g_string_free_and_steal (g_steal_pointer (&ids));
}

static int
add_account (AttuneWorkspace       *workspace,
             const char            *profile_id,
             AttuneAccountSettings *settings)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (profile_id);
  g_autoptr(AttuneAccountCheck) check = NULL;
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *key = NULL;

  if (profile == NULL || attune_profile_get_is_local (profile))
    {
      g_autofree char *ids = list_provider_ids ();

      return attune_cli_usage (_("There is no provider “%s”. Known are: %s."), profile_id, ids);
    }

  settings->api_key = key = read_key ();
  check = dex_await_object (attune_workspace_try_account (workspace, profile, settings), &error);

  /* Whatever is stored has answered once: a wrong key is found now, not in the middle of a job.
   * What answers and lists nothing may still chat, but more likely it is another address. */
  if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    {
      g_printerr ("attune-cli: %s\n", error->message);
      g_clear_error (&error);
    }

  if (error != NULL ||
      !(account = dex_await_object (attune_workspace_add_account (workspace, profile, settings),
                                    &error)))
    return attune_cli_fail (error);

  g_print ("%s\n", attune_account_get_name (account));

  return ATTUNE_CLI_DONE;
}

static void
build_check (JsonBuilder        *builder,
             AttuneAccountCheck *check)
{
  GPtrArray *findings = attune_account_check_get_findings (check);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "organization");
  json_builder_add_string_value (builder, attune_account_check_get_organization (check));

  for (guint i = 0; i < findings->len; i++)
    {
      const AttuneAccountFinding *finding = findings->pdata[i];

      json_builder_set_member_name (builder, attune_account_aspect_to_string (finding->aspect));
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "answer");
      json_builder_add_string_value (builder, attune_account_answer_to_string (finding->answer));

      if (finding->n >= 0)
        {
          json_builder_set_member_name (builder, "count");
          json_builder_add_int_value (builder, finding->n);
        }

      json_builder_set_member_name (builder, "text");
      json_builder_add_string_value (builder, finding->text);
      json_builder_end_object (builder);
    }

  json_builder_end_object (builder);
}

static const char *
get_mark (AttuneAccountAnswer answer)
{
  switch (answer)
    {
    case ATTUNE_ACCOUNT_ANSWER_YES:
      return "✓";

    case ATTUNE_ACCOUNT_ANSWER_NO:
      return "✗";

    case ATTUNE_ACCOUNT_ANSWER_UNKNOWN:
    default:
      return "?";
    }
}

static int
check_account (AttuneWorkspace *workspace,
               AttuneAccount   *account,
               gboolean         json)
{
  g_autoptr(AttuneAccountCheck) check = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *findings;

  if (!(check = dex_await_object (attune_workspace_check_account (workspace, account, NULL),
                                  &error)))
    return attune_cli_fail (error);

  if (json)
    {
      builder = json_builder_new ();
      build_check (builder, check);
      attune_cli_print_json (builder);
      return ATTUNE_CLI_DONE;
    }

  findings = attune_account_check_get_findings (check);

  if (attune_account_check_get_organization (check) != NULL)
    {
      /* Translators: %s is the name or ID of an organization, as the service sends it. */
      g_print (_("The key is one of “%s”."), attune_account_check_get_organization (check));
      g_print ("\n");
    }

  for (guint i = 0; i < findings->len; i++)
    {
      const AttuneAccountFinding *finding = findings->pdata[i];

      g_print ("%s %s: %s\n", get_mark (finding->answer),
               attune_account_aspect_get_title (finding->aspect), finding->text);
    }

  return ATTUNE_CLI_DONE;
}

/* Whatever is not said stays; an empty text takes away what was there. */
static const char *
choose (const char *said,
        const char *kept)
{
  return said != NULL ? said : kept;
}

static int
edit_account (AttuneWorkspace             *workspace,
              AttuneAccount               *account,
              const AttuneAccountSettings *said,
              gboolean                     with_key)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *key = with_key ? read_key () : NULL;
  AttuneAccountSettings settings = {
    .name = said->name,
    .base_url = choose (said->base_url, attune_account_get_base_url (account)),
    .organization = choose (said->organization, attune_account_get_organization (account)),
    .project = choose (said->project, attune_account_get_project (account)),
    .proxy = choose (said->proxy, attune_account_get_proxy (account)),
    .api_key = with_key && key == NULL ? "" : key,
  };
  gboolean is_done;

  is_done = dex_await (attune_workspace_update_account (workspace, account, &settings), &error);

  if (key != NULL)
    explicit_bzero (key, strlen (key));

  return is_done ? ATTUNE_CLI_DONE : attune_cli_fail (error);
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
 * Lists, adds, edits, checks or removes accounts.
 *
 * Returns: an exit status
 */
int
attune_cli_accounts (int   argc,
                     char *argv[])
{
  static const char * const named_verbs[] = { "edit", "check", "remove", NULL };
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *provider = NULL;
  g_autofree char *name = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *organization = NULL;
  g_autofree char *project = NULL;
  g_autofree char *proxy = NULL;
  AttuneAccountSettings settings;
  gboolean json = FALSE;
  gboolean with_key = FALSE;
  const char *verb;
  int status;
  const GOptionEntry entries[] = {
    { "provider", 0, 0, G_OPTION_ARG_STRING, &provider, N_("For add: whose account it is, such as openai, nebius or compatible"), "ID" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("For add and edit: a name of your own"), "NAME" },
    { "base-url", 0, 0, G_OPTION_ARG_STRING, &base_url, N_("For add and edit: where the service is"), "URL" },
    { "organization", 0, 0, G_OPTION_ARG_STRING, &organization, N_("For add and edit: an organization, where the provider has them"), "ID" },
    { "project", 0, 0, G_OPTION_ARG_STRING, &project, N_("For add and edit: a project of it; for litellm the service behind the proxy"), "ID" },
    { "proxy", 0, 0, G_OPTION_ARG_STRING, &proxy, N_("For add and edit: a proxy, or direct:// for none"), "URL" },
    { "key", 0, 0, G_OPTION_ARG_NONE, &with_key, N_("For edit: read a new key from standard input; an empty line forgets the old one"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "[list|add|edit NAME|check NAME|remove NAME]",
                         _("Lists, adds, edits, checks or removes accounts. “add” reads the key from standard input; “edit” changes only what is said."),
                         &status))
    return status;

  verb = argc > 1 ? argv[1] : "list";

  if (!((argc <= 2 && (g_str_equal (verb, "list") || g_str_equal (verb, "add"))) ||
        (argc == 3 && g_strv_contains (named_verbs, verb))))
    return attune_cli_usage (_("“accounts” takes list, add, or edit, check or remove with a name."));

  settings = (AttuneAccountSettings) {
    .name = name,
    .base_url = base_url,
    .organization = organization,
    .project = project,
    .proxy = proxy,
  };

  if (!(workspace = attune_cli_open_workspace (&error)))
    return attune_cli_fail (error);

  if (g_str_equal (verb, "list"))
    return list_accounts (workspace, json);

  if (g_str_equal (verb, "add"))
    return add_account (workspace, provider != NULL ? provider : ATTUNE_PROFILE_OPENAI_ID,
                        &settings);

  if (!(account = attune_cli_find_account (workspace, argv[2], &error)))
    return attune_cli_fail (error);

  if (g_str_equal (verb, "edit"))
    return edit_account (workspace, account, &settings, with_key);

  return g_str_equal (verb, "check") ? check_account (workspace, account, json)
                                     : remove_account (workspace, account);
}
