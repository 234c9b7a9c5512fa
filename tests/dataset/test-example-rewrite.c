/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-example-rewrite"

#include "config.h"

#include "attune-error.h"
#include "attune-example-rewrite.h"
#include "dataset-test.h"

#define MAX_TURNS 8

/* The turns of an example as they are, for a test to change. */
static void
fill_turns (AttuneTurnEdit      *turns,
            const AttuneExample *example)
{
  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      AttuneTurn *turn = attune_example_get_turn (example, i);

      turns[i] = (AttuneTurnEdit) { i, turn->role, turn->content, turn->is_trained };
    }
}

static AttuneExample *
parse (const char *json)
{
  g_autoptr(GError) error = NULL;
  AttuneExample *example = attune_example_new_from_json (1, json, strlen (json), &error);

  g_assert_no_error (error);

  return example;
}

static void
assert_rewrite (const AttuneExample  *example,
                const AttuneTurnEdit *turns,
                gsize                 n_turns,
                const char           *expected)
{
  g_autoptr(GError) error = NULL;
  gsize length;
  g_autofree char *json = attune_example_rewrite (example, turns, n_turns, &length, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json, ==, expected);
  g_assert_cmpuint (length, ==, strlen (expected));
}

/* What was not touched is written as it was, whatever it is. */
static void
test_unchanged (void)
{
  static const char *lines[] = {
    "{\"messages\":[{\"role\":\"user\",\"name\":\"Ann\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}},{\"type\":\"text\",\"text\":\"b\"}]},"
    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
    "{\"role\":\"function\",\"content\":\"1\\u0000\"},{\"role\":\"assistant\",\"content\":\"x\",\"weight\":1}],\"tools\":[],\"n\":123456789012345678901234567890}",
    "{\"id\":7,\"completion\":\"b\",\"prompt\":\"a\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr(AttuneExample) example = parse (lines[i]);
      AttuneTurnEdit turns[MAX_TURNS];
      const char *expected = lines[i];

      fill_turns (turns, example);
      assert_rewrite (example, turns, attune_example_get_n_turns (example), expected);
    }
}

static void
test_changed (void)
{
  g_autoptr(AttuneExample) example = parse (
    "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}},{\"type\":\"text\",\"text\":\"b\"}]},"
    "{\"role\":\"assistant\",\"content\":\"x\",\"name\":\"n\"}],\"tools\":[1]}");
  AttuneTurnEdit turns[MAX_TURNS];

  fill_turns (turns, example);
  turns[0].content = "one";
  turns[1].is_trained = FALSE;
  turns[2] = (AttuneTurnEdit) { -1, ATTUNE_ROLE_USER, "\"more\"\n", FALSE };
  turns[3] = (AttuneTurnEdit) { -1, ATTUNE_ROLE_ASSISTANT, "好", TRUE };
  assert_rewrite (example, turns, 4,
                  "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]},"
                  "{\"role\":\"assistant\",\"content\":\"x\",\"name\":\"n\",\"weight\":0},"
                  "{\"role\":\"user\",\"content\":\"\\\"more\\\"\\n\"},"
                  "{\"role\":\"assistant\",\"content\":\"好\"}],\"tools\":[1]}");
}

/* Moved, removed, and with the other role. */
static void
test_moved (void)
{
  g_autoptr(AttuneExample) example = parse (
    "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"assistant\",\"content\":\"x\",\"weight\":0},"
    "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"y\"}]}");
  AttuneTurnEdit turns[MAX_TURNS];
  AttuneTurnEdit moved[3];

  fill_turns (turns, example);
  moved[0] = turns[2];
  moved[1] = turns[1];
  moved[1].role = ATTUNE_ROLE_USER;
  moved[2] = turns[3];
  assert_rewrite (example, moved, 3,
                  "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"user\",\"content\":\"x\"},"
                  "{\"role\":\"assistant\",\"content\":\"y\"}]}");
}

static void
test_refused (void)
{
  g_autoptr(AttuneExample) example = parse (
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"y\"}]}");
  g_autoptr(GError) error = NULL;
  AttuneTurnEdit turns[MAX_TURNS];
  gsize length;

  fill_turns (turns, example);
  turns[1].content = " ";
  g_assert_null (attune_example_rewrite (example, turns, 2, &length, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
  g_clear_error (&error);

  g_assert_null (attune_example_rewrite (example, turns, 1, &length, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/ExampleRewrite/unchanged", test_unchanged);
  g_test_add_func ("/Attune/ExampleRewrite/changed", test_changed);
  g_test_add_func ("/Attune/ExampleRewrite/moved", test_moved);
  g_test_add_func ("/Attune/ExampleRewrite/refused", test_refused);

  return g_test_run ();
}
