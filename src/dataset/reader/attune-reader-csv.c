/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-csv"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-reader-private.h"

#define N_SNIFFED_ROWS 20

/* A file of unknown name is a table if this share of its first rows has as many cells as the
 * first. */
#define MIN_EVEN_PERCENT 80

/* One row, its cells unquoted and laid behind each other. */
typedef struct
{
  char      delimiter;
  char      line_end;
  GString  *text;           /* every cell, each with a NUL behind it */
  GArray   *starts;         /* of gsize: where each cell begins in @text */
  gsize     length;         /* of the row in the file, with its end */
  guint64   n_lines;        /* that end in it */
  gboolean  is_quote_open;  /* the text ended inside quotation marks … */
  guint64   quote_line;     /* … that opened so many lines below the first */
} Row;

struct _AttuneReaderCsv
{
  AttuneReader  parent_instance;

  Row           row;
  guint64       line;       /* where the next row begins */
  GPtrArray    *cells;      /* of the current record, NULL-terminated, into row.text */
};

G_DEFINE_FINAL_TYPE (AttuneReaderCsv, attune_reader_csv, ATTUNE_TYPE_READER)

static void
row_init (Row  *row,
          char  delimiter,
          char  line_end)
{
  row->delimiter = delimiter;
  row->line_end = line_end;
  row->text = g_string_new (NULL);
  row->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
}

static void
row_clear (Row *row)
{
  if (row->text != NULL)
    g_string_free (g_steal_pointer (&row->text), TRUE);

  g_clear_pointer (&row->starts, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static const char *
row_get_cell (const Row *row,
              guint      index)
{
  return row->text->str + g_array_index (row->starts, gsize, index);
}

static void
append_span (Row        *row,
             const char *begin,
             const char *end)
{
  g_string_append_len (row->text, begin, end - begin);

  while ((begin = memchr (begin, row->line_end, end - begin)))
    {
      row->n_lines++;
      begin++;
    }
}

/* Returns what follows the closing quotation mark, or NULL when it is not there. */
static const char *
parse_quoted (Row        *row,
              const char *text,
              const char *end,
              gboolean    is_complete)
{
  const char *quote;

  while ((quote = memchr (text, '"', end - text)))
    {
      /* In the last place it may be the first half of a doubled one. */
      if (quote + 1 == end && !is_complete)
        return NULL;

      append_span (row, text, quote);

      if (quote + 1 == end || quote[1] != '"')
        return quote + 1;

      g_string_append_c (row->text, '"');
      text = quote + 2;
    }

  return NULL;
}

/* What follows a quoted cell before the delimiter belongs to it, as spreadsheets read it. */
static const char *
parse_plain (Row        *row,
             const char *text,
             const char *end)
{
  const char *begin = text;
  const char *last;

  while (text < end && *text != row->delimiter && *text != row->line_end)
    text++;

  last = text;

  /* Of a line that ends with CR LF, and of one that a broken conversion ended with CR CR LF. */
  if (text == end || *text == row->line_end)
    while (last > begin && last[-1] == '\r')
      last--;

  g_string_append_len (row->text, begin, last - begin);
  g_string_append_c (row->text, '\0');

  return text;
}

/* Parses the row at the start of @text. FALSE when its end is not there: with more text, or knowing
 * that there is no more, the caller tries again from its start. */
static gboolean
parse_row (Row        *row,
           const char *text,
           gsize       length,
           gboolean    is_complete)
{
  const char *end = text + length;
  const char *position = text;

  g_string_truncate (row->text, 0);
  g_array_set_size (row->starts, 0);
  row->n_lines = 0;
  row->is_quote_open = FALSE;

  for (;;)
    {
      gsize start = row->text->len;

      g_array_append_val (row->starts, start);

      if (position < end && *position == '"')
        {
          row->quote_line = row->n_lines;
          position = parse_quoted (row, position + 1, end, is_complete);
          row->is_quote_open = position == NULL;

          if (row->is_quote_open)
            return FALSE;
        }

      position = parse_plain (row, position, end);

      if (position == end && !is_complete)
        return FALSE;

      if (position == end || *position == row->line_end)
        break;

      position++;
    }

  row->n_lines++;
  row->length = MIN (position + 1, end) - text;

  return TRUE;
}

static gboolean
has_only_empty_cells (const Row *row,
                      guint      first)
{
  for (guint i = first; i < row->starts->len; i++)
    if (*row_get_cell (row, i) != '\0')
      return FALSE;

  return TRUE;
}

/* Old Mac programs end lines with a carriage return alone. */
static char
sniff_line_end (AttuneSource *source)
{
  const char *text;
  gsize length;

  text = attune_source_peek (source, &length);

  return memchr (text, '\n', length) == NULL && memchr (text, '\r', length) != NULL ? '\r' : '\n';
}

/* Returns the delimiter that cuts the most of the first rows into as many cells as the first, and
 * among equals the one that makes the most cells; 0 when none makes two. */
static char
sniff_delimiter (AttuneSource *source,
                 gboolean     *is_even)
{
  static const char delimiters[] = { ',', ';', '\t', '|' };
  char best = 0;
  guint best_even = 0;
  guint best_cells = 1;

  *is_even = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      g_auto(Row) row = { 0 };
      guint n_cells = 0;
      guint n_even = 0;
      guint n_rows = 0;
      const char *text;
      gsize length;

      row_init (&row, delimiters[i], sniff_line_end (source));
      text = attune_source_peek (source, &length);

      while (n_rows < N_SNIFFED_ROWS && length > 0 &&
             parse_row (&row, text, length, attune_source_is_complete (source)))
        {
          text += row.length;
          length -= row.length;

          if (has_only_empty_cells (&row, 0))
            continue;

          if (n_rows == 0)
            n_cells = row.starts->len;

          n_rows++;
          n_even += row.starts->len == n_cells;
        }

      if (n_cells > 1 &&
          (n_even > best_even || (n_even == best_even && n_cells > best_cells)))
        {
          best = delimiters[i];
          best_even = n_even;
          best_cells = n_cells;
          *is_even = n_even > 1 && 100 * n_even >= MIN_EVEN_PERCENT * n_rows;
        }
    }

  return best;
}

/**
 * attune_reader_csv_sniff:
 * @source: a source before its first line
 *
 * Returns: %TRUE when its first rows look like a table
 */
gboolean
attune_reader_csv_sniff (AttuneSource *source)
{
  gboolean is_even;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), FALSE);

  return sniff_delimiter (source, &is_even) != 0 && is_even;
}

static void
fail_with_open_quote (AttuneReaderCsv  *self,
                      AttuneSource     *source,
                      GError          **error)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, self->line + self->row.quote_line);

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %1$s is the number of a line, %2$s the name of a file. */
                    _("The quotation mark that opens in line %1$s of “%2$s” is never closed. "
                      "Close it in a text editor, then try again."),
                    line, attune_source_get_display_name (source));
}

/* Takes the next row out of the source, passing over those without any text in it. */
static gboolean
read_row (AttuneReaderCsv  *self,
          AttuneRecord     *record,
          GCancellable     *cancellable,
          GError          **error)
{
  AttuneSource *source = attune_reader_get_source (ATTUNE_READER (self));
  Row *row = &self->row;
  gboolean is_complete;
  gsize length;

  for (;;)
    {
      g_autoptr(GError) local_error = NULL;

      record->text = attune_source_peek (source, &length);
      is_complete = attune_source_is_complete (source);

      if (length == 0 && is_complete)
        return FALSE;

      if (parse_row (row, record->text, length, is_complete))
        {
          record->line = self->line;
          record->offset = attune_source_get_offset (source);
          record->length = row->length;
          self->line += row->n_lines;
          attune_source_take (source, row->length);

          if (!has_only_empty_cells (row, 0))
            break;
        }
      else if (row->is_quote_open && (is_complete || length > ATTUNE_SOURCE_MAX_RECORD))
        {
          fail_with_open_quote (self, source, error);
          return FALSE;
        }
      else if (!attune_source_fill (source, cancellable, &local_error) && local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  while (record->length > 0 && strchr ("\r\n", record->text[record->length - 1]))
    record->length--;

  return TRUE;
}

/* The default is not translated, since a recipe keeps it. */
static char *
dup_column_name (const Row *row,
                 guint      index)
{
  const char *cell = row_get_cell (row, index);
  g_autofree char *name = NULL;

  if (g_str_has_prefix (cell, "\xef\xbb\xbf"))
    cell += 3;

  name = g_strstrip (g_strdup (cell));

  if (*name == '\0')
    return g_strdup_printf ("Column %u", index + 1);

  return g_steal_pointer (&name);
}

/* Names that a person can tell apart, and that lead to one column each. */
static char **
make_columns (const Row *row)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < row->starts->len; i++)
    {
      g_autofree char *name = dup_column_name (row, i);
      char *unique = g_strdup (name);

      for (guint n = 2; g_hash_table_contains (names, unique); n++)
        {
          g_free (unique);
          unique = g_strdup_printf ("%s (%u)", name, n);
        }

      g_hash_table_add (names, unique);
      g_strv_builder_take (builder, unique);
    }

  return g_strv_builder_end (builder);
}

static gboolean
read_header (AttuneReaderCsv  *self,
             GError          **error)
{
  AttuneSource *source = attune_reader_get_source (ATTUNE_READER (self));
  g_autoptr(GError) local_error = NULL;
  AttuneRecord record;

  if (!read_row (self, &record, NULL, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                          /* Translators: %s is the name of a file. */
                          _("“%s” has only empty cells. Choose a file that has examples in it."),
                          attune_source_get_display_name (source));
      return FALSE;
    }

  if (!g_utf8_validate_len (record.text, record.length, NULL))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not encoded in UTF-8. Open it in a spreadsheet or a text editor, "
                          "save it with the encoding UTF-8, then choose it again."),
                        attune_source_get_display_name (source));
      return FALSE;
    }

  attune_reader_take_columns (ATTUNE_READER (self), make_columns (&self->row));

  return TRUE;
}

static gboolean
attune_reader_csv_next (AttuneReader  *reader,
                        AttuneRecord  *record,
                        GCancellable  *cancellable,
                        GError       **error)
{
  AttuneReaderCsv *self = (AttuneReaderCsv *)reader;
  const char * const *columns = attune_reader_get_columns (reader);
  guint n_columns = g_strv_length ((char **)columns);

  if (!read_row (self, record, cancellable, error))
    return FALSE;

  if (!g_utf8_validate_len (record->text, record->length, NULL))
    record->problem = ATTUNE_ISSUE_NOT_UTF8;
  else if (self->row.starts->len < n_columns || !has_only_empty_cells (&self->row, n_columns))
    record->problem = ATTUNE_ISSUE_RAGGED_ROW;

  if (record->problem != ATTUNE_ISSUE_NONE)
    return TRUE;

  g_ptr_array_set_size (self->cells, 0);

  for (guint i = 0; i < n_columns; i++)
    g_ptr_array_add (self->cells, (char *)row_get_cell (&self->row, i));

  g_ptr_array_add (self->cells, NULL);
  record->columns = columns;
  record->cells = (const char * const *)self->cells->pdata;

  return TRUE;
}

static void
attune_reader_csv_finalize (GObject *object)
{
  AttuneReaderCsv *self = (AttuneReaderCsv *)object;

  row_clear (&self->row);
  g_clear_pointer (&self->cells, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_reader_csv_parent_class)->finalize (object);
}

static void
attune_reader_csv_class_init (AttuneReaderCsvClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  object_class->finalize = attune_reader_csv_finalize;

  reader_class->format = ATTUNE_FORMAT_CSV;
  reader_class->next = attune_reader_csv_next;
}

static void
attune_reader_csv_init (AttuneReaderCsv *self)
{
  self->line = 1;
  self->cells = g_ptr_array_new ();
}

/**
 * attune_reader_csv_new:
 * @source: a source before its first line
 * @error: (nullable): where to put an error
 *
 * Finds out the delimiter and reads the header. Fails with %ATTUNE_ERROR_DATA when there is none.
 *
 * Returns: (transfer full) (nullable): a reader of a table
 */
AttuneReader *
attune_reader_csv_new (AttuneSource  *source,
                       GError       **error)
{
  g_autoptr(AttuneReaderCsv) self = NULL;
  gboolean is_even;
  char delimiter;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  self = g_object_new (ATTUNE_TYPE_READER_CSV, NULL);
  attune_reader_set_source (ATTUNE_READER (self), source);

  /* A table of one column has no delimiter; then any will do. */
  delimiter = sniff_delimiter (source, &is_even);
  row_init (&self->row, delimiter != 0 ? delimiter : ',', sniff_line_end (source));

  if (!read_header (self, error))
    return NULL;

  return ATTUNE_READER (g_steal_pointer (&self));
}
