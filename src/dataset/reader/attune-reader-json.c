/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-json"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json-arrays.h"
#include "attune-json-lexer.h"
#include "attune-json-value.h"
#include "attune-reader-private.h"

/* A record that is never closed is read again from a place behind its start, and so is the next.
 * When so many bytes were read for nothing, the rest is one broken record. */
#define MAX_READ_AGAIN (256 * 1024 * 1024)

/* The name of the first member of a record, with what stands before it. */
#define MAX_SIGNATURE 256

#define ATTUNE_TYPE_READER_JSON (attune_reader_json_get_type ())
#define ATTUNE_TYPE_PARSER_JSON (attune_parser_json_get_type ())

G_DECLARE_FINAL_TYPE (AttuneReaderJson, attune_reader_json, ATTUNE, READER_JSON, AttuneReader)
G_DECLARE_FINAL_TYPE (AttuneParserJson, attune_parser_json, ATTUNE, PARSER_JSON, AttuneParser)

typedef enum
{
  MODE_VALUES,     /* one document behind the other, each a record */
  MODE_ELEMENTS,   /* of an array */
  MODE_MEMBERS,    /* of an object, whose names are left out */
} Mode;

struct _AttuneReaderJson
{
  AttuneReader     parent_instance;

  Mode             mode;
  AttuneJsonLexer  lexer;
  guint64          n_read_again;
};

struct _AttuneParserJson
{
  AttuneParser     parent_instance;

  Mode             mode;
  AttuneJsonValue  value;   /* of the current record */
};

G_DEFINE_FINAL_TYPE (AttuneReaderJson, attune_reader_json, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserJson, attune_parser_json, ATTUNE_TYPE_PARSER)

/* A closing bracket of the other kind is a mistake inside a record. */
static gboolean
is_end_of_record (Mode             mode,
                  AttuneJsonEvent  event,
                  const char      *text)
{
  if (mode == MODE_VALUES)
    return event == ATTUNE_JSON_VALUE_END || event == ATTUNE_JSON_LINE_END;

  return event == ATTUNE_JSON_COMMA ||
         (event == ATTUNE_JSON_CLOSE && text[-1] == (mode == MODE_ELEMENTS ? ']' : '}'));
}

/* Goes to the end of the next record; NOTHING when it is not in this piece. */
static const char *
find_end (AttuneJsonLexer *lexer,
          Mode             mode,
          const char      *text,
          const char      *end,
          AttuneJsonEvent *event)
{
  do
    text = attune_json_lexer_next (lexer, text, end, event);
  while (*event != ATTUNE_JSON_NOTHING && !is_end_of_record (mode, *event, text));

  return text;
}

static void
attune_reader_json_find_ends (AttuneReader     *reader,
                              const char       *piece,
                              gsize             length,
                              AttuneRecordEnds *ends)
{
  AttuneReaderJson *self = (AttuneReaderJson *)reader;
  const char *end = piece + length;
  const char *text = piece;
  AttuneJsonEvent event;

  while (text < end && !ends->is_finished)
    {
      text = find_end (&self->lexer, self->mode, text, end, &event);

      if (event == ATTUNE_JSON_NOTHING)
        return;

      ends->last = text - piece;
      ends->first = ends->first < 0 ? ends->last : ends->first;
      ends->is_finished = event == ATTUNE_JSON_CLOSE;
    }
}

/* Returns how much of the start of a record shows that it is one: up to the name of its first
 * member. 0 when it is no object. */
static gsize
get_signature_length (const char *text,
                      gsize       length)
{
  const char *end = text + MIN (length, MAX_SIGNATURE);
  const char *quote;

  if (length == 0 || *text != '{' || !(quote = memchr (text, '"', end - text)))
    return 0;

  quote = memchr (quote + 1, '"', end - quote - 1);

  return quote != NULL ? quote + 1 - text : 0;
}

static gboolean
is_json (const char *text,
         gsize       length)
{
  yyjson_doc *document = yyjson_read (text, length, ATTUNE_READ_FLAGS);
  gboolean result = document != NULL;

  yyjson_doc_free (document);

  return result;
}

/* A bracket or a quotation mark is missing somewhere, unless only the end of the file is. The
 * record ends where the next one seems to begin: with the same first member, and behind a comma, a
 * bracket or a line end. */
static gsize
attune_reader_json_give_up (AttuneReader *reader,
                            const char   *text,
                            gsize         length)
{
  AttuneReaderJson *self = (AttuneReaderJson *)reader;
  const char *end = text + length;
  const char *begin = text;
  const char *next;
  gsize signature_length;

  while (begin < end && *begin != '{')
    begin++;

  signature_length = get_signature_length (begin, end - begin);
  self->n_read_again += length;

  if (signature_length == 0 || self->n_read_again > MAX_READ_AGAIN ||
      (!attune_json_lexer_is_inside (&self->lexer) && is_json (begin, end - begin)))
    return length;

  for (next = begin + 1;
       (next = memmem (next, end - next, begin, signature_length));
       next++)
    if (strchr (",}] \t\r\n", next[-1]) != NULL && next[-1] != '\0')
      break;

  if (next == NULL)
    return length;

  self->lexer = (AttuneJsonLexer) { 0 };

  return next - text;
}

/* Of a document that is itself a record; a list needs its end anyway. */
static gboolean
attune_reader_json_is_cut_off (AttuneReader *reader,
                               const char   *text,
                               gsize         length)
{
  return attune_json_is_open (text, length);
}

static AttuneParser *
attune_reader_json_new_parser (AttuneReader *reader)
{
  AttuneReaderJson *self = (AttuneReaderJson *)reader;
  AttuneParserJson *parser = g_object_new (ATTUNE_TYPE_PARSER_JSON, NULL);

  parser->mode = self->mode;

  return ATTUNE_PARSER (parser);
}

static void
attune_reader_json_class_init (AttuneReaderJsonClass *klass)
{
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  reader_class->format = ATTUNE_FORMAT_JSON;
  reader_class->find_ends = attune_reader_json_find_ends;
  reader_class->give_up = attune_reader_json_give_up;
  reader_class->is_cut_off = attune_reader_json_is_cut_off;
  reader_class->new_parser = attune_reader_json_new_parser;
}

static void
attune_reader_json_init (AttuneReaderJson *self)
{
}

/* Passes over what stands between records, also where there is one comma too many. */
static const char *
skip_between (const char *text,
              const char *end)
{
  for (;;)
    {
      text = attune_text_skip_blank (text, end);

      if (text == end || *text != ',')
        return text;

      text++;
    }
}

/* Passes over the name of a member. A record that is read alone has none. */
static const char *
skip_name (const char *text,
           const char *end)
{
  AttuneJsonLexer lexer = { .is_in_string = TRUE };
  const char *position = text + 1;
  AttuneJsonEvent event;

  if (*text != '"')
    return text;

  while (position < end && lexer.is_in_string)
    {
      const char *quote = memchr (position, '"', end - position);

      position = attune_json_lexer_next (&lexer, position, quote != NULL ? quote + 1 : end, &event);
    }

  position = attune_text_skip_blank (position, end);

  return position < end && *position == ':' ? attune_text_skip_blank (position + 1, end) : text;
}

static gsize
attune_parser_json_parse (AttuneParser *parser,
                          const char   *text,
                          const char   *end,
                          AttuneRecord *record)
{
  AttuneParserJson *self = (AttuneParserJson *)parser;
  AttuneJsonLexer lexer = { 0 };
  AttuneJsonEvent event;
  const char *begin = skip_between (text, end);
  const char *next;

  attune_json_value_reset (&self->value);

  /* The bracket that closes the array is all that may be left. */
  if (begin == end || (self->mode == MODE_ELEMENTS && *begin == ']') ||
      (self->mode == MODE_MEMBERS && *begin == '}'))
    return 0;

  if (self->mode == MODE_MEMBERS)
    begin = skip_name (begin, end);

  next = find_end (&lexer, self->mode, begin, end, &event);
  record->text = begin;
  record->length = next - begin;

  if (event == ATTUNE_JSON_CLOSE)
    record->length--;

  /* A record that was given up, and a document in a list of them, ends with a comma, too. */
  while (record->length > 0 && (g_ascii_isspace (begin[record->length - 1]) ||
                                begin[record->length - 1] == ','))
    record->length--;

  attune_json_value_parse (&self->value, record);

  return (event == ATTUNE_JSON_CLOSE ? end : next) - text;
}

static void
attune_parser_json_finalize (GObject *object)
{
  AttuneParserJson *self = (AttuneParserJson *)object;

  attune_json_value_clear (&self->value);

  G_OBJECT_CLASS (attune_parser_json_parent_class)->finalize (object);
}

static void
attune_parser_json_class_init (AttuneParserJsonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_parser_json_finalize;
  ATTUNE_PARSER_CLASS (klass)->parse = attune_parser_json_parse;
}

static void
attune_parser_json_init (AttuneParserJson *self)
{
}

/* NULL: the whole document is a record, or each of several. What comes one behind the other is read
 * so, whatever the first one holds. */
static AttuneJsonArray *
choose_array (GPtrArray  *arrays,
              gboolean    is_sequence,
              const char *path)
{
  if (is_sequence && (path == NULL || strcmp (path, ATTUNE_JSON_ROOT) == 0))
    return NULL;

  return path != NULL ? attune_reader_json_find_array (arrays, path)
                      : attune_reader_json_choose_array (arrays);
}

static AttuneReader *
new_reader (AttuneSource          *source,
            const AttuneJsonArray *array)
{
  AttuneReaderOptions found = { .format = ATTUNE_FORMAT_JSON, .records_path = ATTUNE_JSON_ROOT };
  AttuneReaderJson *self = g_object_new (ATTUNE_TYPE_READER_JSON, NULL);

  attune_reader_set_source (ATTUNE_READER (self), source);

  if (array != NULL)
    {
      self->mode = array->is_object ? MODE_MEMBERS : MODE_ELEMENTS;
      found.records_path = array->path;
      attune_reader_set_begin (ATTUNE_READER (self), array->offset, array->line);
      attune_reader_set_needs_end (ATTUNE_READER (self));
    }

  attune_reader_set_options (ATTUNE_READER (self), &found);

  return ATTUNE_READER (self);
}

/**
 * attune_reader_json_new:
 * @source: the text of a file
 * @options: what is known about it
 * @error: (nullable): where to put an error
 *
 * Finds out where in the document the records are. Fails with %ATTUNE_ERROR_DATA when there is
 * nothing at the path of @options, and as attune_reader_columns_new() does.
 *
 * Returns: (transfer full) (nullable): a reader of a JSON document
 */
AttuneReader *
attune_reader_json_new (AttuneSource               *source,
                        const AttuneReaderOptions  *options,
                        GError                    **error)
{
  const char *path = options->records_path;
  g_autoptr(GPtrArray) arrays = NULL;
  AttuneJsonArray *array;
  gboolean is_sequence;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  if (!(arrays = attune_reader_json_list_arrays (source, &is_sequence, error)))
    return NULL;

  array = choose_array (arrays, is_sequence, path);

  if (array == NULL && path != NULL && strcmp (path, ATTUNE_JSON_ROOT) != 0)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: the first %s is the name of a file, the second one the name
                         * of a part of it, such as data.items. */
                        _("“%s” has no list of records at “%s”. Choose another list, or let it be "
                          "found."), attune_source_get_display_name (source), path);
      return NULL;
    }

  if (array != NULL && array->columns != NULL)
    return attune_reader_columns_new (source, array->columns, array->path, error);

  return new_reader (source, array);
}
