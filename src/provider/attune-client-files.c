/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include <string.h>

#include "attune-atomic-file.h"
#include "attune-client-private.h"
#include "attune-client.h"
#include "attune-wire-parse.h"

/* A result file begins with the name of its first column. OpenAI has been seen to send the whole
 * file in base64, which then begins with the column's name in base64. */
#define FIRST_COLUMN "step,"
#define FIRST_COLUMN_BASE64 "c3RlcC"

/* A file on its way to the disk. Shared with the thread that writes, which may outlive the fiber
 * that is cancelled; only one of them touches it at a time. */
typedef struct
{
  char             *path;
  AttuneAtomicFile *file;
  GByteArray       *head;         /* the first bytes, until it is clear what they are */
  GBytes           *piece;        /* to be written next, or NULL to finish */
  guint             is_known : 1;
  guint             is_base64 : 1;
  int               base64_state;
  guint             base64_save;
} Download;

static void
clear_download (gpointer data)
{
  Download *self = data;

  g_clear_object (&self->file);
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_clear_pointer (&self->piece, g_bytes_unref);
  g_free (self->path);
}

static void
release_download (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_download);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Download, release_download)

static gboolean
write_bytes (Download      *self,
             const guint8  *bytes,
             gsize          length,
             GError       **error)
{
  g_autofree guint8 *decoded = NULL;

  if (self->is_base64)
    {
      decoded = g_malloc (length / 4 * 3 + 4);
      length = g_base64_decode_step ((const char *)bytes, length, decoded,
                                     &self->base64_state, &self->base64_save);
      bytes = decoded;
    }

  return length == 0 || attune_atomic_file_write (self->file, bytes, length, error);
}

/* Writes what was held back, once there is enough of it to tell, or no more to come. */
static gboolean
write_head (Download  *self,
            gboolean   at_end,
            GError   **error)
{
  if (self->is_known || (self->head->len < strlen (FIRST_COLUMN_BASE64) && !at_end))
    return TRUE;

  self->is_known = TRUE;
  self->is_base64 = (self->head->len >= strlen (FIRST_COLUMN_BASE64) &&
                     memcmp (self->head->data, FIRST_COLUMN_BASE64,
                             strlen (FIRST_COLUMN_BASE64)) == 0);

  return write_bytes (self, self->head->data, self->head->len, error);
}

/* Runs on a thread: writes the next piece, or finishes the file. */
static DexFuture *
write_piece_fiber (gpointer user_data)
{
  Download *self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean is_done = FALSE;

  if (self->file == NULL)
    self->file = attune_atomic_file_new (self->path, &error);

  if (self->file == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (self->piece == NULL)
    is_done = (write_head (self, TRUE, &error) &&
               attune_atomic_file_commit (self->file, &error));
  else if (self->is_known)
    is_done = write_bytes (self, g_bytes_get_data (self->piece, NULL),
                           g_bytes_get_size (self->piece), &error);
  else
    {
      g_byte_array_append (self->head, g_bytes_get_data (self->piece, NULL),
                           g_bytes_get_size (self->piece));
      is_done = write_head (self, FALSE, &error);
    }

  g_clear_pointer (&self->piece, g_bytes_unref);

  if (!is_done)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static gboolean
write_piece (Download  *self,
             GBytes    *piece,
             GError   **error)
{
  self->piece = piece != NULL ? g_bytes_ref (piece) : NULL;

  return dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                         write_piece_fiber,
                                         g_atomic_rc_box_acquire (self),
                                         release_download),
                    error);
}

static DexFuture *
download_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path ("/files/", operation->id, "/content");
  g_autoptr(Download) download = g_atomic_rc_box_new0 (Download);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = path,
    .subject = operation->id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  download->path = g_strdup (operation->extra);
  download->head = g_byte_array_new ();

  if ((stream = attune_http_open (operation->http, &call, &message, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (;;)
    {
      g_autoptr(GBytes) piece = NULL;

      if ((piece = attune_http_read (operation->http, &call, stream, &error)) == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      if (g_bytes_get_size (piece) == 0)
        break;

      if (!write_piece (download, piece, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!write_piece (download, NULL, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Sends the request and resolves to the file that the answer describes. */
static DexFuture *
fetch_file (AttuneHttp     *http,
            AttuneHttpCall *call)
{
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(AttuneFileInfo) file = NULL;
  g_autoptr(GError) error = NULL;

  if ((object = attune_http_fetch_object (http, call, &error)) == NULL ||
      (file = attune_wire_parse_file (object, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_FILE_INFO, g_steal_pointer (&file));
}

static DexFuture *
upload_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = "/files",
    .upload_path = operation->extra,
    .upload_name = operation->filename,
    .progress = operation->progress,
    .progress_data = operation->user_data,
    .subject = operation->filename,
    .retry = ATTUNE_HTTP_RETRY_UPLOAD,
    .act = ATTUNE_HTTP_ACT_UPLOAD,
  };

  return fetch_file (operation->http, &call);
}

static DexFuture *
get_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path ("/files/", operation->id, NULL);
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = path,
    .subject = operation->id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  return fetch_file (operation->http, &call);
}

static DexFuture *
delete_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  g_autofree char *path = attune_client_build_path ("/files/", operation->id, NULL);
  g_autoptr(GError) error = NULL;

  if (!attune_client_delete (operation->http, path, operation->id, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_client_upload_file:
 * @self: a client
 * @path: a file with examples
 * @filename: (nullable): the name that the provider is told, or %NULL for the file's own
 * @progress: (nullable): called on the main thread with the bytes of the file that were sent
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when the upload has ended
 *
 * Sends the file for the purpose "fine-tune", from the disk as it goes: memory does not grow with
 * it. A file that is empty, too large for the provider, or changes on the way ends in
 * %ATTUNE_ERROR_DATA; one that cannot be read, in %ATTUNE_ERROR_STORAGE.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneFileInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_upload_file (AttuneClient       *self,
                           const char         *path,
                           const char         *filename,
                           AttuneProgressFunc  progress,
                           gpointer            user_data,
                           GDestroyNotify      destroy)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (path != NULL);

  operation = attune_operation_new (self, NULL, path);
  operation->filename = filename != NULL ? g_strdup (filename) : g_filename_display_basename (path);
  operation->progress = progress;
  operation->user_data = user_data;
  operation->destroy = destroy;

  return attune_operation_spawn (operation, upload_file_fiber);
}

/**
 * attune_client_get_file:
 * @self: a client
 * @file_id: a file
 *
 * Returns: (transfer full): a future that resolves to an #AttuneFileInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_get_file (AttuneClient *self,
                        const char   *file_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (file_id != NULL && *file_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, file_id, NULL), get_file_fiber);
}

/**
 * attune_client_delete_file:
 * @self: a client
 * @file_id: a file
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_delete_file (AttuneClient *self,
                           const char   *file_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (file_id != NULL && *file_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, file_id, NULL), delete_file_fiber);
}

/**
 * attune_client_download_file:
 * @self: a client
 * @file_id: a file
 * @path: where to put it
 *
 * Writes the content as it comes, and puts it in its place when it is whole. A result file that
 * comes in base64 is decoded.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_download_file (AttuneClient *self,
                             const char   *file_id,
                             const char   *path)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (file_id != NULL && *file_id != '\0');
  dex_return_error_if_fail (path != NULL);

  return attune_operation_spawn (attune_operation_new (self, file_id, path), download_file_fiber);
}
