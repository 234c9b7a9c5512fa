/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-reader-jsonl"

#include "config.h"

#include <string.h>

#include "attune-example-private.h"
#include "attune-reader-private.h"

/* The allocator keeps what it once had for the next line; what a line beyond this needed, which may
 * be sixteen times its length, is given back at once. */
#define MAX_REUSE (1024 * 1024)

struct _AttuneReaderJsonl
{
  AttuneReader  parent_instance;

  guint64       line;
  yyjson_alc   *allocator;
  yyjson_doc   *document;   /* of the current record */
};

G_DEFINE_FINAL_TYPE (AttuneReaderJsonl, attune_reader_jsonl, ATTUNE_TYPE_READER)

static void
parse_record (AttuneReaderJsonl *self,
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

static void
skip (AttuneRecord *record,
      gsize         length)
{
  record->text += length;
  record->offset += length;
  record->length -= length;
}

/* Takes away what does not belong to the value: spaces, and the byte order mark that stands in the
 * middle of a file when several were joined. */
static void
trim (AttuneRecord *record)
{
  while (record->length > 0 && g_ascii_isspace (record->text[0]))
    skip (record, 1);

  if (record->length >= 3 && memcmp (record->text, "\xef\xbb\xbf", 3) == 0)
    skip (record, 3);

  while (record->length > 0 && g_ascii_isspace (record->text[record->length - 1]))
    record->length--;
}

static gboolean
attune_reader_jsonl_next (AttuneReader  *reader,
                          AttuneRecord  *record,
                          GCancellable  *cancellable,
                          GError       **error)
{
  AttuneReaderJsonl *self = (AttuneReaderJsonl *)reader;
  AttuneSource *source = attune_reader_get_source (reader);

  g_clear_pointer (&self->document, yyjson_doc_free);

  do
    {
      record->offset = attune_source_get_offset (source);

      if (!attune_source_read_line (source, &record->text, &record->length, cancellable, error))
        return FALSE;

      record->line = ++self->line;
      trim (record);
    }
  while (record->length == 0);

  parse_record (self, record);

  return TRUE;
}

static void
attune_reader_jsonl_finalize (GObject *object)
{
  AttuneReaderJsonl *self = (AttuneReaderJsonl *)object;

  g_clear_pointer (&self->document, yyjson_doc_free);
  g_clear_pointer (&self->allocator, yyjson_alc_dyn_free);

  G_OBJECT_CLASS (attune_reader_jsonl_parent_class)->finalize (object);
}

static void
attune_reader_jsonl_class_init (AttuneReaderJsonlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AttuneReaderClass *reader_class = ATTUNE_READER_CLASS (klass);

  object_class->finalize = attune_reader_jsonl_finalize;

  reader_class->format = ATTUNE_FORMAT_JSONL;
  reader_class->next = attune_reader_jsonl_next;
}

static void
attune_reader_jsonl_init (AttuneReaderJsonl *self)
{
  self->allocator = yyjson_alc_dyn_new ();
}

/**
 * attune_reader_jsonl_new:
 * @source: a source before its first line
 *
 * Returns: (transfer full): a reader of JSON Lines
 */
AttuneReader *
attune_reader_jsonl_new (AttuneSource *source)
{
  AttuneReader *self;

  g_return_val_if_fail (ATTUNE_IS_SOURCE (source), NULL);

  self = g_object_new (ATTUNE_TYPE_READER_JSONL, NULL);
  attune_reader_set_source (self, source);

  return self;
}
