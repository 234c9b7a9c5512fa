/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-columns"

#include "config.h"

#include <string.h>

#include "attune-json-value.h"
#include "attune-reader-private.h"

#define ATTUNE_TYPE_READER_COLUMNS (attune_reader_columns_get_type ())
#define ATTUNE_TYPE_PARSER_COLUMNS (attune_parser_columns_get_type ())

G_DECLARE_FINAL_TYPE (AttuneReaderColumns, attune_reader_columns, ATTUNE, READER_COLUMNS,
                      AttuneReader)
G_DECLARE_FINAL_TYPE (AttuneParserColumns, attune_parser_columns, ATTUNE, PARSER_COLUMNS,
                      AttuneParser)

struct _AttuneReaderColumns
{
  AttuneReader     parent_instance;

  guint            n_columns;
};

struct _AttuneParserColumns
{
  AttuneParser     parent_instance;

  guint            n_columns;
  AttuneJsonValue  value;       /* of the current record */
};

G_DEFINE_FINAL_TYPE (AttuneReaderColumns, attune_reader_columns, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserColumns, attune_parser_columns, ATTUNE_TYPE_PARSER)

/* Each line is a row, as attune_json_columns_open_text() writes them. */
static gsize
attune_parser_columns_parse (AttuneParser *parser,
                             const char   *text,
                             const char   *end,
                             AttuneRecord *record)
{
  AttuneParserColumns *self = (AttuneParserColumns *)parser;
  const char *line_end = memchr (text, '\n', end - text);

  line_end = line_end != NULL ? line_end : end;
  record->text = text;
  record->length = line_end - text;
  attune_json_value_parse (&self->value, record);

  if (record->root != NULL && yyjson_obj_size (record->root) < self->n_columns)
    record->note = ATTUNE_ISSUE_RAGGED_ROW;

  return MIN (line_end + 1, end) - text;
}

static void
attune_parser_columns_finalize (GObject *object)
{
  AttuneParserColumns *self = (AttuneParserColumns *)object;

  attune_json_value_clear (&self->value);

  G_OBJECT_CLASS (attune_parser_columns_parent_class)->finalize (object);
}

static void
attune_parser_columns_class_init (AttuneParserColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_parser_columns_finalize;
  ATTUNE_PARSER_CLASS (klass)->parse = attune_parser_columns_parse;
}

static void
attune_parser_columns_init (AttuneParserColumns *self)
{
}

static void
attune_reader_columns_find_ends (AttuneReader     *reader,
                                 const char       *piece,
                                 gsize             length,
                                 AttuneRecordEnds *ends)
{
  attune_text_find_line_ends (piece, length, &ends->first, &ends->last);
}

static AttuneParser *
attune_reader_columns_new_parser (AttuneReader *reader)
{
  AttuneReaderColumns *self = (AttuneReaderColumns *)reader;
  AttuneParserColumns *parser = g_object_new (ATTUNE_TYPE_PARSER_COLUMNS, NULL);

  parser->n_columns = self->n_columns;

  return ATTUNE_PARSER (parser);
}

static void
attune_reader_columns_class_init (AttuneReaderColumnsClass *klass)
{
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  reader_class->format = ATTUNE_FORMAT_JSON;
  reader_class->find_ends = attune_reader_columns_find_ends;
  reader_class->new_parser = attune_reader_columns_new_parser;
}

static void
attune_reader_columns_init (AttuneReaderColumns *self)
{
}

/**
 * attune_reader_columns_new:
 * @source: a JSON document
 * @columns: what it holds
 * @path: where that is
 * @error: (nullable): where to put an error
 *
 * The text of the reader's own source is one that was made of @source, where each line is a row; so
 * the line of a record is the number of its row. Fails as attune_json_columns_open_text() does.
 *
 * Returns: (transfer full) (nullable): a reader of the rows
 */
AttuneReader *
attune_reader_columns_new (AttuneSource             *source,
                           const AttuneJsonColumns  *columns,
                           const char               *path,
                           GError                  **error)
{
  AttuneReaderOptions options = { .format = ATTUNE_FORMAT_JSON, .records_path = path };
  g_autoptr(AttuneSource) text = NULL;
  AttuneReaderColumns *self;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);
  g_return_val_if_fail (columns != NULL, NULL);

  if (!(text = attune_json_columns_open_text (columns, source, path, error)))
    return NULL;

  self = g_object_new (ATTUNE_TYPE_READER_COLUMNS, NULL);
  self->n_columns = columns->columns->len;
  attune_reader_set_source (ATTUNE_READER (self), text);
  attune_reader_set_options (ATTUNE_READER (self), &options);

  if (!columns->is_complete)
    attune_reader_set_needs_end (ATTUNE_READER (self));

  return ATTUNE_READER (self);
}
