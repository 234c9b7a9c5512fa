/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-gemm"

#include "config.h"

#include <cblas.h>

#include "attune-trainer-gemm.h"

/**
 * attune_trainer_gemm_init:
 *
 * To be called once, before the first multiplication. libggml's threads each multiply a part of a
 * matrix; a second team of threads inside OpenBLAS makes that more than ten times slower.
 */
void
attune_trainer_gemm_init (void)
{
  openblas_set_num_threads (1);
}

/**
 * attune_trainer_gemm:
 * @left: a matrix of @n_rows × @depth
 * @right: a matrix of @depth × @n_columns
 * @n_rows: rows of the result
 * @n_columns: columns of the result
 * @depth: columns of @left, rows of @right
 * @add: whether to add to @result what comes out, rather than to replace it
 * @result: (inout): a matrix of @n_rows × @n_columns, row by row
 * @stride: numbers from one row of @result to the next
 *
 * Multiplies two matrices on the calling thread. Safe on several threads at once.
 */
void
attune_trainer_gemm (AttuneTrainerMatrix  left,
                     AttuneTrainerMatrix  right,
                     int                  n_rows,
                     int                  n_columns,
                     int                  depth,
                     gboolean             add,
                     float               *result,
                     int                  stride)
{
  cblas_sgemm (CblasRowMajor,
               left.is_transposed ? CblasTrans : CblasNoTrans,
               right.is_transposed ? CblasTrans : CblasNoTrans,
               n_rows, n_columns, depth,
               1.0f, left.values, left.stride, right.values, right.stride,
               add ? 1.0f : 0.0f, result, stride);
}
