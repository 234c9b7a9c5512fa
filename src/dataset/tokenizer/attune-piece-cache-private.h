/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* The longest piece that is kept: with its length and its count it fills 16 bytes. */
#define ATTUNE_PIECE_CACHE_MAX_LENGTH 14
#define ATTUNE_PIECE_CACHE_N_WAYS     4
#define ATTUNE_PIECE_CACHE_BITS       14

/* A piece of text as a number: its bytes, zeros, and in byte 14 its length. */
typedef struct
{
  guint64 low;
  guint64 high;
} AttunePieceKey;

/**
 * AttunePieceCache:
 *
 * The counts of short pieces of text, in 2¹⁴ rows of four: one megabyte, which is what the second
 * cache of a processor core has. The text of a language repeats itself so much that most pieces are
 * found here.
 */
typedef struct
{
  /* The count stands in byte 15 of the key. A row fills one line of the processor's caches. */
  AttunePieceKey slots[1 << ATTUNE_PIECE_CACHE_BITS][ATTUNE_PIECE_CACHE_N_WAYS];
} AttunePieceCache;

#define ATTUNE_PIECE_COUNT_SHIFT 56
#define ATTUNE_PIECE_KEY_MASK    ((G_GUINT64_CONSTANT (1) << ATTUNE_PIECE_COUNT_SHIFT) - 1)

/* Reads 16 bytes at @bytes, of which the first @length count. */
static inline AttunePieceKey
attune_piece_key_make (const guint8 *bytes,
                       guint         length)
{
  AttunePieceKey key;
  guint low_bits = 8 * MIN (length, 8);
  guint high_bits = 8 * length - low_bits;

  memcpy (&key, bytes, sizeof key);
  key.low = GUINT64_FROM_LE (key.low) & (G_MAXUINT64 >> (64 - low_bits));
  key.high = GUINT64_FROM_LE (key.high) & ((G_GUINT64_CONSTANT (1) << high_bits) - 1);
  key.high |= (guint64)length << 48;

  return key;
}

static inline gsize
attune_piece_key_hash (AttunePieceKey key)
{
  guint64 mixed = key.low ^ key.high * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  mixed ^= mixed >> 32;

  return mixed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> (64 - ATTUNE_PIECE_CACHE_BITS);
}

/* Returns the count of the piece, or 0 when it is not known. All four places are compared without a
 * branch, since nothing tells in advance which one it is. */
static inline guint
attune_piece_cache_find (const AttunePieceCache *self,
                         gsize                   row,
                         AttunePieceKey          key)
{
  const AttunePieceKey *slots = self->slots[row];
  guint64 found = 0;

  for (guint i = 0; i < ATTUNE_PIECE_CACHE_N_WAYS; i++)
    {
      guint64 difference = (slots[i].low ^ key.low) |
                           ((slots[i].high ^ key.high) & ATTUNE_PIECE_KEY_MASK);

      found |= difference == 0 ? slots[i].high : 0;
    }

  return found >> ATTUNE_PIECE_COUNT_SHIFT;
}

/* Keeps a count in place of the oldest one in its row. */
static inline void
attune_piece_cache_add (AttunePieceCache *self,
                        gsize             row,
                        AttunePieceKey    key,
                        guint             count)
{
  AttunePieceKey *slots = self->slots[row];

  memmove (slots + 1, slots, (ATTUNE_PIECE_CACHE_N_WAYS - 1) * sizeof *slots);
  key.high |= (guint64)count << ATTUNE_PIECE_COUNT_SHIFT;
  slots[0] = key;
}

G_END_DECLS
