/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "attune-pretokenizer-private.h"

G_BEGIN_DECLS

/* The patterns of attune-pretokenizer.c once more, for pieces of fewer than sixteen bytes of ASCII,
 * which nearly all pieces of most texts are: sixteen bytes are sorted at once into masks of one bit
 * a byte, and where a run ends is where the next zero is. What these functions do not know for
 * certain they leave to the others by returning 0.
 *
 * All of them read sixteen bytes at the place that they are given, and two after the apostrophe at
 * the end of a word. */

#define ATTUNE_ASCII_WINDOW 16

/* Returns the bits of the bytes from @first to @last. */
static inline guint
attune_ascii_find (const guint8 *p,
                   guint8        first,
                   guint8        last)
{
#ifdef __SSE2__
  /* There is no comparison of unsigned bytes, so that the range is moved to the lowest numbers. */
  __m128i bytes = _mm_loadu_si128 ((const __m128i_u *)p);
  __m128i moved = _mm_add_epi8 (bytes, _mm_set1_epi8 (0x80 - first));

  return _mm_movemask_epi8 (_mm_cmplt_epi8 (moved, _mm_set1_epi8 (last - first + 1 - 0x80)));
#else
  guint mask = 0;

  for (guint i = 0; i < ATTUNE_ASCII_WINDOW; i++)
    mask |= (guint)((guint8)(p[i] - first) <= last - first) << i;

  return mask;
#endif
}

/* Returns how many bits from @start on are set. */
static inline guint
attune_ascii_measure (guint mask,
                      guint start)
{
  return __builtin_ctz (~(mask >> start));
}

static inline guint
attune_ascii_find_spaces (const guint8 *p)
{
  return attune_ascii_find (p, '\t', '\r') | attune_ascii_find (p, ' ', ' ');
}

static inline gboolean
attune_ascii_is_newline (guint8 byte)
{
  return byte == '\n' || byte == '\r';
}

/* The same as match_contraction(), of the bytes at an apostrophe; returns how many belong to it. */
static inline guint
attune_ascii_match_contraction (const guint8 *p,
                                gboolean      any_case)
{
  guint8 fold = any_case ? 0x20 : 0;
  guint8 first = p[1] | fold;
  guint8 second = p[2] | fold;

  if (first == 's' || first == 't' || first == 'm' || first == 'd')
    return 2;

  if ((first == 'l' && second == 'l') || ((first == 'v' || first == 'r') && second == 'e'))
    return 3;

  return any_case && p[1] == 0xc5 && p[2] == 0xbf ? 3 : 0;
}

static inline gboolean
attune_ascii_is_prefix (AttunePattern pattern,
                        guint8        byte)
{
  if (pattern == ATTUNE_PATTERN_R50K)
    return byte == ' ';

  return byte < 0x80 && !attune_ascii_is_newline (byte) && (guint8)(byte - '0') > 9;
}

/* A word with what may stand in front of it. @letters are not empty. */
static inline guint
attune_ascii_match_word (AttunePattern pattern,
                         const guint8 *p,
                         guint         uppers,
                         guint         lowers,
                         guint         start)
{
  guint end;

  if (pattern == ATTUNE_PATTERN_O200K)
    {
      end = start + attune_ascii_measure (uppers, start);
      end += attune_ascii_measure (lowers, end);
    }
  else
    end = start + attune_ascii_measure (uppers | lowers, start);

  if (end >= ATTUNE_ASCII_WINDOW || p[end] >= 0x80)
    return 0;

  if (pattern == ATTUNE_PATTERN_O200K && p[end] == '\'')
    end += attune_ascii_match_contraction (p + end, TRUE);

  return end;
}

static inline guint
attune_ascii_match_number (AttunePattern pattern,
                           const guint8 *p,
                           guint         start)
{
  guint end = start + attune_ascii_measure (attune_ascii_find (p, '0', '9'), start);

  if (pattern != ATTUNE_PATTERN_R50K && end > 3)
    return 3;

  return end < ATTUNE_ASCII_WINDOW && p[end] < 0x80 ? end : 0;
}

static inline guint
attune_ascii_match_symbols (AttunePattern pattern,
                            const guint8 *p,
                            guint         letters,
                            guint         spaces,
                            guint         start)
{
  guint digits = attune_ascii_find (p, '0', '9');
  guint symbols = attune_ascii_find (p, 0, 0x7f) & ~(letters | digits | spaces);
  guint end = start + attune_ascii_measure (symbols, start);

  if (pattern != ATTUNE_PATTERN_R50K)
    while (end > start && end < ATTUNE_ASCII_WINDOW &&
           (attune_ascii_is_newline (p[end]) || (pattern == ATTUNE_PATTERN_O200K && p[end] == '/')))
      end++;

  return end > start && end < ATTUNE_ASCII_WINDOW && p[end] < 0x80 ? end : 0;
}

static inline guint
attune_ascii_match_spaces (AttunePattern pattern,
                           const guint8 *p,
                           guint         spaces)
{
  guint end = attune_ascii_measure (spaces, 0);
  guint newlines;

  if (end >= ATTUNE_ASCII_WINDOW || p[end] >= 0x80)
    return 0;

  newlines = pattern == ATTUNE_PATTERN_R50K
               ? 0
               : (attune_ascii_find (p, '\n', '\n') | attune_ascii_find (p, '\r', '\r')) &
                 ((1u << end) - 1);

  if (newlines != 0)
    return 32 - __builtin_clz (newlines);

  return MAX (end, 2) - 1;
}

/* Returns the length of the piece at @p, or 0 when it is not a short one in ASCII. */
static inline __attribute__ ((always_inline)) guint
attune_ascii_match (AttunePattern pattern,
                    const guint8 *p)
{
  guint uppers = attune_ascii_find (p, 'A', 'Z');
  guint lowers = attune_ascii_find (p, 'a', 'z');
  guint letters = uppers | lowers;
  guint start = letters & 1 ? 0 : 1;
  guint spaces;

  if (pattern != ATTUNE_PATTERN_O200K && p[0] == '\'')
    {
      guint end = attune_ascii_match_contraction (p, pattern == ATTUNE_PATTERN_CL100K);

      if (end > 0)
        return end;
    }

  if ((letters >> start & 1) != 0 && (start == 0 || attune_ascii_is_prefix (pattern, p[0])))
    return attune_ascii_match_word (pattern, p, uppers, lowers, start);

  if (p[0] >= 0x80 || p[1] >= 0x80)
    return 0;

  if (g_ascii_isdigit (p[0]))
    return attune_ascii_match_number (pattern, p, 0);

  if (pattern == ATTUNE_PATTERN_R50K && p[0] == ' ' && g_ascii_isdigit (p[1]))
    return attune_ascii_match_number (pattern, p, 1);

  spaces = attune_ascii_find_spaces (p);

  if ((spaces & 1) == 0)
    return attune_ascii_match_symbols (pattern, p, letters, spaces, 0);

  if (p[0] == ' ' && (spaces & 2) == 0 && !g_ascii_isdigit (p[1]))
    return attune_ascii_match_symbols (pattern, p, letters, spaces, 1);

  return attune_ascii_match_spaces (pattern, p, spaces);
}

G_END_DECLS
