/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-index"

#include "config.h"

#include "attune-index.h"

/* A guess never takes more room than so many entries need (160 MB). */
#define MAX_FORESEEN 4000000

struct _AttuneIndex
{
  AttuneScratch *entries;   /* of AttuneIndexEntry */
  guint64        issues;    /* those that any of them has */
};

/**
 * attune_index_new:
 *
 * Returns: (transfer full): an empty index
 */
AttuneIndex *
attune_index_new (void)
{
  AttuneIndex *self = g_new0 (AttuneIndex, 1);

  self->entries = attune_scratch_new (sizeof (AttuneIndexEntry));

  return self;
}

/**
 * attune_index_free:
 * @self: (transfer full): an index
 */
void
attune_index_free (AttuneIndex *self)
{
  g_clear_pointer (&self->entries, attune_scratch_free);
  g_free (self);
}

/**
 * attune_index_reserve:
 * @self: an index
 * @n_entries: how many entries it will have in the end, about
 *
 * Makes it grow once to its last size, as attune_near_set_reserve() does.
 */
void
attune_index_reserve (AttuneIndex *self,
                      guint64      n_entries)
{
  g_return_if_fail (self != NULL);

  attune_scratch_foresee (self->entries, MIN (n_entries, MAX_FORESEEN));
}

/**
 * attune_index_add:
 * @self: an index
 * @entry: what follows in the file
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the disk is full.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_index_add (AttuneIndex        *self,
                  const AttuneEntry  *entry,
                  GError            **error)
{
  AttuneIndexEntry *kept = attune_scratch_extend (self->entries, error);

  if (kept == NULL)
    return FALSE;

  self->issues |= entry->facts.issues;
  *kept = (AttuneIndexEntry) {
    .issues = entry->facts.issues,
    .question = entry->facts.question,
    .offset = entry->offset,
    .length = entry->length,
    .line = MIN (entry->line, G_MAXUINT32),
    .item = entry->item,
    .n_tokens = entry->facts.n_tokens,
  };

  return TRUE;
}

/**
 * attune_index_forget:
 * @self: an index
 * @issues: a mask
 *
 * Takes @issues from all entries: those that turned out to be none.
 */
void
attune_index_forget (AttuneIndex *self,
                     guint64      issues)
{
  guint length = attune_index_get_length (self);

  self->issues &= ~issues;

  for (guint i = 0; i < length; i++)
    {
      AttuneIndexEntry *entry = attune_scratch_get (self->entries, i);

      entry->issues &= ~issues;
    }
}

/**
 * attune_index_get_length:
 * @self: an index
 *
 * Returns: how many entries there are
 */
guint
attune_index_get_length (AttuneIndex *self)
{
  return attune_scratch_get_length (self->entries);
}

/**
 * attune_index_get:
 * @self: an index
 * @position: which entry, from 0
 *
 * Returns: (transfer none): the entry, until the next one is added
 */
const AttuneIndexEntry *
attune_index_get (AttuneIndex *self,
                  guint        position)
{
  return attune_scratch_get (self->entries, position);
}

/**
 * attune_index_find_issue:
 * @self: an index
 * @issues: a mask
 * @from: where to begin
 *
 * Returns: the position of the next entry with one of @issues, or the length when there is none
 */
guint
attune_index_find_issue (AttuneIndex *self,
                         guint64      issues,
                         guint        from)
{
  guint length = attune_index_get_length (self);

  /* What is wrong with the file as a whole is wrong with no entry. */
  if ((self->issues & issues) == 0)
    return length;

  while (from < length && (attune_index_get (self, from)->issues & issues) == 0)
    from++;

  return MIN (from, length);
}

/**
 * attune_index_count_without:
 * @self: an index
 * @issues: a mask
 *
 * Returns: how many entries have none of @issues
 */
guint64
attune_index_count_without (AttuneIndex *self,
                            guint64      issues)
{
  guint length = attune_index_get_length (self);
  guint64 n = 0;

  for (guint i = 0; i < length; i++)
    n += (attune_index_get (self, i)->issues & issues) == 0;

  return n;
}
