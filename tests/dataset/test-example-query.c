/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-query"

#include "config.h"

#include "attune-error.h"
#include "attune-example-query.h"
#include "dataset-test.h"

typedef struct
{
  AttuneExampleFile *file;
  AttuneEdits       *edits;
  GArray            *rows;
  guint              n_told;
} Search;

static void
search_open (Search     *search,
             const char *path)
{
  g_autoptr(GError) error = NULL;

  search->file = attune_example_file_open (path, NULL, &error);
  g_assert_no_error (error);
  search->edits = attune_edits_open (search->file, &error);
  g_assert_no_error (error);
  search->rows = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
search_clear (Search *search)
{
  g_clear_object (&search->file);
  g_clear_object (&search->edits);
  g_clear_pointer (&search->rows, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
rows_cb (const guint *rows,
         gsize        n_rows,
         gpointer     user_data)
{
  Search *search = user_data;

  g_array_append_vals (search->rows, rows, n_rows);
  search->n_told++;
}

/* Asserts that the query finds the rows of @expected, such as "0 3 4". */
static void
assert_finds (Search                   *search,
              const AttuneExampleQuery *query,
              const char               *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  g_array_set_size (search->rows, 0);
  search->n_told = 0;
  attune_example_query_run (query, search->file, search->edits, rows_cb, NULL, search, NULL,
                            &error);
  g_assert_no_error (error);

  for (guint i = 0; i < search->rows->len; i++)
    g_string_append_printf (text, i > 0 ? " %u" : "%u", g_array_index (search->rows, guint, i));

  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_text (Search     *search,
             const char *text,
             gboolean    is_regex,
             const char *expected)
{
  AttuneExampleQuery query = { .text = (char *)text, .is_regex = is_regex };

  assert_finds (search, &query, expected);
}

static const char texts[] =
  "{\"prompt\":\"The quick Fox\",\"completion\":\"jumps \\\"over\\\"\"}\n"
  "{\"prompt\":\"\\u4f60\\u597d\",\"completion\":\"Line\\nbreak\"}\n"
  "{\"prompt\":\"你好，世界\",\"completion\":\"a/b\"}\n"
  "{\"prompt\":\"Élan ÜBER\",\"completion\":\"a\\/b \\u0046OX\"}\n"
  "{\"prompt\":\"prompt\",\"completion\":\"plain\"}\n";

static void
test_text (Fixture       *f,
           gconstpointer  data)
{
  g_auto(Search) search = { 0 };

  search_open (&search, dataset_test_write (f, "data.jsonl", texts));
  assert_text (&search, "fox", FALSE, "0 3");
  assert_text (&search, "FOX", FALSE, "0 3");
  assert_text (&search, "\"over\"", FALSE, "0");
  assert_text (&search, "你好", FALSE, "1 2");
  assert_text (&search, "line\nBREAK", FALSE, "1");
  assert_text (&search, "a/b", FALSE, "2 3");
  assert_text (&search, "éLAN", FALSE, "3");
  assert_text (&search, "über", FALSE, "3");
  assert_text (&search, "É", FALSE, "3");
  /* What is around the texts is not searched. */
  assert_text (&search, "prompt", FALSE, "4");
  assert_text (&search, "completion", FALSE, "");
  assert_text (&search, "nowhere", FALSE, "");
  assert_text (&search, "", FALSE, "0 1 2 3 4");
}

static void
test_regex (Fixture       *f,
            gconstpointer  data)
{
  static const char *bad[] = { "(", "[a-", "*", "(?<n>" };
  g_auto(Search) search = { 0 };

  search_open (&search, dataset_test_write (f, "data.jsonl", texts));
  assert_text (&search, "f.x$", TRUE, "0 3");
  assert_text (&search, "^break", TRUE, "1");
  assert_text (&search, "你.，", TRUE, "2");
  assert_text (&search, "(?-i)FOX", TRUE, "3");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      AttuneExampleQuery query = { .text = (char *)bad[i], .is_regex = TRUE };
      g_autoptr(GError) error = NULL;

      g_assert_false (attune_example_query_run (&query, search.file, search.edits, rows_cb, NULL,
                                                &search, NULL, &error));
      g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
}

/* What would take for ever is given up soon, and said. */
static void
test_slow_regex (Fixture       *f,
                 gconstpointer  data)
{
  AttuneExampleQuery query = { .text = (char *)"^(a+)+(b|c)$|fox", .is_regex = TRUE };
  g_auto(Search) search = { 0 };
  g_autoptr(GString) text = g_string_new ("{\"prompt\":\"fox\",\"completion\":\"x\"}\n");
  g_autoptr(GError) error = NULL;
  gint64 begin;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "{\"prompt\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"completion\":\"x\"}\n");

  search_open (&search, dataset_test_write (f, "data.jsonl", text->str));
  begin = g_get_monotonic_time ();
  g_assert_false (attune_example_query_run (&query, search.file, search.edits, rows_cb, NULL,
                                            &search, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_test_message ("Given up after %.1f s",
                  (g_get_monotonic_time () - begin) / (double)G_USEC_PER_SEC);
  g_assert_cmpuint (search.rows->len, ==, 1);
}

static void
test_edits (Fixture       *f,
            gconstpointer  data)
{
  static const char json[] = "{\"prompt\":\"A fox again\",\"completion\":\"x\"}";
  static const char other[] = "{\"prompt\":\"nothing\",\"completion\":\"x\"}";
  AttuneExampleQuery edited = { .filter = ATTUNE_ROWS_EDITED };
  AttuneExampleQuery edited_fox = { .filter = ATTUNE_ROWS_EDITED, .text = (char *)"fox" };
  AttuneExampleQuery out = { .filter = ATTUNE_ROWS_OUT };
  g_auto(Search) search = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (4);

  search_open (&search, dataset_test_write (f, "data.jsonl", texts));
  attune_edits_replace (search.edits, 1, json, strlen (json), &error);
  attune_edits_replace (search.edits, 0, other, strlen (other), &error);
  attune_edits_add (search.edits, json, strlen (json), NULL, &error);
  attune_edits_set_out (search.edits, rows, TRUE, &error);
  g_assert_no_error (error);

  assert_text (&search, "fox", FALSE, "1 3 5");
  assert_text (&search, "f.x", TRUE, "1 3 5");
  assert_text (&search, "plain", FALSE, "4");
  assert_finds (&search, &edited, "0 1 5");
  assert_finds (&search, &edited_fox, "1 5");
  assert_finds (&search, &out, "4");
}

static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  guint64 issues[] = { 0, attune_issue_bit (ATTUNE_ISSUE_EMPTY_QUESTION), 0,
                       attune_issue_bit (ATTUNE_ISSUE_DUPLICATE) };
  AttuneExampleQuery backwards = { .is_descending = TRUE };
  AttuneExampleQuery short_first = { .order = ATTUNE_ROWS_BY_SIZE };
  AttuneExampleQuery long_first = { .order = ATTUNE_ROWS_BY_SIZE, .is_descending = TRUE };
  AttuneExampleQuery problems = { .filter = ATTUNE_ROWS_PROBLEMS, .issue = ATTUNE_ISSUE_NONE,
                                  .issues = issues, .n_issues = 4 };
  AttuneExampleQuery plain = { 0 };
  g_auto(Search) search = { 0 };

  search_open (&search, dataset_test_write (f, "data.jsonl",
                                            "{\"prompt\":\"bb\",\"completion\":\"x\"}\n"
                                            "{\"prompt\":\"a\",\"completion\":\"x\"}\n"
                                            "{\"prompt\":\"cc\",\"completion\":\"x\"}\n"
                                            "{\"prompt\":\"dddd\",\"completion\":\"x\"}\n"));
  g_assert_true (attune_example_query_is_plain (&plain));
  g_assert_false (attune_example_query_is_plain (&backwards));
  g_assert_false (attune_example_query_is_plain (&problems));
  assert_finds (&search, &backwards, "3 2 1 0");
  assert_finds (&search, &short_first, "1 0 2 3");
  assert_finds (&search, &long_first, "3 0 2 1");
  assert_finds (&search, &problems, "1 3");
  problems.issue = ATTUNE_ISSUE_DUPLICATE;
  assert_finds (&search, &problems, "3");
}

/* Across blocks, told as it goes on, and fast. */
static void
test_large (Fixture       *f,
            gconstpointer  data)
{
  AttuneExampleQuery query = { .text = (char *)"Needle 7 " };
  g_auto(Search) search = { 0 };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  guint n = 200000;
  gint64 begin;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "{\"prompt\":\"%s number %u\",\"completion\":\"Somewhere in a long text that "
                            "nobody would read to the end, however short 它 may be, since it says nothing.\"}\n",
                            i % 1000 == 7 ? "NEEDLE 7 is the" : "Hay 7 is the needl", i);

  search_open (&search, dataset_test_write_bytes (f, "data.jsonl", text->str, text->len));
  begin = g_get_monotonic_time ();
  attune_example_query_run (&query, search.file, search.edits, rows_cb, NULL, &search, NULL,
                            &error);
  g_assert_no_error (error);
  g_test_message ("%.0f MB/s", text->len / (double)(g_get_monotonic_time () - begin));
  g_assert_cmpuint (search.rows->len, ==, n / 1000);
  g_assert_cmpuint (search.n_told, >, 10);

  for (guint i = 0; i < search.rows->len; i++)
    g_assert_cmpuint (g_array_index (search.rows, guint, i), ==, i * 1000 + 7);
}

static void
test_cancelled (Fixture       *f,
                gconstpointer  data)
{
  AttuneExampleQuery query = { .text = (char *)"fox" };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Search) search = { 0 };
  g_autoptr(GError) error = NULL;

  search_open (&search, dataset_test_write (f, "data.jsonl", texts));
  g_cancellable_cancel (cancellable);
  g_assert_false (attune_example_query_run (&query, search.file, search.edits, rows_cb, NULL,
                                            &search, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ExampleQuery/text", test_text);
  dataset_test_add ("/Attune/ExampleQuery/regex", test_regex);
  dataset_test_add ("/Attune/ExampleQuery/slow-regex", test_slow_regex);
  dataset_test_add ("/Attune/ExampleQuery/edits", test_edits);
  dataset_test_add ("/Attune/ExampleQuery/order", test_order);
  dataset_test_add ("/Attune/ExampleQuery/large", test_large);
  dataset_test_add ("/Attune/ExampleQuery/cancelled", test_cancelled);

  return g_test_run ();
}
