/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-columns"

#include "config.h"

#include <string.h>

#include "attune-json-columns-private.h"

/* Each is read by a cursor of its own. */
#define MAX_COLUMNS 256

/* So many rows alike are hardly chance. */
#define MIN_ROWS 10

/* The members of an object, while they are looked at. */
typedef struct
{
  AttuneJsonColumns *columns;
  AttuneJsonCursor   cursor;
  GString           *name;
  gboolean           has_integers;   /* every name is an integer, as pandas numbers rows */
} Survey;

/* Goes to the next element of a column, over commas, also where there is one too many. */
gboolean
attune_json_column_go_on (const AttuneJsonColumn *self,
                          AttuneJsonCursor       *cursor,
                          GString                *name)
{
  int c;

  while ((c = attune_json_cursor_peek (cursor)) == ',')
    attune_json_cursor_skip (cursor);

  if (c == ATTUNE_JSON_END || c == (self->is_object ? '}' : ']'))
    return FALSE;

  return !self->is_object || attune_json_cursor_take_name (cursor, name);
}

static void
column_clear (AttuneJsonColumn *self)
{
  g_free (self->name);
}

/**
 * attune_json_columns_free:
 * @self: (transfer full): columns
 */
void
attune_json_columns_free (AttuneJsonColumns *self)
{
  g_array_unref (self->columns);
  g_free (self);
}

static gboolean
is_integer (const GString *name)
{
  const char *digits = name->str + 1 + (name->str[1] == '-');
  gsize n_digits = strspn (digits, "0123456789");

  return n_digits > 0 && digits + n_digits + 1 == name->str + name->len;
}

static void
add_name (Survey           *self,
          AttuneJsonColumn *column)
{
  column->names = (column->names ^ g_string_hash (self->name)) * G_GUINT64_CONSTANT (0x100000001b3);
  self->has_integers = self->has_integers && is_integer (self->name);
}

/* FALSE when the text ends within it: what is cut off is not counted. */
static gboolean
survey_column (Survey           *self,
               AttuneJsonColumn *column)
{
  char close = column->is_object ? '}' : ']';

  while (attune_json_column_go_on (column, &self->cursor, self->name))
    {
      gboolean is_object = attune_json_cursor_peek (&self->cursor) == '{';

      if (!attune_json_cursor_take_value (&self->cursor, close, NULL, NULL))
        return FALSE;

      column->n_elements++;
      column->n_objects += is_object;

      if (column->is_object)
        add_name (self, column);
    }

  if (attune_json_cursor_peek (&self->cursor) != close)
    return FALSE;

  attune_json_cursor_skip (&self->cursor);

  return TRUE;
}

/* Returns FALSE at the end of the object, or of what can be understood. */
static gboolean
survey_member (Survey *self)
{
  AttuneJsonColumn column = { 0 };
  gboolean is_whole;
  int c;

  while ((c = attune_json_cursor_peek (&self->cursor)) == ',')
    attune_json_cursor_skip (&self->cursor);

  if (c == '}')
    {
      attune_json_cursor_skip (&self->cursor);
      self->columns->is_complete = TRUE;
      return FALSE;
    }

  if (!attune_json_cursor_take_name (&self->cursor, self->name))
    return FALSE;

  c = attune_json_cursor_peek (&self->cursor);

  if ((c != '[' && c != '{') || self->columns->columns->len == MAX_COLUMNS)
    {
      g_array_set_size (self->columns->columns, 0);
      return FALSE;
    }

  attune_json_cursor_skip (&self->cursor);
  column.name = g_strdup (self->name->str);
  column.offset = attune_json_cursor_get_offset (&self->cursor);
  column.is_object = c == '{';
  is_whole = survey_column (self, &column);
  g_array_append_val (self->columns->columns, column);

  return is_whole;
}

/* Whether rows can be told. Rows of objects have names, so that columns which do not have the same
 * ones would be put together wrongly. */
static gboolean
can_be_columns (const AttuneJsonColumns *self)
{
  const AttuneJsonColumn *first = &g_array_index (self->columns, AttuneJsonColumn, 0);

  if (self->columns->len < 2)
    return FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const AttuneJsonColumn *column = &g_array_index (self->columns, AttuneJsonColumn, i);

      if (column->is_object != first->is_object || column->n_elements == 0 ||
          (column->is_object && (column->names != first->names ||
                                 column->n_elements != first->n_elements)))
        return FALSE;
    }

  return TRUE;
}

/* Lists that are as long as each other, or nearly, are columns, unless records stand in them: those
 * are parts of a dataset. Objects that are alike could be records as well, each with a name of its
 * own; but a record has few members, and they are not called by numbers. */
static gboolean
is_likely (const AttuneJsonColumns *self,
           gboolean                 has_integers)
{
  guint64 n_shortest = G_MAXUINT64;
  guint n_plain = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const AttuneJsonColumn *column = &g_array_index (self->columns, AttuneJsonColumn, i);

      n_shortest = MIN (n_shortest, column->n_elements);
      n_plain += column->n_objects == 0;
    }

  if (g_array_index (self->columns, AttuneJsonColumn, 0).is_object)
    return self->n_rows > 0 &&
           (has_integers || (self->n_rows >= MIN_ROWS && self->n_rows > self->columns->len));

  return self->n_rows >= 2 && n_shortest >= self->n_rows - self->n_rows / 2 &&
         (n_plain >= 2 || (n_plain == 1 && self->n_rows >= MIN_ROWS));
}

/**
 * attune_json_columns_new:
 * @source: a JSON document
 * @offset: of an object in it, behind the opening bracket
 * @error: (nullable): where to put an error
 *
 * Looks through an object to its end. Fails as attune_source_read() does.
 *
 * Returns: (transfer full) (nullable): its columns; %NULL with an error, or without one when its
 *   members cannot be columns
 */
AttuneJsonColumns *
attune_json_columns_new (AttuneSource  *source,
                         goffset        offset,
                         GError       **error)
{
  g_autoptr(AttuneJsonColumns) self = g_new0 (AttuneJsonColumns, 1);
  g_autoptr(GString) name = g_string_new (NULL);
  g_autoptr(GError) read_error = NULL;
  Survey survey = { .columns = self, .name = name, .has_integers = TRUE };

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  self->columns = g_array_new (FALSE, FALSE, sizeof (AttuneJsonColumn));
  g_array_set_clear_func (self->columns, (GDestroyNotify)column_clear);
  attune_json_cursor_init (&survey.cursor, source, offset);

  while (survey_member (&survey))
    continue;

  self->is_last = attune_json_cursor_peek (&survey.cursor) == ATTUNE_JSON_END;
  read_error = g_steal_pointer (&survey.cursor.error);
  attune_json_cursor_clear (&survey.cursor);

  if (read_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&read_error));
      return NULL;
    }

  if (!can_be_columns (self))
    return NULL;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const AttuneJsonColumn *column = &g_array_index (self->columns, AttuneJsonColumn, i);

      self->n_rows = MAX (self->n_rows, column->n_elements);
    }

  self->is_likely = is_likely (self, survey.has_integers);

  return g_steal_pointer (&self);
}
