/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-preview"

#include "config.h"

#include <unistd.h>

#include "attune-error.h"
#include "attune-preview.h"
#include "attune-remedy.h"
#include "dataset-test.h"
#include "recipe-test.h"

#define GOOD(n) "{\"messages\":[{\"role\":\"user\",\"content\":\"q" #n "\"},{\"role\":\"assistant\",\"content\":\"答\"}]}\n"

static GPtrArray *
read_file (const char   *path,
           AttuneRecipe *recipe,
           guint         n_records)
{
  AttuneScanOptions options = { .source.encoding = "UTF-8", .recipe = recipe };
  g_autoptr(GError) error = NULL;
  GPtrArray *previews = attune_preview_read_file (path, &options, n_records, NULL, &error);

  g_assert_no_error (error);

  return previews;
}

static AttuneScan *
scan_file (const char   *path,
           AttuneRecipe *recipe)
{
  AttuneScanOptions options = { .source.encoding = "UTF-8", .recipe = recipe };
  g_autoptr(GError) error = NULL;
  AttuneScan *scan = attune_scan_file (path, &options, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return scan;
}

static AttunePreview *
read_entry (AttuneScan   *scan,
            guint         position,
            AttuneRecipe *recipe,
            guint64       remedies)
{
  g_autoptr(GError) error = NULL;
  AttunePreview *preview = attune_preview_read_entry (scan, position, recipe, remedies, &error);

  g_assert_no_error (error);

  return preview;
}

static const char *
get_text (AttuneExample *example,
          guint          turn)
{
  return attune_example_get_turn (example, turn)->content;
}

static void
test_first (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) previews = NULL;
  AttunePreview *preview;

  previews = read_file (dataset_test_write (f, "data.jsonl", GOOD (1) "x\xff\n" GOOD (1) GOOD (2)),
                        NULL, 3);
  g_assert_cmpuint (previews->len, ==, 3);

  preview = g_ptr_array_index (previews, 0);
  g_assert_cmpuint (preview->line, ==, 1);
  g_assert_cmpstr (preview->text, ==, preview->example->json);
  g_assert_cmpstr (attune_example_get_turn (preview->example, 1)->content, ==, "答");
  g_assert_null (preview->problem);

  preview = g_ptr_array_index (previews, 1);
  g_assert_cmpuint (preview->line, ==, 2);
  g_assert_cmpstr (preview->text, ==, "x\xef\xbf\xbd");
  g_assert_null (preview->example);
  g_assert_cmpstr (preview->problem, ==, attune_issue_get_reason (ATTUNE_ISSUE_NOT_UTF8));
}

static void
test_cut (Fixture       *f,
          gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("{\"prompt\": \"");
  g_autoptr(GPtrArray) previews = NULL;
  AttunePreview *preview;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "问");

  g_string_append (text, "\", \"completion\": \"x\"}\n");
  previews = read_file (dataset_test_write (f, "data.jsonl", text->str), NULL, 5);
  g_assert_cmpuint (previews->len, ==, 1);

  preview = g_ptr_array_index (previews, 0);
  g_assert_cmpuint (strlen (preview->text), <=, 64 * 1024);
  g_assert_true (g_str_has_suffix (preview->text, "问"));
  g_assert_cmpuint (strlen (attune_example_get_turn (preview->example, 0)->content), ==, 300000);
}

/* Any of them, far into the file, on lines that go on, again and by another recipe. */
static void
test_entry (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(GString) text = g_string_new ("a,b,c\n");
  g_autoptr(AttuneRecipe) recipe = recipe_test_new ("{'attune-recipe': 1, 'target': 'chat', 'user': '{a}', 'assistant': '{b}'}");
  g_autoptr(AttuneRecipe) other = recipe_test_new ("{'attune-recipe': 1, 'target': 'completion', 'prompt': '{c}', 'completion': '{a} & {b}'}");
  g_autoptr(AttuneRecipe) strict = recipe_test_new ("{'attune-recipe': 1, 'target': 'chat', 'user': '{missing}', 'assistant': '{b}'}");
  g_autoptr(AttuneScan) scan = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "\"q\n%u\",an answer of some length to fill the block %u,c%u\n", i, i, i);

  scan = scan_file (dataset_test_write (f, "data.csv", text->str), recipe);

  for (guint i = 0; i < 20000; i += 1999)
    {
      g_autoptr(AttunePreview) preview = read_entry (scan, i, NULL, 0);
      g_autoptr(AttunePreview) again = read_entry (scan, i, other, 0);
      g_autoptr(AttunePreview) none = read_entry (scan, i, strict, 0);
      g_autofree char *question = g_strdup_printf ("q\n%u", i);
      g_autofree char *context = g_strdup_printf ("c%u", i);

      g_assert_cmpuint (preview->line, ==, 2 + 2 * i);
      g_assert_true (g_str_has_prefix (preview->text, "\"q\n"));
      g_assert_cmpuint (preview->n_examples, ==, 1);
      g_assert_cmpstr (get_text (preview->example, 0), ==, question);
      g_assert_cmpstr (get_text (preview->mended, 0), ==, question);
      g_assert_cmpint (again->example->kind, ==, ATTUNE_EXAMPLE_COMPLETION);
      g_assert_cmpstr (get_text (again->example, 0), ==, context);
      g_assert_null (none->example);
      g_assert_cmpstr (none->problem, ==, attune_issue_get_reason (ATTUNE_ISSUE_MISSING_FIELD));
    }
}

/* Remedies are shown beside what was there; what is seen among all examples comes from the scan. */
static void
test_remedies (Fixture       *f,
               gconstpointer  data)
{
  static const char text[] =
    "{\"messages\":[{\"role\":\"human\",\"content\":\"q\"},{\"role\":\"gpt\",\"content\":\"<|endoftext|>\"}]}\n"
    "{\"messages\":[{\"role\":\"user\",\"content\":\"nobody answers\"}]}\n"
    GOOD (1) GOOD (1);
  g_autoptr(AttuneScan) scan = scan_file (dataset_test_write (f, "data.jsonl", text), NULL);
  guint64 defaults = attune_remedies_get_defaults ();
  g_autoptr(AttunePreview) roles = read_entry (scan, 0, NULL, defaults);
  g_autoptr(AttunePreview) none = read_entry (scan, 1, NULL, defaults);
  g_autoptr(AttunePreview) twice = read_entry (scan, 3, NULL, defaults);

  g_assert_true (roles->issues & attune_issue_bit (ATTUNE_ISSUE_UNKNOWN_ROLE));
  g_assert_cmpstr (get_text (roles->example, 1), ==, "<|endoftext|>");
  g_assert_cmpint (attune_example_get_turn (roles->mended, 1)->role, ==, ATTUNE_ROLE_ASSISTANT);
  g_assert_cmpstr (get_text (roles->mended, 1), ==, "<| endoftext|>");

  g_assert_nonnull (none->example);
  g_assert_null (none->mended);
  g_assert_true (twice->issues & attune_issue_bit (ATTUNE_ISSUE_DUPLICATE));
}

/* One record gives several examples, or none. */
static void
test_items (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (
    "{'attune-recipe': 1, 'target': 'chat', 'each': 'a', 'user': '{q}', 'assistant': '{each}'}");
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(AttunePreview) third = NULL;
  g_autoptr(AttunePreview) beyond = NULL;
  g_autoptr(GPtrArray) previews = NULL;
  AttunePreview *left_out;

  scan = scan_file (dataset_test_write (f, "data.jsonl",
                                        "{\"q\":\"Q\",\"a\":[\"1\",\"2\",\"3\"]}\n{\"q\":\"R\",\"a\":[]}\n"),
                    recipe);
  g_assert_cmpuint (attune_index_get_length (attune_scan_get_index (scan)), ==, 3);
  third = read_entry (scan, 2, NULL, 0);
  g_assert_cmpuint (third->n_examples, ==, 3);
  g_assert_cmpstr (get_text (third->example, 1), ==, "3");

  /* By a recipe of which there are fewer, the first is shown. */
  attune_recipe_set_each (recipe, NULL);
  attune_recipe_set_template (recipe, ATTUNE_RECIPE_ANSWER, (const char *[]) { "{a[0]}", NULL });
  beyond = read_entry (scan, 2, recipe, 0);
  g_assert_cmpuint (beyond->n_examples, ==, 1);
  g_assert_cmpstr (get_text (beyond->example, 1), ==, "1");

  attune_recipe_set_each (recipe, "a");
  previews = read_file (f->path, recipe, 5);
  g_assert_cmpuint (previews->len, ==, 2);
  left_out = g_ptr_array_index (previews, 1);
  g_assert_cmpuint (left_out->n_examples, ==, 0);
  g_assert_null (left_out->example);
  g_assert_cmpstr (left_out->text, ==, "{\"q\":\"R\",\"a\":[]}");
}

/* The file became shorter before a person clicks on an example. */
static void
test_shrunk (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneScan) scan = scan_file (dataset_test_write (f, "data.jsonl", GOOD (1) GOOD (2)), NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (truncate (f->path, 20), ==, 0);
  g_assert_null (attune_preview_read_entry (scan, 1, NULL, 0, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  dataset_test_assert_sentence (error, "data.jsonl");
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Preview/first", test_first);
  dataset_test_add ("/Attune/Preview/cut", test_cut);
  dataset_test_add ("/Attune/Preview/entry", test_entry);
  dataset_test_add ("/Attune/Preview/remedies", test_remedies);
  dataset_test_add ("/Attune/Preview/items", test_items);
  dataset_test_add ("/Attune/Preview/shrunk", test_shrunk);

  return g_test_run ();
}
