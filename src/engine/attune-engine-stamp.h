/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a file is known again by without being read. Where it differs the content may still be the
 * same; where it does not, nobody has written into the file. */
typedef struct
{
  gint64  size;         /* bytes */
  gint64  changed_at;   /* nanoseconds since 1970 */
  guint64 inode;
} AttuneEngineStamp;

gboolean attune_engine_stamp_take  (AttuneEngineStamp       *self,
                                    const char              *path);
gboolean attune_engine_stamp_equal (const AttuneEngineStamp *self,
                                    const AttuneEngineStamp *other);

G_END_DECLS
