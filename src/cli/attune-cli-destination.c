/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-destination"

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-cli.h"

/* By whatever names, links among them. */
static gboolean
is_same_file (const char *path,
              const char *other_path)
{
  GStatBuf info, other_info;

  return g_stat (path, &info) == 0 && g_stat (other_path, &other_info) == 0 &&
         info.st_dev == other_info.st_dev && info.st_ino == other_info.st_ino;
}

/**
 * attune_cli_check_destination:
 * @source: (type filename) (nullable): the file that is read; %NULL: none
 * @path: (type filename) (nullable): a file that shall be written; %NULL: none
 * @force: whether a file that exists may be written over; that of @source never may
 * @status: (out): the exit status when it must not be written; else left alone
 *
 * Says on standard error what stands in the way. Every verb that writes a file asks here first.
 *
 * Returns: %TRUE when nothing does
 */
gboolean
attune_cli_check_destination (const char *source,
                              const char *path,
                              gboolean    force,
                              int        *status)
{
  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  if (source != NULL && is_same_file (source, path))
    {
      *status = ATTUNE_CLI_FAILED;
      g_printerr ("attune-cli: ");
      g_printerr (_("“%s” is the file that is read. Choose another name to write to."), path);
      g_printerr ("\n");
      return FALSE;
    }

  if (!force)
    {
      *status = attune_cli_usage (_("“%s” exists already. --force writes over it."), path);
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_cli_name_beside:
 * @path: (type filename): such as `out.jsonl`
 * @suffix: such as `_train`
 *
 * Returns: (transfer full) (type filename): such as `out_train.jsonl`
 */
char *
attune_cli_name_beside (const char *path,
                        const char *suffix)
{
  const char *dot = strrchr (path, '.');
  const char *slash = strrchr (path, G_DIR_SEPARATOR);

  if (dot == NULL || (slash != NULL && dot <= slash + 1) || dot == path)
    dot = path + strlen (path);

  return g_strdup_printf ("%.*s%s%s", (int)(dot - path), path, suffix, dot);
}
