/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-download"

#include "config.h"

#include <string.h>

#include "attune-atomic-file.h"
#include "attune-download.h"
#include "attune-free-space.h"

/* A result file begins with the name of its first column. OpenAI has been seen to send the whole
 * file in base64, which then begins with the column's name in base64. */
#define FIRST_COLUMN "step,"
#define FIRST_COLUMN_BASE64 "c3RlcC"

/* A file on its way to the disk. Shared with the thread that writes, which may outlive the fiber
 * that is cancelled; only one of them touches it at a time. */
typedef struct
{
  char             *path;
  gint64            size;         /* as the server said it, or -1 */
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

/* What cannot have room is not begun; who has ten gigabytes to come hears it at once. */
static gboolean
begin_file (Download  *self,
            GError   **error)
{
  if (self->size > 0 && !attune_check_free_space (self->path, self->size, error))
    return FALSE;

  self->file = attune_atomic_file_new (self->path, error);

  return self->file != NULL;
}

/* Runs on a thread: writes the next piece, or finishes the file. */
static DexFuture *
write_piece_fiber (gpointer user_data)
{
  Download *self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean is_done = FALSE;

  if (self->file == NULL && !begin_file (self, &error))
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

/* In bytes; -1 where the server says none, or compresses on the way. */
static gint64
find_size (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return -1;

  return soup_message_headers_get_content_length (headers);
}

/**
 * attune_download_fetch: (skip)
 * @http: the account
 * @call: what to get
 * @path: where to put it
 * @progress: (nullable): called on this thread with the bytes that are there
 * @user_data: for @progress
 * @error: return location for %ATTUNE_ERROR
 *
 * Writes the content as it comes, and puts it in its place when it is whole. A result file that
 * comes in base64 is decoded. One that has no room on the disk is not begun.
 *
 * Returns: whether the file is there
 */
gboolean
attune_download_fetch (AttuneHttp      *http,
                       AttuneHttpCall  *call,
                       const char      *path,
                       AttuneProgressFunc progress,
                       gpointer         user_data,
                       GError         **error)
{
  g_autoptr(Download) download = g_atomic_rc_box_new0 (Download);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  gint64 done = 0;

  download->path = g_strdup (path);
  download->head = g_byte_array_new ();

  if ((stream = attune_http_open (http, call, &message, error)) == NULL)
    return FALSE;

  download->size = find_size (message);

  for (;;)
    {
      g_autoptr(GBytes) piece = NULL;

      if ((piece = attune_http_read (http, call, stream, error)) == NULL)
        return FALSE;

      if (g_bytes_get_size (piece) == 0)
        return write_piece (download, NULL, error);

      if (!write_piece (download, piece, error))
        return FALSE;

      done += g_bytes_get_size (piece);

      if (progress != NULL)
        progress (done, download->size, user_data);
    }
}
