/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-upload-body"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-upload-body.h"

/* The HTTP library asks for 8 KiB at a time, and every answer from a thread costs a turn of the
 * main loop, so the thread brings this much and most questions are answered on the spot. */
#define BUFFER_SIZE (512 * 1024)

/* U+FEFF in UTF-8. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct _AttuneUploadBody
{
  GInputStream   parent_instance;

  char          *display_name;
  char          *content_type;
  GString       *header;
  GString       *footer;
  guint8        *buffer;
  gsize          buffer_at;     /* where the unread part of the buffer begins */
  gsize          buffer_end;
  gint64         position;      /* in the whole body, of what the buffer holds next */
  gint64         file_start;    /* what is sent of the file */
  gint64         file_size;
  gint64         total_size;    /* of the file on the disk */
  gint64         modified;      /* nanoseconds */
  int            fd;
};

G_DEFINE_FINAL_TYPE (AttuneUploadBody, attune_upload_body, G_TYPE_INPUT_STREAM)

static gint64
get_modified (const struct stat *info)
{
  return (gint64)info->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + info->st_mtim.tv_nsec;
}

/* HTML Living Standard, "multipart/form-data": in a name only these three are escaped. */
static char *
escape_name (const char *name)
{
  g_autoptr(GString) escaped = g_string_new (name);

  g_string_replace (escaped, "\r", "%0D", 0);
  g_string_replace (escaped, "\n", "%0A", 0);
  g_string_replace (escaped, "\"", "%22", 0);

  return g_utf8_make_valid (escaped->str, escaped->len);
}

static void
make_frame (AttuneUploadBody       *self,
            const AttuneUploadForm *form)
{
  g_autofree char *boundary = g_uuid_string_random ();
  g_autofree char *filename = escape_name (form->filename);

  self->content_type = g_strdup_printf ("multipart/form-data; boundary=\"%s\"", boundary);
  self->header = g_string_new (NULL);
  self->footer = g_string_new (NULL);

  /* The fields first: a server that reads as it goes then knows what to do with the file. */
  for (guint i = 0; form->fields != NULL && form->fields[i] != NULL; i += 2)
    {
      g_autofree char *name = escape_name (form->fields[i]);

      g_string_append_printf (self->header,
                              "--%s\r\n"
                              "Content-Disposition: form-data; name=\"%s\"\r\n"
                              "\r\n"
                              "%s\r\n",
                              boundary, name, form->fields[i + 1]);
    }

  g_string_append_printf (self->header,
                          "--%s\r\n"
                          "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                          "Content-Type: %s\r\n"
                          "\r\n"
                          "%s",
                          boundary, form->field, filename,
                          form->type != NULL ? form->type : "application/octet-stream",
                          form->mark == ATTUNE_UPLOAD_MARK_ONE ? BYTE_ORDER_MARK : "");
  g_string_append_printf (self->footer, "\r\n--%s--\r\n", boundary);
}

static void
set_changed_error (AttuneUploadBody  *self,
                   GError           **error)
{
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("“%s” changed while it was being sent. Wait until the other program is done "
                      "with it, then try again."),
                    self->display_name);
}

/* The length was promised, so a file that shrinks, or is written to, cannot be sent. */
static gboolean
check_unchanged (AttuneUploadBody  *self,
                 GError           **error)
{
  struct stat info;

  if (fstat (self->fd, &info) == 0 &&
      info.st_size == self->total_size &&
      get_modified (&info) == self->modified)
    return TRUE;

  set_changed_error (self, error);
  return FALSE;
}

static gssize
read_text (GString *text,
           gint64   at,
           void    *buffer,
           gsize    count)
{
  gsize length = MIN (count, (gsize)(text->len - at));

  memcpy (buffer, text->str + at, length);

  return length;
}

static gssize
read_file (AttuneUploadBody  *self,
           gint64             at,
           void              *buffer,
           gsize              count,
           GError           **error)
{
  gssize length;

  do
    length = pread (self->fd, buffer, MIN ((gint64)count, self->file_size - at),
                    self->file_start + at);
  while (length < 0 && errno == EINTR);

  if (length < 0)
    {
      g_autoptr(GError) io_error = NULL;

      io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno),
                                      g_strerror (errno));
      attune_set_error_from_io (error, io_error, self->display_name);
    }
  else if (length == 0)
    {
      set_changed_error (self, error);
      length = -1;
    }

  return length;
}

/* Reads on from the position, from one of the three parts. Blocks. */
static gssize
read_part (AttuneUploadBody  *self,
           void              *buffer,
           gsize              count,
           GError           **error)
{
  gint64 file_at = self->position - self->header->len;
  gint64 footer_at = file_at - self->file_size;
  gssize length;

  if (file_at < 0)
    length = read_text (self->header, self->position, buffer, count);
  else if (footer_at < 0)
    length = read_file (self, file_at, buffer, count, error);
  else if (footer_at == 0 && !check_unchanged (self, error))
    length = -1;
  else
    length = read_text (self->footer, footer_at, buffer, count);

  if (length > 0)
    self->position += length;

  return length;
}

static gssize
take_buffered (AttuneUploadBody *self,
               void             *buffer,
               gsize             count)
{
  gsize length = MIN (count, self->buffer_end - self->buffer_at);

  memcpy (buffer, self->buffer + self->buffer_at, length);
  self->buffer_at += length;

  return length;
}

static gboolean
fill_buffer (AttuneUploadBody  *self,
             GError           **error)
{
  gssize length;

  if (self->buffer == NULL)
    self->buffer = g_malloc (BUFFER_SIZE);

  if ((length = read_part (self, self->buffer, BUFFER_SIZE, error)) < 0)
    return FALSE;

  self->buffer_at = 0;
  self->buffer_end = length;

  return TRUE;
}

static void
fill_buffer_in_thread (GTask        *task,
                       gpointer      source_object,
                       gpointer      task_data,
                       GCancellable *cancellable)
{
  g_autoptr(GError) error = NULL;

  if (fill_buffer (source_object, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Where a reader wants its bytes. */
typedef struct
{
  void  *buffer;
  gsize  count;
} Wanted;

static void
fill_buffer_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  AttuneUploadBody *self = (AttuneUploadBody *)object;
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Wanted *wanted = g_task_get_task_data (task);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_int (task, take_buffered (self, wanted->buffer, wanted->count));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gssize
attune_upload_body_read (GInputStream  *stream,
                         void          *buffer,
                         gsize          count,
                         GCancellable  *cancellable,
                         GError       **error)
{
  AttuneUploadBody *self = (AttuneUploadBody *)stream;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  if (self->buffer_at == self->buffer_end && !fill_buffer (self, error))
    return -1;

  return take_buffered (self, buffer, count);
}

static void
attune_upload_body_read_async (GInputStream        *stream,
                               void                *buffer,
                               gsize                count,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  AttuneUploadBody *self = (AttuneUploadBody *)stream;
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) fill = NULL;
  Wanted *wanted;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, attune_upload_body_read_async);
  g_task_set_priority (task, io_priority);

  if (self->buffer_at < self->buffer_end)
    {
      g_task_return_int (task, take_buffered (self, buffer, count));
      return;
    }

  wanted = g_new0 (Wanted, 1);
  wanted->buffer = buffer;
  wanted->count = count;
  g_task_set_task_data (task, wanted, g_free);

  fill = g_task_new (self, cancellable, fill_buffer_cb, g_steal_pointer (&task));
  g_task_set_source_tag (fill, attune_upload_body_read_async);
  g_task_set_priority (fill, io_priority);
  g_task_run_in_thread (fill, fill_buffer_in_thread);
}

static gssize
attune_upload_body_read_finish (GInputStream  *stream,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_assert (g_task_is_valid (result, stream));

  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
attune_upload_body_close (GInputStream  *stream,
                          GCancellable  *cancellable,
                          GError       **error)
{
  AttuneUploadBody *self = (AttuneUploadBody *)stream;

  g_clear_fd (&self->fd, NULL);

  return TRUE;
}

static void
attune_upload_body_finalize (GObject *object)
{
  AttuneUploadBody *self = (AttuneUploadBody *)object;

  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->buffer, g_free);

  if (self->header != NULL)
    g_string_free (g_steal_pointer (&self->header), TRUE);

  if (self->footer != NULL)
    g_string_free (g_steal_pointer (&self->footer), TRUE);

  G_OBJECT_CLASS (attune_upload_body_parent_class)->finalize (object);
}

static void
attune_upload_body_class_init (AttuneUploadBodyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  object_class->finalize = attune_upload_body_finalize;

  stream_class->read_fn = attune_upload_body_read;
  stream_class->read_async = attune_upload_body_read_async;
  stream_class->read_finish = attune_upload_body_read_finish;
  stream_class->close_fn = attune_upload_body_close;
}

static void
attune_upload_body_init (AttuneUploadBody *self)
{
  self->fd = -1;
}

/* Chooses what is sent of the file. FALSE when it is not the file that was meant. */
static gboolean
set_range (AttuneUploadBody       *self,
           const struct stat      *info,
           const AttuneUploadForm *form)
{
  self->total_size = info->st_size;
  self->modified = get_modified (info);
  self->file_start = form->start;
  self->file_size = form->length > 0 ? form->length : self->total_size - form->start;

  return ((form->expected_size == 0 || form->expected_size == self->total_size) &&
          (form->expected_modified == 0 || form->expected_modified == self->modified) &&
          self->file_start >= 0 && self->file_size > 0 &&
          self->file_size <= self->total_size - self->file_start);
}

/* The mark belongs to the form, so that there is one or none, whatever the file has. */
static void
pass_over_mark (AttuneUploadBody       *self,
                const AttuneUploadForm *form)
{
  const gsize length = strlen (BYTE_ORDER_MARK);
  char head[sizeof BYTE_ORDER_MARK - 1];

  if (form->mark == ATTUNE_UPLOAD_MARK_AS_IS || form->start != 0 ||
      pread (self->fd, head, length, 0) != (gssize)length ||
      memcmp (head, BYTE_ORDER_MARK, length) != 0)
    return;

  self->file_start += length;
  self->file_size -= length;
}

/**
 * attune_upload_body_open:
 * @path: the file to send
 * @form: what of it, and what goes with it
 * @error: return location for %ATTUNE_ERROR_STORAGE or %ATTUNE_ERROR_DATA
 *
 * Opens the file and notes its length and time of change; a read fails with %ATTUNE_ERROR_DATA when
 * they are no longer true. Blocks: call it on a thread.
 *
 * Returns: (transfer full): the body, at its beginning
 */
AttuneUploadBody *
attune_upload_body_open (const char              *path,
                         const AttuneUploadForm  *form,
                         GError                 **error)
{
  g_autoptr(AttuneUploadBody) self = NULL;
  g_autoptr(GError) io_error = NULL;
  struct stat info;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (form != NULL && form->field != NULL && form->filename != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_UPLOAD_BODY, NULL);
  self->display_name = g_filename_display_basename (path);

  /* Not blocking: a pipe without a writer would hold the thread for ever. */
  self->fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (self->fd < 0 || fstat (self->fd, &info) != 0)
    io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  else if (S_ISDIR (info.st_mode))
    io_error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, g_strerror (EISDIR));
  else if (!S_ISREG (info.st_mode))
    io_error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, g_strerror (EINVAL));

  if (io_error != NULL)
    {
      attune_set_error_from_io (error, io_error, self->display_name);
      return NULL;
    }

  if (info.st_size > 0 && !set_range (self, &info, form))
    {
      set_changed_error (self, error);
      return NULL;
    }

  pass_over_mark (self, form);

  if (self->file_size == 0)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("“%s” is empty. Choose a file with examples in it."),
                        self->display_name);
      return NULL;
    }

  posix_fadvise (self->fd, self->file_start, self->file_size, POSIX_FADV_SEQUENTIAL);
  make_frame (self, form);

  return g_steal_pointer (&self);
}

/**
 * attune_upload_body_get_content_type:
 * @self: a body
 *
 * Returns: (transfer none): the value of its Content-Type, with the boundary
 */
const char *
attune_upload_body_get_content_type (AttuneUploadBody *self)
{
  g_return_val_if_fail (ATTUNE_IS_UPLOAD_BODY (self), NULL);

  return self->content_type;
}

/**
 * attune_upload_body_get_length:
 * @self: a body
 *
 * Returns: the length of the whole body, in bytes
 */
gint64
attune_upload_body_get_length (AttuneUploadBody *self)
{
  g_return_val_if_fail (ATTUNE_IS_UPLOAD_BODY (self), 0);

  return self->header->len + self->file_size + self->footer->len;
}

/**
 * attune_upload_body_get_file_size:
 * @self: a body
 *
 * Returns: the length of what is sent of the file, in bytes
 */
gint64
attune_upload_body_get_file_size (AttuneUploadBody *self)
{
  g_return_val_if_fail (ATTUNE_IS_UPLOAD_BODY (self), 0);

  return self->file_size;
}

/**
 * attune_upload_body_get_file_offset:
 * @self: a body
 *
 * Returns: where in the body the file begins, in bytes
 */
gint64
attune_upload_body_get_file_offset (AttuneUploadBody *self)
{
  g_return_val_if_fail (ATTUNE_IS_UPLOAD_BODY (self), 0);

  return self->header->len;
}

/**
 * attune_upload_body_get_modified:
 * @self: a body
 *
 * Returns: when the file was changed last, in nanoseconds of Unix time
 */
gint64
attune_upload_body_get_modified (AttuneUploadBody *self)
{
  g_return_val_if_fail (ATTUNE_IS_UPLOAD_BODY (self), 0);

  return self->modified;
}
