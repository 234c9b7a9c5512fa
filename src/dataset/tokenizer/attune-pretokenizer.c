/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-pretokenizer"

#include "config.h"

#include <string.h>

#include "attune-pretokenizer-private.h"

/* These functions do by hand what the regular expressions of tiktoken_ext/openai_public.py do. Of
 * their alternatives the first that matches wins, not the longest, and what a part of one takes
 * greedily it gives back when the rest would not match else. Every function takes a place and
 * returns the end of its match there, or %NULL. */

#define BIT(name) ATTUNE_CLASS_BIT (ATTUNE_CLASS_##name)

#define LETTERS       (BIT (UPPER) | BIT (LOWER) | BIT (LETTER))
#define SPACES        (BIT (SPACE) | BIT (NEWLINE))
#define SYMBOLS       (BIT (OTHER) | BIT (MARK))                  /* [^\s\p{L}\p{N}] */
#define PREFIXES      (BIT (OTHER) | BIT (MARK) | BIT (SPACE))    /* [^\r\n\p{L}\p{N}] */
#define O200K_UPPERS  (BIT (UPPER) | BIT (LETTER) | BIT (MARK))
#define O200K_LOWERS  (BIT (LOWER) | BIT (LETTER) | BIT (MARK))
#define O200K_BOTH    (BIT (LETTER) | BIT (MARK))

typedef struct
{
  const AttuneUnicodeClasses *classes;
  const guint8               *end;
} Scanner;

/* Returns the bit of the class of the character at @p, and its length; at the end neither. */
static inline guint
peek (const Scanner *self,
      const guint8  *p,
      guint         *length)
{
  if (p == self->end)
    {
      *length = 0;
      return 0;
    }

  return ATTUNE_CLASS_BIT (attune_unicode_classes_look_up (self->classes,
                                                           attune_pretokenizer_decode (p, length)));
}

static inline const guint8 *
skip (const Scanner *self,
      const guint8  *p,
      guint          classes)
{
  guint length;

  while ((peek (self, p, &length) & classes) != 0)
    p += length;

  return p;
}

static inline const guint8 *
skip_bytes (const Scanner *self,
            const guint8  *p,
            const char    *bytes)
{
  while (p < self->end && strchr (bytes, *p) != NULL && *p != '\0')
    p++;

  return p;
}

static inline guint8
get (const Scanner *self,
     const guint8  *p)
{
  return p < self->end ? *p : 0;
}

/* 's 't 'm 'd 'll 've 're; without regard to case, also 'ſ: U+017F is a form of s. */
static const guint8 *
match_contraction (const Scanner *self,
                   const guint8  *p,
                   gboolean       any_case)
{
  guint8 fold = any_case ? 0x20 : 0;
  guint8 first;
  guint8 second;

  if (get (self, p) != '\'')
    return NULL;

  first = get (self, p + 1);
  second = first != 0 ? get (self, p + 2) : 0;

  if (any_case && first == 0xc5 && second == 0xbf)
    return p + 3;

  first |= fold;
  second |= fold;

  if (first == 's' || first == 't' || first == 'm' || first == 'd')
    return p + 2;

  if ((first == 'l' && second == 'l') || (first == 'v' && second == 'e') ||
      (first == 'r' && second == 'e'))
    return p + 3;

  return NULL;
}

/* \p{N}{1,3} */
static const guint8 *
match_number (const Scanner *self,
              const guint8  *p)
{
  const guint8 *start = p;
  guint length;

  for (guint i = 0; i < 3 && (peek (self, p, &length) & BIT (NUMBER)) != 0; i++)
    p += length;

  return p > start ? p : NULL;
}

/*  ?[^\s\p{L}\p{N}]+, and then any of @tail */
static const guint8 *
match_symbols (const Scanner *self,
               const guint8  *p,
               const char    *tail)
{
  const guint8 *start = get (self, p) == ' ' ? p + 1 : p;

  p = skip (self, start, SYMBOLS);

  return p > start ? skip_bytes (self, p, tail) : NULL;
}

/* What all patterns do with white space: up to the last newline of a run if @newlines; else all of
 * it at the end of the text; else all but the last character, which goes with what follows; else
 * that character. */
static const guint8 *
match_spaces (const Scanner *self,
              const guint8  *p,
              gboolean       newlines,
              gboolean       end_first)
{
  const guint8 *start = p;
  const guint8 *last = p;
  const guint8 *after_newline = NULL;
  guint class;
  guint length;

  while (((class = peek (self, p, &length)) & SPACES) != 0)
    {
      last = p;
      p += length;

      if (class == BIT (NEWLINE))
        after_newline = p;
    }

  if (end_first && p == self->end)
    return p;

  if (newlines && after_newline != NULL)
    return after_newline;

  return p == self->end || last == start ? p : last;
}

/* [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+: letters without case fit both parts.
 * When no small letter follows the first part, it gives back as much as the second one needs: up to
 * its last letter without case, and the capitals after that are left over. */
static const guint8 *
match_o200k_lower (const Scanner *self,
                   const guint8  *p)
{
  const guint8 *after_both = NULL;
  guint class;
  guint length;

  while (((class = peek (self, p, &length)) & O200K_UPPERS) != 0)
    {
      p += length;

      if ((class & O200K_BOTH) != 0)
        after_both = p;
    }

  return class == BIT (LOWER) ? skip (self, p, O200K_LOWERS) : after_both;
}

/* [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*, tried after the one above: there are
 * capitals only. */
static const guint8 *
match_o200k_upper (const Scanner *self,
                   const guint8  *p)
{
  const guint8 *end = skip (self, p, BIT (UPPER));

  return end > p ? end : NULL;
}

/* Both alternatives for words, each with and then without a character in front. */
static const guint8 *
match_o200k_word (const Scanner *self,
                  const guint8  *p,
                  guint          class,
                  guint          length)
{
  const guint8 *word = (class & PREFIXES) != 0 ? p + length : NULL;
  const guint8 *end = NULL;
  const guint8 *contraction;

  if (word != NULL)
    end = match_o200k_lower (self, word);

  if (end == NULL)
    end = match_o200k_lower (self, p);

  if (end == NULL && word != NULL)
    end = match_o200k_upper (self, word);

  if (end == NULL)
    end = match_o200k_upper (self, p);

  if (end == NULL)
    return NULL;

  contraction = match_contraction (self, end, TRUE);

  return contraction != NULL ? contraction : end;
}

static const guint8 *
match_o200k (const Scanner *self,
             const guint8  *p)
{
  const guint8 *end;
  guint length;
  guint class = peek (self, p, &length);

  if ((end = match_o200k_word (self, p, class, length)) ||
      (end = match_number (self, p)) ||
      (end = match_symbols (self, p, "\r\n/")))
    return end;

  return match_spaces (self, p, TRUE, FALSE);
}

static const guint8 *
match_cl100k (const Scanner *self,
              const guint8  *p)
{
  const guint8 *end;
  const guint8 *word;
  guint length;
  guint class = peek (self, p, &length);

  if ((end = match_contraction (self, p, TRUE)))
    return end;

  /* [^\r\n\p{L}\p{N}]?+\p{L}++ */
  word = (class & PREFIXES) != 0 ? p + length : p;

  if ((end = skip (self, word, LETTERS)) > word ||
      (end = match_number (self, p)) ||
      (end = match_symbols (self, p, "\r\n")))
    return end;

  return match_spaces (self, p, TRUE, TRUE);
}

static const guint8 *
match_r50k (const Scanner *self,
            const guint8  *p)
{
  const guint8 *end;
  const guint8 *word = get (self, p) == ' ' ? p + 1 : p;

  if ((end = match_contraction (self, p, FALSE)) ||
      (end = skip (self, word, LETTERS)) > word ||
      (end = skip (self, word, BIT (NUMBER))) > word ||
      (end = match_symbols (self, p, "")))
    return end;

  return match_spaces (self, p, FALSE, TRUE);
}

/**
 * attune_pretokenizer_find_end:
 * @classes: the classes of all characters
 * @pattern: how to cut
 * @p: where a piece begins
 * @end: the end of the text, after @p
 *
 * Returns: (transfer none): where the piece at @p ends
 */
const guint8 *
attune_pretokenizer_find_end (const AttuneUnicodeClasses *classes,
                              AttunePattern               pattern,
                              const guint8               *p,
                              const guint8               *end)
{
  const Scanner scanner = { classes, end };

  switch (pattern)
    {
    case ATTUNE_PATTERN_CL100K:
      return match_cl100k (&scanner, p);

    case ATTUNE_PATTERN_R50K:
      return match_r50k (&scanner, p);

    case ATTUNE_PATTERN_O200K:
    default:
      return match_o200k (&scanner, p);
    }
}

static const guint8 *
find_previous (const guint8 *start,
               const guint8 *p)
{
  do
    p--;
  while (p > start && (*p & 0xc0) == 0x80);

  return p;
}

/* Returns the bit of the class of the character from @p to @end; nothing when that is none. */
static guint
classify (const AttuneUnicodeClasses *classes,
          const guint8               *p,
          const guint8               *end)
{
  gunichar code = g_utf8_get_char_validated ((const char *)p, end - p);

  if (code > G_MAXUINT32 - 2 || g_unichar_to_utf8 (code, NULL) != end - p)
    return 0;

  return ATTUNE_CLASS_BIT (attune_unicode_classes_look_up (classes, code));
}

/**
 * attune_pretokenizer_find_cut:
 * @classes: the classes of all characters
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * Finds the last place where @text can be cut without changing its tokens, whatever follows, in all
 * patterns: after a letter or a number, before what is neither of them, nor a mark, nor an
 * apostrophe. In no pattern does a piece go on from the former to the latter, and none that ends
 * with the former looks at what comes after it.
 *
 * Returns: how many bytes stand before the cut; 0 when there is no such place
 */
gsize
attune_pretokenizer_find_cut (const AttuneUnicodeClasses *classes,
                              const guint8               *text,
                              gsize                       length)
{
  guint next = 0;

  for (const guint8 *p = text + length; p > text;)
    {
      const guint8 *previous = find_previous (text, p);
      guint class = classify (classes, previous, p);

      if ((next & (BIT (OTHER) | SPACES)) != 0 && *p != '\'' &&
          (class & (LETTERS | BIT (NUMBER))) != 0)
        return p - text;

      next = class;
      p = previous;
    }

  return 0;
}
