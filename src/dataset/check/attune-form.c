/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-form"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-form.h"
#include "attune-json-number.h"

/* What a message may have, by OpenAI's fine-tuning formats; providers refuse anything else. */
static const char * const known_members[] = {
  "role", "content", "name", "weight", "tool_calls", "tool_call_id", "refusal", "audio",
  "function_call",
};

/* What a model learns from; whatever else a record has is remarks. */
static const char * const trained_members[] = {
  "messages", "tools", "functions", "parallel_tool_calls", "prompt", "completion", "input",
  "preferred_output", "non_preferred_output",
};

/* No example has as many members; looking for repeated ones takes the square of the time. */
#define MAX_MEMBERS 64

/* Notes what is wrong, and where if that is wanted. */
void
attune_form_note (AttuneForm      *self,
                  AttuneIssueKind  kind,
                  guint            turn)
{
  AttunePlace place = { .turn = turn };

  self->found |= attune_issue_bit (kind);

  if (self->places != NULL && kind == self->wanted)
    g_array_append_val (self->places, place);
}

static gboolean
is_blank (const AttuneDraftTurn *turn)
{
  return attune_text_is_blank (turn->text.bytes, turn->text.length);
}

static gboolean
is_system (const AttuneDraftTurn *turn)
{
  return turn->role == ATTUNE_ROLE_SYSTEM || turn->role == ATTUNE_ROLE_DEVELOPER;
}

gboolean
attune_form_is_known_member (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_members); i++)
    if (known_members[i][0] == name[0] && strcmp (known_members[i], name) == 0)
      return TRUE;

  return FALSE;
}

/* A name that stands twice in one object has two values, and programs disagree which counts. */
static gboolean
has_repeated_member (yyjson_val *object)
{
  yyjson_val *name;
  yyjson_obj_iter iter;

  yyjson_obj_iter_init (object, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    if (yyjson_obj_getn (object, yyjson_get_str (name), yyjson_get_len (name)) !=
        yyjson_obj_iter_get_val (name))
      return TRUE;

  return FALSE;
}

static gboolean
has_repeated_part (yyjson_val *root)
{
  /* Most have nothing but their messages. */
  if (yyjson_obj_size (root) < 2)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (trained_members); i++)
    {
      yyjson_val *first = yyjson_obj_get (root, trained_members[i]);
      yyjson_obj_iter iter;
      yyjson_val *name;

      yyjson_obj_iter_init (root, &iter);

      while (first != NULL && (name = yyjson_obj_iter_next (&iter)))
        if (yyjson_equals_str (name, trained_members[i]) && yyjson_obj_iter_get_val (name) != first)
          return TRUE;
    }

  return FALSE;
}

static void
check_members (AttuneForm *self,
               yyjson_val *message,
               guint       index)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (message, &iter);

  while ((name = yyjson_obj_iter_next (&iter)))
    {
      if (attune_form_is_known_member (yyjson_get_str (name)))
        continue;

      attune_form_note (self, ATTUNE_ISSUE_UNKNOWN_MEMBER, index);
      break;
    }

  if (yyjson_obj_size (message) <= MAX_MEMBERS && has_repeated_member (message))
    attune_form_note (self, ATTUNE_ISSUE_REPEATED_MEMBER, index);
}

static gboolean
is_weight (yyjson_val *weight)
{
  return weight == NULL || yyjson_is_null (weight) ||
         attune_json_number_is (weight, 0.0) || attune_json_number_is (weight, 1.0);
}

/* Content is a text, an array of parts with a type each, or nothing where something else is
 * said. */
static gboolean
is_content (const AttuneDraftTurn *turn)
{
  yyjson_val *content = yyjson_obj_get (turn->message, "content");
  yyjson_arr_iter iter;
  yyjson_val *part;

  if (turn->message == NULL || turn->is_changed)
    return TRUE;

  if (content == NULL || yyjson_is_null (content))
    return turn->role == ATTUNE_ROLE_ASSISTANT && turn->says_other;

  yyjson_arr_iter_init (content, &iter);

  while ((part = yyjson_arr_iter_next (&iter)))
    if (!yyjson_is_str (yyjson_obj_get (part, "type")))
      return FALSE;

  return yyjson_is_str (content) || yyjson_arr_size (content) > 0;
}

static void
check_emptiness (AttuneForm            *self,
                 const AttuneDraftTurn *turn,
                 guint                  index)
{
  if (turn->says_other || !is_blank (turn))
    return;

  if (turn->is_trained)
    attune_form_note (self, ATTUNE_ISSUE_EMPTY_ANSWER, index);
  else if (turn->role == ATTUNE_ROLE_USER)
    attune_form_note (self, ATTUNE_ISSUE_EMPTY_QUESTION, index);
  else if (turn->role != ATTUNE_ROLE_TOOL)
    attune_form_note (self, ATTUNE_ISSUE_EMPTY_TURN, index);
}

static void
check_turn (AttuneForm            *self,
            const AttuneDraftTurn *turn,
            guint                  index,
            AttuneExampleKind      kind)
{
  if (turn->role == ATTUNE_ROLE_UNKNOWN)
    attune_form_note (self, ATTUNE_ISSUE_UNKNOWN_ROLE, index);

  if (!turn->is_plain && !is_content (turn))
    attune_form_note (self, ATTUNE_ISSUE_MISSING_CONTENT, index);
  else
    check_emptiness (self, turn, index);

  if (turn->message == NULL)
    return;

  /* Nearly every message is a role and a text, and so there is nothing of the rest to check. Where
   * calls wait, it may be an answer that this one should have been. */
  if (turn->is_plain && turn->role != ATTUNE_ROLE_TOOL && self->n_calls == 0)
    return;

  attune_form_check_images (self, turn, index, kind);

  if (!is_weight (yyjson_obj_get (turn->message, "weight")))
    attune_form_note (self, ATTUNE_ISSUE_BAD_WEIGHT, index);

  check_members (self, turn->message, index);
  attune_form_check_tools (self, turn, index);
}

/* Whether two turns of one speaker follow each other, and what else a strict provider wants: the
 * system text first, then the user. */
static void
check_order (AttuneForm        *self,
             const AttuneDraft *draft)
{
  AttuneRole last = ATTUNE_ROLE_UNKNOWN;
  gboolean has_begun = FALSE;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      gboolean is_strict = self->rules->must_alternate;

      if (turn->part != ATTUNE_PART_CONVERSATION)
        break;

      if ((turn->role == last && turn->role != ATTUNE_ROLE_TOOL &&
           turn->role != ATTUNE_ROLE_UNKNOWN) ||
          (is_strict && is_system (turn) && i > 0) ||
          (is_strict && turn->role == ATTUNE_ROLE_ASSISTANT && !has_begun))
        attune_form_note (self, ATTUNE_ISSUE_NOT_ALTERNATING, i);

      has_begun = has_begun || !is_system (turn);
      last = turn->role;
    }
}

static void
check_presence (AttuneForm        *self,
                const AttuneDraft *draft)
{
  gboolean has_user = FALSE;
  gboolean has_system = FALSE;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);

      has_user = has_user || turn->role == ATTUNE_ROLE_USER;
      has_system = has_system || is_system (turn);
    }

  if (!has_user)
    self->found |= attune_issue_bit (ATTUNE_ISSUE_NO_USER);

  if (!has_system)
    self->found |= attune_issue_bit (ATTUNE_ISSUE_NO_SYSTEM);
}

static void
check_chat (AttuneForm        *self,
            const AttuneDraft *draft)
{
  guint n_turns = draft->turns->len;
  gboolean has_answer = FALSE;

  for (guint i = 0; i < n_turns; i++)
    has_answer = has_answer || attune_draft_get_turn (draft, i)->is_trained;

  if (!has_answer)
    self->found |= attune_issue_bit (ATTUNE_ISSUE_NO_ASSISTANT);
  else if (attune_draft_get_turn (draft, n_turns - 1)->role != ATTUNE_ROLE_ASSISTANT)
    attune_form_note (self, ATTUNE_ISSUE_LAST_NOT_ASSISTANT, n_turns - 1);

  check_presence (self, draft);
  check_order (self, draft);
}

/* OpenAI takes one message of the assistant as an output, Azure several with tools between. */
static void
check_output (AttuneForm        *self,
              const AttuneDraft *draft,
              AttunePart         part)
{
  guint n_turns = 0;
  guint first = 0;

  for (guint i = 0; i < draft->turns->len; i++)
    {
      const AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      gboolean is_allowed = turn->role == ATTUNE_ROLE_ASSISTANT ||
                            (turn->role == ATTUNE_ROLE_TOOL && self->rules->allows_output_turns);

      if (turn->part != part)
        continue;

      first = n_turns++ == 0 ? i : first;

      if (!is_allowed || (n_turns > 1 && !self->rules->allows_output_turns))
        attune_form_note (self, ATTUNE_ISSUE_BAD_OUTPUT, i);
    }

  if (n_turns == 0)
    attune_form_note (self, ATTUNE_ISSUE_BAD_OUTPUT, first);
}

static gboolean
is_same_turn (const AttuneDraftTurn *a,
              const AttuneDraftTurn *b)
{
  return a->role == b->role && a->text.length == b->text.length &&
         (a->text.length == 0 || memcmp (a->text.bytes, b->text.bytes, a->text.length) == 0) &&
         (!a->says_other || yyjson_equals (a->message, b->message)) &&
         a->says_other == b->says_other;
}

static gboolean
find_turn (const AttuneDraft *draft,
           AttunePart         part,
           guint             *index)
{
  while (*index < draft->turns->len && attune_draft_get_turn (draft, *index)->part != part)
    ++*index;

  return *index < draft->turns->len;
}

static gboolean
has_same_outputs (const AttuneDraft *draft)
{
  guint preferred = 0;
  guint rejected = 0;
  guint n_same = 0;

  while (find_turn (draft, ATTUNE_PART_PREFERRED, &preferred) &&
         find_turn (draft, ATTUNE_PART_REJECTED, &rejected))
    {
      if (!is_same_turn (attune_draft_get_turn (draft, preferred),
                         attune_draft_get_turn (draft, rejected)))
        return FALSE;

      n_same++;
      preferred++;
      rejected++;
    }

  return n_same > 0 && !find_turn (draft, ATTUNE_PART_PREFERRED, &preferred) &&
         !find_turn (draft, ATTUNE_PART_REJECTED, &rejected);
}

static void
check_preference (AttuneForm        *self,
                  const AttuneDraft *draft)
{
  check_output (self, draft, ATTUNE_PART_PREFERRED);
  check_output (self, draft, ATTUNE_PART_REJECTED);
  check_presence (self, draft);
  check_order (self, draft);

  if (has_same_outputs (draft))
    self->found |= attune_issue_bit (ATTUNE_ISSUE_SAME_OUTPUTS);
}

/**
 * attune_form_check:
 * @self: what to look for; what is found is added
 * @draft: an example
 *
 * Checks everything about the form of an example: the checks of OpenAI's cookbook for chats,
 * widened by what came later (tool calls, images, roles “developer” and “tool”, preferences).
 */
void
attune_form_check (AttuneForm        *self,
                   const AttuneDraft *draft)
{
  self->n_calls = 0;
  self->n_images = 0;

  for (guint i = 0; i < draft->turns->len; i++)
    check_turn (self, attune_draft_get_turn (draft, i), i, draft->kind);

  attune_form_check_offers (self, draft);

  if (has_repeated_part (draft->root))
    attune_form_note (self, ATTUNE_ISSUE_REPEATED_MEMBER, 0);

  if (self->rules->wants_preference && draft->kind != ATTUNE_EXAMPLE_PREFERENCE)
    self->found |= attune_issue_bit (ATTUNE_ISSUE_WRONG_KIND);

  if (draft->kind == ATTUNE_EXAMPLE_CHAT)
    check_chat (self, draft);
  else if (draft->kind == ATTUNE_EXAMPLE_PREFERENCE)
    check_preference (self, draft);
}
