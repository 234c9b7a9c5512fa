/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reader-text"

#include "config.h"

#include "attune-reader.h"
#include "attune-text-label.h"
#include "dataset-test.h"

/* Writes the columns, then each record with its line; “·” between cells. */
static char *
describe (Fixture        *f,
          const char     *text,
          AttuneTextMode  mode)
{
  AttuneReaderOptions options = { .format = ATTUNE_FORMAT_TEXT, .text_mode = mode };
  g_autoptr(GError) error = NULL;
  g_autoptr(AttuneSource) source = NULL;
  g_autoptr(AttuneReader) reader = NULL;
  g_autoptr(GString) result = NULL;
  g_autofree char *header = NULL;
  AttuneRecord record;

  dataset_test_write (f, "file.txt", text);
  source = attune_source_open (f->path, &error);
  reader = attune_reader_open (source, &options, &error);
  g_assert_no_error (error);
  header = g_strjoinv ("·", (char **)attune_reader_get_columns (reader));
  result = g_string_new (header);

  while (attune_reader_next (reader, &record, NULL, &error))
    {
      g_string_append_printf (result, " / %" G_GUINT64_FORMAT ":", record.line);
      g_assert_cmpmem (text + record.offset, record.length, record.text, record.length);

      for (guint i = 0; i < record.n_cells; i++)
        {
          g_string_append (result, i > 0 ? "·" : "");
          g_string_append_len (result, record.cells[i].bytes, record.cells[i].length);
        }

      if (record.problem != ATTUNE_ISSUE_NONE)
        g_string_append (result, attune_issue_get_id (record.problem));
    }

  g_assert_no_error (error);

  return g_string_free_and_steal (g_steal_pointer (&result));
}

static const struct
{
  const char     *text;
  const char     *expected;
  AttuneTextMode  mode;
} texts[] = {
  { "one\n\n  two \r\nthree", "text / 1:one / 3:two / 4:three", ATTUNE_TEXT_MODE_LINES },
  { "a\rb\r\rc", "text / 1:a / 2:b / 4:c", ATTUNE_TEXT_MODE_LINES },
  { "a, b\n\xff\nc\n", "text / 1:a, b / 2:not-utf8 / 3:c" },
  { "\n\none\ntwo\n \t\n\nthree\r\n\r\nfour\nfive\n", "text / 3:one\ntwo / 7:three / 9:four\nfive" },
  { "one\ntwo\n\nthree\n", "text / 1:one / 2:two / 4:three", ATTUNE_TEXT_MODE_LINES },
  { "one\n\ntwo\n", "text / 1:one / 3:two", ATTUNE_TEXT_MODE_PARAGRAPHS },
  { "Q: one\nA: 1\n\nQ: two\nA: 2\n", "question·answer / 1:one·1 / 4:two·2" },
  { "Q: one\n more\nA: 1\n\nstill 1\nQ: two\nQ: three\nA: 3",
    "question·answer / 1:one\n more·1\n\nstill 1 / 6:two· / 7:three·3" },
  { "问：一\n答：1\n问题2：二\n回答 2：2\n", "question·answer / 1:一·1 / 3:二·2" },
  { "### Human: one\n### Assistant: 1\r\nUSER: two\r\nAi:2\r\n", "question·answer / 1:one·1 / 3:two·2" },
  { "**Q:** one\n\n**A:** 1\n\n**Q:** two\n\n__A__: 2\n", "question·answer / 1:one·1 / 5:two·2" },
  { "1. 问：一\n答：1\n2、问：二\n答：2\n", "question·answer / 1:一·1 / 3:二·2" },
  { "用户：一\n助手：1\n助手：2\n", "question·answer / 1:一·1\n助手：2" },
  { "intro\nQ: one\nA: 1\n", "question·answer / 1:intro· / 2:one·1", ATTUNE_TEXT_MODE_BLOCKS },
  { "A: 1\nQ: one\n", "question·answer / 1:·1 / 2:one·", ATTUNE_TEXT_MODE_BLOCKS },
  { "Quite: one\nAll: two\n", "text / 1:Quite: one / 2:All: two" },
};

static void
test_texts (Fixture       *f,
            gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *result = describe (f, texts[i].text, texts[i].mode);

      g_test_message ("%s", texts[i].text);
      g_assert_cmpstr (result, ==, texts[i].expected);
    }
}

static void
assert_label (const char      *line,
              AttuneTextLabel  label,
              const char      *rest)
{
  const char *found = NULL;

  g_assert_cmpint (attune_text_label_match (line, line + strlen (line), &found), ==, label);
  g_assert_cmpstr (found, ==, rest);
}

static void
test_labels (void)
{
  assert_label ("Q: x", ATTUNE_TEXT_LABEL_QUESTION, " x");
  assert_label ("  q12 :x", ATTUNE_TEXT_LABEL_QUESTION, "x");
  assert_label ("ANSWER：x", ATTUNE_TEXT_LABEL_ANSWER, "x");
  assert_label ("AI:", ATTUNE_TEXT_LABEL_ANSWER, "");
  assert_label ("> **Question 3:** x", ATTUNE_TEXT_LABEL_QUESTION, " x");
  assert_label ("3) Q: x", ATTUNE_TEXT_LABEL_QUESTION, " x");
  assert_label ("12", ATTUNE_TEXT_LABEL_NONE, NULL);
  assert_label ("2. A", ATTUNE_TEXT_LABEL_NONE, NULL);
  assert_label ("Ai is", ATTUNE_TEXT_LABEL_NONE, NULL);
  assert_label ("Q", ATTUNE_TEXT_LABEL_NONE, NULL);
  assert_label ("", ATTUNE_TEXT_LABEL_NONE, NULL);
  assert_label ("答", ATTUNE_TEXT_LABEL_NONE, NULL);
}

static void
test_is_utf8 (void)
{
  static const char * const good[] = {
    "", "a", "é", "\xdf\xbf", "\xe0\xa0\x80", "一二三", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "😀",
    "\xf4\x8f\xbf\xbf",
  };
  static const char * const bad[] = {
    "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
    "\xf5\x80\x80\x80", "\xff", "\xe4\xb8", "\xe4", "\xf0\x9f\x98", "\xe4\xb8 ", "\xc3(",
  };

  /* At every place in the words that are looked at together. */
  for (gsize shift = 0; shift < 40; shift++)
    {
      g_autofree char *before = g_strnfill (shift, 'x');

      for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
        {
          g_autofree char *text = g_strconcat (before, good[i], "一x", before, NULL);

          g_assert_true (attune_text_is_utf8 (text, strlen (text)));
        }

      for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
        {
          g_autofree char *text = g_strconcat (before, bad[i], NULL);
          g_autofree char *longer = g_strconcat (before, bad[i], before, NULL);

          g_assert_false (attune_text_is_utf8 (text, strlen (text)));
          g_assert_false (attune_text_is_utf8 (longer, strlen (longer)));
        }
    }

  g_assert_false (attune_text_is_utf8 ("a\0b", 3));
}

static void
test_lines (void)
{
  static const struct
  {
    const char *text;
    guint       n_lines;
    gssize      first;
    gssize      last;
  } cases[] = {
    { "", 0, -1, -1 },
    { "a", 0, -1, -1 },
    { "a\n", 1, 2, 2 },
    { "a\nbc\n", 2, 2, 5 },
    { "a\r\nb\r\nc", 2, 3, 6 },
    { "a\r\r\nb", 1, 4, 4 },
    { "a\rb\rc", 2, 2, 4 },
    { "a\rb\r", 2, 2, 2 },
    { "a\rb\nc", 2, 2, 4 },
    { "\n\n\n", 3, 1, 3 },
    { "0123456789abcdef\r\n0123456789abcdef\r\n!", 2, 18, 36 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *text = cases[i].text;
      gsize length = strlen (text);
      gssize first = -1;
      gssize last = -1;
      guint64 n_lines = attune_text_count_lines (text, length, text + length);

      attune_text_find_line_ends (text, length, &first, &last);
      g_assert_cmpuint (n_lines, ==, cases[i].n_lines);
      g_assert_cmpint (first, ==, cases[i].first);
      g_assert_cmpint (last, ==, cases[i].last);
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  dataset_test_add ("/Attune/ReaderText/texts", test_texts);
  g_test_add_func ("/Attune/TextLabel/match", test_labels);
  g_test_add_func ("/Attune/Text/is-utf8", test_is_utf8);
  g_test_add_func ("/Attune/Text/lines", test_lines);

  return g_test_run ();
}
