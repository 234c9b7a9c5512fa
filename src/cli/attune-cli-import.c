/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-import"

#include "config.h"

#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-cli-fixes.h"
#include "attune-cli-scan.h"
#include "attune-cli-split.h"
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

/* Why records were left out, in the order of the kinds. */
static void
build_reasons (JsonBuilder              *builder,
               const AttuneImportResult *result)
{
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_object (builder);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (result->reasons[kind] > 0)
      attune_cli_add_number (builder, attune_issue_get_id (kind), result->reasons[kind]);

  json_builder_end_object (builder);
}

static void
print_json (AttuneDataset *dataset)
{
  const AttuneImportResult *result = attune_dataset_get_import_result (dataset);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  attune_cli_add_string (builder, "id", attune_dataset_get_id (dataset));
  attune_cli_add_string (builder, "name", attune_dataset_get_name (dataset));
  attune_cli_add_number (builder, "examples", attune_dataset_get_n_training (dataset));
  attune_cli_add_number (builder, "validation_examples", attune_dataset_get_n_validation (dataset));
  attune_cli_add_number (builder, "left_out", attune_import_result_count_left_out (result));
  build_reasons (builder, result);
  attune_cli_add_number (builder, "filtered", result->n_filtered);
  attune_cli_add_number (builder, "not_sampled", result->n_not_sampled);
  attune_cli_add_number (builder, "leaked", result->n_leaked);
  attune_cli_add_boolean (builder, "cut_off", result->is_cut_off);
  json_builder_end_object (builder);
  attune_cli_print_json (builder);
}

static void
print_left_out (const AttuneImportResult *result)
{
  gulong n_left_out = attune_import_result_count_left_out (result);

  if (n_left_out > 0)
    {
      g_print (ngettext ("%'lu record was left out:", "%'lu records were left out:", n_left_out),
               n_left_out);
      g_print ("\n");
    }

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      g_autofree char *title = attune_issue_dup_title (kind, result->reasons[kind]);

      if (result->reasons[kind] > 0)
        g_print ("  %s\n", title);
    }

  if (result->n_filtered > 0)
    {
      g_print (ngettext ("%'lu record was left out by the recipe",
                         "%'lu records were left out by the recipe", result->n_filtered),
               (gulong)result->n_filtered);
      g_print ("\n");
    }

  if (result->n_not_sampled > 0)
    {
      g_print (ngettext ("%'lu example was not drawn by the recipe",
                         "%'lu examples were not drawn by the recipe", result->n_not_sampled),
               (gulong)result->n_not_sampled);
      g_print ("\n");
    }
}

/* What was learned says nothing when it is asked. */
static void
print_leakage (const AttuneImportResult *result,
               guint64                   remedies)
{
  gulong n_leaked = result->n_leaked;

  if (n_leaked == 0)
    g_print ("%s", _("No question stands in both files"));
  else if ((remedies & attune_remedy_bit (ATTUNE_REMEDY_REMOVE_LEAKAGE)) != 0)
    g_print (ngettext ("%'lu example for validation asks what is trained on, and was left out",
                       "%'lu examples for validation ask what is trained on, and were left out",
                       n_leaked), n_leaked);
  else
    g_print (ngettext ("%'lu example for validation asks what is trained on; --mend leaves it out",
                       "%'lu examples for validation ask what is trained on; --mend leaves them out",
                       n_leaked), n_leaked);

  g_print ("\n");
}

static void
print_dataset (AttuneDataset *dataset,
               gboolean       has_validation_file,
               guint64        remedies)
{
  const AttuneImportResult *result = attune_dataset_get_import_result (dataset);

  /* Translators: a dataset's name and its id */
  g_print (_("%s (%s)"), attune_dataset_get_name (dataset), attune_dataset_get_id (dataset));
  g_print ("\n");
  g_print (_("%lu examples to train on, %lu held out for validation"),
           (gulong)attune_dataset_get_n_training (dataset),
           (gulong)attune_dataset_get_n_validation (dataset));
  g_print ("\n");
  print_left_out (result);

  attune_cli_print_cut_off (result->is_cut_off);

  if (has_validation_file)
    print_leakage (result, remedies);
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
  g_auto(AttuneCliSplit) split = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *validation_file = NULL;
  gboolean keep_duplicates = FALSE;
  gboolean mend = FALSE;
  gboolean json = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("Name of the dataset"), "NAME" },
    ATTUNE_CLI_SPLIT_ENTRIES (&split),
    { "validation", 0, 0, G_OPTION_ARG_STRING, &split.share, N_("The same as --split"), "SHARE" },
    { "validation-file", 0, 0, G_OPTION_ARG_FILENAME, &validation_file, N_("File that holds the examples for validation"), "FILE" },
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

  if (!attune_cli_split_parse (&split, &options.split, &status))
    return status;

  if (validation_file != NULL && attune_split_holds_out (&options.split))
    return attune_cli_usage (_("What is held out comes from this file or, with --validation-file, "
                               "from another one; not from both."));

  if (!attune_cli_scan_check (&words, &status) ||
      !attune_cli_fixes_check_remedies (&fixes, &status))
    return status;

  if (!attune_cli_scan_to_options (&words, argv[1], FALSE, &options.scan, &error))
    return attune_cli_fail (error);

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

  if (json)
    print_json (dataset);
  else
    print_dataset (dataset, options.validation_file != NULL, options.scan.remedies);

  return ATTUNE_CLI_DONE;
}
