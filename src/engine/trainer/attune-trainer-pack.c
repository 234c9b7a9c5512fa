/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-pack"

#include "config.h"

#include <string.h>

#include "attune-trainer-pack.h"

/* What every processor has registers for. */
#define QUAD 4

typedef float Quad __attribute__ ((vector_size (QUAD * sizeof (float)), aligned (sizeof (float))));

static inline Quad
load (const float *values)
{
  return *(const Quad *)values;
}

static inline void
store (float *place,
       Quad   values)
{
  *(Quad *)place = values;
}

/* Four numbers of each of four lines, so that the four first ones come to lie together, then the
 * four second ones. */
static inline void
transpose_quads (const float *source,
                 gsize        step,
                 float       *packed,
                 int          width)
{
  Quad a = load (source);
  Quad b = load (source + step);
  Quad c = load (source + 2 * step);
  Quad d = load (source + 3 * step);
  Quad ab_low = __builtin_shufflevector (a, b, 0, 4, 1, 5);
  Quad ab_high = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  Quad cd_low = __builtin_shufflevector (c, d, 0, 4, 1, 5);
  Quad cd_high = __builtin_shufflevector (c, d, 2, 6, 3, 7);

  store (packed, __builtin_shufflevector (ab_low, cd_low, 0, 1, 4, 5));
  store (packed + width, __builtin_shufflevector (ab_low, cd_low, 2, 3, 6, 7));
  store (packed + 2 * width, __builtin_shufflevector (ab_high, cd_high, 0, 1, 4, 5));
  store (packed + 3 * width, __builtin_shufflevector (ab_high, cd_high, 2, 3, 6, 7));
}

/* Lines that each go through the depth of a strip: four at a time to their ends, which is how
 * processors read ahead. */
static void
transpose (const float *source,
           gsize        step,
           int          n,
           int          depth,
           int          width,
           float       *packed)
{
  const int n_quads = n / QUAD * QUAD;
  const int depth_quads = depth / QUAD * QUAD;

  for (int i = 0; i < n_quads; i += QUAD)
    {
      for (int d = 0; d < depth_quads; d += QUAD)
        transpose_quads (source + i * step + d, step, packed + d * width + i, width);

      for (int d = depth_quads; d < depth; d++)
        for (int j = i; j < i + QUAD; j++)
          packed[d * width + j] = source[j * step + d];
    }

  for (int i = n_quads; i < n; i++)
    for (int d = 0; d < depth; d++)
      packed[d * width + i] = source[i * step + d];
}

static inline void
copy (const float *source,
      int          n,
      float       *packed)
{
  int i;

  for (i = 0; i + QUAD <= n; i += QUAD)
    store (packed + i, load (source + i));
  for (; i < n; i++)
    packed[i] = source[i];
}

/* Lines that each go across all strips: one after the other, which is how they come from memory. */
static void
pack_across (const float *source,
             gsize        depth_step,
             int          n,
             int          depth,
             int          width,
             gsize        strip_size,
             float       *packed)
{
  for (int d = 0; d < depth; d++, source += depth_step, packed += width)
    for (int first = 0; first < n; first += width)
      copy (source + first, MIN (width, n - first), packed + first / width * strip_size);
}

/**
 * attune_trainer_pack:
 * @source: some part of a matrix
 * @step: to the number beside one, in what becomes a strip; 1, or @depth_step is
 * @depth_step: to the number behind one
 * @n: numbers side by side
 * @depth: numbers behind each other
 * @width: of a strip
 * @strip_size: numbers from one strip to the next
 * @packed: (out caller-allocates): where the first strip is written
 *
 * Copies a part of a matrix so that the numbers which meet in one step of a product lie together:
 * strips of @width, of which the last is filled up with zeros.
 */
void
attune_trainer_pack (const float *source,
                     gsize        step,
                     gsize        depth_step,
                     int          n,
                     int          depth,
                     int          width,
                     gsize        strip_size,
                     float       *packed)
{
  const int n_whole = n / width * width;

  if (n_whole < n)
    memset (packed + n_whole / width * strip_size, 0, (gsize)width * depth * sizeof (float));

  if (step == 1)
    pack_across (source, depth_step, n, depth, width, strip_size, packed);
  else
    for (int first = 0; first < n; first += width)
      transpose (source + first * step, step, MIN (width, n - first), depth, width,
                 packed + first / width * strip_size);
}
