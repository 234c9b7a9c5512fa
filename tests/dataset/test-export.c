/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-export"

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include "attune-edits.h"
#include "attune-error.h"
#include "attune-export.h"
#include "attune-import.h"
#include "dataset-test.h"

static const char chats[] =
  "{\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"=1+1, \\\"why\\\"?\\nNow\"},"
  "{\"role\":\"assistant\",\"content\":\" 二\\r\\n\"},{\"role\":\"user\",\"content\":\"More\"},{\"role\":\"assistant\",\"content\":\"No\",\"weight\":0}],\"tools\":[]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
  "{\"messages\":[{\"role\":\"user\",\"content\":\"out\"},{\"role\":\"assistant\",\"content\":\"out\"}]}\n"
  "{\"prompt\":\"p\",\"completion\":\"c\"}\n";

static char *
export (Fixture             *f,
        AttuneExportFormat   format,
        gboolean             with_bom,
        AttuneExportResult  *result)
{
  AttuneExportOptions options = { .format = format, .with_bom = with_bom };
  g_autofree char *out = dataset_test_build_path (f, "out");
  g_autoptr(GError) error = NULL;
  char *text;

  attune_export_file (f->path, &options, out, result, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_cmpuint (result->size, ==, strlen (text));

  return text;
}

/* The third row is marked out. */
static void
write_chats (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(AttuneRowSet) rows = attune_row_set_new_for_row (2);

  file = attune_example_file_open (dataset_test_write (f, "data.jsonl", chats), NULL, &error);
  edits = attune_edits_open (file, &error);
  attune_edits_set_out (edits, rows, TRUE, &error);
  g_assert_no_error (error);
}

/* Exports the chats, and compares. */
static void
assert_export (Fixture             *f,
               AttuneExportFormat   format,
               gboolean             with_bom,
               const char          *expected,
               AttuneExportResult  *result)
{
  g_autofree char *text = NULL;

  write_chats (f);
  text = export (f, format, with_bom, result);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_chat (Fixture       *f,
           gconstpointer  data)
{
  AttuneExportResult result;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  write_chats (f);
  text = export (f, ATTUNE_EXPORT_CHAT, FALSE, &result);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (result.n_examples, ==, 3);
  g_assert_true (g_str_has_prefix (chats, lines[0]));
  g_assert_cmpstr (lines[2], ==, "{\"messages\":[{\"role\":\"user\",\"content\":\"p\"},{\"role\":\"assistant\",\"content\":\"c\"}]}");
  g_assert_null (attune_export_result_dup_losses (&result));
}

static void
test_completion (Fixture       *f,
                 gconstpointer  data)
{
  AttuneExportResult result;
  g_autofree char *losses = NULL;

  assert_export (f, ATTUNE_EXPORT_COMPLETION, TRUE,
                 "\xef\xbb\xbf{\"prompt\":\"=1+1, \\\"why\\\"?\\nNow\",\"completion\":\" 二\\r\\n\"}\n"
                 "{\"prompt\":\"q\",\"completion\":\"a\"}\n"
                 "{\"prompt\":\"p\",\"completion\":\"c\"}\n",
                 &result);
  g_assert_cmpuint (result.n_systems, ==, 1);
  g_assert_cmpuint (result.n_turns, ==, 2);
  g_assert_cmpuint (result.n_details, ==, 1);
  losses = attune_export_result_dup_losses (&result);
  g_assert_cmpstr (losses, ==, "1 system text was left out. 2 turns after the first answers were left out. "
                               "1 example lost its tools, pictures, weights or remarks.");
}

static void
test_csv (Fixture       *f,
          gconstpointer  data)
{
  AttuneExportResult result;

  assert_export (f, ATTUNE_EXPORT_CSV, FALSE,
                 "system,question,answer\r\n"
                 "Be kind.,\"=1+1, \"\"why\"\"?\nNow\",\" 二\r\n\"\r\n"
                 ",q,a\r\n"
                 ",p,c\r\n",
                 &result);
  g_assert_cmpuint (result.n_systems, ==, 0);
}

static void
test_sharegpt (Fixture       *f,
               gconstpointer  data)
{
  AttuneExportResult result;

  assert_export (f, ATTUNE_EXPORT_SHAREGPT, FALSE,
                 "[\n{\"conversations\":[{\"from\":\"system\",\"value\":\"Be kind.\"},{\"from\":\"human\",\"value\":\"=1+1, \\\"why\\\"?\\nNow\"},"
                 "{\"from\":\"gpt\",\"value\":\" 二\\r\\n\"},{\"from\":\"human\",\"value\":\"More\"},{\"from\":\"gpt\",\"value\":\"No\"}]},\n"
                 "{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"}]},\n"
                 "{\"conversations\":[{\"from\":\"human\",\"value\":\"p\"},{\"from\":\"gpt\",\"value\":\"c\"}]}\n]\n",
                 &result);
  g_assert_cmpuint (result.n_turns, ==, 0);
  g_assert_cmpuint (result.n_details, ==, 1);
}

static void
test_alpaca (Fixture       *f,
             gconstpointer  data)
{
  AttuneExportResult result;

  assert_export (f, ATTUNE_EXPORT_ALPACA, FALSE,
                 "[\n{\"instruction\":\"=1+1, \\\"why\\\"?\\nNow\",\"input\":\"\",\"output\":\" 二\\r\\n\"},\n"
                 "{\"instruction\":\"q\",\"input\":\"\",\"output\":\"a\"},\n"
                 "{\"instruction\":\"p\",\"input\":\"\",\"output\":\"c\"}\n]\n",
                 &result);
  g_assert_cmpuint (result.n_systems, ==, 1);
}

/* A rejected answer is never one to learn from, whatever it is exported to. */
static void
test_preference (Fixture       *f,
                 gconstpointer  data)
{
  static const char pairs[] =
    "{\"input\":{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"},"
    "{\"role\":\"user\",\"content\":\"q2\"}],\"tools\":[]},"
    "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"good\"}],"
    "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"BAD\"}]}\n"
    "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]},"
    "\"non_preferred_completion\":[{\"role\":\"assistant\",\"content\":\"BAD\"}],"
    "\"preferred_completion\":[{\"role\":\"assistant\",\"content\":\"fine\",\"name\":\"n\"}]}\n";
  static const char * const expected[ATTUNE_N_EXPORT_FORMATS] = {
    [ATTUNE_EXPORT_CHAT] =
      "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\",\"weight\":0},"
      "{\"role\":\"user\",\"content\":\"q2\"},{\"role\":\"assistant\",\"content\":\"good\"}],\"tools\":[]}\n"
      "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"fine\",\"name\":\"n\"}]}\n",
    [ATTUNE_EXPORT_COMPLETION] =
      "{\"prompt\":\"q\",\"completion\":\"a\"}\n{\"prompt\":\"q\",\"completion\":\"fine\"}\n",
    [ATTUNE_EXPORT_CSV] = "system,question,answer\r\ns,q,a\r\n,q,fine\r\n",
    [ATTUNE_EXPORT_SHAREGPT] =
      "[\n{\"conversations\":[{\"from\":\"system\",\"value\":\"s\"},{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"},"
      "{\"from\":\"human\",\"value\":\"q2\"},{\"from\":\"gpt\",\"value\":\"good\"}]},\n"
      "{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"fine\"}]}\n]\n",
    [ATTUNE_EXPORT_ALPACA] =
      "[\n{\"instruction\":\"q\",\"input\":\"\",\"output\":\"a\"},\n"
      "{\"instruction\":\"q\",\"input\":\"\",\"output\":\"fine\"}\n]\n",
  };

  dataset_test_write (f, "data.jsonl", pairs);

  for (guint i = 0; i < ATTUNE_N_EXPORT_FORMATS; i++)
    {
      AttuneExportResult result;
      g_autofree char *text = export (f, i, FALSE, &result);
      g_autofree char *losses = attune_export_result_dup_losses (&result);

      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_cmpuint (result.n_rejected, ==, 2);
      g_assert_cmpuint (result.n_details, ==, i == ATTUNE_EXPORT_CHAT ? 0 : 2);
      g_assert_true (g_str_has_prefix (losses, "2 rejected answers were left out, "
                                               "so that no model learns them."));
    }
}

/* What was exported and is imported again is the same. */
static void
test_round_trip (Fixture       *f,
                 gconstpointer  data)
{
  static const char examples[] =
    "{\"messages\":[{\"role\":\"system\",\"content\":\"Say, \\\"yes\\\".\"},{\"role\":\"user\",\"content\":\"=HYPERLINK(1)\\n,\"},{\"role\":\"assistant\",\"content\":\"好, \\\"\\\"\"}]}\n"
    "{\"messages\":[{\"role\":\"system\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\" space\"},{\"role\":\"assistant\",\"content\":\"end \"}]}\n";
  static const AttuneExportFormat round[] = { ATTUNE_EXPORT_CHAT, ATTUNE_EXPORT_CSV };

  for (gsize i = 0; i < G_N_ELEMENTS (round); i++)
    {
      g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
      AttuneImportOptions options = {
        .scan.recipe = round[i] == ATTUNE_EXPORT_CSV ? recipe : NULL,
      };
      AttuneExportResult result;
      AttuneImportResult imported;
      g_autoptr(GError) error = NULL;
      g_autofree char *out = NULL;
      g_autofree char *text = NULL;
      g_autofree char *back = NULL;

      attune_recipe_set_question_field (recipe, "question");
      attune_recipe_set_answer_field (recipe, "answer");
      attune_recipe_set_system_field (recipe, "system");
      dataset_test_write (f, "data.jsonl", examples);
      text = export (f, round[i], TRUE, &result);
      dataset_test_write (f, round[i] == ATTUNE_EXPORT_CSV ? "again.csv" : "again.jsonl", text);
      out = dataset_test_build_path (f, "back");
      attune_import_file (f->path, &options, out, NULL, &imported, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (out, &back, NULL, NULL));
      g_assert_cmpstr (back, ==, examples);
    }
}

/* A file of another program goes out in one go, in two files if some are held out. */
static void
test_foreign (Fixture       *f,
              gconstpointer  data)
{
  const AttuneImportOptions all = { 0 };
  const AttuneImportOptions half = { .split = { .count = 2 } };
  const AttuneExportOptions alpaca = { .format = ATTUNE_EXPORT_ALPACA };
  g_autofree char *out = dataset_test_build_path (f, "out");
  g_autofree char *held_out = dataset_test_build_path (f, "valid");
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  g_autoptr(GError) error = NULL;
  AttuneExportResult results[2];

  dataset_test_write (f, "data.csv", "question,answer\nq1,a1\nq2,a2\nq3,\nq4,a4\nq5,a5\n");
  attune_export_foreign_file (f->path, &all, &alpaca, out, NULL, results, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results[0].n_examples, ==, 4);
  g_assert_true (g_file_get_contents (out, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "[\n{\"instruction\":\"q1\",\"input\":\"\","
                                         "\"output\":\"a1\"},\n"));
  g_assert_true (g_str_has_suffix (text, "}\n]\n"));

  attune_export_foreign_file (f->path, &half, &alpaca, out, held_out, results, NULL, NULL, NULL,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results[0].n_examples, ==, 2);
  g_assert_cmpuint (results[1].n_examples, ==, 2);
  list = dataset_test_list (f);
  g_assert_cmpstr (list, ==, "data.csv out valid");
}

/* Before it is read, a file that has no room is refused; but not one of which little is wanted. */
static void
test_room (Fixture       *f,
           gconstpointer  data)
{
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  const AttuneImportOptions all = { 0 };
  const AttuneImportOptions few = { .scan.recipe = recipe };
  const AttuneExportOptions options = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *out = dataset_test_build_path (f, "out");
  g_autoptr(GError) error = NULL;
  AttuneExportResult results[2];

  dataset_test_write (f, "data.jsonl", "");

  /* A hole. */
  if (truncate (f->path, G_GINT64_CONSTANT (8) << 40) != 0)
    {
      g_test_skip_printf ("There can be no file of 8 TB here: %s", g_strerror (errno));
      return;
    }

  g_cancellable_cancel (cancellable);
  g_assert_false (attune_export_foreign_file (f->path, &all, &options, out, NULL, results,
                                              NULL, NULL, cancellable, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_STORAGE);
  g_clear_error (&error);

  attune_recipe_set_sample (recipe, ATTUNE_SAMPLE_FIRST, 10, 0);
  g_assert_false (attune_export_foreign_file (f->path, &few, &options, out, NULL, results,
                                              NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_failures (Fixture       *f,
               gconstpointer  data)
{
  AttuneExportOptions options = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *out = dataset_test_build_path (f, "out");
  g_autofree char *list = NULL;
  g_autoptr(GError) error = NULL;
  AttuneExportResult result;
  AttuneExportFormat format;

  dataset_test_write (f, "data.jsonl", "broken\n");
  g_assert_false (attune_export_file (f->path, &options, out, &result, NULL, NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_assert_cmpuint (result.n_unreadable, ==, 1);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (attune_export_file (f->path, &options, out, &result, NULL, NULL, cancellable,
                                      &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  list = dataset_test_list (f);
  g_assert_cmpstr (list, ==, "data.jsonl");

  g_assert_false (attune_export_format_from_id ("word", &format));
  g_assert_true (attune_export_format_from_id ("alpaca", &format));
  g_assert_cmpint (format, ==, ATTUNE_EXPORT_ALPACA);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Export/chat", test_chat);
  dataset_test_add ("/Attune/Export/completion", test_completion);
  dataset_test_add ("/Attune/Export/csv", test_csv);
  dataset_test_add ("/Attune/Export/sharegpt", test_sharegpt);
  dataset_test_add ("/Attune/Export/foreign", test_foreign);
  dataset_test_add ("/Attune/Export/alpaca", test_alpaca);
  dataset_test_add ("/Attune/Export/preference", test_preference);
  dataset_test_add ("/Attune/Export/round-trip", test_round_trip);
  dataset_test_add ("/Attune/Export/room", test_room);
  dataset_test_add ("/Attune/Export/failures", test_failures);

  return g_test_run ();
}
