/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-recipe"

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "attune-error.h"
#include "attune-recipe-private.h"

struct _AttuneRecipe
{
  GObject            parent_instance;

  AttuneExampleKind  target;
  char              *question_field;
  char              *context_field;
  char              *answer_field;
  char              *system_field;
  char              *system_text;
};

enum {
  PROP_0,
  PROP_TARGET,
  PROP_QUESTION_FIELD,
  PROP_CONTEXT_FIELD,
  PROP_ANSWER_FIELD,
  PROP_SYSTEM_FIELD,
  PROP_SYSTEM_TEXT,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneRecipe, attune_recipe, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

/* The names that columns usually have, as fold_name() writes them, the more telling ones first:
 * of “instruction” and “input” the first is the question, and the second its context. */
static const char * const question_names[] = {
  "question", "questions", "instruction", "prompt", "query", "user", "usermessage", "human", "ask",
  "q", "input", "inputtext", "source", "sourcetext", "front", "term", "word", "text",
  "问题", "提问", "问", "用户", "指令", "提示词", "提示", "题目", "输入", "原文", NULL
};
static const char * const context_names[] = {
  "input", "context", "输入", "上下文", NULL
};
static const char * const answer_names[] = {
  "answer", "answers", "completion", "response", "output", "outputtext", "assistant",
  "assistantmessage", "reply", "bot", "gpt", "target", "targettext", "back", "definition",
  "meaning", "summary", "label", "category",
  "回答", "答案", "答复", "回复", "答", "解答", "助手", "助理", "输出", "译文", NULL
};
static const char * const system_names[] = {
  "system", "systemprompt", "systemmessage", "系统", "系统提示", "系统提示词", NULL
};

static gboolean
has_fields (AttuneRecipe *self)
{
  return self->question_field != NULL || self->answer_field != NULL;
}

static gboolean
append_json_value (yyjson_val *value,
                   GString    *text)
{
  switch (yyjson_get_type (value))
    {
    case YYJSON_TYPE_STR:
    case YYJSON_TYPE_RAW:
      g_string_append_len (text, unsafe_yyjson_get_str (value), unsafe_yyjson_get_len (value));
      return TRUE;

    case YYJSON_TYPE_NULL:
      return TRUE;

    case YYJSON_TYPE_BOOL:
    case YYJSON_TYPE_NUM:
      {
        char *json = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, NULL);

        g_string_append (text, json);
        free (json);
        return TRUE;
      }

    default:
      return FALSE;
    }
}

/* Returns FALSE when the record has no such field, or when it holds no text. */
static gboolean
append_field (const AttuneRecord *record,
              const char         *field,
              GString            *text)
{
  if (record->root != NULL)
    return append_json_value (yyjson_obj_get (record->root, field), text);

  for (guint i = 0; i < record->n_cells; i++)
    {
      if (strcmp (record->columns[i], field) == 0)
        {
          g_string_append_len (text, record->cells[i].bytes, record->cells[i].length);
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
is_blank (const GString *text)
{
  return attune_text_is_blank (text->str, text->len);
}

/* Context and system text are welcome where they are; a record without them is no worse for it. */
static void
append_system (AttuneRecipe       *self,
               const AttuneRecord *record,
               GString            *text)
{
  if (self->system_field != NULL)
    append_field (record, self->system_field, text);

  if (is_blank (text))
    g_string_assign (text, self->system_text != NULL ? self->system_text : "");
}

static void
append_context (AttuneRecipe       *self,
                const AttuneRecord *record,
                GString            *text)
{
  gsize question_length = text->len;
  gsize begin;

  if (self->context_field == NULL)
    return;

  if (question_length > 0)
    g_string_append (text, "\n\n");

  begin = text->len;
  append_field (record, self->context_field, text);

  if (attune_text_is_blank (text->str + begin, text->len - begin))
    g_string_truncate (text, question_length);
}

static void
add_turn (AttuneDraft   *draft,
          AttuneRole     role,
          const GString *text)
{
  char *copy = attune_draft_alloc (draft, text->len);

  memcpy (copy, text->str, text->len);
  attune_draft_add_turn (draft, role, ATTUNE_PART_CONVERSATION, copy, text->len);
}

static AttuneIssueKind
draft_fields (AttuneRecipe       *self,
              const AttuneRecord *record,
              AttuneDraft        *draft)
{
  g_autoptr(GString) system = g_string_new (NULL);
  g_autoptr(GString) question = g_string_new (NULL);
  g_autoptr(GString) answer = g_string_new (NULL);

  draft->kind = self->target;
  append_system (self, record, system);

  /* A plain text has no system turn: what it says comes before the prompt. */
  if (self->target == ATTUNE_EXAMPLE_COMPLETION && system->len > 0)
    {
      g_string_append_printf (question, "%s\n\n", system->str);
      g_string_truncate (system, 0);
    }

  if (self->question_field != NULL && !append_field (record, self->question_field, question))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  append_context (self, record, question);

  if (self->answer_field == NULL || !append_field (record, self->answer_field, answer))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  if (is_blank (answer))
    return ATTUNE_ISSUE_EMPTY_ANSWER;

  if (system->len > 0)
    add_turn (draft, ATTUNE_ROLE_SYSTEM, system);

  add_turn (draft, ATTUNE_ROLE_USER, question);
  add_turn (draft, ATTUNE_ROLE_ASSISTANT, answer);

  return is_blank (question) ? ATTUNE_ISSUE_EMPTY_QUESTION : ATTUNE_ISSUE_NONE;
}

/* Makes a draft of a record. Returns what is wrong with it; the draft can be used unless that is an
 * error. */
AttuneIssueKind
attune_recipe_draft (AttuneRecipe       *self,
                     const AttuneRecord *record,
                     AttuneDraft        *draft)
{
  AttuneExampleKind kind;

  attune_draft_reset (draft);

  if (record->problem != ATTUNE_ISSUE_NONE)
    return record->problem;

  if (record->root != NULL && !yyjson_is_obj (record->root))
    return ATTUNE_ISSUE_NOT_OBJECT;

  if (has_fields (self))
    return draft_fields (self, record, draft);

  if (record->root == NULL ||
      !attune_draft_set_value (draft, record->root, record->text, record->length))
    return ATTUNE_ISSUE_UNKNOWN_SHAPE;

  return attune_example_check (record->root, &kind);
}

/* An entry that a person has emptied holds "", which is no field. */
static gboolean
set_string (char       **member,
            const char  *string)
{
  return g_set_str (member, string != NULL && *string != '\0' ? string : NULL);
}

/* “User Message”, “user_message” and “USER-MESSAGE” are one name. */
static char *
fold_name (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (normal != NULL ? normal : "", -1);
  GString *letters = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (letters, g_utf8_get_char (p));

  return g_string_free_and_steal (letters);
}

/* Returns the column with the most telling of @names, other than @taken. */
static const char *
find_column (const char * const *columns,
             const char * const *names,
             const char         *taken)
{
  for (gsize n = 0; names[n] != NULL; n++)
    {
      for (gsize i = 0; columns[i] != NULL; i++)
        {
          g_autofree char *folded = fold_name (columns[i]);

          if (columns[i] != taken && strcmp (folded, names[n]) == 0)
            return columns[i];
        }
    }

  return NULL;
}

static const char *
get_other_column (const char * const *columns,
                  const char         *one)
{
  return columns[0] == one ? columns[1] : columns[0];
}

static void
attune_recipe_finalize (GObject *object)
{
  AttuneRecipe *self = (AttuneRecipe *)object;

  g_clear_pointer (&self->question_field, g_free);
  g_clear_pointer (&self->context_field, g_free);
  g_clear_pointer (&self->answer_field, g_free);
  g_clear_pointer (&self->system_field, g_free);
  g_clear_pointer (&self->system_text, g_free);

  G_OBJECT_CLASS (attune_recipe_parent_class)->finalize (object);
}

static void
attune_recipe_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AttuneRecipe *self = ATTUNE_RECIPE (object);

  switch (prop_id)
    {
    case PROP_TARGET:
      g_value_set_enum (value, self->target);
      break;

    case PROP_QUESTION_FIELD:
      g_value_set_string (value, self->question_field);
      break;

    case PROP_CONTEXT_FIELD:
      g_value_set_string (value, self->context_field);
      break;

    case PROP_ANSWER_FIELD:
      g_value_set_string (value, self->answer_field);
      break;

    case PROP_SYSTEM_FIELD:
      g_value_set_string (value, self->system_field);
      break;

    case PROP_SYSTEM_TEXT:
      g_value_set_string (value, self->system_text);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_recipe_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  AttuneRecipe *self = ATTUNE_RECIPE (object);

  switch (prop_id)
    {
    case PROP_TARGET:
      attune_recipe_set_target (self, g_value_get_enum (value));
      break;

    case PROP_QUESTION_FIELD:
      attune_recipe_set_question_field (self, g_value_get_string (value));
      break;

    case PROP_CONTEXT_FIELD:
      attune_recipe_set_context_field (self, g_value_get_string (value));
      break;

    case PROP_ANSWER_FIELD:
      attune_recipe_set_answer_field (self, g_value_get_string (value));
      break;

    case PROP_SYSTEM_FIELD:
      attune_recipe_set_system_field (self, g_value_get_string (value));
      break;

    case PROP_SYSTEM_TEXT:
      attune_recipe_set_system_text (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_string (GObjectClass *object_class,
                guint         prop_id,
                const char   *name)
{
  properties[prop_id] =
    g_param_spec_string (name, NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_property (object_class, prop_id, properties[prop_id]);
}

static void
attune_recipe_class_init (AttuneRecipeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_recipe_finalize;
  object_class->get_property = attune_recipe_get_property;
  object_class->set_property = attune_recipe_set_property;

  properties[PROP_TARGET] =
    g_param_spec_enum ("target", NULL, NULL,
                       ATTUNE_TYPE_EXAMPLE_KIND, ATTUNE_EXAMPLE_CHAT,
                       (G_PARAM_READWRITE |
                        G_PARAM_EXPLICIT_NOTIFY |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_property (object_class, PROP_TARGET, properties[PROP_TARGET]);

  install_string (object_class, PROP_QUESTION_FIELD, "question-field");
  install_string (object_class, PROP_CONTEXT_FIELD, "context-field");
  install_string (object_class, PROP_ANSWER_FIELD, "answer-field");
  install_string (object_class, PROP_SYSTEM_FIELD, "system-field");
  install_string (object_class, PROP_SYSTEM_TEXT, "system-text");
}

static void
attune_recipe_init (AttuneRecipe *self)
{
}

/**
 * attune_recipe_new:
 *
 * Returns: (transfer full): a recipe without fields, for records that are examples already
 */
AttuneRecipe *
attune_recipe_new (void)
{
  return g_object_new (ATTUNE_TYPE_RECIPE, NULL);
}

/**
 * attune_recipe_guess:
 * @columns: (array zero-terminated=1): the names of the columns
 *
 * Finds the fields by the names they usually have, in English and Chinese, whatever their case and
 * separators. Where a table has two columns and one of them is known, the other is the rest.
 *
 * Returns: (transfer full): a recipe; see attune_recipe_is_complete()
 */
AttuneRecipe *
attune_recipe_guess (const char * const *columns)
{
  AttuneRecipe *self = attune_recipe_new ();
  const char *question;
  const char *answer;

  g_return_val_if_fail (columns != NULL, self);

  answer = find_column (columns, answer_names, NULL);
  question = find_column (columns, question_names, answer);

  if (g_strv_length ((char **)columns) == 2 && (question == NULL) != (answer == NULL))
    {
      question = question != NULL ? question : get_other_column (columns, answer);
      answer = answer != NULL ? answer : get_other_column (columns, question);
    }

  if (question == NULL || answer == NULL)
    return self;

  attune_recipe_set_question_field (self, question);
  attune_recipe_set_context_field (self, find_column (columns, context_names, question));
  attune_recipe_set_answer_field (self, answer);
  attune_recipe_set_system_field (self, find_column (columns, system_names, NULL));

  return self;
}

/**
 * attune_recipe_copy:
 * @self: a recipe
 *
 * Returns: (transfer full): another one that says the same, for work on another thread
 */
AttuneRecipe *
attune_recipe_copy (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return g_object_new (ATTUNE_TYPE_RECIPE,
                       "target", self->target,
                       "question-field", self->question_field,
                       "context-field", self->context_field,
                       "answer-field", self->answer_field,
                       "system-field", self->system_field,
                       "system-text", self->system_text,
                       NULL);
}

/**
 * attune_recipe_is_complete:
 * @self: a recipe
 *
 * Returns: %TRUE when it can make examples: it has no fields, or both question and answer, or, for
 *   plain text, at least the answer
 */
gboolean
attune_recipe_is_complete (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), FALSE);

  if (!has_fields (self))
    return TRUE;

  return self->answer_field != NULL &&
         (self->question_field != NULL || self->target == ATTUNE_EXAMPLE_COMPLETION);
}

/**
 * attune_recipe_apply:
 * @self: a recipe
 * @record: a record of a reader
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA when the record cannot be used, whatever the reason.
 *
 * Returns: (transfer full) (nullable): the example
 */
AttuneExample *
attune_recipe_apply (AttuneRecipe        *self,
                     const AttuneRecord  *record,
                     GError             **error)
{
  g_auto(AttuneDraft) draft = { 0 };
  AttuneIssueKind issue;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);
  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  attune_draft_init (&draft);
  issue = attune_recipe_draft (self, record, &draft);

  if (!attune_issue_is_error (issue))
    return attune_draft_to_example (&draft, record->line);

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL, "%s %s",
                    attune_issue_get_reason (issue), attune_issue_get_advice (issue));

  return NULL;
}

/**
 * attune_recipe_get_target:
 * @self: a recipe
 *
 * Returns: what the fields are made into
 */
AttuneExampleKind
attune_recipe_get_target (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), ATTUNE_EXAMPLE_CHAT);

  return self->target;
}

/**
 * attune_recipe_get_question_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field that holds the question
 */
const char *
attune_recipe_get_question_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->question_field;
}

/**
 * attune_recipe_get_context_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field whose text follows the question
 */
const char *
attune_recipe_get_context_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->context_field;
}

/**
 * attune_recipe_get_answer_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field that holds the answer
 */
const char *
attune_recipe_get_answer_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->answer_field;
}

/**
 * attune_recipe_get_system_field:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the field that holds the system text
 */
const char *
attune_recipe_get_system_field (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->system_field;
}

/**
 * attune_recipe_get_system_text:
 * @self: a recipe
 *
 * Returns: (transfer none) (nullable): the system text of every example whose own is empty
 */
const char *
attune_recipe_get_system_text (AttuneRecipe *self)
{
  g_return_val_if_fail (ATTUNE_IS_RECIPE (self), NULL);

  return self->system_text;
}

/**
 * attune_recipe_set_target:
 * @self: a recipe
 * @target: what the fields shall be made into
 */
void
attune_recipe_set_target (AttuneRecipe      *self,
                          AttuneExampleKind  target)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (self->target == target)
    return;

  self->target = target;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TARGET]);
}

/**
 * attune_recipe_set_question_field:
 * @self: a recipe
 * @field: (nullable): the field that holds the question; empty counts as %NULL
 */
void
attune_recipe_set_question_field (AttuneRecipe *self,
                                  const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (set_string (&self->question_field, field))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION_FIELD]);
}

/**
 * attune_recipe_set_context_field:
 * @self: a recipe
 * @field: (nullable): the field whose text follows the question; empty counts as %NULL
 */
void
attune_recipe_set_context_field (AttuneRecipe *self,
                                 const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (set_string (&self->context_field, field))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT_FIELD]);
}

/**
 * attune_recipe_set_answer_field:
 * @self: a recipe
 * @field: (nullable): the field that holds the answer; empty counts as %NULL
 */
void
attune_recipe_set_answer_field (AttuneRecipe *self,
                                const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (set_string (&self->answer_field, field))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER_FIELD]);
}

/**
 * attune_recipe_set_system_field:
 * @self: a recipe
 * @field: (nullable): the field that holds the system text; empty counts as %NULL
 */
void
attune_recipe_set_system_field (AttuneRecipe *self,
                                const char   *field)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (set_string (&self->system_field, field))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYSTEM_FIELD]);
}

/**
 * attune_recipe_set_system_text:
 * @self: a recipe
 * @text: (nullable): the system text of every example whose own is empty; empty counts as %NULL
 */
void
attune_recipe_set_system_text (AttuneRecipe *self,
                               const char   *text)
{
  g_return_if_fail (ATTUNE_IS_RECIPE (self));

  if (set_string (&self->system_text, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYSTEM_TEXT]);
}
