/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-matcher"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-text-matcher.h"

/* Some regular expressions take longer than anybody lives (“(a+)+$”). What a text of a few
 * thousand letters needs is far below this, which takes some milliseconds. */
#define STEP_LIMIT "(*LIMIT_MATCH=1000000)"

struct _AttuneTextMatcher
{
  GRegex  *regex;       /* or: */
  char    *text;        /* in lower case */
  GString *fragment;    /* of @text: what every line of JSON that has it must contain */
  guint    n_given_up;  /* texts for which the regular expression takes too long */
};

/* Letter by letter, so that it can be done piece by piece. Letters whose lower case is written with
 * several (“İ”) stay what they are. */
static char *
fold (const char *text)
{
  g_autoptr(GString) folded = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      if ((guchar)*text < 0x80)
        g_string_append_c (folded, g_ascii_tolower (*text++));
      else
        {
          g_string_append_unichar (folded, g_unichar_tolower (g_utf8_get_char (text)));
          text = g_utf8_next_char (text);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&folded));
}

/* Whether JSON writes a character as it is, and in no other way but with “\u”. */
static gboolean
is_plain (gunichar character)
{
  if (character < 0x80)
    return character >= 0x20 && character != '"' && character != '\\' && character != '/';

  /* Another case would be other bytes. */
  return g_unichar_toupper (character) == character && g_unichar_tolower (character) == character;
}

/* The longest run of plain characters. */
static GString *
find_fragment (const char *text)
{
  GString *best = g_string_new (NULL);
  g_autoptr(GString) run = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (!is_plain (g_utf8_get_char (text)))
        {
          g_string_truncate (run, 0);
          continue;
        }

      g_string_append_len (run, text, g_utf8_next_char (text) - text);

      if (run->len > best->len)
        g_string_assign (best, run->str);
    }

  return best;
}

/**
 * attune_text_matcher_new:
 * @text: what to look for, UTF-8, not empty
 * @is_regex: whether that is a regular expression
 * @error: (nullable): where to put an error
 *
 * Returns: (transfer full) (nullable): the matcher, or %NULL with %ATTUNE_ERROR_DATA when the
 *   regular expression is none
 */
AttuneTextMatcher *
attune_text_matcher_new (const char  *text,
                         gboolean     is_regex,
                         GError     **error)
{
  g_autoptr(AttuneTextMatcher) self = NULL;
  g_autoptr(GError) regex_error = NULL;
  g_autofree char *limited = NULL;

  g_return_val_if_fail (text != NULL && *text != '\0', NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_new0 (AttuneTextMatcher, 1);

  if (!is_regex)
    {
      self->text = fold (text);
      self->fragment = find_fragment (self->text);
      return g_steal_pointer (&self);
    }

  limited = g_strconcat (STEP_LIMIT, text, NULL);
  self->regex = g_regex_new (limited,
                             G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_OPTIMIZE,
                             G_REGEX_MATCH_DEFAULT, &regex_error);

  if (self->regex != NULL)
    return g_steal_pointer (&self);

  attune_set_error (error, ATTUNE_ERROR_DATA, regex_error->message,
                    _("This is not a complete regular expression. Correct it, or search for the "
                      "text as it stands."));

  return NULL;
}

/**
 * attune_text_matcher_get_fragment:
 * @self: a matcher
 * @length: (out): its length in bytes
 * @has_letters: (out): whether there are ASCII letters in it, which are in lower case
 *
 * A line of JSON that matches contains the fragment, in either case of ASCII letters, or an
 * escape that begins with “\u”. All others need not be looked at. (The Kelvin sign and the long s,
 * whose small letters are those of ASCII, are passed over.)
 *
 * Returns: (transfer none) (nullable): the fragment, in lower case, or %NULL when there is none
 */
const char *
attune_text_matcher_get_fragment (const AttuneTextMatcher *self,
                                  gsize                   *length,
                                  gboolean                *has_letters)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->fragment == NULL || self->fragment->len == 0)
    return NULL;

  *length = self->fragment->len;
  *has_letters = FALSE;

  for (gsize i = 0; i < self->fragment->len; i++)
    *has_letters = *has_letters || g_ascii_isalpha (self->fragment->str[i]);

  return self->fragment->str;
}

static gboolean
match_regex (AttuneTextMatcher *self,
             const char        *text)
{
  g_autoptr(GError) error = NULL;
  gboolean is_match = g_regex_match_full (self->regex, text, -1, 0, G_REGEX_MATCH_DEFAULT, NULL,
                                          &error);

  self->n_given_up += error != NULL;

  return is_match;
}

/**
 * attune_text_matcher_match:
 * @self: a matcher
 * @example: an example
 *
 * A text for which a regular expression takes too long has not what is looked for; how many there
 * were tells attune_text_matcher_get_n_given_up().
 *
 * Returns: whether one of its turns has what is looked for
 */
gboolean
attune_text_matcher_match (AttuneTextMatcher   *self,
                           const AttuneExample *example)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (example != NULL, FALSE);

  for (guint i = 0; i < attune_example_get_n_turns (example); i++)
    {
      const char *content = attune_example_get_turn (example, i)->content;
      g_autofree char *folded = NULL;

      if (self->regex != NULL)
        {
          if (match_regex (self, content))
            return TRUE;

          continue;
        }

      folded = fold (content);

      if (strstr (folded, self->text) != NULL)
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_text_matcher_get_n_given_up:
 * @self: a matcher
 *
 * Returns: for how many texts the regular expression took too long
 */
guint
attune_text_matcher_get_n_given_up (const AttuneTextMatcher *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_given_up;
}

/**
 * attune_text_matcher_free:
 * @self: (transfer full): a matcher
 */
void
attune_text_matcher_free (AttuneTextMatcher *self)
{
  g_clear_pointer (&self->regex, g_regex_unref);
  g_free (self->text);

  if (self->fragment != NULL)
    g_string_free (self->fragment, TRUE);

  g_free (self);
}
