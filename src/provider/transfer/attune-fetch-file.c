/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-fetch-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-atomic-file.h"
#include "attune-error.h"
#include "attune-fetch-file.h"
#include "attune-free-space.h"
#include "attune-json.h"

#define READ_SIZE (1024 * 1024)

/* One that was just stopped may still be writing its last piece. */
#define LOCK_ATTEMPTS 50
#define LOCK_INTERVAL_USEC (20 * 1000)

struct _AttuneFetchFile
{
  char             *path;
  char             *sha256;
  guint64           size;
  guint64           received;
  GChecksum        *checksum;
  char             *validator;

  AttuneAtomicFile *file;        /* one that is not kept */
  char             *part_path;   /* or NULL for that one */
  char             *note_path;
  int               fd;
};

static char *
make_part_path (const char *path)
{
  return g_strconcat (path, ".part", NULL);
}

static char *
make_note_path (const char *path)
{
  return g_strconcat (path, ".part.json", NULL);
}

static gboolean
set_system_error (GError     **error,
                  int          code,
                  const char  *path)
{
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  attune_set_error_from_io (error, io_error, path);

  return FALSE;
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_mkdir_with_parents (folder, 0700) == 0 || set_system_error (error, errno, folder);
}

/* Which state of the file on the other side a part belongs to; NULL where it is a part of another
 * file, or none. */
static JsonObject *
read_note (const char *note_path,
           const char *sha256)
{
  g_autoptr(JsonObject) note = NULL;
  g_autofree char *text = NULL;

  if (!g_file_get_contents (note_path, &text, NULL, NULL) ||
      !(note = attune_json_parse_object (text, -1, NULL)) ||
      !g_str_equal (attune_json_get_string (note, "sha256", ""), sha256))
    return NULL;

  return g_steal_pointer (&note);
}

static gboolean
write_note (AttuneFetchFile  *self,
            GError          **error)
{
  g_autoptr(JsonObject) note = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (note, "sha256", self->sha256);

  if (self->validator != NULL)
    json_object_set_string_member (note, "validator", self->validator);

  text = attune_json_object_to_string (note);

  return attune_atomic_file_replace (self->note_path, text, strlen (text), error);
}

/* Whether the lock is on what has the name now: the one who had it before may have renamed it. */
static gboolean
has_name (int         fd,
          const char *path)
{
  struct stat held, named;

  return fstat (fd, &held) == 0 && stat (path, &named) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

static gboolean
lock_part (AttuneFetchFile  *self,
           GError          **error)
{
  g_autofree char *name = g_path_get_basename (self->path);

  for (guint i = 0; i < LOCK_ATTEMPTS; i++)
    {
      self->fd = g_open (self->part_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

      if (self->fd < 0)
        return set_system_error (error, errno, self->part_path);

      if (flock (self->fd, LOCK_EX | LOCK_NB) == 0 && has_name (self->fd, self->part_path))
        return TRUE;

      g_clear_fd (&self->fd, NULL);
      g_usleep (LOCK_INTERVAL_USEC);
    }

  attune_set_error (error, ATTUNE_ERROR_CONFLICT, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is being downloaded already, by another window or command. Wait until it is there."),
                    name);

  return FALSE;
}

/* What is there counts towards the SHA-256 as if it had just come. */
static gboolean
read_part (AttuneFetchFile  *self,
           GError          **error)
{
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);
  gssize length;

  while ((length = read (self->fd, buffer, READ_SIZE)) > 0)
    {
      g_checksum_update (self->checksum, buffer, length);
      self->received += length;
    }

  return length == 0 || set_system_error (error, errno, self->part_path);
}

static gboolean
open_part (AttuneFetchFile  *self,
           GError          **error)
{
  g_autoptr(JsonObject) note = NULL;
  struct stat info;

  self->part_path = make_part_path (self->path);
  self->note_path = make_note_path (self->path);

  if (!lock_part (self, error))
    return FALSE;

  note = read_note (self->note_path, self->sha256);

  if (note == NULL || fstat (self->fd, &info) != 0 || (guint64)info.st_size > self->size)
    return attune_fetch_file_restart (self, NULL, error);

  self->validator = g_strdup (attune_json_get_string (note, "validator", NULL));

  return read_part (self, error);
}

/**
 * attune_fetch_file_open:
 * @path: (type filename): where the file goes; its folder is made
 * @sha256: what it has to be, 64 hexadecimal digits in lower case
 * @size: how long it has to be, in bytes
 * @is_kept: whether what comes stays when it breaks off
 * @error: return location for %ATTUNE_ERROR_STORAGE, or %ATTUNE_ERROR_CONFLICT when another
 *   download has what is kept
 *
 * Makes room for a download, and reads what is there of it already. What the disk has no room for
 * is not begun.
 *
 * Returns: (transfer full) (nullable): the file
 */
AttuneFetchFile *
attune_fetch_file_open (const char  *path,
                        const char  *sha256,
                        guint64      size,
                        gboolean     is_kept,
                        GError     **error)
{
  g_autoptr(AttuneFetchFile) self = g_new0 (AttuneFetchFile, 1);

  self->path = g_strdup (path);
  self->sha256 = g_strdup (sha256);
  self->size = size;
  self->fd = -1;
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);

  if (!make_folder (path, error) ||
      (is_kept && !open_part (self, error)) ||
      (!is_kept && !(self->file = attune_atomic_file_new (path, error))) ||
      !attune_check_free_space (path, size - self->received, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_fetch_file_close:
 * @self: (transfer full): a file
 *
 * Ends the writing. What is kept stays.
 */
void
attune_fetch_file_close (AttuneFetchFile *self)
{
  g_clear_fd (&self->fd, NULL);
  g_clear_object (&self->file);
  g_checksum_free (self->checksum);
  g_free (self->validator);
  g_free (self->part_path);
  g_free (self->note_path);
  g_free (self->sha256);
  g_free (self->path);
  g_free (self);
}

/**
 * attune_fetch_file_get_received:
 * @self: a file
 *
 * Returns: how many bytes of it are there
 */
guint64
attune_fetch_file_get_received (const AttuneFetchFile *self)
{
  return self->received;
}

/**
 * attune_fetch_file_get_validator:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): what tells the state of the file that the bytes are from
 */
const char *
attune_fetch_file_get_validator (const AttuneFetchFile *self)
{
  return self->validator;
}

/**
 * attune_fetch_file_restart:
 * @self: a file
 * @validator: (nullable): what tells the state of the file that comes now
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Throws away what is there.
 *
 * Returns: whether it is empty now
 */
gboolean
attune_fetch_file_restart (AttuneFetchFile  *self,
                           const char       *validator,
                           GError          **error)
{
  if (self->part_path == NULL)
    return TRUE;

  self->received = 0;
  g_checksum_reset (self->checksum);
  g_set_str (&self->validator, validator);

  if (ftruncate (self->fd, 0) != 0 || lseek (self->fd, 0, SEEK_SET) != 0)
    return set_system_error (error, errno, self->part_path);

  /* Before the first byte: whoever finds bytes knows whose they are. */
  return write_note (self, error);
}

static gboolean
write_to_part (AttuneFetchFile  *self,
               const guint8     *bytes,
               gsize             length,
               GError          **error)
{
  while (length > 0)
    {
      gssize n_written = write (self->fd, bytes, length);

      if (n_written < 0 && errno == EINTR)
        continue;

      if (n_written < 0)
        return set_system_error (error, errno, self->path);

      g_checksum_update (self->checksum, bytes, n_written);
      self->received += n_written;
      bytes += n_written;
      length -= n_written;
    }

  return TRUE;
}

/**
 * attune_fetch_file_append:
 * @self: a file
 * @bytes: what comes next
 * @length: how much of it
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Returns: whether it was written
 */
gboolean
attune_fetch_file_append (AttuneFetchFile  *self,
                          const void       *bytes,
                          gsize             length,
                          GError          **error)
{
  if (self->part_path != NULL)
    return write_to_part (self, bytes, length, error);

  g_checksum_update (self->checksum, bytes, length);
  self->received += length;

  return attune_atomic_file_write (self->file, bytes, length, error);
}

/**
 * attune_fetch_file_is_right:
 * @self: a file, to which nothing is appended any more
 *
 * Returns: whether it is the one that was wanted, to the last byte
 */
gboolean
attune_fetch_file_is_right (const AttuneFetchFile *self)
{
  g_autoptr(GChecksum) checksum = g_checksum_copy (self->checksum);

  return self->received == self->size &&
         g_str_equal (g_checksum_get_string (checksum), self->sha256);
}

/**
 * attune_fetch_file_commit:
 * @self: a file that is right
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Puts it in its place.
 *
 * Returns: whether it is there
 */
gboolean
attune_fetch_file_commit (AttuneFetchFile  *self,
                          GError          **error)
{
  if (self->part_path == NULL)
    return attune_atomic_file_commit (self->file, error);

  if (fsync (self->fd) != 0 || g_rename (self->part_path, self->path) != 0)
    return set_system_error (error, errno, self->path);

  g_unlink (self->note_path);

  return TRUE;
}

/**
 * attune_fetch_file_discard:
 * @self: a file that is not what it should be
 *
 * Keeps nothing of it.
 */
void
attune_fetch_file_discard (AttuneFetchFile *self)
{
  if (self->part_path != NULL)
    attune_fetch_file_remove_part (self->path);
}

/**
 * attune_fetch_file_peek_part:
 * @path: (type filename): where a file shall go
 * @sha256: what it has to be
 *
 * Returns: bytes that are kept of it from a download before; 0 when there are none
 */
guint64
attune_fetch_file_peek_part (const char *path,
                             const char *sha256)
{
  g_autofree char *part_path = make_part_path (path);
  g_autofree char *note_path = make_note_path (path);
  g_autoptr(JsonObject) note = read_note (note_path, sha256);
  GStatBuf info;

  return note != NULL && g_stat (part_path, &info) == 0 ? info.st_size : 0;
}

/**
 * attune_fetch_file_remove_part:
 * @path: (type filename): where a file was to go
 *
 * Throws away what is kept of it from a download before.
 */
void
attune_fetch_file_remove_part (const char *path)
{
  g_autofree char *part_path = make_part_path (path);
  g_autofree char *note_path = make_note_path (path);

  /* In this order: a part without its note is a part of nothing. */
  g_unlink (note_path);
  g_unlink (part_path);
}
