/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-unicode-class-private.h"
#include "attune-vocabulary-private.h"

G_BEGIN_DECLS

#define ATTUNE_TOKEN_LINKS_BITS 18

/* In AttuneTokenLinks.characters: the tokens of a character of three bytes when it stands alone;
 * whether some token reaches from it into a part of the next one, or from a part of the one before
 * into it; and, of those of three bytes, what concerns the class: a letter without case, or such
 * that no word goes on with it. */
#define ATTUNE_CHARACTER_COUNT_MASK  0x03
#define ATTUNE_CHARACTER_BEFORE_PART 0x04
#define ATTUNE_CHARACTER_AFTER_PART  0x08
#define ATTUNE_CHARACTER_LETTER      0x10
#define ATTUNE_CHARACTER_PREFIX      0x20
#define ATTUNE_CHARACTER_STOP        0x40

/* Keys for parts of a character: its last byte, its first two bytes, its first byte. All are beyond
 * Unicode, so that they do not look like a character. */
#define ATTUNE_PART_LAST(code)      (0x200000 | ((code) & 0x3f))
#define ATTUNE_PART_FIRST_TWO(code) (0x400000 | (code) >> 6)
#define ATTUNE_PART_FIRST(code)     (0x800000 | (code) >> 12)

/**
 * AttuneTokenLinks:
 *
 * Between which characters, the right one of three bytes (U+0800 … U+FFFF), a token can reach.
 * Where none does, no merge ever crosses, and what stands on either side can be encoded by itself. This
 * cuts Chinese and Japanese text, which has no spaces, into words that are short enough for the
 * cache. “Linked” may be wrong, which costs time only; “not linked” is certain.
 */
typedef struct
{
  guint64 bits[1 << (ATTUNE_TOKEN_LINKS_BITS - 6)];   /* a set of pairs, by their hash */
  guint8  characters[0x10000];
} AttuneTokenLinks;

AttuneTokenLinks *attune_token_links_new (const AttuneRankFile       *ranks,
                                          const AttuneVocabulary     *vocabulary,
                                          const AttuneUnicodeClasses *classes);

static inline guint32
attune_token_links_hash (guint32 left,
                         guint32 right)
{
  return (left * 0x9e3779b1u ^ right * 0x85ebca6bu) >> (32 - ATTUNE_TOKEN_LINKS_BITS);
}

static inline gboolean
attune_token_links_has (const AttuneTokenLinks *self,
                        guint32                 left,
                        guint32                 right)
{
  guint32 index = attune_token_links_hash (left, right);

  return (self->bits[index / 64] >> index % 64 & 1) != 0;
}

static inline gboolean
attune_token_links_is_linked (const AttuneTokenLinks *self,
                              guint32                 left,
                              guint32                 right)
{
  if (left > G_MAXUINT16 || attune_token_links_has (self, left, right))
    return TRUE;

  if ((self->characters[right] & ATTUNE_CHARACTER_AFTER_PART) != 0 &&
      attune_token_links_has (self, ATTUNE_PART_LAST (left), right))
    return TRUE;

  return (self->characters[left] & ATTUNE_CHARACTER_BEFORE_PART) != 0 &&
         (attune_token_links_has (self, left, ATTUNE_PART_FIRST_TWO (right)) ||
          attune_token_links_has (self, left, ATTUNE_PART_FIRST (right)));
}

G_END_DECLS
