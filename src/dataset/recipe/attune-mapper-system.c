/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper-system"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-mapper-private.h"

/* Makes the system text; empty when there is none. */
static AttuneIssueKind
make_system (AttuneMapper *self,
             AttuneDraft  *draft,
             AttuneText   *text)
{
  const AttuneTemplate *template = self->parts[ATTUNE_RECIPE_SYSTEM].template;

  *text = (AttuneText) { "", 0 };

  if (template != NULL && !attune_mapper_fill_template (self, template, draft, text))
    return ATTUNE_ISSUE_MISSING_FIELD;

  if (attune_text_is_blank (text->bytes, text->length))
    *text = self->system_default != NULL
              ? (AttuneText) { self->system_default, strlen (self->system_default) }
              : (AttuneText) { "", 0 };

  return ATTUNE_ISSUE_NONE;
}

/* A plain text has no system turn: what it says comes before the prompt. */
static void
put_before_prompt (AttuneMapper *self,
                   AttuneDraft  *draft,
                   AttuneText    system)
{
  AttuneText prompt = attune_draft_get_turn (draft, 0)->text;
  AttuneText text;

  g_string_truncate (self->buffer, 0);
  g_string_append_len (self->buffer, system.bytes, system.length);

  if (!attune_text_is_blank (prompt.bytes, prompt.length))
    {
      g_string_append (self->buffer, "\n\n");
      g_string_append_len (self->buffer, prompt.bytes, prompt.length);
    }

  text = attune_mapper_keep_buffer (self, draft);
  attune_draft_set_text (draft, 0, text.bytes, text.length);
}

/* A conversation that has a system text of its own keeps it. */
static void
put_first (AttuneDraft *draft,
           AttuneText   system)
{
  AttuneDraftTurn turn = { .role = ATTUNE_ROLE_SYSTEM, .has_content = TRUE };
  AttuneRole first = ATTUNE_ROLE_UNKNOWN;

  if (draft->turns->len > 0)
    first = attune_draft_get_turn (draft, 0)->role;

  if (first == ATTUNE_ROLE_SYSTEM || first == ATTUNE_ROLE_DEVELOPER)
    return;

  g_array_prepend_val (draft->turns, turn);
  attune_draft_set_text (draft, 0, system.bytes, system.length);
}

AttuneIssueKind
attune_mapper_add_system (AttuneMapper *self,
                          AttuneDraft  *draft)
{
  AttuneText system;
  AttuneIssueKind issue = make_system (self, draft, &system);

  if (issue != ATTUNE_ISSUE_NONE || system.length == 0)
    return issue;

  if (draft->kind == ATTUNE_EXAMPLE_COMPLETION)
    put_before_prompt (self, draft, system);
  else
    put_first (draft, system);

  return ATTUNE_ISSUE_NONE;
}
