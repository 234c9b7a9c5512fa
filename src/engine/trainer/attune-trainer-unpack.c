/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-unpack"

#include "config.h"

#include <string.h>

#include "attune-trainer-unpack.h"

/* libggml can unpack all types, but is built for the oldest processor there is; training unpacks
 * every weight three times for each example. The types that models for training usually have are
 * unpacked here as well, in loops that compilers vectorize. */
#define Q8_LENGTH 32
#define Q4_LENGTH 32

/* As in a GGUF file: a half-precision scale, then the numbers. */
typedef struct
{
  guint16 scale;
  gint8   numbers[Q8_LENGTH];
} Q8Block;

typedef struct
{
  guint16 scale;
  guint8  numbers[Q4_LENGTH / 2];   /* low halves first, then high halves */
} Q4Block;

G_STATIC_ASSERT (sizeof (Q8Block) == 34);
G_STATIC_ASSERT (sizeof (Q4Block) == 18);

static gboolean is_fast;

#ifdef __x86_64__
#define FAST __attribute__ ((target ("avx2,fma,f16c")))

FAST static float
widen (guint16 half)
{
  _Float16 value;

  memcpy (&value, &half, sizeof value);

  return value;
}

FAST static void
unpack_f16 (const _Float16 *restrict packed,
            gint64                   n,
            float          *restrict values)
{
  for (gint64 i = 0; i < n; i++)
    values[i] = packed[i];
}

FAST static void
unpack_q8 (const Q8Block *restrict blocks,
           gint64                  n,
           float         *restrict values)
{
  for (gint64 block = 0; block < n / Q8_LENGTH; block++, values += Q8_LENGTH)
    {
      const float scale = widen (blocks[block].scale);

      for (int i = 0; i < Q8_LENGTH; i++)
        values[i] = blocks[block].numbers[i] * scale;
    }
}

FAST static void
unpack_q4 (const Q4Block *restrict blocks,
           gint64                  n,
           float         *restrict values)
{
  for (gint64 block = 0; block < n / Q4_LENGTH; block++, values += Q4_LENGTH)
    {
      const float scale = widen (blocks[block].scale);
      const guint8 *numbers = blocks[block].numbers;

      for (int i = 0; i < Q4_LENGTH / 2; i++)
        values[i] = ((int)(numbers[i] & 15) - 8) * scale;
      for (int i = 0; i < Q4_LENGTH / 2; i++)
        values[i + Q4_LENGTH / 2] = ((int)(numbers[i] >> 4) - 8) * scale;
    }
}

static gboolean
try_unpack_fast (enum ggml_type  type,
                 const void     *packed,
                 gint64          n,
                 float          *values)
{
  if (!is_fast)
    return FALSE;

  switch ((int)type)
    {
    case GGML_TYPE_F16:
      unpack_f16 (packed, n, values);
      return TRUE;

    case GGML_TYPE_Q8_0:
      unpack_q8 (packed, n, values);
      return TRUE;

    case GGML_TYPE_Q4_0:
      unpack_q4 (packed, n, values);
      return TRUE;

    default:
      return FALSE;
    }
}
#else
static gboolean
try_unpack_fast (enum ggml_type  type,
                 const void     *packed,
                 gint64          n,
                 float          *values)
{
  return FALSE;
}
#endif

/**
 * attune_trainer_unpack_init:
 *
 * Chooses what suits the processor. To be called once, before anything is unpacked.
 */
void
attune_trainer_unpack_init (void)
{
#ifdef __x86_64__
  is_fast = __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma") &&
            __builtin_cpu_supports ("f16c");
#endif
}

/**
 * attune_trainer_unpack_supports:
 * @type: a type of libggml
 *
 * Returns: whether weights of that type can be unpacked, %ATTUNE_TRAINER_UNPACK_BLOCK at a time
 */
gboolean
attune_trainer_unpack_supports (enum ggml_type type)
{
  return type == GGML_TYPE_F32 ||
         (type < GGML_TYPE_COUNT && ggml_get_type_traits (type)->to_float != NULL &&
          ATTUNE_TRAINER_UNPACK_BLOCK % ggml_blck_size (type) == 0);
}

/**
 * attune_trainer_unpack:
 * @type: a type that is supported
 * @packed: weights of that type
 * @n: how many, whole blocks
 * @values: (out caller-allocates): the same in single precision
 */
void
attune_trainer_unpack (enum ggml_type  type,
                       const void     *packed,
                       gint64          n,
                       float          *values)
{
  if (type == GGML_TYPE_F32)
    memcpy (values, packed, n * sizeof (float));
  else if (!try_unpack_fast (type, packed, n, values))
    ggml_get_type_traits (type)->to_float (packed, values, n);
}
