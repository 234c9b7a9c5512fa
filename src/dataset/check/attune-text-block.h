/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

G_BEGIN_DECLS

#define ATTUNE_TEXT_BLOCK 64

/* So many bytes behind a block must be readable. */
#define ATTUNE_TEXT_BLOCK_MARGIN 16

/* What stands where in 64 bytes of text: bit i for byte i. */
typedef struct
{
  guint64 high;    /* not ASCII */
  guint64 lead;    /* the first byte of a character that is not ASCII */
  guint64 alnum;   /* ASCII letters and digits */
  guint64 digit;
  guint64 token;   /* letters, digits, “-” and “_”: what keys are made of */
  guint64 rare;    /* ASCII that begins something to look at: < [ @ \u -B d= d: d" and controls */
  guint64 odd;     /* the same of the rest: controls, noncharacters, and ０ to ９ in full width */
} AttuneTextBlock;

/* Copies the end of a text, less than a block and its margin, and puts zeros behind it. Pieces may
 * overlap, and the last ends where the text does: a copy of any length costs a call or a loop whose
 * end the processor cannot guess, which is much for short texts. */
static G_ALWAYS_INLINE inline void
attune_text_block_copy (char       *copy,
                        const char *text,
                        gsize       length)
{
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

#ifdef __SSE2__

static G_ALWAYS_INLINE inline __m128i
attune_block_equal (__m128i bytes,
                    int     value)
{
  return _mm_cmpeq_epi8 (bytes, _mm_set1_epi8 ((char)value));
}

/* SSE2 compares as signed only: what is looked for is moved to where the smallest numbers are. */
static G_ALWAYS_INLINE inline __m128i
attune_block_between (__m128i bytes,
                      int     first,
                      int     last)
{
  return _mm_cmpgt_epi8 (_mm_set1_epi8 ((char)(last - first + 1 - 128)),
                         _mm_add_epi8 (bytes, _mm_set1_epi8 ((char)(128 - first))));
}

static G_ALWAYS_INLINE inline guint64
attune_block_mask (__m128i lanes,
                   guint   shift)
{
  return (guint64)(guint)_mm_movemask_epi8 (lanes) << shift;
}

/* U+FFFD and other specials (EF BF), U+FEFF (EF BB), noncharacters (EF B7, and BF BE or BF BF in
 * every plane), C1 controls (C2 80 … C2 9F); full-width digits (EF BC 90 … BC 99), at BC. */
static G_ALWAYS_INLINE inline __m128i
attune_block_find_odd (const char *text,
                       __m128i     bytes)
{
  __m128i next = _mm_loadu_si128 ((const __m128i *)(const void *)(text + 1));
  __m128i is_ef = _mm_or_si128 (_mm_or_si128 (attune_block_equal (next, 0xbf),
                                              attune_block_equal (next, 0xbb)),
                                attune_block_equal (next, 0xb7));
  __m128i is_bf = _mm_or_si128 (attune_block_equal (next, 0xbe), attune_block_equal (next, 0xbf));
  __m128i is_c2 = _mm_cmpgt_epi8 (_mm_set1_epi8 ((char)0xa0), next);
  __m128i is_bc = attune_block_between (next, 0x90, 0x99);

  return _mm_or_si128 (_mm_or_si128 (_mm_and_si128 (attune_block_equal (bytes, 0xef), is_ef),
                                     _mm_and_si128 (attune_block_equal (bytes, 0xbf), is_bf)),
                       _mm_or_si128 (_mm_and_si128 (attune_block_equal (bytes, 0xc2), is_c2),
                                     _mm_and_si128 (attune_block_equal (bytes, 0xbc), is_bc)));
}

/* What may stand behind the name of a password: = and : with those between and around, and ". */
static G_ALWAYS_INLINE inline __m128i
attune_block_is_mark (__m128i bytes)
{
  __m128i eighth = _mm_and_si128 (bytes, _mm_set1_epi8 ((char)0xf8));

  return _mm_or_si128 (attune_block_equal (eighth, 0x38), attune_block_equal (bytes, '"'));
}

/* What is not ASCII has to be taken out of rare, and the rest out of lead. */
static G_ALWAYS_INLINE inline void
attune_block_add_lanes (AttuneTextBlock *block,
                        const char      *text,
                        guint            shift)
{
  __m128i bytes = _mm_loadu_si128 ((const __m128i *)(const void *)text);
  __m128i next = _mm_loadu_si128 ((const __m128i *)(const void *)(text + 1));
  __m128i digit = attune_block_between (bytes, '0', '9');
  __m128i lower = _mm_or_si128 (bytes, _mm_set1_epi8 (0x20));
  __m128i alnum = _mm_or_si128 (digit, attune_block_between (lower, 'a', 'z'));
  __m128i dash = attune_block_equal (bytes, '-');
  __m128i space = _mm_or_si128 (attune_block_between (bytes, '\t', '\n'),
                                attune_block_equal (bytes, '\r'));
  __m128i rare = _mm_or_si128 (_mm_or_si128 (attune_block_equal (bytes, '<'),
                                             attune_block_equal (bytes, '[')),
                               attune_block_equal (bytes, '@'));

  rare = _mm_or_si128 (rare, _mm_or_si128 (_mm_andnot_si128 (space, _mm_cmpgt_epi8 (_mm_set1_epi8 (0x20), bytes)),
                                           attune_block_equal (bytes, 0x7f)));
  rare = _mm_or_si128 (rare, _mm_and_si128 (attune_block_equal (bytes, '\\'), attune_block_equal (next, 'u')));
  rare = _mm_or_si128 (rare, _mm_and_si128 (dash, attune_block_equal (next, 'B')));
  rare = _mm_or_si128 (rare, _mm_and_si128 (attune_block_equal (lower, 'd'),
                                            attune_block_is_mark (next)));

  block->high |= attune_block_mask (bytes, shift);
  block->lead |= attune_block_mask (_mm_cmpgt_epi8 (bytes, _mm_set1_epi8 ((char)0xbf)), shift);
  block->digit |= attune_block_mask (digit, shift);
  block->alnum |= attune_block_mask (alnum, shift);
  block->token |= attune_block_mask (_mm_or_si128 (_mm_or_si128 (alnum, dash),
                                                   attune_block_equal (bytes, '_')), shift);
  block->rare |= attune_block_mask (rare, shift);
}

/* Looks at the ATTUNE_TEXT_BLOCK bytes at @text and at the margin behind them. */
static G_ALWAYS_INLINE inline void
attune_text_block_classify (AttuneTextBlock *block,
                            const char      *text)
{
  *block = (AttuneTextBlock) { 0 };

#pragma GCC unroll 4
  for (guint i = 0; i < ATTUNE_TEXT_BLOCK; i += 16)
    attune_block_add_lanes (block, text + i, i);

  block->rare &= ~block->high;
  block->lead &= block->high;

  if (block->high == 0)
    return;

#pragma GCC unroll 4
  for (guint i = 0; i < ATTUNE_TEXT_BLOCK; i += 16)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *)(const void *)(text + i));

      block->odd |= attune_block_mask (attune_block_find_odd (text + i, bytes), i);
    }
}

#else

static G_ALWAYS_INLINE inline gboolean
attune_block_is_rare (guint8 byte,
                      guint8 next)
{
  return byte == '<' || byte == '[' || byte == '@' || byte == 0x7f ||
         (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') ||
         (byte == '\\' && next == 'u') || (byte == '-' && next == 'B') ||
         ((byte | 0x20) == 'd' && ((next & 0xf8) == 0x38 || next == '"'));
}

static G_ALWAYS_INLINE inline gboolean
attune_block_is_odd (guint8 byte,
                     guint8 next)
{
  return (byte == 0xef && (next == 0xbf || next == 0xbb || next == 0xb7)) ||
         (byte == 0xbf && next >= 0xbe && next <= 0xbf) ||
         (byte == 0xc2 && next < 0xa0) || (byte == 0xbc && next >= 0x90 && next <= 0x99);
}

/* The same, byte for byte, for processors without SSE2. */
static G_ALWAYS_INLINE inline void
attune_text_block_classify (AttuneTextBlock *block,
                            const char      *text)
{
  const guint8 *bytes = (const guint8 *)text;

  *block = (AttuneTextBlock) { 0 };

  for (guint i = 0; i < ATTUNE_TEXT_BLOCK; i++)
    {
      guint64 bit = G_GUINT64_CONSTANT (1) << i;
      gboolean is_alnum = g_ascii_isalnum (bytes[i]);

      if (is_alnum || bytes[i] == '-' || bytes[i] == '_')
        block->token |= bit;

      block->alnum |= is_alnum ? bit : 0;
      block->digit |= g_ascii_isdigit (bytes[i]) ? bit : 0;
      block->high |= bytes[i] >= 0x80 ? bit : 0;
      block->lead |= bytes[i] >= 0xc0 ? bit : 0;
      block->rare |= attune_block_is_rare (bytes[i], bytes[i + 1]) ? bit : 0;
      block->odd |= attune_block_is_odd (bytes[i], bytes[i + 1]) ? bit : 0;
    }
}

#endif

G_END_DECLS
