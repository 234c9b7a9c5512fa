/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-stamp"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-engine-stamp.h"

#define NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)

/**
 * attune_engine_stamp_take:
 * @self: (out): the stamp; all zeros when there is no file
 * @path: (type filename): a file; links are followed
 *
 * Returns: whether there is a regular file
 */
gboolean
attune_engine_stamp_take (AttuneEngineStamp *self,
                          const char        *path)
{
  GStatBuf info;

  *self = (AttuneEngineStamp){ 0 };

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return FALSE;

  self->size = info.st_size;
  self->changed_at = info.st_mtim.tv_sec * NSEC_PER_SEC + info.st_mtim.tv_nsec;
  self->inode = info.st_ino;

  return TRUE;
}

/**
 * attune_engine_stamp_equal:
 * @self: a stamp
 * @other: another one
 *
 * Returns: whether they are of a file that nobody has written into meanwhile
 */
gboolean
attune_engine_stamp_equal (const AttuneEngineStamp *self,
                           const AttuneEngineStamp *other)
{
  return self->size == other->size && self->changed_at == other->changed_at &&
         self->inode == other->inode;
}
