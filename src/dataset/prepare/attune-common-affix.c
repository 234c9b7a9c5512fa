/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-common-affix"

#include "config.h"

#include "attune-common-affix.h"

static gboolean
is_inside_of_character (char byte)
{
  return (byte & 0xc0) == 0x80;
}

static void
shrink_prefix (GString    *prefix,
               const char *text,
               gsize       length)
{
  gsize n = 0;

  while (n < prefix->len && n < length && prefix->str[n] == text[n])
    n++;

  /* Two characters may begin with the same bytes. */
  while (n > 0 && n < prefix->len && is_inside_of_character (prefix->str[n]))
    n--;

  g_string_truncate (prefix, n);
}

static void
shrink_suffix (GString    *suffix,
               const char *text,
               gsize       length)
{
  gsize n = 0;

  while (n < suffix->len && n < length && suffix->str[suffix->len - 1 - n] == text[length - 1 - n])
    n++;

  /* Two characters may end with the same bytes. */
  while (n > 0 && is_inside_of_character (suffix->str[suffix->len - n]))
    n--;

  g_string_erase (suffix, 0, suffix->len - n);
}

/**
 * attune_common_affix_add:
 * @self: what all texts before have in common; all zero before the first
 * @text: (array length=length): one more text, UTF-8
 * @length: in bytes
 */
void
attune_common_affix_add (AttuneCommonAffix *self,
                         const char        *text,
                         gsize              length)
{
  self->max_length = MAX (self->max_length, length);

  if (self->prefix == NULL)
    {
      self->prefix = g_string_new_len (text, length);
      self->suffix = g_string_new_len (text, length);
      return;
    }

  shrink_prefix (self->prefix, text, length);
  shrink_suffix (self->suffix, text, length);
}

/**
 * attune_common_affix_are_texts_equal:
 * @self: what texts have in common
 *
 * Returns: %TRUE when there was a text and all others are the same
 */
gboolean
attune_common_affix_are_texts_equal (const AttuneCommonAffix *self)
{
  return self->prefix != NULL && self->prefix->len == self->max_length;
}

/**
 * attune_common_affix_clear:
 * @self: what texts have in common; all zero is allowed
 */
void
attune_common_affix_clear (AttuneCommonAffix *self)
{
  if (self->prefix != NULL)
    g_string_free (g_steal_pointer (&self->prefix), TRUE);

  if (self->suffix != NULL)
    g_string_free (g_steal_pointer (&self->suffix), TRUE);

  self->max_length = 0;
}
