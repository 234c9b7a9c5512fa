/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-fingerprint"

#include "config.h"

#include <string.h>

#include <libdex.h>

#include "attune-fingerprint.h"

static AttuneFingerprint
compute (const char *first,
         const char *second)
{
  AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;

  attune_fingerprint_add (&fingerprint, first, strlen (first));
  attune_fingerprint_add (&fingerprint, second, strlen (second));

  return fingerprint;
}

static gboolean
is_equal (AttuneFingerprint a,
          AttuneFingerprint b)
{
  return a.low == b.low && a.high == b.high;
}

static void
test_pieces (void)
{
  g_assert_true (is_equal (compute ("ab", "c"), compute ("ab", "c")));
  g_assert_false (is_equal (compute ("ab", "c"), compute ("a", "bc")));
  g_assert_false (is_equal (compute ("ab", ""), compute ("", "ab")));
  g_assert_false (is_equal (compute ("0123456789abcdef", ""), compute ("0123456789abcdef0", "")));
  g_assert_false (is_equal (compute ("0123456789abcdef0", ""), compute ("0123456789abcdef1", "")));
}

/* Every bit of the text reaches both halves: about half of the bits of each change. */
static void
test_spread (void)
{
  char text[64] = { 0 };
  AttuneFingerprint base = ATTUNE_FINGERPRINT_INIT;
  guint n_changed = 0;

  attune_fingerprint_add (&base, text, sizeof text);

  for (guint bit = 0; bit < 8 * sizeof text; bit++)
    {
      AttuneFingerprint other = ATTUNE_FINGERPRINT_INIT;

      text[bit / 8] ^= 1 << bit % 8;
      attune_fingerprint_add (&other, text, sizeof text);
      text[bit / 8] ^= 1 << bit % 8;

      g_assert_cmpuint (base.low, !=, other.low);
      g_assert_cmpuint (base.high, !=, other.high);
      n_changed += __builtin_popcountll (base.low ^ other.low);
      n_changed += __builtin_popcountll (base.high ^ other.high);
    }

  g_assert_cmpuint (n_changed, >, 8 * sizeof text * 60);
  g_assert_cmpuint (n_changed, <, 8 * sizeof text * 68);
}

/* Texts of every length: each of their bytes counts, and none behind them. */
static void
test_lengths (void)
{
  char text[48];

  for (guint length = 0; length < sizeof text; length++)
    {
      AttuneFingerprint base = ATTUNE_FINGERPRINT_INIT;

      memset (text, 'a', sizeof text);
      attune_fingerprint_add (&base, text, length);

      for (guint i = 0; i < sizeof text; i++)
        {
          AttuneFingerprint other = ATTUNE_FINGERPRINT_INIT;

          text[i] = 'b';
          attune_fingerprint_add (&other, text, length);
          text[i] = 'a';
          g_assert_true (is_equal (base, other) == (i >= length));
        }
    }
}

static void
test_set (void)
{
  g_autoptr(AttuneFingerprintSet) set = attune_fingerprint_set_new ();

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 100000; i++)
        {
          AttuneFingerprint fingerprint = ATTUNE_FINGERPRINT_INIT;

          attune_fingerprint_add (&fingerprint, &i, sizeof i);
          g_assert_true (attune_fingerprint_set_add (set, &fingerprint, NULL) == (round == 0));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/Attune/Fingerprint/pieces", test_pieces);
  g_test_add_func ("/Attune/Fingerprint/spread", test_spread);
  g_test_add_func ("/Attune/Fingerprint/lengths", test_lengths);
  g_test_add_func ("/Attune/Fingerprint/set", test_set);

  return g_test_run ();
}
