/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-draft"

#include "config.h"

#include "attune-example-draft.h"

static void
draft_clear (gpointer data)
{
  AttuneExampleDraft *self = data;

  g_clear_pointer (&self->example, attune_example_unref);
  g_clear_pointer (&self->turns, g_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

/* By file and row. */
static GHashTable *
get_kept (void)
{
  static GHashTable *kept;

  if (kept == NULL)
    kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                  (GDestroyNotify)attune_example_draft_unref);

  return kept;
}

static char *
dup_key (const char *path,
         guint       row)
{
  return g_strdup_printf ("%u %s", row, path);
}

/**
 * attune_example_draft_new:
 * @example: an example that is edited
 *
 * Returns: (transfer full): a draft without turns
 */
AttuneExampleDraft *
attune_example_draft_new (AttuneExample *example)
{
  AttuneExampleDraft *self;

  g_return_val_if_fail (example != NULL, NULL);

  self = g_rc_box_new0 (AttuneExampleDraft);
  self->example = attune_example_ref (example);
  self->turns = g_array_new (FALSE, TRUE, sizeof (AttuneTurnEdit));
  self->texts = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * attune_example_draft_ref:
 * @self: a draft
 *
 * Returns: (transfer full): @self
 */
AttuneExampleDraft *
attune_example_draft_ref (AttuneExampleDraft *self)
{
  return g_rc_box_acquire (self);
}

/**
 * attune_example_draft_unref:
 * @self: (transfer full): a draft
 */
void
attune_example_draft_unref (AttuneExampleDraft *self)
{
  g_rc_box_release_full (self, draft_clear);
}

/**
 * attune_example_draft_take_turn:
 * @self: a draft
 * @turn: its next turn
 * @text: (transfer full): the content of @turn
 *
 * Adds a turn.
 */
void
attune_example_draft_take_turn (AttuneExampleDraft   *self,
                                const AttuneTurnEdit *turn,
                                char                 *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (turn != NULL && turn->content == text);

  g_array_append_vals (self->turns, turn, 1);
  g_ptr_array_add (self->texts, text);
}

/**
 * attune_example_draft_dup_json:
 * @self: a draft
 * @error: (nullable): where to put an error
 *
 * Fails as attune_example_rewrite() does.
 *
 * Returns: (transfer full) (nullable): the line as it shall be, or %NULL and why that is no example
 */
GBytes *
attune_example_draft_dup_json (AttuneExampleDraft  *self,
                               GError             **error)
{
  gsize length;
  char *json;

  g_return_val_if_fail (self != NULL, NULL);

  json = attune_example_rewrite (self->example, (const AttuneTurnEdit *)self->turns->data,
                                 self->turns->len, &length, error);

  return json != NULL ? g_bytes_new_take (json, length) : NULL;
}

/**
 * attune_example_draft_keep:
 * @self: a draft
 * @path: (type filename): the file of its example
 * @row: which row, from 0
 *
 * Keeps what was written until the person is back at the row, in place of what was kept of it.
 */
void
attune_example_draft_keep (AttuneExampleDraft *self,
                           const char         *path,
                           guint               row)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);

  g_hash_table_replace (get_kept (), dup_key (path, row), attune_example_draft_ref (self));
}

/**
 * attune_example_draft_find:
 * @path: (type filename): a file of examples
 * @row: which row, from 0
 * @example: the example there
 *
 * Returns: (transfer none) (nullable): what was kept of it, unless the row is another by now
 */
AttuneExampleDraft *
attune_example_draft_find (const char          *path,
                           guint                row,
                           const AttuneExample *example)
{
  g_autofree char *key = NULL;
  AttuneExampleDraft *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (example != NULL, NULL);

  key = dup_key (path, row);
  self = g_hash_table_lookup (get_kept (), key);

  return self != NULL && g_str_equal (self->example->json, example->json) ? self : NULL;
}

/**
 * attune_example_draft_forget:
 * @path: (type filename): a file of examples
 * @row: which row, from 0
 *
 * Drops what was kept of a row, if anything was.
 */
void
attune_example_draft_forget (const char *path,
                             guint       row)
{
  g_autofree char *key = NULL;

  g_return_if_fail (path != NULL);

  key = dup_key (path, row);
  g_hash_table_remove (get_kept (), key);
}
