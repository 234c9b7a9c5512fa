/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-matcher"

#include "config.h"

#include <string.h>

#include "attune-json-number.h"
#include "attune-matcher.h"

/* A search pattern looks no further into a text. */
#define MAX_SEARCHED (1024 * 1024)

/* No number is written with more bytes. */
#define MAX_NUMBER 64

struct _AttuneMatcher
{
  AttuneCondition *condition;
  AttuneField     *field;      /* NULL: of a group, or not to be understood, and found nowhere */
  GRegex          *regex;
  GPtrArray       *matchers;   /* of a group */
  GString         *buffer;     /* for texts that must be written first */
};

static const char * const true_texts[] = { "true", "yes", "y", "t", "1", "是", "真", NULL };
static const char * const false_texts[] = { "false", "no", "n", "f", "0", "否", "假", NULL };

static AttuneText
get_text (AttuneMatcher     *self,
          const AttuneValue *value)
{
  AttuneText text;

  if (attune_value_get_text (value, &text))
    return text;

  g_string_truncate (self->buffer, 0);
  attune_value_append_text (value, self->buffer);

  return (AttuneText) { self->buffer->str, self->buffer->len };
}

static gboolean
equals_text (AttuneText  text,
             const char *other)
{
  return text.length == strlen (other) && memcmp (text.bytes, other, text.length) == 0;
}

static gboolean
is_among (AttuneText          text,
          const char * const *texts)
{
  for (gsize i = 0; texts[i] != NULL; i++)
    if (text.length == strlen (texts[i]) &&
        g_ascii_strncasecmp (text.bytes, texts[i], text.length) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
get_number (AttuneMatcher     *self,
            const AttuneValue *value,
            double            *number)
{
  char digits[MAX_NUMBER];
  AttuneText text;
  char *end;

  if (attune_json_number_get (value->json, number))
    return TRUE;

  if (yyjson_is_bool (value->json))
    return FALSE;

  text = get_text (self, value);

  if (text.length == 0 || text.length >= sizeof digits)
    return FALSE;

  memcpy (digits, text.bytes, text.length);
  digits[text.length] = '\0';
  g_strstrip (digits);
  *number = g_ascii_strtod (digits, &end);

  return end > digits && *end == '\0';
}

/* Whether a value is a plain yes or no, however the file writes it. */
static gboolean
get_boolean (AttuneMatcher     *self,
             const AttuneValue *value,
             gboolean          *boolean)
{
  AttuneText text = get_text (self, value);

  *boolean = is_among (text, true_texts);

  return *boolean || is_among (text, false_texts);
}

static gboolean
equals (AttuneMatcher      *self,
        const AttuneValue  *value,
        const AttuneScalar *scalar)
{
  gboolean boolean;
  double number;

  switch (scalar->type)
    {
    case ATTUNE_SCALAR_NULL:
      return attune_value_is_null (value) || (value->json == NULL && value->text.length == 0);

    case ATTUNE_SCALAR_BOOLEAN:
      return get_boolean (self, value, &boolean) && boolean == (scalar->number != 0.0);

    case ATTUNE_SCALAR_NUMBER:
      return get_number (self, value, &number) && number == scalar->number;

    case ATTUNE_SCALAR_TEXT:
    default:
      return equals_text (get_text (self, value), scalar->text);
    }
}

static gboolean
is_in (AttuneMatcher     *self,
       const AttuneValue *value)
{
  for (guint i = 0; i < self->condition->values->len; i++)
    if (equals (self, value, g_ptr_array_index (self->condition->values, i)))
      return TRUE;

  return FALSE;
}

/* A list contains a text when one of its elements is that text, a text when it stands in it. */
static gboolean
contains (AttuneMatcher     *self,
          const AttuneValue *value,
          const char        *wanted)
{
  AttuneText text;

  if (yyjson_is_arr (value->json))
    {
      yyjson_arr_iter iter;
      yyjson_val *element;

      yyjson_arr_iter_init (value->json, &iter);

      while ((element = yyjson_arr_iter_next (&iter)))
        if (equals_text (get_text (self, &(AttuneValue) { .json = element }), wanted))
          return TRUE;

      return FALSE;
    }

  text = get_text (self, value);

  return memmem (text.bytes, text.length, wanted, strlen (wanted)) != NULL;
}

/* An expression that gives up, or a text that is no UTF-8, is no match. */
static gboolean
matches (AttuneMatcher     *self,
         const AttuneValue *value)
{
  AttuneText text = get_text (self, value);

  if (text.length > MAX_SEARCHED)
    {
      text.length = MAX_SEARCHED;

      while (text.length > 0 && (text.bytes[text.length] & 0xc0) == 0x80)
        text.length--;
    }

  return self->regex != NULL &&
         g_regex_match_full (self->regex, text.bytes, text.length, 0, G_REGEX_MATCH_DEFAULT,
                             NULL, NULL);
}

static gboolean
compare (AttuneMatcher     *self,
         const AttuneValue *value)
{
  const AttuneScalar *scalar = g_ptr_array_index (self->condition->values, 0);
  double number;

  if (!get_number (self, value, &number))
    return FALSE;

  switch ((int)self->condition->operator)
    {
    case ATTUNE_OPERATOR_LESS:
      return number < scalar->number;

    case ATTUNE_OPERATOR_AT_MOST:
      return number <= scalar->number;

    case ATTUNE_OPERATOR_GREATER:
      return number > scalar->number;

    default:
      return number >= scalar->number;
    }
}

static gboolean
test_value (AttuneMatcher     *self,
            const AttuneValue *value)
{
  const AttuneScalar *scalar = g_ptr_array_index (self->condition->values, 0);

  switch ((int)self->condition->operator)
    {
    case ATTUNE_OPERATOR_EQUALS:
    case ATTUNE_OPERATOR_IN:
    case ATTUNE_OPERATOR_IS:
      return is_in (self, value);

    case ATTUNE_OPERATOR_NOT_EQUALS:
    case ATTUNE_OPERATOR_NOT_IN:
      return !is_in (self, value);

    case ATTUNE_OPERATOR_CONTAINS:
      return scalar->text != NULL && contains (self, value, scalar->text);

    case ATTUNE_OPERATOR_MATCHES:
      return matches (self, value);

    default:
      return compare (self, value);
    }
}

/* An empty cell is how a table says that there is nothing. */
static gboolean
is_there (const AttuneValue *value)
{
  return value->json != NULL ? !yyjson_is_null (value->json) : value->text.length > 0;
}

static AttuneVerdict
test_field (AttuneMatcher *self,
            AttuneScope   *scope)
{
  AttuneValue value = { 0 };
  gboolean is_found = self->field != NULL && attune_scope_find (scope, self->field, &value);
  gboolean is_met;

  if (self->condition->values->len == 0)
    return ATTUNE_VERDICT_FAILS;

  if (self->condition->operator == ATTUNE_OPERATOR_EXISTS)
    {
      const AttuneScalar *scalar = g_ptr_array_index (self->condition->values, 0);

      is_met = (is_found && is_there (&value)) == (scalar->number != 0.0);
      return is_met ? ATTUNE_VERDICT_PASSES : ATTUNE_VERDICT_FAILS;
    }

  if (!is_found && self->condition->missing == ATTUNE_MISSING_ERROR)
    return ATTUNE_VERDICT_MISSING;

  is_met = is_found ? test_value (self, &value) : self->condition->missing == ATTUNE_MISSING_PASSES;

  return is_met ? ATTUNE_VERDICT_PASSES : ATTUNE_VERDICT_FAILS;
}

/* ALL ends with the first condition that is not met, ANY and NONE with the first that is. */
static AttuneVerdict
test_group (AttuneMatcher *self,
            AttuneScope   *scope)
{
  AttuneOperator operator = self->condition->operator;
  AttuneVerdict stop = ATTUNE_VERDICT_PASSES;

  if (operator == ATTUNE_OPERATOR_ALL)
    stop = ATTUNE_VERDICT_FAILS;

  for (guint i = 0; i < self->matchers->len; i++)
    {
      AttuneVerdict verdict = attune_matcher_test (g_ptr_array_index (self->matchers, i), scope);

      if (verdict == ATTUNE_VERDICT_MISSING)
        return verdict;

      if (verdict == stop)
        return operator == ATTUNE_OPERATOR_ANY ? ATTUNE_VERDICT_PASSES : ATTUNE_VERDICT_FAILS;
    }

  return operator == ATTUNE_OPERATOR_ANY ? ATTUNE_VERDICT_FAILS : ATTUNE_VERDICT_PASSES;
}

AttuneMatcher *
attune_matcher_new (const AttuneCondition *condition)
{
  AttuneMatcher *self = g_new0 (AttuneMatcher, 1);

  self->condition = attune_condition_copy (condition);
  self->matchers = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_matcher_free);
  self->buffer = g_string_new (NULL);

  if (condition->field != NULL)
    self->field = attune_field_parse (condition->field, strlen (condition->field), NULL);

  if (condition->operator == ATTUNE_OPERATOR_MATCHES && condition->values->len > 0)
    {
      const AttuneScalar *scalar = g_ptr_array_index (condition->values, 0);

      if (scalar->text != NULL)
        self->regex = attune_condition_new_regex (scalar->text, NULL);
    }

  for (guint i = 0; i < condition->conditions->len; i++)
    g_ptr_array_add (self->matchers,
                     attune_matcher_new (g_ptr_array_index (condition->conditions, i)));

  return self;
}

void
attune_matcher_free (AttuneMatcher *self)
{
  g_clear_pointer (&self->condition, attune_condition_free);
  g_clear_pointer (&self->field, attune_field_free);
  g_clear_pointer (&self->regex, g_regex_unref);
  g_clear_pointer (&self->matchers, g_ptr_array_unref);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}

/* Finds the columns of its fields once for all rows of a table. */
void
attune_matcher_bind (AttuneMatcher      *self,
                     const char * const *columns)
{
  if (self->field != NULL)
    attune_field_bind (self->field, columns);

  for (guint i = 0; i < self->matchers->len; i++)
    attune_matcher_bind (g_ptr_array_index (self->matchers, i), columns);
}

/* Returns whether the verdict may differ from one item of a record to the next. */
gboolean
attune_matcher_looks_at_item (AttuneMatcher *self)
{
  for (guint i = 0; i < self->matchers->len; i++)
    if (attune_matcher_looks_at_item (g_ptr_array_index (self->matchers, i)))
      return TRUE;

  return self->field != NULL && attune_field_starts_at_item (self->field);
}

/* Tests the record and the item that @scope is at. */
AttuneVerdict
attune_matcher_test (AttuneMatcher *self,
                     AttuneScope   *scope)
{
  return self->condition->operator <= ATTUNE_OPERATOR_NONE ? test_group (self, scope)
                                                           : test_field (self, scope);
}
