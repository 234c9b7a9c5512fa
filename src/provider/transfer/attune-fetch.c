/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fetch"

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-atomic-file.h"
#include "attune-fetch.h"
#include "attune-error.h"

#define DEFAULT_IDLE_MSEC (30 * 1000)
#define READ_SIZE (64 * 1024)

/* Shared with the thread that writes, which may outlive the fiber that is cancelled; only one of
 * them touches what is below @file at a time. */
typedef struct
{
  char               *url;
  char               *host;
  char               *path;
  char               *name;
  char               *sha256;
  guint64             size;
  guint               idle_msec;
  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;
  GCancellable       *cancellable;
  guint               silence_id;
  gboolean            is_silent;
  gboolean            is_whole;   /* what ends without an error is all that was to come */

  AttuneAtomicFile   *file;
  GChecksum          *checksum;
  GBytes             *piece;      /* to be written next, or NULL to finish */
  guint64             received;
} Download;

static void
clear_download (gpointer data)
{
  Download *self = data;

  g_free (self->url);
  g_free (self->host);
  g_free (self->path);
  g_free (self->name);
  g_free (self->sha256);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_clear_pointer (&self->piece, g_bytes_unref);
}

static void
release_download (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_download);
}

/* --- What went wrong --- */

static void
set_other_file_error (Download  *self,
                      GError   **error)
{
  attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                    /* Translators: the first %s is the name of a computer, the second of a file. */
                    _("What “%s” sent is not the file “%s”, and was thrown away. A network that wants you to log in, "
                      "or a proxy, may have answered instead. Open a web page to see, then try again."),
                    self->host, self->name);
}

static void
set_broken_off_error (Download    *self,
                      const char  *detail,
                      GError     **error)
{
  attune_set_error (error, ATTUNE_ERROR_NETWORK, detail,
                    /* Translators: the first %s is the name of a file, the second of a computer. */
                    _("The download of “%s” from “%s” broke off. "
                      "Check the connection to the internet, then try again."),
                    self->name, self->host);
}

static void
set_status_error (Download  *self,
                  guint      status,
                  GError   **error)
{
  g_autofree char *detail = g_strdup_printf ("HTTP %u %s", status, soup_status_get_phrase (status));

  if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE)
    attune_set_error (error, ATTUNE_ERROR_NOT_FOUND, detail,
                      /* Translators: the names of a computer and of a file. */
                      _("“%s” does not have the file “%s” any more. "
                        "Look for a newer version of Attune."),
                      self->host, self->name);
  else
    attune_set_error (error, ATTUNE_ERROR_SERVER, detail,
                      /* Translators: the names of a computer and of a file. */
                      _("“%s” refused to send the file “%s” (HTTP %u). Try again later."),
                      self->host, self->name, status);
}

static void
set_tls_error (Download      *self,
               const GError  *io_error,
               GError       **error)
{
  attune_set_error (error, ATTUNE_ERROR_NETWORK, io_error->message,
                    /* Translators: %s is the name of a computer. */
                    _("The connection to “%s” is not safe, so nothing was downloaded. "
                      "Check the date and time of this computer, and whether the network wants you to log in."),
                    self->host);
}

static void
set_unreachable_error (Download      *self,
                       const GError  *io_error,
                       GError       **error)
{
  attune_set_error (error, ATTUNE_ERROR_NETWORK, io_error->message,
                    /* Translators: %s is the name of a computer. */
                    _("“%s” cannot be reached. "
                      "Check the connection to the internet, then try again."),
                    self->host);
}

static void
set_silence_error (Download  *self,
                   GError   **error)
{
  attune_set_error (error, ATTUNE_ERROR_TIMEOUT, NULL,
                    /* Translators: %s is the name of a computer. */
                    _("“%s” does not answer any more. "
                      "Check the connection to the internet, then try again."),
                    self->host);
}

/* Nobody waits any more: there is nothing to say. */
static gboolean
is_end_of_interest (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED);
}

static void
set_io_error (Download      *self,
              const GError  *io_error,
              gboolean       has_begun,
              GError       **error)
{
  if (self->is_silent)
    set_silence_error (self, error);
  else if (is_end_of_interest (io_error))
    g_propagate_error (error, g_error_copy (io_error));
  else if (io_error->domain == G_TLS_ERROR)
    set_tls_error (self, io_error, error);
  else if (has_begun)
    set_broken_off_error (self, io_error->message, error);
  else
    set_unreachable_error (self, io_error, error);
}

/* --- Writing, on a thread --- */

static gboolean
begin_file (Download  *self,
            GError   **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr(GError) io_error = NULL;
  int code;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      code = errno;
      io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
      attune_set_error_from_io (error, io_error, folder);
      return FALSE;
    }

  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->file = attune_atomic_file_new (self->path, error);

  return self->file != NULL;
}

static gboolean
finish_file (Download  *self,
             GError   **error)
{
  if (self->received < self->size && !self->is_whole)
    {
      set_broken_off_error (self, NULL, error);
      return FALSE;
    }

  if (self->received != self->size ||
      !g_str_equal (g_checksum_get_string (self->checksum), self->sha256))
    {
      set_other_file_error (self, error);
      return FALSE;
    }

  return attune_atomic_file_commit (self->file, error);
}

static gboolean
append_piece (Download  *self,
              GError   **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (self->piece, &length);

  self->received += length;

  if (self->received > self->size)
    {
      set_other_file_error (self, error);
      return FALSE;
    }

  g_checksum_update (self->checksum, bytes, length);

  return attune_atomic_file_write (self->file, bytes, length, error);
}

static DexFuture *
begin_fiber (gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  if (!begin_file (user_data, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
write_fiber (gpointer user_data)
{
  Download *self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean is_done;

  is_done = self->piece != NULL ? append_piece (self, &error) : finish_file (self, &error);
  g_clear_pointer (&self->piece, g_bytes_unref);

  if (!is_done)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static gboolean
run_on_thread (Download      *self,
               DexFiberFunc   func,
               GError       **error)
{
  return dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, func,
                                         g_atomic_rc_box_acquire (self), release_download),
                    error);
}

/* An empty piece is the end. */
static gboolean
write_piece (Download  *self,
             GBytes    *piece,
             GError   **error)
{
  self->piece = g_bytes_get_size (piece) > 0 ? g_bytes_ref (piece) : NULL;

  return run_on_thread (self, write_fiber, error);
}

/* --- Fetching --- */

static gboolean
silence_cb (gpointer user_data)
{
  Download *self = user_data;

  self->silence_id = 0;
  self->is_silent = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* No DexTimeout: a fiber that nobody waits for any more must not drop one. */
static void
begin_silence (Download *self)
{
  self->silence_id = g_timeout_add (self->idle_msec, silence_cb, self);
}

static void
end_silence (Download *self)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GInputStream *stream;

  if ((stream = soup_session_send_finish (SOUP_SESSION (object), result, &error)) != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GBytes *piece;

  if ((piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error)) != NULL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, piece);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/* An answer without a length ends where the connection does, for whatever reason; but a page that
 * is shown in place of the file is no file that broke off. */
static gboolean
is_whole (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_EOF ||
         g_strcmp0 (type, "text/html") == 0;
}

static GInputStream *
open_stream (Download     *self,
             SoupSession  *session,
             GError      **error)
{
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, self->url);
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) io_error = NULL;
  DexPromise *promise = dex_promise_new ();
  guint status;

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable,
                           sent_cb, dex_ref (promise));
  begin_silence (self);
  stream = dex_await_object (DEX_FUTURE (promise), &io_error);
  end_silence (self);

  if (stream == NULL)
    {
      set_io_error (self, io_error, FALSE, error);
      return NULL;
    }

  status = soup_message_get_status (message);

  if (status != SOUP_STATUS_OK)
    {
      set_status_error (self, status, error);
      return NULL;
    }

  self->is_whole = is_whole (message);

  return g_steal_pointer (&stream);
}

static GBytes *
read_piece (Download      *self,
            GInputStream  *stream,
            GError       **error)
{
  g_autoptr(GError) io_error = NULL;
  DexPromise *promise = dex_promise_new ();
  GBytes *piece;

  g_input_stream_read_bytes_async (stream, READ_SIZE, G_PRIORITY_DEFAULT, self->cancellable,
                                   read_cb, dex_ref (promise));
  begin_silence (self);
  piece = dex_await_boxed (DEX_FUTURE (promise), &io_error);
  end_silence (self);

  if (piece == NULL)
    set_io_error (self, io_error, TRUE, error);

  return piece;
}

/* The place for the file comes first: where there is none, nobody is asked. */
static gboolean
fetch (Download  *self,
       GError   **error)
{
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(GInputStream) stream = NULL;
  gboolean is_end = FALSE;

  session = soup_session_new_with_options ("timeout", 0,
                                           "user-agent", "Attune/" PACKAGE_VERSION,
                                           NULL);

  if (!run_on_thread (self, begin_fiber, error) ||
      (stream = open_stream (self, session, error)) == NULL)
    return FALSE;

  while (!is_end)
    {
      g_autoptr(GBytes) piece = read_piece (self, stream, error);

      if (piece == NULL || !write_piece (self, piece, error))
        return FALSE;

      is_end = g_bytes_get_size (piece) == 0;

      if (!is_end && self->progress != NULL)
        self->progress (self->received, self->size, self->user_data);
    }

  return TRUE;
}

static DexFuture *
download_fiber (gpointer user_data)
{
  Download *self = user_data;
  g_autoptr(GError) error = NULL;

  if (fetch (self, &error))
    return dex_future_new_true ();

  /* Whoever hears of it finds nothing left behind. A thread that still works has it to itself, and
   * nobody hears. */
  if (!is_end_of_interest (error))
    g_clear_object (&self->file);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/* The fiber's own reference ends on the thread that began: what the caller gave may be a
 * widget's. */
static void
release_caller (gpointer data)
{
  Download *self = data;

  end_silence (self);
  g_cancellable_cancel (self->cancellable);

  if (self->destroy != NULL)
    self->destroy (self->user_data);

  release_download (self);
}

/**
 * attune_fetch_start:
 * @download: what to fetch, copied
 * @progress: (nullable): called on this thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when the download has ended
 *
 * Fetches a file by HTTP, through the desktop's proxy, and puts it into its place when it is whole
 * and has the right SHA-256; until then, nothing is seen there, and several programs may do the
 * same at once. No more than @download's size is taken. Dropping the future ends the connection.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_fetch_start (const AttuneFetch *download,
                       AttuneProgressFunc    progress,
                       gpointer              user_data,
                       GDestroyNotify        destroy)
{
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GError) error = NULL;
  Download *self;

  dex_return_error_if_fail (download != NULL);
  dex_return_error_if_fail (download->path != NULL);
  dex_return_error_if_fail (download->sha256 != NULL);

  if ((uri = g_uri_parse (download->url, SOUP_HTTP_URI_FLAGS, NULL)) == NULL ||
      g_uri_get_host (uri) == NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 &&
       g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    {
      if (destroy != NULL)
        destroy (user_data);

      attune_set_error (&error, ATTUNE_ERROR_REQUEST, NULL,
                        _("“%s” is no web address. Correct it, then try again."), download->url);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  self = g_atomic_rc_box_new0 (Download);
  self->url = g_strdup (download->url);
  self->host = g_strdup (g_uri_get_host (uri));
  self->path = g_strdup (download->path);
  self->name = g_path_get_basename (download->path);
  self->sha256 = g_strdup (download->sha256);
  self->size = download->size;
  self->idle_msec = download->idle_msec > 0 ? download->idle_msec : DEFAULT_IDLE_MSEC;
  self->progress = progress;
  self->user_data = user_data;
  self->destroy = destroy;
  self->cancellable = g_cancellable_new ();

  return dex_scheduler_spawn (NULL, 0, download_fiber, self, release_caller);
}
