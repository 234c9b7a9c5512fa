/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The encoding of any bytes is guessed and they are decoded, in blocks of two sizes, to the same
 * valid UTF-8; what looks like mojibake in that is repaired to what would break in the same way
 * again. */

#define G_LOG_DOMAIN "fuzz-source"

#include "config.h"

#include <string.h>

#include "attune-decoder.h"
#include "attune-encoding-guess.h"
#include "attune-mojibake.h"
#include "attune-unescape.h"
#include "attune-utf8.h"
#include "fuzz-target.h"

static gboolean
append_text (const char  *text,
             gsize        length,
             gpointer     user_data,
             GError     **error)
{
  g_string_append_len (user_data, text, length);

  return TRUE;
}

static void
assert_valid (const char *text,
              gsize       length)
{
  AttuneUtf8Stats stats;

  attune_utf8_scan (text, length, &stats);
  g_assert_cmpuint (stats.n_bad, ==, 0);
}

static GString *
decode (const AttuneEncodingFound *found,
        const char                *bytes,
        gsize                      length,
        gsize                      block)
{
  GString *text = g_string_new (NULL);
  g_autoptr(AttuneDecoder) decoder = NULL;

  decoder = attune_decoder_new (found->encoding, found->other, FALSE, append_text, text);
  g_assert_nonnull (decoder);

  for (gsize i = 0; i < length; i += block)
    g_assert_true (attune_decoder_feed (decoder, bytes + i, MIN (block, length - i), NULL));

  g_assert_true (attune_decoder_finish (decoder, NULL));

  return text;
}

/* How a character looks whose bytes were read as Windows-1252 or Latin-1. */
static GString *
misread (gunichar            character,
         AttuneMojibakeKind  kind)
{
  GString *wrong = g_string_new (NULL);
  char bytes[6];
  int n_bytes = g_unichar_to_utf8 (character, bytes);

  for (int i = 0; i < n_bytes; i++)
    {
      g_autofree char *read = NULL;

      if (kind == ATTUNE_MOJIBAKE_WINDOWS_1252)
        read = g_convert (bytes + i, 1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);

      if (read != NULL)
        g_string_append (wrong, read);
      else
        g_string_append_unichar (wrong, (guint8)bytes[i]);
    }

  return wrong;
}

/* Each character of the repaired text is one of the text, or what some of it is read right. */
static void
assert_reversible (const char         *text,
                   const char         *repaired,
                   AttuneMojibakeKind  kind)
{
  for (const char *p = repaired; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autoptr(GString) wrong = misread (g_utf8_get_char (p), kind);
      gsize length = (gsize)(g_utf8_next_char (p) - p);

      if (g_str_has_prefix (text, wrong->str))
        text += wrong->len;
      else if (strncmp (text, p, length) == 0)
        text += length;
      else
        g_assert_not_reached ();
    }

  g_assert_cmpstr (text, ==, "");
}

static void
check_mojibake (const GString *text)
{
  AttuneMojibakeKind kind = ATTUNE_MOJIBAKE_NONE;
  gsize length = 0;
  g_autofree char *repaired = attune_mojibake_repair (text->str, text->len, &length, &kind);

  attune_mojibake_is_suspect (text->str, text->len);

  if (repaired == NULL)
    return;

  assert_valid (repaired, length);

  if ((kind == ATTUNE_MOJIBAKE_WINDOWS_1252 || kind == ATTUNE_MOJIBAKE_LATIN_1) &&
      strlen (text->str) == text->len)
    assert_reversible (text->str, repaired, kind);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  const char *bytes = (const char *)data;
  g_autoptr(AttuneEncodingGuess) guess = attune_encoding_guess_new ();
  g_autoptr(GString) text = NULL;
  g_autoptr(GString) same = NULL;
  g_autofree char *plain = NULL;
  AttuneEncodingFound found;
  gsize length = 0;

  attune_encoding_guess_feed (guess, bytes, size / 3);
  attune_encoding_guess_feed (guess, bytes + size / 3, size - size / 3);
  attune_encoding_guess_finish (guess, &found);

  text = decode (&found, bytes, size, MAX (size, 1));
  same = decode (&found, bytes, size, 7);
  assert_valid (text->str, text->len);
  g_assert_cmpmem (text->str, text->len, same->str, same->len);

  if ((plain = attune_text_unescape (text->str, text->len, &length)))
    assert_valid (plain, length);

  check_mojibake (text);

  return 0;
}
