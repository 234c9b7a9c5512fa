/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-reader-private.h"

/* How much of a file is looked at to tell what it is. */
#define SNIFF_LENGTH (64 * 1024)

/* Large enough that handing it to another thread costs nothing, small enough that it stays in the
 * processor's cache while it is worked on. */
#define BLOCK_LENGTH (512 * 1024)

/* A block that had to grow beyond this shrinks again. */
#define MAX_KEPT_CAPACITY (8 * 1024 * 1024)

/* Behind so much of a single record nothing is looked for, as there is hardly a dataset. */
#define MAX_SKIPPED (G_GINT64_CONSTANT (1024) * 1024 * 1024)

/* Of a record that is too large, so much is kept to show where it is. */
#define MAX_EXCERPT (64 * 1024)

typedef struct
{
  AttuneSource  *source;
  AttuneReaderOptions options;
  char          *records_path;  /* of @options */
  char         **columns;
  guint64        first_line;    /* where the first record may be, from 1 */
  goffset        position;      /* everything before it was read */
  GString       *rest;          /* read, but behind the last record that ended */
  gboolean       is_finished;
  gboolean       needs_end;     /* only find_ends() of the subclass says that it is finished */
  gboolean       is_truncated;

  /* For attune_reader_next(). */
  AttuneBlock    block;
  AttuneParser  *parser;
  guint64        line;          /* how many lines end before the block */
} AttuneReaderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AttuneReader, attune_reader, G_TYPE_OBJECT)

static gboolean
is_blank (const char *text,
          gsize       length)
{
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;

  return length == 0;
}

/* Reads what tells the format, and refuses a file without a word in it. */
static gboolean
read_beginning (AttuneSource  *source,
                AttuneBlock   *block,
                GError       **error)
{
  goffset length = attune_source_get_length (source);

  do
    {
      char *text = attune_block_reserve (block, SNIFF_LENGTH);
      gssize n_read = attune_source_read (source, block->length, text, SNIFF_LENGTH, error);

      if (n_read < 0)
        return FALSE;

      block->length += n_read;
    }
  while (is_blank (block->text, block->length) && (goffset)block->length < length &&
         block->length < ATTUNE_MAX_RECORD);

  if (!is_blank (block->text, block->length))
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("“%s” is empty. Choose a file that has examples in it."),
                    attune_source_get_display_name (source));

  return FALSE;
}

static void
attune_reader_dispose (GObject *object)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (ATTUNE_READER (object));

  g_clear_object (&priv->source);
  g_clear_object (&priv->parser);

  G_OBJECT_CLASS (attune_reader_parent_class)->dispose (object);
}

static void
attune_reader_finalize (GObject *object)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (ATTUNE_READER (object));

  g_clear_pointer (&priv->columns, g_strfreev);
  g_clear_pointer (&priv->records_path, g_free);
  attune_block_clear (&priv->block);
  g_string_free (priv->rest, TRUE);

  G_OBJECT_CLASS (attune_reader_parent_class)->finalize (object);
}

static void
attune_reader_class_init (AttuneReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_reader_dispose;
  object_class->finalize = attune_reader_finalize;
}

static void
attune_reader_init (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  priv->rest = g_string_new (NULL);
  priv->first_line = 1;
}

/* For the subclasses: the source, before anything else happens. */
void
attune_reader_set_source (AttuneReader *self,
                          AttuneSource *source)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_set_object (&priv->source, source);
}

/* For the subclasses: what was found out. */
void
attune_reader_set_options (AttuneReader              *self,
                           const AttuneReaderOptions *options)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_set_str (&priv->records_path, options->records_path);
  priv->options = *options;
  priv->options.records_path = priv->records_path;
}

/* For the subclasses: the records end with a bracket, and not with the file. */
void
attune_reader_set_needs_end (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  priv->needs_end = TRUE;
}

/* For the subclasses: where the first record may be; @line counts from 1. */
void
attune_reader_set_begin (AttuneReader *self,
                         goffset       offset,
                         guint64       line)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  priv->position = offset;
  priv->first_line = line;
  priv->line = line - 1;
}

/* For the subclasses: (transfer full) the header. */
void
attune_reader_take_columns (AttuneReader  *self,
                            char         **columns)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_strfreev (priv->columns);
  priv->columns = columns;
}

/**
 * attune_reader_open:
 * @source: the text of a file
 * @options: (nullable): what is known about it; what is not is found out from its content
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the file cannot be read, and with %ATTUNE_ERROR_DATA when
 * it is empty or in no format that can be read.
 *
 * Returns: (transfer full) (nullable): a reader before the first record
 */
AttuneReader *
attune_reader_open (AttuneSource               *source,
                    const AttuneReaderOptions  *options,
                    GError                    **error)
{
  AttuneReaderOptions known = options != NULL ? *options : (AttuneReaderOptions) { 0 };
  g_auto(AttuneBlock) block = { 0 };

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!read_beginning (source, &block, error))
    return NULL;

  if (known.format == ATTUNE_FORMAT_UNKNOWN)
    known.format = attune_format_recognise (source, block.text, block.length, error);

  switch (known.format)
    {
    case ATTUNE_FORMAT_JSONL:
      return attune_reader_jsonl_new (source);

    case ATTUNE_FORMAT_TABLE:
      return attune_reader_table_new (source, &known, error);

    case ATTUNE_FORMAT_JSON:
      return attune_reader_json_new (source, &known, error);

    case ATTUNE_FORMAT_TEXT:
      return attune_reader_text_new (source, &known, error);

    case ATTUNE_FORMAT_UNKNOWN:
    default:
      return NULL;
    }
}

/**
 * attune_reader_open_full:
 * @source: the text of a file
 * @options: (nullable): what is known about it; what is not is found out from its content
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Does what attune_reader_open() does, which takes long for one kind of files only: columns of JSON
 * are read to their end. Fails with %G_IO_ERROR_CANCELLED as well.
 *
 * Returns: (transfer full) (nullable): a reader before the first record
 */
AttuneReader *
attune_reader_open_full (AttuneSource               *source,
                         const AttuneReaderOptions  *options,
                         GCancellable               *cancellable,
                         GError                    **error)
{
  AttuneReader *self;

  if (cancellable == NULL)
    return attune_reader_open (source, options, error);

  /* What reads the columns looks for it there, far below. */
  g_cancellable_push_current (cancellable);
  self = attune_reader_open (source, options, error);
  g_cancellable_pop_current (cancellable);

  return self;
}

/**
 * attune_reader_get_source:
 * @self: a reader
 *
 * Returns: (transfer none): what it reads
 */
AttuneSource *
attune_reader_get_source (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), NULL);

  return priv->source;
}

/**
 * attune_reader_get_format:
 * @self: a reader
 *
 * Returns: what the file turned out to be
 */
AttuneFormat
attune_reader_get_format (AttuneReader *self)
{
  g_return_val_if_fail (ATTUNE_IS_READER (self), ATTUNE_FORMAT_UNKNOWN);

  return ATTUNE_READER_GET_CLASS (self)->format;
}

/**
 * attune_reader_get_options:
 * @self: a reader
 *
 * Returns: (transfer none): how it reads the file, found out or told; opening it again with them
 *   reads it in the same way
 */
const AttuneReaderOptions *
attune_reader_get_options (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), NULL);

  return &priv->options;
}

/**
 * attune_reader_get_columns:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the names of the columns of a
 *   table; else %NULL
 */
const char * const *
attune_reader_get_columns (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), NULL);

  return (const char * const *)priv->columns;
}

/**
 * attune_reader_get_first_line:
 * @self: a reader
 *
 * Returns: the line of the file in which the first block begins, from 1
 */
guint64
attune_reader_get_first_line (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), 1);

  return priv->first_line;
}

/**
 * attune_reader_get_position:
 * @self: a reader
 *
 * Returns: how many bytes of text have been read; for progress
 */
goffset
attune_reader_get_position (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), 0);

  return priv->position;
}

/**
 * attune_reader_is_truncated:
 * @self: a reader that has come to its end
 *
 * Returns: whether the file ends in the middle, before a bracket that its beginning calls for, or
 *   was not read to its end because a single record is longer than a gigabyte
 */
gboolean
attune_reader_is_truncated (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), FALSE);

  return priv->is_truncated;
}

/* Puts the next piece of the text behind what is in @block. Returns how long it is, 0 at the end,
 * -1 with an error. */
static gssize
read_piece (AttuneReaderPrivate  *priv,
            AttuneBlock          *block,
            GError              **error)
{
  char *piece = attune_block_reserve (block, BLOCK_LENGTH);
  gssize length = attune_source_read (priv->source, priv->position, piece, BLOCK_LENGTH, error);

  priv->position += MAX (length, 0);

  return length;
}

static void
begin_block (AttuneReaderPrivate *priv,
             AttuneBlock         *block)
{
  /* What a single large record took is not kept for small ones. */
  if (block->capacity > MAX_KEPT_CAPACITY)
    attune_block_clear (block);

  block->length = 0;
  block->offset = priv->position - priv->rest->len;
  block->n_skipped = 0;
  block->is_too_large = FALSE;

  if (priv->rest->len > 0)
    attune_block_append (block, priv->rest->str, priv->rest->len);

  g_string_truncate (priv->rest, 0);
}

/* What follows the last record that ended belongs to the next block. */
static void
keep_rest (AttuneReaderPrivate *priv,
           AttuneBlock         *block,
           gsize                end)
{
  g_string_append_len (priv->rest, block->text + end, block->length - end);
  block->length = end;
}

/* @block has the beginning of one record only, whose end did not come. Cuts it where the subclass
 * says that it ends nevertheless, and has the rest read again. FALSE when it does not say. */
static gboolean
give_up_record (AttuneReader *self,
                AttuneBlock  *block)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);
  gsize length = block->length;

  if (ATTUNE_READER_GET_CLASS (self)->give_up == NULL || length == 0)
    return FALSE;

  block->length = ATTUNE_READER_GET_CLASS (self)->give_up (self, block->text, length);
  priv->position = block->offset + block->length;

  return block->length < length;
}

/* Whether @block, with what follows the last end in the file, has only a part of a record. */
static gboolean
is_cut_off (AttuneReader      *self,
            const AttuneBlock *block)
{
  AttuneReaderClass *klass = ATTUNE_READER_GET_CLASS (self);

  return klass->is_cut_off != NULL && klass->is_cut_off (self, block->text, block->length);
}

/* Goes to the end of a record of which @block has more than a record may have. */
static gboolean
skip_record (AttuneReader  *self,
             AttuneBlock   *block,
             GCancellable  *cancellable,
             GError       **error)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);
  AttuneRecordEnds ends = { .first = -1, .last = -1 };
  g_auto(AttuneBlock) piece = { 0 };

  block->is_too_large = TRUE;
  block->n_skipped = attune_text_count_lines (block->text + MAX_EXCERPT,
                                              block->length - MAX_EXCERPT,
                                              block->text + block->length);
  block->length = MAX_EXCERPT;

  while (ends.first < 0)
    {
      gssize length;

      piece.length = 0;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (length = read_piece (priv, &piece, error)) < 0)
        return FALSE;

      if (priv->position - block->offset > MAX_SKIPPED)
        {
          priv->is_finished = TRUE;
          priv->is_truncated = TRUE;
          return TRUE;
        }

      ends = (AttuneRecordEnds) { .first = length > 0 ? -1 : 0, .last = -1 };
      ATTUNE_READER_GET_CLASS (self)->find_ends (self, piece.text, length, &ends);
      piece.length = length;
      block->n_skipped += attune_text_count_lines (piece.text,
                                                   ends.first < 0 ? length : ends.first,
                                                   piece.text + length);
    }

  /* The lexer has seen all of the piece, so the next block begins with records that ended. */
  g_string_append_len (priv->rest, piece.text + ends.first, piece.length - ends.first);
  priv->is_finished = ends.is_finished || (priv->rest->len == 0 && piece.length == 0);

  return TRUE;
}

/**
 * attune_reader_next_block:
 * @self: a reader
 * @block: a block, whose text is replaced
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Cuts the next whole records off the file. Fails with %ATTUNE_ERROR_STORAGE or
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: %FALSE at the end of the records, or with an error
 */
gboolean
attune_reader_next_block (AttuneReader  *self,
                          AttuneBlock   *block,
                          GCancellable  *cancellable,
                          GError       **error)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);
  gssize length;

  g_return_val_if_fail (ATTUNE_IS_READER (self), FALSE);
  g_return_val_if_fail (block != NULL, FALSE);

  begin_block (priv, block);

  while (!priv->is_finished)
    {
      AttuneRecordEnds ends = { .first = -1, .last = -1 };
      gsize before = block->length;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (length = read_piece (priv, block, error)) < 0)
        return FALSE;

      /* The last record needs no end, but must be whole. */
      if (length == 0)
        {
          if (!give_up_record (self, block) && (priv->needs_end || is_cut_off (self, block)))
            priv->is_truncated = TRUE;

          break;
        }

      ATTUNE_READER_GET_CLASS (self)->find_ends (self, block->text + before, length, &ends);
      block->length += length;
      priv->is_finished = ends.is_finished;

      if (ends.last >= 0)
        {
          keep_rest (priv, block, before + ends.last);
          break;
        }

      if (block->length > ATTUNE_MAX_RECORD)
        return give_up_record (self, block) || skip_record (self, block, cancellable, error);
    }

  if (priv->is_finished)
    g_string_truncate (priv->rest, 0);

  return block->length > 0;
}

/**
 * attune_reader_new_parser:
 * @self: a reader
 *
 * Returns: (transfer full): a parser for its blocks, for one thread
 */
AttuneParser *
attune_reader_new_parser (AttuneReader *self)
{
  g_return_val_if_fail (ATTUNE_IS_READER (self), NULL);

  return ATTUNE_READER_GET_CLASS (self)->new_parser (self);
}

/**
 * attune_reader_next:
 * @self: a reader
 * @record: (out caller-allocates): the record, valid until the next call
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Goes on to the next record, without other threads: for those who want only a few. Not to be mixed
 * with attune_reader_next_block(), with whose errors it fails.
 *
 * Returns: %FALSE at the end, or with an error
 */
gboolean
attune_reader_next (AttuneReader  *self,
                    AttuneRecord  *record,
                    GCancellable  *cancellable,
                    GError       **error)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), FALSE);
  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (priv->parser == NULL)
    {
      priv->parser = attune_reader_new_parser (self);
      attune_parser_begin (priv->parser, &priv->block);
    }

  while (!attune_parser_next (priv->parser, record))
    {
      gboolean has_block;

      priv->line += attune_parser_get_n_lines (priv->parser);
      has_block = attune_reader_next_block (self, &priv->block, cancellable, error);
      attune_parser_begin (priv->parser, &priv->block);

      if (!has_block)
        return FALSE;
    }

  record->line += priv->line;

  return TRUE;
}

/**
 * attune_reader_read_block:
 * @self: a reader
 * @offset: where a record begins, as it was found before
 * @length: how long it is
 * @block: a block, whose text is replaced
 * @error: (nullable): where to put an error
 *
 * Reads one record again, for a parser; lines count from its own start. May be called on several
 * threads at once. Fails as attune_source_read() does.
 *
 * Returns: %FALSE with an error
 */
gboolean
attune_reader_read_block (AttuneReader  *self,
                          goffset        offset,
                          gsize          length,
                          AttuneBlock   *block,
                          GError       **error)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);
  gssize n_read;

  g_return_val_if_fail (ATTUNE_IS_READER (self), FALSE);
  g_return_val_if_fail (block != NULL, FALSE);

  block->length = 0;
  block->offset = offset;
  block->n_skipped = 0;
  block->is_too_large = FALSE;
  n_read = attune_source_read (priv->source, offset, attune_block_reserve (block, length), length,
                               error);
  block->length = MAX (n_read, 0);

  return n_read >= 0;
}
