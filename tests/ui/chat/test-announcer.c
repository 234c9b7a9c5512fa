/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is read aloud of an answer while it grows; no widget is needed for that. */

#define G_LOG_DOMAIN "test-announcer"

#include "config.h"

#include <string.h>

#include "attune-announcer.h"
#include "attune-markdown-parser.h"

static void
assert_next (AttuneAnnouncer *announcer,
             const char      *markdown,
             gboolean         is_whole,
             const char      *expected)
{
  g_autoptr(GPtrArray) blocks = attune_markdown_parse (markdown, strlen (markdown), !is_whole);
  g_autofree char *next = attune_announcer_dup_next (announcer, blocks, is_whole);

  g_assert_cmpstr (next, ==, expected);
}

/* Whole sentences, each once, and at the end what is left. */
static void
test_sentences (void)
{
  g_autoptr(AttuneAnnouncer) announcer = attune_announcer_new (NULL);

  assert_next (announcer, "It costs 3.5", FALSE, NULL);
  assert_next (announcer, "It costs 3.50 a day. Not mo", FALSE, "It costs 3.50 a day.");
  assert_next (announcer, "It costs 3.50 a day. Not more", FALSE, NULL);
  assert_next (announcer, "It costs 3.50 a day. Not more.", TRUE, "Not more.");
  assert_next (announcer, "It costs 3.50 a day. Not more.", TRUE, NULL);
}

static void
test_chinese (void)
{
  g_autoptr(AttuneAnnouncer) announcer = attune_announcer_new (NULL);

  assert_next (announcer, "灯塔在北边。船", FALSE, "灯塔在北边。");
  assert_next (announcer, "灯塔在北边。船来了！还", FALSE, "船来了！");
}

/* Another answer in its place may have a character where the first had an end, and begins anew. */
static void
test_another_text (void)
{
  g_autoptr(AttuneAnnouncer) announcer = attune_announcer_new (NULL);

  assert_next (announcer, "Aye. ", FALSE, NULL);
  assert_next (announcer, "Aye.", TRUE, "Aye.");
  assert_next (announcer, "Ay\u706f\u5854\u3002", TRUE, "\u706f\u5854\u3002");
  assert_next (announcer, "Ay\u706f\u5855\u3002", TRUE, "\u5855\u3002");
  assert_next (announcer, "No", TRUE, "No");
  assert_next (announcer, "", TRUE, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Attune/Announcer/sentences", test_sentences);
  g_test_add_func ("/Attune/Announcer/chinese", test_chinese);
  g_test_add_func ("/Attune/Announcer/another-text", test_another_text);

  return g_test_run ();
}
