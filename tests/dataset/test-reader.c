/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reader"

#include "config.h"

#include "attune-reader.h"
#include "dataset-test.h"

/* How much a reader asks for at once; the test only needs it to be right to be worth something. */
#define BLOCK_LENGTH (512 * 1024)

/* Every record of these lies once at each place around the border of two blocks. */
#define MAX_SHIFT 60

#define FILLER_LENGTH 8000

/* A file is @head, then @filler over and over, then @middle, which is moved over the border, then
 * @filler again, then @tail. */
static const struct
{
  const char          *name;
  AttuneReaderOptions  options;
  const char          *head;
  const char          *filler;
  const char          *middle;
  const char          *tail;
} formats[] = {
  { "jsonl", { ATTUNE_FORMAT_JSONL }, "", "{\"a\":\"0123456789\"}\n",
    "{\"问\":\"答\\\"}\\\\\"}\r\n\r\n{\"b\":[1,{}]}\r\n", "{}" },
  { "json", { ATTUNE_FORMAT_JSON }, "{\"x\":[1],\"data\":[", "{\"a\":\"0123456789\"},\n",
    "{\"问\":\"答\\\"}\\\\\",\"c\":[[]]} ,\n\n {\"b\":[1,{}]}\t,", "{}]}" },
  { "json-values", { ATTUNE_FORMAT_JSON }, "", "{\"a\":\"0123456789\"}",
    "{\"问\":\"答\\\"}\\\\\"} {\"b\":[1,{}]}\n[2]\n3\n", "{}" },
  { "table", { ATTUNE_FORMAT_TABLE }, "q,a\n", "0123,456789\n",
    "\"x\"\"\",\"\n\"\"，\"\r\n5\",\"\"\r\n,\"\"\"\"\n", "1,2" },
  { "table-cr", { ATTUNE_FORMAT_TABLE }, "q,a\r", "0123,456789\r", "\"x\"\"\",\"\r\"\"，\"\r", "1,2" },
  { "lines", { ATTUNE_FORMAT_TEXT, .text_mode = ATTUNE_TEXT_MODE_LINES }, "one\n", "0123456789\n", "\r\n问题，\r\n\n", "end" },
  { "paragraphs", { ATTUNE_FORMAT_TEXT, .text_mode = ATTUNE_TEXT_MODE_PARAGRAPHS },
    "one\ntwo\n\n", "0123456789\n45\n\n", "\r\n问题，\r\nx\r\n \r\n", "end" },
  { "blocks", { ATTUNE_FORMAT_TEXT, .text_mode = ATTUNE_TEXT_MODE_BLOCKS },
    "Q:1\nA:2\n", "Q:0123\nA:456789\n",
    "\r\nQuestion 5：\r\n问\r\n  Answer：答\r\n\r\n", "Q:x\nA:y" },
};

static AttuneReader *
open_reader (Fixture                   *f,
             const AttuneReaderOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = attune_source_open (f->path, &error);
  AttuneReader *reader = attune_reader_open (source, options, &error);

  g_assert_no_error (error);

  return reader;
}

static gboolean
is_same_text (const AttuneText *one,
              const AttuneText *other)
{
  return one->length == other->length && memcmp (one->bytes, other->bytes, one->length) == 0;
}

static void
assert_same (const AttuneRecord *one,
             const AttuneRecord *other)
{
  g_assert_cmpint (one->problem, ==, other->problem);
  g_assert_cmpint (one->note, ==, other->note);
  g_assert_cmpmem (one->text, one->length, other->text, other->length);
  g_assert_cmpuint (one->n_cells, ==, other->n_cells);
  g_assert_cmpuint (one->n_extra, ==, other->n_extra);

  for (guint i = 0; i < one->n_cells + one->n_extra; i++)
    g_assert_true (is_same_text (&one->cells[i], &other->cells[i]));

  g_assert_cmpint (one->root != NULL, ==, other->root != NULL);
  g_assert_true (one->root == NULL || yyjson_equals (one->root, other->root));
}

/* Reads a file in blocks, each beside a parser that is given the whole text at once. */
static void
assert_blocks (Fixture                   *f,
               const AttuneReaderOptions *options,
               const char                *text,
               gsize                      length,
               gsize                      expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(AttuneReader) other = NULL;
  g_autoptr(AttuneParser) parser = NULL;
  g_auto(AttuneBlock) block = { 0 };
  AttuneRecord record;
  AttuneRecord whole;
  guint64 n_lines = 0;
  goffset begin;

  dataset_test_write_bytes (f, "file", text, length);
  reader = open_reader (f, options);
  other = open_reader (f, options);
  begin = attune_reader_get_position (reader);
  n_lines = attune_reader_get_first_line (reader) - 1;
  attune_reader_read_block (other, begin, length - begin, &block, &error);
  g_assert_no_error (error);
  parser = attune_reader_new_parser (other);
  attune_parser_begin (parser, &block);

  while (attune_reader_next (reader, &record, NULL, &error))
    {
      g_assert_true (attune_parser_next (parser, &whole));
      g_assert_cmpuint (record.line, ==, whole.line + n_lines);
      g_assert_cmpint (record.offset, ==, whole.offset);
      g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_NONE);
      assert_same (&record, &whole);
      expected--;
    }

  g_assert_no_error (error);
  g_assert_false (attune_parser_next (parser, &whole));
  g_assert_cmpuint (expected, ==, 0);
}

static gsize
count_records (Fixture                   *f,
               const AttuneReaderOptions *options,
               const GString             *text)
{
  g_autoptr(AttuneReader) reader = NULL;
  AttuneRecord record;
  gsize n_records = 0;

  dataset_test_write_bytes (f, "file", text->str, text->len);
  reader = open_reader (f, options);

  while (attune_reader_next (reader, &record, NULL, NULL))
    n_records++;

  return n_records;
}

/* Makes a record of any length from a short one, by repeating a digit in it. */
static void
append_filler (GString    *text,
               const char *filler,
               gsize       length)
{
  const char *digit = strchr (filler, '4');
  g_autofree char *digits = g_strnfill (length - strlen (filler), '4');

  g_string_append_len (text, filler, digit - filler);
  g_string_append (text, digits);
  g_string_append (text, digit);
}

static void
test_borders (Fixture       *f,
              gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const char *filler = formats[i].filler;
      gsize border = BLOCK_LENGTH + strlen (formats[i].head);
      g_autoptr(GString) small = g_string_new (formats[i].head);
      gsize n_records;

      g_test_message ("%s", formats[i].name);
      g_string_append (small, filler);
      g_string_append (small, formats[i].middle);
      g_string_append (small, filler);
      g_string_append (small, formats[i].tail);
      n_records = count_records (f, &formats[i].options, small);

      for (guint shift = 0; shift < MAX_SHIFT; shift++)
        {
          g_autoptr(GString) text = g_string_new (formats[i].head);
          guint n_filler = 1;

          for (; text->len + 2 * FILLER_LENGTH < border - shift; n_filler++)
            append_filler (text, filler, FILLER_LENGTH);

          append_filler (text, filler, border - shift - text->len);
          g_string_append (text, formats[i].middle);
          g_string_append (text, filler);
          g_string_append (text, formats[i].tail);
          assert_blocks (f, &formats[i].options, text->str, text->len, n_records + n_filler - 1);
        }
    }
}

/* A record can be read again alone, and is the same. */
static void
test_read_block (Fixture       *f,
                 gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneReader) reader = NULL;
      g_autoptr(AttuneParser) parser = NULL;
      g_auto(AttuneBlock) block = { 0 };
      AttuneRecord record;
      AttuneRecord again;

      g_test_message ("%s", formats[i].name);
      text = g_strconcat (formats[i].head, formats[i].middle, formats[i].tail, NULL);
      dataset_test_write (f, "file", text);
      reader = open_reader (f, &formats[i].options);
      parser = attune_reader_new_parser (reader);

      while (attune_reader_next (reader, &record, NULL, &error))
        {
          g_assert_true (attune_reader_read_block (reader, record.offset, record.length, &block,
                                                   &error));
          attune_parser_begin (parser, &block);
          g_assert_true (attune_parser_next (parser, &again));
          assert_same (&record, &again);
          g_assert_cmpint (again.offset, ==, record.offset);
          g_assert_false (attune_parser_next (parser, &again));
        }

      g_assert_no_error (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Reader/borders", test_borders);
  dataset_test_add ("/Attune/Reader/read-block", test_read_block);

  return g_test_run ();
}
