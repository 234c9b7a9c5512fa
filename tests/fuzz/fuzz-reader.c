/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "fuzz-reader"

#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "attune-reader.h"

/* Every way to read a file; the first is what recognition chooses. */
static const AttuneReaderOptions ways[] = {
  { ATTUNE_FORMAT_UNKNOWN },
  { ATTUNE_FORMAT_JSONL },
  { ATTUNE_FORMAT_JSON },
  { ATTUNE_FORMAT_JSON, .records_path = "$" },
  { ATTUNE_FORMAT_JSON, .records_path = "$.*[]" },
  { ATTUNE_FORMAT_TABLE },
  { ATTUNE_FORMAT_TABLE, .delimiter = ':', .quote = ATTUNE_QUOTE_DOUBLE,
    .header = ATTUNE_HEADER_ABSENT },
  { ATTUNE_FORMAT_TABLE, .delimiter = ',', .quote = ATTUNE_QUOTE_NONE,
    .header = ATTUNE_HEADER_PRESENT },
  { ATTUNE_FORMAT_TEXT },
  { ATTUNE_FORMAT_TEXT, .text_mode = ATTUNE_TEXT_MODE_LINES },
  { ATTUNE_FORMAT_TEXT, .text_mode = ATTUNE_TEXT_MODE_PARAGRAPHS },
  { ATTUNE_FORMAT_TEXT, .text_mode = ATTUNE_TEXT_MODE_BLOCKS },
};

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize         length);

static gboolean
is_same_text (const AttuneText *one,
              const AttuneText *other)
{
  return one->length == other->length && memcmp (one->bytes, other->bytes, one->length) == 0;
}

/* A record that is read again alone is the same. */
static void
check_again (AttuneReader       *reader,
             AttuneParser       *parser,
             const AttuneRecord *record)
{
  g_auto(AttuneBlock) block = { 0 };
  AttuneRecord again;

  g_assert_true (attune_reader_read_block (reader, record->offset, record->length, &block, NULL));
  g_assert_cmpmem (block.text, block.length, record->text, record->length);
  attune_parser_begin (parser, &block);

  if (!attune_parser_next (parser, &again))
    {
      g_assert_cmpuint (record->length, ==, 0);
      return;
    }

  g_assert_cmpint (again.problem, ==, record->problem);
  g_assert_cmpint (again.note, ==, record->note);
  g_assert_cmpuint (again.n_cells, ==, record->n_cells);
  g_assert_cmpuint (again.n_extra, ==, record->n_extra);

  for (guint i = 0; i < again.n_cells + again.n_extra; i++)
    g_assert_true (is_same_text (&again.cells[i], &record->cells[i]));

  g_assert_cmpint (again.root != NULL, ==, record->root != NULL);
  g_assert_true (again.root == NULL || yyjson_equals (again.root, record->root));
}

static void
check_record (AttuneSource       *source,
              const AttuneRecord *record)
{
  g_autofree char *text = g_malloc (record->length + 1);

  g_assert_cmpint (attune_source_read (source, record->offset, text, record->length, NULL), ==,
                   record->length);
  g_assert_cmpmem (text, record->length, record->text, record->length);
  g_assert_true (record->problem == ATTUNE_ISSUE_NOT_UTF8 ||
                 record->problem == ATTUNE_ISSUE_ZERO_BYTE ||
                 g_utf8_validate_len (record->text, record->length, NULL));
  g_assert_true (record->problem == ATTUNE_ISSUE_NONE ||
                 (record->root == NULL && record->cells == NULL));
}

static void
read_in_one_way (AttuneSource              *source,
                 const AttuneReaderOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = attune_reader_open (source, options, &error);
  g_autoptr(AttuneParser) parser = NULL;
  AttuneRecord record;
  goffset end = 0;
  guint64 line = 1;

  g_assert_true ((reader == NULL) == (error != NULL));

  if (reader == NULL)
    return;

  parser = attune_reader_new_parser (reader);

  while (attune_reader_next (reader, &record, NULL, &error))
    {
      g_assert_cmpint (record.offset, >=, end);
      g_assert_cmpuint (record.line, >=, line);
      check_record (attune_reader_get_source (reader), &record);
      check_again (reader, parser, &record);
      end = record.offset + record.length;
      line = record.line;
    }

  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize         length)
{
  g_autofd int fd = memfd_create ("fuzz", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr(AttuneSource) source = NULL;

  if (write (fd, bytes, length) != (gssize)length)
    return 0;

  source = attune_source_open (path, NULL);

  for (gsize i = 0; source != NULL && i < G_N_ELEMENTS (ways); i++)
    read_in_one_way (source, &ways[i]);

  return 0;
}
