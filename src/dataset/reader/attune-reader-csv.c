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

/* The header must end within so much. */
#define SNIFF_LENGTH (1024 * 1024)

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
  gboolean  is_quote_open;  /* the text ended inside quotation marks */
} Row;

#define ATTUNE_TYPE_READER_CSV (attune_reader_csv_get_type ())
#define ATTUNE_TYPE_PARSER_CSV (attune_parser_csv_get_type ())

G_DECLARE_FINAL_TYPE (AttuneReaderCsv, attune_reader_csv, ATTUNE, READER_CSV, AttuneReader)
G_DECLARE_FINAL_TYPE (AttuneParserCsv, attune_parser_csv, ATTUNE, PARSER_CSV, AttuneParser)

/* Where the lexer is in the text, between two pieces. */
typedef enum
{
  STATE_CELL_START,
  STATE_PLAIN,
  STATE_QUOTED,
  STATE_QUOTE_IN_QUOTED,   /* the end of the quotes, or the first half of a doubled one */
} State;

struct _AttuneReaderCsv
{
  AttuneReader  parent_instance;

  char          delimiter;
  char          line_end;
  State         state;
};

struct _AttuneParserCsv
{
  AttuneParser  parent_instance;

  Row           row;
  AttuneReader *reader;     /* whose columns these are */
  guint         n_columns;
  GArray       *cells;      /* of AttuneText, into row.text */
};

G_DEFINE_FINAL_TYPE (AttuneReaderCsv, attune_reader_csv, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserCsv, attune_parser_csv, ATTUNE_TYPE_PARSER)

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
sniff_line_end (const char *text,
                gsize       length)
{
  return memchr (text, '\n', length) == NULL && memchr (text, '\r', length) != NULL ? '\r' : '\n';
}

/* Returns the delimiter that cuts the most of the first rows into as many cells as the first, and
 * among equals the one that makes the most cells; 0 when none makes two. */
static char
sniff_delimiter (const char *beginning,
                 gsize       length_of_beginning,
                 gboolean    is_complete,
                 gboolean   *is_even)
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
      const char *text = beginning;
      gsize length = length_of_beginning;

      row_init (&row, delimiters[i], sniff_line_end (beginning, length_of_beginning));

      while (n_rows < N_SNIFFED_ROWS && length > 0 &&
             parse_row (&row, text, length, is_complete))
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

/* Whether the first rows of a text look like a table; @is_complete: there is no more of it. */
gboolean
attune_reader_csv_sniff (const char *text,
                         gsize       length,
                         gboolean    is_complete)
{
  gboolean is_even;

  return sniff_delimiter (text, length, is_complete, &is_even) != 0 && is_even;
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

/* Takes the first row that has text in it, of the beginning of the file, as the header. */
static gboolean
take_header (AttuneReaderCsv  *self,
             const char       *text,
             gsize             length,
             gboolean          is_complete,
             GError          **error)
{
  AttuneReader *reader = ATTUNE_READER (self);
  const char *name = attune_source_get_display_name (attune_reader_get_source (reader));
  g_auto(Row) row = { 0 };
  const char *begin = text;
  guint64 line = 1;

  row_init (&row, self->delimiter, self->line_end);

  do
    {
      begin += row.length;
      line += row.n_lines;

      if (!parse_row (&row, begin, text + length - begin, is_complete) || begin == text + length)
        {
          attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                            /* Translators: %s is the name of a file. */
                            _("“%s” has no first row that names its columns. Choose a file that "
                              "has examples in it."), name);
          return FALSE;
        }
    }
  while (has_only_empty_cells (&row, 0));

  if (!g_utf8_validate_len (begin, row.length, NULL))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not encoded in UTF-8. Open it in a spreadsheet or a text editor, "
                          "save it with the encoding UTF-8, then choose it again."), name);
      return FALSE;
    }

  attune_reader_take_columns (reader, make_columns (&row));
  attune_reader_set_begin (reader, begin + row.length - text, line + row.n_lines);

  return TRUE;
}

static void
attune_reader_csv_find_ends (AttuneReader     *reader,
                             const char       *piece,
                             gsize             length,
                             AttuneRecordEnds *ends)
{
  AttuneReaderCsv *self = (AttuneReaderCsv *)reader;
  State state = self->state;

  for (gsize i = 0; i < length; i++)
    {
      char c = piece[i];

      if (state == STATE_QUOTED)
        {
          if (c == '"')
            state = STATE_QUOTE_IN_QUOTED;
        }
      else if (c == '"' && state != STATE_PLAIN)
        {
          state = STATE_QUOTED;
        }
      else if (c == self->line_end)
        {
          state = STATE_CELL_START;
          ends->last = i + 1;
          ends->first = ends->first < 0 ? ends->last : ends->first;
        }
      else
        {
          state = c == self->delimiter ? STATE_CELL_START : STATE_PLAIN;
        }
    }

  self->state = state;
}

static AttuneParser *
attune_reader_csv_new_parser (AttuneReader *reader)
{
  AttuneReaderCsv *self = (AttuneReaderCsv *)reader;
  AttuneParserCsv *parser = g_object_new (ATTUNE_TYPE_PARSER_CSV, NULL);

  row_init (&parser->row, self->delimiter, self->line_end);
  parser->reader = g_object_ref (reader);
  parser->n_columns = g_strv_length ((char **)attune_reader_get_columns (reader));

  return ATTUNE_PARSER (parser);
}

static gsize
get_cell_length (const Row *row,
                 guint      index)
{
  gsize end = index + 1 < row->starts->len ? g_array_index (row->starts, gsize, index + 1)
                                           : row->text->len;

  return end - 1 - g_array_index (row->starts, gsize, index);
}

static void
set_cells (AttuneParserCsv *self,
           AttuneRecord    *record)
{
  g_array_set_size (self->cells, 0);

  for (guint i = 0; i < self->n_columns; i++)
    {
      AttuneText cell = { "", 0 };

      if (i < self->row.starts->len)
        cell = (AttuneText) { row_get_cell (&self->row, i), get_cell_length (&self->row, i) };

      g_array_append_val (self->cells, cell);
    }

  record->columns = attune_reader_get_columns (self->reader);
  record->cells = (const AttuneText *)(void *)self->cells->data;
  record->n_cells = self->n_columns;
}

static gsize
attune_parser_csv_parse (AttuneParser *parser,
                         const char   *text,
                         const char   *end,
                         AttuneRecord *record)
{
  AttuneParserCsv *self = (AttuneParserCsv *)parser;
  Row *row = &self->row;
  const char *begin = text;

  do
    {
      if (begin == end)
        return 0;

      /* A quotation mark that is never closed takes the rest of the file with it. */
      if (!parse_row (row, begin, end - begin, TRUE))
        row->length = end - begin;

      record->text = begin;
      record->length = row->length;
      begin += row->length;
    }
  while (!row->is_quote_open && has_only_empty_cells (row, 0));

  while (record->length > 0 && strchr ("\r\n", record->text[record->length - 1]))
    record->length--;

  if (!g_utf8_validate_len (record->text, record->length, NULL))
    record->problem = ATTUNE_ISSUE_NOT_UTF8;
  else if (row->is_quote_open || row->starts->len < self->n_columns ||
           !has_only_empty_cells (row, self->n_columns))
    record->problem = ATTUNE_ISSUE_RAGGED_ROW;
  else
    set_cells (self, record);

  return begin - text;
}

static void
attune_parser_csv_finalize (GObject *object)
{
  AttuneParserCsv *self = (AttuneParserCsv *)object;

  g_clear_object (&self->reader);
  row_clear (&self->row);
  g_clear_pointer (&self->cells, g_array_unref);

  G_OBJECT_CLASS (attune_parser_csv_parent_class)->finalize (object);
}

static void
attune_parser_csv_class_init (AttuneParserCsvClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_parser_csv_finalize;
  ATTUNE_PARSER_CLASS (klass)->parse = attune_parser_csv_parse;
}

static void
attune_parser_csv_init (AttuneParserCsv *self)
{
  self->cells = g_array_new (FALSE, FALSE, sizeof (AttuneText));
}

static void
attune_reader_csv_class_init (AttuneReaderCsvClass *klass)
{
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  reader_class->format = ATTUNE_FORMAT_TABLE;
  reader_class->find_ends = attune_reader_csv_find_ends;
  reader_class->new_parser = attune_reader_csv_new_parser;
}

static void
attune_reader_csv_init (AttuneReaderCsv *self)
{
}

/**
 * attune_reader_csv_new:
 * @source: the text of a file
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
  g_autofree char *text = g_malloc (SNIFF_LENGTH);
  gboolean is_complete;
  gboolean is_even;
  gssize length;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  if ((length = attune_source_read (source, 0, text, SNIFF_LENGTH, error)) < 0)
    return NULL;

  self = g_object_new (ATTUNE_TYPE_READER_CSV, NULL);
  attune_reader_set_source (ATTUNE_READER (self), source);
  is_complete = length == attune_source_get_length (source);

  /* A table of one column has no delimiter; then any will do. */
  self->delimiter = sniff_delimiter (text, length, is_complete, &is_even);
  self->delimiter = self->delimiter != 0 ? self->delimiter : ',';
  self->line_end = sniff_line_end (text, length);

  if (!take_header (self, text, length, is_complete, error))
    return NULL;

  return ATTUNE_READER (g_steal_pointer (&self));
}
