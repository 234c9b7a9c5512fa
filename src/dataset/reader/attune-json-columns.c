/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-columns"

#include "config.h"

#include <string.h>

#include "attune-json-columns.h"
#include "attune-json-cursor.h"
#include "attune-source-private.h"

/* Each is read by a cursor of its own. */
#define MAX_COLUMNS 256

/* So many rows alike are hardly chance. */
#define MIN_ROWS 10

/* What is written at once. */
#define PIECE_LENGTH (256 * 1024)

/* The names of the columns stand in every row, which makes short values several times as long. What
 * is still longer was made to fill the disk. */
#define MIN_LIMIT (G_GINT64_CONSTANT (256) * 1024 * 1024)
#define MAX_GROWTH 32

typedef struct
{
  char     *name;        /* with its quotation marks, as it stands in the file */
  goffset   offset;      /* behind the opening bracket */
  gboolean  is_object;
  guint64   n_elements;
  guint64   n_objects;   /* of the elements */
  guint64   names;       /* of the members of an object, as a hash of all in their order */
} Column;

/* The members of an object, while they are looked at. */
typedef struct
{
  AttuneJsonColumns *columns;
  AttuneJsonCursor   cursor;
  GString           *name;
  gboolean           has_integers;   /* every name is an integer, as pandas numbers rows */
} Survey;

static void
column_clear (Column *self)
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
add_name (Survey *self,
          Column *column)
{
  column->names = (column->names ^ g_string_hash (self->name)) * G_GUINT64_CONSTANT (0x100000001b3);
  self->has_integers = self->has_integers && is_integer (self->name);
}

/* Goes to the next element of a column, over commas, also where there is one too many. */
static gboolean
go_to_element (AttuneJsonCursor *cursor,
               const Column     *column,
               GString          *name)
{
  int c;

  while ((c = attune_json_cursor_peek (cursor)) == ',')
    attune_json_cursor_skip (cursor);

  if (c == ATTUNE_JSON_END || c == (column->is_object ? '}' : ']'))
    return FALSE;

  return !column->is_object || attune_json_cursor_take_name (cursor, name);
}

/* FALSE when the text ends within it: what is cut off is not counted. */
static gboolean
survey_column (Survey *self,
               Column *column)
{
  char close = column->is_object ? '}' : ']';

  while (go_to_element (&self->cursor, column, self->name))
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
  Column column = { 0 };
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
  const Column *first = &g_array_index (self->columns, Column, 0);

  if (self->columns->len < 2)
    return FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

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
      const Column *column = &g_array_index (self->columns, Column, i);

      n_shortest = MIN (n_shortest, column->n_elements);
      n_plain += column->n_objects == 0;
    }

  if (g_array_index (self->columns, Column, 0).is_object)
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

  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
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
    self->n_rows = MAX (self->n_rows, g_array_index (self->columns, Column, i).n_elements);

  self->is_likely = is_likely (self, survey.has_integers);

  return g_steal_pointer (&self);
}

/* Rows on their way into a file. */
typedef struct
{
  AttuneSpool       *spool;
  GString           *text;
  GString           *name;
  AttuneJsonCursor  *cursors;
  GError           **error;
  gboolean           has_failed;
} Writer;

static void
flush (Writer *self)
{
  if (!self->has_failed)
    self->has_failed = !attune_spool_write (self->spool, self->text->str, self->text->len,
                                            self->error);

  g_string_truncate (self->text, 0);
}

/* A row is a line, so there must be no line end in it. Outside of strings a tab means the same;
 * inside, neither is allowed, and that stays so. */
static void
add_piece_cb (const char *piece,
              gsize       length,
              gpointer    user_data)
{
  Writer *self = user_data;
  gsize begin = self->text->len;

  g_string_append_len (self->text, piece, length);

  for (gsize i = begin; i < self->text->len; i++)
    if (self->text->str[i] == '\n' || self->text->str[i] == '\r')
      self->text->str[i] = '\t';

  if (self->text->len >= PIECE_LENGTH)
    flush (self);
}

static void
write_value (Writer       *self,
             const Column *column,
             guint         i)
{
  AttuneJsonCursor *cursor = &self->cursors[i];

  if (!go_to_element (cursor, column, self->name))
    return;

  attune_json_cursor_peek (cursor);

  g_string_append (self->text, self->text->len > 0 && self->text->str[self->text->len - 1] == '{'
                   ? "" : ", ");
  g_string_append (self->text, column->name);
  g_string_append (self->text, ": ");
  attune_json_cursor_take_value (cursor, column->is_object ? '}' : ']', add_piece_cb, self);

  while (self->text->len > 0 && g_ascii_isspace (self->text->str[self->text->len - 1]))
    g_string_truncate (self->text, self->text->len - 1);
}

static gboolean
write_rows (const AttuneJsonColumns *self,
            Writer                  *writer)
{
  for (guint64 row = 0; row < self->n_rows && !writer->has_failed; row++)
    {
      g_string_append_c (writer->text, '{');

      for (guint i = 0; i < self->columns->len; i++)
        {
          const Column *column = &g_array_index (self->columns, Column, i);

          if (row < column->n_elements)
            write_value (writer, column, i);
        }

      g_string_append (writer->text, "}\n");

      if (writer->text->len >= PIECE_LENGTH)
        flush (writer);
    }

  flush (writer);

  for (guint i = 0; i < self->columns->len && !writer->has_failed; i++)
    if (writer->cursors[i].error != NULL)
      {
        g_propagate_error (writer->error, g_steal_pointer (&writer->cursors[i].error));
        writer->has_failed = TRUE;
      }

  return !writer->has_failed;
}

static AttuneSource *
make_text (const AttuneJsonColumns  *self,
           AttuneSource             *source,
           GError                  **error)
{
  goffset limit = MIN_LIMIT + MIN (attune_source_get_length (source), G_MAXINT64 / 64) * MAX_GROWTH;
  g_autoptr(AttuneSpool) spool = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GString) name = g_string_new (NULL);
  Writer writer = { .text = text, .name = name, .error = error };
  AttuneSource *result = NULL;

  if (!(spool = attune_spool_new (attune_source_get_display_name (source), limit, error)))
    return NULL;

  writer.spool = spool;
  writer.cursors = g_new0 (AttuneJsonCursor, self->columns->len);

  for (guint i = 0; i < self->columns->len; i++)
    attune_json_cursor_init (&writer.cursors[i], source,
                             g_array_index (self->columns, Column, i).offset);

  if (write_rows (self, &writer))
    result = attune_source_new_for_spool (source, spool);

  for (guint i = 0; i < self->columns->len; i++)
    attune_json_cursor_clear (&writer.cursors[i]);

  g_free (writer.cursors);

  return result;
}

/* The text that was made of a source last. */
typedef struct
{
  char         *path;
  AttuneSource *text;
} Made;

static GMutex made_mutex;

static void
made_free (Made *self)
{
  g_free (self->path);
  g_object_unref (self->text);
  g_free (self);
}

/**
 * attune_json_columns_open_text:
 * @self: columns
 * @source: the document that they are in
 * @path: their path, by which the text is known
 * @error: (nullable): where to put an error
 *
 * Writes the records as JSON Lines into a file without a name, since the fields of one stand far
 * from each other. It is done once, however often a source is opened by a reader. A column that is
 * shorter than others is left out of the last rows; no value moves into another row. Fails as
 * attune_spool_write() and attune_source_read() do.
 *
 * Returns: (transfer full) (nullable): a text whose lines are the rows
 */
AttuneSource *
attune_json_columns_open_text (const AttuneJsonColumns  *self,
                               AttuneSource             *source,
                               const char               *path,
                               GError                  **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&made_mutex);
  GQuark quark = g_quark_from_static_string ("attune-json-columns");
  Made *made = g_object_get_qdata (G_OBJECT (source), quark);
  AttuneSource *text;

  if (made != NULL && strcmp (made->path, path) == 0)
    return g_object_ref (made->text);

  if (!(text = make_text (self, source, error)))
    return NULL;

  made = g_new0 (Made, 1);
  made->path = g_strdup (path);
  made->text = g_object_ref (text);
  g_object_set_qdata_full (G_OBJECT (source), quark, made, (GDestroyNotify)made_free);

  return text;
}
