/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edit-log"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <yyjson.h>

#include "attune-edit-log.h"
#include "attune-error.h"

#define VERSION 1
#define BASE_SUFFIX ".jsonl"
#define LOG_SUFFIX ".edits.jsonl"

struct _AttuneEditLog
{
  char            *base_path;
  char            *path;
  AttuneFileStamp  stamp;       /* of the file that the changes belong to */
  guint64          size;        /* bytes of whole lines; 0: there is no log */
  guint64          disk_size;   /* with the torn line that a crash left */
  int              fd;          /* while it is locked for long */
};

static gboolean
fail_with_errno (AttuneEditLog  *self,
                 int             number,
                 GError        **error)
{
  g_autofree char *name = g_filename_display_basename (self->path);
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  attune_set_error_from_io (error, io_error, name);

  return FALSE;
}

static gboolean
fail_with_changed (AttuneEditLog  *self,
                   GError        **error)
{
  g_autofree char *name = g_filename_display_basename (self->base_path);

  attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” was changed somewhere else in the meantime. Open the dataset again, "
                      "then repeat the change."),
                    name);

  return FALSE;
}

/* --- Reading --- */

static gboolean
read_stamp (yyjson_val      *root,
            AttuneFileStamp *stamp)
{
  yyjson_val *size = yyjson_obj_get (root, "size");
  yyjson_val *mtime = yyjson_obj_get (root, "mtime");

  if (!yyjson_is_uint (size) || !yyjson_is_int (mtime))
    return FALSE;

  stamp->size = yyjson_get_uint (size);
  stamp->mtime = yyjson_get_sint (mtime);

  return TRUE;
}

static gboolean
read_header (yyjson_val      *root,
             AttuneFileStamp *stamp)
{
  return yyjson_get_uint (yyjson_obj_get (root, "attune-edits")) == VERSION &&
         read_stamp (root, stamp);
}

/* What the log says about itself, found in one look over it. */
typedef struct
{
  gboolean         has_header;
  AttuneFileStamp  stamp;
  gboolean         is_applied;   /* the file is what came of writing these changes into it */
} Survey;

/* Calls @func for each whole line, as far as it returns %TRUE. Returns how many bytes that is. */
static gsize
for_each_line (const char *text,
               gsize       length,
               gboolean  (*func) (yyjson_val *root, gpointer user_data),
               gpointer    user_data)
{
  const char *begin = text;
  const char *end;

  while ((end = memchr (begin, '\n', text + length - begin)))
    {
      yyjson_doc *document = yyjson_read (begin, end - begin, YYJSON_READ_NOFLAG);
      gboolean goes_on = document != NULL && func (yyjson_doc_get_root (document), user_data);

      yyjson_doc_free (document);

      if (!goes_on)
        break;

      begin = end + 1;
    }

  return begin - text;
}

typedef struct
{
  AttuneEditLog    *log;
  Survey            survey;
  AttuneChangeFunc  func;
  gpointer          user_data;
  guint64           n_lines;
} Load;

static gboolean
survey_line (yyjson_val *root,
             gpointer    user_data)
{
  Load *load = user_data;
  yyjson_val *op = yyjson_obj_get (root, "op");
  AttuneFileStamp stamp;

  if (load->n_lines++ == 0)
    return (load->survey.has_header = read_header (root, &load->survey.stamp));

  if (yyjson_equals_str (op, "written") && read_stamp (root, &stamp) &&
      attune_file_stamp_equal (&stamp, &load->log->stamp))
    load->survey.is_applied = TRUE;

  return TRUE;
}

static gboolean
load_line (yyjson_val *root,
           gpointer    user_data)
{
  Load *load = user_data;
  g_auto(AttuneChange) change = { 0 };

  /* That somebody was about to write the file, and did not come to it, changes nothing. */
  if (load->n_lines++ == 0 || yyjson_equals_str (yyjson_obj_get (root, "op"), "written"))
    return TRUE;

  /* Which rows there are is known to the other side. */
  return attune_change_read (&change, root) && load->func (&change, load->user_data);
}

static char *
dup_aside_path (AttuneEditLog *self)
{
  g_autofree char *stem = g_strndup (self->path, strlen (self->path) - strlen (BASE_SUFFIX));
  char *path = NULL;

  for (guint i = 1; path == NULL || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s-%u%s", stem, i, BASE_SUFFIX);
    }

  return path;
}

/* The changes of another file: the person may still want to read them. Unless it is we who have
 * opened a file that was replaced meanwhile; then they may well belong to the one that is there. */
static gboolean
set_aside (AttuneEditLog  *self,
           char          **notice,
           GError        **error)
{
  g_autofree char *aside = dup_aside_path (self);
  g_autofree char *base_name = g_filename_display_basename (self->base_path);
  g_autofree char *aside_name = g_filename_display_basename (aside);
  AttuneFileStamp stamp;

  if (!attune_file_stamp_read (&stamp, self->base_path) ||
      !attune_file_stamp_equal (&stamp, &self->stamp))
    return fail_with_changed (self, error);

  if (g_rename (self->path, aside) != 0)
    return fail_with_errno (self, errno, error);

  self->size = 0;
  self->disk_size = 0;
  *notice = g_strdup_printf (/* Translators: both %s are names of files. */
                             _("The changes that were made here belong to another version of “%s” "
                               "and are not used. They are kept in “%s”."),
                             base_name, aside_name);

  return TRUE;
}

/* Lines that make no sense, with others behind them: a broken disk. What stands before them counts;
 * the whole is kept aside, since the next change cuts it. */
static gboolean
keep_damaged (AttuneEditLog  *self,
              const char     *text,
              gsize           length,
              char          **notice,
              GError        **error)
{
  g_autofree char *aside = dup_aside_path (self);
  g_autofree char *aside_name = g_filename_display_basename (aside);
  g_autoptr(GError) io_error = NULL;

  if (!g_file_set_contents_full (aside, text, length, G_FILE_SET_CONTENTS_DURABLE, 0600, &io_error))
    {
      attune_set_error_from_io (error, io_error, aside_name);
      return FALSE;
    }

  *notice = g_strdup_printf (/* Translators: %s is the name of a file. */
                             _("Some of the changes that were made here are damaged and are not "
                               "used. All of them are kept in “%s”."),
                             aside_name);

  return TRUE;
}

static gboolean
load (AttuneEditLog     *self,
      AttuneChangeFunc   func,
      gpointer           user_data,
      char             **notice,
      GError           **error)
{
  Load load = { .log = self, .func = func, .user_data = user_data };
  g_autofree char *text = NULL;
  g_autoptr(GError) io_error = NULL;
  gsize length;

  if (!g_file_get_contents (self->path, &text, &length, &io_error))
    {
      g_autofree char *name = g_filename_display_basename (self->path);

      if (g_error_matches (io_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;

      attune_set_error_from_io (error, io_error, name);
      return FALSE;
    }

  self->disk_size = length;

  /* Nothing whole was ever written. */
  if (memchr (text, '\n', length) == NULL)
    return TRUE;

  for_each_line (text, length, survey_line, &load);

  if (load.survey.is_applied)
    {
      g_unlink (self->path);
      self->disk_size = 0;
      return TRUE;
    }

  if (!load.survey.has_header ||
      !attune_file_stamp_equal (&load.survey.stamp, &self->stamp))
    return set_aside (self, notice, error);

  load.n_lines = 0;
  self->size = for_each_line (text, length, load_line, &load);

  if (memchr (text + self->size, '\n', length - self->size) == NULL)
    return TRUE;

  return keep_damaged (self, text, length, notice, error);
}

/* --- Writing --- */

static void
append_header (AttuneEditLog *self,
               GString       *lines)
{
  g_string_append_printf (lines,
                          "{\"attune-edits\":%u,\"size\":%" G_GUINT64_FORMAT ","
                          "\"mtime\":%" G_GINT64_FORMAT "}\n",
                          VERSION, self->stamp.size, self->stamp.mtime);
}

static int
open_and_lock (AttuneEditLog  *self,
               GError        **error)
{
  g_autofd int fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  AttuneFileStamp stamp;
  struct stat info = { 0 };

  if (fd < 0)
    {
      fail_with_errno (self, errno, error);
      return -1;
    }

  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                          _("The changes are being written into the dataset just now. "
                            "Try again in a moment."));
      else
        fail_with_errno (self, errno, error);

      return -1;
    }

  /* Whoever had the lock before us may have taken the log away, or added to it. */
  if (fstat (fd, &info) != 0 || info.st_nlink == 0 ||
      (guint64)info.st_size != self->disk_size ||
      !attune_file_stamp_read (&stamp, self->base_path) ||
      !attune_file_stamp_equal (&stamp, &self->stamp))
    {
      if (info.st_size == 0 && info.st_nlink > 0)
        g_unlink (self->path);

      fail_with_changed (self, error);
      return -1;
    }

  return g_steal_fd (&fd);
}

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       length,
           guint64     offset)
{
  while (length > 0)
    {
      gssize n_written = pwrite (fd, bytes, length, offset);

      if (n_written < 0 && errno == EINTR)
        continue;

      if (n_written < 0)
        return FALSE;

      bytes += n_written;
      offset += n_written;
      length -= n_written;
    }

  return TRUE;
}

/* The name of a file that is new must survive a power cut, too. */
static void
sync_folder (AttuneEditLog *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofd int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    fsync (fd);
}

static gboolean
write_lines (AttuneEditLog  *self,
             int             fd,
             GString        *lines,
             GError        **error)
{
  gboolean is_new = self->size == 0;

  if (ftruncate (fd, self->size) == 0 &&
      write_all (fd, lines->str, lines->len, self->size) &&
      fsync (fd) == 0)
    {
      self->size += lines->len;
      self->disk_size = self->size;

      if (is_new)
        sync_folder (self);

      return TRUE;
    }

  fail_with_errno (self, errno, error);

  /* Half a line does not count, but it would be in the way of the next. */
  if (ftruncate (fd, self->size) == 0)
    self->disk_size = self->size;

  return FALSE;
}

static gboolean
append_lines (AttuneEditLog  *self,
              GString        *lines,
              GError        **error)
{
  g_autofd int fd = -1;

  if (self->fd >= 0)
    return write_lines (self, self->fd, lines, error);

  return (fd = open_and_lock (self, error)) >= 0 &&
         write_lines (self, fd, lines, error);
}

/*
 * attune_edit_log_open:
 * @base_path: a file of examples
 * @stamp: which file that is
 * @func: told of each change, in order; returns whether it is possible
 * @user_data: for @func
 * @notice: (out): a sentence when changes were found that are not used; else %NULL
 * @error: (nullable): where to put an error
 *
 * Reads the log of a file, if there is one. One that belongs to another file, or is damaged, is
 * kept beside it under another name.
 *
 * Returns: (transfer full) (nullable): the log, or %NULL with %ATTUNE_ERROR_STORAGE
 */
AttuneEditLog *
attune_edit_log_open (const char             *base_path,
                      const AttuneFileStamp  *stamp,
                      AttuneChangeFunc        func,
                      gpointer                user_data,
                      char                  **notice,
                      GError                **error)
{
  g_autoptr(AttuneEditLog) self = g_new0 (AttuneEditLog, 1);

  self->base_path = g_strdup (base_path);
  self->path = attune_edit_log_dup_path (base_path);
  self->stamp = *stamp;
  self->fd = -1;
  *notice = NULL;

  if (!load (self, func, user_data, notice, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Returns: (transfer full): where the log of @base_path is */
char *
attune_edit_log_dup_path (const char *base_path)
{
  g_autofree char *stem = g_strdup (base_path);

  if (g_str_has_suffix (stem, BASE_SUFFIX))
    stem[strlen (stem) - strlen (BASE_SUFFIX)] = '\0';

  return g_strconcat (stem, LOG_SUFFIX, NULL);
}

/* Adds a change, which is on the disk when this returns %TRUE. */
gboolean
attune_edit_log_append (AttuneEditLog       *self,
                        const AttuneChange  *change,
                        GError             **error)
{
  g_autoptr(GString) lines = g_string_new (NULL);

  if (self->size == 0)
    append_header (self, lines);

  attune_change_write (change, lines);

  return append_lines (self, lines, error);
}

/* Keeps everybody else from changing anything until attune_edit_log_unlock(). */
gboolean
attune_edit_log_lock (AttuneEditLog  *self,
                      GError        **error)
{
  g_assert (self->fd < 0);

  self->fd = open_and_lock (self, error);

  return self->fd >= 0;
}

/* Says that the changes are about to be written into the file, which then has @stamp: whoever finds
 * both the new file and this log knows that the changes are in already. */
gboolean
attune_edit_log_announce (AttuneEditLog          *self,
                          const AttuneFileStamp  *stamp,
                          GError                **error)
{
  g_autoptr(GString) lines = g_string_new (NULL);

  g_string_append_printf (lines,
                          "{\"op\":\"written\",\"size\":%" G_GUINT64_FORMAT ","
                          "\"mtime\":%" G_GINT64_FORMAT "}\n",
                          stamp->size, stamp->mtime);

  return append_lines (self, lines, error);
}

/* Takes the log away: its changes are in the file. */
gboolean
attune_edit_log_remove (AttuneEditLog  *self,
                        GError        **error)
{
  if (g_unlink (self->path) != 0 && errno != ENOENT)
    return fail_with_errno (self, errno, error);

  self->size = 0;
  self->disk_size = 0;
  sync_folder (self);

  return TRUE;
}

/* Lets others go on; nothing happens when it is not locked. */
void
attune_edit_log_unlock (AttuneEditLog *self)
{
  g_clear_fd (&self->fd, NULL);
}

void
attune_edit_log_free (AttuneEditLog *self)
{
  attune_edit_log_unlock (self);
  g_free (self->base_path);
  g_free (self->path);
  g_free (self);
}
