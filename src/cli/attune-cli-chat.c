/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-chat"

#include "config.h"

#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"

/* Text from standard input beyond this is no question any more. */
#define MAX_QUESTION (1024 * 1024)

static void
print_text (const AttuneChatDelta *delta,
            gpointer               user_data)
{
  if (delta->text == NULL)
    return;

  g_print ("%s", delta->text);
  fflush (stdout);
}

static char *
read_standard_input (GError **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr(GString) text = g_string_new (NULL);

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;

      bytes = dex_await_boxed (dex_input_stream_read_bytes (input, 4096, G_PRIORITY_DEFAULT),
                               error);

      if (bytes == NULL)
        return NULL;

      if (g_bytes_get_size (bytes) == 0)
        break;

      g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      if (text->len > MAX_QUESTION)
        {
          attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                            _("Standard input holds more than a megabyte. Ask with a shorter text."));
          return NULL;
        }
    }

  g_strchomp (text->str);

  if (*text->str == '\0' || !g_utf8_validate (text->str, -1, NULL))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("Standard input holds no UTF-8 text to ask with."));
      return NULL;
    }

  return g_strdup (text->str);
}

/* The account that was named, or else the one that has the model, or else the first. */
static AttuneAccount *
find_account_for_model (AttuneWorkspace  *workspace,
                        const char       *account_name,
                        const char       *model_id,
                        GError          **error)
{
  GListModel *models = attune_workspace_get_models (workspace);

  for (guint i = 0; account_name == NULL && i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (models, i);

      if (g_str_equal (attune_model_get_id (model), model_id))
        return attune_cli_find_account (workspace, attune_model_get_account_id (model), error);
    }

  return attune_cli_find_account (workspace, account_name, error);
}

static void
set_parameters (AttuneChatParameters *parameters,
                double                temperature,
                int                   max_tokens,
                gint64                seed)
{
  if (temperature >= 0)
    attune_chat_parameters_set_double (parameters, "temperature", temperature);
  if (max_tokens > 0)
    attune_chat_parameters_set_int (parameters, "max_tokens", max_tokens);
  if (seed >= 0)
    attune_chat_parameters_set_int (parameters, "seed", seed);
}

/**
 * attune_cli_chat:
 * @argc: number of words
 * @argv: the words
 *
 * Asks a model one question and prints the answer as it comes.
 *
 * Returns: an exit status
 */
int
attune_cli_chat (int   argc,
                 char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneChatRequest) request = NULL;
  g_autoptr(AttuneAccount) account = NULL;
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneChatEnd) end = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *account_name = NULL;
  g_autofree char *system_text = NULL;
  g_autofree char *text = NULL;
  double temperature = -1;
  int max_tokens = 0;
  gint64 seed = -1;
  int status;
  const GOptionEntry entries[] = {
    { "account", 0, 0, G_OPTION_ARG_STRING, &account_name, N_("Account that has the model"), "NAME" },
    { "system", 0, 0, G_OPTION_ARG_STRING, &system_text, N_("System text"), "TEXT" },
    { "temperature", 0, 0, G_OPTION_ARG_DOUBLE, &temperature, N_("From 0, steady, to 2, wild"), "X" },
    { "max-tokens", 0, 0, G_OPTION_ARG_INT, &max_tokens, N_("Longest answer"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Makes an answer repeatable"), "N" },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "MODEL [TEXT]",
                         _("Asks a model and prints the answer as it comes. Without a text, standard input is read."),
                         &status))
    return status;

  if (argc < 2 || argc > 3)
    return attune_cli_usage (_("“chat” takes a model and a text; put the text in quotes."));

  if (temperature > 2 || max_tokens < 0)
    return attune_cli_usage (_("--temperature goes up to 2, and --max-tokens is not negative."));

  text = argc == 3 ? g_strdup (argv[2]) : read_standard_input (&error);

  if (text == NULL ||
      !(workspace = attune_cli_open_workspace (&error)) ||
      !(account = find_account_for_model (workspace, account_name, argv[1], &error)) ||
      !(client = dex_await_object (attune_workspace_connect (workspace, account), &error)))
    return attune_cli_fail (error);

  request = attune_chat_request_new (argv[1]);
  if (system_text != NULL)
    attune_chat_request_add_turn (request, "system", system_text);
  attune_chat_request_add_turn (request, "user", text);
  set_parameters (attune_chat_request_get_parameters (request), temperature, max_tokens, seed);

  end = dex_await_boxed (attune_client_chat (client, request, print_text, NULL, NULL), &error);
  g_print ("\n");

  if (end == NULL)
    return attune_cli_fail (error);

  if (g_strcmp0 (end->finish_reason, "length") == 0)
    g_printerr ("attune-cli: %s\n", _("The answer was cut at the length limit."));

  return ATTUNE_CLI_DONE;
}
