/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-failure"

#include "config.h"

#include <string.h>

#include "attune-failure.h"

/* What services were seen to say, and what a person is told. */
static const struct
{
  const char          *detail;
  const char          *text;
  const char          *cause;
  AttuneFailureAction  action;
  gboolean             is_quoted;
} cases[] = {
  { "invalid_file_format",
    "The job failed due to a file format error in the training file. Invalid file format. "
    "Example 6174 message contains an invalid token: <|fim_suffix|>.",
    "special token", ATTUNE_FAILURE_ACTION_SHOW_DATASET, TRUE },
  { "invalid_file_format", "Example 1 contains an extra \"weight\".", "could not read an example",
    ATTUNE_FAILURE_ACTION_SHOW_DATASET, TRUE },
  { "invalid_training_file", "Line 3 is wrong.", "could not be used to train",
    ATTUNE_FAILURE_ACTION_SHOW_DATASET, TRUE },
  { "invalid_n_examples",
    "Training file has 3 example(s), but must have at least 10 examples", "more examples",
    ATTUNE_FAILURE_ACTION_SHOW_DATASET, TRUE },
  { "unsafe_file", "The job failed due to an unsafe training file.", "its rules forbid",
    ATTUNE_FAILURE_ACTION_SHOW_DATASET, TRUE },
  { "exceeded_quota", "Creating this job would exceed your limit.", "credit",
    ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT, TRUE },
  { "insufficient_quota", NULL, "no credit", ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT, FALSE },
  { "invalidPayload", "The specified base model does not support fine-tuning.",
    "cannot be fine-tuned", ATTUNE_FAILURE_ACTION_TRAIN_AGAIN, TRUE },
  { "invalidPayload", "n_epochs is out of range", "did not accept a setting",
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN, TRUE },

  /* Words only, or with a code that says nothing. */
  { NULL, "Error while running moderation eval refusals_v3 for snapshot ft:x", "safety test",
    ATTUNE_FAILURE_ACTION_SHOW_DATASET, TRUE },
  { "error", "Job cancelled: INSUFFICIENT BALANCE", "no credit",
    ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT, TRUE },
  { NULL, "CUDA out of memory", "ran out of memory", ATTUNE_FAILURE_ACTION_TRAIN_AGAIN, TRUE },

  /* The engine's sentences stay. */
  { "diverged", "The training went out of control. Start again.", "went out of control",
    ATTUNE_FAILURE_ACTION_TRAIN_AGAIN, FALSE },
  { "trainer_died", "Training broke off.", "broke off", ATTUNE_FAILURE_ACTION_TRAIN_AGAIN, FALSE },

  /* What nobody knows stays as it is. */
  { "brand_new_code", "The flux is <b>low</b>.", "The flux is <b>low</b>.",
    ATTUNE_FAILURE_ACTION_NONE, FALSE },
  { NULL, "Something.", "Something.", ATTUNE_FAILURE_ACTION_NONE, FALSE },
  { NULL, NULL, NULL, ATTUNE_FAILURE_ACTION_NONE, FALSE },

  /* Refusals are sentences of ours already. */
  { "HTTP 401 Unauthorized\n", "OpenAI did not accept the key.", "did not accept the key",
    ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT, FALSE },
  { "HTTP 429 Too Many Requests\nx-request-id: 7\n\n{\"error\":{\"code\":\"insufficient_quota\"}}",
    "The credit is used up.", "The credit is used up.", ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT, FALSE },
  { "HTTP 400 Bad Request\n\n{\"error\":{\"code\":\"invalid_training_file\"}}", "Refused.", "Refused.",
    ATTUNE_FAILURE_ACTION_SHOW_DATASET, FALSE },
  { "HTTP 500 Internal Server Error\n\n<html>", "A problem.", "A problem.",
    ATTUNE_FAILURE_ACTION_NONE, FALSE },
};

static void
test_describe (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(AttuneFailureText) text = attune_failure_describe (cases[i].text, cases[i].detail);

      g_test_message ("%s: %s", cases[i].detail, cases[i].text);

      if (cases[i].cause == NULL)
        g_assert_null (text->cause);
      else
        g_assert_nonnull (strstr (text->cause, cases[i].cause));

      g_assert_cmpint (text->action, ==, cases[i].action);
      g_assert_cmpstr (text->said, ==, cases[i].is_quoted ? cases[i].text : NULL);

      /* Whoever is told what happened in our words is told what to do as well. */
      g_assert_true (text->said == NULL || text->next_step != NULL);
    }
}

/* No entry stands behind one that takes everything it would take, and each is a sentence. */
static void
test_table (void)
{
  gsize n_failures;
  const AttuneFailure *failures = attune_failure_list (&n_failures);

  for (gsize i = 0; i < n_failures; i++)
    {
      const AttuneFailure *failure = &failures[i];

      g_assert_true (failure->code != NULL || failure->phrase != NULL);
      g_assert_true (attune_failure_find (failure->code, failure->phrase) == failure);
      g_assert_true (failure->cause == NULL || g_str_has_suffix (failure->cause, "."));
      g_assert_true (failure->next_step == NULL || g_str_has_suffix (failure->next_step, "."));
    }
}

/* As docs/failures.md has it. */
static char *
describe_row (const AttuneFailure *failure)
{
  static const char * const buttons[] = {
    [ATTUNE_FAILURE_ACTION_NONE] = "",
    [ATTUNE_FAILURE_ACTION_SHOW_DATASET] = "*Show Dataset*",
    [ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT] = "*Show Account*",
    [ATTUNE_FAILURE_ACTION_TRAIN_AGAIN] = "*Train Again…*",
  };
  g_autofree char *code = NULL;
  g_autofree char *phrase = NULL;
  g_autoptr(GString) row = g_string_new (NULL);

  code = failure->code != NULL ? g_strdup_printf ("`%s`", failure->code) : g_strdup ("");
  phrase = failure->phrase != NULL ? g_strdup_printf ("`%s`", failure->phrase) : g_strdup ("");
  g_string_append_printf (row, "%s / %s / %s / %s / %s", code, phrase,
                          failure->cause != NULL ? failure->cause : "as the engine says",
                          failure->next_step != NULL ? failure->next_step : "as the engine says",
                          buttons[failure->action]);
  g_string_replace (row, "|", "\\|", 0);
  g_string_replace (row, " / ", " | ", 4);
  g_string_prepend (row, "| ");
  g_string_append (row, " |");

  return g_string_free_and_steal (g_steal_pointer (&row));
}

/* The page for people has a row for each, in the same order and words, and no other. */
static void
test_documented (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "failures.md", NULL);
  g_autofree char *page = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  gsize n_failures;
  const AttuneFailure *failures = attune_failure_list (&n_failures);
  gsize n_rows = 0;

  g_file_get_contents (path, &page, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (page, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *row = NULL;

      if (!g_str_has_prefix (lines[i], "| ") || g_str_has_prefix (lines[i], "| code "))
        continue;

      g_assert_cmpuint (n_rows, <, n_failures);
      row = describe_row (&failures[n_rows++]);
      g_assert_cmpstr (lines[i], ==, row);
    }

  g_assert_cmpuint (n_rows, ==, n_failures);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Failure/describe", test_describe);
  g_test_add_func ("/Attune/Failure/table", test_table);
  g_test_add_func ("/Attune/Failure/documented", test_documented);

  return g_test_run ();
}
