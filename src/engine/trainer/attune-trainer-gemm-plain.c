/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-gemm"

#include "config.h"

#include <string.h>

#include "attune-trainer-gemm.h"

/* The result is made in tiles that stay in registers, from strips of both matrices that are copied
 * together so that they stay in the caches: DEPTH × TILE_ROWS and DEPTH × TILE_COLUMNS numbers in the
 * first level, DEPTH × BLOCK_COLUMNS in the second. */
#define LANES         16
#define TILE_ROWS     8
#define TILE_VECTORS  2
#define TILE_COLUMNS  (TILE_VECTORS * LANES)
#define DEPTH         256
#define BLOCK_ROWS    64
#define BLOCK_COLUMNS 256

/* One source, and the loader takes the version for the widest registers of the processor. */
#if defined (__x86_64__) && defined (__GNUC__) && !defined (__clang__)
#define FOR_EACH_PROCESSOR \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

typedef float Vector __attribute__ ((vector_size (LANES * sizeof (float)), aligned (sizeof (float))));

typedef struct
{
  float left[BLOCK_ROWS * DEPTH];
  float right[BLOCK_COLUMNS * DEPTH];
} Scratch;

static _Thread_local Scratch scratch __attribute__ ((aligned (64)));

/* Copies @n strips' numbers so that those which meet in one step of the inner loop lie together:
 * @across of one matrix at the same depth, filled up with zeros to @width. */
static void
pack (const AttuneTrainerMatrix *matrix,
      gboolean                   depth_is_row,
      int                        first,
      int                        n,
      int                        first_depth,
      int                        depth,
      int                        width,
      float                     *packed)
{
  for (int strip = 0; strip < n; strip += width, packed += width * depth)
    {
      int n_across = MIN (width, n - strip);
      gsize step = depth_is_row ? 1 : matrix->stride;
      gsize depth_step = depth_is_row ? matrix->stride : 1;
      const float *source = matrix->values + (first + strip) * step + first_depth * depth_step;

      for (int d = 0; d < depth; d++)
        {
          for (int i = 0; i < n_across; i++)
            packed[d * width + i] = source[i * step + d * depth_step];
          for (int i = n_across; i < width; i++)
            packed[d * width + i] = 0.0f;
        }
    }
}

static void
store_tile (const float *tile,
            int          n_rows,
            int          n_columns,
            gboolean     add,
            float       *result,
            int          stride)
{
  for (int row = 0; row < n_rows; row++)
    for (int column = 0; column < n_columns; column++)
      {
        float value = tile[row * TILE_COLUMNS + column];
        float *place = result + (gsize)row * stride + column;

        *place = add ? *place + value : value;
      }
}

FOR_EACH_PROCESSOR
static void
multiply_tile (const float *left,
               const float *right,
               int          depth,
               float       *tile)
{
  Vector sums[TILE_ROWS][TILE_VECTORS] = { 0 };

  for (int d = 0; d < depth; d++, left += TILE_ROWS, right += TILE_COLUMNS)
    {
      const Vector first = *(const Vector *)right;
      const Vector second = *(const Vector *)(right + LANES);

#pragma GCC unroll 8
      for (int row = 0; row < TILE_ROWS; row++)
        {
          sums[row][0] += left[row] * first;
          sums[row][1] += left[row] * second;
        }
    }

  memcpy (tile, sums, sizeof sums);
}

static void
multiply_block (int       n_rows,
                int       n_columns,
                int       depth,
                gboolean  add,
                float    *result,
                int       stride)
{
  float tile[TILE_ROWS * TILE_COLUMNS];

  for (int row = 0; row < n_rows; row += TILE_ROWS)
    for (int column = 0; column < n_columns; column += TILE_COLUMNS)
      {
        multiply_tile (scratch.left + row * depth, scratch.right + column * depth, depth, tile);
        store_tile (tile, MIN (TILE_ROWS, n_rows - row), MIN (TILE_COLUMNS, n_columns - column), add,
                    result + (gsize)row * stride + column, stride);
      }
}

/**
 * attune_trainer_gemm_init:
 *
 * To be called once, before the first multiplication.
 */
void
attune_trainer_gemm_init (void)
{
  g_debug ("Built without OpenBLAS: matrices are multiplied by plain C.");
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
  for (int column = 0; column < n_columns; column += BLOCK_COLUMNS)
    for (int d = 0; d < depth; d += DEPTH)
      {
        int width = MIN (BLOCK_COLUMNS, n_columns - column);
        int length = MIN (DEPTH, depth - d);

        pack (&right, !right.is_transposed, column, width, d, length, TILE_COLUMNS, scratch.right);

        for (int row = 0; row < n_rows; row += BLOCK_ROWS)
          {
            int height = MIN (BLOCK_ROWS, n_rows - row);

            pack (&left, left.is_transposed, row, height, d, length, TILE_ROWS, scratch.left);
            multiply_block (height, width, length, add || d > 0,
                            result + (gsize)row * stride + column, stride);
          }
      }
}
