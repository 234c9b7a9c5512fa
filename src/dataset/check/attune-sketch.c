/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sketch"

#include "config.h"

#include "attune-sketch.h"

/* Two bits of each register go into the signature: of the same storage, many short registers tell
 * more about likeness above a half than few long ones (“b-bit minwise hashing”). */
#define BITS_A_REGISTER 2

/* The registers are looked at four at a time. In a signature those of one column are behind each
 * other. */
#define N_COLUMNS 4
#define N_ROWS (ATTUNE_SKETCH_REGISTERS / N_COLUMNS)

#define REGISTERS_A_BAND 2
#define BAND_REGISTERS (ATTUNE_N_BANDS * REGISTERS_A_BAND)

/* Any numbers without a pattern will do. */
#define SECRET_0 G_GUINT64_CONSTANT (0x243f6a8885a308d3)
#define SECRET_1 G_GUINT64_CONSTANT (0x13198a2e03707344)

/* What is found equal by chance, at two bits. */
#define CHANCE 0.25

typedef guint32 Row __attribute__ ((vector_size (N_COLUMNS * sizeof (guint32))));

/* What is kept of the registers of one part. */
typedef struct
{
  guint64 signature;
  guint32 bands[BAND_REGISTERS];
  gboolean has_text;
} Summary;

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

static inline guint
get_register (guint place)
{
  return place % N_ROWS * N_COLUMNS + place / N_ROWS;
}

/* Where the search for what an empty place takes begins: as if drawn, but always the same. */
static inline guint
get_begin (guint place)
{
  guint32 value = place + 1;

  value = (value ^ (value >> 16)) * 0x7feb352du;
  value = (value ^ (value >> 15)) * 0x846ca68bu;

  return (value ^ (value >> 16)) % ATTUNE_SKETCH_REGISTERS;
}

static inline guint64
turn (guint64 bits,
      guint   n_places)
{
  guint n_bits = n_places * BITS_A_REGISTER % 64;

  return bits >> n_bits | bits << (-n_bits % 64);
}

static inline guint64
join_columns (Row columns)
{
  guint64 bits = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    bits |= (guint64)columns[i] << (i * N_ROWS * BITS_A_REGISTER);

  return bits;
}

/* Takes two bits of each register, the lowest, which have nothing to do with how small it is. Both
 * bits of @full are set where the register is not empty, the others are not. */
static guint64
read_registers (const guint32 *registers,
                guint64       *full)
{
  Row bits = { 0 };
  Row full_bits = { 0 };

#pragma GCC unroll 8
  for (guint i = 0; i < N_ROWS; i++)
    {
      Row row;
      Row mask;

      memcpy (&row, registers + i * N_COLUMNS, sizeof row);
      mask = (Row)(row != ATTUNE_SKETCH_EMPTY) & 3;
      bits |= (row & mask) << (i * BITS_A_REGISTER);
      full_bits |= mask << (i * BITS_A_REGISTER);
    }

  *full = join_columns (full_bits);

  return join_columns (bits);
}

/* A short text leaves registers empty. Each then takes what stands in the next full one from a
 * place that depends on nothing but its number, so that texts with the same shingles have the same
 * registers (“densification”). What is next to each place is found by doubling the distance, and
 * then the places are constants: there is no branch, since which registers are full cannot be
 * guessed. */
static guint64
fill_signature (guint64 bits,
                guint64 full)
{
  guint64 next = bits;
  guint64 known = full;
  guint64 filled = 0;
  const guint64 both = 3;

#pragma GCC unroll 5
  for (guint distance = 1; distance < ATTUNE_SKETCH_REGISTERS; distance *= 2)
    {
      next |= turn (next, distance) & ~known;
      known |= turn (known, distance);
    }

#pragma GCC unroll 32
  for (guint place = 0; place < ATTUNE_SKETCH_REGISTERS; place++)
    filled |= turn (next, get_begin (place) - place) & both << (place * BITS_A_REGISTER);

  return bits | (filled & ~full);
}

/* The same of whole registers, of which only those of the bands are needed. */
static void
fill_bands (const guint32 *registers,
            guint64        full,
            guint32       *bands)
{
#pragma GCC unroll 8
  for (guint place = 0; place < BAND_REGISTERS; place++)
    {
      guint n_before = __builtin_ctzll (turn (full, get_begin (place))) / BITS_A_REGISTER;
      guint next = (get_begin (place) + n_before) % ATTUNE_SKETCH_REGISTERS;
      guint32 value = registers[get_register (place)];

      /* All bits of an empty one are set. */
      bands[place] = value & (registers[get_register (next)] |
                              -(guint32)(value != ATTUNE_SKETCH_EMPTY));
    }
}

static void
summarize (const guint32 *registers,
           Summary       *summary)
{
  guint64 full;
  guint64 bits = read_registers (registers, &full);

  summary->has_text = full != 0;

  if (full == 0)
    {
      summary->signature = 0;
      memset (summary->bands, 0xff, sizeof summary->bands);
      return;
    }

  summary->signature = fill_signature (bits, full);
  fill_bands (registers, full, summary->bands);
}

static guint32
hash_band (const Summary *question,
           const Summary *answer,
           guint          band)
{
  unsigned __int128 product;
  guint64 asked;
  guint64 said;

  memcpy (&asked, &question->bands[band * REGISTERS_A_BAND], sizeof asked);
  memcpy (&said, &answer->bands[band * REGISTERS_A_BAND], sizeof said);
  product = (unsigned __int128)(asked ^ SECRET_0) * (said ^ (SECRET_1 + band));

  return MAX ((guint32)(product >> 32) ^ (guint32)(product >> 64), 1);
}

/**
 * attune_sketch_finish:
 * @self: a sketch that has taken in all texts of an example
 * @facts: where to put its signature and bands; 0 when there was no text
 */
void
attune_sketch_finish (const AttuneSketch *self,
                      AttuneFacts        *facts)
{
  Summary question;
  Summary answer;

  summarize (self->registers[ATTUNE_SKETCH_QUESTION], &question);
  summarize (self->registers[ATTUNE_SKETCH_ANSWER], &answer);

  if (!question.has_text && !answer.has_text)
    {
      memset (facts->sketch, 0, sizeof facts->sketch);
      memset (facts->signature, 0, sizeof facts->signature);
      return;
    }

  memcpy (facts->signature, &question.signature, sizeof question.signature);
  memcpy (facts->signature + sizeof question.signature, &answer.signature,
          sizeof answer.signature);

  for (guint band = 0; band < ATTUNE_N_BANDS; band++)
    facts->sketch[band] = hash_band (&question, &answer, band);
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
