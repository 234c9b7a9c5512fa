/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "attune-text-block.h"

G_BEGIN_DECLS

/* The rest of a text, of which the next block is looked at. */
typedef struct
{
  const char *text;
  gsize       n_left;   /* bytes of it */
  const char *bytes;    /* the same, or a copy of the end: a block and its margin can be read there */
} AttuneTextPiece;

/* Bytes side by side, as many as the processor that this is compiled for compares at once, and marks
 * for what was found among them, which can be joined with & and |, and taken out with ~. Each source
 * file that includes this has only one of the three kinds. */

#ifdef __AVX512BW__

#define ATTUNE_N_LANES 64

typedef __m512i AttuneLanes;
typedef guint64 AttuneMarks;

static G_ALWAYS_INLINE inline AttuneMarks
attune_lanes_equal (AttuneLanes bytes,
                    guint8      value)
{
  return _mm512_cmpeq_epi8_mask (bytes, _mm512_set1_epi8 ((char)value));
}

static G_ALWAYS_INLINE inline AttuneMarks
attune_lanes_between (AttuneLanes bytes,
                      guint8      first,
                      guint8      last)
{
  return _mm512_cmple_epu8_mask (_mm512_sub_epi8 (bytes, _mm512_set1_epi8 ((char)first)),
                                 _mm512_set1_epi8 ((char)(last - first)));
}

static G_ALWAYS_INLINE inline AttuneLanes
attune_lanes_with_bits (AttuneLanes bytes,
                        guint8      bits)
{
  return _mm512_or_si512 (bytes, _mm512_set1_epi8 ((char)bits));
}

static G_ALWAYS_INLINE inline guint64
attune_marks_to_bits (AttuneMarks marks)
{
  return marks;
}

/* Returns @n bytes at most, and zeros behind them; no other byte is touched. */
static G_ALWAYS_INLINE inline AttuneLanes
attune_lanes_load_some (const char *bytes,
                        gsize       n)
{
  return _mm512_maskz_loadu_epi8 (_bzhi_u64 (G_MAXUINT64, MIN (n, ATTUNE_N_LANES)), bytes);
}

/* From the text and not from the copy: what was just written comes back late when it is read in other
 * pieces. */
static G_ALWAYS_INLINE inline AttuneLanes
attune_lanes_load (const AttuneTextPiece *piece,
                   guint                  offset)
{
  return attune_lanes_load_some (piece->text + offset, piece->n_left - offset);
}

static G_ALWAYS_INLINE inline void
attune_text_piece_copy (const AttuneTextPiece *piece,
                        char                  *copy)
{
  gsize n_behind = piece->n_left - MIN (piece->n_left, ATTUNE_TEXT_BLOCK);

  _mm512_storeu_si512 (copy, attune_lanes_load (piece, 0));
  _mm_storeu_si128 ((__m128i *)(copy + ATTUNE_TEXT_BLOCK),
                    _mm512_castsi512_si128 (attune_lanes_load_some (piece->text + ATTUNE_TEXT_BLOCK,
                                                                    n_behind)));
}

#else

#ifdef __AVX2__
#define ATTUNE_N_LANES 32
#else
#define ATTUNE_N_LANES 16
#endif

typedef guint8 AttuneLanes __attribute__ ((vector_size (ATTUNE_N_LANES)));
typedef gint8  AttuneMarks __attribute__ ((vector_size (ATTUNE_N_LANES)));

static G_ALWAYS_INLINE inline AttuneMarks
attune_lanes_equal (AttuneLanes bytes,
                    guint8      value)
{
  return bytes == value;
}

/* These processors compare as signed only: what is looked for is moved to where the smallest numbers
 * are. */
static G_ALWAYS_INLINE inline AttuneMarks
attune_lanes_between (AttuneLanes bytes,
                      guint8      first,
                      guint8      last)
{
  return (AttuneMarks)(bytes + (guint8)(128 - first)) < (gint8)(last - first + 1 - 128);
}

static G_ALWAYS_INLINE inline AttuneLanes
attune_lanes_with_bits (AttuneLanes bytes,
                        guint8      bits)
{
  return bytes | bits;
}

static G_ALWAYS_INLINE inline guint64
attune_marks_to_bits (AttuneMarks marks)
{
#if defined(__AVX2__)
  return (guint)_mm256_movemask_epi8 ((__m256i)marks);
#elif defined(__SSE2__)
  return (guint)_mm_movemask_epi8 ((__m128i)marks);
#else
  guint64 words[ATTUNE_N_LANES / 8];
  guint64 bits = 0;

  memcpy (words, &marks, sizeof words);

  /* The multiplication puts the highest bit of byte i at 56 + i. */
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    bits |= ((GUINT64_FROM_LE (words[i]) & G_GUINT64_CONSTANT (0x8080808080808080)) *
             G_GUINT64_CONSTANT (0x0002040810204081)) >> 56 << (8 * i);

  return bits;
#endif
}

static G_ALWAYS_INLINE inline AttuneLanes
attune_lanes_load (const AttuneTextPiece *piece,
                   guint                  offset)
{
  AttuneLanes lanes;

  memcpy (&lanes, piece->bytes + offset, sizeof lanes);

  return lanes;
}

/* Pieces may overlap, and the last ends where the text does: a copy of any length costs a call or a
 * loop whose end the processor cannot guess, which is much for short texts. */
static G_ALWAYS_INLINE inline void
attune_text_piece_copy (const AttuneTextPiece *piece,
                        char                  *copy)
{
  const char *text = piece->text;
  gsize length = piece->n_left;

  memset (copy, 0, ATTUNE_TEXT_BLOCK + ATTUNE_TEXT_BLOCK_MARGIN);

  if (length >= 16)
    {
      gsize last = length - 16;

#pragma GCC unroll 4
      for (gsize i = 0; i < ATTUNE_TEXT_BLOCK; i += 16)
        memcpy (copy + MIN (i, last), text + MIN (i, last), 16);

      memcpy (copy + last, text + last, 16);
    }
  else if (length >= 4)
    {
      gsize half = length >= 8 ? 8 : 4;

      memcpy (copy, text, 4);
      memcpy (copy + half - 4, text + half - 4, 4);
      memcpy (copy + length - half, text + length - half, 4);
      memcpy (copy + length - 4, text + length - 4, 4);
    }
  else
    {
      for (gsize i = 0; i < length; i++)
        copy[i] = text[i];
    }
}

#endif

/* Controls are looked at, other than spaces, and so are < [ @ \u -B; behind the name of a password may
 * stand = and : with those between and around, and ". */
static G_ALWAYS_INLINE inline AttuneMarks
attune_lanes_find_rare (AttuneLanes bytes,
                        AttuneLanes lower,
                        AttuneLanes next)
{
  AttuneMarks space = attune_lanes_between (bytes, '\t', '\n') | attune_lanes_equal (bytes, '\r');
  AttuneMarks control = (attune_lanes_between (bytes, 0x00, 0x1f) & ~space) |
                        attune_lanes_equal (bytes, 0x7f);
  AttuneMarks assignment = attune_lanes_between (next, '8', '?') | attune_lanes_equal (next, '"');

  return control | attune_lanes_equal (bytes, '<') | attune_lanes_equal (bytes, '[') |
         attune_lanes_equal (bytes, '@') |
         (attune_lanes_equal (bytes, '\\') & attune_lanes_equal (next, 'u')) |
         (attune_lanes_equal (bytes, '-') & attune_lanes_equal (next, 'B')) |
         (attune_lanes_equal (lower, 'd') & assignment);
}

/* U+FFFD and other specials (EF BF), U+FEFF (EF BB), noncharacters (EF B7, and BF BE or BF BF in
 * every plane), C1 controls (C2 80 … C2 9F); full-width digits (EF BC 90 … BC 99), at BC. */
static G_ALWAYS_INLINE inline AttuneMarks
attune_lanes_find_odd (AttuneLanes bytes,
                       AttuneLanes next)
{
  AttuneMarks behind_ef = attune_lanes_equal (next, 0xbf) | attune_lanes_equal (next, 0xbb) |
                          attune_lanes_equal (next, 0xb7);

  return (attune_lanes_equal (bytes, 0xef) & behind_ef) |
         (attune_lanes_equal (bytes, 0xbf) & attune_lanes_between (next, 0xbe, 0xbf)) |
         (attune_lanes_equal (bytes, 0xc2) & attune_lanes_between (next, 0x80, 0x9f)) |
         (attune_lanes_equal (bytes, 0xbc) & attune_lanes_between (next, 0x90, 0x99));
}

/* Finds what stands where in the first ATTUNE_TEXT_BLOCK bytes of @piece. */
static G_ALWAYS_INLINE inline void
attune_text_block_classify (AttuneTextBlock       *self,
                            const AttuneTextPiece *piece)
{
  *self = (AttuneTextBlock) { 0 };

#pragma GCC unroll 4
  for (guint i = 0; i < ATTUNE_TEXT_BLOCK; i += ATTUNE_N_LANES)
    {
      AttuneLanes bytes = attune_lanes_load (piece, i);
      AttuneLanes next = attune_lanes_load (piece, i + 1);
      AttuneLanes lower = attune_lanes_with_bits (bytes, 0x20);
      AttuneMarks digit = attune_lanes_between (bytes, '0', '9');
      AttuneMarks alnum = digit | attune_lanes_between (lower, 'a', 'z');
      AttuneMarks token = alnum | attune_lanes_equal (bytes, '-') | attune_lanes_equal (bytes, '_');

      self->high |= attune_marks_to_bits (attune_lanes_between (bytes, 0x80, 0xff)) << i;
      self->lead |= attune_marks_to_bits (attune_lanes_between (bytes, 0xc0, 0xff)) << i;
      self->digit |= attune_marks_to_bits (digit) << i;
      self->alnum |= attune_marks_to_bits (alnum) << i;
      self->token |= attune_marks_to_bits (token) << i;
      self->rare |= attune_marks_to_bits (attune_lanes_find_rare (bytes, lower, next)) << i;
    }

  if (self->high == 0)
    return;

#pragma GCC unroll 4
  for (guint i = 0; i < ATTUNE_TEXT_BLOCK; i += ATTUNE_N_LANES)
    {
      AttuneMarks odd = attune_lanes_find_odd (attune_lanes_load (piece, i),
                                               attune_lanes_load (piece, i + 1));

      self->odd |= attune_marks_to_bits (odd) << i;
    }
}

/* Fills in `han` and `sign`. */
static G_ALWAYS_INLINE inline void
attune_text_block_find_han (AttuneTextBlock       *self,
                            const AttuneTextPiece *piece)
{
#pragma GCC unroll 4
  for (guint i = 0; i < ATTUNE_TEXT_BLOCK; i += ATTUNE_N_LANES)
    {
      AttuneLanes bytes = attune_lanes_load (piece, i);
      AttuneLanes next = attune_lanes_load (piece, i + 1);
      AttuneMarks han = attune_lanes_between (bytes, 0xe5, 0xe9) |
                        (attune_lanes_equal (bytes, 0xe4) & attune_lanes_between (next, 0xb8, 0xbf));
      AttuneMarks sign = attune_lanes_equal (bytes, 0xe2) | attune_lanes_equal (bytes, 0xef) |
                         (attune_lanes_equal (bytes, 0xe3) & attune_lanes_equal (next, 0x80));

      self->han |= attune_marks_to_bits (han) << i;
      self->sign |= attune_marks_to_bits (sign) << i;
    }
}

G_END_DECLS
