/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-join"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "attune-engine-error.h"
#include "attune-engine-join.h"
#include "attune-error.h"
#include "attune-thread.h"

#define BUFFER_SIZE (1024 * 1024)

/* A piece that has been joined: where it ends in the file, and the sum of all up to there. */
typedef struct
{
  char      *path;
  gint64     end;
  GChecksum *checksum;
} Joined;

/* Shared with the thread that works, which may outlive the upload that nobody wants any more. */
struct _AttuneEngineJoin
{
  GPtrArray *joined;   /* of Joined, in order; the first is the file */
  int        fd;       /* of it, or -1 */
};

typedef struct
{
  AttuneEngineJoin *join;
  GArray           *pieces;     /* of AttuneEnginePiece */
  char             *md5;
  gboolean          is_last;
} Work;

static void
joined_free (gpointer data)
{
  Joined *self = data;

  g_checksum_free (self->checksum);
  g_free (self->path);
  g_free (self);
}

static void
clear_join (gpointer data)
{
  AttuneEngineJoin *self = data;

  g_clear_pointer (&self->joined, g_ptr_array_unref);
  g_clear_fd (&self->fd, NULL);
}

static void
clear_piece (gpointer data)
{
  AttuneEnginePiece *self = data;

  g_free (self->path);
}

static void
work_free (gpointer data)
{
  Work *self = data;

  attune_engine_join_free (self->join);
  g_array_unref (self->pieces);
  g_free (self->md5);
  g_free (self);
}

static gboolean
fail (GError **error)
{
  int number = errno;
  g_autoptr(GError) io_error = NULL;

  io_error = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  attune_set_error_from_io (error, io_error, "upload");

  return FALSE;
}

static Joined *
get_last (AttuneEngineJoin *self)
{
  return self->joined->len > 0 ? self->joined->pdata[self->joined->len - 1] : NULL;
}

/* How many of the pieces stand at the beginning already. */
static guint
count_common (AttuneEngineJoin *self,
              GArray           *pieces)
{
  guint n = 0;

  while (n < self->joined->len && n < pieces->len &&
         g_str_equal (((Joined *)self->joined->pdata[n])->path,
                      g_array_index (pieces, AttuneEnginePiece, n).path))
    n++;

  return n;
}

/* Back to the first @n pieces, also from half of another one. The file of the first is as it came
 * when there are none. */
static gboolean
cut (AttuneEngineJoin  *self,
     guint              n,
     GError           **error)
{
  Joined *last;

  if (self->joined->len == 0)
    return TRUE;

  last = self->joined->pdata[MAX (n, 1) - 1];

  if (ftruncate (self->fd, last->end) != 0)
    return fail (error);

  g_ptr_array_set_size (self->joined, n);

  if (n == 0)
    g_clear_fd (&self->fd, NULL);

  return TRUE;
}

static gboolean
write_all (int           fd,
           const guint8 *bytes,
           gsize         length,
           gint64        at)
{
  while (length > 0)
    {
      gssize n = pwrite (fd, bytes, length, at);

      if (n < 0 && errno != EINTR)
        return FALSE;

      if (n > 0)
        {
          bytes += n;
          length -= n;
          at += n;
        }
    }

  return TRUE;
}

/* Without moving any bytes where the file system can let files share them (Btrfs, XFS). */
static gboolean
share (int    from,
       int    to,
       gint64 size,
       gint64 at)
{
  off_t begin = 0;
  off_t end = at;

  while (size > 0)
    {
      gssize n = copy_file_range (from, &begin, to, &end, size, 0);

      if (n <= 0)
        return FALSE;

      size -= n;
    }

  return TRUE;
}

/* Through @checksum; where @to is a file, with which they could not be shared, also behind what it
 * has. */
static gboolean
take_bytes (int         from,
            gint64      size,
            GChecksum  *checksum,
            int         to,
            gint64      at,
            GError    **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  gint64 done = 0;

  while (done < size)
    {
      gssize n = pread (from, buffer, MIN (BUFFER_SIZE, size - done), done);

      if (n < 0 && errno == EINTR)
        continue;

      /* A piece that is shorter than it was has been meddled with. */
      if (n == 0)
        errno = EIO;

      if (n <= 0)
        return fail (error);

      g_checksum_update (checksum, buffer, n);

      if (to >= 0 && !write_all (to, buffer, n, at + done))
        return fail (error);

      done += n;
    }

  return TRUE;
}

static gboolean
append (AttuneEngineJoin         *self,
        const AttuneEnginePiece  *piece,
        GError                  **error)
{
  const Joined *last = get_last (self);
  g_autoptr(GChecksum) checksum = last != NULL ? g_checksum_copy (last->checksum)
                                               : g_checksum_new (G_CHECKSUM_MD5);
  g_autofd int fd = open (piece->path, (last != NULL ? O_RDONLY : O_RDWR) | O_CLOEXEC);
  gint64 at = last != NULL ? last->end : 0;
  gboolean is_there;
  Joined *joined;

  if (fd < 0)
    return fail (error);

  is_there = last == NULL || share (fd, self->fd, piece->size, at);

  if (!take_bytes (fd, piece->size, checksum, is_there ? -1 : self->fd, at, error))
    return FALSE;

  if (last == NULL)
    self->fd = g_steal_fd (&fd);

  /* So that the disk has not everything left to do in the end. */
  sync_file_range (self->fd, at, piece->size, SYNC_FILE_RANGE_WRITE);

  joined = g_new0 (Joined, 1);
  joined->path = g_strdup (piece->path);
  joined->end = at + piece->size;
  joined->checksum = g_steal_pointer (&checksum);
  g_ptr_array_add (self->joined, joined);

  return TRUE;
}

static gboolean
check_sum (AttuneEngineJoin  *self,
           const char        *md5,
           GError           **error)
{
  g_autoptr(GChecksum) checksum = g_checksum_copy (get_last (self)->checksum);
  const char *sum = g_checksum_get_string (checksum);

  if (md5 == NULL || g_ascii_strcasecmp (sum, md5) == 0)
    return TRUE;

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, "checksum_mismatch", "md5",
                           "What arrived is not what was sent: its MD5 is “%s”. Send the file again.",
                           sum);

  return FALSE;
}

static DexFuture *
join_thread (gpointer user_data)
{
  Work *work = user_data;
  AttuneEngineJoin *self = work->join;
  g_autoptr(GError) error = NULL;

  if (!cut (self, count_common (self, work->pieces), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = self->joined->len; i < work->pieces->len; i++)
    {
      if (!append (self, &g_array_index (work->pieces, AttuneEnginePiece, i), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  if (!work->is_last)
    return dex_future_new_true ();

  if (!check_sum (self, work->md5, &error) || (fsync (self->fd) != 0 && !fail (&error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
spawn (AttuneEngineJoin        *self,
       const AttuneEnginePiece *pieces,
       guint                    n_pieces,
       const char              *md5,
       gboolean                 is_last)
{
  Work *work = g_new0 (Work, 1);

  work->join = g_atomic_rc_box_acquire (self);
  work->pieces = g_array_new (FALSE, FALSE, sizeof (AttuneEnginePiece));
  g_array_set_clear_func (work->pieces, clear_piece);
  work->md5 = g_strdup (md5);
  work->is_last = is_last;

  for (guint i = 0; i < n_pieces; i++)
    {
      AttuneEnginePiece piece = { g_strdup (pieces[i].path), pieces[i].size };

      g_array_append_val (work->pieces, piece);
    }

  return attune_thread_spawn ("join-parts", join_thread, work, work_free);
}

/**
 * attune_engine_join_new:
 *
 * Returns: (transfer full): nothing joined yet
 */
AttuneEngineJoin *
attune_engine_join_new (void)
{
  AttuneEngineJoin *self = g_atomic_rc_box_new0 (AttuneEngineJoin);

  self->joined = g_ptr_array_new_with_free_func (joined_free);
  self->fd = -1;

  return self;
}

/**
 * attune_engine_join_free:
 * @self: (transfer full): a join
 *
 * Leaves all files as they are.
 */
void
attune_engine_join_free (AttuneEngineJoin *self)
{
  g_atomic_rc_box_release_full (self, clear_join);
}

/**
 * attune_engine_join_get_n:
 * @self: a join at which nothing goes on
 *
 * Returns: how many pieces have been joined
 */
guint
attune_engine_join_get_n (AttuneEngineJoin *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->joined->len;
}

/**
 * attune_engine_join_extend:
 * @self: a join at which nothing goes on
 * @pieces: (array length=n_pieces): what to put behind one another, at least one
 * @n_pieces: how many
 *
 * Makes the file of the first of @pieces hold all of them, on a thread. What it holds already is
 * not touched again.
 *
 * Returns: (transfer full): resolves once it does; rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_engine_join_extend (AttuneEngineJoin        *self,
                           const AttuneEnginePiece *pieces,
                           guint                    n_pieces)
{
  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (pieces != NULL && n_pieces > 0);

  return spawn (self, pieces, n_pieces, NULL, FALSE);
}

/**
 * attune_engine_join_finish:
 * @self: a join at which nothing goes on
 * @pieces: (array length=n_pieces): what to put behind one another, at least one
 * @n_pieces: how many
 * @md5: (nullable): what the whole has to have, in hexadecimal digits
 *
 * As attune_engine_join_extend(), to the end.
 *
 * Returns: (transfer full): resolves once the file is on disk; rejects with a 400 error when it is
 *   not what @md5 says, or with %ATTUNE_ERROR_STORAGE. All pieces are there as before.
 */
DexFuture *
attune_engine_join_finish (AttuneEngineJoin        *self,
                           const AttuneEnginePiece *pieces,
                           guint                    n_pieces,
                           const char              *md5)
{
  dex_return_error_if_fail (self != NULL);
  dex_return_error_if_fail (pieces != NULL && n_pieces > 0);

  return spawn (self, pieces, n_pieces, md5, TRUE);
}
