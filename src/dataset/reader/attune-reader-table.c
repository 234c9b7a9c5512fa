/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-table"

#include "config.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-reader-private.h"
#include "attune-table-dialect.h"
#include "attune-table-row.h"

/* So much shows how a table is written, unless its first row is longer. */
#define SNIFF_LENGTH (1024 * 1024)

/* So many rows show whether the header names all columns. */
#define MAX_COUNTED_ROWS 100

/* More than any spreadsheet has. */
#define MAX_COLUMNS 16384

#define ATTUNE_TYPE_READER_TABLE (attune_reader_table_get_type ())
#define ATTUNE_TYPE_PARSER_TABLE (attune_parser_table_get_type ())

G_DECLARE_FINAL_TYPE (AttuneReaderTable, attune_reader_table, ATTUNE, READER_TABLE, AttuneReader)
G_DECLARE_FINAL_TYPE (AttuneParserTable, attune_parser_table, ATTUNE, PARSER_TABLE, AttuneParser)

/* Where the lexer is in the text, between two pieces. */
typedef enum
{
  STATE_CELL_START,
  STATE_PLAIN,
  STATE_QUOTED,
  STATE_QUOTE_IN_QUOTED,   /* the end of the quotes, or the first half of a doubled one */
} State;

struct _AttuneReaderTable
{
  AttuneReader        parent_instance;

  AttuneTableDialect  dialect;
  guint               n_named;     /* columns of the header; others were found in rows */
  State               state;
  gboolean            is_escaped;  /* a piece ended so, in a quoted cell */
};

struct _AttuneParserTable
{
  AttuneParser    parent_instance;

  AttuneTableRow  row;
  char          **columns;
  guint           n_columns;
  guint           n_named;
  gboolean        is_utf8;    /* the whole block, so that no row needs to be looked at again */
};

G_DEFINE_FINAL_TYPE (AttuneReaderTable, attune_reader_table, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserTable, attune_parser_table, ATTUNE_TYPE_PARSER)

/* The default is not translated, since a recipe keeps it. */
static char *
dup_column_name (const AttuneTableRow *row,
                 guint                 index,
                 gboolean              has_header)
{
  g_autofree char *name = NULL;

  if (has_header && index < row->cells->len)
    {
      AttuneText cell = *attune_table_row_get_cell (row, index);

      if (cell.length >= 3 && memcmp (cell.bytes, "\xef\xbb\xbf", 3) == 0)
        cell = (AttuneText) { cell.bytes + 3, cell.length - 3 };

      name = g_strstrip (g_strndup (cell.bytes, cell.length));
    }

  if (name == NULL || *name == '\0')
    return g_strdup_printf ("Column %u", index + 1);

  return g_steal_pointer (&name);
}

/* Names that a person can tell apart, and that lead to one column each. */
static char **
make_columns (const AttuneTableRow *row,
              guint                 n_columns,
              gboolean              has_header)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *name = dup_column_name (row, i, has_header);
      char *unique = g_strdup (name);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, name));

      /* The last number is kept, so that a thousand equal names do not take a million tries. */
      while (g_hash_table_contains (numbers, unique))
        {
          g_free (unique);
          unique = g_strdup_printf ("%s (%u)", name, ++n);
        }

      g_hash_table_insert (numbers, g_strdup (name), GUINT_TO_POINTER (MAX (n, 1)));

      if (strcmp (unique, name) != 0)
        g_hash_table_insert (numbers, g_strdup (unique), GUINT_TO_POINTER (1));

      g_strv_builder_take (builder, unique);
    }

  return g_strv_builder_end (builder);
}

static void
init_row (AttuneReaderTable *self,
          AttuneTableRow    *row)
{
  attune_table_row_init (row, self->dialect.delimiter, self->dialect.quote, self->dialect.escape);
}

static gboolean
check_header (AttuneReaderTable     *self,
              const AttuneTableRow  *row,
              const char            *text,
              GError               **error)
{
  AttuneSource *source = attune_reader_get_source (ATTUNE_READER (self));
  const char *name = attune_source_get_display_name (source);

  if (self->dialect.has_header && !attune_text_is_utf8 (text, row->length))
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: %s is the name of a file. */
                      _("“%s” is not encoded in UTF-8. Open it in a spreadsheet or a text editor, "
                        "save it with the encoding UTF-8, then choose it again."), name);
  else if (row->cells->len > MAX_COLUMNS)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: %s is the name of a file. */
                      _("“%s” has more columns than a table can have. Choose another delimiter, "
                        "or another file."), name);
  else
    return TRUE;

  return FALSE;
}

static int
compare_widths (gconstpointer a,
                gconstpointer b)
{
  guint first = *(const guint *)a;
  guint second = *(const guint *)b;

  return (first > second) - (first < second);
}

/* Where most rows have more cells than the header, these get a column each, to be seen and chosen;
 * that nobody named them is reported all the same. @text is what follows the header. */
static guint
count_columns (AttuneReaderTable *self,
               const char        *text,
               const char        *end)
{
  g_auto(AttuneTableRow) row = { 0 };
  guint widths[MAX_COUNTED_ROWS];
  guint n_rows = 0;

  init_row (self, &row);

  for (; text < end && n_rows < MAX_COUNTED_ROWS; text += row.length)
    {
      attune_table_row_parse (&row, text, end);
      widths[n_rows++] = attune_table_row_count (&row, self->n_named);
    }

  if (n_rows == 0)
    return self->n_named;

  qsort (widths, n_rows, sizeof *widths, compare_widths);

  return CLAMP (widths[(n_rows - 1) / 2], self->n_named, MAX_COLUMNS);
}

/* Returns where the first row begins that has text in it, or the last one. */
static const char *
find_first_row (AttuneReaderTable *self,
                AttuneTableRow    *row,
                const char        *text,
                const char        *end)
{
  text += self->dialect.begin;
  init_row (self, row);
  attune_table_row_parse (row, text, end);

  while (attune_table_row_is_empty (row, 0) && text + row->length < end)
    {
      text += row->length;
      attune_table_row_parse (row, text, end);
    }

  return text;
}

/* Takes the first row as the header. */
static gboolean
take_header (AttuneReaderTable  *self,
             const char         *text,
             gsize               length,
             gboolean            is_complete,
             GError            **error)
{
  AttuneReader *reader = ATTUNE_READER (self);
  const char *end = text + length;
  gboolean has_header = self->dialect.has_header;
  g_auto(AttuneTableRow) row = { 0 };
  const char *begin = find_first_row (self, &row, text, end);
  char **columns;

  if (attune_table_row_is_empty (&row, 0) ||
      (has_header && begin + row.length == end && !is_complete))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” has no first row that names its columns. Choose a file that "
                          "has examples in it."),
                        attune_source_get_display_name (attune_reader_get_source (reader)));
      return FALSE;
    }

  if (!check_header (self, &row, begin, error))
    return FALSE;

  self->n_named = has_header ? row.cells->len : self->dialect.n_columns;
  columns = make_columns (&row, count_columns (self, begin + row.length, end), has_header);
  attune_reader_take_columns (reader, columns);
  begin += has_header ? row.length : 0;
  attune_reader_set_begin (reader, begin - text,
                           attune_text_count_lines (text, begin - text, end) + 1);

  return TRUE;
}

/* Returns the quotation mark that begins a cell, or NULL when there is none. */
static const char *
find_opening (AttuneReaderTable *self,
              const char        *text,
              const char        *end)
{
  const char *position = text;

  if (self->dialect.quote == '\0')
    return NULL;

  while ((position = memchr (position, self->dialect.quote, end - position)))
    {
      if (position == text ? self->state == STATE_CELL_START
                           : position[-1] == self->dialect.delimiter ||
                             position[-1] == '\n' || position[-1] == '\r')
        return position;

      position++;
    }

  return NULL;
}

/* Returns the next quotation mark that nothing takes the meaning of, or @end. */
static const char *
find_closing (AttuneReaderTable *self,
              const char        *text,
              const char        *end)
{
  char escape = self->dialect.escape;

  if (escape == '\0')
    {
      const char *quote = memchr (text, self->dialect.quote, end - text);

      return quote != NULL ? quote : end;
    }

  while (text < end)
    {
      const char *mark = self->is_escaped ? text : attune_text_find_any (text, end,
                                                                         self->dialect.quote,
                                                                         escape, escape);

      if (!self->is_escaped && mark < end && *mark == self->dialect.quote)
        return mark;

      self->is_escaped = !self->is_escaped && mark < end;
      text = MIN (mark + 1, end);
    }

  return end;
}

/* Returns what follows the quotation marks, or @end while they are open. */
static const char *
skip_quoted (AttuneReaderTable *self,
             const char        *text,
             const char        *end)
{
  if (self->state == STATE_QUOTED)
    {
      text = find_closing (self, text, end);

      if (text == end)
        return end;

      text++;
      self->state = STATE_QUOTE_IN_QUOTED;
    }

  if (text == end)
    return end;

  self->state = *text == self->dialect.quote ? STATE_QUOTED : STATE_PLAIN;

  return self->state == STATE_QUOTED ? text + 1 : text;
}

static void
update_state (AttuneReaderTable *self,
              char               last)
{
  self->state = last == self->dialect.delimiter || last == '\n' || last == '\r' ? STATE_CELL_START
                                                                               : STATE_PLAIN;
}

/* Jumps from quotation mark to quotation mark; between them every line end ends a record. */
static void
attune_reader_table_find_ends (AttuneReader     *reader,
                               const char       *piece,
                               gsize             length,
                               AttuneRecordEnds *ends)
{
  AttuneReaderTable *self = (AttuneReaderTable *)reader;
  const char *end = piece + length;
  const char *text = piece;

  while (text < end)
    {
      const char *opening;
      const char *stop;
      gssize first = -1;
      gssize last = -1;

      if (self->state == STATE_QUOTED || self->state == STATE_QUOTE_IN_QUOTED)
        {
          text = skip_quoted (self, text, end);
          continue;
        }

      opening = find_opening (self, text, end);
      stop = opening != NULL ? opening : end;

      /* With the quotation mark, so that a carriage return before it is known to end a line. */
      attune_text_find_line_ends (text, stop - text + (opening != NULL), &first, &last);

      if (last >= 0)
        ends->last = text - piece + last;

      if (ends->first < 0 && first >= 0)
        ends->first = text - piece + first;

      if (opening == NULL)
        update_state (self, end[-1]);
      else
        self->state = STATE_QUOTED;

      text = opening != NULL ? opening + 1 : end;
    }
}

/* A quoted cell that is never closed: AttuneTableRow takes its quotation mark for an ordinary
 * character, so that the row ends with its line. Only a mark whose followers all stand in pairs is
 * never closed, and every pair that begins a cell closes at once; so this happens once in so much
 * text as a record may have, and a hostile file is read twice at most. */
static gsize
attune_reader_table_give_up (AttuneReader *reader,
                             const char   *text,
                             gsize         length)
{
  AttuneReaderTable *self = (AttuneReaderTable *)reader;
  g_auto(AttuneTableRow) row = { 0 };

  if (self->state != STATE_QUOTED)
    return length;

  init_row (self, &row);
  attune_table_row_parse (&row, text, text + length);
  self->is_escaped = FALSE;
  self->state = row.length < length ? STATE_CELL_START : self->state;

  return row.length;
}

static AttuneParser *
attune_reader_table_new_parser (AttuneReader *reader)
{
  AttuneReaderTable *self = (AttuneReaderTable *)reader;
  AttuneParserTable *parser = g_object_new (ATTUNE_TYPE_PARSER_TABLE, NULL);

  init_row (self, &parser->row);
  parser->columns = g_strdupv ((char **)attune_reader_get_columns (reader));
  parser->n_columns = g_strv_length (parser->columns);
  parser->n_named = self->n_named;

  return ATTUNE_PARSER (parser);
}

static void
set_cells (AttuneParserTable *self,
           AttuneRecord      *record)
{
  AttuneTableRow *row = &self->row;
  AttuneText nothing = { "", 0 };
  guint n_cells = attune_table_row_count (row, self->n_named);

  if (n_cells > self->n_named)
    record->note = ATTUNE_ISSUE_EXTRA_CELLS;
  else if (row->is_odd || n_cells < self->n_named)
    record->note = ATTUNE_ISSUE_RAGGED_ROW;

  while (row->cells->len < self->n_columns)
    g_array_append_val (row->cells, nothing);

  record->columns = (const char * const *)self->columns;
  record->cells = attune_table_row_get_cell (row, 0);
  record->n_cells = self->n_columns;
  record->n_extra = MAX (n_cells, self->n_columns) - self->n_columns;
}

static void
attune_parser_table_begin (AttuneParser      *parser,
                           const AttuneBlock *block)
{
  AttuneParserTable *self = (AttuneParserTable *)parser;

  self->is_utf8 = attune_text_is_utf8 (block->text, block->length);
}

static gsize
attune_parser_table_parse (AttuneParser *parser,
                           const char   *text,
                           const char   *end,
                           AttuneRecord *record)
{
  AttuneParserTable *self = (AttuneParserTable *)parser;
  const char *begin = text;

  do
    {
      if (begin == end)
        return 0;

      attune_table_row_parse (&self->row, begin, end);
      record->text = begin;
      record->length = self->row.length;
      begin += self->row.length;
    }
  while (attune_table_row_is_empty (&self->row, 0));

  while (record->length > 0 && (record->text[record->length - 1] == '\n' ||
                                record->text[record->length - 1] == '\r'))
    record->length--;

  if (self->is_utf8 || attune_text_is_utf8 (record->text, record->length))
    set_cells (self, record);
  else
    record->problem = attune_record_get_text_problem (record);

  return begin - text;
}

static void
attune_parser_table_finalize (GObject *object)
{
  AttuneParserTable *self = (AttuneParserTable *)object;

  g_clear_pointer (&self->columns, g_strfreev);
  attune_table_row_clear (&self->row);

  G_OBJECT_CLASS (attune_parser_table_parent_class)->finalize (object);
}

static void
attune_parser_table_class_init (AttuneParserTableClass *klass)
{
  AttuneParserClass *parser_class = ATTUNE_PARSER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = attune_parser_table_finalize;
  parser_class->begin = attune_parser_table_begin;
  parser_class->parse = attune_parser_table_parse;
}

static void
attune_parser_table_init (AttuneParserTable *self)
{
}

static void
attune_reader_table_class_init (AttuneReaderTableClass *klass)
{
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  reader_class->format = ATTUNE_FORMAT_TABLE;
  reader_class->find_ends = attune_reader_table_find_ends;
  reader_class->give_up = attune_reader_table_give_up;
  reader_class->new_parser = attune_reader_table_new_parser;
}

static void
attune_reader_table_init (AttuneReaderTable *self)
{
}

static gboolean
check_delimiter (AttuneSource               *source,
                 const AttuneReaderOptions  *options,
                 GError                    **error)
{
  if ((options->delimiter & 0x80) == 0 &&
      (options->delimiter == '\0' || strchr ("\"'\r\n", options->delimiter) == NULL))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” cannot be cut into columns by this character. Choose a single character "
                      "of the ASCII alphabet that is no quotation mark."),
                    attune_source_get_display_name (source));

  return FALSE;
}

/* Reads as much of the beginning as shows how the table is written. Returns how many bytes, -1
 * with an error. */
static gssize
read_beginning (AttuneReaderTable          *self,
                const AttuneReaderOptions  *options,
                char                      **text,
                GError                    **error)
{
  AttuneSource *source = attune_reader_get_source (ATTUNE_READER (self));
  gsize total = attune_source_get_length (source);

  for (gsize wanted = SNIFF_LENGTH;; wanted *= 2)
    {
      gsize capacity = MIN (wanted, total);
      g_auto(AttuneTableRow) row = { 0 };
      const char *begin;
      gssize length;

      g_free (*text);
      *text = g_malloc (capacity + 1);
      length = attune_source_read (source, 0, *text, capacity, error);

      if (length < 0)
        return -1;

      attune_table_dialect_sniff (options, *text, length, (gsize)length == total, &self->dialect);
      begin = find_first_row (self, &row, *text, *text + length);

      if (begin + row.length < *text + length || (gsize)length < wanted ||
          wanted >= ATTUNE_MAX_RECORD)
        return length;
    }
}

/**
 * attune_reader_table_new:
 * @source: the text of a file
 * @options: what is known about it
 * @error: (nullable): where to put an error
 *
 * Finds out how the table is written, and reads the header. Fails with %ATTUNE_ERROR_DATA when
 * there is none.
 *
 * Returns: (transfer full) (nullable): a reader of a table
 */
AttuneReader *
attune_reader_table_new (AttuneSource               *source,
                         const AttuneReaderOptions  *options,
                         GError                    **error)
{
  g_autoptr(AttuneReaderTable) self = NULL;
  g_autofree char *text = NULL;
  AttuneReaderOptions found = { .format = ATTUNE_FORMAT_TABLE };
  gssize length;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  if (!check_delimiter (source, options, error))
    return NULL;

  self = g_object_new (ATTUNE_TYPE_READER_TABLE, NULL);
  attune_reader_set_source (ATTUNE_READER (self), source);

  if ((length = read_beginning (self, options, &text, error)) < 0 ||
      !take_header (self, text, length, length == attune_source_get_length (source), error))
    return NULL;

  found.delimiter = self->dialect.delimiter;
  found.quote = self->dialect.quote == '"' ? ATTUNE_QUOTE_DOUBLE
              : self->dialect.quote == '\'' ? ATTUNE_QUOTE_SINGLE : ATTUNE_QUOTE_NONE;
  found.header = self->dialect.has_header ? ATTUNE_HEADER_PRESENT : ATTUNE_HEADER_ABSENT;
  attune_reader_set_options (ATTUNE_READER (self), &found);

  return ATTUNE_READER (g_steal_pointer (&self));
}
