/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-known-texts"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-known-texts.h"
#include "attune-text-scan.h"

/* What is remembered must be what looking at the text says. */
static void
assert_known (AttuneKnownTexts *texts,
              const char       *text,
              gsize             length)
{
  const AttuneKnownText *known = attune_known_texts_get (texts, text, length);
  AttuneTextScan scan = { .wanted = attune_text_scan_get_kinds () };
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;

  attune_text_scan_run (&scan, text, length);
  attune_fingerprint_add (&fingerprint, text, length);

  g_assert_cmpuint (known->issues, ==, scan.found);
  g_assert_cmpuint (known->n_characters, ==, scan.n_characters);
  g_assert_cmpuint (known->fingerprint.low, ==, fingerprint.low);
  g_assert_cmpuint (known->fingerprint.high, ==, fingerprint.high);
}

/* These differ only where nobody looks to choose a place for them. */
static void
test_alike (void)
{
  g_autoptr(AttuneKnownTexts) texts = attune_known_texts_new ();
  const char *harmless = "You help people; write to us at this address and wait for help.";
  const char *personal = "You help people; write to ann@lighthouse-keepers.org f or help.";

  g_assert_cmpuint (strlen (harmless), ==, strlen (personal));

  for (guint i = 0; i < 3; i++)
    {
      assert_known (texts, harmless, strlen (harmless));
      assert_known (texts, personal, strlen (personal));
      assert_known (texts, personal, strlen (personal));
    }

  g_assert_cmpuint (attune_known_texts_get (texts, personal, strlen (personal))->issues, !=,
                    attune_known_texts_get (texts, harmless, strlen (harmless))->issues);
}

static void
test_lengths (void)
{
  g_autoptr(AttuneKnownTexts) texts = attune_known_texts_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  while (text->len < 40000)
    {
      for (guint i = 0; i < 2; i++)
        assert_known (texts, text->str, text->len);

      g_string_append (text, text->len % 7 == 0 ? "灯塔" : "light");
      g_string_append_printf (text, "%*s", (int)(text->len / 8), "");
    }
}

/* The text is gone when it is compared with. */
static void
test_copy (void)
{
  g_autoptr(AttuneKnownTexts) texts = attune_known_texts_new ();
  char buffer[] = "Be kind to everybody.";
  gsize length = strlen (buffer);

  assert_known (texts, buffer, length);
  memcpy (buffer + 9, "\a", 1);
  assert_known (texts, buffer, length);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/KnownTexts/alike", test_alike);
  g_test_add_func ("/Attune/KnownTexts/lengths", test_lengths);
  g_test_add_func ("/Attune/KnownTexts/copy", test_copy);

  return g_test_run ();
}
