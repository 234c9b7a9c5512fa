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

void  attune_sketch_reset       (AttuneSketch      *self);
void  attune_sketch_finish      (AttuneSketch      *self,
                                 AttuneFacts       *facts);
guint attune_signature_compare  (const guint8       a[16],
                                 const guint8       b[16]);

/* Takes in the eight bytes at @text. Case does not count: bit 5 of every ASCII byte is set, which
 * also makes other signs alike, and does not matter. */
static inline void
attune_sketch_add (guint32    *registers,
                   const char *text)
{
  unsigned __int128 product;
  guint64 shingle;
  guint64 hash;
  guint32 value;
  guint index;

  memcpy (&shingle, text, sizeof shingle);
  shingle |= (~shingle & G_GUINT64_CONSTANT (0x8080808080808080)) >> 2;
  product = (unsigned __int128)(shingle ^ G_GUINT64_CONSTANT (0xa4093822299f31d0)) *
            G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (guint64)product ^ (guint64)(product >> 64);
  index = hash >> 59;
  value = (guint32)hash;
  registers[index] = MIN (registers[index], value);
}

G_END_DECLS
