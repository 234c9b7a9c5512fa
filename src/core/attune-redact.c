/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-redact"

#include "config.h"

#include <string.h>

#include "attune-redact.h"

/* Far more than is kept, so that what hiding shortens is filled up, but bounded: an error page may
 * have any size. */
#define MAX_INPUT_LENGTH (4 * ATTUNE_REDACT_MAX_LENGTH)

/* Each takes the secret away and leaves what tells a person which one it was. Order matters: the
 * named ones first, since the last one hides anything that merely looks random. */
static const struct
{
  const char *pattern;
  const char *replacement;
} secrets[] = {
  /* Keys with a prefix that their makers chose for being recognised; "*" because OpenAI's 401
   * quotes the key with its middle starred out. */
  { "\\b(sk|rk|sess|gsk|xai|hf|ghp|fw|nvapi)([-_])[\\w*-]{6,}", "\\1\\2…" },
  { "(?i)\\b(bearer)(\\s+)(?!token\\b|auth)[^\\s\"',;<>]{4,}", "\\1\\2…" },
  { "(?i)((?:api|access|secret|auth|private|subscription)[-_ ]?(?:key|token|secret)|authorization"
    "|password|passwd|[?&](?:key|token|sig|signature))"
    "(\\\\?[\"']?\\s*[:=]\\s*\\\\?[\"']?(?:bearer\\s+|basic\\s+)?)[^\\s\"'\\\\,;&<>]+", "\\1\\2…" },
  /* A JSON web token has dots inside. */
  { "(?<![\\w-])eyJ[\\w-]+(\\.[\\w-]+){1,2}", "…" },
  /* Base64 and hexadecimal of 30 bytes and more. It begins neither inside a path nor with a slash,
   * so that file names and addresses stay readable. */
  { "(?<![\\w+/=.-])(?=[\\w+-]*\\d)(?=[\\w+/-]*[A-Za-z])[A-Za-z0-9+_][\\w+/-]{39,}={0,2}", "…" },
};

static gpointer
compile_secrets (gpointer data)
{
  GPtrArray *regexes = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      GRegex *regex = g_regex_new (secrets[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);

      g_assert (regex != NULL);
      g_ptr_array_add (regexes, regex);
    }

  return regexes;
}

static char *
cut_at_character (char  *text,
                  gsize  max_length)
{
  if (strlen (text) > max_length)
    {
      char *end = g_utf8_find_prev_char (text, text + max_length + 1 - strlen ("…"));

      strcpy (end, "…");
    }

  return text;
}

/**
 * attune_redact:
 * @text: (nullable): text from outside, in any encoding
 *
 * Hides what looks like a key, a password or a token, makes valid UTF-8 of the rest, and cuts it at
 * %ATTUNE_REDACT_MAX_LENGTH bytes, on a character. Whatever comes from a server or from the
 * environment passes here before a person, a log or a database sees it.
 *
 * Returns: (transfer full) (nullable): the harmless text; %NULL for %NULL
 */
char *
attune_redact (const char *text)
{
  static GOnce once = G_ONCE_INIT;
  g_autofree char *result = NULL;
  GPtrArray *regexes;

  if (text == NULL)
    return NULL;

  regexes = g_once (&once, compile_secrets, NULL);
  result = g_utf8_make_valid (text, strnlen (text, MAX_INPUT_LENGTH));

  for (guint i = 0; i < regexes->len; i++)
    {
      g_autofree char *hidden = NULL;

      hidden = g_regex_replace (g_ptr_array_index (regexes, i), result, -1, 0,
                                secrets[i].replacement, 0, NULL);

      /* The matcher gives up on some texts; then nothing of it is shown rather than a secret. */
      if (hidden == NULL)
        return g_strdup ("…");

      g_free (result);
      result = g_steal_pointer (&hidden);
    }

  return cut_at_character (g_steal_pointer (&result), ATTUNE_REDACT_MAX_LENGTH);
}
