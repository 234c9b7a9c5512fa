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

typedef struct
{
  AttuneSource  *source;
  char         **columns;
} AttuneReaderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AttuneReader, attune_reader, G_TYPE_OBJECT)

/* Files that people choose by mistake, by their first bytes: gzip, Zip and so every office
 * document, Zstandard, Parquet, PDF, the old office documents, UTF-16 in both orders, SQLite. */
static const struct
{
  const char *bytes;
  gsize       length;
} binary_signatures[] = {
  { "\x1f\x8b", 2 },
  { "PK\x03\x04", 4 },
  { "\x28\xb5\x2f\xfd", 4 },
  { "PAR1", 4 },
  { "%PDF-", 5 },
  { "\xd0\xcf\x11\xe0", 4 },
  { "\xff\xfe", 2 },
  { "\xfe\xff", 2 },
  { "SQLite format 3", 16 },
};

static gboolean
is_binary (const char *text,
           gsize       length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (binary_signatures); i++)
    if (length >= binary_signatures[i].length &&
        memcmp (text, binary_signatures[i].bytes, binary_signatures[i].length) == 0)
      return TRUE;

  /* A stray NUL in one line of JSON is the problem of that line only. */
  return memchr (text, '\0', MIN (length, 512)) != NULL && text[0] != '{';
}

static AttuneFormat
get_format_from_name (const char *name)
{
  static const struct
  {
    const char   *suffix;
    AttuneFormat  format;
  } suffixes[] = {
    { ".jsonl", ATTUNE_FORMAT_JSONL },
    { ".ndjson", ATTUNE_FORMAT_JSONL },
    { ".json", ATTUNE_FORMAT_JSONL },
    { ".csv", ATTUNE_FORMAT_CSV },
    { ".tsv", ATTUNE_FORMAT_CSV },
    { ".tab", ATTUNE_FORMAT_CSV },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      return suffixes[i].format;

  return ATTUNE_FORMAT_UNKNOWN;
}

/* The content decides; the name does only where the content leaves it open. */
static AttuneFormat
recognise_format (AttuneSource  *source,
                  GError       **error)
{
  const char *name = attune_source_get_display_name (source);
  AttuneFormat format = get_format_from_name (name);
  const char *text;
  gsize length;

  text = attune_source_peek (source, &length);
  length = MIN (length, SNIFF_LENGTH);

  if (is_binary (text, length))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is not plain text. Save it as CSV or JSON Lines with the encoding "
                          "UTF-8, then choose it again."), name);
      return ATTUNE_FORMAT_UNKNOWN;
    }

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }

  if (length > 0 && *text == '{')
    return ATTUNE_FORMAT_JSONL;

  if (length > 0 && *text == '[' && format != ATTUNE_FORMAT_CSV)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("“%s” is one long JSON list. Save it as JSON Lines, with one example on "
                          "each line, then choose it again."), name);
      return ATTUNE_FORMAT_UNKNOWN;
    }

  if (format == ATTUNE_FORMAT_UNKNOWN && attune_reader_csv_sniff (source))
    return ATTUNE_FORMAT_CSV;

  if (format == ATTUNE_FORMAT_UNKNOWN)
    attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                      /* Translators: %s is the name of a file. */
                      _("“%s” is neither JSON Lines nor a table. Choose a file with one JSON object "
                        "on each line, or a CSV file whose first row names the columns."), name);

  return format;
}

static void
attune_reader_dispose (GObject *object)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (ATTUNE_READER (object));

  g_clear_object (&priv->source);

  G_OBJECT_CLASS (attune_reader_parent_class)->dispose (object);
}

static void
attune_reader_finalize (GObject *object)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (ATTUNE_READER (object));

  g_clear_pointer (&priv->columns, g_strfreev);

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
}

/* For the subclasses: the source, before anything else happens. */
void
attune_reader_set_source (AttuneReader *self,
                          AttuneSource *source)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_set_object (&priv->source, source);
}

/* For the subclasses: (transfer none) the source. */
AttuneSource *
attune_reader_get_source (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  return priv->source;
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
 * @path: (type filename): a file that the person chose
 * @format: its format, or %ATTUNE_FORMAT_UNKNOWN to find out from its content
 * @error: (nullable): where to put an error
 *
 * Fails with %ATTUNE_ERROR_STORAGE when the file cannot be read, and with %ATTUNE_ERROR_DATA when
 * it is empty or in no format that can be read.
 *
 * Returns: (transfer full) (nullable): a reader before the first record
 */
AttuneReader *
attune_reader_open (const char    *path,
                    AttuneFormat   format,
                    GError       **error)
{
  g_autoptr(AttuneSource) source = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!(source = attune_source_open (path, error)))
    return NULL;

  if (format == ATTUNE_FORMAT_UNKNOWN)
    format = recognise_format (source, error);

  switch (format)
    {
    case ATTUNE_FORMAT_JSONL:
      return attune_reader_jsonl_new (source);

    case ATTUNE_FORMAT_CSV:
      return attune_reader_csv_new (source, error);

    case ATTUNE_FORMAT_UNKNOWN:
    default:
      return NULL;
    }
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
 * attune_reader_get_columns:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the names of the columns, where
 *   the format has a header; else %NULL
 */
const char * const *
attune_reader_get_columns (AttuneReader *self)
{
  AttuneReaderPrivate *priv = attune_reader_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_READER (self), NULL);

  return (const char * const *)priv->columns;
}

/**
 * attune_reader_get_position:
 * @self: a reader
 *
 * Returns: how many bytes of the file have been read; for progress
 */
goffset
attune_reader_get_position (AttuneReader *self)
{
  g_return_val_if_fail (ATTUNE_IS_READER (self), 0);

  return attune_source_get_position (attune_reader_get_source (self));
}

/**
 * attune_reader_get_size:
 * @self: a reader
 *
 * Returns: the size of the file in bytes
 */
goffset
attune_reader_get_size (AttuneReader *self)
{
  g_return_val_if_fail (ATTUNE_IS_READER (self), 0);

  return attune_source_get_size (attune_reader_get_source (self));
}

/**
 * attune_reader_next:
 * @self: a reader
 * @record: (out caller-allocates): the record, valid until the next call
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Goes on to the next record. One that cannot be read is returned with its problem; an error means
 * that the file as a whole cannot be read any further: %ATTUNE_ERROR_STORAGE, %ATTUNE_ERROR_DATA,
 * or %G_IO_ERROR_CANCELLED.
 *
 * Returns: %FALSE at the end, or with an error
 */
gboolean
attune_reader_next (AttuneReader  *self,
                    AttuneRecord  *record,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_return_val_if_fail (ATTUNE_IS_READER (self), FALSE);
  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *record = (AttuneRecord) { .problem = ATTUNE_ISSUE_NONE };

  return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         ATTUNE_READER_GET_CLASS (self)->next (self, record, cancellable, error);
}
