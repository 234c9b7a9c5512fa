/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "attune-token-encoding.h"

G_BEGIN_DECLS

/* The longest token of any encoding has 128 bytes. */
#define ATTUNE_RANK_MAX_LENGTH 255

/* The tokens of one encoding, in the order of their ranks. A rank without a token is empty. */
typedef struct
{
  guint    n_ranks;
  guint8  *bytes;
  guint32 *offsets;   /* n_ranks + 1 of them */
} AttuneRankFile;

AttuneRankFile *attune_rank_file_load (AttuneTokenEncoding   encoding,
                                       GError              **error);
void            attune_rank_file_free (AttuneRankFile       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneRankFile, attune_rank_file_free)

static inline const guint8 *
attune_rank_file_get (const AttuneRankFile *self,
                      guint32               rank,
                      guint                *length)
{
  *length = self->offsets[rank + 1] - self->offsets[rank];

  return self->bytes + self->offsets[rank];
}

G_END_DECLS
