/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-upload"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-engine-disk.h"
#include "attune-engine-error.h"
#include "attune-engine-upload.h"
#include "attune-engine-write.h"
#include "attune-error.h"
#include "attune-multipart-parser.h"
#include "attune-weak-ref.h"

/* Written in pieces of this size; about twice as much is held at most. */
#define PIECE_SIZE (1024 * 1024)

/* Longest value of a plain field. */
#define MAX_FIELD 1024

/* How long a file may be kept, in seconds (api section 1.2, expires_after). */
#define MIN_LIFETIME 3600
#define MAX_LIFETIME 2592000

struct _AttuneEngineUpload
{
  GObject                parent_instance;

  gboolean               is_part;     /* of a file; alone it is none, and has no purpose */
  guint64                number;      /* of parts, in the order in which they began */
  AttuneMultipartParser *parser;
  char                  *folder;      /* ours to remove; NULL once taken */
  char                  *path;
  int                    fd;          /* -1 when not open; the writing thread's while @write runs */
  GByteArray            *buffer;      /* not given to the disk yet */
  gint64                 size;
  GError                *error;       /* the first; what comes after it is read and dropped */
  DexFuture             *write;       /* pending */

  gulong                 got_chunk_handler;
  SoupServerMessage     *message;     /* weak */

  char                  *part_name;
  gboolean               in_file;
  gboolean               has_file;
  GString               *field;

  char                  *filename;
  char                  *purpose;
  char                  *anchor;
  gint64                 lifetime;    /* seconds, 0 for ever */
};

G_DEFINE_FINAL_TYPE (AttuneEngineUpload, attune_engine_upload, G_TYPE_OBJECT)

/* Of all files: they begin on the main thread. */
static guint64 n_parts_begun;

static DexFuture *
spawn_write (AttuneEngineUpload *self,
             gboolean            sync)
{
  GByteArray *bytes = g_steal_pointer (&self->buffer);

  self->buffer = g_byte_array_new ();

  return attune_engine_write (self->fd, self->filename != NULL ? self->filename : "upload", bytes,
                              sync);
}

static DexFuture *
wrote_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneEngineUpload) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) == NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);

  if (self->message != NULL)
    soup_server_message_unpause (self->message);

  return NULL;
}

/* Nothing is read from the client while the disk is busy: memory stays small. */
static void
maybe_write (AttuneEngineUpload *self)
{
  if (self->error != NULL)
    g_byte_array_set_size (self->buffer, 0);

  if (self->buffer->len < PIECE_SIZE || self->message == NULL)
    return;

  soup_server_message_pause (self->message);
  dex_clear (&self->write);
  self->write = dex_future_finally (spawn_write (self, FALSE),
                                    wrote_cb,
                                    attune_weak_ref_new (self),
                                    attune_weak_ref_free);
}

/* The field of the form that the file is in. */
static const char *
get_field (AttuneEngineUpload *self)
{
  return self->is_part ? "data" : "file";
}

static gboolean
begin_file (AttuneEngineUpload  *self,
            const char          *filename,
            GError             **error)
{
  g_autoptr(GError) io_error = NULL;
  int fd;

  if (self->has_file)
    {
      attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, get_field (self),
                               "Send one file in each request.");
      return FALSE;
    }

  self->has_file = TRUE;
  self->in_file = TRUE;
  self->filename = g_utf8_make_valid (filename, -1);

  if (!attune_engine_disk_make_folder (self->folder, error))
    return FALSE;

  fd = open (self->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno),
                                      g_strerror (errno));
      attune_set_error_from_io (error, io_error, self->filename);
      return FALSE;
    }

  self->fd = fd;

  return TRUE;
}

static gint64
get_limit (AttuneEngineUpload *self)
{
  return self->is_part ? ATTUNE_ENGINE_MAX_PART : ATTUNE_ENGINE_MAX_FILE;
}

static gboolean
fail_too_large (AttuneEngineUpload  *self,
                GError             **error)
{
  gint64 limit = get_limit (self) / (1024 * 1024);

  if (self->is_part)
    attune_engine_set_error (error, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "file_too_large", "data",
                             "A part may have %" G_GINT64_FORMAT " MB at most. Send more and smaller ones.",
                             limit);
  else
    attune_engine_set_error (error, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "file_too_large", "file",
                             "The file is larger than %" G_GINT64_FORMAT " MB. Send it in parts to "
                             "“/v1/uploads”.", limit);

  return FALSE;
}

static gboolean
part_begin_cb (const char  *name,
               const char  *filename,
               gpointer     user_data,
               GError     **error)
{
  AttuneEngineUpload *self = user_data;

  g_set_str (&self->part_name, name);
  g_string_truncate (self->field, 0);
  self->in_file = FALSE;

  if (!g_str_equal (name, get_field (self)))
    return TRUE;

  return begin_file (self, filename != NULL && *filename != '\0' ? filename : "file", error);
}

static gboolean
part_data_cb (const guint8  *data,
              gsize          length,
              gpointer       user_data,
              GError       **error)
{
  AttuneEngineUpload *self = user_data;

  if (self->in_file)
    {
      self->size += length;

      if (self->size > get_limit (self))
        return fail_too_large (self, error);

      g_byte_array_append (self->buffer, data, length);
      return TRUE;
    }

  if (self->field->len + length > MAX_FIELD)
    {
      attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, self->part_name,
                               "The field “%s” is too long.", self->part_name);
      return FALSE;
    }

  g_string_append_len (self->field, (const char *)data, length);

  return TRUE;
}

static gboolean
read_lifetime (AttuneEngineUpload  *self,
               GError             **error)
{
  if (g_ascii_string_to_signed (self->field->str, 10, MIN_LIFETIME, MAX_LIFETIME,
                                &self->lifetime, NULL))
    return TRUE;

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "expires_after[seconds]",
                           "“expires_after[seconds]” must be a whole number from %d to %d.",
                           MIN_LIFETIME, MAX_LIFETIME);

  return FALSE;
}

static gboolean
part_end_cb (gpointer   user_data,
             GError   **error)
{
  AttuneEngineUpload *self = user_data;

  if (self->in_file)
    {
      self->in_file = FALSE;
      return TRUE;
    }

  if (!g_utf8_validate_len (self->field->str, self->field->len, NULL))
    {
      attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, NULL,
                               "A field of the form is not UTF-8 text.");
      return FALSE;
    }

  if (g_str_equal (self->part_name, "purpose"))
    g_set_str (&self->purpose, self->field->str);
  else if (g_str_equal (self->part_name, "expires_after[anchor]"))
    g_set_str (&self->anchor, self->field->str);
  else if (g_str_equal (self->part_name, "expires_after[seconds]"))
    return read_lifetime (self, error);

  return TRUE;
}

static const AttuneMultipartEvents multipart_events = {
  .part_begin = part_begin_cb,
  .part_data = part_data_cb,
  .part_end = part_end_cb,
};

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           user_data)
{
  AttuneEngineUpload *self = user_data;
  gsize length;
  const guint8 *data = g_bytes_get_data (chunk, &length);

  /* After an error the rest is read and dropped, so that the client gets to read the answer. */
  if (self->error == NULL)
    attune_multipart_parser_feed (self->parser, data, length, &self->error);

  maybe_write (self);
}

static gboolean
check_form (AttuneEngineUpload  *self,
            GError             **error)
{
  static const char * const purposes[] = {
    "assistants", "batch", "fine-tune", "vision", "user_data", "evals", NULL
  };

  if (!self->has_file)
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, get_field (self),
                             "Send the file as the field “%s” of the form.", get_field (self));
  else if (self->size == 0)
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, get_field (self), "The file is empty.");
  else if (self->is_part)
    return TRUE;
  else if (self->purpose == NULL)
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "purpose",
                             "Say what the file is for in the field “purpose”, such as “fine-tune”.");
  else if (!g_strv_contains (purposes, self->purpose))
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "purpose",
                             "“%s” is not a purpose. Use “fine-tune” for files to train on.",
                             self->purpose);
  else if (self->anchor != NULL && !g_str_equal (self->anchor, "created_at"))
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "expires_after[anchor]",
                             "“expires_after[anchor]” must be “created_at”.");
  else if ((self->anchor != NULL) != (self->lifetime != 0))
    attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "expires_after",
                             "Send both “expires_after[anchor]” and “expires_after[seconds]”, or neither.");
  else
    return TRUE;

  return FALSE;
}

static DexFuture *
finish_fiber (gpointer user_data)
{
  AttuneEngineUpload *self = user_data;
  g_autoptr(GError) error = NULL;

  if (self->error != NULL ||
      !attune_multipart_parser_finish (self->parser, &self->error) ||
      !check_form (self, &self->error))
    return dex_future_new_for_error (g_error_copy (self->error));

  /* The disk gets what it has to keep; a part goes into a file first. */
  if (!dex_await (spawn_write (self, !self->is_part), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
attune_engine_upload_dispose (GObject *object)
{
  AttuneEngineUpload *self = (AttuneEngineUpload *)object;

  if (self->message != NULL)
    g_clear_signal_handler (&self->got_chunk_handler, self->message);

  g_clear_weak_pointer (&self->message);
  dex_clear (&self->write);
  g_clear_fd (&self->fd, NULL);

  if (self->folder != NULL)
    dex_future_disown (attune_engine_disk_remove_tree (self->folder));

  g_clear_pointer (&self->folder, g_free);
  g_clear_object (&self->parser);

  G_OBJECT_CLASS (attune_engine_upload_parent_class)->dispose (object);
}

static void
attune_engine_upload_finalize (GObject *object)
{
  AttuneEngineUpload *self = (AttuneEngineUpload *)object;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  g_clear_pointer (&self->part_name, g_free);
  g_clear_pointer (&self->filename, g_free);
  g_clear_pointer (&self->purpose, g_free);
  g_clear_pointer (&self->anchor, g_free);
  g_clear_error (&self->error);
  g_string_free (self->field, TRUE);

  G_OBJECT_CLASS (attune_engine_upload_parent_class)->finalize (object);
}

static void
attune_engine_upload_class_init (AttuneEngineUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_engine_upload_dispose;
  object_class->finalize = attune_engine_upload_finalize;
}

static void
attune_engine_upload_init (AttuneEngineUpload *self)
{
  self->fd = -1;
  self->buffer = g_byte_array_new ();
  self->field = g_string_new (NULL);
}

/**
 * attune_engine_upload_new:
 * @folder: (type filename): a folder that is not there yet; made once the file begins
 * @message: a POST whose headers have come and whose body has not
 * @boundary: the parameter of its content type
 * @is_part: whether it is the body of POST /v1/uploads/…/parts
 *
 * Takes the body of @message as it comes.
 *
 * Returns: (transfer full): an upload
 */
AttuneEngineUpload *
attune_engine_upload_new (const char        *folder,
                          SoupServerMessage *message,
                          const char        *boundary,
                          gboolean           is_part)
{
  AttuneEngineUpload *self;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);
  g_return_val_if_fail (boundary != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_UPLOAD, NULL);
  self->is_part = is_part;
  self->number = is_part ? n_parts_begun++ : 0;
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, "content", NULL);
  self->parser = attune_multipart_parser_new (boundary, &multipart_events, self);

  g_set_weak_pointer (&self->message, message);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  self->got_chunk_handler = g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);

  return self;
}

/**
 * attune_engine_upload_finish:
 * @self: an upload whose body has come wholly
 *
 * Returns: (transfer full): resolves once the file is on disk; rejects with a 400 or 413 error, or
 *   with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_upload_finish (AttuneEngineUpload *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self));

  return dex_scheduler_spawn (NULL, 0, finish_fiber, g_object_ref (self), g_object_unref);
}

/**
 * attune_engine_upload_steal_folder:
 * @self: a finished upload
 *
 * Returns: (transfer full) (type filename): the folder with the file `content` in it, the
 *   caller's from now on
 */
char *
attune_engine_upload_steal_folder (AttuneEngineUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self), NULL);

  return g_steal_pointer (&self->folder);
}

/**
 * attune_engine_upload_get_filename:
 * @self: a finished upload
 *
 * Returns: (transfer none): what the client calls the file, UTF-8
 */
const char *
attune_engine_upload_get_filename (AttuneEngineUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self), NULL);

  return self->filename;
}

/**
 * attune_engine_upload_get_purpose:
 * @self: a finished upload
 *
 * Returns: (transfer none): what the file is for, one of OpenAI's words
 */
const char *
attune_engine_upload_get_purpose (AttuneEngineUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self), NULL);

  return self->purpose;
}

/**
 * attune_engine_upload_get_lifetime:
 * @self: a finished upload
 *
 * Returns: for how many seconds the file shall be kept; 0 for ever
 */
gint64
attune_engine_upload_get_lifetime (AttuneEngineUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self), 0);

  return self->lifetime;
}

/**
 * attune_engine_upload_get_size:
 * @self: a finished upload
 *
 * Returns: the size of the file in bytes
 */
gint64
attune_engine_upload_get_size (AttuneEngineUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self), 0);

  return self->size;
}

/**
 * attune_engine_upload_get_number:
 * @self: a part
 *
 * Returns: how many parts, of this file or others, had begun before it did
 */
guint64
attune_engine_upload_get_number (AttuneEngineUpload *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_UPLOAD (self), 0);

  return self->number;
}

/**
 * attune_engine_upload_get_n_parts:
 *
 * Returns: the number that the next part gets
 */
guint64
attune_engine_upload_get_n_parts (void)
{
  return n_parts_begun;
}
