/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-upload-digest"

#include "config.h"

#include "attune-thread.h"
#include "attune-upload-body.h"
#include "attune-upload-digest.h"

#define READ_SIZE (256 * 1024)

/* What the thread works on. It may outlive the digest that nobody wants any more. */
typedef struct
{
  char   *path;
  gint64  size;
  gint64  modified;
  int     is_dropped;    /* atomic */
} Work;

struct _AttuneUploadDigest
{
  Work      *work;
  DexFuture *future;
};

static void
clear_work (gpointer data)
{
  Work *work = data;

  g_free (work->path);
}

static void
release_work (gpointer work)
{
  g_atomic_rc_box_release_full (work, clear_work);
}

/* Adds those of @length bytes, which stand at @position in the body, that are of the file. */
static void
add_bytes (GChecksum        *checksum,
           AttuneUploadBody *body,
           gint64            position,
           const guint8     *bytes,
           gssize            length)
{
  gint64 begin = attune_upload_body_get_file_offset (body);
  gint64 end = begin + attune_upload_body_get_file_size (body);
  gint64 from = MAX (position, begin);
  gint64 to = MIN (position + length, end);

  if (from < to)
    g_checksum_update (checksum, bytes + (from - position), to - from);
}

/* Reads what an upload of the whole file would read, so that a file which changes is noticed. */
static DexFuture *
compute_thread (gpointer user_data)
{
  Work *work = user_data;
  AttuneUploadForm form = {
    .field = "data",
    .filename = "data",
    .expected_size = work->size,
    .expected_modified = work->modified,
  };
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_autofree guint8 *bytes = g_malloc (READ_SIZE);
  g_autoptr(AttuneUploadBody) body = NULL;
  g_autoptr(GError) error = NULL;
  gint64 position = 0;

  if ((body = attune_upload_body_open (work->path, &form, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (;;)
    {
      gssize length = g_input_stream_read (G_INPUT_STREAM (body), bytes, READ_SIZE, NULL, &error);

      if (length < 0)
        return dex_future_new_for_error (g_steal_pointer (&error));

      if (length == 0 || g_atomic_int_get (&work->is_dropped))
        break;

      add_bytes (checksum, body, position, bytes, length);
      position += length;
    }

  return dex_future_new_for_string (g_checksum_get_string (checksum));
}

/**
 * attune_upload_digest_start: (skip)
 * @path: a file
 * @size: its length, in bytes
 * @modified: when it was changed last, in nanoseconds
 *
 * Returns: (transfer full): the computation, begun; freeing it ends it
 */
AttuneUploadDigest *
attune_upload_digest_start (const char *path,
                            gint64      size,
                            gint64      modified)
{
  AttuneUploadDigest *self = g_new0 (AttuneUploadDigest, 1);

  self->work = g_atomic_rc_box_new0 (Work);
  self->work->path = g_strdup (path);
  self->work->size = size;
  self->work->modified = modified;
  self->future = attune_thread_spawn ("upload-digest", compute_thread,
                                      g_atomic_rc_box_acquire (self->work), release_work);

  return self;
}

/**
 * attune_upload_digest_get: (skip)
 * @self: a computation
 *
 * Returns: (transfer full): a future that resolves to the MD5 as 32 hexadecimal digits, or rejects
 *   with %ATTUNE_ERROR_DATA when the file changed, or %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_upload_digest_get (AttuneUploadDigest *self)
{
  return dex_ref (self->future);
}

/**
 * attune_upload_digest_free: (skip)
 * @self: (transfer full): a computation
 */
void
attune_upload_digest_free (AttuneUploadDigest *self)
{
  g_atomic_int_set (&self->work->is_dropped, TRUE);
  dex_clear (&self->future);
  release_work (self->work);
  g_free (self);
}
