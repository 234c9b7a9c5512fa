/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-vocabulary"

#include "config.h"

#include <string.h>

#include "attune-large-table-private.h"
#include "attune-vocabulary-private.h"

#define NONE ATTUNE_VOCABULARY_NONE

/* Byte pair encoding begins with single bytes and merges, again and again, the neighbours whose
 * union has the lowest rank. Doing so takes many look-ups for each byte. Here instead a valid
 * sequence of tokens is searched from left to right, after “bpe” of GitHub's rust-gems: a sequence
 * is what merging would give if and only if every two neighbours are what merging would give for
 * their bytes. So the longest token that fits is tried, then the next shorter one, then the token
 * before it is given up; a bit for each position remembers where nothing goes on, which makes the
 * search linear. */

/* --- Hash tables ---------------------------------------------------------------------------- */

/* Both tables hold numbers of a key and a value, zero where nothing is, and are about half full.
 * Multiplying by 2⁶⁴ divided by the golden ratio spreads the keys. */
static inline gsize
hash (guint64 key,
      guint   shift)
{
  return key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> shift;
}

static guint64 *
new_table (gsize  min_slots,
           guint *shift)
{
  guint bits = g_bit_storage (min_slots);

  *shift = 64 - bits;

  return attune_large_table_new (sizeof (guint64) << bits);
}

static inline guint64
find (const guint64 *table,
      guint          shift,
      guint64        key,
      guint          value_bits)
{
  gsize mask = (G_MAXUINT64 >> shift);
  gsize index = hash (key, shift);

  while (table[index] != 0 && table[index] >> value_bits != key)
    index = (index + 1) & mask;

  return table[index];
}

static void
insert (guint64 *table,
        guint    shift,
        guint64  key,
        guint    value_bits,
        guint32  value)
{
  gsize mask = (G_MAXUINT64 >> shift);
  gsize index = hash (key, shift);

  while (table[index] != 0)
    index = (index + 1) & mask;

  table[index] = key << value_bits | value;
}

#define EDGE_BITS 20
#define PAIR_BITS 18

/* Keys are one more than they need to be, so that no entry is zero. */
static inline guint64
make_edge_key (guint32 node,
               guint8  byte)
{
  return ((guint64)node << 8 | byte) + 1;
}

static inline guint64
make_pair_key (guint32 left,
               guint32 right)
{
  return ((guint64)left << PAIR_BITS | right) + 1;
}

static inline guint32
find_child (const AttuneVocabulary *self,
            guint32                 node,
            guint8                  byte)
{
  guint64 entry = find (self->edges, self->edge_shift, make_edge_key (node, byte), EDGE_BITS);

  return entry != 0 ? entry & ((1 << EDGE_BITS) - 1) : NONE;
}

static inline guint32
find_pair (const AttuneVocabulary *self,
           guint32                 left,
           guint32                 right)
{
  guint64 entry = find (self->pairs, self->pair_shift, make_pair_key (left, right), PAIR_BITS);

  return entry != 0 ? entry & ((1 << PAIR_BITS) - 1) : NONE;
}

/* --- Search --------------------------------------------------------------------------------- */

/* The longest token at a place, and how many bytes were looked at to find it, none when the end of
 * the text had a part in it. */
typedef struct
{
  const guint8 *bytes;
  gsize         n_read;
  guint32       token;
} Match;

static inline Match
walk (const AttuneVocabulary *self,
      const guint8           *bytes,
      gsize                   length)
{
  Match match = { bytes, 0, self->roots[bytes[0]] };
  guint32 node;

  if (length == 1)
    return match;

  node = self->second[bytes[0] << 8 | bytes[1]];

  for (gsize i = 2; node != NONE; i++)
    {
      if (node < self->n_tokens)
        match.token = node;

      match.n_read = i < length ? i + 1 : 0;
      node = i < length ? find_child (self, node, bytes[i]) : NONE;
    }

  return match;
}

/* Shorter walks are done again sooner than compared. */
#define MIN_COMPARED 16

/* Finds the longest token that @bytes begin with. In a long run of one thing it is the same as last
 * time, and comparing is much faster than walking. */
static inline void
find_longest (const AttuneVocabulary *self,
              Match                  *match,
              const guint8           *bytes,
              gsize                   length)
{
  if (match->n_read < MIN_COMPARED || match->n_read > length ||
      memcmp (bytes, match->bytes, match->n_read) != 0)
    *match = walk (self, bytes, length);
}

/* Whether merging the bytes of both ends with these two tokens. Their merges are undone, the latest
 * first; if at some time the tokens on both sides of the border could have been merged with one
 * another earlier than what was done there, it would have come otherwise. */
static inline gboolean
is_valid_pair (const AttuneVocabulary *self,
               guint32                 left,
               guint32                 right)
{
  guint32 limit = NONE;

  while (TRUE)
    {
      guint32 merged = find_pair (self, left, right);
      gboolean is_left_byte = self->splits[left].right == left;
      gboolean is_right_byte = self->splits[right].left == right;

      if (merged < limit)
        return FALSE;

      /* Of two merges of the same rank the left one comes first, so that it is undone last. */
      if (!is_left_byte && (left > right || is_right_byte))
        {
          limit = left;
          left = self->splits[left].right;
        }
      else if (!is_right_byte)
        {
          limit = right + 1;
          right = self->splits[right].left;
        }
      else
        return TRUE;
    }
}

#define MEMO_BITS 12

/* The same, remembering the last thousands of answers: long runs of one thing ask for the same few
 * pairs again and again, which without this takes five times as long. */
static inline gboolean
is_valid_pair_memo (const AttuneVocabulary *self,
                    AttuneTokenBuffer      *buffer,
                    guint32                 left,
                    guint32                 right)
{
  guint64 key = make_pair_key (left, right);
  guint64 *entry = &buffer->memo[hash (key, 64 - MEMO_BITS)];

  if (*entry >> 1 != key)
    *entry = key << 1 | is_valid_pair (self, left, right);

  return *entry & 1;
}

static void
prepare (AttuneTokenBuffer *buffer,
         gsize              length)
{
  gsize n_words = length / 64 + 1;

  if (buffer->memo == NULL)
    buffer->memo = g_new0 (guint64, 1 << MEMO_BITS);

  if (buffer->n_words < n_words)
    {
      buffer->n_words = n_words;
      buffer->open = g_renew (guint64, buffer->open, n_words);
    }

  memset (buffer->open, 0xff, n_words * sizeof *buffer->open);
  buffer->n_tokens = 0;
}

static inline gboolean
is_open (const AttuneTokenBuffer *buffer,
         gsize                    position)
{
  return (buffer->open[position / 64] >> position % 64 & 1) != 0;
}

static inline void
push (AttuneTokenBuffer *buffer,
      guint32            token)
{
  if (G_UNLIKELY (buffer->n_tokens == buffer->capacity))
    {
      buffer->capacity = MAX (2 * buffer->capacity, 256);
      buffer->tokens = g_renew (guint32, buffer->tokens, buffer->capacity);
    }

  buffer->tokens[buffer->n_tokens++] = token;
}

/**
 * attune_vocabulary_encode:
 * @self: the tokens
 * @buffer: receives the result; began as zeros
 * @bytes: (array length=length): one piece of text
 * @length: its length, at least 1
 *
 * Takes time in proportion to @length.
 *
 * Returns: the number of tokens, which stand in @buffer
 */
gsize
attune_vocabulary_encode (const AttuneVocabulary *self,
                          AttuneTokenBuffer      *buffer,
                          const guint8           *bytes,
                          gsize                   length)
{
  Match match = walk (self, bytes, length);
  guint32 token = match.token;
  gsize position = 0;

  prepare (buffer, length);

  while (position < length)
    {
      gsize end = position + self->lengths[token];
      gsize n = buffer->n_tokens;

      if (is_open (buffer, end) &&
          (n == 0 || is_valid_pair_memo (self, buffer, buffer->tokens[n - 1], token)))
        {
          push (buffer, token);
          position = end;

          if (position < length)
            {
              find_longest (self, &match, bytes + position, length - position);
              token = match.token;
            }
        }
      else if (self->next_prefixes[token] != NONE)
        {
          token = self->next_prefixes[token];
        }
      else
        {
          /* Every sequence of bytes has a valid sequence of tokens, so there is one to give up. */
          g_assert (n > 0);
          buffer->open[position / 64] &= ~(G_GUINT64_CONSTANT (1) << position % 64);
          token = buffer->tokens[--buffer->n_tokens];
          position -= self->lengths[token];
        }
    }

  return buffer->n_tokens;
}

/* --- Making --------------------------------------------------------------------------------- */

/* Returns %FALSE when the token is there already, or when there are too many nodes. */
static gboolean
add_to_trie (AttuneVocabulary *self,
             guint32           token,
             const guint8     *bytes,
             guint             length)
{
  guint32 node = self->roots[bytes[0]];
  guint32 prefix = NONE;

  for (guint i = 1; i < length; i++)
    {
      guint32 child = find_child (self, node, bytes[i]);

      if (node < self->n_tokens)
        prefix = node;

      if (child == NONE)
        {
          child = i + 1 == length ? token : self->n_nodes++;

          if (self->n_nodes > G_MAXUINT64 >> self->edge_shift >> 1)
            return FALSE;

          insert (self->edges, self->edge_shift, make_edge_key (node, bytes[i]), EDGE_BITS, child);
        }

      node = child;
    }

  self->next_prefixes[token] = prefix;

  return node == token;
}

/* Returns the token that is exactly these bytes. */
static guint32
find_exact (const AttuneVocabulary *self,
            const guint8           *bytes,
            guint                   length)
{
  guint32 node = self->roots[bytes[0]];

  for (guint i = 1; i < length && node != NONE; i++)
    node = find_child (self, node, bytes[i]);

  return node < self->n_tokens ? node : NONE;
}

/* Of all ways to cut @token in two, the one that merging would have come to. Only tokens of lower
 * rank can be its halves, and what holds for them is known by now. */
static gboolean
find_split (AttuneVocabulary *self,
            guint32           token,
            const guint8     *bytes,
            guint             length)
{
  for (guint32 left = self->next_prefixes[token]; left != NONE; left = self->next_prefixes[left])
    {
      guint left_length = self->lengths[left];
      guint32 right;

      if (left > token)
        continue;

      right = find_exact (self, bytes + left_length, length - left_length);

      if (right < token && is_valid_pair (self, left, right))
        {
          self->splits[token] = (AttuneSplit) { left, right };
          insert (self->pairs, self->pair_shift, make_pair_key (left, right), PAIR_BITS, token);
          return TRUE;
        }
    }

  return FALSE;
}

/* Every text can be encoded only when every byte is a token. */
static gboolean
add_bytes (AttuneVocabulary     *self,
           const AttuneRankFile *ranks)
{
  guint n_found = 0;

  for (guint32 token = 0; token < self->n_tokens; token++)
    {
      guint length;
      const guint8 *bytes = attune_rank_file_get (ranks, token, &length);

      self->lengths[token] = length;
      self->next_prefixes[token] = NONE;

      if (length == 1)
        {
          self->roots[*bytes] = token;
          self->splits[token] = (AttuneSplit) { token, token };
          n_found++;
        }
    }

  return n_found == G_N_ELEMENTS (self->roots);
}

/* Shorter tokens first, so that the end of a token is never there as the beginning of another. */
static guint32 *
sort_by_length (const AttuneVocabulary *self)
{
  guint32 *sorted = g_new (guint32, self->n_tokens);
  guint starts[ATTUNE_RANK_MAX_LENGTH + 2] = { 0 };

  for (guint32 token = 0; token < self->n_tokens; token++)
    starts[self->lengths[token] + 1]++;

  for (guint i = 1; i < G_N_ELEMENTS (starts); i++)
    starts[i] += starts[i - 1];

  for (guint32 token = 0; token < self->n_tokens; token++)
    sorted[starts[self->lengths[token]]++] = token;

  return sorted;
}

static gboolean
fill (AttuneVocabulary     *self,
      const AttuneRankFile *ranks)
{
  g_autofree guint32 *sorted = NULL;
  guint length;
  const guint8 *bytes;

  if (!add_bytes (self, ranks))
    return FALSE;

  sorted = sort_by_length (self);

  for (guint i = 0; i < self->n_tokens; i++)
    {
      bytes = attune_rank_file_get (ranks, sorted[i], &length);

      if (length > 1 && !add_to_trie (self, sorted[i], bytes, length))
        return FALSE;
    }

  for (guint i = 0; i <= G_MAXUINT16; i++)
    self->second[i] = find_child (self, self->roots[i >> 8], i & 0xff);

  for (guint32 token = 0; token < self->n_tokens; token++)
    {
      bytes = attune_rank_file_get (ranks, token, &length);

      if (length > 1 && !find_split (self, token, bytes, length))
        return FALSE;
    }

  return TRUE;
}

/**
 * attune_vocabulary_new:
 * @ranks: the tokens of an encoding
 *
 * Returns: (transfer full) (nullable): the tables; %NULL when @ranks are not the work of byte pair
 *   encoding
 */
AttuneVocabulary *
attune_vocabulary_new (const AttuneRankFile *ranks)
{
  g_autoptr(AttuneVocabulary) self = NULL;

  g_return_val_if_fail (ranks != NULL, NULL);

  if (ranks->n_ranks > ATTUNE_VOCABULARY_MAX_TOKENS)
    return NULL;

  self = g_new0 (AttuneVocabulary, 1);
  self->n_tokens = ranks->n_ranks;
  self->n_nodes = ranks->n_ranks;
  self->lengths = g_new (guint8, self->n_tokens);
  self->next_prefixes = g_new (guint32, self->n_tokens);
  self->second = g_new (guint32, G_MAXUINT16 + 1);
  self->splits = g_new0 (AttuneSplit, self->n_tokens);
  /* The published vocabularies have about two nodes a token. */
  self->edges = new_table (5 * (gsize)self->n_tokens, &self->edge_shift);
  self->pairs = new_table (2 * (gsize)self->n_tokens, &self->pair_shift);

  return fill (self, ranks) ? g_steal_pointer (&self) : NULL;
}

/**
 * attune_vocabulary_free:
 * @self: (transfer full): the tables
 */
void
attune_vocabulary_free (AttuneVocabulary *self)
{
  g_free (self->lengths);
  g_free (self->next_prefixes);
  g_free (self->second);
  g_free (self->splits);
  attune_large_table_free (self->edges);
  attune_large_table_free (self->pairs);
  g_free (self);
}

/**
 * attune_token_buffer_clear:
 * @self: a buffer
 *
 * Frees what is in it.
 */
void
attune_token_buffer_clear (AttuneTokenBuffer *self)
{
  g_clear_pointer (&self->tokens, g_free);
  g_clear_pointer (&self->open, g_free);
  g_clear_pointer (&self->memo, g_free);
  *self = (AttuneTokenBuffer) { 0 };
}
