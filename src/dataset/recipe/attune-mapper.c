/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-mapper-private.h"
#include "attune-matcher.h"
#include "attune-template.h"

/* A part of an example: a template, or turns and their fields. */
typedef struct
{
  AttuneTemplate *template;
  AttuneTurns    *turns;
  AttuneField    *array;
  AttuneField    *role;
  AttuneField    *text;
} Part;

struct _AttuneMapper
{
  AttuneExampleKind  target;
  gboolean           passes_examples;
  gboolean           trim;
  GPtrArray         *matchers;
  AttuneField       *each;
  AttuneField       *tools;
  char              *system_default;
  Part               parts[ATTUNE_N_RECIPE_PARTS];

  AttuneScope        scope;
  AttuneToolCalls    calls;
  GString           *buffer;
  yyjson_arr_iter    items;
  gboolean           is_begun;   /* the record is not yet looked at */
  gboolean           has_items;
};

static AttuneField *
compile_field (const char         *text,
               const char * const *columns)
{
  AttuneField *field = text != NULL ? attune_field_parse (text, strlen (text), NULL) : NULL;

  if (field != NULL)
    attune_field_bind (field, columns);

  return field;
}

static void
compile_part (Part               *part,
              AttuneRecipe       *recipe,
              AttuneRecipePart    which,
              const char * const *columns)
{
  const char * const *paragraphs = attune_recipe_get_template (recipe, which);
  const AttuneTurns *turns = attune_recipe_get_turns (recipe, which);

  if (paragraphs != NULL)
    part->template = attune_template_parse (paragraphs, NULL);

  if (part->template != NULL)
    attune_template_bind (part->template, columns);

  if (turns == NULL)
    return;

  part->turns = attune_turns_copy (turns);
  part->array = compile_field (turns->array, columns);
  part->role = compile_field (turns->role, NULL);
  part->text = compile_field (turns->text, NULL);
}

static void
clear_part (Part *part)
{
  g_clear_pointer (&part->template, attune_template_free);
  g_clear_pointer (&part->turns, attune_turns_free);
  g_clear_pointer (&part->array, attune_field_free);
  g_clear_pointer (&part->role, attune_field_free);
  g_clear_pointer (&part->text, attune_field_free);
}

/* Returns how many bytes the first or last character of a text has, if it is a space. */
static gsize
measure_space (const char *text,
               const char *character)
{
  return g_unichar_isspace (g_utf8_get_char (character)) ? g_utf8_next_char (character) - text : 0;
}

static AttuneText
trim_text (AttuneText text)
{
  while (text.length > 0)
    {
      gsize n_bytes = measure_space (text.bytes, text.bytes);

      if (n_bytes == 0)
        break;

      text.bytes += n_bytes;
      text.length -= n_bytes;
    }

  while (text.length > 0)
    {
      const char *last = g_utf8_prev_char (text.bytes + text.length);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;

      text.length = last - text.bytes;
    }

  return text;
}

static AttuneText
finish_text (AttuneMapper *self,
             AttuneText    text)
{
  return self->trim ? trim_text (text) : text;
}

/* What was put together in the buffer moves to the draft. */
static AttuneText
keep_buffer (AttuneMapper *self,
             AttuneDraft  *draft)
{
  char *copy = attune_draft_alloc (draft, self->buffer->len);

  memcpy (copy, self->buffer->str, self->buffer->len);

  return (AttuneText) { copy, self->buffer->len };
}

/* Gets the text of a value, which stays where it is if it can. */
static AttuneText
get_text (AttuneMapper      *self,
          AttuneDraft       *draft,
          const AttuneValue *value)
{
  AttuneText text;

  if (attune_value_get_text (value, &text))
    return text;

  g_string_truncate (self->buffer, 0);
  attune_value_append_text (value, self->buffer);

  return keep_buffer (self, draft);
}

static gboolean
append_paragraph (AttuneMapper *self,
                  GArray       *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const AttuneTemplatePiece *piece = &g_array_index (pieces, AttuneTemplatePiece, i);
      AttuneValue value;

      if (piece->field == NULL)
        g_string_append_len (self->buffer, piece->text, piece->length);
      else if (attune_scope_find (&self->scope, piece->field, &value))
        attune_value_append_text (&value, self->buffer);
      else if (!piece->field->is_optional)
        return FALSE;
    }

  return TRUE;
}

/* Joins the paragraphs that are not blank by a blank line. */
static gboolean
append_template (AttuneMapper         *self,
                 const AttuneTemplate *template)
{
  GString *buffer = self->buffer;

  g_string_truncate (buffer, 0);

  for (guint i = 0; i < template->paragraphs->len; i++)
    {
      gsize length = buffer->len;
      gsize begin;

      if (length > 0)
        g_string_append (buffer, "\n\n");

      begin = buffer->len;

      if (!append_paragraph (self, g_ptr_array_index (template->paragraphs, i)))
        return FALSE;

      if (template->paragraphs->len > 1 &&
          attune_text_is_blank (buffer->str + begin, buffer->len - begin))
        g_string_truncate (buffer, length);
    }

  return TRUE;
}

/* Makes the text of a template. Returns FALSE when a field is missing. */
static gboolean
fill_template (AttuneMapper         *self,
               const AttuneTemplate *template,
               AttuneDraft          *draft,
               AttuneText           *text)
{
  const AttuneField *field = NULL;
  AttuneValue value;

  if (template->paragraphs->len == 1)
    field = attune_template_get_field (template, 0);

  /* Most templates are just a field, whose text can stay in the record. */
  if (field != NULL)
    {
      if (attune_scope_find (&self->scope, field, &value))
        *text = get_text (self, draft, &value);
      else if (field->is_optional)
        *text = (AttuneText) { "", 0 };
      else
        return FALSE;
    }
  else
    {
      if (!append_template (self, template))
        return FALSE;

      *text = keep_buffer (self, draft);
    }

  *text = finish_text (self, *text);

  return TRUE;
}

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

static void
add_turn (AttuneMapper   *self,
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

static AttuneIssueKind
add_element (AttuneMapper *self,
             AttuneDraft  *draft,
             AttunePart    which,
             const Part   *part,
             yyjson_val   *element,
             guint         index)
{
  AttuneValue value = { .json = element };
  AttuneTurnKind kind;

  if (part->role != NULL)
    {
      if (!attune_scope_find_in (&self->scope, element, part->role, &value))
        return ATTUNE_ISSUE_MISSING_FIELD;

      kind = find_kind (part->turns, get_text (self, draft, &value));

      if (kind == ATTUNE_N_TURN_KINDS)
        return ATTUNE_ISSUE_UNKNOWN_ROLE;
    }
  else
    {
      kind = g_array_index (part->turns->speakers, AttuneTurnKind,
                            index % part->turns->speakers->len);
    }

  value.json = element;

  if (part->text != NULL && !attune_scope_find_in (&self->scope, element, part->text, &value))
    {
      if (!part->text->is_optional)
        return ATTUNE_ISSUE_MISSING_FIELD;

      value = (AttuneValue) { .text = { "", 0 } };
    }

  add_turn (self, draft, which, kind, finish_text (self, get_text (self, draft, &value)));

  return ATTUNE_ISSUE_NONE;
}

static AttuneIssueKind
add_elements (AttuneMapper *self,
              AttuneDraft  *draft,
              AttunePart    which,
              const Part   *part,
              yyjson_val   *array)
{
  yyjson_arr_iter iter;
  yyjson_val *element;
  guint index = 0;

  yyjson_arr_iter_init (array, &iter);

  while ((element = yyjson_arr_iter_next (&iter)))
    {
      AttuneIssueKind issue = add_element (self, draft, which, part, element, index++);

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

static AttuneIssueKind
add_turns (AttuneMapper *self,
           AttuneDraft  *draft,
           AttunePart    which,
           const Part   *part)
{
  AttuneIssueKind issue = ATTUNE_ISSUE_NONE;
  guint first = draft->turns->len;
  AttuneValue value;
  yyjson_val *array;

  if (part->array == NULL || !attune_scope_find (&self->scope, part->array, &value))
    return part->array != NULL && part->array->is_optional ? ATTUNE_ISSUE_NONE
                                                           : ATTUNE_ISSUE_MISSING_FIELD;

  array = attune_scope_get_json (&self->scope, &value);

  if (!yyjson_is_arr (array))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  if (attune_turns_is_messages (part->turns))
    attune_draft_add_messages (draft, array, which);
  else
    issue = add_elements (self, draft, which, part, array);

  if (issue == ATTUNE_ISSUE_NONE)
    take (draft, part->turns->take, first);

  return issue;
}

static AttuneIssueKind
add_part (AttuneMapper *self,
          AttuneDraft  *draft,
          AttuneRole    role,
          AttunePart    which,
          const Part   *part)
{
  AttuneText text = { "", 0 };

  if (part->turns != NULL)
    return add_turns (self, draft, which, part);

  if (part->template != NULL && !fill_template (self, part->template, draft, &text))
    return ATTUNE_ISSUE_MISSING_FIELD;

  attune_draft_add_turn (draft, role, which, text.bytes, text.length);

  return ATTUNE_ISSUE_NONE;
}

/* Makes the system text; empty when there is none. */
static AttuneIssueKind
make_system (AttuneMapper *self,
             AttuneDraft  *draft,
             AttuneText   *text)
{
  const AttuneTemplate *template = self->parts[ATTUNE_RECIPE_SYSTEM].template;

  *text = (AttuneText) { "", 0 };

  if (template != NULL && !fill_template (self, template, draft, text))
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

  text = keep_buffer (self, draft);
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

static AttuneIssueKind
add_system (AttuneMapper *self,
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

static void
add_tools (AttuneMapper *self,
           AttuneDraft  *draft)
{
  AttuneValue value;
  yyjson_val *tools;

  if (self->tools == NULL || !attune_scope_find (&self->scope, self->tools, &value))
    return;

  tools = attune_scope_get_json (&self->scope, &value);

  if (yyjson_arr_size (tools) > 0)
    draft->tools = attune_mapper_wrap_tools (&self->scope, tools);
}

/* The model learns both answers of a preference, and nothing of what led to them. */
static void
train_outputs (AttuneDraft *draft)
{
  for (guint i = 0; i < draft->turns->len; i++)
    {
      AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);

      turn->is_trained = turn->part != ATTUNE_PART_CONVERSATION;
    }
}

static AttuneIssueKind
map_parts (AttuneMapper *self,
           AttuneDraft  *draft)
{
  AttunePart answer_part = self->target == ATTUNE_EXAMPLE_PREFERENCE ? ATTUNE_PART_PREFERRED
                                                                     : ATTUNE_PART_CONVERSATION;
  AttuneIssueKind issue;

  draft->kind = self->target;
  self->calls = (AttuneToolCalls) { 0 };
  issue = add_part (self, draft, ATTUNE_ROLE_USER, ATTUNE_PART_CONVERSATION,
                    &self->parts[ATTUNE_RECIPE_QUESTION]);

  if (issue == ATTUNE_ISSUE_NONE &&
      (self->target != ATTUNE_EXAMPLE_CHAT || self->parts[ATTUNE_RECIPE_QUESTION].turns == NULL))
    issue = add_part (self, draft, ATTUNE_ROLE_ASSISTANT, answer_part,
                      &self->parts[ATTUNE_RECIPE_ANSWER]);

  if (issue == ATTUNE_ISSUE_NONE && self->target == ATTUNE_EXAMPLE_PREFERENCE)
    issue = add_part (self, draft, ATTUNE_ROLE_ASSISTANT, ATTUNE_PART_REJECTED,
                      &self->parts[ATTUNE_RECIPE_REJECTED]);

  if (issue == ATTUNE_ISSUE_NONE)
    issue = add_system (self, draft);

  if (self->target == ATTUNE_EXAMPLE_PREFERENCE)
    train_outputs (draft);

  add_tools (self, draft);

  return issue;
}

static void
trim_turns (AttuneDraft *draft)
{
  for (guint i = 0; i < draft->turns->len; i++)
    {
      AttuneDraftTurn *turn = attune_draft_get_turn (draft, i);
      AttuneText text = trim_text (turn->text);

      /* Content of several parts stays as it is: as one text it would lose its images. */
      if (text.length != turn->text.length &&
          !yyjson_is_arr (yyjson_obj_get (turn->message, "content")))
        attune_draft_set_text (draft, i, text.bytes, text.length);
    }
}

static AttuneIssueKind
pass_example (AttuneMapper *self,
              AttuneDraft  *draft)
{
  const AttuneRecord *record = self->scope.record;
  yyjson_val *root = self->scope.item != NULL ? self->scope.item : record->root;
  AttuneText line = { 0 };
  AttuneIssueKind issue;

  if (root == NULL)
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  /* An item is only a piece of the record, and has to be written anew. */
  if (root == record->root)
    line = (AttuneText) { record->text, record->length };

  if (!attune_draft_set_value (draft, root, line.bytes, line.length))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  issue = add_system (self, draft);

  if (self->trim)
    trim_turns (draft);

  return issue;
}

/* Of a value that has no members at all none in particular is missing. An example is an object; a
 * recipe may also take elements of an array. */
static gboolean
is_wrong_value (AttuneMapper *self,
                yyjson_val   *root)
{
  return root != NULL && !yyjson_is_obj (root) && (self->passes_examples || !yyjson_is_arr (root));
}

/* Makes the example, or says in the draft why there is none. */
static void
map (AttuneMapper *self,
     AttuneDraft  *draft)
{
  const AttuneRecord *record = self->scope.record;
  AttuneIssueKind issue = self->passes_examples ? pass_example (self, draft) : map_parts (self, draft);

  if (issue == ATTUNE_ISSUE_NONE)
    {
      draft->issues |= attune_issue_bit (record->note);
      return;
    }

  attune_draft_reset (draft);

  draft->problem = is_wrong_value (self, record->root) ? ATTUNE_ISSUE_NOT_OBJECT : issue;
}

static AttuneVerdict
test (AttuneMapper *self)
{
  for (guint i = 0; i < self->matchers->len; i++)
    {
      AttuneVerdict verdict = attune_matcher_test (g_ptr_array_index (self->matchers, i), &self->scope);

      if (verdict != ATTUNE_VERDICT_PASSES)
        return verdict;
    }

  return ATTUNE_VERDICT_PASSES;
}

/* Finds the items of the record. */
static AttuneIssueKind
begin_items (AttuneMapper *self)
{
  AttuneValue value;
  yyjson_val *array;

  self->has_items = FALSE;

  if (!attune_scope_find (&self->scope, self->each, &value))
    return self->each->is_optional ? ATTUNE_ISSUE_NONE : ATTUNE_ISSUE_MISSING_FIELD;

  array = attune_scope_get_json (&self->scope, &value);

  if (!yyjson_is_arr (array))
    return self->each->is_optional ? ATTUNE_ISSUE_NONE : ATTUNE_ISSUE_UNKNOWN_SHAPE;

  self->has_items = yyjson_arr_iter_init (array, &self->items);

  return ATTUNE_ISSUE_NONE;
}

/* Goes to the record, or to its next item. Returns FALSE when there is no more; with a @problem
 * there is one draft more, which says so. */
static gboolean
advance (AttuneMapper    *self,
         AttuneIssueKind *problem)
{
  gboolean was_begun = self->is_begun;

  *problem = ATTUNE_ISSUE_NONE;
  self->is_begun = FALSE;

  if (was_begun)
    {
      *problem = self->scope.record->problem;

      if (*problem == ATTUNE_ISSUE_NONE && self->each != NULL)
        *problem = begin_items (self);

      if (*problem != ATTUNE_ISSUE_NONE || self->each == NULL)
        return TRUE;
    }

  self->scope.item = self->has_items ? yyjson_arr_iter_next (&self->items) : NULL;

  return self->scope.item != NULL;
}

/**
 * attune_mapper_new:
 * @recipe: what to do; later changes to it do not matter
 * @columns: (nullable) (array zero-terminated=1): the header of the table that the records are rows
 *   of; %NULL when they are JSON
 *
 * What cannot be understood in a recipe (see attune_recipe_check()) is found nowhere.
 *
 * Returns: (transfer full): a mapper for one thread
 */
AttuneMapper *
attune_mapper_new (AttuneRecipe       *recipe,
                   const char * const *columns)
{
  AttuneMapper *self;
  GPtrArray *conditions;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (recipe), NULL);

  self = g_new0 (AttuneMapper, 1);
  conditions = attune_recipe_get_conditions (recipe);
  self->target = attune_recipe_get_target (recipe);
  self->passes_examples = attune_recipe_passes_examples (recipe);
  self->trim = attune_recipe_get_trim (recipe);
  self->each = compile_field (attune_recipe_get_each (recipe), columns);
  self->tools = compile_field (attune_recipe_get_tools (recipe), columns);
  self->system_default = g_strdup (attune_recipe_get_system_default (recipe));
  self->matchers = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_matcher_free);
  self->buffer = g_string_new (NULL);
  attune_scope_init (&self->scope);

  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    compile_part (&self->parts[i], recipe, i, columns);

  for (guint i = 0; i < conditions->len; i++)
    g_ptr_array_add (self->matchers, attune_matcher_new (g_ptr_array_index (conditions, i), columns));

  return self;
}

/**
 * attune_mapper_free:
 * @self: (transfer full): a mapper
 */
void
attune_mapper_free (AttuneMapper *self)
{
  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    clear_part (&self->parts[i]);

  attune_scope_clear (&self->scope);
  g_clear_pointer (&self->matchers, g_ptr_array_unref);
  g_clear_pointer (&self->each, attune_field_free);
  g_clear_pointer (&self->tools, attune_field_free);
  g_clear_pointer (&self->system_default, g_free);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}

/**
 * attune_mapper_begin:
 * @self: a mapper
 * @record: (transfer none): a record, which must stay as long as what is made of it is used
 *
 * Goes to another record. What was made of the one before must no longer be used.
 */
void
attune_mapper_begin (AttuneMapper       *self,
                     const AttuneRecord *record)
{
  attune_scope_begin (&self->scope, record);
  self->is_begun = TRUE;
  self->has_items = FALSE;
}

/**
 * attune_mapper_next:
 * @self: a mapper
 * @draft: what to make the example in; it is reset first
 *
 * Makes the next example of the record. One of which none can be made gives a draft that says why
 * in its `problem`, once for the record or for each such item of it; one that the conditions leave
 * out gives none.
 *
 * Returns: %FALSE when the record gives no more
 */
gboolean
attune_mapper_next (AttuneMapper *self,
                    AttuneDraft  *draft)
{
  AttuneIssueKind problem;

  while (advance (self, &problem))
    {
      AttuneVerdict verdict = problem == ATTUNE_ISSUE_NONE ? test (self) : ATTUNE_VERDICT_MISSING;

      if (verdict == ATTUNE_VERDICT_FAILS)
        continue;

      attune_draft_reset (draft);

      if (problem != ATTUNE_ISSUE_NONE)
        draft->problem = problem;
      else if (verdict == ATTUNE_VERDICT_MISSING)
        draft->problem = ATTUNE_ISSUE_MISSING_FIELD;
      else
        map (self, draft);

      return TRUE;
    }

  return FALSE;
}
