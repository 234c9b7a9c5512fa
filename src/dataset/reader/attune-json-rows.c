/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-json-rows"

#include "config.h"

#include <string.h>

#include "attune-json-columns-private.h"
#include "attune-source-private.h"

/* What is written at once. */
#define PIECE_LENGTH (256 * 1024)

/* The names of the columns stand in every row, which makes short values several times as long. What
 * is still longer was made to fill the disk. */
#define MIN_LIMIT (G_GINT64_CONSTANT (256) * 1024 * 1024)
#define MAX_GROWTH 32

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
write_value (Writer                 *self,
             const AttuneJsonColumn *column,
             AttuneJsonCursor       *cursor)
{
  attune_json_column_go_on (column, cursor, self->name);
  attune_json_cursor_peek (cursor);

  g_string_append (self->text, self->text->len > 0 && self->text->str[self->text->len - 1] == '{'
                   ? "" : ", ");
  g_string_append (self->text, column->name);
  g_string_append (self->text, ": ");
  attune_json_cursor_take_value (cursor, column->is_object ? '}' : ']', add_piece_cb, self);

  while (self->text->len > 0 && g_ascii_isspace (self->text->str[self->text->len - 1]))
    g_string_truncate (self->text, self->text->len - 1);

  if (cursor->error == NULL || self->has_failed)
    return;

  g_propagate_error (self->error, g_steal_pointer (&cursor->error));
  self->has_failed = TRUE;
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
          const AttuneJsonColumn *column = &g_array_index (self->columns, AttuneJsonColumn, i);

          if (row < column->n_elements)
            write_value (writer, column, &writer->cursors[i]);
        }

      g_string_append (writer->text, "}\n");

      if (writer->text->len >= PIECE_LENGTH)
        flush (writer);
    }

  flush (writer);

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
                             g_array_index (self->columns, AttuneJsonColumn, i).offset);

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
