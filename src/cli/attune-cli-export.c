/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-export"

#include "config.h"

#include <errno.h>
#include <fcntl.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-export.h"

/* A file of the person's own is read as an import reads it, but nothing of it is kept, and nothing
 * is left out that can be used. */
static gboolean
export_foreign_file (const char                 *path,
                     const AttuneExportOptions  *options,
                     const char                 *out_path,
                     AttuneExportResult         *result,
                     GError                    **error)
{
  g_autofree char *folder = g_path_get_dirname (out_path);
  g_autofree char *temporary = g_build_filename (folder, ".attune-export-XXXXXX", NULL);
  AttuneImportOptions import_options = { 0 };
  AttuneImportResult imported;
  gboolean is_done;
  int fd;

  fd = g_mkstemp_full (temporary, O_RDWR, 0600);

  if (fd < 0)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (errno),
                        /* Translators: %s is a folder. */
                        _("Nothing can be written into “%s”. Choose another folder."), folder);
      return FALSE;
    }

  g_clear_fd (&fd, NULL);
  is_done = attune_import_file (path, &import_options, temporary, NULL, &imported,
                                attune_cli_show_progress, NULL, NULL, error) &&
            attune_export_file (temporary, options, out_path, result,
                                attune_cli_show_progress, NULL, NULL, error);
  g_unlink (temporary);

  return is_done;
}

static gboolean
export_any (const char                 *name,
            gboolean                    validation,
            const AttuneExportOptions  *options,
            const char                 *out_path,
            AttuneExportResult         *result,
            GError                    **error)
{
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(AttuneDataset) dataset = NULL;
  const char *path;

  if (!(workspace = attune_cli_open_workspace (error)))
    return FALSE;

  dataset = attune_cli_find_dataset (workspace, name);

  if (dataset == NULL)
    {
      if (g_file_test (name, G_FILE_TEST_EXISTS))
        return export_foreign_file (name, options, out_path, result, error);

      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("There is neither a dataset nor a file “%s”."), name);
      return FALSE;
    }

  path = validation ? attune_dataset_get_validation_path (dataset)
                    : attune_dataset_get_training_path (dataset);

  if (path == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("“%s” has no validation examples. Export it without --validation."), name);
      return FALSE;
    }

  return attune_export_file (path, options, out_path, result,
                             attune_cli_show_progress, NULL, NULL, error);
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
  gboolean validation = FALSE;
  AttuneExportOptions options = { 0 };
  AttuneExportResult result;
  g_autoptr(GError) error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, N_("Where to write the examples"), "OUT" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_("chat, completion, csv, sharegpt or alpaca"), "F" },
    { "bom", 0, 0, G_OPTION_ARG_NONE, &options.with_bom, N_("Begin with a byte order mark, which Azure asks for"), NULL },
    { "validation", 0, 0, G_OPTION_ARG_NONE, &validation, N_("The examples that are held out, instead of the others"), NULL },
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

  if (!export_any (argv[1], validation, &options, out_path, &result, &error))
    return attune_cli_fail (error);

  print_result (&result);

  return ATTUNE_CLI_DONE;
}
