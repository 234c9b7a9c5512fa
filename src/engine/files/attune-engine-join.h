/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* A part of a file, as it lies on the disk. */
typedef struct
{
  char   *path;
  gint64  size;
} AttuneEnginePiece;

/**
 * AttuneEngineJoin:
 *
 * Pieces on their way to become one file: the file of the first of them, to which the others are
 * appended. Each stays where it is as well, so that another order can still be asked for.
 */
typedef struct _AttuneEngineJoin AttuneEngineJoin;

AttuneEngineJoin *attune_engine_join_new         (void);
void              attune_engine_join_free        (AttuneEngineJoin        *self);
guint             attune_engine_join_get_n       (AttuneEngineJoin        *self);

/* One after the other: the next once the last is settled. */
DexFuture        *attune_engine_join_extend      (AttuneEngineJoin        *self,
                                                  const AttuneEnginePiece *pieces,
                                                  guint                    n_pieces) G_GNUC_WARN_UNUSED_RESULT;
DexFuture        *attune_engine_join_finish      (AttuneEngineJoin        *self,
                                                  const AttuneEnginePiece *pieces,
                                                  guint                    n_pieces,
                                                  const char              *md5) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
