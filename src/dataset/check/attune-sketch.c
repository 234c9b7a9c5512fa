/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sketch"

#include "config.h"

#if defined(__x86_64__) && !defined(__clang__)
#include <immintrin.h>
#define FOR_AVX512 __attribute__ ((target ("arch=x86-64-v4")))
#endif

#include "attune-clones.h"
#include "attune-sketch.h"

/* Two bits of each register go into the signature: of the same storage, many short registers tell
 * more about likeness above a half than few long ones (“b-bit minwise hashing”). */
#define BITS_A_REGISTER 2
#define REGISTERS_A_BAND 2

/* The even bits: one of the two of each register. */
#define FIRST_BITS G_GUINT64_CONSTANT (0x5555555555555555)

/* Chris Wellons, “lowbias32”: what mixes the bits of a number best. */
#define MIX_1 0x7feb352du
#define MIX_2 0x846ca68bu

/* What is found equal by chance, at two bits. */
#define CHANCE 0.25

/* Four registers side by side. GCC and Clang make of it what the processor has. */
typedef guint32 Lanes __attribute__ ((vector_size (16)));

#define N_LANES (sizeof (Lanes) / sizeof (guint32))

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

static G_ALWAYS_INLINE inline Lanes
load (const guint32 *registers)
{
  Lanes lanes;

  memcpy (&lanes, registers, sizeof lanes);

  return lanes;
}

static G_ALWAYS_INLINE inline Lanes
mix (Lanes values)
{
  values = (values ^ (values >> 16)) * MIX_1;
  values = (values ^ (values >> 15)) * MIX_2;

  return values ^ (values >> 16);
}

/* Bit i is set where register i is not empty. */
static G_ALWAYS_INLINE inline guint32
find_full (const guint32 *registers)
{
  Lanes bits = { 1, 2, 4, 8 };
  Lanes full = { 0 };

#pragma GCC unroll 8
  for (guint i = 0; i < ATTUNE_SKETCH_REGISTERS; i += N_LANES)
    full |= (Lanes)(load (registers + i) != ATTUNE_SKETCH_EMPTY) & (bits << i);

  return full[0] | full[1] | full[2] | full[3];
}

/* A short text leaves registers empty. Each then takes what stands in the next full one from a
 * place that depends on nothing but its number, so that texts with the same shingles have the same
 * registers (“densification”). */
static const guint32 begins[ATTUNE_SKETCH_REGISTERS] = {
  0, 1, 29, 17, 30, 27, 6, 26, 11, 29, 27, 12, 17, 6, 7, 15,
  5, 24, 17, 12, 16, 15, 3, 27, 9, 3, 10, 9, 25, 15, 21, 18,
};

/* Unrolled, the places are constants, and there is no branch: which registers are full cannot be
 * guessed. */
static G_ALWAYS_INLINE inline void
fill_empty (guint32 *registers,
            guint32  full)
{
#pragma GCC unroll 32
  for (guint i = 0; i < ATTUNE_SKETCH_REGISTERS; i++)
    {
      const guint begin = begins[i];
      guint32 turned = full >> begin | full << (-begin % ATTUNE_SKETCH_REGISTERS);
      guint32 next = registers[(begin + __builtin_ctz (turned)) % ATTUNE_SKETCH_REGISTERS];

      /* All bits of an empty one are set. */
      registers[i] &= next | -(full >> i & 1);
    }
}

/* Two bits of each register, in any order: a signature is only compared with others. */
static G_ALWAYS_INLINE inline void
sign_part (const guint32 *registers,
           guint8        *signature)
{
  Lanes bits = { 0 };
  guint16 packed[N_LANES];

#pragma GCC unroll 8
  for (guint i = 0; i < ATTUNE_SKETCH_REGISTERS; i += N_LANES)
    bits |= (mix (load (registers + i)) & 3) << (i / N_LANES * BITS_A_REGISTER);

  for (guint i = 0; i < N_LANES; i++)
    packed[i] = bits[i];

  memcpy (signature, packed, sizeof packed);
}

/* Returns whether there was any text. */
static G_ALWAYS_INLINE inline gboolean
finish_part (guint32 *registers,
             guint8  *signature)
{
  guint32 full = find_full (registers);

  if (full != 0 && full != G_MAXUINT32)
    fill_empty (registers, full);

  sign_part (registers, signature);

  return full != 0;
}

#ifdef FOR_AVX512

typedef guint32 WideLanes __attribute__ ((vector_size (64)));

#define N_WIDE_LANES (sizeof (WideLanes) / sizeof (guint32))

/* The same, sixteen registers at once: these processors take any sixteen of 32 in one step. */
FOR_AVX512 static gboolean
finish_part_avx512 (guint32 *registers,
                    guint8  *signature)
{
  const __m512i low = _mm512_loadu_si512 (registers);
  const __m512i high = _mm512_loadu_si512 (registers + N_WIDE_LANES);
  const __m512i empty = _mm512_set1_epi32 ((int)ATTUNE_SKETCH_EMPTY);
  guint32 full = _mm512_cmpneq_epi32_mask (low, empty) |
                 (guint32)_mm512_cmpneq_epi32_mask (high, empty) << N_WIDE_LANES;
  guint32 first_bits = 0;
  guint32 second_bits = 0;
  guint64 packed;

  for (guint i = 0; i < ATTUNE_SKETCH_REGISTERS; i += N_WIDE_LANES)
    {
      __m512i begin = _mm512_loadu_si512 (begins + i);
      __m512i turned = _mm512_rorv_epi32 (_mm512_set1_epi32 ((int)full), begin);
      __m512i lowest = _mm512_and_si512 (turned, (__m512i)-(WideLanes)turned);
      __m512i n_passed = _mm512_sub_epi32 (_mm512_set1_epi32 (31), _mm512_lzcnt_epi32 (lowest));
      __m512i next = _mm512_permutex2var_epi32 (low, _mm512_add_epi32 (begin, n_passed), high);
      __m512i filled = _mm512_mask_mov_epi32 (next, (__mmask16)(full >> i), i == 0 ? low : high);
      WideLanes mixed = (WideLanes)filled;

      mixed = (mixed ^ (mixed >> 16)) * MIX_1;
      mixed = (mixed ^ (mixed >> 15)) * MIX_2;
      mixed ^= mixed >> 16;
      first_bits |= (guint32)_mm512_test_epi32_mask ((__m512i)mixed, _mm512_set1_epi32 (1)) << i;
      second_bits |= (guint32)_mm512_test_epi32_mask ((__m512i)mixed, _mm512_set1_epi32 (2)) << i;
      _mm512_storeu_si512 (registers + i, filled);
    }

  packed = _pdep_u64 (first_bits, FIRST_BITS) | _pdep_u64 (second_bits, FIRST_BITS << 1);
  memcpy (signature, &packed, sizeof packed);

  return full != 0;
}

#endif

/* Each lane is a band. */
static G_ALWAYS_INLINE inline Lanes
hash_bands (AttuneSketch *self)
{
  Lanes hashes = { 1, 2, 3, 4 };

  G_STATIC_ASSERT (ATTUNE_N_BANDS == N_LANES && REGISTERS_A_BAND == 2);

  for (guint part = 0; part < ATTUNE_N_SKETCH_PARTS; part++)
    {
      Lanes low = load (self->registers[part]);
      Lanes high = load (self->registers[part] + N_LANES);

      hashes = mix (hashes * 31 + __builtin_shufflevector (low, high, 0, 2, 4, 6));
      hashes = mix (hashes * 31 + __builtin_shufflevector (low, high, 1, 3, 5, 7));
    }

  /* What is true has all bits set: 0 becomes 1. */
  return hashes - (Lanes)(hashes == 0);
}

typedef gboolean (*FinishPartFunc) (guint32 *registers,
                                    guint8  *signature);

static G_ALWAYS_INLINE inline void
finish (AttuneSketch   *self,
        AttuneFacts    *facts,
        FinishPartFunc  finish_one)
{
  gboolean has_question = finish_one (self->registers[ATTUNE_SKETCH_QUESTION], facts->signature);
  gboolean has_answer = finish_one (self->registers[ATTUNE_SKETCH_ANSWER], facts->signature + 8);
  Lanes bands = { 0 };

  if (has_question || has_answer)
    bands = hash_bands (self);
  else
    memset (facts->signature, 0, sizeof facts->signature);

  memcpy (facts->sketch, &bands, sizeof facts->sketch);
}

/**
 * attune_sketch_finish_plain:
 * @self: a sketch that has taken in all texts of an example, which is used up
 * @facts: where to put its signature and bands; 0 when there was no text
 *
 * Does what attune_sketch_finish() does, on any processor. Their signatures are not to be compared:
 * the bits have another order.
 */
ATTUNE_CLONES ("arch=x86-64-v3") void
attune_sketch_finish_plain (AttuneSketch *self,
                            AttuneFacts  *facts)
{
  finish (self, facts, finish_part);
}

#ifdef FOR_AVX512

FOR_AVX512 static void
finish_avx512 (AttuneSketch *self,
               AttuneFacts  *facts)
{
  finish (self, facts, finish_part_avx512);
}

#endif

/**
 * attune_sketch_finish:
 * @self: a sketch that has taken in all texts of an example, which is used up
 * @facts: where to put its signature and bands; 0 when there was no text
 */
void
attune_sketch_finish (AttuneSketch *self,
                      AttuneFacts  *facts)
{
#ifdef FOR_AVX512
  if (__builtin_cpu_supports ("x86-64-v4"))
    finish_avx512 (self, facts);
  else
#endif
    attune_sketch_finish_plain (self, facts);
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
         __builtin_popcountll ((x | (x >> 1)) & FIRST_BITS);
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
