/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper-labels"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-mapper-private.h"

#define NOWHERE G_MAXSIZE

/* A text in which turns begin with labels. */
typedef struct
{
  GPtrArray  *labels;                    /* of AttuneTurnRole */
  AttuneText  text;
  gsize       next[ATTUNE_MAX_LABELS];   /* where each is next, so that it is looked for once */
} Dialogue;

static void
look_for (Dialogue *self,
          guint     i,
          gsize     from)
{
  const AttuneTurnRole *label = g_ptr_array_index (self->labels, i);
  const char *found = memmem (self->text.bytes + from, self->text.length - from,
                              label->name, strlen (label->name));

  self->next[i] = found != NULL ? (gsize)(found - self->text.bytes) : NOWHERE;
}

/* Finds the next label; of those that begin at the same place the longest. Returns NULL when there
 * is none. */
static const AttuneTurnRole *
find_next (Dialogue *self,
           gsize     from,
           gsize    *begin)
{
  const AttuneTurnRole *best = NULL;

  for (guint i = 0; i < self->labels->len; i++)
    {
      const AttuneTurnRole *label = g_ptr_array_index (self->labels, i);

      if (self->next[i] < from)
        look_for (self, i, from);

      if (self->next[i] == NOWHERE)
        continue;

      if (best == NULL || self->next[i] < *begin ||
          (self->next[i] == *begin && strlen (label->name) > strlen (best->name)))
        {
          best = label;
          *begin = self->next[i];
        }
    }

  return best;
}

/* At the beginning of a text the line ends may be missing with which a label begins. */
static const AttuneTurnRole *
find_first (Dialogue *self,
            gsize    *end)
{
  AttuneText text = attune_mapper_trim_text (self->text);

  for (guint i = 0; i < self->labels->len; i++)
    {
      const AttuneTurnRole *label = g_ptr_array_index (self->labels, i);
      AttuneText name = { label->name, strlen (label->name) };

      name = attune_mapper_trim_text (name);

      if (name.length > 0 && text.length >= name.length &&
          memcmp (text.bytes, name.bytes, name.length) == 0)
        {
          *end = text.bytes + name.length - self->text.bytes;
          return label;
        }
    }

  return NULL;
}

/* What a preference is about ends with the label behind which its answers would stand. */
static gboolean
is_cue (const AttuneDraft *draft,
        AttunePart         which,
        AttuneText         said,
        gboolean           is_last)
{
  return is_last && draft->kind == ATTUNE_EXAMPLE_PREFERENCE &&
         which == ATTUNE_PART_CONVERSATION && attune_text_is_blank (said.bytes, said.length);
}

/* Adds the turns of a text in which each begins with a label. */
AttuneIssueKind
attune_mapper_add_labelled (AttuneMapper           *self,
                            AttuneDraft            *draft,
                            AttunePart              which,
                            const AttuneMapperPart *part,
                            AttuneText              text)
{
  Dialogue dialogue = { .labels = part->turns->labels, .text = text };
  const AttuneTurnRole *label;
  gsize at = 0;

  if (attune_text_is_blank (text.bytes, text.length))
    return ATTUNE_ISSUE_NONE;

  if (!(label = find_first (&dialogue, &at)))
    return ATTUNE_ISSUE_UNKNOWN_ROLE;

  for (guint i = 0; i < dialogue.labels->len; i++)
    look_for (&dialogue, i, at);

  while (label != NULL)
    {
      gsize end = text.length;
      const AttuneTurnRole *next = find_next (&dialogue, at, &end);
      AttuneText said = { text.bytes + at, end - at };

      if (!is_cue (draft, which, said, next == NULL))
        attune_mapper_add_turn (self, draft, which, label->kind, attune_mapper_trim_text (said));

      at = next != NULL ? end + strlen (next->name) : end;
      label = next;
    }

  return ATTUNE_ISSUE_NONE;
}
