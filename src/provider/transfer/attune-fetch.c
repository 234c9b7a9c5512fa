/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fetch"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "attune-error.h"
#include "attune-fetch-error.h"
#include "attune-fetch-file.h"
#include "attune-fetch-line.h"
#include "attune-fetch-request.h"
#include "attune-fetch.h"

#define DEFAULT_IDLE_MSEC (30 * 1000)

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
  gboolean            can_resume;
  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;
  AttuneFetchLine     line;
  gboolean            is_whole;   /* what ends without an error is all that was to come */

  AttuneFetchFile    *file;
  GBytes             *piece;      /* to be written next */
  char               *validator;  /* of what comes now */
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
  g_free (self->validator);
  attune_fetch_line_clear (&self->line);
  g_clear_pointer (&self->file, attune_fetch_file_close);
  g_clear_pointer (&self->piece, g_bytes_unref);
}

static void
release_download (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_download);
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
  if (self->line.is_silent)
    attune_fetch_set_silence_error (self->host, error);
  else if (is_end_of_interest (io_error))
    g_propagate_error (error, g_error_copy (io_error));
  else if (io_error->domain == G_TLS_ERROR)
    attune_fetch_set_unsafe_error (self->host, io_error, error);
  else if (has_begun)
    attune_fetch_set_broken_off_error (self->host, self->name, io_error->message, error);
  else
    attune_fetch_set_unreachable_error (self->host, io_error, error);
}

/* What is wrong is not worth going on with. */
static gboolean
fail_other_file (Download  *self,
                 GError   **error)
{
  attune_fetch_file_discard (self->file);
  attune_fetch_set_other_file_error (self->host, self->name, error);

  return FALSE;
}

/* --- Writing, on a thread --- */

static gboolean
finish_file (Download  *self,
             GError   **error)
{
  if (attune_fetch_file_get_received (self->file) < self->size && !self->is_whole)
    {
      attune_fetch_set_broken_off_error (self->host, self->name, NULL, error);
      return FALSE;
    }

  if (!attune_fetch_file_is_right (self->file))
    return fail_other_file (self, error);

  return attune_fetch_file_commit (self->file, error);
}

static gboolean
append_piece (Download  *self,
              GError   **error)
{
  gsize length;
  const void *bytes = g_bytes_get_data (self->piece, &length);

  if (attune_fetch_file_get_received (self->file) + length > self->size)
    return fail_other_file (self, error);

  return attune_fetch_file_append (self->file, bytes, length, error);
}

static gboolean
open_file (Download  *self,
           GError   **error)
{
  self->file = attune_fetch_file_open (self->path, self->sha256, self->size, self->can_resume,
                                       error);

  return self->file != NULL;
}

static gboolean
restart_file (Download  *self,
              GError   **error)
{
  return attune_fetch_file_restart (self->file, self->validator, error);
}

typedef gboolean (*Work) (Download  *self,
                          GError   **error);

typedef struct
{
  Download *download;
  Work      work;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  release_download (step->download);
  g_free (step);
}

static DexFuture *
step_fiber (gpointer user_data)
{
  Step *step = user_data;
  g_autoptr(GError) error = NULL;

  if (!step->work (step->download, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static gboolean
run_on_thread (Download  *self,
               Work       work,
               GError   **error)
{
  Step *step = g_new0 (Step, 1);

  step->download = g_atomic_rc_box_acquire (self);
  step->work = work;

  return dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, step_fiber,
                                         step, step_free),
                    error);
}

/* --- Fetching --- */

/* All of the file, whether or not a part was asked for: it may have changed on the other side. */
static gboolean
take_from_start (Download     *self,
                 SoupMessage  *message,
                 GError      **error)
{
  if (attune_fetch_request_has_other_size (message, self->size))
    return fail_other_file (self, error);

  g_free (self->validator);
  self->validator = attune_fetch_request_dup_validator (message);

  return run_on_thread (self, restart_file, error);
}

static GInputStream *
open_stream (Download     *self,
             SoupSession  *session,
             GError      **error)
{
  guint64 received = attune_fetch_file_get_received (self->file);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) io_error = NULL;
  guint status;

  message = attune_fetch_request_new (self->url, received,
                                      attune_fetch_file_get_validator (self->file));

  if (!(stream = attune_fetch_line_send (&self->line, session, message, &io_error)))
    {
      set_io_error (self, io_error, FALSE, error);
      return NULL;
    }

  status = soup_message_get_status (message);
  self->is_whole = attune_fetch_request_is_whole (message);

  /* What is there cannot be a part of what is there now. */
  if (received > 0 && status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
    {
      g_clear_pointer (&self->validator, g_free);
      return run_on_thread (self, restart_file, error) ? open_stream (self, session, error) : NULL;
    }

  if (status == SOUP_STATUS_OK)
    return take_from_start (self, message, error) ? g_steal_pointer (&stream) : NULL;

  if (received == 0 || status != SOUP_STATUS_PARTIAL_CONTENT)
    {
      attune_fetch_set_status_error (self->host, self->name, status, error);
      return NULL;
    }

  if (!attune_fetch_request_is_rest (message, received, self->size))
    {
      fail_other_file (self, error);
      return NULL;
    }

  return g_steal_pointer (&stream);
}

static void
show_progress (Download *self)
{
  if (self->progress != NULL)
    self->progress (attune_fetch_file_get_received (self->file), self->size, self->user_data);
}

static gboolean
receive (Download     *self,
         SoupSession  *session,
         GError      **error)
{
  g_autoptr(GInputStream) stream = open_stream (self, session, error);

  if (stream == NULL)
    return FALSE;

  for (;;)
    {
      g_autoptr(GError) io_error = NULL;
      g_autoptr(GBytes) piece = attune_fetch_line_read (&self->line, stream, &io_error);

      if (piece == NULL)
        {
          set_io_error (self, io_error, TRUE, error);
          return FALSE;
        }

      if (g_bytes_get_size (piece) == 0)
        return run_on_thread (self, finish_file, error);

      g_clear_pointer (&self->piece, g_bytes_unref);
      self->piece = g_bytes_ref (piece);

      if (!run_on_thread (self, append_piece, error))
        return FALSE;

      show_progress (self);
    }
}

/* A connection that broke off is made again as long as each brings something that the one before
 * did not. */
static gboolean
can_try_again (Download     *self,
               guint64       received,
               const GError *error)
{
  return self->can_resume && attune_fetch_file_get_received (self->file) > received &&
         (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NETWORK) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT));
}

/* The place for the file comes first: where there is none, nobody is asked. */
static gboolean
fetch (Download  *self,
       GError   **error)
{
  g_autoptr(SoupSession) session = NULL;

  if (!run_on_thread (self, open_file, error))
    return FALSE;

  /* It was all there, and the program ended before it had its name. */
  if (attune_fetch_file_get_received (self->file) == self->size)
    return run_on_thread (self, finish_file, error);

  /* What is there from before. */
  if (attune_fetch_file_get_received (self->file) > 0)
    show_progress (self);

  session = soup_session_new_with_options ("timeout", 0,
                                           "user-agent", "Attune/" PACKAGE_VERSION,
                                           NULL);

  for (;;)
    {
      guint64 received = attune_fetch_file_get_received (self->file);
      g_autoptr(GError) local_error = NULL;

      if (receive (self, session, &local_error))
        return TRUE;

      if (!can_try_again (self, received, local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }

      attune_fetch_line_renew (&self->line);
    }
}

static DexFuture *
download_fiber (gpointer user_data)
{
  Download *self = user_data;
  g_autoptr(GError) error = NULL;

  if (fetch (self, &error))
    return dex_future_new_true ();

  /* Whoever hears of it finds nothing left open. A thread that still works has it to itself, and
   * nobody hears. */
  if (!is_end_of_interest (error))
    g_clear_pointer (&self->file, attune_fetch_file_close);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

/* The fiber's own reference ends on the thread that began: what the caller gave may be a
 * widget's. */
static void
release_caller (gpointer data)
{
  Download *self = data;

  attune_fetch_line_cut (&self->line);

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
 * One that can be resumed keeps what has come beside its place, whatever ends it, and only one
 * program at a time may do it. It goes on where it was: by itself after a connection that broke
 * off, and after anything else when it is started again.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_fetch_start (const AttuneFetch  *download,
                    AttuneProgressFunc  progress,
                    gpointer            user_data,
                    GDestroyNotify      destroy)
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
  self->can_resume = download->can_resume;
  attune_fetch_line_init (&self->line, download->idle_msec > 0 ? download->idle_msec
                                                               : DEFAULT_IDLE_MSEC);
  self->progress = progress;
  self->user_data = user_data;
  self->destroy = destroy;

  return dex_scheduler_spawn (NULL, 0, download_fiber, self, release_caller);
}
