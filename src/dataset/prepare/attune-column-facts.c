/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-column-facts"

#include "config.h"

#include <string.h>

#include "attune-column-facts.h"
#include "attune-letter-case.h"

/* Most texts have none of the separators in them, and most often not even the last character of one
 * that is no space, which is found out several times as fast. */
static gboolean
has_separator (const char *text,
               gsize       length,
               const char *separator)
{
  gsize separator_length = strlen (separator);
  gsize last = separator_length - 1;

  while (last > 0 && g_ascii_isspace (separator[last]))
    last--;

  return memchr (text, separator[last], length) != NULL &&
         memmem (text, length, separator, separator_length) != NULL;
}

/**
 * attune_column_facts_add:
 * @self: what is known of the texts before; all zero but for the candidates before the first
 * @text: (array length=length): one more text, UTF-8, with a NUL behind it
 * @length: in bytes
 */
void
attune_column_facts_add (AttuneColumnFacts *self,
                         const char        *text,
                         gsize              length)
{
  guint64 n_upper = self->n_upper;

  for (guint i = 0; self->separators[i] != NULL; i++)
    if ((self->seen & 1u << i) == 0 && has_separator (text, length, self->separators[i]))
      self->seen |= 1u << i;

  if (!self->has_line_feed)
    self->has_line_feed = memchr (text, '\n', length) != NULL;

  attune_common_affix_add (&self->affix, text, length);
  attune_letter_case_count (text, length, &self->n_upper, &self->n_lower);
  self->n_bytes += length;
  self->n_with_upper += self->n_upper > n_upper;
}

/**
 * attune_column_facts_is_upper:
 * @self: what is known of the texts
 *
 * Returns: %TRUE when more than a third of the letters that have a case are uppercase
 */
gboolean
attune_column_facts_is_upper (const AttuneColumnFacts *self)
{
  return self->n_upper * 2 > self->n_lower;
}

/**
 * attune_column_facts_get_separator:
 * @self: what is known of the texts
 * @fallback: what to use when no candidate is left
 * @is_first_for_lines: the first candidate is for texts of one line only
 *
 * Returns: (transfer none): the first candidate that stands in no text
 */
const char *
attune_column_facts_get_separator (const AttuneColumnFacts *self,
                                   const char              *fallback,
                                   gboolean                 is_first_for_lines)
{
  guint first = is_first_for_lines && self->has_line_feed ? 1 : 0;

  for (guint i = first; self->separators[i] != NULL; i++)
    if ((self->seen & 1u << i) == 0)
      return self->separators[i];

  return fallback;
}

/**
 * attune_column_facts_clear:
 * @self: what is known of the texts; all zero is allowed
 */
void
attune_column_facts_clear (AttuneColumnFacts *self)
{
  attune_common_affix_clear (&self->affix);
}
