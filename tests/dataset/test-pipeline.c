/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-pipeline"

#include "config.h"

#include <stdio.h>

#include "attune-pipeline.h"
#include "dataset-test.h"
#include "recipe-test.h"

/* So many records are several dozens of blocks. */
#define N_RECORDS 30000

#define PASS "{'attune-recipe': 1}"
#define PAIRS(question, answer) \
  "{'attune-recipe': 1, 'target': 'completion', 'prompt': '" question "', 'completion': '" answer "'}"

/* What a pipeline told, checked against the text of its file as it comes. */
typedef struct
{
  char                 *text;       /* of the whole file; NULL: nothing is compared with it */
  gsize                 length;
  gsize                 seen;       /* so far line ends were counted */
  guint64               n_lines;
  guint                 n_entries;
  guint                 n_bad;
  guint                 n_items;    /* with another number than 0 */
  guint                 stop_at;    /* which entry ends it; 0: none */
  GCancellable         *cancellable;
  gsize                 max_memory;
  AttunePipelineTotals  totals;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Asserts that the record of an entry is where the entry says, by counting the lines to it. */
static void
assert_place (Run         *run,
              AttuneEntry *entry)
{
  g_assert_cmpuint (entry->offset + entry->length, <=, run->length);
  g_assert_cmpuint (entry->offset, >=, run->seen);

  for (; run->seen < entry->offset; run->seen++)
    run->n_lines += run->text[run->seen] == '\n';

  g_assert_cmpuint (entry->line, ==, run->n_lines + 1);
}

static gboolean
take_entry (AttuneEntry  *entry,
            gpointer      user_data,
            GError      **error)
{
  Run *run = user_data;
  g_autofree char *number = g_strdup_printf ("<%u>", run->n_entries);

  run->n_entries++;
  run->n_items += entry->item > 0;

  if (run->text != NULL)
    {
      assert_place (run, entry);
      g_assert_nonnull (g_strstr_len (run->text + entry->offset, entry->length, number));
    }

  if (entry->json.bytes == NULL)
    run->n_bad++;
  else if (run->text != NULL)
    g_assert_nonnull (g_strstr_len (entry->json.bytes, entry->json.length, number));

  if (run->max_memory > 0 && run->n_entries % 1000 == 0)
    run->max_memory = MAX (run->max_memory, dataset_test_get_memory ());

  if (run->n_entries != run->stop_at)
    return TRUE;

  if (run->cancellable != NULL)
    {
      g_cancellable_cancel (run->cancellable);
      return TRUE;
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Enough.");

  return FALSE;
}

static gboolean
run_file (Run                        *run,
          const char                 *path,
          const AttuneReaderOptions  *reader_options,
          const char                 *recipe_text,
          GError                    **error)
{
  AttuneSourceOptions source_options = { .encoding = "UTF-8" };
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (recipe_text);
  const AttuneRules rules = { 0 };
  AttunePipelineJob job = { .recipe = recipe, .rules = &rules, .writes_json = TRUE };

  source = attune_source_open_full (path, &source_options, NULL, NULL, NULL, error);
  g_assert_nonnull (source);
  reader = attune_reader_open (source, reader_options, error);
  g_assert_nonnull (reader);
  job.reader = reader;

  return attune_pipeline_run (&job, take_entry, run, &run->totals, NULL, NULL, run->cancellable,
                              error);
}

static void
assert_in_order (Fixture                   *f,
                 const char                *name,
                 GString                   *text,
                 const AttuneReaderOptions *options,
                 const char                *recipe)
{
  g_auto(Run) run = { .text = g_strdup (text->str), .length = text->len };
  g_autoptr(GError) error = NULL;

  dataset_test_write (f, name, text->str);
  g_assert_true (run_file (&run, f->path, options, recipe, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_entries, ==, N_RECORDS);
  g_assert_cmpuint (run.totals.n_records, ==, N_RECORDS);
  g_assert_cmpuint (run.totals.n_filtered, ==, 0);
  g_assert_cmpuint (text->len, >, 8 * 1024 * 1024);
}

/* Of every length, so that blocks end everywhere. */
static void
append_filler (GString *text,
               guint    i)
{
  for (guint n = i * 7919 % 601; n > 0; n--)
    g_string_append_c (text, 'a' + n % 26);
}

static void
test_jsonl (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_RECORDS; i++)
    {
      /* Broken records and blank lines keep their places, too. */
      g_string_append (text, i % 100 == 7 ? "\n \n" : "");
      g_string_append_printf (text, "{\"prompt\":\"<%u>\",\"completion\":\"", i);
      append_filler (text, i);
      g_string_append (text, i % 1000 == 3 ? "\n" : "\"}\n");
    }

  assert_in_order (f, "data.jsonl", text, NULL, PASS);
}

static void
test_table (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("\"the\nquestion\",answer\n");

  for (guint i = 0; i < N_RECORDS; i++)
    {
      g_string_append_printf (text, "\"<%u>\n\n, \"\"x\"\"\",", i);
      append_filler (text, i);
      g_string_append (text, ".\n");
    }

  assert_in_order (f, "data.csv", text, NULL, PAIRS ("{[`the\\nquestion`]}", "{answer}"));
}

static void
test_json (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("{\"data\": {\n\"list\": [\n");

  for (guint i = 0; i < N_RECORDS; i++)
    {
      g_string_append_printf (text, "%s {\n  \"q\": \"<%u>\",\n  \"a\": \"", i > 0 ? ",\n" : "", i);
      append_filler (text, i);
      g_string_append (text, "\"\n}");
    }

  g_string_append (text, "\n]}}\n");
  assert_in_order (f, "data.json", text, NULL, PAIRS ("{q}", "{a}."));
}

static void
test_text (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(GString) lines = g_string_new (NULL);
  g_autoptr(GString) blocks = g_string_new (NULL);
  AttuneReaderOptions options = {
    .format = ATTUNE_FORMAT_TEXT,
    .text_mode = ATTUNE_TEXT_MODE_LINES,
  };

  for (guint i = 0; i < N_RECORDS; i++)
    {
      g_string_append_printf (lines, "%s<%u>", i % 50 == 0 ? "\n\n" : "", i);
      append_filler (lines, i);
      g_string_append_c (lines, '\n');

      g_string_append_printf (blocks, "Q: <%u>\nA: ", i);
      append_filler (blocks, i);
      g_string_append (blocks, ".\n\nMore.\n");
    }

  assert_in_order (f, "data.txt", lines, &options, PAIRS ("", "{text}"));
  options.text_mode = ATTUNE_TEXT_MODE_BLOCKS;
  assert_in_order (f, "data.txt", blocks, &options, PAIRS ("{question}", "{answer}"));
}

static void
write_pairs (Fixture *f)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_RECORDS; i++)
    {
      g_string_append_printf (text, "{\"prompt\":\"<%u>\",\"completion\":\"", i);
      append_filler (text, i);
      g_string_append (text, "\"}\n");
    }

  dataset_test_write (f, "data.jsonl", text->str);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  static const guint moments[] = { 1, 2, 999, 5000, 15000, 25000, N_RECORDS - 3000 };
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_auto(Run) none = { .cancellable = cancelled };
  g_autoptr(GError) error = NULL;

  write_pairs (f);
  g_cancellable_cancel (cancelled);
  g_assert_false (run_file (&none, f->path, NULL, PASS, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (none.n_entries, ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(Run) run = { .cancellable = cancellable, .stop_at = moments[i] };

      g_clear_error (&error);
      g_assert_false (run_file (&run, f->path, NULL, PASS, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (run.n_entries, >=, moments[i]);
      g_assert_cmpuint (run.n_entries, <, N_RECORDS);
    }
}

static void
test_error (Fixture       *f,
            gconstpointer  data)
{
  static const guint moments[] = { 1, 2, 12345, N_RECORDS };

  write_pairs (f);

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_auto(Run) run = { .stop_at = moments[i] };
      g_autoptr(GError) error = NULL;

      g_assert_false (run_file (&run, f->path, NULL, PASS, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_cmpuint (run.n_entries, ==, moments[i]);
    }
}

/* One record may give several examples, or none because a filter leaves it out. */
static void
test_items (Fixture       *f,
            gconstpointer  data)
{
  g_auto(Run) run = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < N_RECORDS; i++)
    g_string_append_printf (text, "{\"q\":\"%u\",\"a\":[{\"t\":\"one\",\"x\":%u},{\"t\":\"two\",\"x\":%u}]}\n",
                            i, i % 3, i % 2);

  dataset_test_write (f, "data.jsonl", text->str);
  g_assert_true (run_file (&run, f->path, NULL,
                           "{'attune-recipe': 1, 'target': 'chat', 'each': 'a', "
                           "'where': [{'field': 'each.x', 'equals': 0}], "
                           "'user': '{q}', 'assistant': '{each.t}'}", &error));
  g_assert_no_error (error);

  /* Of six records in a row: two answers, none, one, one, one, none. */
  g_assert_cmpuint (run.totals.n_records, ==, N_RECORDS);
  g_assert_cmpuint (run.totals.n_filtered, ==, N_RECORDS / 6 * 2);
  g_assert_cmpuint (run.n_entries, ==, N_RECORDS / 6 * 5);
  g_assert_cmpuint (run.n_items, ==, N_RECORDS / 6);
  g_assert_cmpuint (run.n_bad, ==, 0);
}

static void
append_pair (GString *text,
             guint    number,
             gsize    length)
{
  g_autofree char *filler = g_strnfill (length, 'x');

  g_string_append_printf (text, "{\"prompt\":\"<%u>\",\"completion\":\"%s\"}\n", number, filler);
}

static void
test_huge_record (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(Run) run = { 0 };
  g_autoptr(GError) error = NULL;
  guint n = 0;

  while (n < 2000)
    append_pair (text, n++, 100);

  append_pair (text, n++, 12 * 1024 * 1024);
  append_pair (text, n++, 5 * 1024 * 1024);

  while (n < 4000)
    append_pair (text, n++, 100);

  dataset_test_write (f, "data.jsonl", text->str);
  run.length = text->len;
  run.text = g_string_free_and_steal (g_steal_pointer (&text));
  g_assert_true (run_file (&run, f->path, NULL, PASS, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_entries, ==, 4000);
  g_assert_cmpuint (run.n_bad, ==, 0);
}

/* The memory does not grow with the file. */
static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (1000, 'x');
  g_auto(Run) run = { 0 };
  g_autoptr(GError) error = NULL;
  gsize memory;
  FILE *file;

  dataset_test_write (f, "data.jsonl", "");
  file = g_fopen (f->path, "w");

  for (guint i = 0; i < 200000; i++)
    fprintf (file, "{\"prompt\":\"<%u>\",\"completion\":\"%s\"}\n", i, filler);

  g_assert_cmpint (fclose (file), ==, 0);
  memory = dataset_test_get_memory ();
  run.max_memory = memory;
  g_assert_true (run_file (&run, f->path, NULL, PASS, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_entries, ==, 200000);
  g_test_message ("%" G_GSIZE_FORMAT " MiB", (run.max_memory - memory) >> 20);
  g_assert_cmpuint (run.max_memory, <, memory + 64 * 1024 * 1024);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Pipeline/jsonl", test_jsonl);
  dataset_test_add ("/Attune/Pipeline/table", test_table);
  dataset_test_add ("/Attune/Pipeline/json", test_json);
  dataset_test_add ("/Attune/Pipeline/text", test_text);
  dataset_test_add ("/Attune/Pipeline/cancelled", test_cancelled);
  dataset_test_add ("/Attune/Pipeline/error", test_error);
  dataset_test_add ("/Attune/Pipeline/items", test_items);
  dataset_test_add ("/Attune/Pipeline/huge-record", test_huge_record);
  dataset_test_add ("/Attune/Pipeline/memory", test_memory);

  return g_test_run ();
}
