/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-join"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-join.h"
#include "attune-error.h"
#include "attune-thread.h"

#define PIECE_SIZE (1024 * 1024)

typedef struct
{
  char **paths;
  char  *destination;
  char  *md5;
} Join;

static void
join_free (gpointer data)
{
  Join *self = data;

  g_strfreev (self->paths);
  g_free (self->destination);
  g_free (self->md5);
  g_free (self);
}

/* One after the other, in pieces, through @checksum. */
static gboolean
append_file (const char     *path,
             GOutputStream  *output,
             GChecksum      *checksum,
             guint8         *piece,
             GError        **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) input = NULL;
  gssize length;

  if (!(input = g_file_read (file, NULL, error)))
    return FALSE;

  while ((length = g_input_stream_read (G_INPUT_STREAM (input), piece, PIECE_SIZE,
                                        NULL, error)) > 0)
    {
      if (checksum != NULL)
        g_checksum_update (checksum, piece, length);

      if (!g_output_stream_write_all (output, piece, length, NULL, NULL, error))
        return FALSE;
    }

  return length == 0;
}

static gboolean
join_files (Join       *join,
            GChecksum  *checksum,
            GError    **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (join->destination);
  g_autoptr(GFileOutputStream) output = NULL;
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);

  if (!(output = g_file_create (file, G_FILE_CREATE_PRIVATE, NULL, error)))
    return FALSE;

  for (guint i = 0; join->paths[i] != NULL; i++)
    {
      if (!append_file (join->paths[i], G_OUTPUT_STREAM (output), checksum, piece, error))
        return FALSE;
    }

  return g_output_stream_close (G_OUTPUT_STREAM (output), NULL, error);
}

static gboolean
sync_file (const char  *path,
           GError     **error)
{
  g_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0 && fsync (fd) == 0)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));

  return FALSE;
}

static DexFuture *
join_thread (gpointer user_data)
{
  Join *join = user_data;
  g_autoptr(GChecksum) checksum = join->md5 != NULL ? g_checksum_new (G_CHECKSUM_MD5) : NULL;
  g_autofree char *folder = g_path_get_dirname (join->destination);
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;

  if (!attune_engine_disk_make_folder (folder, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!join_files (join, checksum, &io_error))
    attune_set_error_from_io (&error, io_error, "upload");
  else if (checksum != NULL &&
           g_ascii_strcasecmp (g_checksum_get_string (checksum), join->md5) != 0)
    attune_engine_set_error (&error, SOUP_STATUS_BAD_REQUEST, "checksum_mismatch", "md5",
                             "What arrived is not what was sent: its MD5 is “%s”. Send the file again.",
                             g_checksum_get_string (checksum));
  else if (!sync_file (join->destination, &io_error))
    attune_set_error_from_io (&error, io_error, "upload");

  if (error == NULL)
    return dex_future_new_true ();

  attune_engine_disk_remove_now (folder);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * attune_engine_join:
 * @paths: (type filename) (array zero-terminated=1): what to put behind one another
 * @destination: (type filename): a file in a folder that is not there yet
 * @md5: (nullable): what the whole has to have, in hexadecimal digits
 *
 * Leaves @paths alone. When it fails the folder is gone again.
 *
 * Returns: (transfer full): resolves once @destination is on disk; rejects with a 400 error when
 *   it is not what @md5 says, or with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_join (const char * const *paths,
                    const char         *destination,
                    const char         *md5)
{
  Join *join;

  dex_return_error_if_fail (paths != NULL);
  dex_return_error_if_fail (destination != NULL);

  join = g_new0 (Join, 1);
  join->paths = g_strdupv ((char **)paths);
  join->destination = g_strdup (destination);
  join->md5 = g_strdup (md5);

  return attune_thread_spawn ("join-parts", join_thread, join, join_free);
}
