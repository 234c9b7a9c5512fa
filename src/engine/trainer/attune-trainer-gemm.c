/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-gemm"

#include "config.h"

#include "attune-trainer-gemm.h"
#include "attune-trainer-pack.h"
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
#define BLOCK_COLUMNS    1024
#define UNPACKED_LINES   32
#define MAX_TILE_ROWS    8
#define MAX_TILE_COLUMNS 32

/* Packed weights are unpacked a block at a time, as they are copied. */
G_STATIC_ASSERT (DEPTH % ATTUNE_TRAINER_UNPACK_BLOCK == 0);
G_STATIC_ASSERT (BLOCK_COLUMNS % ATTUNE_TRAINER_UNPACK_BLOCK == 0);
G_STATIC_ASSERT (UNPACKED_LINES >= MAX_TILE_COLUMNS && BLOCK_COLUMNS >= DEPTH);

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
  float unpacked[UNPACKED_LINES * BLOCK_COLUMNS];
  float tile[MAX_TILE_ROWS * MAX_TILE_COLUMNS];
} Scratch;

static GPrivate scratch_key = G_PRIVATE_INIT (g_aligned_free);
static Kernel kernel;
static AttuneTrainerStopFunc should_stop;

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

static const guint8 *
get_packed (const AttuneTrainerMatrix *matrix,
            gsize                      line,
            gsize                      i)
{
  return matrix->packed + line * matrix->packed_stride +
         i / ggml_blck_size (matrix->type) * ggml_type_size (matrix->type);
}

/* Lines of weights that go through the depth: a strip is unpacked, then put in order. */
static void
unpack_lines_through (Scratch                   *scratch,
                      const AttuneTrainerMatrix *right,
                      int                        column,
                      int                        n_columns,
                      int                        d,
                      int                        depth)
{
  for (int first = 0; first < n_columns; first += kernel.n_columns)
    {
      int n = MIN (kernel.n_columns, n_columns - first);

      for (int i = 0; i < n; i++)
        attune_trainer_unpack (right->type, get_packed (right, column + first + i, d), depth,
                               scratch->unpacked + i * depth);

      attune_trainer_pack (scratch->unpacked, depth, 1, n, depth, kernel.n_columns, 0,
                           scratch->right + first * depth);
    }
}

/* Lines of weights that go across the strips, a few at a time. */
static void
unpack_lines_across (Scratch                   *scratch,
                     const AttuneTrainerMatrix *right,
                     int                        column,
                     int                        n_columns,
                     int                        d,
                     int                        depth)
{
  for (int first = 0; first < depth; first += UNPACKED_LINES)
    {
      int n = MIN (UNPACKED_LINES, depth - first);

      for (int i = 0; i < n; i++)
        attune_trainer_unpack (right->type, get_packed (right, d + first + i, column), n_columns,
                               scratch->unpacked + i * n_columns);

      attune_trainer_pack (scratch->unpacked, 1, n_columns, n_columns, n, kernel.n_columns,
                           kernel.n_columns * depth,
                           scratch->right + first * kernel.n_columns);
    }
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

  if (right->packed == NULL)
    attune_trainer_pack (right->values + column * step + d * depth_step, step, depth_step,
                         n_columns, depth, kernel.n_columns, kernel.n_columns * depth,
                         scratch->right);
  else if (right->is_transposed)
    unpack_lines_through (scratch, right, column, n_columns, d, depth);
  else
    unpack_lines_across (scratch, right, column, n_columns, d, depth);
}

static void
store_part (const float *tile,
            int          n_rows,
            int          n_columns,
            gboolean     add,
            float       *result,
            gsize        row_step,
            gsize        column_step)
{
  for (int row = 0; row < n_rows; row++)
    for (int column = 0; column < n_columns; column++)
      {
        float value = tile[row * kernel.n_columns + column];
        float *place = result + row * row_step + column * column_step;

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
                gsize     row_step,
                gsize     column_step)
{
  for (int column = 0; column < n_columns; column += kernel.n_columns)
    for (int row = 0; row < n_rows; row += kernel.n_rows)
      {
        const float *left = scratch->left + row * depth;
        const float *right = scratch->right + column * depth;
        float *place = result + row * row_step + column * column_step;
        int height = MIN (kernel.n_rows, n_rows - row);
        int width = MIN (kernel.n_columns, n_columns - column);

        if (height == kernel.n_rows && width == kernel.n_columns && column_step == 1)
          {
            kernel.multiply (left, right, depth, add, place, row_step);
            continue;
          }

        kernel.multiply (left, right, depth, FALSE, scratch->tile, kernel.n_columns);
        store_part (scratch->tile, height, width, add, place, row_step, column_step);
      }
}

static void
multiply (AttuneTrainerMatrix  left,
          AttuneTrainerMatrix  right,
          int                  n_rows,
          int                  n_columns,
          int                  depth,
          gboolean             add,
          float               *result,
          gsize                row_step,
          gsize                column_step)
{
  const gsize left_step = left.is_transposed ? 1 : left.stride;
  const gsize left_depth_step = left.is_transposed ? left.stride : 1;
  Scratch *scratch = get_scratch ();

  for (int column = 0; column < n_columns; column += BLOCK_COLUMNS)
    for (int d = 0; d < depth; d += DEPTH)
      {
        int width = MIN (BLOCK_COLUMNS, n_columns - column);
        int length = MIN (DEPTH, depth - d);

        if (should_stop != NULL && should_stop ())
          return;

        pack_right (scratch, &right, column, width, d, length);

        for (int row = 0; row < n_rows; row += BLOCK_ROWS)
          {
            int height = MIN (BLOCK_ROWS, n_rows - row);

            attune_trainer_pack (left.values + row * left_step + d * left_depth_step, left_step,
                                 left_depth_step, height, length, kernel.n_rows,
                                 kernel.n_rows * length, scratch->left);
            multiply_block (scratch, height, width, length, add || d > 0,
                            result + row * row_step + column * column_step, row_step, column_step);
          }
      }
}

static AttuneTrainerMatrix
transpose (AttuneTrainerMatrix matrix)
{
  matrix.is_transposed = !matrix.is_transposed;

  return matrix;
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
 * attune_trainer_gemm_set_stop:
 * @function: (nullable): asked between two blocks whether to give up
 *
 * A product of a large model may take a minute. Once @function has said so, what products leave
 * behind is of no use; it must not change its mind. To be called before the first of them.
 */
void
attune_trainer_gemm_set_stop (AttuneTrainerStopFunc function)
{
  should_stop = function;
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
  /* A few columns, those of an adapter, would leave most of each tile empty. Its rows are fewer. */
  if (n_columns < n_rows && n_columns <= kernel.n_columns / 2 && right.packed == NULL)
    multiply (transpose (right), transpose (left), n_columns, n_rows, depth, add,
              result, 1, stride);
  else
    multiply (left, right, n_rows, n_columns, depth, add, result, stride, 1);
}
