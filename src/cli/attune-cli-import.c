/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-import"

#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"

/* The largest share that may be held out; more would leave too little to learn from. */
#define MAX_VALIDATION_PERCENT 50.0

/* Progress goes to a terminal only, on one line of standard error that it overwrites. */
void
attune_cli_show_progress (gint64   done,
                          gint64   total,
                          gpointer user_data)
{
  if (total > 0 && isatty (STDERR_FILENO))
    g_printerr ("\r%3d %%\r", (int)(100.0 * done / total));
}

/**
 * attune_cli_import_file:
 * @workspace: the open workspace
 * @path: the file
 * @name: (nullable): name of the dataset; %NULL for the file's own
 * @options: how to import
 *
 * Returns: (transfer full): a future that resolves to the #AttuneDataset
 */
DexFuture *
attune_cli_import_file (AttuneWorkspace           *workspace,
                        const char                *path,
                        const char                *name,
                        const AttuneImportOptions *options)
{
  g_autofree char *basename = g_path_get_basename (path);
  char *extension = strrchr (basename, '.');

  if (extension != NULL && extension > basename)
    *extension = '\0';

  return attune_workspace_import (workspace, path, name != NULL ? name : basename, options,
                                  attune_cli_show_progress, NULL, NULL);
}

/* "10%", "10" and "0.1" all mean a tenth: what is below 1 can only be a share. */
static gboolean
parse_share (const char *text,
             double     *share)
{
  char *end;
  double value = g_ascii_strtod (text, &end);

  if (end == text || value < 0)
    return FALSE;

  if (*end == '%' && end[1] == '\0')
    value /= 100;
  else if (*end != '\0')
    return FALSE;
  else if (value >= 1)
    value /= 100;

  *share = value;

  return value <= MAX_VALIDATION_PERCENT / 100;
}

static AttuneRecipe *
make_recipe (const char *question,
             const char *answer,
             const char *system,
             const char *system_text,
             gboolean    completion)
{
  AttuneRecipe *recipe;

  if (question == NULL && answer == NULL)
    return NULL;

  recipe = attune_recipe_new ();
  attune_recipe_set_question_field (recipe, question);
  attune_recipe_set_answer_field (recipe, answer);
  attune_recipe_set_system_field (recipe, system);
  attune_recipe_set_system_text (recipe, system_text);
  attune_recipe_set_target (recipe, completion ? ATTUNE_EXAMPLE_COMPLETION : ATTUNE_EXAMPLE_CHAT);

  return recipe;
}

static void
print_dataset (AttuneDataset *dataset,
               gboolean       json)
{
  if (json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, attune_dataset_get_id (dataset));
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, attune_dataset_get_name (dataset));
      json_builder_set_member_name (builder, "examples");
      json_builder_add_int_value (builder, attune_dataset_get_n_training (dataset));
      json_builder_set_member_name (builder, "validation_examples");
      json_builder_add_int_value (builder, attune_dataset_get_n_validation (dataset));
      json_builder_end_object (builder);
      attune_cli_print_json (builder);
      return;
    }

  /* Translators: a dataset's name and its id */
  g_print (_("%s (%s)"), attune_dataset_get_name (dataset), attune_dataset_get_id (dataset));
  g_print ("\n");
  g_print (_("%lu examples to train on, %lu held out for validation"),
           (gulong)attune_dataset_get_n_training (dataset),
           (gulong)attune_dataset_get_n_validation (dataset));
  g_print ("\n");
}

/**
 * attune_cli_import:
 * @argc: number of words
 * @argv: the words
 *
 * Keeps the usable examples of a file as a dataset.
 *
 * Returns: an exit status
 */
int
attune_cli_import (int   argc,
                   char *argv[])
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneDataset) dataset = NULL;
  g_autoptr(AttuneRecipe) recipe = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *question = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *system = NULL;
  g_autofree char *system_text = NULL;
  gboolean completion = FALSE;
  gboolean json = FALSE;
  gint64 seed = 0;
  AttuneImportOptions options = { 0 };
  int status;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Name of the dataset"), "NAME" },
    { "validation", 0, 0, G_OPTION_ARG_STRING, &validation, N_("Share to hold out, such as 10%"), "SHARE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Which examples are held out"), "NUMBER" },
    { "question", 0, 0, G_OPTION_ARG_STRING, &question, N_("Column or member that holds the question"), "FIELD" },
    { "answer", 0, 0, G_OPTION_ARG_STRING, &answer, N_("Column or member that holds the answer"), "FIELD" },
    { "system", 0, 0, G_OPTION_ARG_STRING, &system, N_("Column or member that holds the system text"), "FIELD" },
    { "system-text", 0, 0, G_OPTION_ARG_STRING, &system_text, N_("System text for every example"), "TEXT" },
    { "completion", 0, 0, G_OPTION_ARG_NONE, &completion, N_("Make prompt and completion pairs instead of chats"), NULL },
    { "keep-duplicates", 0, 0, G_OPTION_ARG_NONE, &options.keep_duplicates, N_("Keep examples that occur more than once"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Keeps the usable examples of a file as a dataset."), &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“import” takes one file."));

  if (validation != NULL && !parse_share (validation, &options.validation_share))
    return attune_cli_usage (_("“%s” is not a share between 0%% and 50%%."), validation);

  if (seed < 0 || seed > G_MAXUINT32)
    return attune_cli_usage (_("The seed must be between 0 and 4294967295."));

  if ((question == NULL) != (answer == NULL))
    return attune_cli_usage (_("--question and --answer belong together."));

  recipe = make_recipe (question, answer, system, system_text, completion);
  options.recipe = recipe;
  options.seed = seed;

  if (!(workspace = attune_cli_open_workspace (&error)) ||
      !(dataset = dex_await_object (attune_cli_import_file (workspace, argv[1], name, &options),
                                    &error)))
    return attune_cli_fail (error);

  print_dataset (dataset, json);

  return ATTUNE_CLI_DONE;
}
