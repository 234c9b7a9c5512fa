/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* The longest piece that is kept: with its length and its count it fills 16 bytes, or 32 in the
 * table for longer ones. */
#define ATTUNE_PIECE_CACHE_MAX_SHORT 14
#define ATTUNE_PIECE_CACHE_MAX_LONG  30

#define ATTUNE_PIECE_CACHE_SHORT_BITS 15
#define ATTUNE_PIECE_CACHE_SHORT_WAYS 4
#define ATTUNE_PIECE_CACHE_LONG_BITS  14
#define ATTUNE_PIECE_CACHE_LONG_WAYS  2

/* A piece of text as a number: its bytes, zeros, and in byte 14 its length. */
typedef struct
{
  guint64 low;
  guint64 high;
} AttunePieceKey;

typedef struct
{
  guint8 bytes[ATTUNE_PIECE_CACHE_MAX_LONG];
  guint8 length;
  guint8 count;
} AttuneLongPiece;

/**
 * AttunePieceCache:
 *
 * The counts of pieces of text: two megabytes for short ones, one for longer ones. Language
 * repeats itself so much that most pieces are found here.
 */
typedef struct
{
  /* The count stands in byte 15 of the key. A row fills one line of the processor's caches. */
  AttunePieceKey  short_rows[1 << ATTUNE_PIECE_CACHE_SHORT_BITS][ATTUNE_PIECE_CACHE_SHORT_WAYS];
  AttuneLongPiece long_rows[1 << ATTUNE_PIECE_CACHE_LONG_BITS][ATTUNE_PIECE_CACHE_LONG_WAYS];
} AttunePieceCache;

#define ATTUNE_PIECE_COUNT_SHIFT  56
#define ATTUNE_PIECE_LENGTH_SHIFT 48

/* Takes the first @length of the 16 bytes at @bytes. */
static inline AttunePieceKey
attune_piece_key_make (const guint8 *bytes,
                       guint         length)
{
  AttunePieceKey key;

  memcpy (&key, bytes, sizeof key);
  key.low = GUINT64_FROM_LE (key.low);
  key.high = GUINT64_FROM_LE (key.high);

  /* Shifting by 64 is not defined, so that it is done in two steps. */
  if (length < 8)
    {
      key.low &= (G_GUINT64_CONSTANT (1) << 8 * length) - 1;
      key.high = 0;
    }
  else
    key.high &= (G_GUINT64_CONSTANT (1) << 8 * (length - 8)) - 1;

  key.high |= (guint64)length << ATTUNE_PIECE_LENGTH_SHIFT;

  return key;
}

static inline gsize
attune_piece_key_hash (AttunePieceKey key)
{
  guint64 mixed = key.low ^ key.high * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  mixed ^= mixed >> 32;

  return mixed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> (64 - ATTUNE_PIECE_CACHE_SHORT_BITS);
}

/* Returns the count of the piece, or 0 when it is not known. All places are compared without a
 * branch, since nothing tells in advance which one it is. */
static inline guint
attune_piece_cache_find (const AttunePieceKey *row,
                         AttunePieceKey        key)
{
  guint64 found = 0;

  for (guint i = 0; i < ATTUNE_PIECE_CACHE_SHORT_WAYS; i++)
    {
      guint64 difference = (row[i].low ^ key.low) |
                           (row[i].high ^ key.high) << (64 - ATTUNE_PIECE_COUNT_SHIFT);

      found |= difference == 0 ? row[i].high : 0;
    }

  return found >> ATTUNE_PIECE_COUNT_SHIFT;
}

/* Keeps a count in place of the oldest one in its row. */
static inline void
attune_piece_cache_add (AttunePieceKey *row,
                        AttunePieceKey  key,
                        guint           count)
{
  memmove (row + 1, row, (ATTUNE_PIECE_CACHE_SHORT_WAYS - 1) * sizeof *row);
  key.high |= (guint64)count << ATTUNE_PIECE_COUNT_SHIFT;
  row[0] = key;
}

static inline AttuneLongPiece *
attune_piece_cache_get_long_row (AttunePieceCache *self,
                                 const guint8     *bytes,
                                 guint             length)
{
  guint64 parts[3];
  guint64 mixed;

  /* The last part overlaps with the others where the piece is not long enough for all three. */
  memcpy (&parts[0], bytes, 8);
  memcpy (&parts[1], bytes + 7, 8);
  memcpy (&parts[2], bytes + length - 8, 8);
  mixed = (parts[0] ^ length) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  mixed = (mixed ^ mixed >> 32 ^ parts[1]) * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);
  mixed = (mixed ^ mixed >> 32 ^ parts[2]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return self->long_rows[mixed >> (64 - ATTUNE_PIECE_CACHE_LONG_BITS)];
}

static inline guint
attune_piece_cache_find_long (const AttuneLongPiece *row,
                              const guint8          *bytes,
                              guint                  length)
{
  for (guint i = 0; i < ATTUNE_PIECE_CACHE_LONG_WAYS; i++)
    if (row[i].length == length && memcmp (row[i].bytes, bytes, length) == 0)
      return row[i].count;

  return 0;
}

static inline void
attune_piece_cache_add_long (AttuneLongPiece *row,
                             const guint8    *bytes,
                             guint            length,
                             guint            count)
{
  memmove (row + 1, row, (ATTUNE_PIECE_CACHE_LONG_WAYS - 1) * sizeof *row);
  memcpy (row[0].bytes, bytes, length);
  row[0].length = length;
  row[0].count = count;
}

G_END_DECLS
