/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-import"

#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-cli-fixes.h"
#include "attune-cli-scan.h"
#include "attune-cli.h"
#include "attune-remedy.h"

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
  g_auto(AttuneCliScan) words = { 0 };
  g_auto(AttuneCliFixes) fixes = { 0 };
  g_auto(AttuneImportOptions) options = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *validation_file = NULL;
  gboolean keep_duplicates = FALSE;
  gboolean mend = FALSE;
  gboolean json = FALSE;
  gint64 seed = 0;
  int status;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Name of the dataset"), "NAME" },
    { "validation", 0, 0, G_OPTION_ARG_STRING, &validation, N_("Share to hold out, such as 10%"), "SHARE" },
    { "validation-file", 0, 0, G_OPTION_ARG_FILENAME, &validation_file, N_("File that holds the examples for validation"), "FILE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_("Which examples are held out"), "NUMBER" },
    { "mend", 0, 0, G_OPTION_ARG_NONE, &mend, N_("Mend all that can be mended"), NULL },
    ATTUNE_CLI_FIXES_ENTRIES (&fixes),
    { "keep-duplicates", 0, 0, G_OPTION_ARG_NONE, &keep_duplicates, N_("Keep examples that occur more than once"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    ATTUNE_CLI_SCAN_ENTRIES (&words),
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Keeps the usable examples of a file as a dataset."), &status))
    return status;

  if (fixes.lists)
    {
      attune_cli_fixes_print_remedies ();
      return ATTUNE_CLI_DONE;
    }

  if (argc != 2)
    return attune_cli_usage (_("“import” takes one file."));

  if (validation != NULL && !attune_cli_parse_share (validation, &options.split.share))
    return attune_cli_usage (_("“%s” is not a share between 0%% and 50%%."), validation);

  if (seed < 0 || seed > G_MAXUINT32)
    return attune_cli_usage (_("The seed must be between 0 and 4294967295."));

  if (validation != NULL && validation_file != NULL)
    return attune_cli_usage (_("--validation and --validation-file exclude each other."));

  if (!attune_cli_scan_check (&words, &status) ||
      !attune_cli_fixes_check_remedies (&fixes, &status))
    return status;

  if (!attune_cli_scan_to_options (&words, FALSE, &options.scan, &error))
    return attune_cli_fail (error);

  options.split.seed = seed;
  options.validation_file = g_steal_pointer (&validation_file);
  options.scan.remedies = mend ? attune_remedies_get_defaults ()
                               : attune_remedy_bit (ATTUNE_REMEDY_REMOVE_DUPLICATES);

  if (keep_duplicates)
    options.scan.remedies &= ~attune_remedy_bit (ATTUNE_REMEDY_REMOVE_DUPLICATES);

  options.scan.remedies = attune_cli_fixes_apply (&fixes, options.scan.remedies);

  if (!(workspace = attune_cli_open_workspace (&error)) ||
      !(dataset = dex_await_object (attune_cli_import_file (workspace, argv[1], name, &options),
                                    &error)))
    return attune_cli_fail (error);

  print_dataset (dataset, json);

  return ATTUNE_CLI_DONE;
}
