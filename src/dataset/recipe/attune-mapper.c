/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper"

#include "config.h"

#include <string.h>

#include "attune-mapper-private.h"
#include "attune-matcher.h"

/* So many bytes of text may come of a single record: twice what it can be long itself. They are in
 * memory together until they are written. */
#define MAX_BYTES (2 * (gsize)ATTUNE_MAX_RECORD)

static AttuneField *
compile_field (const char *field)
{
  return field != NULL ? attune_field_parse (field, strlen (field), NULL) : NULL;
}

static void
compile_part (AttuneMapperPart *part,
              AttuneRecipe     *recipe,
              AttuneRecipePart  which)
{
  const char * const *paragraphs = attune_recipe_get_template (recipe, which);
  const AttuneTurns *turns = attune_recipe_get_turns (recipe, which);

  if (paragraphs != NULL)
    part->template = attune_template_parse (paragraphs, NULL);

  if (turns == NULL)
    return;

  part->turns = attune_turns_copy (turns);
  part->array = compile_field (turns->array);
  part->last = compile_field (turns->last);
  part->before = compile_field (turns->before);
  part->role = compile_field (turns->role);
  part->text = compile_field (turns->text);

  if (turns->texts == NULL)
    return;

  part->texts = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_field_free);

  for (gsize i = 0; turns->texts[i] != NULL; i++)
    g_ptr_array_add (part->texts, compile_field (turns->texts[i]));
}

static void
bind_field (AttuneField        *field,
            const char * const *columns)
{
  if (field != NULL)
    attune_field_bind (field, columns);
}

/* Finds the columns of all fields once for all rows of a table. */
static void
bind_columns (AttuneMapper       *self,
              const char * const *columns)
{
  self->columns = columns;

  if (self->each != NULL)
    attune_field_bind (g_ptr_array_index (self->each, 0), columns);

  bind_field (self->tools, columns);

  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    {
      bind_field (self->parts[i].array, columns);
      bind_field (self->parts[i].last, columns);

      if (self->parts[i].template != NULL)
        attune_template_bind (self->parts[i].template, columns);
    }

  for (guint i = 0; i < self->matchers->len; i++)
    attune_matcher_bind (g_ptr_array_index (self->matchers, i), columns);

  for (guint i = 0; i < self->item_matchers->len; i++)
    attune_matcher_bind (g_ptr_array_index (self->item_matchers, i), columns);
}

static void
clear_part (AttuneMapperPart *part)
{
  g_clear_pointer (&part->template, attune_template_free);
  g_clear_pointer (&part->turns, attune_turns_free);
  g_clear_pointer (&part->array, attune_field_free);
  g_clear_pointer (&part->last, attune_field_free);
  g_clear_pointer (&part->before, attune_field_free);
  g_clear_pointer (&part->role, attune_field_free);
  g_clear_pointer (&part->text, attune_field_free);
  g_clear_pointer (&part->texts, g_ptr_array_unref);
}

static AttuneIssueKind
add_part (AttuneMapper           *self,
          AttuneDraft            *draft,
          AttuneRole              role,
          AttunePart              which,
          const AttuneMapperPart *part)
{
  AttuneText text = { "", 0 };

  if (part->turns != NULL)
    return attune_mapper_add_turns (self, draft, which, part);

  if (part->template != NULL && !attune_mapper_fill_template (self, part->template, draft, &text))
    return ATTUNE_ISSUE_MISSING_FIELD;

  attune_draft_add_turn (draft, role, which, text.bytes, text.length);

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
  const AttuneMapperPart *history = &self->parts[ATTUNE_RECIPE_HISTORY];
  AttuneIssueKind issue = ATTUNE_ISSUE_NONE;

  draft->kind = self->target;
  self->calls = (AttuneToolCalls) { 0 };

  if (history->turns != NULL && self->target != ATTUNE_EXAMPLE_COMPLETION)
    issue = attune_mapper_add_turns (self, draft, ATTUNE_PART_CONVERSATION, history);

  if (issue == ATTUNE_ISSUE_NONE)
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
    issue = attune_mapper_add_system (self, draft);

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
      AttuneText text = attune_mapper_trim_text (turn->text);

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
  yyjson_val *item = attune_scope_get_item (&self->scope);
  yyjson_val *root = item != NULL ? item : record->root;
  AttuneText line = { 0 };
  AttuneIssueKind issue;

  if (root == NULL)
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  /* An item is only a piece of the record, and has to be written anew. */
  if (root == record->root)
    line = (AttuneText) { record->text, record->length };

  if (!attune_draft_set_value (draft, root, line.bytes, line.length))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  issue = attune_mapper_add_system (self, draft);

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
  AttuneIssueKind issue;

  issue = self->passes_examples ? pass_example (self, draft) : map_parts (self, draft);

  for (guint i = 0; i < draft->turns->len; i++)
    self->n_bytes += attune_draft_get_turn (draft, i)->text.length;

  if (issue == ATTUNE_ISSUE_NONE)
    {
      draft->issues |= attune_issue_bit (record->note);
      return;
    }

  attune_draft_reset (draft);

  draft->problem = is_wrong_value (self, record->root) ? ATTUNE_ISSUE_NOT_OBJECT : issue;
}

static AttuneVerdict
test (AttuneMapper *self,
      GPtrArray    *matchers)
{
  for (guint i = 0; i < matchers->len; i++)
    {
      AttuneMatcher *matcher = g_ptr_array_index (matchers, i);
      AttuneVerdict verdict = attune_matcher_test (matcher, &self->scope);

      if (verdict != ATTUNE_VERDICT_PASSES)
        return verdict;
    }

  return ATTUNE_VERDICT_PASSES;
}

/* Finds the items of the record, or those of an item of it. */
static AttuneIssueKind
begin_items (AttuneMapper *self,
             yyjson_val   *base)
{
  const AttuneField *field = g_ptr_array_index (self->each, self->depth);
  AttuneValue value;
  yyjson_val *array;

  if (base != NULL ? !attune_scope_find_in (&self->scope, base, field, &value)
                   : !attune_scope_find (&self->scope, field, &value))
    return field->is_optional ? ATTUNE_ISSUE_NONE : ATTUNE_ISSUE_MISSING_FIELD;

  array = attune_scope_get_json (&self->scope, &value);

  if (!yyjson_is_arr (array))
    return field->is_optional ? ATTUNE_ISSUE_NONE : ATTUNE_ISSUE_UNKNOWN_SHAPE;

  yyjson_arr_iter_init (array, &self->items[self->depth++]);

  return ATTUNE_ISSUE_NONE;
}

static AttuneIssueKind
get_problem (AttuneVerdict verdict)
{
  return verdict == ATTUNE_VERDICT_MISSING ? ATTUNE_ISSUE_MISSING_FIELD : ATTUNE_ISSUE_NONE;
}

/* Looks at the record itself. Returns FALSE when it is left out. */
static gboolean
begin_record (AttuneMapper    *self,
              AttuneIssueKind *problem)
{
  AttuneVerdict verdict;

  self->is_begun = FALSE;
  *problem = self->scope.record->problem;

  if (*problem != ATTUNE_ISSUE_NONE)
    return TRUE;

  verdict = test (self, self->matchers);
  *problem = get_problem (verdict);

  if (verdict == ATTUNE_VERDICT_PASSES && self->each != NULL)
    *problem = begin_items (self, NULL);

  return verdict != ATTUNE_VERDICT_FAILS;
}

/* Goes to the next item that holds no others, or to one in which there should be others but are
 * not. Returns FALSE when there is none. */
static gboolean
step (AttuneMapper    *self,
      AttuneIssueKind *problem)
{
  *problem = ATTUNE_ISSUE_NONE;

  while (self->depth > 0)
    {
      yyjson_val *item = yyjson_arr_iter_next (&self->items[self->depth - 1]);

      if (item == NULL)
        {
          self->depth--;
          continue;
        }

      attune_scope_set_item (&self->scope, self->depth - 1, item);

      if (self->depth == self->each->len ||
          (*problem = begin_items (self, item)) != ATTUNE_ISSUE_NONE)
        return TRUE;
    }

  return FALSE;
}

/* Goes to the next item that is not left out. Returns FALSE when there is none. */
static gboolean
next_item (AttuneMapper    *self,
           AttuneIssueKind *problem)
{
  while (step (self, problem))
    {
      AttuneVerdict verdict;

      if (*problem != ATTUNE_ISSUE_NONE)
        return TRUE;

      verdict = test (self, self->item_matchers);
      *problem = get_problem (verdict);

      /* A long question with a million answers would never end. */
      if (self->n_bytes > MAX_BYTES)
        {
          *problem = ATTUNE_ISSUE_TOO_LARGE;
          self->depth = 0;
        }

      if (verdict != ATTUNE_VERDICT_FAILS)
        return TRUE;
    }

  return FALSE;
}

/* Goes to the record, or to its next item. Returns FALSE when there is no more; with a @problem
 * there is one draft more, which says so. */
static gboolean
advance (AttuneMapper    *self,
         AttuneIssueKind *problem)
{
  if (self->is_begun)
    {
      if (!begin_record (self, problem))
        return FALSE;

      if (self->each == NULL || *problem != ATTUNE_ISSUE_NONE)
        return TRUE;
    }

  return next_item (self, problem);
}

static void
add_matcher (AttuneMapper    *self,
             AttuneCondition *condition)
{
  AttuneMatcher *matcher = attune_matcher_new (condition);
  gboolean is_of_item = self->each != NULL && attune_matcher_looks_at_item (matcher);

  g_ptr_array_add (is_of_item ? self->item_matchers : self->matchers, matcher);
}

/**
 * attune_mapper_new:
 * @recipe: what to do; later changes to it do not matter
 *
 * What cannot be understood in a recipe (see attune_recipe_check()) is found nowhere.
 *
 * Returns: (transfer full): a mapper for one thread
 */
AttuneMapper *
attune_mapper_new (AttuneRecipe *recipe)
{
  AttuneMapper *self;
  GPtrArray *conditions;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (recipe), NULL);

  self = g_new0 (AttuneMapper, 1);
  conditions = attune_recipe_get_conditions (recipe);
  self->target = attune_recipe_get_target (recipe);
  self->passes_examples = attune_recipe_passes_examples (recipe);
  self->trim = attune_recipe_get_trim (recipe);

  if (attune_recipe_get_each (recipe) != NULL)
    self->each = attune_field_parse_levels (attune_recipe_get_each (recipe), NULL);

  self->tools = compile_field (attune_recipe_get_tools (recipe));
  self->system_default = g_strdup (attune_recipe_get_system_default (recipe));
  self->matchers = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_matcher_free);
  self->item_matchers = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_matcher_free);
  self->buffer = g_string_new (NULL);
  attune_scope_init (&self->scope);

  for (guint i = 0; i < ATTUNE_N_RECIPE_PARTS; i++)
    compile_part (&self->parts[i], recipe, i);

  for (guint i = 0; i < conditions->len; i++)
    add_matcher (self, g_ptr_array_index (conditions, i));

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
  g_clear_pointer (&self->item_matchers, g_ptr_array_unref);
  g_clear_pointer (&self->each, g_ptr_array_unref);
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
 * Goes to another record of the same file. What was made of the one before must no longer be used.
 */
void
attune_mapper_begin (AttuneMapper       *self,
                     const AttuneRecord *record)
{
  if (G_UNLIKELY (record->columns != self->columns))
    bind_columns (self, record->columns);

  attune_scope_begin (&self->scope, record);
  self->is_begun = TRUE;
  self->depth = 0;
  self->n_bytes = 0;
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

  if (!advance (self, &problem))
    return FALSE;

  attune_draft_reset (draft);

  if (problem != ATTUNE_ISSUE_NONE)
    draft->problem = problem;
  else
    map (self, draft);

  return TRUE;
}
