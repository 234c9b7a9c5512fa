/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-prepare"

#include "config.h"

#include <unistd.h>

#include "attune-error.h"
#include "attune-example.h"
#include "attune-letter-case.h"
#include "attune-prepare.h"
#include "dataset-test.h"
#include "recipe-test.h"

/* The severity of a suggestion that is not made. */
#define NONE -1

/* Prompts and completions in turn. */
#define PAIRS(...) ((const char * const[]) { __VA_ARGS__, NULL })

static AttunePreparation *
survey_file (Fixture *f)
{
  g_autoptr(GError) error = NULL;
  AttunePreparation *preparation;

  preparation = attune_prepare_survey_file (f->path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return preparation;
}

static AttunePreparation *
survey_text (Fixture    *f,
             const char *name,
             const char *text)
{
  dataset_test_write (f, name, text);

  return survey_file (f);
}

static char *
pairs_to_jsonl (const char * const *pairs)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; pairs[i] != NULL; i += 2)
    {
      g_autoptr(AttuneExample) example = attune_example_new_completion (0, pairs[i], pairs[i + 1]);

      g_string_append_printf (text, "%s\n", example->json);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static AttunePreparation *
survey (Fixture            *f,
        const char * const *pairs)
{
  g_autofree char *text = pairs_to_jsonl (pairs);

  return survey_text (f, "data.jsonl", text);
}

static AttuneSuggestion *
find (AttunePreparation *preparation,
      const char        *id)
{
  g_autoptr(GListModel) suggestions = attune_preparation_list_suggestions (preparation);

  for (guint i = 0; i < g_list_model_get_n_items (suggestions); i++)
    {
      g_autoptr(AttuneSuggestion) suggestion = g_list_model_get_item (suggestions, i);

      if (g_str_equal (attune_suggestion_get_id (suggestion), id))
        return suggestion;
    }

  return NULL;
}

static void
assert_severity (AttunePreparation *preparation,
                 const char        *id,
                 int                severity)
{
  AttuneSuggestion *suggestion = find (preparation, id);

  g_assert_cmpint (suggestion != NULL ? (int)attune_suggestion_get_severity (suggestion) : NONE,
                   ==, severity);
}

static void
assert_title (AttunePreparation *preparation,
              const char        *id,
              const char        *title)
{
  AttuneSuggestion *suggestion = find (preparation, id);

  g_assert_nonnull (suggestion);
  g_assert_cmpstr (attune_suggestion_get_title (suggestion), ==, title);
}

static void
assert_lines (AttunePreparation *preparation,
              const char        *id,
              const char        *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gsize n_lines;
  const guint64 *lines = attune_suggestion_get_lines (find (preparation, id), &n_lines);

  for (gsize i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", lines[i]);

  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpuint (attune_suggestion_get_count (find (preparation, id)), ==, n_lines);
}

static void
decline (AttunePreparation *preparation,
         const char        *id)
{
  attune_suggestion_set_accepted (find (preparation, id), FALSE);
}

static void
accept_only (AttunePreparation *preparation,
             const char        *id)
{
  attune_preparation_accept_all (preparation, FALSE);
  attune_suggestion_set_accepted (find (preparation, id), TRUE);
}

/* Whether these pairs lead to a suggestion. */
static void
assert_made (Fixture            *f,
             const char * const *pairs,
             const char         *id,
             int                 severity)
{
  g_autoptr(AttunePreparation) preparation = survey (f, pairs);

  assert_severity (preparation, id, severity);
}

/* Writes what is accepted now of the file that was surveyed last, and compares. */
static void
assert_result (Fixture            *f,
               AttunePreparation  *preparation,
               const char * const *expected)
{
  g_autofree char *path = dataset_test_build_path (f, "out.jsonl");
  g_autofree char *expected_text = pairs_to_jsonl (expected);
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  AttunePrepareOutput output = { .training = path };
  AttunePrepareResult result;

  attune_prepare_write_file (f->path, NULL, preparation, &output, &result, NULL, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected_text);
  g_assert_cmpuint (result.n_training, ==, g_strv_length ((char **)expected) / 2);
  g_assert_cmpuint (result.n_validation, ==, 0);
}

/* What becomes of some pairs when everything is accepted. */
static void
assert_prepared (Fixture            *f,
                 const char * const *pairs,
                 const char * const *expected)
{
  g_autoptr(AttunePreparation) preparation = survey (f, pairs);

  assert_result (f, preparation, expected);
}

static void
assert_cannot_write (Fixture           *f,
                     AttunePreparation *preparation,
                     const char        *output_name)
{
  g_autofree char *path = dataset_test_build_path (f, output_name);
  g_autofree char *before = dataset_test_list (f);
  g_autofree char *after = NULL;
  AttunePrepareOutput output = { .training = path };
  g_autoptr(GError) error = NULL;

  g_assert_false (attune_prepare_write_file (f->path, NULL, preparation, &output, NULL, NULL, NULL,
                                             NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "data.jsonl");
  after = dataset_test_list (f);
  g_assert_cmpstr (before, ==, after);
}

static char *
make_rows (guint       n_rows,
           const char *format)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) parts = g_strsplit (format, "#", -1);

  for (guint i = 0; i < n_rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autofree char *line = g_strjoinv (number, parts);

      g_string_append (text, line);
      g_string_append_c (text, '\n');
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_rule_1 (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *few = make_rows (99, "{\"prompt\":\"#\",\"completion\":\"#\"}");
  g_autofree char *enough = make_rows (100, "{\"prompt\":\"#\",\"completion\":\"#\"}");
  g_autoptr(AttunePreparation) first = survey_text (f, "data.jsonl", few);
  g_autoptr(AttunePreparation) second = survey_text (f, "data.jsonl", enough);

  assert_severity (first, "example-count", ATTUNE_SUGGESTION_INFORMATION);
  assert_title (first, "example-count", "The file has 99 examples");
  g_assert_nonnull (attune_suggestion_get_advice (find (first, "example-count")));
  assert_title (second, "example-count", "The file has 100 examples");
  g_assert_null (attune_suggestion_get_advice (find (second, "example-count")));
}

static void
test_rules_2_3 (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr(AttunePreparation) missing = NULL;
  g_autoptr(AttunePreparation) nothing = NULL;
  g_autoptr(AttunePreparation) renamed = NULL;
  g_autoptr(AttunePreparation) exact = NULL;

  missing = survey_text (f, "data.jsonl", "{\"prompts\":\"a\",\"COMPLETION\":\"b\"}\n");
  assert_severity (missing, "prompt-column", ATTUNE_SUGGESTION_ERROR);
  assert_severity (missing, "completion-column", ATTUNE_SUGGESTION_NECESSARY);
  g_assert_nonnull (strstr (attune_suggestion_get_advice (find (missing, "prompt-column")),
                            "“prompts”, “COMPLETION”"));
  g_assert_true (attune_preparation_has_errors (missing));
  g_assert_cmpint (attune_preparation_get_task (missing), ==, ATTUNE_TASK_UNKNOWN);
  assert_cannot_write (f, missing, "out.jsonl");

  nothing = survey_text (f, "data.jsonl", "{broken\n{\n");
  assert_severity (nothing, "completion-column", ATTUNE_SUGGESTION_ERROR);
  assert_cannot_write (f, nothing, "out.jsonl");

  renamed = survey_text (f, "data.csv", "Prompt,COMPLETION\na->,  x\nbc->, y\n");
  assert_title (renamed, "prompt-column", "Renames the column “Prompt” to “prompt”");
  assert_severity (renamed, "completion-column", ATTUNE_SUGGESTION_NECESSARY);
  g_assert_false (attune_preparation_has_errors (renamed));
  attune_preparation_accept_all (renamed, FALSE);
  assert_result (f, renamed, PAIRS ("a->", "  x", "bc->", " y"));

  /* The column that is named exactly so wins, even if it comes up late. */
  exact = survey_text (f, "data.jsonl", "{\"Prompt\":\"a\",\"completion\":\" x.\"}\n"
                                        "{\"prompt\":\"b\",\"completion\":\" y.\"}\n");
  assert_severity (exact, "prompt-column", NONE);
  assert_title (exact, "extra-columns", "Leaves out the column “Prompt”");
  attune_preparation_accept_all (exact, FALSE);
  assert_result (f, exact, PAIRS ("", " x.", "b", " y."));
}

static void
test_rule_4 (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttunePreparation) two = survey_text (f, "data.csv", "completion,prompt\nx,a\ny,b\n");
  g_autoptr(AttunePreparation) four = NULL;
  g_autoptr(AttunePreparation) alike = NULL;

  assert_severity (two, "extra-columns", NONE);

  four = survey_text (f, "data.csv", "id,prompt,note,completion\n1,a,n,x\n2,b,n,y\n");
  assert_severity (four, "extra-columns", ATTUNE_SUGGESTION_NECESSARY);
  assert_title (four, "extra-columns", "Leaves out the columns “id”, “note”");
  g_assert_null (attune_suggestion_get_advice (find (four, "extra-columns")));
  attune_preparation_accept_all (four, FALSE);
  assert_result (f, four, PAIRS ("a", "x", "b", "y"));

  alike = survey_text (f, "data.csv", "id,prompt,prompt.1,completion\n1,a,n,x\n2,b,n,y\n");
  g_assert_nonnull (strstr (attune_suggestion_get_advice (find (alike, "extra-columns")),
                            "“prompt.1”"));
}

static void
test_rule_5 (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttunePreparation) some = NULL;
  g_autoptr(AttunePreparation) values = NULL;

  some = survey_text (f, "data.jsonl", "{\"prompt\":\"a\",\"completion\":\"\"}\n"
                                       "{\"prompt\":\"\",\"completion\":\" x.\"}\n"
                                       "{\"prompt\":\"b\",\"completion\":null}\n"
                                       "{\"prompt\":\"c\"}\n"
                                       "{\"prompt\":\"d\",\"completion\":\" \"}\n");
  assert_severity (some, "empty-completion", ATTUNE_SUGGESTION_NECESSARY);
  assert_lines (some, "empty-completion", "1 3 4");
  assert_title (some, "example-count", "The file has 5 examples");
  attune_preparation_accept_all (some, FALSE);
  assert_result (f, some, PAIRS ("", " x.", "d", " "));

  assert_made (f, PAIRS ("", "x", "b", "y"), "empty-completion", NONE);

  /* Words that pandas takes for an empty cell are words; numbers are as the file has them. */
  values = survey_text (f, "data.jsonl", "{\"prompt\":1,\"completion\":\"NA\"}\n"
                                         "{\"prompt\":true,\"completion\":\"None\"}\n"
                                         "{\"prompt\":null,\"completion\":2}\n"
                                         "{\"prompt\":\"x\",\"prompt\":\"y\",\"completion\":1.50}\n");
  assert_severity (values, "empty-completion", NONE);
  attune_preparation_accept_all (values, FALSE);
  assert_result (f, values, PAIRS ("1", "NA", "true", "None", "", "2", "y", "1.50"));
}

static void
test_rule_6 (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *many = make_rows (6000, "{\"prompt\":\"#\",\"completion\":\" yes\"}");
  g_autoptr(AttunePreparation) third = NULL;
  g_autoptr(AttunePreparation) more = NULL;
  g_autoptr(AttunePreparation) large = NULL;

  third = survey (f, PAIRS ("a", "x", "b", "y", "c", "x", "d", "x", "e", "x", "f", "x"));
  assert_severity (third, "task", NONE);
  g_assert_cmpint (attune_preparation_get_task (third), ==, ATTUNE_TASK_CONDITIONAL);

  more = survey (f, PAIRS ("a", "x", "b", "y", "c", "x", "d", "x", "e", "x", "f", "x", "g", "x"));
  assert_severity (more, "task", ATTUNE_SUGGESTION_INFORMATION);
  g_assert_cmpint (attune_preparation_get_task (more), ==, ATTUNE_TASK_CLASSIFICATION);
  g_assert_nonnull (strstr (attune_suggestion_get_advice (find (more, "task")), "Hold 2 examples"));

  large = survey_text (f, "data.jsonl", many);
  g_assert_nonnull (strstr (attune_suggestion_get_advice (find (large, "task")), "Hold 1000 examples"));
}

static void
test_rule_7 (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttunePreparation) some = NULL;

  some = survey (f, PAIRS ("a", "x", "b", "y", "a", "x", "a", "y", "a", "x"));
  assert_severity (some, "duplicates", ATTUNE_SUGGESTION_OPTIONAL);
  assert_title (some, "duplicates", "Leaves out 2 repeated examples");
  assert_lines (some, "duplicates", "3 5");
  accept_only (some, "duplicates");
  assert_result (f, some, PAIRS ("a", "x", "b", "y", "a", "y"));

  assert_made (f, PAIRS ("ab", "x", "a", "bx"), "duplicates", NONE);
}

static void
test_rule_8 (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GString) limit = g_string_new (NULL);
  g_autofree char *longer = NULL;
  g_autoptr(AttunePreparation) over = NULL;

  /* Characters, not bytes. */
  for (guint i = 0; i < 9998; i++)
    g_string_append (limit, "长");

  longer = g_strconcat (limit->str, "x", NULL);

  assert_made (f, PAIRS (limit->str, " x", "b", " y"), "long-examples", NONE);

  /* Rows that other rules leave out before do not make it leave out the wrong one. */
  over = survey (f, PAIRS ("a", "", "b", " y", "b", " y", longer, " x", "c", " z"));
  assert_severity (over, "long-examples", ATTUNE_SUGGESTION_OPTIONAL);
  assert_lines (over, "long-examples", "4");
  decline (over, "prompt-suffix");
  decline (over, "completion-suffix");
  assert_result (f, over, PAIRS ("b", " y", "c", " z"));
  decline (over, "long-examples");
  assert_result (f, over, PAIRS ("b", " y", longer, " x", "c", " z"));

  assert_made (f, PAIRS ("", longer, "", limit->str), "long-examples", NONE);
}

static void
test_rule_9 (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttunePreparation) more = NULL;

  assert_made (f, PAIRS ("Abc 12!", " x", "DEfghi 你好", " y"), "prompt-case", NONE);
  assert_made (f, PAIRS ("你好", " x", "再见", " y"), "prompt-case", NONE);

  more = survey (f, PAIRS ("Abc 12!", " x", "DEfgh 你好", " y"));
  assert_severity (more, "prompt-case", ATTUNE_SUGGESTION_OPTIONAL);
  assert_title (more, "prompt-case", "Writes 2 prompts in lowercase");
  assert_severity (more, "completion-case", NONE);
  accept_only (more, "prompt-case");
  assert_result (f, more, PAIRS ("abc 12!", " x", "defgh 你好", " y"));
}

static void
test_rule_10 (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) more = NULL;

  assert_made (f, PAIRS ("a", " Xyz", "b", " Über"), "completion-case", NONE);

  more = survey (f, PAIRS ("a", " Xyz", "b", " ÜBer"));
  assert_severity (more, "completion-case", ATTUNE_SUGGESTION_OPTIONAL);
  assert_severity (more, "prompt-case", NONE);
  accept_only (more, "completion-case");
  assert_result (f, more, PAIRS ("a", " xyz", "b", " über"));
}

static void
test_rule_11 (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) added = survey (f, PAIRS ("a", " x", "b", " y"));
  g_autoptr(AttunePreparation) common = survey (f, PAIRS ("a?", " x", "b?", " y"));
  g_autoptr(AttunePreparation) repeated = NULL;
  g_autoptr(AttunePreparation) equal = NULL;
  g_autoptr(AttunePreparation) open_ended = NULL;

  assert_severity (added, "prompt-suffix", ATTUNE_SUGGESTION_OPTIONAL);
  assert_title (added, "prompt-suffix", "Adds “ ->” to the end of 2 prompts");

  assert_severity (common, "prompt-suffix", ATTUNE_SUGGESTION_INFORMATION);
  assert_title (common, "prompt-suffix", "All prompts end with “?”");
  assert_severity (common, "prompt-suffix-long", NONE);
  assert_severity (common, "prompt-suffix-repeated", NONE);

  assert_made (f, PAIRS ("a 123456789", " x", "b 123456789", " y"), "prompt-suffix-long", NONE);
  assert_made (f, PAIRS ("a  123456789", " x", "b  123456789", " y"),
               "prompt-suffix-long", ATTUNE_SUGGESTION_INFORMATION);

  repeated = survey (f, PAIRS ("a??", " x", "b?", " y", "?", " z", "c? d?", " u"));
  assert_severity (repeated, "prompt-suffix-repeated", ATTUNE_SUGGESTION_INFORMATION);
  assert_lines (repeated, "prompt-suffix-repeated", "1 4");

  equal = survey (f, PAIRS ("a", " x", "a", " y"));
  assert_severity (equal, "prompt-suffix", ATTUNE_SUGGESTION_ERROR);
  assert_severity (equal, "prompt-prefix", NONE);
  assert_cannot_write (f, equal, "out.jsonl");

  open_ended = survey (f, PAIRS ("", " x", "", " y"));
  assert_severity (open_ended, "prompt-suffix", NONE);
  g_assert_cmpint (attune_preparation_get_task (open_ended), ==, ATTUNE_TASK_OPEN_ENDED);
}

/* Each separator is passed over when it stands somewhere, and only then. */
static void
test_separators (Fixture       *f,
                 gconstpointer  data)
{
  const char * const prompt_separators[] = {
    " ->", "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n",
    "\n\n### =>\n\n"
  };
  const char * const completion_separators[] = {
    "\n", ".", " END", "***", "+++", "&&&", "$$$", "@@@", "%%%", " [END]"
  };
  g_autoptr(GString) text = g_string_new ("a");
  g_autoptr(AttunePreparation) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (prompt_separators); i++)
    {
      g_autofree char *prompt = g_strconcat (text->str, "a", NULL);
      g_autoptr(AttunePreparation) preparation = survey (f, PAIRS (prompt, " x.", "b", " y."));
      g_autofree char *suffix = attune_preparation_dup_prompt_suffix (preparation);

      g_assert_cmpstr (suffix, ==, prompt_separators[i]);
      g_string_append (text, prompt_separators[i]);
    }

  g_string_assign (text, "a");

  for (guint i = 0; i < G_N_ELEMENTS (completion_separators); i++)
    {
      g_autofree char *completion = g_strconcat (text->str, "a", NULL);
      g_autoptr(AttunePreparation) preparation = survey (f, PAIRS ("a", completion, "b", "b"));
      g_autofree char *suffix = attune_preparation_dup_completion_suffix (preparation);

      g_assert_cmpstr (suffix, ==, completion_separators[i]);
      g_string_append (text, completion_separators[i]);
    }

  /* An arrow at the end of a line is for prompts of one line only. */
  lines = survey (f, PAIRS ("a\nb", " x", "c", " y"));
  assert_title (lines, "prompt-suffix", "Adds “\\n\\n###\\n\\n” to the end of 2 prompts");
}

static void
test_rule_12 (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) over = NULL;

  assert_made (f, PAIRS ("a", " x", "b", " y"), "prompt-prefix", NONE);

  assert_made (f, PAIRS ("一二三四五六七八九十百千a", " x", "一二三四五六七八九十百千b", " y"),
               "prompt-prefix", ATTUNE_SUGGESTION_INFORMATION);

  over = survey (f, PAIRS ("一二三四五六七八九十百千万好", " x", "一二三四五六七八九十百千万女", " y"));
  assert_severity (over, "prompt-prefix", ATTUNE_SUGGESTION_OPTIONAL);
  assert_title (over, "prompt-prefix",
                "Removes “一二三四五六七八九十百千万” from the beginning of 2 prompts");
  accept_only (over, "prompt-prefix");
  assert_result (f, over, PAIRS ("好", " x", "女", " y"));
}

static void
test_rule_13 (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) over = NULL;
  g_autoptr(AttunePreparation) space = NULL;
  g_autoptr(AttunePreparation) equal = NULL;

  assert_made (f, PAIRS ("a", "1234x", "b", "1234y"), "completion-prefix", NONE);

  over = survey (f, PAIRS ("a", "12345x", "b", "12345y"));
  assert_severity (over, "completion-prefix", ATTUNE_SUGGESTION_OPTIONAL);
  accept_only (over, "completion-prefix");
  assert_result (f, over, PAIRS ("a", "x", "b", "y"));

  space = survey (f, PAIRS ("a", " 答案是：好", "b", " 答案是：坏"));
  accept_only (space, "completion-prefix");
  assert_result (f, space, PAIRS ("a", " 好", "b", " 坏"));

  equal = survey (f, PAIRS ("a", " 12345", "b", " 12345", "c", " 12345", "d", " 12345"));
  assert_severity (equal, "completion-prefix", NONE);
  assert_severity (equal, "completion-suffix", NONE);
  g_assert_false (attune_preparation_has_errors (equal));
}

static void
test_rule_14 (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) added = survey (f, PAIRS ("a", " x", "b", " y"));
  g_autoptr(AttunePreparation) common = survey (f, PAIRS ("a", " x 123456789", "b", " y 123456789"));
  g_autoptr(AttunePreparation) repeated = survey (f, PAIRS ("a", " x", "b", " y。z。", "c", " u。"));

  assert_severity (added, "completion-suffix", ATTUNE_SUGGESTION_OPTIONAL);
  assert_title (added, "completion-suffix", "Adds “\\n” to the end of 2 completions");
  assert_severity (common, "completion-suffix", ATTUNE_SUGGESTION_INFORMATION);
  assert_severity (common, "completion-suffix-long", NONE);
  assert_made (f, PAIRS ("a", "x  123456789", "b", "y  123456789"),
               "completion-suffix-long", ATTUNE_SUGGESTION_INFORMATION);
  assert_severity (repeated, "completion-suffix-repeated", NONE);
  assert_made (f, PAIRS ("a", " x", "b", " x", "c", " x"),
               "completion-suffix", ATTUNE_SUGGESTION_ERROR);

  g_clear_object (&repeated);
  repeated = survey (f, PAIRS ("a", " x。", "b", " y。z。", "c", " u。"));
  assert_severity (repeated, "completion-suffix-repeated", ATTUNE_SUGGESTION_INFORMATION);
  assert_lines (repeated, "completion-suffix-repeated", "2");

  assert_made (f, PAIRS ("a", " x", "b", " x", "c", " x", "d", " x"), "completion-suffix", NONE);
}

static void
test_rule_15 (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) some = NULL;

  assert_made (f, PAIRS ("a", " x", "b", "  y"), "leading-space", NONE);

  some = survey (f, PAIRS ("a", " x.", "b", "y.", "c", "\tz."));
  assert_severity (some, "leading-space", ATTUNE_SUGGESTION_OPTIONAL);
  assert_lines (some, "leading-space", "2 3");
  decline (some, "prompt-suffix");
  assert_result (f, some, PAIRS ("a", " x.", "b", " y.", "c", " \tz."));
}

/* All remedies at once: the separator is added before the prefix goes, and is not lowercased. */
static void
test_order (Fixture       *f,
            gconstpointer  data)
{
  g_autoptr(AttunePreparation) preparation = NULL;

  preparation = survey (f, PAIRS ("QUESTION NUMBER A", "ANSWER A. And\n",
                                  "QUESTION NUMBER A", "ANSWER A. And\n",
                                  "QUESTION NUMBER B", "",
                                  "QUESTION NUMBER ", "ANSWER B. ELSE"));
  assert_result (f, preparation, PAIRS ("a ->", " a. and\n END", " ->", " b. else END"));

  decline (preparation, "prompt-prefix");
  decline (preparation, "completion-case");
  assert_result (f, preparation, PAIRS ("question number a ->", " A. And\n END",
                                        "question number  ->", " B. ELSE END"));

  attune_preparation_accept_all (preparation, FALSE);
  assert_result (f, preparation, PAIRS ("QUESTION NUMBER A", "ANSWER A. And\n",
                                        "QUESTION NUMBER A", "ANSWER A. And\n",
                                        "QUESTION NUMBER ", "ANSWER B. ELSE"));

  attune_preparation_accept_all (preparation, TRUE);
  assert_result (f, preparation, PAIRS ("a ->", " a. and\n END", " ->", " b. else END"));
}

/* The prefix is longer in lowercase by one character: the old tool left a piece of it. */
static void
test_longer_lowercase (Fixture       *f,
                       gconstpointer  data)
{
  assert_prepared (f, PAIRS ("a", " İSTANBUL A", "b", " İSTANBUL B"),
                   PAIRS ("a ->", " a\n", "b ->", " b\n"));
}

/* A completion of which nothing is left does not stop the rules after it. */
static void
test_nothing_left_of_text (Fixture       *f,
                           gconstpointer  data)
{
  assert_prepared (f, PAIRS ("", "abcde", "", "abcdefg"), PAIRS ("", " ", "", " fg"));
}

static void
test_switches (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(AttunePreparation) preparation = survey (f, PAIRS ("a", "x", "b", "", "c", "y"));
  AttuneSuggestion *suggestion = find (preparation, "leading-space");
  g_autofree char *id = NULL;
  gboolean is_accepted = FALSE;
  guint n_notified = 0;

  g_signal_connect_swapped (suggestion, "notify::is-accepted",
                            G_CALLBACK (g_atomic_int_inc), &n_notified);
  g_object_set (suggestion, "is-accepted", TRUE, NULL);
  g_assert_cmpuint (n_notified, ==, 0);
  g_object_set (suggestion, "is-accepted", FALSE, NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  g_object_get (suggestion, "is-accepted", &is_accepted, "id", &id, NULL);
  g_assert_false (is_accepted);
  g_assert_cmpstr (id, ==, "leading-space");

  /* There is no choice about what is necessary. */
  decline (preparation, "empty-completion");
  g_assert_true (attune_suggestion_is_accepted (find (preparation, "empty-completion")));

  g_assert_true (attune_preparation_is_rule ("leading-space"));
  g_assert_false (attune_preparation_is_rule ("leading"));
}

static void
test_superheroes (Fixture       *f,
                  gconstpointer  data)
{
  const AttunePrepareOptions options = { "sub_prompt", "response_txt" };
  g_autoptr(AttunePreparation) preparation = NULL;
  g_autoptr(GError) error = NULL;

  dataset_test_write (f, "heroes.csv",
                      "age,gender,power,prompt,sub_prompt,response_txt,finish_reason\r\n"
                      "18,man,can eat a lot,Tell,\"18, man, can eat a lot\",\"He eats.\r\n\"\"Much.\"\"\",stop\r\n"
                      "30,woman,flies,Tell,\"30, woman, flies\",She flies,length\r\n");
  preparation = attune_prepare_survey_file (f->path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_title (preparation, "prompt-column", "Renames the column “sub_prompt” to “prompt”");
  assert_title (preparation, "extra-columns",
                "Leaves out the columns “age”, “gender”, “power”, “prompt”, “finish_reason”");
  assert_result (f, preparation, PAIRS ("18, man, can eat a lot ->", " He eats.\r\n\"Much.\" END",
                                        "30, woman, flies ->", " She flies END"));
}

static void
test_chinese (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr(AttunePreparation) preparation = NULL;

  /* “问” and “闭” begin with the same two bytes, “好” and “楽” end so: no half characters. */
  preparation = survey (f, PAIRS ("问好", "很好", "闭楽", "很楽"));
  assert_severity (preparation, "prompt-prefix", NONE);
  assert_result (f, preparation, PAIRS ("问好 ->", " 很好\n", "闭楽 ->", " 很楽\n"));
}

static void
test_unreadable (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr(AttunePreparation) preparation = NULL;

  preparation = survey_text (f, "data.jsonl", "{\"prompt\":\"a\",\"completion\":\" x.\"}\n"
                                              "broken\n"
                                              "[1]\n"
                                              "{\"prompt\":[1],\"completion\":\" y.\"}\n"
                                              "{\"prompt\":\"a\",\"completion\":\" x.\"}\n"
                                              "{\"prompt\":\"\\u0000b\",\"completion\":\" z.\"}\n");
  assert_severity (preparation, "unreadable-records", ATTUNE_SUGGESTION_NECESSARY);
  assert_lines (preparation, "unreadable-records", "2 3 4");
  assert_lines (preparation, "duplicates", "5");
  g_assert_cmpuint (attune_preparation_get_n_examples (preparation), ==, 3);
}

static void
test_too_little (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *longer = g_strnfill (10001, 'x');
  g_autoptr(AttunePreparation) one = survey (f, PAIRS ("a", " x"));
  g_autoptr(AttunePreparation) none = NULL;
  g_autoptr(AttunePreparation) all_long = NULL;
  g_autoptr(AttunePreparation) empty = NULL;
  g_autoptr(GError) error = NULL;

  assert_severity (one, "prompt-suffix", ATTUNE_SUGGESTION_ERROR);
  assert_severity (one, "completion-suffix", ATTUNE_SUGGESTION_ERROR);

  none = survey (f, PAIRS ("a", "", "b", ""));
  assert_severity (none, "no-examples", ATTUNE_SUGGESTION_ERROR);
  assert_severity (none, "empty-completion", ATTUNE_SUGGESTION_NECESSARY);
  assert_cannot_write (f, none, "out.jsonl");

  all_long = survey (f, PAIRS (longer, " x", "b", longer));
  assert_cannot_write (f, all_long, "out.jsonl");

  dataset_test_write (f, "empty.jsonl", "");
  empty = attune_prepare_survey_file (f->path, NULL, NULL, NULL, NULL, &error);
  g_assert_null (empty);
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  dataset_test_assert_sentence (error, "empty.jsonl");
}

static void
test_never_over_itself (Fixture       *f,
                        gconstpointer  data)
{
  g_autofree char *link_path = dataset_test_build_path (f, "link.jsonl");
  g_autoptr(AttunePreparation) preparation = survey (f, PAIRS ("a", " x", "b", " y"));

  g_assert_cmpint (link (f->path, link_path), ==, 0);
  assert_cannot_write (f, preparation, "data.jsonl");
  assert_cannot_write (f, preparation, "link.jsonl");
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(AttunePreparation) preparation = survey (f, PAIRS ("a", " x", "b", " y"));
  g_autofree char *path = dataset_test_build_path (f, "out.jsonl");
  g_autofree char *list = NULL;
  AttunePrepareOutput output = { .training = path };
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (attune_prepare_survey_file (f->path, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (attune_prepare_write_file (f->path, NULL, preparation, &output, NULL, NULL, NULL,
                                             cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  list = dataset_test_list (f);
  g_assert_cmpstr (list, ==, "data.jsonl");
}

static void
keep_progress (gint64   done,
               gint64   total,
               gpointer user_data)
{
  gint64 *last = user_data;

  g_assert_cmpint (done, >=, last[0]);
  g_assert_cmpint (done, <=, total);
  last[0] = done;
  last[1] = total;
}

/* The text of 200,000 rows is 80 MB; what is kept of it is a fraction. */
static void
test_memory (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *filler = g_strnfill (180, 'x');
  g_autofree char *format = g_strdup_printf ("{\"prompt\":\"问 # %s\",\"completion\":\"答 # %s\"}",
                                             filler, filler);
  g_autofree char *out = dataset_test_build_path (f, "out.jsonl");
  g_autoptr(AttunePreparation) preparation = NULL;
  g_autoptr(GError) error = NULL;
  gint64 last[2] = { 0 };
  AttunePrepareOutput output = { .training = out };
  AttunePrepareResult result;
  gsize before;
  gsize n_lines;

  {
    g_autofree char *text = make_rows (200000, format);

    dataset_test_write (f, "data.jsonl", text);
  }

  before = dataset_test_get_memory ();
  preparation = attune_prepare_survey_file (f->path, NULL, keep_progress, last, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (last[0], ==, last[1]);
  dataset_test_assert_growth (before, 24 * 1024 * 1024);

  g_assert_cmpuint (attune_suggestion_get_count (find (preparation, "leading-space")), ==, 200000);
  attune_suggestion_get_lines (find (preparation, "leading-space"), &n_lines);
  g_assert_cmpuint (n_lines, ==, ATTUNE_SUGGESTION_MAX_LINES);

  attune_prepare_write_file (f->path, NULL, preparation, &output, &result, NULL, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_training, ==, 200000);
  dataset_test_assert_growth (before, 24 * 1024 * 1024);
}

static void
assert_lower (const char *text,
              const char *expected)
{
  g_autoptr(GString) lower = g_string_new (text);

  attune_letter_case_lower (lower);
  g_assert_cmpstr (lower->str, ==, expected);
}

static char *
read_text (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* A recipe makes the pairs, several of a record or none, with the system text first. */
static void
test_recipe (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr(AttuneRecipe) recipe = recipe_test_new (
    "{'attune-recipe': 1, 'target': 'completion', 'each': 'answers', "
    "'where': [{'field': 'each.good', 'is': true}], 'system': 'Be {mood}.', 'prompt': '{q}', "
    "'completion': '{each.text}'}");
  const AttunePrepareOptions options = { .scan.recipe = recipe };
  g_autofree char *out = dataset_test_build_path (f, "out.jsonl");
  const AttunePrepareOutput output = { .training = out };
  g_autoptr(AttunePreparation) preparation = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  AttunePrepareResult result;

  dataset_test_write (f, "data.json",
                      "[{\"q\":\"one\",\"mood\":\"kind\",\"answers\":[{\"good\":true,\"text\":\"a\"},{\"good\":false},{\"good\":true,\"text\":\"b\"}]},\n"
                      " {\"q\":\"two\",\"answers\":[{\"good\":true,\"text\":\"no mood\"}]},\n"
                      " {\"q\":\"three\",\"mood\":\"calm\",\"answers\":[]},\n"
                      " {\"q\":\"four\",\"mood\":\"wild\",\"answers\":[{\"good\":true,\"text\":5}]}]\n");
  preparation = attune_prepare_survey_file (f->path, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attune_preparation_get_n_examples (preparation), ==, 3);
  g_assert_cmpuint (attune_suggestion_get_count (find (preparation, "unreadable-records")), ==, 1);

  attune_preparation_accept_all (preparation, FALSE);
  attune_prepare_write_file (f->path, &options, preparation, &output, &result, NULL, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  text = read_text (out);
  g_assert_cmpstr (text, ==, "{\"prompt\":\"Be kind.\\n\\none\",\"completion\":\"a\"}\n"
                             "{\"prompt\":\"Be kind.\\n\\none\",\"completion\":\"b\"}\n"
                             "{\"prompt\":\"Be wild.\\n\\nfour\",\"completion\":\"5\"}\n");
}

/* Two files; pairs with the same prompt are in the same one. */
static void
test_split (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *training_path = dataset_test_build_path (f, "training.jsonl");
  g_autofree char *validation_path = dataset_test_build_path (f, "validation.jsonl");
  AttunePrepareOutput output = { training_path, validation_path, { .share = 0.25, .seed = 1 } };
  g_autoptr(GString) rows = g_string_new (NULL);
  g_autoptr(AttunePreparation) preparation = NULL;
  g_autofree char *training = NULL;
  g_autofree char *validation = NULL;
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;
  AttunePrepareResult result;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (rows, "{\"prompt\":\"(%u)\",\"completion\":\"c%u\"}\n", i % 100, i);

  dataset_test_write (f, "data.jsonl", rows->str);
  preparation = survey_file (f);
  attune_prepare_write_file (f->path, NULL, preparation, &output, &result, NULL, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_validation, ==, 50);
  g_assert_cmpuint (result.n_training, ==, 150);
  training = read_text (training_path);
  validation = read_text (validation_path);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *prompt = g_strdup_printf ("(%u)", i);

      g_assert_true ((strstr (training, prompt) != NULL) != (strstr (validation, prompt) != NULL));
    }

  attune_prepare_write_file (f->path, NULL, preparation, &output, &result, NULL, NULL, NULL,
                             &error);
  again = read_text (validation_path);
  g_assert_cmpstr (again, ==, validation);

  /* Too few to hold one out, and never over what is read. */
  g_unlink (validation_path);
  output.split.share = 0.001;
  attune_prepare_write_file (f->path, NULL, preparation, &output, &result, NULL, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_validation, ==, 0);
  g_assert_false (g_file_test (validation_path, G_FILE_TEST_EXISTS));
  output.validation = f->path;
  g_assert_false (attune_prepare_write_file (f->path, NULL, preparation, &output, &result, NULL,
                                             NULL, NULL, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

/* As Python has it, in every language. */
static void
test_letter_case (void)
{
  const char *letters = "Aa1 Ωω ªʰ Ⅳⓑǅ 你 Ａ𐐀";
  guint64 n_upper = 0;
  guint64 n_lower = 0;

  assert_lower ("ABC äÖ 你好 ẞ", "abc äö 你好 ß");
  assert_lower ("İI", "i̇i");
  assert_lower ("ⅣⒷ ǅ", "ⅳⓑ ǆ");
  assert_lower ("ΟΔΟΣ ΣΑ Σ ΑΣ.", "οδος σα σ ας.");
  assert_lower ("ΑΣ'Α ΑΣ' 'Σ", "ασ'α ας' 'σ");

  attune_letter_case_count (letters, strlen (letters), &n_upper, &n_lower);
  g_assert_cmpuint (n_upper, ==, 4);
  g_assert_cmpuint (n_lower, ==, 4);

  g_assert_cmpuint (attune_text_count_chars ("a\0é你🦸", 11), ==, 5);
  g_assert_cmpuint (attune_text_skip_chars ("aé你b", 7, 3), ==, 6);
  g_assert_cmpuint (attune_text_skip_chars ("aé你b", 7, 9), ==, 7);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/Prepare/recipe", test_recipe);
  dataset_test_add ("/Attune/Prepare/split", test_split);
  dataset_test_add ("/Attune/Prepare/rule-1", test_rule_1);
  dataset_test_add ("/Attune/Prepare/rules-2-3", test_rules_2_3);
  dataset_test_add ("/Attune/Prepare/rule-4", test_rule_4);
  dataset_test_add ("/Attune/Prepare/rule-5", test_rule_5);
  dataset_test_add ("/Attune/Prepare/rule-6", test_rule_6);
  dataset_test_add ("/Attune/Prepare/rule-7", test_rule_7);
  dataset_test_add ("/Attune/Prepare/rule-8", test_rule_8);
  dataset_test_add ("/Attune/Prepare/rule-9", test_rule_9);
  dataset_test_add ("/Attune/Prepare/rule-10", test_rule_10);
  dataset_test_add ("/Attune/Prepare/rule-11", test_rule_11);
  dataset_test_add ("/Attune/Prepare/separators", test_separators);
  dataset_test_add ("/Attune/Prepare/rule-12", test_rule_12);
  dataset_test_add ("/Attune/Prepare/rule-13", test_rule_13);
  dataset_test_add ("/Attune/Prepare/rule-14", test_rule_14);
  dataset_test_add ("/Attune/Prepare/rule-15", test_rule_15);
  dataset_test_add ("/Attune/Prepare/order", test_order);
  dataset_test_add ("/Attune/Prepare/longer-lowercase", test_longer_lowercase);
  dataset_test_add ("/Attune/Prepare/nothing-left-of-text", test_nothing_left_of_text);
  dataset_test_add ("/Attune/Prepare/switches", test_switches);
  dataset_test_add ("/Attune/Prepare/superheroes", test_superheroes);
  dataset_test_add ("/Attune/Prepare/chinese", test_chinese);
  dataset_test_add ("/Attune/Prepare/unreadable", test_unreadable);
  dataset_test_add ("/Attune/Prepare/too-little", test_too_little);
  dataset_test_add ("/Attune/Prepare/never-over-itself", test_never_over_itself);
  dataset_test_add ("/Attune/Prepare/cancel", test_cancel);
  dataset_test_add ("/Attune/Prepare/memory", test_memory);
  g_test_add_func ("/Attune/LetterCase/as-python", test_letter_case);

  return g_test_run ();
}
