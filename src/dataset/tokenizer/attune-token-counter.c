/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-token-counter"

#include "config.h"

#include <string.h>

#include "attune-large-table-private.h"
#include "attune-piece-cache-private.h"
#include "attune-pretokenizer-ascii-private.h"
#include "attune-token-counter.h"
#include "attune-tokenizer-private.h"
#include "attune-utf8-repair-private.h"

/* What a text beyond this size needed is given back after it. */
#define MAX_KEPT (4 * 1024 * 1024)

/* From any place that a piece can begin at, so many bytes can be read. */
#define N_AHEAD 32

struct _AttuneTokenCounter
{
  AttuneTokenizer      *tokenizer;
  AttunePieceCache     *cache;
  AttuneTokenBuffer     buffer;
  GString              *repaired;
};

/* Where the tokens of a text go: into a number, or into an array as well. */
typedef struct
{
  const guint8 *end;      /* of the text */
  gsize         count;
  GArray       *tokens;
} Result;

/**
 * attune_token_counter_new:
 * @tokenizer: what to count with
 *
 * Returns: (transfer full): a counter for one thread
 */
AttuneTokenCounter *
attune_token_counter_new (AttuneTokenizer *tokenizer)
{
  AttuneTokenCounter *self;

  g_return_val_if_fail (tokenizer != NULL, NULL);

  self = g_new0 (AttuneTokenCounter, 1);
  self->tokenizer = attune_tokenizer_ref (tokenizer);
  self->cache = attune_large_table_new (sizeof *self->cache);
  self->repaired = g_string_new (NULL);

  return self;
}

/**
 * attune_token_counter_free:
 * @self: (transfer full): a counter
 */
void
attune_token_counter_free (AttuneTokenCounter *self)
{
  g_clear_pointer (&self->tokenizer, attune_tokenizer_unref);
  g_clear_pointer (&self->cache, attune_large_table_free);
  attune_token_buffer_clear (&self->buffer);
  g_string_free (self->repaired, TRUE);
  g_free (self);
}

/**
 * attune_token_counter_get_tokenizer:
 * @self: a counter
 *
 * Returns: (transfer none): what it counts with
 */
AttuneTokenizer *
attune_token_counter_get_tokenizer (AttuneTokenCounter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tokenizer;
}

/* Does the work of byte pair encoding. */
static gsize
encode_segment (AttuneTokenCounter *self,
                Result             *result,
                const guint8       *bytes,
                gsize               length)
{
  gsize count;

  count = attune_vocabulary_encode (self->tokenizer->vocabulary, &self->buffer, bytes, length);

  if (result->tokens != NULL)
    g_array_append_vals (result->tokens, self->buffer.tokens, count);

  return count;
}

/* Spaces, rules, long words: kept apart, so that the others need not be compared with so much. */
static gsize
count_long_segment (AttuneTokenCounter *self,
                    Result             *result,
                    const guint8       *bytes,
                    gsize               length)
{
  AttuneLongPiece *row;
  gsize count;

  if (length > ATTUNE_PIECE_CACHE_MAX_LONG || result->tokens != NULL)
    return encode_segment (self, result, bytes, length);

  row = attune_piece_cache_get_long_row (self->cache, bytes, length);
  count = attune_piece_cache_find_long (row, bytes, length);

  if (count == 0)
    {
      count = encode_segment (self, result, bytes, length);
      attune_piece_cache_add_long (row, bytes, length, count);
    }

  return count;
}

/* Takes bytes that no merge connects with what stands before or after them. */
static inline void
take_segment (AttuneTokenCounter *self,
              Result             *result,
              const guint8       *bytes,
              gsize               length)
{
  guint8 copy[sizeof (AttunePieceKey)];
  AttunePieceKey *row;
  AttunePieceKey key;
  gsize count;

  if (length > ATTUNE_PIECE_CACHE_MAX_SHORT || result->tokens != NULL)
    {
      if (length > ATTUNE_PIECE_CACHE_MAX_SHORT)
        result->count += count_long_segment (self, result, bytes, length);
      else
        result->count += encode_segment (self, result, bytes, length);
      return;
    }

  if (G_UNLIKELY (result->end - bytes < (gssize)sizeof copy))
    bytes = memcpy (copy, bytes, length);

  key = attune_piece_key_make (bytes, length);
  row = self->cache->short_rows[attune_piece_key_hash (key)];
  count = attune_piece_cache_find (row, key);

  if (G_UNLIKELY (count == 0))
    {
      count = encode_segment (self, result, bytes, length);
      attune_piece_cache_add (row, key, count);
    }

  result->count += count;
}

static inline void
take_character (AttuneTokenCounter *self,
                Result             *result,
                const guint8       *bytes,
                guint32             code)
{
  if (result->tokens != NULL)
    result->count += encode_segment (self, result, bytes, 3);
  else
    result->count += self->tokenizer->links->characters[code] & ATTUNE_CHARACTER_COUNT_MASK;
}

/* Takes a piece, cut where no token reaches from one character to the next. */
static void
take_piece (AttuneTokenCounter *self,
            Result             *result,
            const guint8       *p,
            const guint8       *end)
{
  const AttuneTokenLinks *links = self->tokenizer->links;
  const guint8 *start = p;
  guint32 left = 0;

  while (p < end)
    {
      guint length;
      guint32 code = attune_pretokenizer_decode (p, &length);

      if (length == 3 && p > start && !attune_token_links_is_linked (links, left, code))
        {
          if (left >= 0x800 && p - start == 3)
            take_character (self, result, start, left);
          else
            take_segment (self, result, start, p - start);

          start = p;
        }

      left = code;
      p += length;
    }

  take_segment (self, result, start, end - start);
}

static inline gboolean
is_three_bytes (const guint8 *p)
{
  return (*p & 0xf0) == 0xe0;
}

static inline guint32
decode_three (const guint8 *p)
{
  return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
}

/* Whether letters without case end at @p for certain. */
static inline gboolean
is_end_of_letters (const AttuneTokenLinks *links,
                   const guint8           *p,
                   const guint8           *end)
{
  if (p == end)
    return TRUE;

  if (*p < 0x80)
    return !g_ascii_isalpha (*p) && *p != '\'';

  return is_three_bytes (p) && (links->characters[decode_three (p)] & ATTUNE_CHARACTER_STOP) != 0;
}

/* Takes a piece of letters without case, each of three bytes, with what may stand in front of it:
 * what Chinese and Japanese are made of. Does in one go what finding its end and take_piece() do in
 * two. Returns the end of the piece, or %NULL when it is another one. */
static inline const guint8 *
take_letters (AttuneTokenCounter *self,
              Result             *result,
              AttunePattern       pattern,
              const guint8       *p)
{
  const AttuneTokenLinks *links = self->tokenizer->links;
  const guint8 *start = p;
  gsize count = result->count;
  guint32 left = 0;

  if (*p < 0x80)
    {
      if (!attune_ascii_is_prefix (pattern, *p) || g_ascii_isalpha (*p))
        return NULL;

      left = *p++;
    }
  else if (is_three_bytes (p) && pattern != ATTUNE_PATTERN_R50K &&
           (links->characters[decode_three (p)] & ATTUNE_CHARACTER_PREFIX) != 0)
    {
      left = decode_three (p);
      p += 3;
    }

  if (p == result->end || !is_three_bytes (p) ||
      (links->characters[decode_three (p)] & ATTUNE_CHARACTER_LETTER) == 0)
    return NULL;

  do
    {
      guint32 code = decode_three (p);

      if ((links->characters[code] & ATTUNE_CHARACTER_LETTER) == 0)
        break;

      if (p > start && !attune_token_links_is_linked (links, left, code))
        {
          if (p - start == 3)
            take_character (self, result, start, left);
          else
            take_segment (self, result, start, p - start);

          start = p;
        }

      left = code;
      p += 3;
    }
  while (p < result->end && is_three_bytes (p));

  if (is_end_of_letters (links, p, result->end))
    {
      if (p - start == 3)
        take_character (self, result, start, left);
      else
        take_segment (self, result, start, p - start);

      return p;
    }

  result->count = count;

  return NULL;
}

/* Takes pieces as long as they begin before @stop, and returns where it came to. */
static inline __attribute__ ((always_inline)) const guint8 *
take_pieces (AttuneTokenCounter *self,
             Result             *result,
             AttunePattern       pattern,
             const guint8       *p,
             const guint8       *stop)
{
  while (p < stop)
    {
      guint length = *p < 0x80 ? attune_ascii_match (pattern, p) : 0;

      if (length > 0)
        {
          take_segment (self, result, p, length);
          p += length;
        }
      else
        {
          const guint8 *next = result->tokens == NULL ? take_letters (self, result, pattern, p)
                                                      : NULL;

          if (next == NULL)
            {
              next = attune_pretokenizer_find_end (self->tokenizer->classes, pattern,
                                                   p, result->end);
              take_piece (self, result, p, next);
            }

          p = next;
        }
    }

  return p;
}

/* With the pattern a constant, the compiler makes a loop for each. */
static const guint8 *
take_until (AttuneTokenCounter *self,
            Result             *result,
            const guint8       *p,
            const guint8       *stop)
{
  switch (self->tokenizer->pattern)
    {
    case ATTUNE_PATTERN_CL100K:
      return take_pieces (self, result, ATTUNE_PATTERN_CL100K, p, stop);

    case ATTUNE_PATTERN_R50K:
      return take_pieces (self, result, ATTUNE_PATTERN_R50K, p, stop);

    case ATTUNE_PATTERN_O200K:
    default:
      return take_pieces (self, result, ATTUNE_PATTERN_O200K, p, stop);
    }
}

static void
take_text (AttuneTokenCounter *self,
           Result             *result,
           const guint8       *p,
           gsize               length)
{
  guint8 tail[2 * N_AHEAD];

  result->end = p + length;

  if (length > N_AHEAD)
    p = take_until (self, result, p, result->end - N_AHEAD);

  length = result->end - p;

  /* The end is taken from a copy, so that nothing is read beyond it. No text has the byte that
   * stands behind it there, and attune_ascii_match() leaves a piece alone that may go on there. */
  if (length > 0)
    {
      memset (tail, 0xff, sizeof tail);
      memcpy (tail, p, length);
      result->end = tail + length;
      take_until (self, result, tail, result->end);
    }
}

static void
give_back (AttuneTokenCounter *self)
{
  attune_token_buffer_clear (&self->buffer);
  g_string_free (self->repaired, TRUE);
  self->repaired = g_string_new (NULL);
}

static void
take (AttuneTokenCounter *self,
      Result             *result,
      const char         *text,
      gsize               length)
{
  if (attune_utf8_measure_valid ((const guint8 *)text, length) < length)
    {
      attune_utf8_repair (self->repaired, (const guint8 *)text, length);
      text = self->repaired->str;
      length = self->repaired->len;
    }

  take_text (self, result, (const guint8 *)text, length);

  if (length > MAX_KEPT)
    give_back (self);
}

/**
 * attune_token_counter_count:
 * @self: a counter
 * @text: (array length=length): any bytes
 * @length: how many
 *
 * Counts the tokens of a text exactly as tiktoken's `encode_ordinary()` does: what looks like a
 * special token, such as `<|endoftext|>`, is ordinary text. tiktoken takes no bytes that are not
 * UTF-8; here they count as what Python's `bytes.decode(errors="replace")` makes of them.
 *
 * Returns: the number of tokens
 */
gsize
attune_token_counter_count (AttuneTokenCounter *self,
                            const char         *text,
                            gsize               length)
{
  Result result = { 0 };

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL || length == 0, 0);

  take (self, &result, text, length);

  return result.count;
}

/**
 * attune_token_counter_encode:
 * @self: a counter
 * @text: (array length=length): any bytes
 * @length: how many
 * @tokens: (element-type guint32): where to append the tokens
 *
 * Does what attune_token_counter_count() counts.
 *
 * Returns: how many tokens were appended
 */
gsize
attune_token_counter_encode (AttuneTokenCounter *self,
                             const char         *text,
                             gsize               length,
                             GArray             *tokens)
{
  Result result = { .tokens = tokens };

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL || length == 0, 0);
  g_return_val_if_fail (tokens != NULL, 0);

  take (self, &result, text, length);

  return result.count;
}

/**
 * attune_token_counter_count_message:
 * @self: a counter
 * @role: who speaks
 * @content: what is said
 * @length: its length in bytes, or -1 when it ends with a NUL
 * @name: (nullable): the name of the speaker
 *
 * Counts one message of a chat by the rule that OpenAI's cookbook gives (“How to count tokens with
 * tiktoken”): three more than its texts have, and one more for a name. A whole example has
 * %ATTUNE_TOKENS_PER_EXAMPLE tokens more than its messages. What tools and images add is not known.
 *
 * Returns: the number of tokens
 */
gsize
attune_token_counter_count_message (AttuneTokenCounter *self,
                                    const char         *role,
                                    const char         *content,
                                    gssize              length,
                                    const char         *name)
{
  gsize count = 3;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (role != NULL, 0);
  g_return_val_if_fail (content != NULL, 0);

  count += attune_token_counter_count (self, role, strlen (role));
  count += attune_token_counter_count (self, content,
                                       length < 0 ? strlen (content) : (gsize)length);

  if (name != NULL)
    count += 1 + attune_token_counter_count (self, name, strlen (name));

  return count;
}
