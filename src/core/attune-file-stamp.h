/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/stat.h>

#include <glib.h>

G_BEGIN_DECLS

/* Which file it is: another one at the same place has another stamp. */
typedef struct
{
  guint64 size;    /* bytes */
  gint64  mtime;   /* nanoseconds since 1970 */
} AttuneFileStamp;

void     attune_file_stamp_take  (AttuneFileStamp       *stamp,
                                  const struct stat     *info);
gboolean attune_file_stamp_read  (AttuneFileStamp       *stamp,
                                  const char            *path);
gboolean attune_file_stamp_equal (const AttuneFileStamp *a,
                                  const AttuneFileStamp *b);

G_END_DECLS
