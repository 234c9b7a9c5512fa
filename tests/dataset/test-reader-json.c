/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reader-json"

#include "config.h"

#include <unistd.h>

#include "attune-error.h"
#include "attune-json-arrays.h"
#include "attune-reader.h"
#include "attune-test-clock.h"
#include "dataset-test.h"

static AttuneReader *
open_reader (Fixture    *f,
             const char *text,
             const char *path,
             GError    **error)
{
  AttuneReaderOptions options = { .format = ATTUNE_FORMAT_JSON, .records_path = path };
  g_autoptr(AttuneSource) source = NULL;

  dataset_test_write (f, "file.json", text);
  source = attune_source_open (f->path, error);

  return attune_reader_open (source, &options, error);
}

/* The record stands where it says, in the text that is read. */
static void
check_place (AttuneReader       *reader,
             const AttuneRecord *record)
{
  g_autofree char *text = g_malloc (record->length);

  g_assert_cmpint (attune_source_read (attune_reader_get_source (reader), record->offset, text,
                                       record->length, NULL), ==, record->length);
  g_assert_cmpmem (text, record->length, record->text, record->length);
}

/* Writes where the records are, then each with its line; “!” before one that is no JSON, and “~”
 * before one that lacks something. */
static char *
describe (Fixture    *f,
          const char *text,
          const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneReader) reader = open_reader (f, text, path, &error);
  g_autoptr(GString) result = NULL;
  AttuneRecord record;

  g_assert_no_error (error);
  result = g_string_new (attune_reader_get_options (reader)->records_path);

  while (attune_reader_next (reader, &record, NULL, &error))
    {
      g_string_append_printf (result, " / %" G_GUINT64_FORMAT ":", record.line);
      g_assert_null (record.cells);
      check_place (reader, &record);
      g_string_append (result, record.note == ATTUNE_ISSUE_RAGGED_ROW ? "~" : "");
      g_assert_true ((record.root != NULL) == (record.problem == ATTUNE_ISSUE_NONE));
      g_string_append (result, record.problem == ATTUNE_ISSUE_NONE ? "" : "!");
      g_string_append_len (result, record.text, record.length);
    }

  g_assert_no_error (error);

  if (attune_reader_is_truncated (reader))
    g_string_append (result, " …");

  return g_string_free_and_steal (g_steal_pointer (&result));
}

static const struct
{
  const char *text;
  const char *expected;
  const char *path;
} documents[] = {
  { "[1, \"a,]\" , {\"b\": [2, {}]}]", "$ / 1:1 / 1:\"a,]\" / 1:{\"b\": [2, {}]}" },
  { "[\n  {\n    \"a\": 1\n  },\n\n  {\"a\": 2}\n]\n",
    "$ / 2:{\n    \"a\": 1\n  } / 6:{\"a\": 2}" },
  { "[]", "$" },
  { "[1,,2,]", "$ / 1:1 / 1:2" },
  { "{\"n\": 2, \"data\": {\"items\": [{\"a\": 1}, {\"a\": 2}]}, \"x\": 1}",
    "data.items / 1:{\"a\": 1} / 1:{\"a\": 2}" },
  { "{\"tags\": [{\"t\": 1}],\n\"rows\": [{\"a\": 1}, {\"a\": 2}]}",
    "rows / 2:{\"a\": 1} / 2:{\"a\": 2}" },
  { "{\"tags\": [{\"t\": 1}],\n\"rows\": [{\"a\": 1}, {\"a\": 2}]}", "tags / 1:{\"t\": 1}", "tags" },
  { "{\"a.b\": [{\"c\": 1}, {\"c\": 2}]}", "a\\.b / 1:{\"c\": 1} / 1:{\"c\": 2}" },
  { "{\"a\\\"b\": [{\"c\": 1}]}", "a\\\"b / 1:{\"c\": 1}" },
  { "{\"1\": {\"q\": 1}, \"2\": {\"q\": 2},\n\"3\" : {\"q\": 3}}",
    "$.* / 1:{\"q\": 1} / 1:{\"q\": 2} / 2:{\"q\": 3}" },
  { "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}",
    "$ / 1:{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}" },
  { "{\"conversations\": [{\"from\": \"human\", \"value\": \"x\"}]}",
    "$ / 1:{\"conversations\": [{\"from\": \"human\", \"value\": \"x\"}]}" },
  { "{\"a\": 1}", "$ / 1:{\"a\": 1}" },
  { "{\"a\": [{\"b\": 1}, {\"b\": 2}]}", "$ / 1:{\"a\": [{\"b\": 1}, {\"b\": 2}]}", "$" },
  { "{\"a\": 1}{\"a\": [2]} {\n\"a\": 3}\n[4]\n5\n", "$ / 1:{\"a\": 1} / 1:{\"a\": [2]} / 1:{\n\"a\": 3} / 3:[4] / 4:5" },
  { "[{\"a\": 1}]\n[{\"a\": 2}]\n", "$ / 1:[{\"a\": 1}] / 2:[{\"a\": 2}]" },
  { "{\"a\":\n1},\n{\"a\": 2}", "$ / 1:{\"a\":\n1} / 3:{\"a\": 2}" },

  /* Columns. */
  { "{\"p\": [\"a\", \"b,]\"],\n\"c\": [1.10, [2, {}]]}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": 1.10} / 2:{\"p\": \"b,]\", \"c\": [2, {}]}" },
  { "{\"data\": {\n\"p\" : [\n\"a\" ,\n\"b\"\n], \"c\": [\"d\",\n\"e\"]}, \"n\": 2}",
    "data.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:{\"p\": \"b\", \"c\": \"e\"}" },
  { "{\"p\": {\"0\": \"a\", \"1\": \"b\"}, \"c\": {\"0\": \"d\", \"1\": null}}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:{\"p\": \"b\", \"c\": null}" },
  { "{\"p\": {\"7\": \"a\"}, \"c\": {\"7\": \"d\"}, \"d\": {\"7\": \"e\"}}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\", \"d\": \"e\"}" },
  { "{\"p\": [{\n\"q\": 1}, {\"q\":\r\n2}], \"c\": [1, 2], \"d\": [3, 4]}",
    "$.*[] / 1:{\"p\": {\t\"q\": 1}, \"c\": 1, \"d\": 3} / "
    "2:{\"p\": {\"q\":\t\t2}, \"c\": 2, \"d\": 4}" },
  { "{\"messages\": [[{\"role\": \"user\"}], []], \"id\": [1, 2]}",
    "$.*[] / 1:{\"messages\": [{\"role\": \"user\"}], \"id\": 1} / "
    "2:{\"messages\": [], \"id\": 2}" },

  /* No columns, unless a person says so. */
  { "{\"a\": {\"p\": \"1\", \"c\": \"2\"}, \"b\": {\"p\": \"3\", \"c\": \"4\"}}",
    "$.* / 1:{\"p\": \"1\", \"c\": \"2\"} / 1:{\"p\": \"3\", \"c\": \"4\"}" },
  { "{\"a\": {\"p\": 1, \"c\": 2}, \"b\": {\"p\": 3, \"c\": 4}}",
    "$.*[] / 1:{\"a\": 1, \"b\": 3} / 2:{\"a\": 2, \"b\": 4}", "$.*[]" },
  { "{\"train\": [{\"a\": 1}, {\"a\": 2}], \"test\": [{\"a\": 3}, {\"a\": 4}]}",
    "train / 1:{\"a\": 1} / 1:{\"a\": 2}" },
  { "{\"messages\": [{\"role\": \"user\"}, {\"role\": \"assistant\"}],\n\"tools\": "
    "[{\"type\": 1, \"function\": 2}, {\"type\": 1, \"function\": 2}]}",
    "$ / 1:{\"messages\": [{\"role\": \"user\"}, {\"role\": \"assistant\"}],\n\"tools\": "
    "[{\"type\": 1, \"function\": 2}, {\"type\": 1, \"function\": 2}]}" },
  { "{\"messages\": [{\"role\": \"user\"}],\n\"functions\": [{\"name\": 1, \"parameters\": {}}]}",
    "$ / 1:{\"messages\": [{\"role\": \"user\"}],\n\"functions\": [{\"name\": 1, \"parameters\": {}}]}" },
  { "{\"q\": \"x\",\n\"choices\": [1, 2], \"labels\": [3, 4]}",
    "$ / 1:{\"q\": \"x\",\n\"choices\": [1, 2], \"labels\": [3, 4]}" },
  { "{\"p\": [1, 2], \"c\": [3, 4]}\n{\"p\": [5, 6], \"c\": [7, 8]}",
    "$ / 1:{\"p\": [1, 2], \"c\": [3, 4]} / 2:{\"p\": [5, 6], \"c\": [7, 8]}" },
  { "{\"p\": {\"0\": 1, \"1\": 2}, \"c\": {\"0\": 3, \"2\": 4}}",
    "$.* / 1:{\"0\": 1, \"1\": 2} / 1:{\"0\": 3, \"2\": 4}" },

  /* Written by hand. */
  { "// all\n/* of it */\n{\"data\": [\n{\"a\": 1,},\n{\"a\": [2,]}\n]}", "data / 4:{\"a\": 1,} / 5:{\"a\": [2,]}" },

  /* What describes the columns is longer, but has no records. */
  { "{\"features\": [{\"name\": \"a\"}, {\"name\": \"b\"}, {\"name\": \"c\"}], \"rows\": [{\"row\": {}}]}",
    "rows / 1:{\"row\": {}}" },
  { "{\"schema\": {\"fields\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}, \"data\": [{\"a\": 1}]}",
    "data / 1:{\"a\": 1}" },
  { "{\"rows\": [{\"a\": 1}], \"columns\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}", "rows / 1:{\"a\": 1}" },
  { "{\"fields\": [{\"q\": 1}, {\"q\": 2}]}", "fields / 1:{\"q\": 1} / 1:{\"q\": 2}" },

  /* Columns with mistakes: what is there stays in its row. */
  { "{\"p\": [\"a\", \"b\", \"c\"], \"c\": [\"d\", \"e\"]}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:{\"p\": \"b\", \"c\": \"e\"} / 3:~{\"p\": \"c\"}" },
  { "{\"p\": [\"a\"], \"c\": [\"d\", \"e\", \"f\"]}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:~{\"c\": \"e\"} / 3:~{\"c\": \"f\"}", "$.*[]" },
  { "{\"p\": [\"a\", x, \"c\"], \"c\": [\"d\", \"e\", \"f\"]}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:!{\"p\": x, \"c\": \"e\"} / "
    "3:{\"p\": \"c\", \"c\": \"f\"}" },
  { "{\"p\": [\"a\", \"b\nb\"], \"c\": [\"d\", \"e\"],}",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:!{\"p\": \"b\tb\", \"c\": \"e\"}" },
  { "{\"p\": [\"a\", \"b\"], \"c\": [\"d\", \"e",
    "$.*[] / 1:{\"p\": \"a\", \"c\": \"d\"} / 2:~{\"p\": \"b\"} …" },
  { "{\"p\": [\"a\", \"b\"], \"c\": [\"d\"",
    "$ / 1:!{\"p\": [\"a\", \"b\"], \"c\": [\"d\" …" },
  { "{\"p\": [\"a\", \"b\"], \"c\": [\"d\", \"e\"]} x",
    "$ / 1:{\"p\": [\"a\", \"b\"], \"c\": [\"d\", \"e\"]} / 1:!x" },

  /* Mistakes. */
  { "[{\"a\": 1},\n{\"a\" 2},\n{\"a\": 3}]", "$ / 1:{\"a\": 1} / 2:!{\"a\" 2} / 3:{\"a\": 3}" },
  { "[{\"a\": 1}},\n{\"a\": 2}]", "$ / 1:!{\"a\": 1}} / 2:{\"a\": 2}" },
  { "[{\"a\": {\"b\": 1},\n{\"a\": 2},\n{\"a\": 3}]",
    "$ / 1:!{\"a\": {\"b\": 1} / 2:{\"a\": 2} / 3:{\"a\": 3}" },
  { "[{\"a\": \"1},\n{\"a\": 2},\n{\"a\": 3}]", "$ / 1:!{\"a\": \"1} / 2:{\"a\": 2} / 3:{\"a\": 3}" },
  { "{\"1\": {\"q\": 1}, \"2\": {\"q\": 2", "$.* / 1:{\"q\": 1} / 1:!{\"q\": 2 …" },
  { "{\"a\": {\"b\": 1", "$ / 1:!{\"a\": {\"b\": 1 …" },
  { "[{\"a\": 1}, {\"a\": ", "$ / 1:{\"a\": 1} / 1:!{\"a\": …" },
  { "[{\"a\": 1},", "$ / 1:{\"a\": 1} …" },
  { "[{\"a\": 1}", "$ / 1:{\"a\": 1} …" },
  { "[{\"a\": \"\\ud800\"}]", "$ / 1:!{\"a\": \"\\ud800\"}" },
  { "hello\nworld", "$ / 1:!hello / 2:!world" },
};

static void
test_documents (Fixture       *f,
                gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *result = describe (f, documents[i].text, documents[i].path);

      g_test_message ("%s", documents[i].text);
      g_assert_cmpstr (result, ==, documents[i].expected);
    }
}

static void
test_list_arrays (Fixture       *f,
                  gconstpointer  data)
{
  static const char *text = "{\"version\": \"1\",\n"
                            " \"data\": {\"train\": [{\"q\": [1]}, {\"q\": [2]}, {}], \"test\": []},\n"
                            " \"names\": [\"a\", \"b\"],\n"
                            " \"cut\": [{\"q\": 1}, {\"q\": ";
  static const struct
  {
    const char *path;
    guint       n_elements;
    guint       line;
    gboolean    is_complete;
    gboolean    has_objects;
  } expected[] = {
    { "data.train", 3, 2, TRUE, TRUE },
    { "data.test", 0, 2, TRUE, TRUE },
    { "names", 2, 3, TRUE, FALSE },
    { "cut", 2, 4, FALSE, TRUE },
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(GPtrArray) arrays = NULL;
  gboolean is_sequence;

  dataset_test_write (f, "file.json", text);
  source = attune_source_open (f->path, &error);
  arrays = attune_reader_json_list_arrays (source, &is_sequence, &error);
  g_assert_no_error (error);
  g_assert_false (is_sequence);
  g_assert_cmpuint (arrays->len, ==, G_N_ELEMENTS (expected));

  for (guint i = 0; i < arrays->len; i++)
    {
      AttuneJsonArray *array = g_ptr_array_index (arrays, i);

      g_assert_cmpstr (array->path, ==, expected[i].path);
      g_assert_cmpuint (array->n_elements, ==, expected[i].n_elements);
      g_assert_cmpuint (array->line, ==, expected[i].line);
      g_assert_cmpint (array->is_complete, ==, expected[i].is_complete);
      g_assert_cmpint (array->has_objects, ==, expected[i].has_objects);
      g_assert_cmpint (text[array->offset - 1], ==, '[');
    }
}

static void
test_wrong_path (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (open_reader (f, "{\"a\": [1]}", "b", &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "file.json");
}

/* What was found leads to the same records when it is told. */
static void
test_options (Fixture       *f,
              gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr(AttuneReader) reader = open_reader (f, documents[i].text, documents[i].path, NULL);
      const AttuneReaderOptions *options = attune_reader_get_options (reader);
      g_autofree char *result = describe (f, documents[i].text, options->records_path);

      g_test_message ("%s", documents[i].text);
      g_assert_cmpstr (result, ==, documents[i].expected);
    }
}

static void
test_depth (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *opening = g_strnfill (100000, '[');
  g_autofree char *closing = g_strnfill (100000, ']');
  g_autofree char *whole = g_strdup_printf ("[%s%s, 1]", opening, closing);
  g_autofree char *open = g_strdup_printf ("%s", opening);
  g_autofree char *result = describe (f, whole, NULL);
  g_autofree char *open_result = describe (f, open, NULL);

  g_assert_true (g_str_has_prefix (result, "$ / 1:[["));
  g_assert_true (g_str_has_suffix (result, "]] / 1:1"));
  g_assert_true (g_str_has_prefix (open_result, "$ / 1:![["));
}

/* The second column begins behind what is looked at for lists, and a value is longer than what is
 * read at once. */
static void
test_large_columns (Fixture       *f,
                    gconstpointer  data)
{
  static const guint n_rows = 600000;
  g_autoptr(GString) text = g_string_new ("{\"prompt\": {");
  g_autofree char *answer = g_strnfill (300000, 'x');
  g_autofree char *last = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(AttuneBlock) block = { 0 };
  AttuneReaderOptions options = { .format = ATTUNE_FORMAT_JSON };
  gsize memory;
  AttuneRecord record;

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "%s\"%u\": \"How much is it, please? %u\"", i > 0 ? "," : "", i, i);

  g_string_append (text, "}, \"completion\": {");

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "%s\"%u\": \"%u%s\"", i > 0 ? "," : "", i, i,
                            i + 1 == n_rows ? answer : "");

  g_string_append (text, "}}");
  dataset_test_write (f, "file.json", text->str);
  g_string_free (g_steal_pointer (&text), TRUE);
  last = g_strdup_printf ("{\"prompt\": \"How much is it, please? %u\", \"completion\": \"%u%s\"}",
                          n_rows - 1, n_rows - 1, answer);

  memory = dataset_test_get_memory ();
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, NULL);
  g_assert_cmpint (attune_reader_get_format (reader), ==, ATTUNE_FORMAT_JSON);

  for (guint i = 0; i < n_rows; i++)
    {
      g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
      g_assert_cmpuint (record.line, ==, i + 1);
      g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_NONE);
    }

  g_assert_cmpmem (record.text, record.length, last, strlen (last));

  dataset_test_assert_growth (memory, 24 * 1024 * 1024);

  g_assert_true (attune_reader_read_block (reader, record.offset, record.length, &block, NULL));
  g_assert_cmpmem (block.text, block.length, last, strlen (last));

  /* A source from which nothing was made yet. */
  g_cancellable_cancel (cancellable);
  source = attune_source_open (f->path, &error);
  g_assert_no_error (error);
  g_assert_null (attune_reader_open_full (source, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (attune_reader_next (reader, &record, NULL, NULL));
}

/* Columns whose rows would be far longer than the file are no dataset. */
static void
test_growing_columns (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *name = g_strnfill (1000, 'n');
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(GError) error = NULL;

  g_string_append_printf (text, "{\"%s\": [1", name);

  for (guint i = 0; i < 400000; i++)
    g_string_append (text, ",1");

  g_string_append (text, "], \"b\": [1, 2]}");
  reader = open_reader (f, text->str, "$.*[]", &error);
  g_assert_null (reader);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

/* A record that is longer than any may be, in one line with the others. */
static void
test_too_large (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttuneReader) reader = open_reader (f, "[{\"a\": 1}, {\"a\": \"", NULL, NULL);
  gsize memory = dataset_test_get_memory ();
  AttuneRecord record;
  FILE *file;

  g_assert_cmpint (truncate (f->path, 2 * (goffset)ATTUNE_MAX_RECORD), ==, 0);
  file = fopen (f->path, "a");
  g_assert_cmpint (fputs ("\"},\n{\"a\": 2}]", file), >, 0);
  g_assert_cmpint (fclose (file), ==, 0);
  g_clear_object (&reader);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_JSON, NULL);

  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_NONE);
  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_TOO_LARGE);
  g_assert_cmpuint (record.line, ==, 1);
  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpmem (record.text, record.length, "{\"a\": 2}", 8);
  g_assert_cmpuint (record.line, ==, 2);
  g_assert_false (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_false (attune_reader_is_truncated (reader));
  dataset_test_assert_growth (memory, 4 * (gsize)ATTUNE_MAX_RECORD);
}

/* The first turn is longer than the beginning of a file that shows what it is. */
static void
test_large_turn (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *question = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *text = g_strconcat ("{\"messages\": [{\"content\": \"", question,
                                       "\", \"role\": \"user\"}, {\"role\": \"assistant\"}]}\n",
                                       NULL);
  g_autoptr(AttuneReader) reader = NULL;
  AttuneRecord record;

  dataset_test_write (f, "file.jsonl", text);
  reader = dataset_test_open_reader (f->path, ATTUNE_FORMAT_UNKNOWN, NULL);
  g_assert_cmpint (attune_reader_get_format (reader), ==, ATTUNE_FORMAT_JSONL);
  g_assert_true (attune_reader_next (reader, &record, NULL, NULL));
  g_assert_cmpint (record.problem, ==, ATTUNE_ISSUE_NONE);
  g_assert_nonnull (yyjson_obj_get (record.root, "messages"));
  g_assert_false (attune_reader_next (reader, &record, NULL, NULL));
}

/* Every record lacks its end: each is found again, but not for ever. */
static void
test_all_broken (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("[");
  g_autoptr(AttuneReader) reader = NULL;
  AttuneRecord record;
  gint64 begin = attune_test_get_cpu_time ();
  guint n_records = 0;

  while (text->len < 8 * 1024 * 1024)
    g_string_append (text, "{\"a\": {\"b\": 1},\n");

  reader = open_reader (f, text->str, NULL, NULL);

  while (attune_reader_next (reader, &record, NULL, NULL))
    n_records += record.problem == ATTUNE_ISSUE_NOT_JSON;

  g_assert_cmpuint (n_records, >, 20);
  g_assert_cmpint (attune_test_get_cpu_time () - begin, <, 60 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ReaderJson/documents", test_documents);
  dataset_test_add ("/Attune/ReaderJson/list-arrays", test_list_arrays);
  dataset_test_add ("/Attune/ReaderJson/wrong-path", test_wrong_path);
  dataset_test_add ("/Attune/ReaderJson/options", test_options);
  dataset_test_add ("/Attune/ReaderJson/depth", test_depth);
  dataset_test_add ("/Attune/ReaderJson/large-columns", test_large_columns);
  dataset_test_add ("/Attune/ReaderJson/growing-columns", test_growing_columns);
  dataset_test_add ("/Attune/ReaderJson/too-large", test_too_large);
  dataset_test_add ("/Attune/ReaderJson/large-turn", test_large_turn);
  dataset_test_add ("/Attune/ReaderJson/all-broken", test_all_broken);

  return g_test_run ();
}
