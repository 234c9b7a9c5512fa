/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli"

#include "config.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-i18n.h"

typedef struct
{
  const char    *name;
  AttuneCliFunc  func;
  const char    *usage;
  const char    *summary;
} Command;

static const Command commands[] = {
  { "check", attune_cli_check, "check FILE [--account A] [--validation-file F] [--json]",
    N_("Read a whole file and say what is in it and what is wrong with it") },
  { "prepare", attune_cli_prepare, "prepare FILE [-o OUT.jsonl] [--accept-all]",
    N_("Make prompts and completions fit for training a completion model") },
  { "import", attune_cli_import, "import FILE [--name N] [--mend] [--split 10%]",
    N_("Keep the usable examples of a file as a dataset") },
  { "tokens", attune_cli_tokens, "tokens [FILE] [--encoding E] [--model M] [--fetch] [--json]",
    N_("Count the tokens of a text") },
  { "export", attune_cli_export, "export DATASET|FILE -o OUT [--format F] [--force]",
    N_("Write the examples of a dataset in another format") },
  { "tune", attune_cli_tune, "tune DATASET|FILE [--account A] [--model M] [--follow]",
    N_("Start a fine-tune") },
  { "jobs", attune_cli_jobs, "jobs [list|show ID|follow ID|pause ID|resume ID|cancel ID|results ID FILE|model ID FOLDER]",
    N_("List, show, follow, pause, resume or cancel fine-tunes") },
  { "models", attune_cli_models, "models [list|get [NAME]|add FILE|remove NAME|save NAME -o OUT]",
    N_("List, get, add, remove or save models") },
  { "chat", attune_cli_chat, "chat MODEL [TEXT]",
    N_("Ask a model; without a text, standard input is read") },
  { "accounts", attune_cli_accounts, "accounts [list|add|edit|check|remove]",
    N_("List, add, check or remove accounts") },
  { "rescue", attune_cli_rescue, "rescue ACCOUNT [--json]",
    N_("Fetch every fine-tune of an account before its provider closes") },
};

typedef struct
{
  const Command *command;
  int            argc;
  char         **argv;
  int            status;
  GMainLoop     *loop;
} Run;

static void
print_help (FILE *stream)
{
  fprintf (stream, "%s\n  attune-cli COMMAND [%s…]\n\n%s\n",
           _("Usage:"), _("OPTION"), _("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %s\n      %s\n", commands[i].usage, _(commands[i].summary));

  fprintf (stream, "\n%s\n", _("“attune-cli COMMAND --help” explains the options of one command."));
}

static const Command *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

static DexFuture *
run_fiber (gpointer user_data)
{
  Run *run = user_data;

  run->status = run->command->func (run->argc, run->argv);
  g_main_loop_quit (run->loop);

  return dex_future_new_true ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMainLoop) loop = NULL;
  g_autoptr(DexFuture) future = NULL;
  Run run = { 0 };

  dex_init ();
  attune_i18n_init ();
  g_set_prgname ("attune-cli");

  if (argc >= 2 && g_str_equal (argv[1], "--version"))
    {
      g_print ("attune-cli %s\n", PACKAGE_VERSION);
      return ATTUNE_CLI_DONE;
    }

  if (argc >= 2 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_help (stdout);
      return ATTUNE_CLI_DONE;
    }

  if (argc < 2 || !(run.command = find_command (argv[1])))
    {
      print_help (stderr);
      return ATTUNE_CLI_USAGE;
    }

  loop = g_main_loop_new (NULL, FALSE);
  run.argc = argc - 1;
  run.argv = argv + 1;
  run.loop = loop;
  future = dex_scheduler_spawn (NULL, 0, run_fiber, &run, NULL);
  g_main_loop_run (loop);

  return run.status;
}
