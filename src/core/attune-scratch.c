/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-scratch"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-scratch.h"
#include "attune-unnamed-file.h"

/* So much stays in ordinary memory: most datasets are small, and a file costs milliseconds. */
#define MAX_IN_MEMORY (1024 * 1024)

/* It grows by half of what it has, and by this at least: few calls, little waste. */
#define MIN_GROWTH (4 * 1024)

/* So much of a file is made ready for what will be appended. */
#define READY_LENGTH (512 * 1024)

struct _AttuneScratch
{
  gsize   element_size;
  gsize   length;     /* in elements */
  gsize   capacity;   /* in bytes; with a file, all of them reserved on the disk */
  gsize   ready;      /* so many of them can be written without stopping for the kernel */
  gsize   foreseen;   /* how many there will be, as far as anybody knows; 0: nobody does */
  char   *data;       /* NULL while the capacity is 0 */
  int     fd;         /* -1 while it is in ordinary memory */
};

static void
set_growth_error (GError **error,
                  gsize    size,
                  int      code)
{
  g_autofree char *needed = g_format_size (size);

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                      /* Translators: %s is a size, such as “1.2 GB”. */
                      _("The disk has no room left for a working file of %s. Free some space, "
                        "then try again."), needed);
  else
    attune_set_error (error, ATTUNE_ERROR_STORAGE, g_strerror (code),
                      /* Translators: %s is a size, such as “1.2 GB”. */
                      _("A working file of %s could not be written. Free some space, then try "
                        "again."), needed);
}

/* A page of a mapped file that the disk has no room for kills the program when it is touched
 * (SIGBUS), so every byte is reserved first. */
static gboolean
extend_file (int      fd,
             gsize    old_size,
             gsize    size,
             GError **error)
{
  int code;

  do
    code = posix_fallocate (fd, old_size, size - old_size);
  while (code == EINTR);

  if (code != 0)
    set_growth_error (error, size, code);

  return code == 0;
}

/* Goes on in a file what began in memory. */
static gboolean
move_to_file (AttuneScratch  *self,
              gsize           capacity,
              GError        **error)
{
  g_autofd int fd = attune_unnamed_file_open (error);
  gpointer data;

  if (fd < 0 || !extend_file (fd, 0, capacity, error))
    return FALSE;

  data = mmap (NULL, capacity, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  if (data == MAP_FAILED)
    {
      set_growth_error (error, capacity, errno);
      return FALSE;
    }

  /* A table is touched all over: finding each page takes as long as reading what is there. */
  (void)madvise (data, capacity, MADV_HUGEPAGE);

  if (self->capacity > 0)
    memcpy (data, self->data, self->capacity);

  g_free (self->data);
  self->data = data;
  self->fd = g_steal_fd (&fd);

  return TRUE;
}

static gboolean
grow_file (AttuneScratch  *self,
           gsize           capacity,
           GError        **error)
{
  gpointer data;

  if (!extend_file (self->fd, self->capacity, capacity, error))
    return FALSE;

  data = mremap (self->data, self->capacity, capacity, MREMAP_MAYMOVE);

  if (data == MAP_FAILED)
    {
      set_growth_error (error, capacity, errno);
      return FALSE;
    }

  self->data = data;

  return TRUE;
}

static gboolean
grow (AttuneScratch  *self,
      gsize           capacity,
      GError        **error)
{
  if (self->fd >= 0)
    {
      if (!grow_file (self, capacity, error))
        return FALSE;
    }
  else if (capacity > MAX_IN_MEMORY)
    {
      if (!move_to_file (self, capacity, error))
        return FALSE;
    }
  else
    {
      self->data = g_realloc (self->data, capacity);
    }

  self->capacity = capacity;

  return TRUE;
}

static gboolean
reserve (AttuneScratch  *self,
         gsize           size,
         GError        **error)
{
  gsize capacity = MAX (size, self->capacity + MAX (self->capacity / 2, MIN_GROWTH));

  if (size <= self->capacity)
    return TRUE;

  /* Where there is no room for what was only guessed, there may be for what is needed. */
  return (self->foreseen > capacity && grow (self, self->foreseen, NULL)) ||
         grow (self, capacity, error);
}

/* Has the kernel make the pages between two offsets ready at once: each that is not there when it
 * is touched would stop the program for itself, which takes more than twice as long. */
static void
populate (AttuneScratch *self,
          gsize          begin,
          gsize          end)
{
  gsize page = sysconf (_SC_PAGESIZE);

  begin -= begin % page;
  (void)madvise (self->data + begin, end - begin, MADV_POPULATE_WRITE);
}

/* Makes room for as many bytes as will be in it. */
static gboolean
make_ready (AttuneScratch  *self,
            gsize           size,
            GError        **error)
{
  if (!reserve (self, size, error))
    return FALSE;

  if (self->fd < 0)
    {
      self->ready = self->capacity;
      return TRUE;
    }

  self->ready = MIN (size + READY_LENGTH, self->capacity);
  populate (self, size, self->ready);

  return TRUE;
}

/**
 * attune_scratch_new:
 * @element_size: bytes of one element
 *
 * Returns: (transfer full): an empty array; its file is made in the program's cache folder when it
 *   is larger than a megabyte
 */
AttuneScratch *
attune_scratch_new (gsize element_size)
{
  AttuneScratch *self;

  g_return_val_if_fail (element_size > 0, NULL);

  self = g_new0 (AttuneScratch, 1);
  self->element_size = element_size;
  self->fd = -1;

  return self;
}

/**
 * attune_scratch_free:
 * @self: (transfer full): an array
 */
void
attune_scratch_free (AttuneScratch *self)
{
  if (self->fd >= 0)
    munmap (self->data, self->capacity);
  else
    g_free (self->data);

  g_clear_fd (&self->fd, NULL);
  g_free (self);
}

/**
 * attune_scratch_foresee:
 * @self: an array
 * @length: how many elements it will have in the end, about
 *
 * Makes it grow at once to its last size when it grows next. A file that is as large from the
 * beginning gets its pages two megabytes at a time. A wrong number costs room on the disk.
 */
void
attune_scratch_foresee (AttuneScratch *self,
                        gsize          length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (length <= G_MAXSIZE / self->element_size);

  self->foreseen = length * self->element_size;
}

/**
 * attune_scratch_extend:
 * @self: an array
 * @error: (nullable): where to put an error
 *
 * Makes it longer by one element, for the caller to fill: to copy it would have the processor wait
 * until all that was written before is in its cache. Fails with %ATTUNE_ERROR_STORAGE when the disk
 * is full or the file cannot be made; what was there before is there still.
 *
 * Returns: (transfer none) (nullable): the element, with anything in it, until the array grows;
 *   %NULL with an error
 */
gpointer
attune_scratch_extend (AttuneScratch  *self,
                       GError        **error)
{
  gsize offset = self->length * self->element_size;

  if (G_UNLIKELY (offset + self->element_size > self->ready) &&
      !make_ready (self, offset + self->element_size, error))
    return NULL;

  self->length++;

  return self->data + offset;
}

/**
 * attune_scratch_append:
 * @self: an array
 * @element: (array): what to append, of the size that attune_scratch_new() was told; not from this
 *   array, which may move
 * @error: (nullable): where to put an error
 *
 * Fails as attune_scratch_extend() does.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_scratch_append (AttuneScratch  *self,
                       const void     *element,
                       GError        **error)
{
  gpointer place = attune_scratch_extend (self, error);

  if (place == NULL)
    return FALSE;

  memcpy (place, element, self->element_size);

  return TRUE;
}

/**
 * attune_scratch_set_length:
 * @self: an array
 * @length: how many elements it shall have
 * @error: (nullable): where to put an error
 *
 * Cuts it, or makes it longer by elements that are all zero. Fails as attune_scratch_extend() does.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_scratch_set_length (AttuneScratch  *self,
                           gsize           length,
                           GError        **error)
{
  gsize begin = self->length * self->element_size;
  gsize old_capacity = self->capacity;
  gsize used;
  gsize end;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!g_size_checked_mul (&end, length, self->element_size))
    {
      set_growth_error (error, G_MAXSIZE, EFBIG);
      return FALSE;
    }

  if (!reserve (self, end, error))
    return FALSE;

  /* What was cut before may still stand there; a file that grew is all zero behind. */
  used = self->fd >= 0 && self->capacity > old_capacity ? old_capacity : self->capacity;

  if (MIN (end, used) > begin)
    memset (self->data + begin, 0, MIN (end, used) - begin);

  if (end > used)
    populate (self, used, end);

  self->length = length;

  return TRUE;
}

/**
 * attune_scratch_get_length:
 * @self: an array
 *
 * Returns: how many elements it has
 */
gsize
attune_scratch_get_length (AttuneScratch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * attune_scratch_get:
 * @self: an array
 * @index: which element, from 0
 *
 * Returns: (transfer none): the element, to read and to write; valid until the array grows
 */
gpointer
attune_scratch_get (AttuneScratch *self,
                    gsize          index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->length, NULL);

  return self->data + index * self->element_size;
}

/**
 * attune_scratch_get_data:
 * @self: an array
 *
 * Returns: (transfer none) (nullable): the first element, with the others behind it; valid until
 *   the array grows; %NULL when it never had one
 */
gpointer
attune_scratch_get_data (AttuneScratch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}
