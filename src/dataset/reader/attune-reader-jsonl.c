/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-jsonl"

#include "config.h"

#include <string.h>

#include "attune-reader-private.h"

/* The allocator keeps what it once had for the next line; what a line beyond this needed, which may
 * be sixteen times its length, is given back at once. */
#define MAX_REUSE (1024 * 1024)

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
  AttuneParser  parent_instance;

  yyjson_alc   *allocator;
  yyjson_doc   *document;   /* of the current record */
};

G_DEFINE_FINAL_TYPE (AttuneReaderJsonl, attune_reader_jsonl, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserJsonl, attune_parser_jsonl, ATTUNE_TYPE_PARSER)

static void
parse_value (AttuneParserJsonl *self,
             AttuneRecord      *record)
{
  /* yyjson takes no const here because it could parse in place; without that flag it copies. */
  self->document = yyjson_read_opts ((char *)record->text, record->length, ATTUNE_READ_FLAGS,
                                     record->length <= MAX_REUSE ? self->allocator : NULL, NULL);
  record->root = yyjson_doc_get_root (self->document);

  if (record->root != NULL)
    return;

  /* Only a line that failed pays for finding out why. */
  record->problem = g_utf8_validate_len (record->text, record->length, NULL)
                      ? ATTUNE_ISSUE_NOT_JSON
                      : ATTUNE_ISSUE_NOT_UTF8;
}

/* Passes over what does not belong to a value: spaces, blank lines, and the byte order mark that
 * stands in the middle of a file when several were joined. */
static const char *
skip_blank (const char *text,
            const char *end)
{
  for (;;)
    {
      while (text < end && g_ascii_isspace (*text))
        text++;

      if (end - text < 3 || memcmp (text, "\xef\xbb\xbf", 3) != 0)
        return text;

      text += 3;
    }
}

static const char *
find_line_end (const char *text,
               const char *end)
{
  const char *line_feed = memchr (text, '\n', end - text);
  const char *carriage_return;

  end = line_feed != NULL ? line_feed : end;
  carriage_return = memchr (text, '\r', end - text);

  return carriage_return != NULL ? carriage_return : end;
}

static gsize
attune_parser_jsonl_parse (AttuneParser *parser,
                           const char   *text,
                           const char   *end,
                           AttuneRecord *record)
{
  AttuneParserJsonl *self = (AttuneParserJsonl *)parser;
  const char *begin = skip_blank (text, end);
  const char *line_end;

  g_clear_pointer (&self->document, yyjson_doc_free);

  if (begin == end)
    return 0;

  line_end = find_line_end (begin, end);
  record->text = begin;
  record->length = line_end - begin;

  while (g_ascii_isspace (record->text[record->length - 1]))
    record->length--;

  parse_value (self, record);

  return line_end - text;
}

static void
attune_parser_jsonl_finalize (GObject *object)
{
  AttuneParserJsonl *self = (AttuneParserJsonl *)object;

  g_clear_pointer (&self->document, yyjson_doc_free);
  g_clear_pointer (&self->allocator, yyjson_alc_dyn_free);

  G_OBJECT_CLASS (attune_parser_jsonl_parent_class)->finalize (object);
}

static void
attune_parser_jsonl_class_init (AttuneParserJsonlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AttuneParserClass *parser_class = ATTUNE_PARSER_CLASS (klass);

  object_class->finalize = attune_parser_jsonl_finalize;

  parser_class->parse = attune_parser_jsonl_parse;
}

static void
attune_parser_jsonl_init (AttuneParserJsonl *self)
{
  self->allocator = yyjson_alc_dyn_new ();
}

static void
attune_reader_jsonl_find_ends (AttuneReader     *reader,
                               const char       *piece,
                               gsize             length,
                               AttuneRecordEnds *ends)
{
  attune_text_find_line_ends (piece, length, &ends->first, &ends->last);
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
