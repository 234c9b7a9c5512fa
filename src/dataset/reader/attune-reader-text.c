/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-text"

#include "config.h"

#include "attune-reader-private.h"
#include "attune-text-label.h"

/* So much of the beginning tells what the records are. */
#define SNIFF_LENGTH (256 * 1024)

#define N_BLOCK_COLUMNS 2

#define ATTUNE_TYPE_READER_TEXT (attune_reader_text_get_type ())
#define ATTUNE_TYPE_PARSER_TEXT (attune_parser_text_get_type ())

G_DECLARE_FINAL_TYPE (AttuneReaderText, attune_reader_text, ATTUNE, READER_TEXT, AttuneReader)
G_DECLARE_FINAL_TYPE (AttuneParserText, attune_parser_text, ATTUNE, PARSER_TEXT, AttuneParser)

struct _AttuneReaderText
{
  AttuneReader    parent_instance;

  AttuneTextMode  mode;
};

struct _AttuneParserText
{
  AttuneParser    parent_instance;

  char          **columns;
  AttuneTextMode  mode;
  gboolean        is_utf8;   /* the whole block, so that no record needs to be looked at again */
  AttuneText      cells[N_BLOCK_COLUMNS];
};

G_DEFINE_FINAL_TYPE (AttuneReaderText, attune_reader_text, ATTUNE_TYPE_READER)
G_DEFINE_FINAL_TYPE (AttuneParserText, attune_parser_text, ATTUNE_TYPE_PARSER)

static const char *
find_line_end (const char *text,
               const char *end)
{
  return attune_text_find_any (text, end, '\n', '\r', '\n');
}

/* Returns the start of the next line, or @end. */
static const char *
skip_line (const char *text,
           const char *end)
{
  const char *stop = find_line_end (text, end);

  return stop < end ? stop + attune_text_get_line_end (stop, end) : end;
}

static gboolean
is_blank_line (const char *text,
               const char *end)
{
  while (text < end && (*text == ' ' || *text == '\t'))
    text++;

  return text < end && (*text == '\n' || *text == '\r');
}

/* Whether a record ends before this line, which is not the first one of the text. */
static gboolean
is_border (AttuneTextMode  mode,
           const char     *line,
           const char     *end)
{
  switch (mode)
    {
    case ATTUNE_TEXT_MODE_PARAGRAPHS:
      return is_blank_line (line, end);

    case ATTUNE_TEXT_MODE_BLOCKS:
      return attune_text_label_match (line, end, NULL) == ATTUNE_TEXT_LABEL_QUESTION;

    case ATTUNE_TEXT_MODE_UNKNOWN:
    case ATTUNE_TEXT_MODE_LINES:
    default:
      return TRUE;
    }
}

/* Returns the first line at or behind @text before which a record ends, or NULL. A line that is cut
 * off by the end of the piece may be taken for another one, so it is left to the next piece. */
static const char *
find_first_border (AttuneTextMode  mode,
                   const char     *text,
                   const char     *end)
{
  gssize first;
  gssize last;

  while (text < end)
    {
      first = -1;
      attune_text_find_line_ends (text, end - text, &first, &last);

      if (first < 0)
        return NULL;

      text += first;

      if (mode == ATTUNE_TEXT_MODE_LINES ||
          (end - text > ATTUNE_TEXT_MAX_LABEL && is_border (mode, text, end)))
        return text;
    }

  return NULL;
}

/* The same from behind, so that a piece is not looked through twice. */
static const char *
find_last_border (AttuneTextMode  mode,
                  const char     *text,
                  const char     *end)
{
  const char *stop = end;

  while (stop > text)
    {
      gssize first = 0;
      gssize last = -1;

      attune_text_find_line_ends (text, stop - text, &first, &last);

      if (last < 0)
        return NULL;

      if (mode == ATTUNE_TEXT_MODE_LINES ||
          (end - (text + last) > ATTUNE_TEXT_MAX_LABEL && is_border (mode, text + last, end)))
        return text + last;

      stop = text + last - 1;
    }

  return NULL;
}

static void
attune_reader_text_find_ends (AttuneReader     *reader,
                              const char       *piece,
                              gsize             length,
                              AttuneRecordEnds *ends)
{
  AttuneReaderText *self = (AttuneReaderText *)reader;
  const char *last = find_last_border (self->mode, piece, piece + length);

  if (last == NULL)
    return;

  ends->last = last - piece;
  ends->first = find_first_border (self->mode, piece, piece + length) - piece;
}

static AttuneParser *
attune_reader_text_new_parser (AttuneReader *reader)
{
  AttuneReaderText *self = (AttuneReaderText *)reader;
  AttuneParserText *parser = g_object_new (ATTUNE_TYPE_PARSER_TEXT, NULL);

  parser->mode = self->mode;
  parser->columns = g_strdupv ((char **)attune_reader_get_columns (reader));

  return ATTUNE_PARSER (parser);
}

static void
attune_reader_text_class_init (AttuneReaderTextClass *klass)
{
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  reader_class->format = ATTUNE_FORMAT_TEXT;
  reader_class->find_ends = attune_reader_text_find_ends;
  reader_class->new_parser = attune_reader_text_new_parser;
}

static void
attune_reader_text_init (AttuneReaderText *self)
{
}

static AttuneText
strip (const char *text,
       const char *end)
{
  text = attune_text_skip_blank (text, end);

  while (end > text && g_ascii_isspace (end[-1]))
    end--;

  return (AttuneText) { text, end - text };
}

/* A question, and what is answered: text without a label belongs to what stands before it, and when
 * an answer comes in several parts, so do they. */
static void
take_block (AttuneParserText *self,
            const char       *text,
            const char       *end)
{
  AttuneTextLabel label;
  const char *begin = text;

  label = attune_text_label_match (text, find_line_end (text, end), &begin);
  text = begin;

  while (text < end && label != ATTUNE_TEXT_LABEL_ANSWER)
    {
      const char *next = skip_line (text, end);
      const char *rest;

      if (next < end && attune_text_label_match (next, end, &rest) == ATTUNE_TEXT_LABEL_ANSWER)
        {
          self->cells[0] = strip (begin, next);
          self->cells[1] = strip (rest, end);
          return;
        }

      text = next;
    }

  self->cells[label == ATTUNE_TEXT_LABEL_ANSWER ? 1 : 0] = strip (begin, end);
}

static void
attune_parser_text_begin (AttuneParser      *parser,
                          const AttuneBlock *block)
{
  AttuneParserText *self = (AttuneParserText *)parser;

  self->is_utf8 = attune_text_is_utf8 (block->text, block->length);
}

static const char *
find_record_end (AttuneParserText *self,
                 const char       *text,
                 const char       *end)
{
  do
    text = skip_line (text, end);
  while (text < end && !is_border (self->mode, text, end));

  return text;
}

static gsize
attune_parser_text_parse (AttuneParser *parser,
                          const char   *text,
                          const char   *end,
                          AttuneRecord *record)
{
  AttuneParserText *self = (AttuneParserText *)parser;
  const char *begin = attune_text_skip_blank (text, end);
  const char *next;
  AttuneText whole;

  if (begin == end)
    return 0;

  next = find_record_end (self, begin, end);
  whole = strip (begin, next);
  record->text = whole.bytes;
  record->length = whole.length;

  if (!self->is_utf8 && !attune_text_is_utf8 (record->text, record->length))
    {
      record->problem = attune_record_get_text_problem (record);
      return next - text;
    }

  self->cells[0] = self->cells[1] = (AttuneText) { "", 0 };

  if (self->mode == ATTUNE_TEXT_MODE_BLOCKS)
    take_block (self, whole.bytes, whole.bytes + whole.length);
  else
    self->cells[0] = whole;

  record->columns = (const char * const *)self->columns;
  record->cells = self->cells;
  record->n_cells = self->mode == ATTUNE_TEXT_MODE_BLOCKS ? N_BLOCK_COLUMNS : 1;

  return next - text;
}

static void
attune_parser_text_finalize (GObject *object)
{
  AttuneParserText *self = (AttuneParserText *)object;

  g_clear_pointer (&self->columns, g_strfreev);

  G_OBJECT_CLASS (attune_parser_text_parent_class)->finalize (object);
}

static void
attune_parser_text_class_init (AttuneParserTextClass *klass)
{
  AttuneParserClass *parser_class = ATTUNE_PARSER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = attune_parser_text_finalize;
  parser_class->begin = attune_parser_text_begin;
  parser_class->parse = attune_parser_text_parse;
}

static void
attune_parser_text_init (AttuneParserText *self)
{
}

/**
 * attune_reader_text_new:
 * @source: the text of a file
 * @options: what is known about it
 * @error: (nullable): where to put an error
 *
 * Finds out what the records are. They come as the rows of a table: of one column, “text”, or of
 * two, “question” and “answer”. Fails as attune_source_read() does.
 *
 * Returns: (transfer full) (nullable): a reader of plain text
 */
AttuneReader *
attune_reader_text_new (AttuneSource               *source,
                        const AttuneReaderOptions  *options,
                        GError                    **error)
{
  static const char * const one_column[] = { "text", NULL };
  static const char * const two_columns[] = { "question", "answer", NULL };
  g_autoptr(AttuneReaderText) self = NULL;
  gsize wanted = MIN (attune_source_get_length (source), SNIFF_LENGTH);
  g_autofree char *text = g_malloc (wanted + 1);
  AttuneReaderOptions found = { .format = ATTUNE_FORMAT_TEXT, .text_mode = options->text_mode };
  gssize length;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  if ((length = attune_source_read (source, 0, text, wanted, error)) < 0)
    return NULL;

  if (found.text_mode == ATTUNE_TEXT_MODE_UNKNOWN)
    found.text_mode = attune_text_mode_sniff (text, length);

  self = g_object_new (ATTUNE_TYPE_READER_TEXT, NULL);
  self->mode = found.text_mode;
  attune_reader_set_source (ATTUNE_READER (self), source);
  attune_reader_set_options (ATTUNE_READER (self), &found);
  attune_reader_take_columns (ATTUNE_READER (self),
                              g_strdupv ((char **)(self->mode == ATTUNE_TEXT_MODE_BLOCKS
                                                     ? two_columns : one_column)));

  return ATTUNE_READER (g_steal_pointer (&self));
}
