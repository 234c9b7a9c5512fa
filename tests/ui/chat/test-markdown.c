/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What Markdown says, without any widget. A document is compared as a line: kinds with what is
 * special about them, texts in quotes, children in brackets. */

#define G_LOG_DOMAIN "test-markdown"

#include "config.h"

#include <string.h>

#include "attune-markdown-parser.h"
#include "attune-markdown-stream.h"

static const char * const kinds[] = {
  "p", "h", "code", "rule", "quote", "list", "item", "table", "row", "cell",
};

static void
describe_spans (const AttuneMarkdownBlock *block,
                GString                   *line)
{
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const AttuneMarkdownSpan *span = &g_array_index (block->spans, AttuneMarkdownSpan, i);

      g_string_append_printf (line, " {%.*s|%s%s%s%s%s}", (int)(span->end - span->start), block->text + span->start,
                              span->style & ATTUNE_MARKDOWN_STRONG ? "b" : "",
                              span->style & ATTUNE_MARKDOWN_EMPHASIS ? "i" : "",
                              span->style & ATTUNE_MARKDOWN_STRIKE ? "s" : "",
                              span->style & ATTUNE_MARKDOWN_VERBATIM ? "c" : "",
                              span->uri != NULL ? span->uri : "");
    }
}

static void
describe (GPtrArray *blocks,
          GString   *line)
{
  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      const AttuneMarkdownBlock *block = g_ptr_array_index (blocks, i);

      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", kinds[block->kind]);
      if (block->number > 0)
        g_string_append_printf (line, "%u", block->number);
      if (block->task != ATTUNE_MARKDOWN_NO_TASK)
        g_string_append (line, block->task == ATTUNE_MARKDOWN_TASK_DONE ? "[x]" : "[ ]");
      if (block->language != NULL)
        g_string_append_printf (line, ":%s", block->language);
      if (block->alignments != NULL)
        g_string_append_printf (line, ":%s", block->alignments);
      if (block->text != NULL)
        g_string_append_printf (line, " “%s”", block->text);
      describe_spans (block, line);
      if (block->children != NULL)
        {
          g_string_append (line, " (");
          describe (block->children, line);
          g_string_append (line, ")");
        }
    }
}

static char *
dup_description (GPtrArray *blocks)
{
  GString *line = g_string_new (NULL);

  describe (blocks, line);

  return g_string_free_and_steal (line);
}

static void
check (const char *source,
       const char *expected)
{
  g_autoptr(GPtrArray) blocks = attune_markdown_parse (source, strlen (source), FALSE);
  g_autofree char *description = dup_description (blocks);

  g_assert_cmpstr (description, ==, expected);
}

static void
test_blocks (void)
{
  check ("", "");
  check ("Hello", "p “Hello”");
  check ("one\ntwo", "p “one\ntwo”");
  check ("## Title\n\nText", "h2 “Title” p “Text”");
  check ("---", "rule");
  check ("> quoted\n> > deeper", "quote (p “quoted” quote (p “deeper”))");
  check ("- a\n- b\n  1. c", "list (item (p “a”) item (p “b” list (item1 (p “c”))))");
  check ("3. three\n4. four", "list (item3 (p “three”) item4 (p “four”))");
  check ("- [ ] open\n- [x] done", "list (item[ ] (p “open”) item[x] (p “done”))");
  check ("```python\nprint (1)\n```", "code:python “print (1)”");
  check ("```{.r}\nx\n```", "code “x”");
  check ("    indented", "code “indented”");
  check ("| a | b |\n|---|:-:|\n| 1 | **2** |",
         "table: c (row (cell “a” cell “b”) row (cell “1” cell “2” {2|b}))");
}

static void
test_inlines (void)
{
  check ("**bold *both* ** ~~gone~~ `code`",
         "p “**bold both ** gone code” {both|i} {gone|s} {code|c}");
  check ("a **b *c***", "p “a b c” {b |b} {c|bi}");
  check ("[here](https://example.org) <a@example.org>",
         "p “here a@example.org” {here|https://example.org} {a@example.org|mailto:a@example.org}");
  check ("see https://example.org/x.", "p “see https://example.org/x.” {https://example.org/x|https://example.org/x}");

  /* What opens anything else is not followed, but read. */
  check ("[run](file:///bin/sh) [js](javascript:alert(1))",
         "p “run (file:///bin/sh) js (javascript:alert(1))”");
  check ("[x](HTTPS://example.org)", "p “x” {x|HTTPS://example.org}");

  /* Pictures are not fetched. */
  check ("![a cat](https://example.org/cat.png)", "p “a cat” {a cat|https://example.org/cat.png}");
  check ("![](https://example.org/cat.png)",
         "p “https://example.org/cat.png” {https://example.org/cat.png|https://example.org/cat.png}");
}

/* Neither Pango's markup nor HTML: text. */
static void
test_html (void)
{
  check ("<b>no</b> &amp; &lt;i&gt; <span size='99999'>x</span>", "p “<b>no</b> & <i> <span size='99999'>x</span>”");
  check ("<script>\nalert (1)\n</script>", "p “<script>\nalert (1)\n</script>”");
  check ("a<br>b<BR/>c", "p “a\nb\nc”");
}

static void
test_math (void)
{
  check ("\\(a_1 * b_2\\) and \\[x^*_i\\]", "p “\\(a_1 * b_2\\) and \\[x^*_i\\]”");
  check ("$$\n- x_1\n= y_1\n$$", "p “$$\n- x_1\n= y_1\n$$”");
  check ("$5 and $6 *now*", "p “$5 and $6 now” {now|i}");
  check ("`\\(a\\)`", "p “\\(a\\)” {\\(a\\)|c}");
  check ("```\n\\(a_b\\)\n```", "code “\\(a_b\\)”");
  check ("open \\(a_b\n\nnext", "p “open (a_b” p “next”");
}

static void
test_plain_text (void)
{
  const char *source = "# A\n\n- b\n\n| c | d |\n|-|-|\n| e | f |";
  g_autoptr(GPtrArray) blocks = attune_markdown_parse (source, strlen (source), FALSE);
  g_autofree char *text = attune_markdown_dup_plain_text (blocks);

  g_assert_cmpstr (text, ==, "A\nb\nc\nd\ne\nf\n");
}

/* --- Growing --- */

static const char sample[] =
  "# Title\n\nA first paragraph with **bold** text,\nin two lines.\n\n"
  "- one\n- two\n  - three\n\n  more of two\n- four\n\n"
  "```c\nint\nmain (void)\n{\n}\n```\n\n"
  "para\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quote\nlazy\n\n"
  "Heading\n-------\n\n1. x\n2. y\n\nLast: [link](https://example.org) \\(a_1\\) 它很常见 مرحبا 🙂\n";

/* At every byte: what is complete stays the same object, and the end is what the whole text
 * says. */
static void
test_stream (void)
{
  g_autoptr(AttuneMarkdownStream) stream = attune_markdown_stream_new ();
  g_autoptr(GPtrArray) whole = attune_markdown_parse (sample, strlen (sample), FALSE);
  g_autofree char *expected = dup_description (whole);
  g_autofree char *description = NULL;
  g_autoptr(AttuneMarkdownBlock) first = NULL;
  GPtrArray *blocks = NULL;

  for (gsize i = 1; i <= strlen (sample); i++)
    {
      if (((guchar)sample[i] & 0xc0) == 0x80)
        continue;

      blocks = attune_markdown_stream_update (stream, sample, i);
      if (first == NULL && blocks->len > 1)
        first = attune_markdown_block_ref (g_ptr_array_index (blocks, 0));
      if (first != NULL)
        g_assert_true (g_ptr_array_index (blocks, 0) == first);
    }

  description = dup_description (blocks);
  g_assert_cmpstr (description, ==, expected);
  g_assert_nonnull (first);
}

static void
check_growing (const char *source,
               const char *expected)
{
  g_autoptr(AttuneMarkdownStream) stream = attune_markdown_stream_new ();
  GPtrArray *blocks = attune_markdown_stream_update (stream, source, strlen (source));
  g_autofree char *description = dup_description (blocks);

  g_assert_cmpstr (description, ==, expected);
}

/* Half of something never looks like something else. */
static void
test_half (void)
{
  check_growing ("Text\n-", "p “Text”");
  check_growing ("Text\n\n``", "p “Text”");
  check_growing ("Text\n\n```py", "p “Text” code:py “”");
  check_growing ("```c\nint x", "code:c “int x”");
  check_growing ("Text\n\n| a | b", "p “Text”");
  check_growing ("Text\n\n| a | b |\n|--", "p “Text”");
  check_growing ("| a | b |\n|---|---|\n| x", "table:   (row (cell “a” cell “b”) row (cell “x” cell “”))");
  check_growing ("\\[ a_1 + b_1", "p “\\[ a_1 + b_1”");
}

static void
test_replaced (void)
{
  g_autoptr(AttuneMarkdownStream) stream = attune_markdown_stream_new ();
  GPtrArray *blocks;
  g_autofree char *description = NULL;

  attune_markdown_stream_update (stream, "one\n\ntwo\n\nthree", 15);
  blocks = attune_markdown_stream_update (stream, "other\n\ntext", 11);
  description = dup_description (blocks);
  g_assert_cmpstr (description, ==, "p “other” p “text”");
}

/* --- Limits --- */

typedef struct
{
  const char *name;
  const char *part;
  guint       n_times;
} Hostile;

static const Hostile hostile[] = {
  { "quotes", ">", 100000 },
  { "spaced-quotes", "> ", 100000 },
  { "brackets", "[", 100000 },
  { "images", "![", 50000 },
  { "links", "[a](b", 40000 },
  { "stars", "*a **a ", 30000 },
  { "backticks", "`a``b", 40000 },
  { "tildes", "~~a~", 50000 },
  { "lists", "- ", 100000 },
  { "items", "- a\n", 60000 },
  { "formulas", "\\(", 100000 },
  { "dollars", "$$a", 80000 },
  { "cells", "|a", 100000 },
  { "rows", "|a|b|\n|-|-|\n", 20000 },
  { "entities", "&a;&#0;", 30000 },
  { "html", "<a <!", 40000 },
  { "references", "[a]: b\n", 30000 },
  { "addresses", "a@a.", 60000 },
  { "www", "www.a", 50000 },
  { "one-line", "abcdefghij", 1000000 },
  { "chinese", "它很常见", 20000 },
};

static void
check_bounds (GPtrArray *blocks,
              guint      depth)
{
  g_assert_cmpuint (depth, <=, ATTUNE_MARKDOWN_MAX_DEPTH + 3);

  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      const AttuneMarkdownBlock *block = g_ptr_array_index (blocks, i);

      if (block->text != NULL)
        g_assert_true (g_utf8_validate (block->text, -1, NULL));
      if (block->kind == ATTUNE_MARKDOWN_PARAGRAPH || block->kind == ATTUNE_MARKDOWN_HEADING)
        g_assert_cmpuint (strlen (block->text), <=, ATTUNE_MARKDOWN_MAX_TEXT);
      check_bounds (block->children, depth + 1);
    }
}

/* Whatever comes is shown in a second, here with sanitizers and on a slow machine. */
static void
test_hostile (gconstpointer data)
{
  const Hostile *text = data;
  g_autoptr(GString) source = g_string_new (NULL);
  g_autoptr(GPtrArray) blocks = NULL;
  g_autoptr(AttuneMarkdownStream) stream = attune_markdown_stream_new ();

  for (guint i = 0; i < text->n_times; i++)
    g_string_append (source, text->part);

  g_test_timer_start ();
  blocks = attune_markdown_parse (source->str, source->len, FALSE);
  check_bounds (blocks, 0);
  attune_markdown_stream_update (stream, source->str, source->len / 2);
  check_bounds (attune_markdown_stream_update (stream, source->str, source->len), 0);
  g_test_message ("%s: %.0f ms", text->name, g_test_timer_elapsed () * 1000);
  g_assert_cmpfloat (g_test_timer_last (), <, 5);
}

static void
test_long_text (void)
{
  g_autoptr(GString) source = g_string_new (NULL);
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(GPtrArray) blocks = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append (source, "word **bold** ");
  g_string_append (source, "end");
  blocks = attune_markdown_parse (source->str, source->len, FALSE);
  g_assert_cmpuint (blocks->len, >, 5);

  for (guint i = 0; i < blocks->len; i++)
    {
      const AttuneMarkdownBlock *block = g_ptr_array_index (blocks, i);
      const AttuneMarkdownSpan *span = &g_array_index (block->spans, AttuneMarkdownSpan, 1);

      g_assert_cmpstr (block->text + strlen (block->text) - 1, !=, "\n");
      g_assert_cmpint (strncmp (block->text + span->start, "bold", 4), ==, 0);
      g_string_append (shown, block->text);
    }

  g_assert_cmpuint (shown->len, ==, 3000 * strlen ("word bold ") + 3);
}

static void
test_cut (void)
{
  g_autofree char *text = g_strnfill (ATTUNE_MARKDOWN_MAX_BYTES + 1, 'a');

  g_assert_false (attune_markdown_is_cut (text, ATTUNE_MARKDOWN_MAX_BYTES));
  g_assert_true (attune_markdown_is_cut (text, ATTUNE_MARKDOWN_MAX_BYTES + 1));
}

/* A prompt and what a model wrote after it are one text, however long; what is new is marked. */
static void
test_continued (void)
{
  g_autofree char *prompt = g_strnfill (3 * ATTUNE_MARKDOWN_MAX_TEXT, 'p');
  g_autoptr(GPtrArray) blocks = attune_markdown_parse_continued ("Once <b>\n*upon*", " a\n\ntime");
  const AttuneMarkdownBlock *block = g_ptr_array_index (blocks, 0);
  const AttuneMarkdownSpan *span = &g_array_index (block->spans, AttuneMarkdownSpan, 0);
  gsize n_new = 0;

  g_assert_cmpuint (blocks->len, ==, 1);
  g_assert_cmpstr (block->text, ==, "Once <b>\n*upon* a\n\ntime");
  g_assert_cmpuint (block->spans->len, ==, 1);
  g_assert_cmpuint (span->style, ==, ATTUNE_MARKDOWN_NEW);
  g_assert_cmpstr (block->text + span->start, ==, " a\n\ntime");
  g_assert_cmpuint (span->end, ==, strlen (block->text));

  g_ptr_array_unref (blocks);
  blocks = attune_markdown_parse_continued (prompt, "qqq");
  g_assert_cmpuint (blocks->len, >, 2);
  for (guint i = 0; i < blocks->len; i++)
    {
      block = g_ptr_array_index (blocks, i);
      for (guint j = 0; j < block->spans->len; j++)
        {
          span = &g_array_index (block->spans, AttuneMarkdownSpan, j);
          n_new += span->end - span->start;
          g_assert_cmpint (block->text[span->start], ==, 'q');
        }
    }
  g_assert_cmpuint (n_new, ==, 3);

  g_ptr_array_unref (blocks);
  blocks = attune_markdown_parse_continued ("p", "");
  block = g_ptr_array_index (blocks, 0);
  g_assert_cmpuint (block->spans->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Attune/Markdown/blocks", test_blocks);
  g_test_add_func ("/Attune/Markdown/inlines", test_inlines);
  g_test_add_func ("/Attune/Markdown/html", test_html);
  g_test_add_func ("/Attune/Markdown/math", test_math);
  g_test_add_func ("/Attune/Markdown/plain-text", test_plain_text);
  g_test_add_func ("/Attune/Markdown/stream", test_stream);
  g_test_add_func ("/Attune/Markdown/half", test_half);
  g_test_add_func ("/Attune/Markdown/replaced", test_replaced);
  g_test_add_func ("/Attune/Markdown/long-text", test_long_text);
  g_test_add_func ("/Attune/Markdown/cut", test_cut);
  g_test_add_func ("/Attune/Markdown/continued", test_continued);

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *path = g_strdup_printf ("/Attune/Markdown/hostile/%s", hostile[i].name);

      g_test_add_data_func (path, &hostile[i], test_hostile);
    }

  return g_test_run ();
}
