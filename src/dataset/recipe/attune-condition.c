/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-condition"

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-condition.h"
#include "attune-recipe-value.h"

#define MAX_DEPTH 8
#define MAX_CONDITIONS 64  /* in a group */
#define MAX_VALUES 4096
#define MAX_PATTERN 4096   /* bytes */

/* PCRE2 tries no more than so many ways through a text. What people write as a filter takes some
 * dozens; what takes as many as this would take hours without a limit. */
#define PATTERN_LIMITS "(*LIMIT_MATCH=100000)(*LIMIT_DEPTH=10000)(*LIMIT_HEAP=16384)"

static const char * const operator_names[ATTUNE_N_OPERATORS] = {
  [ATTUNE_OPERATOR_ALL] = "all",
  [ATTUNE_OPERATOR_ANY] = "any",
  [ATTUNE_OPERATOR_NONE] = "none",
  [ATTUNE_OPERATOR_EQUALS] = "equals",
  [ATTUNE_OPERATOR_NOT_EQUALS] = "not-equals",
  [ATTUNE_OPERATOR_IN] = "in",
  [ATTUNE_OPERATOR_NOT_IN] = "not-in",
  [ATTUNE_OPERATOR_CONTAINS] = "contains",
  [ATTUNE_OPERATOR_MATCHES] = "matches",
  [ATTUNE_OPERATOR_EXISTS] = "exists",
  [ATTUNE_OPERATOR_IS] = "is",
  [ATTUNE_OPERATOR_LESS] = "less",
  [ATTUNE_OPERATOR_AT_MOST] = "at-most",
  [ATTUNE_OPERATOR_GREATER] = "greater",
  [ATTUNE_OPERATOR_AT_LEAST] = "at-least",
};

static AttuneCondition *read_condition (yyjson_val  *value,
                                        const char  *member,
                                        guint        depth,
                                        GError     **error);

static void
attune_scalar_free (AttuneScalar *self)
{
  g_free (self->text);
  g_free (self);
}

static gboolean
is_group (AttuneOperator operator)
{
  return operator <= ATTUNE_OPERATOR_NONE;
}

static gboolean
takes_list (AttuneOperator operator)
{
  return operator == ATTUNE_OPERATOR_IN || operator == ATTUNE_OPERATOR_NOT_IN;
}

static void
add_scalar (AttuneCondition  *self,
            AttuneScalarType  type,
            const char       *text,
            double            number)
{
  AttuneScalar *scalar = g_new0 (AttuneScalar, 1);

  scalar->type = type;
  scalar->text = g_strdup (text);
  scalar->number = number;
  g_ptr_array_add (self->values, scalar);
}

static gboolean
read_scalar (AttuneCondition  *self,
             yyjson_val       *value,
             const char       *member,
             GError          **error)
{
  g_autofree char *text = NULL;

  if (yyjson_is_null (value))
    attune_condition_add_null (self);
  else if (yyjson_is_bool (value))
    attune_condition_add_boolean (self, yyjson_get_bool (value));
  else if (yyjson_is_num (value))
    attune_condition_add_number (self, yyjson_get_num (value));
  else if (!yyjson_is_str (value))
    return attune_recipe_fail (error, N_("“%s” must be a text, a number, true, false or null."),
                               member);
  else if (!attune_recipe_read_text (value, member, &text, error))
    return FALSE;
  else
    attune_condition_add_text (self, text);

  return TRUE;
}

static gboolean
read_list (AttuneCondition  *self,
           yyjson_val       *value,
           const char       *member,
           GError          **error)
{
  gsize n_values = yyjson_arr_size (value);

  if (n_values == 0 || n_values > MAX_VALUES)
    return attune_recipe_fail (error, N_("“%s” must be a list of values, not empty and not too "
                                         "long."), member);

  for (gsize i = 0; i < n_values; i++)
    {
      g_autofree char *place = attune_recipe_join_index (member, i);

      if (!read_scalar (self, yyjson_arr_get (value, i), place, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_pattern (AttuneCondition  *self,
              yyjson_val       *value,
              const char       *member,
              GError          **error)
{
  g_autofree char *pattern = NULL;
  g_autoptr(GRegex) regex = NULL;

  if (!attune_recipe_read_text (value, member, &pattern, error))
    return FALSE;

  if (!(regex = attune_condition_new_regex (pattern, NULL)))
    return attune_recipe_fail (error, N_("“%s” is not a valid search pattern (a regular expression "
                                         "as Perl has them), or it is too long."), member);

  attune_condition_add_text (self, pattern);

  return TRUE;
}

/* Reads what the field is compared with; what it may be depends on the operator. */
static gboolean
read_operand (AttuneCondition  *self,
              yyjson_val       *value,
              const char       *member,
              GError          **error)
{
  gboolean boolean;

  switch (self->operator)
    {
    case ATTUNE_OPERATOR_IN:
    case ATTUNE_OPERATOR_NOT_IN:
      return read_list (self, value, member, error);

    case ATTUNE_OPERATOR_MATCHES:
      return read_pattern (self, value, member, error);

    case ATTUNE_OPERATOR_EXISTS:
    case ATTUNE_OPERATOR_IS:
      if (!attune_recipe_read_boolean (value, member, &boolean, error))
        return FALSE;

      attune_condition_add_boolean (self, boolean);
      return TRUE;

    case ATTUNE_OPERATOR_LESS:
    case ATTUNE_OPERATOR_AT_MOST:
    case ATTUNE_OPERATOR_GREATER:
    case ATTUNE_OPERATOR_AT_LEAST:
      if (!yyjson_is_num (value))
        return attune_recipe_fail (error, N_("“%s” must be a number."), member);

      attune_condition_add_number (self, yyjson_get_num (value));
      return TRUE;

    case ATTUNE_OPERATOR_CONTAINS:
      if (!yyjson_is_str (value))
        return attune_recipe_fail (error, N_("“%s” must be a text in quotation marks."), member);
      G_GNUC_FALLTHROUGH;

    case ATTUNE_OPERATOR_EQUALS:
    case ATTUNE_OPERATOR_NOT_EQUALS:
      return read_scalar (self, value, member, error);

    case ATTUNE_OPERATOR_ALL:
    case ATTUNE_OPERATOR_ANY:
    case ATTUNE_OPERATOR_NONE:
    case ATTUNE_N_OPERATORS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
read_group (AttuneCondition  *self,
            yyjson_val       *value,
            const char       *member,
            guint             depth,
            GError          **error)
{
  gsize n_conditions = yyjson_arr_size (value);

  if (n_conditions == 0 || n_conditions > MAX_CONDITIONS || depth >= MAX_DEPTH)
    return attune_recipe_fail (error, N_("“%s” must be a list of conditions, not empty, not too long "
                                         "and not too deep within others."), member);

  for (gsize i = 0; i < n_conditions; i++)
    {
      g_autofree char *place = attune_recipe_join_index (member, i);
      AttuneCondition *condition;

      if (!(condition = read_condition (yyjson_arr_get (value, i), place, depth + 1, error)))
        return FALSE;

      g_ptr_array_add (self->conditions, condition);
    }

  return TRUE;
}

static gboolean
read_missing (AttuneCondition  *self,
              yyjson_val       *value,
              const char       *member,
              GError          **error)
{
  if (yyjson_is_bool (value))
    self->missing = yyjson_get_bool (value) ? ATTUNE_MISSING_PASSES : ATTUNE_MISSING_FAILS;
  else if (yyjson_equals_str (value, "error"))
    self->missing = ATTUNE_MISSING_ERROR;
  else
    return attune_recipe_fail (error, N_("“%s” must be true, false or \"error\"."), member);

  return TRUE;
}

/* Returns which operator an object has, or ATTUNE_N_OPERATORS if none or several. */
static AttuneOperator
find_operator (yyjson_val *object)
{
  AttuneOperator found = ATTUNE_N_OPERATORS;

  for (AttuneOperator i = 0; i < ATTUNE_N_OPERATORS; i++)
    {
      if (yyjson_obj_get (object, operator_names[i]) == NULL)
        continue;

      if (found != ATTUNE_N_OPERATORS)
        return ATTUNE_N_OPERATORS;

      found = i;
    }

  return found;
}

static gboolean
read_members (AttuneCondition  *self,
              yyjson_val       *object,
              const char       *member,
              guint             depth,
              GError          **error)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &iter);

  while ((key = yyjson_obj_iter_next (&iter)))
    {
      yyjson_val *value = yyjson_obj_iter_get_val (key);
      const char *name = yyjson_get_str (key);
      g_autofree char *place = attune_recipe_join_member (member, name);
      gboolean is_read;

      if (strcmp (name, operator_names[self->operator]) == 0)
        is_read = is_group (self->operator) ? read_group (self, value, place, depth, error)
                                            : read_operand (self, value, place, error);
      else if (!is_group (self->operator) && strcmp (name, "field") == 0)
        is_read = attune_recipe_read_field (value, place, &self->field, error);
      else if (!is_group (self->operator) && strcmp (name, "missing") == 0)
        is_read = read_missing (self, value, place, error);
      else
        is_read = attune_recipe_fail (error, N_("“%s” is not known here. Remove it, or correct its "
                                                "name."), place);

      if (!is_read)
        return FALSE;
    }

  return TRUE;
}

static AttuneCondition *
read_condition (yyjson_val  *value,
                const char  *member,
                guint        depth,
                GError     **error)
{
  g_autoptr(AttuneCondition) self = NULL;
  AttuneOperator operator;

  if (!attune_recipe_check_object (value, member, error))
    return NULL;

  if ((operator = find_operator (value)) == ATTUNE_N_OPERATORS)
    {
      attune_recipe_fail (error, N_("“%s” must have one comparison, such as \"equals\" or \"is\"."),
                          member);
      return NULL;
    }

  self = attune_condition_new (operator, NULL);

  if (!read_members (self, value, member, depth, error))
    return NULL;

  if (!is_group (operator) && self->field == NULL)
    {
      attune_recipe_fail (error, N_("“%s” must say which \"field\" is compared."), member);
      return NULL;
    }

  return g_steal_pointer (&self);
}

static yyjson_mut_val *
scalar_to_value (const AttuneScalar *scalar,
                 yyjson_mut_doc     *document)
{
  switch (scalar->type)
    {
    case ATTUNE_SCALAR_BOOLEAN:
      return yyjson_mut_bool (document, scalar->number != 0.0);

    case ATTUNE_SCALAR_NUMBER:
      /* 5 is written as 5 and not as 5.0. */
      if (scalar->number == trunc (scalar->number) && fabs (scalar->number) < 9007199254740992.0)
        return yyjson_mut_sint (document, (gint64)scalar->number);
      return yyjson_mut_real (document, scalar->number);

    case ATTUNE_SCALAR_TEXT:
      return yyjson_mut_strcpy (document, scalar->text);

    case ATTUNE_SCALAR_NULL:
    default:
      return yyjson_mut_null (document);
    }
}

static yyjson_mut_val *
operand_to_value (const AttuneCondition *self,
                  yyjson_mut_doc        *document)
{
  yyjson_mut_val *list;

  if (!is_group (self->operator) && !takes_list (self->operator))
    return scalar_to_value (g_ptr_array_index (self->values, 0), document);

  list = yyjson_mut_arr (document);

  for (guint i = 0; i < self->values->len; i++)
    yyjson_mut_arr_append (list, scalar_to_value (g_ptr_array_index (self->values, i), document));

  for (guint i = 0; i < self->conditions->len; i++)
    yyjson_mut_arr_append (list, attune_condition_to_value (g_ptr_array_index (self->conditions, i),
                                                            document));

  return list;
}

/**
 * attune_condition_new:
 * @operator: what is compared, or how conditions are grouped
 * @field: (nullable): the field that is compared, as a recipe names it; %NULL for a group
 *
 * Returns: (transfer full): a condition that still needs its values or conditions
 */
AttuneCondition *
attune_condition_new (AttuneOperator  operator,
                      const char     *field)
{
  AttuneCondition *self = g_new0 (AttuneCondition, 1);

  self->operator = operator;
  self->field = g_strdup (field);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_scalar_free);
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_condition_free);

  return self;
}

/**
 * attune_condition_new_from_value:
 * @value: (nullable): a condition as a recipe has it
 * @member: where it stands, such as `where[0]`
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_DATA and a sentence that names the member.
 *
 * Returns: (transfer full) (nullable): the condition
 */
AttuneCondition *
attune_condition_new_from_value (yyjson_val  *value,
                                 const char  *member,
                                 GError     **error)
{
  return read_condition (value, member, 0, error);
}

/**
 * attune_condition_copy:
 * @self: a condition
 *
 * Returns: (transfer full): another that says the same
 */
AttuneCondition *
attune_condition_copy (const AttuneCondition *self)
{
  AttuneCondition *copy = attune_condition_new (self->operator, self->field);

  copy->missing = self->missing;

  for (guint i = 0; i < self->values->len; i++)
    {
      const AttuneScalar *scalar = g_ptr_array_index (self->values, i);

      add_scalar (copy, scalar->type, scalar->text, scalar->number);
    }

  for (guint i = 0; i < self->conditions->len; i++)
    g_ptr_array_add (copy->conditions,
                     attune_condition_copy (g_ptr_array_index (self->conditions, i)));

  return copy;
}

/**
 * attune_condition_free:
 * @self: (transfer full): a condition
 */
void
attune_condition_free (AttuneCondition *self)
{
  g_free (self->field);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

/**
 * attune_condition_add_text:
 * @self: a condition
 * @text: what the field is compared with, or the pattern it is searched for
 */
void
attune_condition_add_text (AttuneCondition *self,
                           const char      *text)
{
  add_scalar (self, ATTUNE_SCALAR_TEXT, text, 0.0);
}

/**
 * attune_condition_add_number:
 * @self: a condition
 * @number: what the field is compared with
 */
void
attune_condition_add_number (AttuneCondition *self,
                             double           number)
{
  add_scalar (self, ATTUNE_SCALAR_NUMBER, NULL, number);
}

/**
 * attune_condition_add_boolean:
 * @self: a condition
 * @boolean: what the field is compared with
 */
void
attune_condition_add_boolean (AttuneCondition *self,
                              gboolean         boolean)
{
  add_scalar (self, ATTUNE_SCALAR_BOOLEAN, NULL, boolean ? 1.0 : 0.0);
}

/**
 * attune_condition_add_null:
 * @self: a condition
 *
 * Compares the field with JSON's null.
 */
void
attune_condition_add_null (AttuneCondition *self)
{
  add_scalar (self, ATTUNE_SCALAR_NULL, NULL, 0.0);
}

/**
 * attune_condition_to_value:
 * @self: a condition
 * @document: what owns the value
 *
 * Returns: (transfer none): the condition as a recipe has it
 */
yyjson_mut_val *
attune_condition_to_value (const AttuneCondition *self,
                           yyjson_mut_doc        *document)
{
  yyjson_mut_val *object = yyjson_mut_obj (document);

  if (self->field != NULL)
    yyjson_mut_obj_add_strcpy (document, object, "field", self->field);

  if (is_group (self->operator) || self->values->len > 0)
    yyjson_mut_obj_add_val (document, object, operator_names[self->operator],
                            operand_to_value (self, document));

  if (self->missing == ATTUNE_MISSING_PASSES)
    yyjson_mut_obj_add_true (document, object, "missing");
  else if (self->missing == ATTUNE_MISSING_ERROR)
    yyjson_mut_obj_add_str (document, object, "missing", "error");

  return object;
}

/**
 * attune_condition_new_regex:
 * @pattern: a regular expression in PCRE2's syntax
 * @error: (nullable): where to put an error
 *
 * Returns: (transfer full) (nullable): the expression, which gives up on a text before it takes too
 *   long; then it does not match
 */
GRegex *
attune_condition_new_regex (const char  *pattern,
                            GError     **error)
{
  g_autofree char *limited = NULL;

  if (strlen (pattern) > MAX_PATTERN)
    {
      g_set_error_literal (error, G_REGEX_ERROR, G_REGEX_ERROR_COMPILE, "too long");
      return NULL;
    }

  limited = g_strconcat (PATTERN_LIMITS, pattern, NULL);

  return g_regex_new (limited, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, error);
}
