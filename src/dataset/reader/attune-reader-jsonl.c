/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-jsonl"

#include "config.h"

#include <string.h>

#include "attune-json-lexer.h"
#include "attune-json-value.h"
#include "attune-reader-private.h"

#define ATTUNE_TYPE_READER_JSONL (attune_reader_jsonl_get_type ())
#define ATTUNE_TYPE_PARSER_JSONL (attune_parser_jsonl_get_type ())

G_DECLARE_FINAL_TYPE (AttuneReaderJsonl, attune_reader_jsonl, ATTUNE, READER_JSONL, AttuneReader)
G_DECLARE_FINAL_TYPE (AttuneParserJsonl, attune_parser_jsonl, ATTUNE, PARSER_JSONL, AttuneParser)

struct _AttuneReaderJsonl
{
  AttuneReader  parent_instance;
};

struct _AttuneParserJsonl
{
  AttuneParser     parent_instance;

  gboolean         has_returns;   /* there is a carriage return somewhere in the block */
  AttuneJsonValue  value;         /* of the current record */
};

G_DEFINE_FINAL_TYPE (AttuneReaderJsonl, attune_reader_jsonl, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserJsonl, attune_parser_jsonl, ATTUNE_TYPE_PARSER)

static const char *
find_line_end (AttuneParserJsonl *self,
               const char        *text,
               const char        *end)
{
  const char *line_feed = memchr (text, '\n', end - text);
  const char *carriage_return = NULL;

  end = line_feed != NULL ? line_feed : end;

  if (self->has_returns)
    carriage_return = memchr (text, '\r', end - text);

  return carriage_return != NULL ? carriage_return : end;
}

static void
attune_parser_jsonl_begin (AttuneParser      *parser,
                           const AttuneBlock *block)
{
  AttuneParserJsonl *self = (AttuneParserJsonl *)parser;

  self->has_returns = block->length > 0 && memchr (block->text, '\r', block->length) != NULL;
}

static gsize
attune_parser_jsonl_parse (AttuneParser *parser,
                           const char   *text,
                           const char   *end,
                           AttuneRecord *record)
{
  AttuneParserJsonl *self = (AttuneParserJsonl *)parser;
  const char *begin = attune_text_skip_blank (text, end);
  const char *line_end;

  attune_json_value_reset (&self->value);

  if (begin == end)
    return 0;

  line_end = find_line_end (self, begin, end);
  record->text = begin;
  record->length = line_end - begin;

  while (g_ascii_isspace (record->text[record->length - 1]))
    record->length--;

  attune_json_value_parse (&self->value, record);

  return line_end - text;
}

static void
attune_parser_jsonl_finalize (GObject *object)
{
  AttuneParserJsonl *self = (AttuneParserJsonl *)object;

  attune_json_value_clear (&self->value);

  G_OBJECT_CLASS (attune_parser_jsonl_parent_class)->finalize (object);
}

static void
attune_parser_jsonl_class_init (AttuneParserJsonlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AttuneParserClass *parser_class = ATTUNE_PARSER_CLASS (klass);

  object_class->finalize = attune_parser_jsonl_finalize;

  parser_class->has_lines = TRUE;
  parser_class->begin = attune_parser_jsonl_begin;
  parser_class->parse = attune_parser_jsonl_parse;
}

static void
attune_parser_jsonl_init (AttuneParserJsonl *self)
{
}

static void
attune_reader_jsonl_find_ends (AttuneReader     *reader,
                               const char       *piece,
                               gsize             length,
                               AttuneRecordEnds *ends)
{
  attune_text_find_line_ends (piece, length, &ends->first, &ends->last);
}

static gboolean
attune_reader_jsonl_is_cut_off (AttuneReader *reader,
                                const char   *text,
                                gsize         length)
{
  return attune_json_is_open (text, length);
}

static AttuneParser *
attune_reader_jsonl_new_parser (AttuneReader *reader)
{
  return g_object_new (ATTUNE_TYPE_PARSER_JSONL, NULL);
}

static void
attune_reader_jsonl_class_init (AttuneReaderJsonlClass *klass)
{
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  reader_class->format = ATTUNE_FORMAT_JSONL;
  reader_class->find_ends = attune_reader_jsonl_find_ends;
  reader_class->is_cut_off = attune_reader_jsonl_is_cut_off;
  reader_class->new_parser = attune_reader_jsonl_new_parser;
}

static void
attune_reader_jsonl_init (AttuneReaderJsonl *self)
{
}

/**
 * attune_reader_jsonl_new:
 * @source: the text of a file
 *
 * Returns: (transfer full): a reader of JSON Lines
 */
AttuneReader *
attune_reader_jsonl_new (AttuneSource *source)
{
  AttuneReaderOptions options = { .format = ATTUNE_FORMAT_JSONL };
  AttuneReaderJsonl *self;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  self = g_object_new (ATTUNE_TYPE_READER_JSONL, NULL);
  attune_reader_set_source (ATTUNE_READER (self), source);
  attune_reader_set_options (ATTUNE_READER (self), &options);

  return ATTUNE_READER (self);
}
