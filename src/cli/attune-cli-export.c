/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-export"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-scan.h"
#include "attune-cli-split.h"
#include "attune-cli.h"
#include "attune-error.h"
#include "attune-export.h"

/* What is exported: the file of a dataset, to which its changes belong, or any other. */
typedef struct
{
  AttuneDataset *dataset;   /* NULL: another file */
  const char    *path;
} Material;

static void
material_clear (Material *material)
{
  g_clear_object (&material->dataset);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Material, material_clear)

static gboolean
find_dataset_file (Material    *material,
                   gboolean     validation,
                   GError     **error)
{
  AttuneDataset *dataset = material->dataset;

  material->path = validation ? attune_dataset_get_validation_path (dataset)
                              : attune_dataset_get_training_path (dataset);

  if (material->path != NULL)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                    _("“%s” has no validation examples. Export it without --validation."),
                    attune_dataset_get_name (dataset));

  return FALSE;
}

static gboolean
find_material (Material    *material,
               const char  *name,
               gboolean     validation,
               GError     **error)
{
  g_autoptr(AttuneWorkspace) workspace = NULL;

  if (!(workspace = attune_cli_open_workspace (error)))
    return FALSE;

  if ((material->dataset = attune_cli_find_dataset (workspace, name)))
    return find_dataset_file (material, validation, error);

  material->path = name;

  if (g_file_test (name, G_FILE_TEST_EXISTS))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                    _("There is neither a dataset nor a file “%s”."), name);

  return FALSE;
}

/* What a person says, and what it means. */
typedef struct
{
  AttuneCliScan        words;
  AttuneCliSplit       split;
  AttuneExportOptions  options;
  AttuneImportOptions  import;
  char                *output;       /* as it was said */
  char                *format;
  gboolean             validation;   /* of a dataset, the examples that are held out */
  gboolean             force;
  char                *training_path;
  char                *validation_path;  /* NULL: nothing is held out */
} Export;

static void
export_clear (Export *export)
{
  attune_cli_scan_clear (&export->words);
  attune_cli_split_clear (&export->split);
  attune_import_options_clear (&export->import);
  g_free (export->output);
  g_free (export->format);
  g_free (export->training_path);
  g_free (export->validation_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static gboolean
check_words (Export *export,
             int     n_files,
             int    *status)
{
  *status = ATTUNE_CLI_DONE;

  if (n_files != 1 || export->output == NULL)
    *status = attune_cli_usage (_("“export” takes one dataset or file, and -o with the file to "
                                  "write."));
  else if (export->format != NULL &&
           !attune_export_format_from_id (export->format, &export->options.format))
    *status = attune_cli_usage (_("“%s” is not a format. Use chat, completion, csv, sharegpt or "
                                  "alpaca."), export->format);
  else if (attune_cli_scan_check (&export->words, status))
    attune_cli_split_parse (&export->split, &export->import.split, status);

  return *status == ATTUNE_CLI_DONE;
}

static void
name_output (Export *export)
{
  if (!attune_split_holds_out (&export->import.split))
    {
      export->training_path = g_strdup (export->output);
      return;
    }

  export->training_path = attune_cli_name_beside (export->output, "_train");
  export->validation_path = attune_cli_name_beside (export->output, "_valid");
}

/* A dataset was read already, and knows what it holds out. */
static gboolean
check_material (Export          *export,
                const Material  *material,
                int             *status)
{
  if (material->dataset == NULL ||
      (attune_cli_scan_is_empty (&export->words) &&
       !attune_split_holds_out (&export->import.split)))
    return TRUE;

  *status = attune_cli_usage (_("“%s” is a dataset, which is exported as it is. How to read a file, "
                                "and what to hold out, is for files."),
                              attune_dataset_get_name (material->dataset));

  return FALSE;
}

/* A file of the person's own is read as an import reads it, but nothing of it is kept, and nothing
 * is left out that can be used. */
static gboolean
export_material (Export              *export,
                 const Material      *material,
                 AttuneExportResult   results[2],
                 GError             **error)
{
  results[ATTUNE_FATE_VALIDATION] = (AttuneExportResult) { 0 };

  if (material->dataset != NULL)
    return attune_export_file (material->path, &export->options, export->training_path,
                               &results[ATTUNE_FATE_TRAINING], attune_cli_show_progress, NULL,
                               NULL, error);

  return attune_cli_scan_to_options (&export->words, material->path, FALSE, &export->import.scan,
                                     error) &&
         attune_export_foreign_file (material->path, &export->import, &export->options,
                                     export->training_path, export->validation_path, results,
                                     attune_cli_show_progress, NULL, NULL, error);
}

static void
print_result (const AttuneExportResult *result,
              const char               *path)
{
  g_autofree char *losses = attune_export_result_dup_losses (result);

  if (path != NULL)
    g_print (ngettext ("%lu example written to %s", "%lu examples written to %s",
                       result->n_examples), (gulong)result->n_examples, path);
  else
    g_print (ngettext ("%lu example written", "%lu examples written", result->n_examples),
             (gulong)result->n_examples);

  g_print ("\n");

  if (losses != NULL)
    g_printerr ("%s\n", losses);
}

static void
print_results (const Export             *export,
               const AttuneExportResult  results[2])
{
  attune_cli_print_cut_off (results[ATTUNE_FATE_TRAINING].is_cut_off);

  if (export->validation_path == NULL)
    {
      print_result (&results[ATTUNE_FATE_TRAINING], NULL);
      return;
    }

  print_result (&results[ATTUNE_FATE_TRAINING], export->training_path);

  if (results[ATTUNE_FATE_VALIDATION].n_examples > 0)
    print_result (&results[ATTUNE_FATE_VALIDATION], export->validation_path);
  else
    g_print ("%s\n", _("There are too few examples to hold some out."));
}

/**
 * attune_cli_export:
 * @argc: number of words
 * @argv: the words
 *
 * Writes the examples of a dataset, or of any file, in another format. What the format has no
 * place for is said on standard error.
 *
 * Returns: an exit status
 */
int
attune_cli_export (int   argc,
                   char *argv[])
{
  g_auto(Export) self = { 0 };
  g_auto(Material) material = { 0 };
  AttuneExportResult results[2];
  g_autoptr(GError) error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self.output, N_("Where to write the examples"), "OUT" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &self.format, N_("chat, completion, csv, sharegpt or alpaca"), "F" },
    { "bom", 0, 0, G_OPTION_ARG_NONE, &self.options.with_bom, N_("Begin with a byte order mark, which Azure asks for"), NULL },
    { "validation", 0, 0, G_OPTION_ARG_NONE, &self.validation, N_("The examples that are held out, instead of the others"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &self.force,
      N_("Write over a file that exists, but never over the one that is read"), NULL },
    ATTUNE_CLI_SPLIT_ENTRIES (&self.split),
    ATTUNE_CLI_SCAN_ENTRIES (&self.words),
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "DATASET|FILE",
                         _("Writes the examples of a dataset, or of any file, in another format."),
                         &status) ||
      !check_words (&self, argc - 1, &status))
    return status;

  name_output (&self);

  if (!find_material (&material, argv[1], self.validation, &error))
    return attune_cli_fail (error);

  if (!check_material (&self, &material, &status) ||
      !attune_cli_check_destination (material.path, self.training_path, self.force, &status) ||
      !attune_cli_check_destination (material.path, self.validation_path, self.force, &status))
    return status;

  if (!export_material (&self, &material, results, &error))
    return attune_cli_fail (error);

  print_results (&self, results);

  return ATTUNE_CLI_DONE;
}
