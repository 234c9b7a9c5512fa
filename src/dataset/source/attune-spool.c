/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-spool"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-spool.h"
#include "attune-unnamed-file.h"

/* Asking for the free space costs a system call, so it is asked once in a while; what is left to
 * others is more than what is written between two questions. */
#define CHECK_EVERY (16 * 1024 * 1024)
#define RESERVE (64 * 1024 * 1024)

struct _AttuneSpool
{
  GObject  parent_instance;

  char    *display_name;   /* of the file whose content it holds */
  int      fd;
  goffset  length;
  goffset  limit;
  goffset  next_check;
};

G_DEFINE_FINAL_TYPE (AttuneSpool, attune_spool, G_TYPE_OBJECT)

static gboolean
fail_with_errno (AttuneSpool  *self,
                 int           number,
                 GError      **error)
{
  /* A full disk has several names: the quota's (EDQUOT), and that of a limit on files (EFBIG). */
  if (number == ENOSPC || number == EDQUOT || number == EFBIG)
    attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (number),
                      /* Translators: %s is the name of a file. */
                      _("There is not enough space on the disk of your cache folder to unpack or "
                        "convert “%s”. Free some space, then try again."),
                      self->display_name);
  else
    attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (number),
                      /* Translators: the first %s is the name of a file, the second what the system
                       * said. */
                      _("“%s” could not be unpacked or converted in your cache folder: %s. Check "
                        "that you may write there, then try again."),
                      self->display_name, g_strerror (number));

  return FALSE;
}

static void
attune_spool_finalize (GObject *object)
{
  AttuneSpool *self = (AttuneSpool *)object;

  g_clear_fd (&self->fd, NULL);
  g_clear_pointer (&self->display_name, g_free);

  G_OBJECT_CLASS (attune_spool_parent_class)->finalize (object);
}

static void
attune_spool_class_init (AttuneSpoolClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_spool_finalize;
}

static void
attune_spool_init (AttuneSpool *self)
{
  self->fd = -1;
}

/**
 * attune_spool_new:
 * @display_name: the name of the file whose content it will hold, for sentences
 * @limit: the most bytes that may be written
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the cache folder cannot be written.
 *
 * Returns: (transfer full) (nullable): an empty spool
 */
AttuneSpool *
attune_spool_new (const char  *display_name,
                  goffset      limit,
                  GError     **error)
{
  g_autoptr(AttuneSpool) self = NULL;

  g_return_val_if_fail (display_name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_SPOOL, NULL);
  self->display_name = g_strdup (display_name);
  self->limit = limit;

  if ((self->fd = attune_unnamed_file_open (error)) < 0)
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
check_space (AttuneSpool  *self,
             gsize         length,
             GError      **error)
{
  struct statvfs info;

  if (self->length + (goffset)length > self->limit)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” holds far more text than its size on the disk can honestly hold, so "
                          "it was not unpacked to the end. If you trust it, unpack it yourself and "
                          "choose the result."),
                        self->display_name);
      return FALSE;
    }

  if (self->length < self->next_check)
    return TRUE;

  self->next_check = self->length + CHECK_EVERY;

  if (fstatvfs (self->fd, &info) == 0 && info.f_blocks > 0 &&
      (guint64)info.f_bavail * info.f_frsize < RESERVE)
    return fail_with_errno (self, ENOSPC, error);

  return TRUE;
}

/**
 * attune_spool_write:
 * @self: a spool
 * @bytes: (array length=length): what comes next
 * @length: how many bytes
 * @error: (nullable): where to put an error
 *
 * Appends to the spool. Fails with %ATTUNE_ERROR_STORAGE when the disk is full or nearly so, and
 * with %ATTUNE_ERROR_DATA when there would be more than the limit.
 *
 * Returns: whether all is written
 */
gboolean
attune_spool_write (AttuneSpool  *self,
                    const char   *bytes,
                    gsize         length,
                    GError      **error)
{
  g_return_val_if_fail (ATTUNE_IS_SPOOL (self), FALSE);

  if (!check_space (self, length, error))
    return FALSE;

  while (length > 0)
    {
      gssize n = pwrite (self->fd, bytes, length, self->length);

      if (n < 0 && errno == EINTR)
        continue;

      if (n <= 0)
        return fail_with_errno (self, n < 0 ? errno : ENOSPC, error);

      bytes += n;
      length -= n;
      self->length += n;
    }

  return TRUE;
}

/**
 * attune_spool_get_length:
 * @self: a spool
 *
 * Returns: how many bytes were written
 */
goffset
attune_spool_get_length (AttuneSpool *self)
{
  g_return_val_if_fail (ATTUNE_IS_SPOOL (self), 0);

  return self->length;
}

/**
 * attune_spool_get_fd:
 * @self: a spool
 *
 * Returns: its descriptor, which stays the spool's
 */
int
attune_spool_get_fd (AttuneSpool *self)
{
  g_return_val_if_fail (ATTUNE_IS_SPOOL (self), -1);

  return self->fd;
}
