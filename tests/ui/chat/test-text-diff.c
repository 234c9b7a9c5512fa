/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-text-diff"

#include "config.h"

#include <string.h>

#include "attune-markdown-marks.h"
#include "attune-markdown-parser.h"
#include "attune-text-diff.h"

/* How long any two texts may take; what is measured is some milliseconds, so that a machine that
 * does other things besides does not matter. */
#define MAX_SECONDS 2

static const char unlike[] = "(unlike)";
static const char too_long[] = "(too long)";

/* The text with what differs in brackets. */
static char *
describe (const char *text,
          const char *other)
{
  AttuneTextLikeness likeness;
  g_autoptr(GArray) ranges = attune_text_diff (text, other, &likeness);
  g_autoptr(GString) line = g_string_new (NULL);
  gsize at = 0;

  if (likeness != ATTUNE_TEXT_ALIKE)
    {
      g_assert_cmpuint (ranges->len, ==, 0);
      return g_strdup (likeness == ATTUNE_TEXT_UNLIKE ? unlike : too_long);
    }

  for (guint i = 0; i < ranges->len; i++)
    {
      const AttuneDiffRange *range = &g_array_index (ranges, AttuneDiffRange, i);

      g_assert_cmpuint (range->start, >=, at);
      g_assert_cmpuint (range->start, <, range->end);
      g_assert_cmpuint (range->end, <=, strlen (text));
      g_string_append_len (line, text + at, range->start - at);
      g_string_append_printf (line, "[%.*s]", (int)(range->end - range->start), text + range->start);
      at = range->end;
    }

  g_string_append (line, text + at);
  g_assert_true (g_utf8_validate (line->str, -1, NULL));

  return g_string_free_and_steal (g_steal_pointer (&line));
}

static const struct
{
  const char *first;
  const char *second;
  const char *first_marked;
  const char *second_marked;
} cases[] = {
  { "", "", "", "" },
  { "one two", "one two", "one two", "one two" },
  { "one\n two", "one two", "one\n two", "one two" },
  { "", "one two.", unlike, unlike },
  { "It is blue.", "It is green.", "It is [blue].", "It is [green]." },
  { "It is blue.", "It is a light blue.", "It is blue.", "It is [a light] blue." },
  { "Seven is blue", "seven is blue", "[Seven] is blue", "[seven] is blue" },
  { "a, b, c", "a, c", "a, [b,] c", "a, c" },
  { "x = 17;", "x = 18;", "x = [17];", "x = [18];" },
  { "I don't", "I do not", unlike, unlike },
  { "I don't know", "I do know", "I [don't] know", "I [do] know" },
  /* What is in common by chance between much that differs differs too. */
  { "a b c d one two the three four", "a b c d five six the seven eight",
    "a b c d [one two the three four]", "a b c d [five six the seven eight]" },
  { "one two the three four", "five six the seven eight", unlike, unlike },
  { "red is a good one", "blue is a bad one", "[red] is a [good] one", "[blue] is a [bad] one" },
  /* Where most differs, marks say nothing: at two fifths in common they begin to. */
  { "a b c d e", "v w x y z", unlike, unlike },
  { "a c d e f", "a w x y z", unlike, unlike },
  { "a b d e f", "a b x y z", "a b [d e f]", "a b [x y z]" },
  /* By character where there are no blanks. */
  { "海水是蓝色的。", "海水是绿色的。", "海水是[蓝]色的。", "海水是[绿]色的。" },
  { "今日は晴れです", "今日は雨です", "今日は[晴れ]です", "今日は[雨]です" },
  { "สีแดง", "สีดำ", "สี[แ]ด[ง]", "สีด[ำ]" },
  /* But Korean has blanks. */
  { "바다는 파랗다", "하늘은 파랗다", "[바다는] 파랗다", "[하늘은] 파랗다" },
  { "Qwen的答案", "Llama的答案", "[Qwen]的答案", "[Llama]的答案" },
  /* An accent of its own, and what is joined, stay one word. */
  { "cafe\xcc\x81 noir", "cafe noir", "[cafe\xcc\x81] noir", "[cafe] noir" },
  { "👩‍👧 ok", "👩‍👦 ok", "[👩‍👧] ok", "[👩‍👦] ok" },
  { "البحر أزرق", "البحر أخضر", "البحر [أزرق]", "البحر [أخضر]" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = describe (cases[i].first, cases[i].second);
      g_autofree char *second = describe (cases[i].second, cases[i].first);

      g_assert_cmpstr (first, ==, cases[i].first_marked);
      g_assert_cmpstr (second, ==, cases[i].second_marked);
    }
}

static char *
create_random (GRand *rand,
               guint  n_words,
               guint  n_kinds)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (text, "%u ", g_rand_int_range (rand, 0, (int)n_kinds));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The words that are not marked, each followed by a blank. */
static char *
dup_common (const char *text,
            const char *other)
{
  AttuneTextLikeness likeness;
  g_autoptr(GArray) ranges = attune_text_diff (text, other, &likeness);
  g_autoptr(GString) common = g_string_new (NULL);
  g_auto(GStrv) words = NULL;
  g_autoptr(GString) joined = g_string_new (NULL);
  gsize at = 0;

  if (likeness == ATTUNE_TEXT_UNLIKE)
    return g_strdup (unlike);

  for (guint i = 0; i < ranges->len; i++)
    {
      const AttuneDiffRange *range = &g_array_index (ranges, AttuneDiffRange, i);

      g_string_append_len (common, text + at, range->start - at);
      g_string_append_c (common, ' ');
      at = range->end;
    }

  g_string_append (common, text + at);
  words = g_strsplit (common->str, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (joined, "%s ", words[i]);

  return g_string_free_and_steal (g_steal_pointer (&joined));
}

static guint
count_words (const char *text)
{
  guint n_words = 0;

  for (const char *c = text; *c != '\0'; c++)
    n_words += *c == ' ';

  return n_words;
}

/* Whatever the texts are, what is not marked is the same in both, and so is whether they are
 * alike. */
static void
test_counterparts (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  guint n_alike = 0;

  for (guint i = 0; i < 3000; i++)
    {
      guint n_kinds = g_rand_int_range (rand, 1, 12);
      g_autofree char *first = create_random (rand, g_rand_int_range (rand, 0, 24), n_kinds);
      g_autofree char *second = create_random (rand, g_rand_int_range (rand, 0, 24), n_kinds);
      g_autofree char *one = dup_common (first, second);
      g_autofree char *other = dup_common (second, first);

      g_assert_cmpstr (one, ==, other);
      n_alike += !g_str_equal (one, unlike);
    }

  /* The seed says how many; both happen often. */
  g_assert_cmpuint (n_alike, >, 500);
  g_assert_cmpuint (n_alike, <, 1500);
}

/* Few changes in a long text are found as they were made. */
static void
test_few_changes (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *first = create_random (rand, 8000, 100000);
  g_auto(GStrv) words = g_strsplit (first, " ", -1);
  g_autofree char *second = NULL;
  g_autofree char *common = NULL;

  for (guint i = 100; i < 8000; i += 100)
    {
      g_free (words[i]);
      words[i] = g_strdup ("changed");
    }

  second = g_strjoinv (" ", words);
  common = dup_common (first, second);
  g_assert_cmpuint (count_words (common), ==, 8000 - 79);
}

static char *
repeat (const char *text,
        guint       count)
{
  g_autoptr(GString) repeated = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (repeated, text);

  return g_string_free_and_steal (g_steal_pointer (&repeated));
}

static void
check_time (const char *first,
            const char *second)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *marked = describe (first, second);
  double seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;

  g_test_message ("%zu and %zu bytes: %.1f ms", strlen (first), strlen (second), seconds * 1000);
  g_assert_cmpfloat (seconds, <, MAX_SECONDS);
}

/* Texts that are made to take long do not. */
static void
test_hostile (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *ones = repeat ("1 ", ATTUNE_TEXT_DIFF_MAX_WORDS);
  g_autofree char *ones_and_twos = repeat ("1 2 ", ATTUNE_TEXT_DIFF_MAX_WORDS / 2);
  g_autofree char *twos_and_ones = repeat ("2 1 1 ", ATTUNE_TEXT_DIFF_MAX_WORDS / 3);
  g_autofree char *random = create_random (rand, ATTUNE_TEXT_DIFF_MAX_WORDS, 3);
  g_autofree char *other_random = create_random (rand, ATTUNE_TEXT_DIFF_MAX_WORDS, 3);
  g_autofree char *different = create_random (rand, ATTUNE_TEXT_DIFF_MAX_WORDS, 100000000);
  g_autofree char *other_different = create_random (rand, ATTUNE_TEXT_DIFF_MAX_WORDS, 100000000);
  g_autofree char *long_word = repeat ("a", 1 << 20);
  g_autofree char *longer_word = repeat ("a", (1 << 20) + 1);
  g_autofree char *very_long = repeat ("1 ", ATTUNE_TEXT_DIFF_MAX_WORDS + 1);
  g_autofree char *marks = repeat ("\xcc\x81", 100000);
  g_autoptr(GArray) ranges = attune_text_diff (very_long, "2", NULL);

  check_time (ones, ones_and_twos);
  check_time (ones_and_twos, twos_and_ones);
  check_time (random, other_random);
  check_time (different, other_different);
  check_time (long_word, longer_word);
  check_time (marks, ones);
  check_time (very_long, ones);
  g_assert_cmpuint (ranges->len, ==, 0);
}

static void
describe_blocks (GPtrArray *blocks,
                 GString   *line)
{
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      const AttuneMarkdownBlock *block = g_ptr_array_index (blocks, i);
      guint at = 0;

      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        {
          const AttuneMarkdownSpan *span = &g_array_index (block->spans, AttuneMarkdownSpan, j);
          gboolean is_marked = (span->style & ATTUNE_MARKDOWN_MARKED) != 0;

          g_assert_cmpuint (span->start, >=, at);
          g_assert_cmpuint (span->start, <, span->end);
          g_string_append_len (line, block->text + at, span->start - at);
          g_string_append_printf (line, "%s%.*s%s", is_marked ? "[" : "{",
                                  (int)(span->end - span->start), block->text + span->start,
                                  is_marked ? "]" : "}");
          at = span->end;
        }

      if (block->text != NULL)
        g_string_append_printf (line, "%s / ", block->text + at);
      describe_blocks (block->children, line);
    }
}

static void
check_marks (const char *text,
             const char *other,
             guint       n_differences,
             const char *expected)
{
  g_autoptr(GPtrArray) blocks = attune_markdown_parse (text, strlen (text), FALSE);
  g_autoptr(GPtrArray) others = attune_markdown_parse (other, strlen (other), FALSE);
  g_autoptr(GString) line = g_string_new (NULL);
  AttuneTextLikeness likeness;
  guint n;
  g_autoptr(GPtrArray) marked = attune_markdown_mark_differences (blocks, others, &likeness, &n);

  describe_blocks (marked, line);
  g_assert_cmpstr (line->str, ==, expected);
  g_assert_cmpint (likeness, ==, ATTUNE_TEXT_ALIKE);
  g_assert_cmpuint (n, ==, n_differences);
}

/* What is read is compared, not how it is written; marks are added to how a text looks. */
static void
test_marks (void)
{
  check_marks ("It is **blue**.", "It is blue.", 0, "It is {blue}. / ");
  check_marks ("It is **dark blue**.", "It is *dark* green.", 1, "It is {dark }[blue]. / ");
  check_marks ("# One\n\nTwo **three** four", "# One\n\nTwo", 1, "One / Two [three][ four] / ");
  check_marks ("- a\n- b\n", "- a\n- c\n", 1, "a / [b] / ");
  check_marks ("| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b |\n|---|---|\n| 1 | 3 |\n", 1,
               "a / b / 1 / [2] / ");
  check_marks ("```c\nint a;\nint b;\n```", "```c\nint a;\nint c;\n```", 1, "int a;\nint [b]; / ");

  /* A link is one thing. */
  check_marks ("See [the old page](https://example.com).", "See [the new page](https://example.com).", 1,
               "See [the old page]. / ");

  /* What differs may go on from one text to the next. */
  check_marks ("One\n\ntwo three\n\nfour", "One\n\nfour", 1, "One / [two three] / four / ");
  check_marks ("One\n\ntwo\n\nthree", "One", 1, "One / [two] / [three] / ");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Attune/TextDiff/cases", test_cases);
  g_test_add_func ("/Attune/TextDiff/counterparts", test_counterparts);
  g_test_add_func ("/Attune/TextDiff/few-changes", test_few_changes);
  g_test_add_func ("/Attune/TextDiff/hostile", test_hostile);
  g_test_add_func ("/Attune/TextDiff/marks", test_marks);

  return g_test_run ();
}
