/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-arena"

#include "config.h"

#include "attune-arena.h"

#define CHUNK_LENGTH (64 * 1024)

struct _AttuneArena
{
  char      *chunk;     /* kept for ever */
  gsize      n_used;    /* of @chunk */
  GPtrArray *others;    /* what did not fit, until the next reset */
};

/**
 * attune_arena_new:
 *
 * Returns: (transfer full): an empty arena
 */
AttuneArena *
attune_arena_new (void)
{
  AttuneArena *self = g_new0 (AttuneArena, 1);

  self->chunk = g_malloc (CHUNK_LENGTH);
  self->others = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * attune_arena_free:
 * @self: (transfer full): an arena
 */
void
attune_arena_free (AttuneArena *self)
{
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->chunk, g_free);
  g_free (self);
}

/**
 * attune_arena_reset:
 * @self: an arena
 *
 * Gives up everything that came out of it.
 */
void
attune_arena_reset (AttuneArena *self)
{
  self->n_used = 0;

  if (self->others->len > 0)
    g_ptr_array_set_size (self->others, 0);
}

/**
 * attune_arena_alloc:
 * @self: an arena
 * @length: how many bytes
 *
 * Returns: (transfer none): that many bytes, in no particular alignment, until the next
 *   attune_arena_reset()
 */
char *
attune_arena_alloc (AttuneArena *self,
                    gsize        length)
{
  char *bytes;

  if (length > CHUNK_LENGTH - self->n_used)
    {
      bytes = g_malloc (MAX (length, 1));
      g_ptr_array_add (self->others, bytes);
      return bytes;
    }

  bytes = self->chunk + self->n_used;
  self->n_used += length;

  return bytes;
}
