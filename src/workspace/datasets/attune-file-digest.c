/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-file-digest"

#include "config.h"

#include "attune-error.h"
#include "attune-file-digest.h"

#define BUFFER_BYTES (256 * 1024)

/**
 * attune_file_digest_sha256:
 * @path: a file
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Reads the whole file. Blocks: call it on a thread.
 *
 * Returns: (transfer full) (nullable): the SHA-256 of its content, as an upload is stored by
 */
char *
attune_file_digest_sha256 (const char  *path,
                           GError     **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autofree guchar *buffer = g_malloc (BUFFER_BYTES);
  gssize length = -1;

  if ((stream = g_file_read (file, NULL, &io_error)))
    {
      while ((length = g_input_stream_read (G_INPUT_STREAM (stream), buffer, BUFFER_BYTES,
                                            NULL, &io_error)) > 0)
        g_checksum_update (checksum, buffer, length);
    }

  if (length < 0)
    {
      g_autofree char *name = g_path_get_basename (path);

      attune_set_error_from_io (error, io_error, name);
      return NULL;
    }

  return g_strdup (g_checksum_get_string (checksum));
}
