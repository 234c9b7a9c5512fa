/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The inner loop of a scan, compiled once for each of attune_text_pass_run (), …_avx2 () and
 * …_avx512 (): nine tenths of what they do is to compare bytes. */

#pragma once

#include "attune-sketch.h"
#include "attune-text-lanes.h"
#include "attune-text-pass.h"

G_BEGIN_DECLS

/* Bit i is set where the ATTUNE_TEXT_MIN_KEY bytes up to i are all such as keys are made of. */
static G_ALWAYS_INLINE inline guint64
attune_text_pass_find_long_tokens (AttuneTextPass *self)
{
  guint64 mask = self->block.token;

  for (guint i = 0, shift = 1; i < G_N_ELEMENTS (self->previous); i++, shift *= 2)
    {
      guint64 carried = self->previous[i] >> (64 - shift);

      self->previous[i] = mask;
      mask &= mask << shift | carried;
    }

  return mask;
}

static G_ALWAYS_INLINE inline void
attune_text_pass_add_shingles (AttuneTextPass *self,
                               const char     *bytes)
{
  guint64 before = self->block.alnum << 1 | self->was_alnum;
  guint64 starts = (self->block.alnum & ~before) | self->block.lead;

  self->was_alnum = self->block.alnum >> 63;

  if (self->scan->registers != NULL)
    attune_sketch_add (self->scan->registers, bytes, starts);
}

static G_ALWAYS_INLINE inline void
attune_text_pass_add_to_census (AttuneTextPass        *self,
                                const AttuneTextPiece *piece)
{
  if (self->scan->census == NULL || !attune_language_census_wants_more (self->scan->census))
    return;

  if (self->block.lead != 0)
    attune_text_block_find_han (&self->block, piece);

  attune_language_census_add (self->scan->census, &self->block, piece->bytes);
}

static G_ALWAYS_INLINE inline void
attune_text_pass_look_at_block (AttuneTextPass        *self,
                                const AttuneTextPiece *piece)
{
  gsize length = MIN (piece->n_left, ATTUNE_TEXT_BLOCK);
  guint64 keys;

  attune_text_block_classify (&self->block, piece);

  /* The zeros at the end are no part of the text. */
  if (length < ATTUNE_TEXT_BLOCK)
    self->block.rare &= (G_GUINT64_CONSTANT (1) << length) - 1;

  keys = attune_text_pass_find_long_tokens (self);
  attune_text_pass_add_shingles (self, piece->bytes);
  attune_text_pass_add_to_census (self, piece);
  self->scan->n_characters += length;
  self->high |= self->block.high;

  if (self->block.high != 0)
    self->scan->n_characters -= __builtin_popcountll (self->block.high & ~self->block.lead);

  if (self->block.rare != 0)
    attune_text_pass_look_at_rare (self);

  if (self->block.odd != 0)
    attune_text_pass_look_at_odd (self);

  if (keys != 0)
    attune_text_pass_look_at_keys (self, keys);

  if ((self->block.digit | self->n_digits_before) != 0)
    attune_text_pass_look_at_digits (self);

  self->offset += length;
}

static G_ALWAYS_INLINE inline void
attune_text_pass_look_at_blocks (AttuneTextPass *self)
{
  char rest[ATTUNE_TEXT_BLOCK + ATTUNE_TEXT_BLOCK_MARGIN];

  while (self->offset < self->length)
    {
      const char *text = self->text + self->offset;
      AttuneTextPiece piece = { text, self->length - self->offset, text };

      /* Behind the last two blocks nothing may be read. */
      if (piece.n_left < sizeof rest)
        {
          attune_text_piece_copy (&piece, rest);
          piece.bytes = rest;
        }

      attune_text_pass_look_at_block (self, &piece);
    }
}

G_END_DECLS
