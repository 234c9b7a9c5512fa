/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-file-stamp"

#include "config.h"

#include "attune-file-stamp.h"

/**
 * attune_file_stamp_take:
 * @stamp: (out caller-allocates): the stamp
 * @info: what the system says of a file
 */
void
attune_file_stamp_take (AttuneFileStamp   *stamp,
                        const struct stat *info)
{
  stamp->size = info->st_size;
  stamp->mtime = info->st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + info->st_mtim.tv_nsec;
}

/**
 * attune_file_stamp_read:
 * @stamp: (out caller-allocates): what is found
 * @path: (type filename): a file
 *
 * Returns: whether there is a file
 */
gboolean
attune_file_stamp_read (AttuneFileStamp *stamp,
                        const char      *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return FALSE;

  attune_file_stamp_take (stamp, &info);

  return TRUE;
}

/**
 * attune_file_stamp_equal:
 * @a: a stamp
 * @b: another
 *
 * Returns: whether both are of one file, unchanged
 */
gboolean
attune_file_stamp_equal (const AttuneFileStamp *a,
                         const AttuneFileStamp *b)
{
  return a->size == b->size && a->mtime == b->mtime;
}
