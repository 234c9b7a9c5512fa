/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <ggml.h>

G_BEGIN_DECLS

/* A matrix in memory, row by row, or column by column where it is transposed. Only the right one of
 * two may be packed; its rows (or columns) are whole blocks. */
typedef struct
{
  const float    *values;        /* NULL where it is packed */
  int             stride;        /* numbers from one row (or column) to the next */
  gboolean        is_transposed;
  enum ggml_type  type;
  const guint8   *packed;
  gsize           packed_stride; /* bytes */
} AttuneTrainerMatrix;

/* Asked on a computing thread whether to give up. */
typedef gboolean (*AttuneTrainerStopFunc) (void);

void attune_trainer_gemm_init     (void);
void attune_trainer_gemm_set_stop (AttuneTrainerStopFunc should_stop);
void attune_trainer_gemm          (AttuneTrainerMatrix  left,
                                   AttuneTrainerMatrix  right,
                                   int                  n_rows,
                                   int                  n_columns,
                                   int                  depth,
                                   gboolean             add,
                                   float               *result,
                                   int                  stride);

G_END_DECLS
