/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-progress.h"

G_BEGIN_DECLS

/* A file that somebody publishes, of which every byte is known beforehand. */
typedef struct
{
  const char *url;
  const char *path;       /* where it goes; its folder is made */
  guint64     size;       /* bytes */
  const char *sha256;     /* 64 hexadecimal digits, lower case */
  gboolean    can_resume; /* what comes is kept beside @path, and gone on with */
  guint       idle_msec;  /* how long nothing may be heard; 0: half a minute */
} AttuneFetch;

DexFuture *attune_fetch_start (const AttuneFetch  *download,
                               AttuneProgressFunc  progress,
                               gpointer            user_data,
                               GDestroyNotify      destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
