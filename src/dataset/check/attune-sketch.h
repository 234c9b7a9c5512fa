/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include <glib.h>

#include "attune-facts.h"

G_BEGIN_DECLS

/* What is asked and what is answered are compared apart: examples of a template ask nearly the same
 * and are no duplicates while their answers differ. */
typedef enum
{
  ATTUNE_SKETCH_QUESTION,
  ATTUNE_SKETCH_ANSWER,

  ATTUNE_N_SKETCH_PARTS
} AttuneSketchPart;

#define ATTUNE_SKETCH_REGISTERS 32
#define ATTUNE_SKETCH_EMPTY     G_MAXUINT32

/**
 * AttuneSketch:
 *
 * The making of a MinHash: of the hashes of all shingles of a text the smallest in each of 32
 * classes (“one permutation hashing”). A shingle is eight bytes from the beginning of a word, or of
 * any character outside ASCII: about two words of English or three characters of Chinese.
 */
typedef struct
{
  guint32 registers[ATTUNE_N_SKETCH_PARTS][ATTUNE_SKETCH_REGISTERS];
} AttuneSketch;

void  attune_sketch_reset        (AttuneSketch *self);
void  attune_sketch_finish       (AttuneSketch *self,
                                  AttuneFacts  *facts);
void  attune_sketch_finish_plain (AttuneSketch *self,
                                  AttuneFacts  *facts);
guint attune_signature_compare   (const guint8  a[16],
                                  const guint8  b[16]);

/* Returns what stands for the eight bytes at @text. Case does not count: bit 5 of every ASCII byte is
 * set, which also makes other signs alike, and does not matter. */
static G_ALWAYS_INLINE inline guint64
attune_sketch_hash (const char *text)
{
  unsigned __int128 product;
  guint64 shingle;

  memcpy (&shingle, text, sizeof shingle);
  shingle |= (~shingle & G_GUINT64_CONSTANT (0x8080808080808080)) >> 2;
  product = (unsigned __int128)(shingle ^ G_GUINT64_CONSTANT (0xa4093822299f31d0)) *
            G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint64)product ^ (guint64)(product >> 64);
}

/* Takes in the shingles at @text that begin where a bit of @starts is set. All hashes are made before
 * the first register is touched: then the processor knows early which registers will be, and need
 * not guess (all checks of an example of 1 kB: 2.2 instead of 3.1 ns a byte). They are made in fours,
 * of which the last is taken again and again where there are no more, since what it cannot guess
 * either is how many there will be. */
static G_ALWAYS_INLINE inline void
attune_sketch_add (guint32    *registers,
                   const char *text,
                   guint64     starts)
{
  guint64 hashes[64];
  guint n_hashes = 0;

  while (starts != 0)
    for (guint i = 0; i < 4; i++)
      {
        guint64 others = starts & (starts - 1);

        hashes[n_hashes++] = attune_sketch_hash (text + __builtin_ctzll (starts));
        starts = i < 3 && others == 0 ? starts : others;
      }

  for (guint i = 0; i < n_hashes; i += 4)
    for (guint j = i; j < i + 4; j++)
      {
        guint index = hashes[j] >> 59;
        guint32 value = (guint32)hashes[j];

        registers[index] = MIN (registers[index], value);
      }
}

G_END_DECLS
