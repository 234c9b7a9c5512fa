/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sketch"

#include "config.h"

#include "attune-sketch.h"

/* Two bits of each register go into the signature: of the same storage, many short registers tell
 * more about likeness above a half than few long ones (“b-bit minwise hashing”). */
#define BITS_A_REGISTER 2
#define REGISTERS_A_BAND 2

/* What is found equal by chance, at two bits. */
#define CHANCE 0.25

/**
 * attune_sketch_reset:
 * @self: a sketch on the stack or in another struct
 *
 * Empties it.
 */
void
attune_sketch_reset (AttuneSketch *self)
{
  memset (self, 0xff, sizeof *self);
}

static guint32
mix (guint32 value)
{
  value = (value ^ (value >> 16)) * 0x7feb352du;
  value = (value ^ (value >> 15)) * 0x846ca68bu;

  return value ^ (value >> 16);
}

/* Bit i is set where register i is not empty. In a loop, shifting by a number that changes was more
 * than half the work of finish_part(). */
static guint32
find_full (const guint32 *registers)
{
  guint32 full = 0;

#pragma GCC unroll 32
  for (guint i = 0; i < ATTUNE_SKETCH_REGISTERS; i++)
    full |= (guint32)(registers[i] != ATTUNE_SKETCH_EMPTY) << i;

  return full;
}

/* A short text leaves registers empty. Each then takes what stands in the next full one from a
 * place that depends on nothing but its number, so that texts with the same shingles have the same
 * registers (“densification”). Unrolled, the places are constants, and there is no branch: which
 * registers are full cannot be guessed. */
static void
fill_empty (const guint32 *registers,
            guint32        full,
            guint32       *filled)
{
#pragma GCC unroll 32
  for (guint i = 0; i < ATTUNE_SKETCH_REGISTERS; i++)
    {
      const guint begin = mix (i + 1) % ATTUNE_SKETCH_REGISTERS;
      guint32 turned = full >> begin | full << (-begin % ATTUNE_SKETCH_REGISTERS);
      guint32 next = registers[(begin + __builtin_ctz (turned)) % ATTUNE_SKETCH_REGISTERS];

      /* All bits of an empty one are set. */
      filled[i] = registers[i] & (next | -(guint32)(registers[i] != ATTUNE_SKETCH_EMPTY));
    }
}

/* Returns whether there was any text. */
static gboolean
finish_part (const guint32 *registers,
             guint32       *filled)
{
  guint32 full = find_full (registers);

  if (full == 0 || full == G_MAXUINT32)
    memcpy (filled, registers, ATTUNE_SKETCH_REGISTERS * sizeof *filled);
  else
    fill_empty (registers, full, filled);

  return full != 0;
}

static guint32
hash_band (const guint32 filled[ATTUNE_N_SKETCH_PARTS][ATTUNE_SKETCH_REGISTERS],
           guint         band)
{
  guint32 hash = band + 1;

  for (guint part = 0; part < ATTUNE_N_SKETCH_PARTS; part++)
    for (guint i = 0; i < REGISTERS_A_BAND; i++)
      hash = mix (hash * 31 + filled[part][band * REGISTERS_A_BAND + i]);

  return MAX (hash, 1);
}

/**
 * attune_sketch_finish:
 * @self: a sketch that has taken in all texts of an example
 * @facts: where to put its signature and bands; 0 when there was no text
 */
void
attune_sketch_finish (AttuneSketch *self,
                      AttuneFacts  *facts)
{
  guint32 filled[ATTUNE_N_SKETCH_PARTS][ATTUNE_SKETCH_REGISTERS];
  gboolean has_question = finish_part (self->registers[ATTUNE_SKETCH_QUESTION],
                                       filled[ATTUNE_SKETCH_QUESTION]);
  gboolean has_answer = finish_part (self->registers[ATTUNE_SKETCH_ANSWER],
                                     filled[ATTUNE_SKETCH_ANSWER]);
  const guint32 *registers = &filled[0][0];

  memset (facts->sketch, 0, sizeof facts->sketch);
  memset (facts->signature, 0, sizeof facts->signature);

  if (!has_question && !has_answer)
    return;

  /* One byte at a time, without going through memory for each register. */
  for (guint i = 0; i < G_N_ELEMENTS (facts->signature); i++)
    {
      guint8 bits = 0;

#pragma GCC unroll 4
      for (guint j = 0; j < 4; j++)
        bits |= (mix (registers[4 * i + j]) & 3) << (j * BITS_A_REGISTER);

      facts->signature[i] = bits;
    }

  for (guint band = 0; band < ATTUNE_N_BANDS; band++)
    facts->sketch[band] = hash_band (filled, band);
}

static guint
count_equal (const guint8 *a,
             const guint8 *b)
{
  guint64 x;
  guint64 y;

  memcpy (&x, a, sizeof x);
  memcpy (&y, b, sizeof y);
  x ^= y;

  return ATTUNE_SKETCH_REGISTERS -
         __builtin_popcountll ((x | (x >> 1)) & G_GUINT64_CONSTANT (0x5555555555555555));
}

/**
 * attune_signature_compare:
 * @a: a signature
 * @b: another
 *
 * Estimates how much two examples have in common: the share of shingles that both have among those
 * that either has, of the questions or of the answers, whichever is less. The standard deviation
 * is 8 in a hundred at 80 percent.
 *
 * Returns: a percentage
 */
guint
attune_signature_compare (const guint8 a[16],
                          const guint8 b[16])
{
  guint n_equal = MIN (count_equal (a, b), count_equal (a + 8, b + 8));
  double share = (double)n_equal / ATTUNE_SKETCH_REGISTERS;

  return share <= CHANCE ? 0 : (guint)((share - CHANCE) / (1.0 - CHANCE) * 100.0 + 0.5);
}
