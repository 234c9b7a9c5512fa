/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reader-jsonl"

#include "config.h"

#include <unistd.h>

#include "attune-error.h"
#include "attune-reader.h"
#include "dataset-test.h"

static AttuneReader *
open_reader (Fixture    *f,
             const char *text)
{
  g_autoptr(GError) error = NULL;
  AttuneReader *reader;

  dataset_test_write (f, "file.jsonl", text);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, &error);
  g_assert_no_error (error);
  g_assert_cmpint (attune_reader_get_format (reader), ==, ATTUNE_FORMAT_JSONL);

  return reader;
}

static void
assert_next (AttuneReader    *reader,
             guint64          line,
             AttuneIssueKind  problem,
             const char      *text)
{
  g_autoptr(GError) error = NULL;
  AttuneRecord record;

  g_assert_true (attune_reader_next (reader, &record, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (record.line, ==, line);
  g_assert_cmpint (record.problem, ==, problem);
  g_assert_true ((record.root != NULL) == (problem == ATTUNE_ISSUE_NONE));
  g_assert_null (record.cells);

  if (text != NULL)
    g_assert_cmpmem (record.text, record.length, text, strlen (text));
}

static void
assert_end (AttuneReader *reader)
{
  g_autoptr(GError) error = NULL;
  AttuneRecord record;

  g_assert_false (attune_reader_next (reader, &record, NULL, &error));
  g_assert_no_error (error);
}

/* As people leave it who write by hand. What is nothing but a remark is no record, and is said. */
static void
test_by_hand (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneReader) reader = NULL;

  reader = open_reader (f, "// mine\n{\"a\": [1, 2,],}\n{\"a\": 1} // one\n{\"a\": 1,,}\n{\"a\" /* b */: 2}\n");
  assert_next (reader, 1, ATTUNE_ISSUE_NOT_JSON, "// mine");
  assert_next (reader, 2, ATTUNE_ISSUE_NONE, "{\"a\": [1, 2,],}");
  assert_next (reader, 3, ATTUNE_ISSUE_NONE, "{\"a\": 1} // one");
  assert_next (reader, 4, ATTUNE_ISSUE_NOT_JSON, "{\"a\": 1,,}");
  assert_next (reader, 5, ATTUNE_ISSUE_NONE, "{\"a\" /* b */: 2}");
  assert_end (reader);
}

static void
test_records (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttuneReader) reader = NULL;

  reader = open_reader (f, "\xef\xbb\xbf{\"a\": 1}\r\n\n   \n  {\"问\": \"答\"}\t\n\xef\xbb\xbf[1]\nnull\n{\"z\":2}");
  g_assert_null (attune_reader_get_columns (reader));

  assert_next (reader, 1, ATTUNE_ISSUE_NONE, "{\"a\": 1}");
  assert_next (reader, 4, ATTUNE_ISSUE_NONE, "{\"问\": \"答\"}");
  assert_next (reader, 5, ATTUNE_ISSUE_NONE, "[1]");
  assert_next (reader, 6, ATTUNE_ISSUE_NONE, "null");
  assert_next (reader, 7, ATTUNE_ISSUE_NONE, "{\"z\":2}");
  assert_end (reader);
  assert_end (reader);
  g_assert_cmpint (attune_reader_get_position (reader), ==,
                   attune_source_get_length (attune_reader_get_source (reader)));
}

static void
test_offsets (Fixture       *f,
              gconstpointer  data)
{
  static const char *text = "{\"a\":1}\r\n\r\n  {\"b\":2}\n";
  g_autoptr(AttuneReader) reader = open_reader (f, text);
  AttuneRecord record;

  while (attune_reader_next (reader, &record, NULL, NULL))
    g_assert_cmpmem (text + record.offset, record.length, record.text, record.length);
}

static void
test_problems (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttuneReader) reader = NULL;

  reader = open_reader (f, "{\"good\": 1}\n"
                           "{\"open\": \n"
                           "hello\n"
                           "{\"bad\": \"\xc3\x28\"}\n"
                           "{\"latin1\": \"caf\xe9\"}\n"
                           "{\"lone surrogate\": \"\\ud800\"}\n"
                           "{\"a\": 1},\n"
                           "{'a': 1}\n"
                           "{\"a\": NaN}\n"
                           "{\"a\": 1} {\"b\": 2}\n"
                           "{\"good\": \"\\ud83d\\ude00\"}\n"
                           "{\"first half\": \"\\uD83D\\u0041\"}\n"
                           "{\"second half\": \"\\ude00\"}\n"
                           "{\"a\": -Infinity}\n"
                           "{\"bad escape\": \"\\ud\"}\n");

  assert_next (reader, 1, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 2, ATTUNE_ISSUE_NOT_JSON, "{\"open\":");
  assert_next (reader, 3, ATTUNE_ISSUE_NOT_JSON, "hello");
  assert_next (reader, 4, ATTUNE_ISSUE_NOT_UTF8, NULL);
  assert_next (reader, 5, ATTUNE_ISSUE_NOT_UTF8, NULL);
  assert_next (reader, 6, ATTUNE_ISSUE_HALF_CHARACTER, NULL);
  assert_next (reader, 7, ATTUNE_ISSUE_NOT_JSON, NULL);
  assert_next (reader, 8, ATTUNE_ISSUE_NOT_JSON, NULL);
  assert_next (reader, 9, ATTUNE_ISSUE_NOT_A_NUMBER, NULL);
  assert_next (reader, 10, ATTUNE_ISSUE_NOT_JSON, NULL);
  assert_next (reader, 11, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 12, ATTUNE_ISSUE_HALF_CHARACTER, NULL);
  assert_next (reader, 13, ATTUNE_ISSUE_HALF_CHARACTER, NULL);
  assert_next (reader, 14, ATTUNE_ISSUE_NOT_A_NUMBER, NULL);
  assert_next (reader, 15, ATTUNE_ISSUE_NOT_JSON, NULL);
  assert_end (reader);
}

static void
test_nul (Fixture       *f,
          gconstpointer  data)
{
  static const char bytes[] = "{\"a\": \"\0\"}\n{\"a\": \"\\u0000\"}\n\0\n{\"b\": 1}\n";
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = NULL;

  dataset_test_write_bytes (f, "nul.jsonl", bytes, sizeof bytes - 1);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, &error);
  g_assert_no_error (error);

  assert_next (reader, 1, ATTUNE_ISSUE_ZERO_BYTE, NULL);
  assert_next (reader, 2, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 3, ATTUNE_ISSUE_ZERO_BYTE, NULL);
  assert_next (reader, 4, ATTUNE_ISSUE_NONE, NULL);
  assert_end (reader);
}

static void
test_extremes (Fixture       *f,
               gconstpointer  data)
{
  g_autofree char *opening = g_strnfill (100000, '[');
  g_autofree char *closing = g_strnfill (100000, ']');
  g_autofree char *digits = g_strnfill (100000, '9');
  g_autofree char *text = NULL;
  g_autoptr(AttuneReader) reader = NULL;

  text = g_strdup_printf ("{\"deep\": %s%s}\n{\"unclosed\": %s\n{\"huge\": %s, \"e\": 1e99999, \"n\": -0}\n{}\n",
                          opening, closing, opening, digits);
  reader = open_reader (f, text);

  assert_next (reader, 1, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 2, ATTUNE_ISSUE_NOT_JSON, NULL);
  assert_next (reader, 3, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 4, ATTUNE_ISSUE_NONE, NULL);
  assert_end (reader);
}

/* What is missing at the end of a file is said, besides what is wrong with its last record. */
static void
test_cut_off (Fixture       *f,
              gconstpointer  data)
{
  static const struct
  {
    const char *text;
    gboolean    is_truncated;
  } files[] = {
    { "{\"a\": 1}\n{\"a\": \"x", TRUE },
    { "{\"a\": 1}\n{\"a\": [1, 2", TRUE },
    { "{\"a\": 1}\n{\"a\": 2}", FALSE },
    { "{\"a\": 1}\n{\"a\": \n", FALSE },
    { "{\"a\": 1}\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(AttuneReader) reader = open_reader (f, files[i].text);
      AttuneRecord record;

      while (attune_reader_next (reader, &record, NULL, NULL))
        ;

      g_assert_cmpint (attune_reader_is_truncated (reader), ==, files[i].is_truncated);
    }
}

/* Longer than what the allocator keeps, and than the first buffer. */
static void
test_large_record (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (5 * 1024 * 1024, 'x');
  g_autofree char *text = g_strdup_printf ("{\"a\": 1}\n{\"a\": \"%s\"}\n{\"a\": 2}\n", filler);
  g_autoptr(AttuneReader) reader = open_reader (f, text);

  for (guint i = 1; i <= 3; i++)
    assert_next (reader, i, ATTUNE_ISSUE_NONE, NULL);

  assert_end (reader);
}

/* Longer than any record may be, and all of it one line. */
static void
test_too_large (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneReader) reader = open_reader (f, "{\"a\": 1}\n{\"a\": 2}\n{\"a\": \"");
  gsize memory = dataset_test_get_memory ();
  FILE *file;

  g_assert_cmpint (truncate (f->path, 200 * 1000 * 1000), ==, 0);
  file = fopen (f->path, "a");
  g_assert_cmpint (fputs ("\"}\n\n{\"a\": 3}\n", file), >, 0);
  g_assert_cmpint (fclose (file), ==, 0);
  g_clear_object (&reader);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, NULL);

  assert_next (reader, 1, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 2, ATTUNE_ISSUE_NONE, NULL);
  assert_next (reader, 3, ATTUNE_ISSUE_TOO_LARGE, NULL);
  assert_next (reader, 5, ATTUNE_ISSUE_NONE, "{\"a\": 3}");
  assert_end (reader);
  dataset_test_assert_growth (memory, 3 * (gsize)ATTUNE_MAX_RECORD);
}

static void
test_carriage_returns (Fixture       *f,
                       gconstpointer  data)
{
  g_autoptr(AttuneReader) reader = open_reader (f, "{\"a\": 1}\r\r{\"a\": 2}\r");

  assert_next (reader, 1, ATTUNE_ISSUE_NONE, "{\"a\": 1}");
  assert_next (reader, 3, ATTUNE_ISSUE_NONE, "{\"a\": 2}");
  assert_end (reader);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(AttuneReader) reader = open_reader (f, "{\"a\": 1}\n{\"a\": 2}\n");
  AttuneRecord record;

  g_assert_true (attune_reader_next (reader, &record, cancellable, &error));
  g_cancellable_cancel (cancellable);
  g_assert_false (attune_reader_next (reader, &record, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static AttuneFormat
recognise (Fixture    *f,
           const char *name,
           const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = NULL;

  dataset_test_write (f, name, text);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, &error);

  if (reader != NULL)
    return attune_reader_get_format (reader);

  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, name);

  return ATTUNE_FORMAT_UNKNOWN;
}

static const struct
{
  const char   *name;
  const char   *text;
  AttuneFormat  format;
} files[] = {
  { "file", "{\"a\": 1}", ATTUNE_FORMAT_JSONL },
  { "file.csv", "\n {\"a\": 1}", ATTUNE_FORMAT_JSONL },
  { "file.JSONL", "hello", ATTUNE_FORMAT_JSONL },
  { "file.json", "{\"a\": 1}\n{\"a\": 2}\n", ATTUNE_FORMAT_JSONL },
  { "file.json", "{\"a\": 1}", ATTUNE_FORMAT_JSON },
  { "file.json", "[{\"a\": 1}]", ATTUNE_FORMAT_JSON },
  { "file.jsonl", "[{\"a\": 1},{\"a\": 2}]", ATTUNE_FORMAT_JSON },
  { "file.jsonl", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", ATTUNE_FORMAT_JSON },
  { "file.txt", "[\n{\"a\": 1},\n{\"a\": 2}\n]\n", ATTUNE_FORMAT_JSON },
  { "file.jsonl", "{\"data\": [{\"a\": 1}, {\"a\": 2}]}", ATTUNE_FORMAT_JSON },
  { "file.jsonl", "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}", ATTUNE_FORMAT_JSONL },
  { "file.jsonl", "{\"open\": \nhello\n{\"a\": 1}\n", ATTUNE_FORMAT_JSONL },
  { "file.txt", "{\"a\": 1}{\"a\": 2}{\"a\": 3}", ATTUNE_FORMAT_JSON },
  { "file.jsonl", "[1,2]\n[3,4]\n", ATTUNE_FORMAT_JSONL },
  { "file.csv", "[id],name\n1,2\n", ATTUNE_FORMAT_TABLE },
  { "file.TSV", "hello", ATTUNE_FORMAT_TABLE },
  { "file.txt", "q,a\n1,2\n3,4\n", ATTUNE_FORMAT_TABLE },
  { "file.txt", "One, two.\nThree.\nFour.\nFive, six, seven.\n", ATTUNE_FORMAT_TEXT },
  { "file.txt", "Hello, world\nHi, there\n", ATTUNE_FORMAT_TEXT },
  { "file", "Q: a, b\nA: c, d\n", ATTUNE_FORMAT_TEXT },
  { "file.jsonl", "{'a': 1}\n", ATTUNE_FORMAT_UNKNOWN },
  { "file.json", "[{'a': 'b'}]", ATTUNE_FORMAT_UNKNOWN },
  { "file.jsonl", "\x1f\x8b\x08", ATTUNE_FORMAT_UNKNOWN },
  { "file.csv", "PK\x03\x04", ATTUNE_FORMAT_UNKNOWN },
};

static void
test_recognise (Fixture       *f,
                gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s: %s", files[i].name, files[i].text);
      g_assert_cmpint (recognise (f, files[i].name, files[i].text), ==, files[i].format);
    }
}

/* The first lines are longer than what is looked at. */
static void
test_recognise_long (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (100000, 'x');
  g_autofree char *lines = g_strdup_printf ("{\"a\":\"%s\"}\n{\"a\":1}\n", filler);
  g_autofree char *array = g_strdup_printf ("[{\"a\":\"%s\"},{\"a\":1}]", filler);
  g_autofree char *object = g_strdup_printf ("{\"data\":[{\"a\":\"%s\"},{\"a\":1}]}", filler);

  g_assert_cmpint (recognise (f, "file.json", lines), ==, ATTUNE_FORMAT_JSON);
  g_assert_cmpint (recognise (f, "file", lines), ==, ATTUNE_FORMAT_JSONL);
  g_assert_cmpint (recognise (f, "file.jsonl", array), ==, ATTUNE_FORMAT_JSON);
  g_assert_cmpint (recognise (f, "file.jsonl", object), ==, ATTUNE_FORMAT_JSON);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ReaderJsonl/records", test_records);
  dataset_test_add ("/Attune/ReaderJsonl/by-hand", test_by_hand);
  dataset_test_add ("/Attune/ReaderJsonl/offsets", test_offsets);
  dataset_test_add ("/Attune/ReaderJsonl/problems", test_problems);
  dataset_test_add ("/Attune/ReaderJsonl/nul", test_nul);
  dataset_test_add ("/Attune/ReaderJsonl/cut-off", test_cut_off);
  dataset_test_add ("/Attune/ReaderJsonl/extremes", test_extremes);
  dataset_test_add ("/Attune/ReaderJsonl/large-record", test_large_record);
  dataset_test_add ("/Attune/ReaderJsonl/too-large", test_too_large);
  dataset_test_add ("/Attune/ReaderJsonl/carriage-returns", test_carriage_returns);
  dataset_test_add ("/Attune/ReaderJsonl/cancelled", test_cancelled);
  dataset_test_add ("/Attune/Reader/recognise", test_recognise);
  dataset_test_add ("/Attune/Reader/recognise-long", test_recognise_long);

  return g_test_run ();
}
