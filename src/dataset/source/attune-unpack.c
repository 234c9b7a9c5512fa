/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-unpack"

#include "config.h"

#include "attune-error.h"
#include "attune-gunzip.h"
#include "attune-packing.h"

/* Between two reports of progress, in bytes. */
#define REPORT_EVERY (4 * 1024 * 1024)

typedef struct
{
  const AttuneUnpackRequest *request;
  AttuneSpool               *spool;
  gboolean                   is_head;
  goffset                    next_report;
  AttuneProgressFunc         progress;
  gpointer                   user_data;
} Unpacking;

static gboolean
write_block (const char  *bytes,
             gsize        length,
             goffset      done,
             gpointer     user_data,
             GError     **error)
{
  Unpacking *self = user_data;
  goffset written;

  if (!attune_spool_write (self->spool, bytes, length, error))
    return FALSE;

  written = attune_spool_get_length (self->spool);
  self->is_head = self->request->head > 0 && written >= self->request->head;

  if (self->progress != NULL && written >= self->next_report)
    {
      self->progress (done, self->request->packed_size, self->user_data);
      self->next_report = written + REPORT_EVERY;
    }

  return !self->is_head;
}

static gboolean
read_blocks (const AttuneUnpackRequest  *request,
             Unpacking                  *unpacking,
             AttunePackingExtent        *extent,
             GCancellable               *cancellable,
             GError                    **error)
{
  if (request->packing == ATTUNE_PACKING_GZIP)
    return attune_gunzip_read (request->fd, write_block, unpacking, extent, cancellable, error);

  return attune_packing_read_member (request, write_block, unpacking, extent, cancellable, error);
}

/**
 * attune_packing_unpack:
 * @request: what to unpack
 * @spool: where it goes; its limit protects from a file that was made to fill the disk
 * @extent: (out): whether there is more than was unpacked, and why
 * @progress: (nullable) (scope call): told of the bytes of the packed file that are done
 * @user_data: for @progress
 * @cancellable: (nullable): to stop
 * @error: (nullable): where to put an error
 *
 * What is there of a file that is cut off is unpacked, if that is anything; of one that was
 * changed, nothing is of use, since nobody knows where. Fails with %ATTUNE_ERROR_DATA when the file
 * is damaged, and as attune_spool_write() does.
 *
 * Returns: whether @spool has all that was asked for, and is there
 */
gboolean
attune_packing_unpack (const AttuneUnpackRequest  *request,
                       AttuneSpool                *spool,
                       AttunePackingExtent        *extent,
                       AttuneProgressFunc          progress,
                       gpointer                    user_data,
                       GCancellable               *cancellable,
                       GError                    **error)
{
  Unpacking unpacking = {
    .request = request,
    .spool = spool,
    .progress = progress,
    .user_data = user_data,
  };
  g_autoptr(GError) local_error = NULL;
  const char *detail;
  goffset unpacked;

  *extent = ATTUNE_PACKING_WHOLE;

  if (read_blocks (request, &unpacking, extent, cancellable, &local_error))
    {
      *extent = unpacking.is_head ? ATTUNE_PACKING_HEAD : ATTUNE_PACKING_WHOLE;
      return TRUE;
    }

  unpacked = attune_spool_get_length (spool);

  if (*extent == ATTUNE_PACKING_CUT_OFF && unpacked > 0)
    return TRUE;

  if (*extent != ATTUNE_PACKING_WHOLE)
    {
      detail = attune_error_get_detail (local_error);

      return attune_packing_fail_damaged (detail != NULL ? detail : local_error->message,
                                          request->display_name, unpacked, error);
    }

  if (local_error->domain == G_IO_ERROR && local_error->code != G_IO_ERROR_CANCELLED)
    attune_set_error_from_io (error, local_error, request->display_name);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}
