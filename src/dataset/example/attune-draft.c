/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-draft"

#include "config.h"

#include "attune-draft.h"

static void
clear_json (AttuneDraft *self)
{
  if (self->json != NULL)
    self->allocator->free (self->allocator->ctx, g_steal_pointer (&self->json));
}

static void
free_text (GString *text)
{
  g_string_free (text, TRUE);
}

static AttuneExampleParts
get_parts (const AttuneDraft *self)
{
  return (AttuneExampleParts) { self->system, self->question, self->answer };
}

/**
 * attune_draft_init:
 * @self: a draft on the stack or in another struct
 */
void
attune_draft_init (AttuneDraft *self)
{
  *self = (AttuneDraft) {
    .system = g_string_new (NULL),
    .question = g_string_new (NULL),
    .answer = g_string_new (NULL),
    .allocator = yyjson_alc_dyn_new (),
  };
}

/**
 * attune_draft_clear:
 * @self: a draft; all zero is allowed
 */
void
attune_draft_clear (AttuneDraft *self)
{
  clear_json (self);
  g_clear_pointer (&self->allocator, yyjson_alc_dyn_free);
  g_clear_pointer (&self->system, free_text);
  g_clear_pointer (&self->question, free_text);
  g_clear_pointer (&self->answer, free_text);
}

/**
 * attune_draft_reset:
 * @self: a draft
 *
 * Makes it empty, for the next record.
 */
void
attune_draft_reset (AttuneDraft *self)
{
  clear_json (self);
  self->root = NULL;
  g_string_truncate (self->system, 0);
  g_string_truncate (self->question, 0);
  g_string_truncate (self->answer, 0);
}

/**
 * attune_draft_get_fingerprint:
 * @self: a draft
 *
 * Returns: what two records have in common that teach the same
 */
AttuneFingerprint
attune_draft_get_fingerprint (const AttuneDraft *self)
{
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;

  if (self->root != NULL)
    {
      attune_example_fingerprint (self->root, &fingerprint);
      return fingerprint;
    }

  attune_fingerprint_add (&fingerprint, self->system->str, self->system->len);
  attune_fingerprint_add (&fingerprint, self->question->str, self->question->len);
  attune_fingerprint_add (&fingerprint, self->answer->str, self->answer->len);

  return fingerprint;
}

/**
 * attune_draft_get_json:
 * @self: a draft
 * @length: (out): the length of the line
 *
 * Returns: (transfer none) (array length=length): the line of JSONL, without its end; valid until
 *   attune_draft_reset()
 */
const char *
attune_draft_get_json (AttuneDraft *self,
                       gsize       *length)
{
  AttuneExampleParts parts = get_parts (self);

  if (self->root != NULL)
    {
      *length = self->length;
      return self->text;
    }

  clear_json (self);
  self->json = attune_example_parts_to_json (self->kind, &parts, self->allocator, length);

  return self->json;
}

/**
 * attune_draft_to_example:
 * @self: a draft
 * @line: where its record begins
 *
 * Returns: (transfer full): an example that outlives the record
 */
AttuneExample *
attune_draft_to_example (const AttuneDraft *self,
                         guint64            line)
{
  AttuneExampleParts parts = get_parts (self);

  if (self->root != NULL)
    return attune_example_new_from_value (line, self->kind, self->root, self->text, self->length);

  return attune_example_new_from_parts (line, self->kind, &parts);
}
