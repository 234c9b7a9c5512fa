/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-delimiter"

#include "config.h"

#include <string.h>

#include "attune-delimiter.h"

/* What nobody can type into an entry, or see in one. */
static const struct
{
  const char *text;
  char        delimiter;
} names[] = {
  { "tab", '\t' }, { "\\t", '\t' }, { "space", ' ' }, { "^A", '\x01' },
};

/**
 * attune_delimiter_parse:
 * @text: what a person wrote: one character, or `tab`, `\t`, `space`, `^A`
 * @delimiter: (out): what stands between two columns
 *
 * A table may have any ASCII character between its columns but a quotation mark, which stands
 * around text, and a line end.
 *
 * Returns: %FALSE when it is none
 */
gboolean
attune_delimiter_parse (const char *text,
                        char       *delimiter)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (delimiter != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_ascii_strcasecmp (names[i].text, text) == 0)
        {
          *delimiter = names[i].delimiter;
          return TRUE;
        }
    }

  *delimiter = text[0];

  return text[0] > 0 && text[1] == '\0' && strchr ("\"'\r\n", text[0]) == NULL;
}

/**
 * attune_delimiter_to_text:
 * @delimiter: what stands between two columns
 *
 * Returns: (transfer full): the same as a person would write it, for attune_delimiter_parse()
 */
char *
attune_delimiter_to_text (char delimiter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].delimiter == delimiter)
      return g_strdup (names[i].text);

  return g_strndup (&delimiter, 1);
}
