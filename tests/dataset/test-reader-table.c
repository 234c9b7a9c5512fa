/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reader-table"

#include "config.h"

#include <unistd.h>

#include "attune-delimiter.h"
#include "attune-error.h"
#include "attune-reader.h"
#include "attune-source.h"
#include "dataset-test.h"

static AttuneReader *
open_reader (Fixture    *f,
             const char *text)
{
  g_autoptr(GError) error = NULL;
  AttuneReader *reader;

  dataset_test_write (f, "file.csv", text);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, &error);
  g_assert_no_error (error);
  g_assert_cmpint (attune_reader_get_format (reader), ==, ATTUNE_FORMAT_TABLE);

  return reader;
}

/* Writes a whole table as text: columns, then each record with its line; “·” between cells, “+”
 * before those without a column, “!” behind a row that is odd. */
static char *
describe (Fixture    *f,
          const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = open_reader (f, text);
  g_autoptr(GString) result = g_string_new (NULL);
  g_autofree char *header = g_strjoinv ("·", (char **)attune_reader_get_columns (reader));
  AttuneRecord record;

  g_string_append (result, header);

  while (attune_reader_next (reader, &record, NULL, &error))
    {
      g_string_append_printf (result, " / %" G_GUINT64_FORMAT ":", record.line);
      g_assert_null (record.root);

      if (record.problem == ATTUNE_ISSUE_NONE)
        {
          g_assert_true (g_strv_equal (record.columns, attune_reader_get_columns (reader)));

          for (guint i = 0; i < record.n_cells; i++)
            {
              g_string_append (result, i > 0 ? "·" : "");
              g_string_append_len (result, record.cells[i].bytes, record.cells[i].length);
            }

          for (guint i = 0; i < record.n_extra; i++)
            {
              const AttuneText *cell = &record.cells[record.n_cells + i];

              g_string_append_printf (result, "+%.*s", (int)cell->length, cell->bytes);
            }

          if (record.note != ATTUNE_ISSUE_NONE)
            g_string_append_c (result, record.note == ATTUNE_ISSUE_EXTRA_CELLS ? '^' : '!');
        }
      else
        {
          g_assert_null (record.cells);
          g_string_append (result, attune_issue_get_id (record.problem));
        }
    }

  g_assert_no_error (error);

  return g_string_free_and_steal (g_steal_pointer (&result));
}

static const struct
{
  const char *name;
  const char *text;
  const char *expected;
} tables[] = {
  { "plain", "q,a\n1,2\n3,4\n", "q·a / 2:1·2 / 3:3·4" },
  { "title", "FAQ,,\n,,\nAll that people ask,,\nNo,Question,Answer\n1,q,a\n2,r,b\n3,s,c\n",
    "No·Question·Answer / 5:1·q·a / 6:2·r·b / 7:3·s·c" },
  { "no-title", "x,,\n1,q,a\n2,r,b\n", "x·Column 2·Column 3 / 2:1·q·a / 3:2·r·b" },
  { "title-is-name", "question,\nanswer,text\n1,2\n3,4\n", "question·Column 2 / 2:answer·text / 3:1·2 / 4:3·4" },
  { "no-last-end", "q,a\n1,2", "q·a / 2:1·2" },
  { "crlf", "q,a\r\n1,2\r\n", "q·a / 2:1·2" },
  { "cr", "q,a\r1,2\r3,4", "q·a / 2:1·2 / 3:3·4" },
  { "cr-cr-lf", "q,a\r\r\n1,2\r\r\n", "q·a / 2:1·2" },
  { "byte-order-mark", "\xef\xbb\xbfq,a\n1,2\n", "q·a / 2:1·2" },
  { "quoted", "q,a\n\"1,x\",\"say \"\"hi\"\"\"\n", "q·a / 2:1,x·say \"hi\"" },
  { "lines-in-quotes", "q,a\n\"1\n\n2\",x\ny,z\n", "q·a / 2:1\n\n2·x / 5:y·z" },
  { "crlf-in-quotes", "q,a\r\n\"1\r\n2\",x\r\ny,z\r\n", "q·a / 2:1\r\n2·x / 4:y·z" },
  { "empty-cells", "q,a\n,2\n1,\n\"\",x\n", "q·a / 2:·2 / 3:1· / 4:·x" },
  { "empty-rows", "q,a\n\n1,2\n,\n\n3,4\n\n", "q·a / 3:1·2 / 6:3·4" },
  { "quote-inside", "q,a\n5\" disk,it's\n", "q·a / 2:5\" disk·it's" },
  { "after-quote", "q,a\n\"1\"x,2\n", "q·a / 2:1x·2!" },
  { "semicolons", "q;a\n1,5;2\n", "q·a / 2:1,5·2" },
  { "tabs", "q\ta\n1,5\t2\n", "q·a / 2:1,5·2" },
  { "bars", "q|a\n1|2\n", "q·a / 2:1·2" },
  { "carets", "q^a\n1, x^2\n3^4, y\n", "q·a / 2:1, x·2 / 3:3·4, y" },
  { "tildes", "q~a\n1~2\n", "q·a / 2:1·2" },
  { "control-characters", "q\x01" "a\n1:3\x01" "2\n", "q·a / 2:1:3·2" },
  { "colons", "question:answer\n1:2\n", "question·answer / 2:1·2" },
  { "spaces", "question answer\n1 \"2 3\"\n", "question·answer / 2:1·2 3" },
  { "spaces-of-words", "an answer\n1 2\n", "an answer / 2:1 2" },
  { "colons-of-times", "time\n12:30\n14:10\n", "time / 2:12:30 / 3:14:10" },
  { "colons-of-addresses", "a://x\na://y\n", "a://x / 2:a://y" },
  { "delimiter-line", "sep=;\r\nq;a\r\n1,5;2\r\n", "q·a / 3:1,5·2" },
  { "delimiter-line-odd", "\xef\xbb\xbfSEP=#\nq#a\n1#2\n", "q·a / 3:1·2" },
  { "questions", "what is 1?,it is 1\nwhat is 2?,it is 2\n",
    "Column 1·Column 2 / 1:what is 1?·it is 1 / 2:what is 2?·it is 2" },
  { "questions-of-a-form", "your name?,your age\nAda,36\n", "your name?·your age / 2:Ada·36" },
  { "comma-in-header", "q, really;a\n1;2\n3;4\n", "q, really·a / 2:1·2 / 3:3·4" },
  { "header-trimmed", " q ,\xef\xbb\xbf" "a\r\n1,2\n", "q·a / 2:1·2" },
  { "header-doubled", "x,x,,x (2),\n1,2,3,4,5\n",
    "x·x (2)·Column 3·x (2) (2)·Column 5 / 2:1·2·3·4·5" },
  { "header-quoted", "\"q\nx\",a\n1,2\n", "q\nx·a / 3:1·2" },
  { "header-late", "\n\nq,a\n1,2\n", "q·a / 4:1·2" },
  { "ragged", "q,a\n1\n1,2,3\n1,2,,\n4,5\n", "q·a / 2:1·! / 3:1·2+3^ / 4:1·2 / 5:4·5" },
  { "unnamed-column", "q,a\n1,2,3\n4,5\n6,7,8\n9,,1\n", "q·a·Column 3 / 2:1·2·3^ / 3:4·5· / 4:6·7·8^ / 5:9··1^" },
  { "padded", "q,a\n1,2,,\n4,5,,\n", "q·a / 2:1·2 / 3:4·5" },
  { "backslashes", "q,a\n1,\"say \\\"hi\\\", x\"\n2,\"\\\\ \\n \"\"y\"\"\"\n",
    "q·a / 2:1·say \"hi\", x / 3:2·\\ \\n \"y\"" },
  { "backslash-at-end", "q,a\n1,\"C:\\\"\n\"D:\\\",2\n", "q·a / 2:1·C:\\ / 3:D:\\·2" },
  { "open-quote", "q,a\n1,2\n3,\"x\ny\",\"4\n5\n6,7\n",
    "q·a / 2:1·2 / 3:3·x\ny+\"4^ / 5:5·! / 6:6·7" },
  { "open-quote-in-last-row", "q,a\n1,\"2", "q·a / 2:1·\"2!" },
  { "open-quote-in-header", "q,\"a\n1,2\n", "q·\"a / 2:1·2" },
  { "swallowed-row", "q,a\n1,\"x\n2,\"y\"\n3,4\n", "q·a / 2:1·x\n2,y\"! / 4:3·4" },
  { "mixed-ends", "q,a\r\n1,2\r3,4\n\r\n5,6", "q·a / 2:1·2 / 3:3·4 / 5:5·6" },
  { "no-header", "1,2\n3,4\n", "Column 1·Column 2 / 1:1·2 / 2:3·4" },
  { "known-header", "text,2\n3,4\n", "text·2 / 2:3·4" },
  { "sentences", "How are you today?,I am fine.\nWho?,Me.\n",
    "Column 1·Column 2 / 1:How are you today?·I am fine. / 2:Who?·Me." },
  { "single-quotes", "q,a\n'1,x','2'\n'it''s','4'\n", "q·a / 2:1,x·2 / 3:it's·4" },
  { "apostrophes", "q,a\n'tis,'t\nx,'y'\n", "q·a / 2:'tis·'t / 3:x·'y'" },
  { "no-quotes", "q\ta\n\"Hi\" he said\t1\n\"No\" she said\t\"2\n\"x\t3\n",
    "q·a / 2:\"Hi\" he said·1 / 3:\"No\" she said·\"2 / 4:\"x·3" },
  { "words", "q,a\nnull,true\n1e5,None\n", "q·a / 2:null·true / 3:1e5·None" },
  { "not-utf8", "q,a\n\xff,2\n3,4\n", "q·a / 2:not-utf8 / 3:3·4" },
  { "one-column", "text\nhello\nworld\n", "text / 2:hello / 3:world" },
  { "chinese", "问题,回答\n你好，世界,\"是，\n的\"\n", "问题·回答 / 2:你好，世界·是，\n的" },
};

static void
test_tables (Fixture       *f,
             gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *result = describe (f, tables[i].text);

      g_test_message ("%s", tables[i].name);
      g_assert_cmpstr (result, ==, tables[i].expected);
    }
}

static void
test_nul (Fixture       *f,
          gconstpointer  data)
{
  static const char bytes[] = "q,a\n1\0,2\n3,4\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  AttuneRecord record;

  dataset_test_write_bytes (f, "nul.csv", bytes, sizeof bytes - 1);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_TABLE, &error);
  g_assert_no_error (error);

  g_assert_true (attune_reader_next (reader, &record, NULL, &error));
  g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_ZERO_BYTE);
  g_assert_true (attune_reader_next (reader, &record, NULL, &error));
  g_assert_cmpmem (record.cells[0].bytes, record.cells[0].length, "3", 1);
}

static void
test_text (Fixture       *f,
           gconstpointer  data)
{
  static const char *text = "q,a\r\n\"1\r\n2\",x\r\ny,z";
  g_autoptr(AttuneReader) reader = open_reader (f, text);
  AttuneRecord record;

  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpmem (record.text, record.length, "\"1\r\n2\",x", 8);
  g_assert_cmpint (record.offset, ==, 5);

  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpmem (record.text, record.length, "y,z", 3);
  g_assert_cmpint (record.offset, ==, 15);
}

/* Longer than any record may be, and never closed: only the row of the quotation mark is odd. */
static void
test_open_quote_memory (Fixture       *f,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  gsize memory = dataset_test_get_memory ();
  AttuneRecord record;

  dataset_test_write (f, "file.csv", "q,a\n1,\"2\n3,4\n5,");
  g_assert_cmpint (truncate (f->path, 4 * (goffset)ATTUNE_MAX_RECORD), ==, 0);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_TABLE, &error);
  g_assert_no_error (error);

  g_assert_true (attune_reader_next (reader, &record, NULL, &error));
  g_assert_cmpint (record.note, ==, ATTUNE_ISSUE_RAGGED_ROW);
  g_assert_cmpmem (record.cells[1].bytes, record.cells[1].length, "\"2", 2);
  g_assert_true (attune_reader_next (reader, &record, NULL, &error));
  g_assert_cmpint (record.note, ==, ATTUNE_ISSUE_NONE);
  g_assert_cmpuint (record.line, ==, 3);
  g_assert_true (attune_reader_next (reader, &record, NULL, &error));
  g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_TOO_LARGE);
  g_assert_cmpuint (record.line, ==, 4);
  g_assert_false (attune_reader_next (reader, &record, NULL, &error));
  g_assert_no_error (error);
  dataset_test_assert_growth (memory, 4 * (gsize)ATTUNE_MAX_RECORD);
}

static AttuneReader *
open_with (Fixture                   *f,
           const AttuneReaderOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = attune_source_open (f->path, &error);
  AttuneReader *reader = attune_reader_open (source, options, &error);

  g_assert_no_error (error);

  return reader;
}

static void
assert_cells (AttuneReader *reader,
              gsize         n_cells,
              const char   *first,
              const char   *second)
{
  AttuneRecord record;

  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpuint (record.n_cells, ==, n_cells);
  g_assert_cmpmem (record.cells[0].bytes, record.cells[0].length, first, strlen (first));
  g_assert_cmpmem (record.cells[1].bytes, record.cells[1].length, second, strlen (second));
}

/* What a person says counts, and what is left open is found out. */
static void
test_options (Fixture       *f,
              gconstpointer  data)
{
  AttuneReaderOptions options = { .format = ATTUNE_FORMAT_TABLE, .delimiter = ':',
                                  .header = ATTUNE_HEADER_ABSENT };
  g_autoptr(AttuneReader) reader = NULL;

  dataset_test_write (f, "file.csv", "q,x:a\n\"1:\":2\n'3:':'4'\n");
  reader = open_with (f, &options);
  g_assert_cmpint (attune_reader_get_options (reader)->quote, ==, ATTUNE_QUOTE_DOUBLE);
  g_assert_cmpint (attune_reader_get_first_line (reader), ==, 1);
  g_assert_cmpstr (attune_reader_get_columns (reader)[1], ==, "Column 2");
  assert_cells (reader, 2, "q,x", "a");
  assert_cells (reader, 2, "1:", "2");
  g_clear_object (&reader);

  options.quote = ATTUNE_QUOTE_SINGLE;
  options.header = ATTUNE_HEADER_PRESENT;
  reader = open_with (f, &options);
  g_assert_cmpstr (attune_reader_get_columns (reader)[0], ==, "q,x");
  assert_cells (reader, 2, "\"1", "\"");
  assert_cells (reader, 2, "3:", "4");
  g_clear_object (&reader);

  options.quote = ATTUNE_QUOTE_NONE;
  reader = open_with (f, &options);
  assert_cells (reader, 3, "\"1", "\"");
  assert_cells (reader, 3, "'3", "'");
}

static void
test_wrong_delimiter (Fixture       *f,
                      gconstpointer  data)
{
  static const char wrong[] = { '"', '\n', '\xe4' };

  dataset_test_write (f, "file.csv", "q,a\n1,2\n");

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      AttuneReaderOptions options = { .format = ATTUNE_FORMAT_TABLE, .delimiter = wrong[i] };
      g_autoptr(GError) error = NULL;
      g_autoptr(AttuneSource) source = attune_source_open (f->path, NULL);

      g_assert_null (attune_reader_open (source, &options, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      dataset_test_assert_sentence (error, "file.csv");
    }
}

/* The header is longer than what is looked at first. */
static void
test_long_header (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *name = g_strnfill (5 * 1024 * 1024, 'n');
  g_autofree char *text = g_strconcat ("question;\"", name, "\n,\"\n1;2\n", NULL);
  g_autoptr(AttuneReader) reader = open_reader (f, text);

  g_assert_cmpuint (strlen (attune_reader_get_columns (reader)[1]), ==, 5 * 1024 * 1024 + 2);
  assert_cells (reader, 2, "1", "2");
}

static void
assert_refused (Fixture    *f,
                const char *text)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dataset_test_open_reader (dataset_test_write (f, "file.csv", text),
                                     ATTUNE_FORMAT_UNKNOWN, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "file.csv");
}

static void
test_refusals (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *delimiters = g_strnfill (100000, ',');
  g_autofree char *many = g_strconcat ("q", delimiters, "\n1,2\n", NULL);

  assert_refused (f, ",,\n,,\n");
  assert_refused (f, "sep=,\n");
  assert_refused (f, "\xce\xca,\xb4\xf0\n1,2\n");
  assert_refused (f, many);
}

/* Rows whose parts lie across every boundary of the buffer. */
static void
test_boundaries (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new ("q,a\r\n");
  g_autoptr(AttuneReader) reader = NULL;
  AttuneRecord record;
  guint64 line = 2;
  guint n = 0;

  for (n = 0; text->len < 4 * 1024 * 1024; n++)
    {
      g_string_append_printf (text, "%u,\"\"\"", n);
      g_string_set_size (text, text->len + n % 1009);
      memset (text->str + text->len - n % 1009, 'x', n % 1009);
      g_string_append (text, "\r\n\"\"\"\r\n");
    }

  reader = open_reader (f, text->str);

  for (guint i = 0; i < n; i++, line += 2)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      g_assert_true (attune_reader_next (reader, &record, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (record.line, ==, line);
      g_assert_cmpmem (record.cells[0].bytes, record.cells[0].length, number, strlen (number));
      g_assert_cmpuint (record.cells[1].length, ==, i % 1009 + 4);
      g_assert_true (memcmp (record.cells[1].bytes + record.cells[1].length - 3, "\r\n\"", 3) == 0);
    }

  g_assert_false (attune_reader_next (reader, &record, NULL, &error));
  g_assert_no_error (error);
}

/* Every carriage return ends a row and stands before a quotation mark. */
static void
test_quoted_returns (Fixture       *f,
                     gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("\"q\",\"a\"\r");
  g_autoptr(AttuneReader) reader = NULL;
  g_auto(AttuneBlock) block = { 0 };
  guint n_blocks = 0;

  while (text->len < 4 * 1024 * 1024)
    g_string_append (text, "\"1\",\"2\"\r");

  reader = open_reader (f, text->str);

  while (attune_reader_next_block (reader, &block, NULL, NULL))
    n_blocks++;

  g_assert_cmpuint (n_blocks, >, 4);
}

/* What a person may write for a delimiter, and how it is written for them. */
static void
test_delimiter (Fixture       *f,
                gconstpointer  data)
{
  static const struct
  {
    const char *text;
    char        delimiter;
  } good[] = {
    { ";", ';' }, { "#", '#' }, { "^", '^' }, { "tab", '\t' }, { "Tab", '\t' }, { "\\t", '\t' },
    { "\t", '\t' }, { "space", ' ' }, { "^A", '\x01' },
  };
  static const char * const bad[] = { "", ";;", "\"", "'", "\n", "\r", "é", "semicolon" };
  char delimiter;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = attune_delimiter_to_text (good[i].delimiter);

      g_assert_true (attune_delimiter_parse (good[i].text, &delimiter));
      g_assert_cmpint (delimiter, ==, good[i].delimiter);
      g_assert_true (attune_delimiter_parse (text, &delimiter));
      g_assert_cmpint (delimiter, ==, good[i].delimiter);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (attune_delimiter_parse (bad[i], &delimiter));
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ReaderTable/tables", test_tables);
  dataset_test_add ("/Attune/ReaderTable/nul", test_nul);
  dataset_test_add ("/Attune/ReaderTable/text", test_text);
  dataset_test_add ("/Attune/ReaderTable/open-quote-memory", test_open_quote_memory);
  dataset_test_add ("/Attune/ReaderTable/options", test_options);
  dataset_test_add ("/Attune/ReaderTable/delimiter", test_delimiter);
  dataset_test_add ("/Attune/ReaderTable/wrong-delimiter", test_wrong_delimiter);
  dataset_test_add ("/Attune/ReaderTable/long-header", test_long_header);
  dataset_test_add ("/Attune/ReaderTable/refusals", test_refusals);
  dataset_test_add ("/Attune/ReaderTable/boundaries", test_boundaries);
  dataset_test_add ("/Attune/ReaderTable/quoted-returns", test_quoted_returns);

  return g_test_run ();
}
