/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-block"

#include "config.h"

#include <string.h>

#include "attune-block.h"

/**
 * attune_block_clear:
 * @self: a block; all zero is allowed
 *
 * Frees its memory and makes it empty.
 */
void
attune_block_clear (AttuneBlock *self)
{
  g_free (self->text);
  *self = (AttuneBlock) { 0 };
}

/**
 * attune_block_reserve:
 * @self: a block
 * @length: how many bytes will follow
 *
 * Returns: (transfer none): where they go; the caller raises `length` by what it wrote
 */
char *
attune_block_reserve (AttuneBlock *self,
                      gsize        length)
{
  if (self->length + length > self->capacity)
    {
      self->capacity = MAX (self->length + length, self->capacity + self->capacity / 2);
      self->text = g_realloc (self->text, self->capacity);
    }

  return self->text + self->length;
}

/**
 * attune_block_append:
 * @self: a block
 * @text: (array length=length): what follows
 * @length: how many bytes
 */
void
attune_block_append (AttuneBlock *self,
                     const char  *text,
                     gsize        length)
{
  memcpy (attune_block_reserve (self, length), text, length);
  self->length += length;
}
