/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-gemm"

#include "config.h"

#include <string.h>

#include "attune-trainer-gemm.h"
#include "attune-trainer-unpack.h"

/* Why not a BLAS: libggml's threads each multiply a part of a matrix, and which flavour of OpenBLAS
 * is installed decides whether that is safe. The serial one silently gives wrong numbers when two
 * threads call it, the others bring a second team of threads. At the sizes of training on a
 * processor this is as fast, and what comes out is the same on every system.
 *
 * The result is made in tiles that stay in registers, from strips of both matrices that are copied
 * together to stay in the caches: DEPTH × BLOCK_COLUMNS numbers of the right matrix and
 * DEPTH × BLOCK_ROWS of the left one. The block sizes are multiples of every kernel's tile. */
#define DEPTH            256
#define BLOCK_ROWS       96
#define BLOCK_COLUMNS    256
#define TRANSPOSED       16
#define MAX_TILE_ROWS    8
#define MAX_TILE_COLUMNS 32

/* Packed weights are unpacked a block at a time, as they are copied. */
G_STATIC_ASSERT (DEPTH % ATTUNE_TRAINER_UNPACK_BLOCK == 0);
G_STATIC_ASSERT (BLOCK_COLUMNS % ATTUNE_TRAINER_UNPACK_BLOCK == 0);

/* Multiplies a strip of the left matrix with a strip of the right one into a tile of @result. */
typedef void (*TileFunc) (const float *left,
                          const float *right,
                          int          depth,
                          gboolean     add,
                          float       *result,
                          gsize        stride);

typedef struct
{
  TileFunc multiply;
  int      n_rows;      /* of the tile */
  int      n_columns;
} Kernel;

typedef struct
{
  float left[BLOCK_ROWS * DEPTH];
  float right[BLOCK_COLUMNS * DEPTH];
  float unpacked[BLOCK_COLUMNS * DEPTH];
  float tile[MAX_TILE_ROWS * MAX_TILE_COLUMNS];
} Scratch;

static GPrivate scratch_key = G_PRIVATE_INIT (g_aligned_free);
static Kernel kernel;

/* One source for every width of registers: they sum up ROWS × 2 vectors of LANES numbers. */
#define DEFINE_KERNEL(name, attributes, LANES, ROWS)                                              \
  typedef float name##_vector __attribute__ ((vector_size (LANES * sizeof (float)),               \
                                              aligned (sizeof (float))));                         \
                                                                                                  \
  attributes static void                                                                          \
  name (const float *left,                                                                        \
        const float *right,                                                                       \
        int          depth,                                                                       \
        gboolean     add,                                                                         \
        float       *result,                                                                      \
        gsize        stride)                                                                      \
  {                                                                                               \
    name##_vector sums[ROWS][2] = { 0 };                                                          \
                                                                                                  \
    for (int d = 0; d < depth; d++, left += ROWS, right += 2 * LANES)                             \
      {                                                                                           \
        const name##_vector first = *(const name##_vector *)right;                                \
        const name##_vector second = *(const name##_vector *)(right + LANES);                     \
                                                                                                  \
        _Pragma ("GCC unroll 8")                                                                  \
        for (int row = 0; row < ROWS; row++)                                                      \
          {                                                                                       \
            sums[row][0] += left[row] * first;                                                    \
            sums[row][1] += left[row] * second;                                                   \
          }                                                                                       \
      }                                                                                           \
                                                                                                  \
    _Pragma ("GCC unroll 8")                                                                      \
    for (int row = 0; row < ROWS; row++)                                                          \
      {                                                                                           \
        name##_vector *place = (name##_vector *)(result + row * stride);                          \
                                                                                                  \
        place[0] = add ? place[0] + sums[row][0] : sums[row][0];                                  \
        place[1] = add ? place[1] + sums[row][1] : sums[row][1];                                  \
      }                                                                                           \
  }

DEFINE_KERNEL (multiply_tile_128, , 4, 4)

#ifdef __x86_64__
DEFINE_KERNEL (multiply_tile_256, __attribute__ ((target ("avx2,fma"))), 8, 6)
DEFINE_KERNEL (multiply_tile_512, __attribute__ ((target ("avx512f"))), 16, 8)
#endif

static Scratch *
get_scratch (void)
{
  Scratch *scratch = g_private_get (&scratch_key);

  if (scratch == NULL)
    {
      scratch = g_aligned_alloc (1, sizeof (Scratch), 64);
      g_private_set (&scratch_key, scratch);
    }

  return scratch;
}

/* Copies a block so that the numbers which meet in one step of the inner loop lie together: strips
 * of @width, filled up with zeros. */
static void
pack (const float *source,
      gsize        step,          /* to the next number of a strip */
      gsize        depth_step,
      int          n,
      int          depth,
      int          width,
      float       *packed)
{
  for (int strip = 0; strip < n; strip += width, packed += width * depth)
    {
      const float *start = source + strip * step;
      int n_across = MIN (width, n - strip);

      if (n_across < width)
        memset (packed, 0, (gsize)width * depth * sizeof (float));

      if (step == 1)
        for (int d = 0; d < depth; d++)
          memcpy (packed + d * width, start + d * depth_step, n_across * sizeof (float));
      else
        for (int d = 0; d < depth; d += TRANSPOSED)
          for (int i = 0; i < n_across; i++)
            for (int e = d; e < MIN (d + TRANSPOSED, depth); e++)
              packed[e * width + i] = start[i * step + e];
    }
}

static const guint8 *
get_packed (const AttuneTrainerMatrix *matrix,
            gsize                      line,
            gsize                      i)
{
  return matrix->packed + line * matrix->packed_stride +
         i / ggml_blck_size (matrix->type) * ggml_type_size (matrix->type);
}

static void
pack_right (Scratch                   *scratch,
            const AttuneTrainerMatrix *right,
            int                        column,
            int                        n_columns,
            int                        d,
            int                        depth)
{
  const gsize step = right->is_transposed ? right->stride : 1;
  const gsize depth_step = right->is_transposed ? 1 : right->stride;
  const int first_line = right->is_transposed ? column : d;
  const int n_lines = right->is_transposed ? n_columns : depth;
  const int start = right->is_transposed ? d : column;
  const int length = right->is_transposed ? depth : n_columns;

  if (right->packed == NULL)
    {
      pack (right->values + column * step + d * depth_step, step, depth_step,
            n_columns, depth, kernel.n_columns, scratch->right);
      return;
    }

  for (int i = 0; i < n_lines; i++)
    attune_trainer_unpack (right->type, get_packed (right, first_line + i, start), length,
                           scratch->unpacked + (gsize)i * length);

  pack (scratch->unpacked, right->is_transposed ? length : 1, right->is_transposed ? 1 : length,
        n_columns, depth, kernel.n_columns, scratch->right);
}

static void
store_part (const float *tile,
            int          n_rows,
            int          n_columns,
            gboolean     add,
            float       *result,
            gsize        stride)
{
  for (int row = 0; row < n_rows; row++)
    for (int column = 0; column < n_columns; column++)
      {
        float value = tile[row * kernel.n_columns + column];
        float *place = result + row * stride + column;

        *place = add ? *place + value : value;
      }
}

static void
multiply_block (Scratch  *scratch,
                int       n_rows,
                int       n_columns,
                int       depth,
                gboolean  add,
                float    *result,
                gsize     stride)
{
  for (int column = 0; column < n_columns; column += kernel.n_columns)
    for (int row = 0; row < n_rows; row += kernel.n_rows)
      {
        const float *left = scratch->left + row * depth;
        const float *right = scratch->right + column * depth;
        float *place = result + row * stride + column;
        int height = MIN (kernel.n_rows, n_rows - row);
        int width = MIN (kernel.n_columns, n_columns - column);

        if (height == kernel.n_rows && width == kernel.n_columns)
          {
            kernel.multiply (left, right, depth, add, place, stride);
            continue;
          }

        kernel.multiply (left, right, depth, FALSE, scratch->tile, kernel.n_columns);
        store_part (scratch->tile, height, width, add, place, stride);
      }
}

/**
 * attune_trainer_gemm_init:
 *
 * Chooses what suits the processor. To be called once, before the first multiplication.
 */
void
attune_trainer_gemm_init (void)
{
  attune_trainer_unpack_init ();
  kernel = (Kernel) { multiply_tile_128, 4, 8 };

#ifdef __x86_64__
  if (__builtin_cpu_supports ("avx512f"))
    kernel = (Kernel) { multiply_tile_512, 8, 32 };
  else if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    kernel = (Kernel) { multiply_tile_256, 6, 16 };
#endif
}

/**
 * attune_trainer_gemm:
 * @left: a matrix of @n_rows × @depth
 * @right: a matrix of @depth × @n_columns, which may be packed
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
  const gsize left_step = left.is_transposed ? 1 : left.stride;
  const gsize left_depth_step = left.is_transposed ? left.stride : 1;
  Scratch *scratch = get_scratch ();

  for (int column = 0; column < n_columns; column += BLOCK_COLUMNS)
    for (int d = 0; d < depth; d += DEPTH)
      {
        int width = MIN (BLOCK_COLUMNS, n_columns - column);
        int length = MIN (DEPTH, depth - d);

        pack_right (scratch, &right, column, width, d, length);

        for (int row = 0; row < n_rows; row += BLOCK_ROWS)
          {
            int height = MIN (BLOCK_ROWS, n_rows - row);

            pack (left.values + row * left_step + d * left_depth_step, left_step,
                  left_depth_step, height, length, kernel.n_rows, scratch->left);
            multiply_block (scratch, height, width, length, add || d > 0,
                            result + (gsize)row * stride + column, stride);
          }
      }
}
