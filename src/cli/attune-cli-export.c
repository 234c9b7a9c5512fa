/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-export"

#include "config.h"

#include <glib/gi18n-lib.h>

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

/* A file of the person's own is read as an import reads it, but nothing of it is kept, and nothing
 * is left out that can be used. */
static gboolean
export_material (const Material             *material,
                 const AttuneExportOptions  *options,
                 const char                 *out_path,
                 AttuneExportResult         *result,
                 GError                    **error)
{
  const AttuneImportOptions import_options = { 0 };
  AttuneExportResult results[2];

  if (material->dataset != NULL)
    return attune_export_file (material->path, options, out_path, result,
                               attune_cli_show_progress, NULL, NULL, error);

  if (!attune_export_foreign_file (material->path, &import_options, options, out_path, NULL,
                                   results, attune_cli_show_progress, NULL, NULL, error))
    return FALSE;

  *result = results[ATTUNE_FATE_TRAINING];

  return TRUE;
}

static void
print_result (const AttuneExportResult *result)
{
  g_autofree char *losses = attune_export_result_dup_losses (result);

  g_print (ngettext ("%lu example written", "%lu examples written", result->n_examples),
           (gulong)result->n_examples);
  g_print ("\n");

  if (losses != NULL)
    g_printerr ("%s\n", losses);
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
  g_autofree char *out_path = NULL;
  g_autofree char *format = NULL;
  g_auto(Material) material = { 0 };
  gboolean validation = FALSE;
  gboolean force = FALSE;
  AttuneExportOptions options = { 0 };
  AttuneExportResult result;
  g_autoptr(GError) error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, N_("Where to write the examples"), "OUT" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("chat, completion, csv, sharegpt or alpaca"), "F" },
    { "bom", 0, 0, G_OPTION_ARG_NONE, &options.with_bom, N_("Begin with a byte order mark, which Azure asks for"), NULL },
    { "validation", 0, 0, G_OPTION_ARG_NONE, &validation, N_("The examples that are held out, instead of the others"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &force,
      N_("Write over a file that exists, but never over the one that is read"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "DATASET|FILE",
                         _("Writes the examples of a dataset, or of any file, in another format."),
                         &status))
    return status;

  if (argc != 2 || out_path == NULL)
    return attune_cli_usage (_("“export” takes one dataset or file, and -o with the file to write."));

  if (format != NULL && !attune_export_format_from_id (format, &options.format))
    return attune_cli_usage (_("“%s” is not a format. Use chat, completion, csv, sharegpt or alpaca."),
                             format);

  if (!find_material (&material, argv[1], validation, &error))
    return attune_cli_fail (error);

  if (!attune_cli_check_destination (material.path, out_path, force, &status))
    return status;

  if (!export_material (&material, &options, out_path, &result, &error))
    return attune_cli_fail (error);

  print_result (&result);

  return ATTUNE_CLI_DONE;
}
