/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-stop-text"

#include "config.h"

#include <string.h>

#include "attune-stop-text.h"

#define VISIBLE_BLANK "␣"

static const struct
{
  char letter;
  char character;
} escapes[] = {
  { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' }, { '\\', '\\' },
};

static gboolean
unescape (char  letter,
          char *character)
{
  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    if (escapes[i].letter == letter)
      {
        *character = escapes[i].character;
        return TRUE;
      }

  return FALSE;
}

static gboolean
escape (char  character,
        char *letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (escapes); i++)
    if (escapes[i].character == character)
      {
        *letter = escapes[i].letter;
        return TRUE;
      }

  return FALSE;
}

/**
 * attune_stop_text_from_typed:
 * @typed: what a person typed
 *
 * Returns: (transfer full): the text that is meant; an escape that nobody knows is left as it is
 */
char *
attune_stop_text_from_typed (const char *typed)
{
  g_autoptr(GString) text = g_string_new (NULL);
  char character;

  for (const char *at = typed; *at != '\0'; at++)
    {
      if (*at == '\\' && unescape (at[1], &character))
        {
          g_string_append_c (text, character);
          at++;
        }
      else
        {
          g_string_append_c (text, *at);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * attune_stop_text_to_typed:
 * @text: a text
 *
 * Returns: (transfer full): what a person would type for it
 */
char *
attune_stop_text_to_typed (const char *text)
{
  g_autoptr(GString) typed = g_string_new (NULL);
  char letter;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (escape (*at, &letter))
        g_string_append_printf (typed, "\\%c", letter);
      else
        g_string_append_c (typed, *at);
    }

  return g_string_free_and_steal (g_steal_pointer (&typed));
}

/**
 * attune_stop_text_to_shown:
 * @text: a text
 *
 * Returns: (transfer full): attune_stop_text_to_typed() with blanks at its ends that can be seen
 */
char *
attune_stop_text_to_shown (const char *text)
{
  g_autofree char *typed = attune_stop_text_to_typed (text);
  g_autoptr(GString) shown = g_string_new (NULL);
  gsize n_before = strspn (typed, " ");
  gsize end = strlen (typed);

  while (end > n_before && typed[end - 1] == ' ')
    end--;

  for (gsize i = 0; i < n_before; i++)
    g_string_append (shown, VISIBLE_BLANK);
  g_string_append_len (shown, typed + n_before, end - n_before);
  for (gsize i = end; typed[i] != '\0'; i++)
    g_string_append (shown, VISIBLE_BLANK);

  return g_string_free_and_steal (g_steal_pointer (&shown));
}
