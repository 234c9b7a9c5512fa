/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper-turns"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-mapper-private.h"

static gboolean
is_named (AttuneText  text,
          const char *name)
{
  return text.length == strlen (name) && g_ascii_strncasecmp (text.bytes, name, text.length) == 0;
}

/* The names that the recipe gives come before those that OpenAI has. */
static AttuneTurnKind
find_kind (const AttuneTurns *turns,
           AttuneText         name)
{
  static const struct
  {
    const char     *name;
    AttuneTurnKind  kind;
  } known[] = {
    { "user", ATTUNE_TURN_USER },
    { "assistant", ATTUNE_TURN_ASSISTANT },
    { "system", ATTUNE_TURN_SYSTEM },
    { "developer", ATTUNE_TURN_DEVELOPER },
    { "tool", ATTUNE_TURN_TOOL },
    { "function", ATTUNE_TURN_TOOL },
  };

  for (guint i = 0; i < turns->roles->len; i++)
    {
      const AttuneTurnRole *role = g_ptr_array_index (turns->roles, i);

      if (is_named (name, role->name))
        return role->kind;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (is_named (name, known[i].name))
      return known[i].kind;

  return ATTUNE_N_TURN_KINDS;
}

/* Adds what somebody says, unless they are left out. */
void
attune_mapper_add_turn (AttuneMapper   *self,
                        AttuneDraft    *draft,
                        AttunePart      part,
                        AttuneTurnKind  kind,
                        AttuneText      text)
{
  static const AttuneRole roles[ATTUNE_N_TURN_KINDS] = {
    [ATTUNE_TURN_SYSTEM] = ATTUNE_ROLE_SYSTEM,
    [ATTUNE_TURN_DEVELOPER] = ATTUNE_ROLE_DEVELOPER,
    [ATTUNE_TURN_USER] = ATTUNE_ROLE_USER,
    [ATTUNE_TURN_ASSISTANT] = ATTUNE_ROLE_ASSISTANT,
    [ATTUNE_TURN_TOOL] = ATTUNE_ROLE_TOOL,
    [ATTUNE_TURN_TOOL_CALL] = ATTUNE_ROLE_ASSISTANT,
  };

  if (kind == ATTUNE_TURN_LEFT_OUT)
    return;

  if (kind == ATTUNE_TURN_TOOL_CALL &&
      attune_mapper_add_tool_call (&self->scope, &self->calls, draft, part, text))
    return;

  if (kind == ATTUNE_TURN_TOOL)
    attune_mapper_add_tool_answer (&self->scope, &self->calls, draft, part, text);
  else
    attune_draft_add_turn (draft, roles[kind], part, text.bytes, text.length);
}

/* Adds what a field of an element says; an optional one that is missing says nothing. */
static AttuneIssueKind
add_text (AttuneMapper      *self,
          AttuneDraft       *draft,
          AttunePart         which,
          AttuneTurnKind     kind,
          const AttuneField *field,
          yyjson_val        *element)
{
  AttuneValue value = { .json = element };
  AttuneText text;

  if (field != NULL && !attune_scope_find_in (&self->scope, element, field, &value))
    {
      if (!field->is_optional)
        return ATTUNE_ISSUE_MISSING_FIELD;

      value = (AttuneValue) { .text = { "", 0 } };
    }

  text = attune_mapper_get_text (self, draft, &value);
  attune_mapper_add_turn (self, draft, which, kind, attune_mapper_finish_text (self, text));

  return ATTUNE_ISSUE_NONE;
}

/* An element in which several speak, as in {"human": "…", "assistant": "…"}. */
static AttuneIssueKind
add_texts (AttuneMapper           *self,
           AttuneDraft            *draft,
           AttunePart              which,
           const AttuneMapperPart *part,
           yyjson_val             *element)
{
  AttuneIssueKind issue = ATTUNE_ISSUE_NONE;

  for (guint i = 0; i < part->texts->len && issue == ATTUNE_ISSUE_NONE; i++)
    issue = add_text (self, draft, which,
                      g_array_index (part->turns->speakers, AttuneTurnKind, i),
                      g_ptr_array_index (part->texts, i), element);

  return issue;
}

/* Adds what is said in an element; @index: which of them it is. */
AttuneIssueKind
attune_mapper_add_element (AttuneMapper           *self,
                           AttuneDraft            *draft,
                           AttunePart              which,
                           const AttuneMapperPart *part,
                           yyjson_val             *element,
                           guint                   index)
{
  AttuneValue value = { .json = element };
  AttuneTurnKind kind;

  if (part->texts != NULL)
    return add_texts (self, draft, which, part, element);

  if (part->role == NULL)
    {
      kind = g_array_index (part->turns->speakers, AttuneTurnKind,
                            index % part->turns->speakers->len);
    }
  else
    {
      if (!attune_scope_find_in (&self->scope, element, part->role, &value))
        return ATTUNE_ISSUE_MISSING_FIELD;

      kind = find_kind (part->turns, attune_mapper_get_text (self, draft, &value));

      if (kind == ATTUNE_N_TURN_KINDS)
        return ATTUNE_ISSUE_UNKNOWN_ROLE;
    }

  return add_text (self, draft, which, kind, part->text, element);
}

static AttuneIssueKind
add_elements (AttuneMapper           *self,
              AttuneDraft            *draft,
              AttunePart              which,
              const AttuneMapperPart *part,
              yyjson_val             *array)
{
  yyjson_arr_iter iter;
  yyjson_val *element;
  guint index = 0;

  yyjson_arr_iter_init (array, &iter);

  while ((element = yyjson_arr_iter_next (&iter)))
    {
      AttuneIssueKind issue;

      issue = attune_mapper_add_element (self, draft, which, part, element, index++);

      if (issue != ATTUNE_ISSUE_NONE)
        return issue;
    }

  return ATTUNE_ISSUE_NONE;
}

/* Of the turns from @first on, keeps those that are to be taken. */
static void
take (AttuneDraft *draft,
      AttuneTake   which,
      guint        first)
{
  guint n_turns = draft->turns->len - first;

  if (which == ATTUNE_TAKE_ALL || n_turns == 0)
    return;

  if (which == ATTUNE_TAKE_ALL_BUT_LAST)
    g_array_set_size (draft->turns, draft->turns->len - 1);
  else
    g_array_remove_range (draft->turns, first, n_turns - 1);
}

/* A cell is empty where a record would have null. */
static gboolean
is_nothing (const AttuneValue *value)
{
  AttuneText text;

  return attune_value_get_text (value, &text) && attune_text_is_blank (text.bytes, text.length);
}

AttuneIssueKind
attune_mapper_add_turns (AttuneMapper           *self,
                         AttuneDraft            *draft,
                         AttunePart              which,
                         const AttuneMapperPart *part)
{
  AttuneIssueKind issue = ATTUNE_ISSUE_NONE;
  guint first = draft->turns->len;
  AttuneValue value;
  yyjson_val *array;

  if (part->array == NULL || !attune_scope_find (&self->scope, part->array, &value))
    return part->array != NULL && part->array->is_optional ? ATTUNE_ISSUE_NONE
                                                           : ATTUNE_ISSUE_MISSING_FIELD;

  array = attune_scope_get_json (&self->scope, &value);

  if (part->turns->labels->len > 0)
    issue = attune_mapper_add_labelled (self, draft, which, part,
                                        attune_mapper_get_text (self, draft, &value));
  else if (part->last != NULL && yyjson_is_obj (array))
    issue = attune_mapper_add_tree (self, draft, which, part, array);
  else if (!yyjson_is_arr (array))
    return part->array->is_optional && is_nothing (&value) ? ATTUNE_ISSUE_NONE
                                                           : ATTUNE_ISSUE_UNKNOWN_SHAPE;
  else if (attune_turns_is_messages (part->turns))
    attune_draft_add_messages (draft, array, which);
  else
    issue = add_elements (self, draft, which, part, array);

  if (issue == ATTUNE_ISSUE_NONE)
    take (draft, part->turns->take, first);

  return issue;
}
