/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-output"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-timeout.h"

/**
 * attune_cli_parse:
 * @argc: (inout): number of words
 * @argv: (inout): the words, the verb first; options are taken out
 * @entries: the options of the verb
 * @parameters: what follows the options, for the help text
 * @summary: what the verb does
 * @status: (out): the exit status when %FALSE is returned
 *
 * Reads the options of a verb. Prints help or a complaint by itself.
 *
 * Returns: %TRUE to go on
 */
gboolean
attune_cli_parse (int                 *argc,
                  char              ***argv,
                  const GOptionEntry  *entries,
                  const char          *parameters,
                  const char          *summary,
                  int                 *status)
{
  g_autoptr(GOptionContext) context = g_option_context_new (parameters);
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("attune-cli %s", (*argv)[0]);
  gboolean help = FALSE;
  const GOptionEntry help_entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Show these options"), NULL },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_entries, GETTEXT_PACKAGE);
  (*argv)[0] = program;

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = attune_cli_usage ("%s", error->message);
      return FALSE;
    }

  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      g_print ("%s", text);
      *status = ATTUNE_CLI_DONE;
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_cli_fail:
 * @error: what went wrong
 *
 * Says on standard error why a verb failed.
 *
 * Returns: the exit status
 */
int
attune_cli_fail (const GError *error)
{
  const char *detail = attune_error_get_detail (error);

  g_printerr ("attune-cli: %s\n", error->message);

  if (detail != NULL && g_getenv ("ATTUNE_DEBUG") != NULL)
    g_printerr ("%s\n", detail);

  return ATTUNE_CLI_FAILED;
}

/**
 * attune_cli_usage:
 * @format: what is wrong with the words of the command
 * @...: for @format
 *
 * Returns: the exit status for wrong usage
 */
int
attune_cli_usage (const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("attune-cli: %s\n%s\n", text, _("“attune-cli --help” lists the commands."));

  return ATTUNE_CLI_USAGE;
}

/**
 * attune_cli_print_json:
 * @builder: a finished document
 *
 * Writes one JSON document and a line end, and flushes, so that a reader of a pipe sees it at once.
 */
void
attune_cli_print_json (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  g_print ("%s\n", text);
  fflush (stdout);
}

/**
 * attune_cli_add_string:
 * @builder: a builder inside an object
 * @name: name of the member
 * @value: (nullable): its value
 */
void
attune_cli_add_string (JsonBuilder *builder,
                       const char  *name,
                       const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
attune_cli_add_number (JsonBuilder *builder,
                       const char  *name,
                       gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/**
 * attune_cli_add_numbers:
 * @builder: a builder inside an object
 * @name: name of the member
 * @numbers: (array length=n_numbers): its values
 * @n_numbers: how many
 */
void
attune_cli_add_numbers (JsonBuilder   *builder,
                        const char    *name,
                        const guint64 *numbers,
                        gsize          n_numbers)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_numbers; i++)
    json_builder_add_int_value (builder, numbers[i]);
  json_builder_end_array (builder);
}

void
attune_cli_add_boolean (JsonBuilder *builder,
                        const char  *name,
                        gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/**
 * attune_cli_add_time:
 * @builder: a builder inside an object
 * @member: name of the member
 * @unix_seconds: the time; 0 becomes null
 */
void
attune_cli_add_time (JsonBuilder *builder,
                     const char  *member,
                     gint64       unix_seconds)
{
  json_builder_set_member_name (builder, member);

  if (unix_seconds > 0)
    json_builder_add_int_value (builder, unix_seconds);
  else
    json_builder_add_null_value (builder);
}

/* Nobody knows whether a terminal that stays empty will ever say something. */
static void
print_waiting (const char *name,
               const char *text)
{
  g_printerr ("attune-cli: ");
  /* Translators: the name of a computer, and why it is waited for, such as “The service has not
   * answered yet”. */
  g_printerr (_("%1$s: %2$s. Press Ctrl+C to stop waiting."), name, text);
  g_printerr ("\n");
}

static void
kept_waiting_cb (AttuneWorkspace *workspace,
                 const char      *name,
                 const char      *text)
{
  print_waiting (name, text);
}

static DexFuture *
patience_cb (DexFuture *completed,
             gpointer   name)
{
  print_waiting (name, _("The service has not answered yet"));

  return NULL;
}

/**
 * attune_cli_lose_patience:
 * @name: of the computer that is asked for a file
 *
 * What belongs to no account is not told by the workspace.
 *
 * Returns: (transfer full): a future that says after a while that nothing has come, unless it is
 *   dropped before
 */
DexFuture *
attune_cli_lose_patience (const char *name)
{
  return dex_future_finally (dex_timeout_new_seconds (ATTUNE_SLOW_SECONDS), patience_cb,
                             g_strdup (name), g_free);
}

/**
 * attune_cli_open_workspace:
 * @error: return location
 *
 * Opens what the person keeps, the same that the window shows. From then on it is said on standard
 * error when a service takes long to answer. Awaits: for fibers only.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
AttuneWorkspace *
attune_cli_open_workspace (GError **error)
{
  g_autoptr(AttuneWorkspace) workspace = attune_workspace_new (NULL);
  const char *notice;

  g_signal_connect (workspace, "kept-waiting", G_CALLBACK (kept_waiting_cb), NULL);

  if (!dex_await (attune_workspace_open (workspace), error))
    return NULL;

  if ((notice = attune_workspace_get_notice (workspace)))
    g_printerr ("attune-cli: %s\n", notice);

  return g_steal_pointer (&workspace);
}

/**
 * attune_cli_find_account:
 * @workspace: the open workspace
 * @name: (nullable): an account's name or id; %NULL for the first, which is this computer
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the account
 */
AttuneAccount *
attune_cli_find_account (AttuneWorkspace  *workspace,
                         const char       *name,
                         GError          **error)
{
  GListModel *accounts = attune_workspace_get_accounts (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      if (name == NULL ||
          g_str_equal (attune_account_get_id (account), name) ||
          g_ascii_strcasecmp (attune_account_get_name (account), name) == 0)
        return g_steal_pointer (&account);
    }

  if (name != NULL)
    attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("There is no account “%s”. “attune-cli accounts” lists them."), name);
  else
    attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                      _("There is no account yet. “attune-cli accounts add” makes one."));

  return NULL;
}

/**
 * attune_cli_find_dataset:
 * @workspace: the open workspace
 * @name: a name or an id
 *
 * Returns: (transfer full) (nullable): the dataset
 */
AttuneDataset *
attune_cli_find_dataset (AttuneWorkspace *workspace,
                         const char      *name)
{
  GListModel *datasets = attune_workspace_get_datasets (workspace);

  for (guint i = 0; i < g_list_model_get_n_items (datasets); i++)
    {
      g_autoptr(AttuneDataset) dataset = g_list_model_get_item (datasets, i);

      if (g_str_equal (attune_dataset_get_id (dataset), name) ||
          g_str_equal (attune_dataset_get_name (dataset), name))
        return g_steal_pointer (&dataset);
    }

  return NULL;
}

/**
 * attune_cli_print_cut_off:
 * @is_cut_off: whether the file that was read ends too early
 *
 * Says so, where it is so.
 */
void
attune_cli_print_cut_off (gboolean is_cut_off)
{
  g_autofree char *title = attune_issue_dup_title (ATTUNE_ISSUE_TRUNCATED, 1);

  if (is_cut_off)
    g_print ("%s\n", title);
}

/**
 * attune_cli_show_bytes:
 * @done: bytes that are there
 * @total: of all, or -1 when that is not known
 * @user_data: unused
 *
 * Says on standard error how far a file is, over the line that was there. For terminals only: a log
 * needs no line that is written over.
 */
void
attune_cli_show_bytes (gint64   done,
                       gint64   total,
                       gpointer user_data)
{
  g_autofree char *done_text = g_format_size (done);
  g_autofree char *total_text = g_format_size (MAX (total, done));

  g_printerr ("\r\033[K");

  if (total > 0)
    /* Translators: two sizes, such as “12 MB of 160 MB”. */
    g_printerr (_("%s of %s"), done_text, total_text);
  else
    g_printerr ("%s", done_text);
}
