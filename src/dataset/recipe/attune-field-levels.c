/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-field"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-field.h"

/* What stands between a list and the one in each of its elements. */
#define ELEMENTS "[]"

/* Returns where the next level begins, or @end. Within a name such as ['a[]'] brackets are letters;
 * an apostrophe in it is there twice, so that it ends and begins again. */
static const char *
find_elements (const char *text,
               const char *end)
{
  gboolean is_quoted = FALSE;

  for (; text < end; text++)
    {
      if (is_quoted)
        is_quoted = *text != '\'' || text[1] == '\'' || text[-1] == '\'';
      else if (g_str_has_prefix (text, "['"))
        is_quoted = *++text == '\'';
      else if (g_str_has_prefix (text, ELEMENTS))
        return text;
    }

  return end;
}

static gboolean
add_level (GPtrArray   *levels,
           const char  *text,
           gsize        length,
           GError     **error)
{
  AttuneField *field;

  /* A list in a list has no name. */
  if (length == 0 && levels->len > 0)
    field = attune_field_parse (".", 1, error);
  else
    field = attune_field_parse (text, length, error);

  if (field != NULL)
    g_ptr_array_add (levels, field);

  return field != NULL;
}

/**
 * attune_field_parse_levels:
 * @text: a list as a recipe's `each` names it: `answers`, or `paragraphs[].qas` where it is in each
 *   element of another
 * @error: (nullable): where to put an error
 *
 * Fails as attune_field_parse(), and when there are more than %ATTUNE_MAX_LEVELS lists.
 *
 * Returns: (transfer full) (element-type AttuneField) (nullable): the lists, each of which is
 *   looked for in the elements of the one before
 */
GPtrArray *
attune_field_parse_levels (const char  *text,
                           GError     **error)
{
  g_autoptr(GPtrArray) levels = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_field_free);
  const char *end = text + strlen (text);
  const char *next;

  do
    {
      next = find_elements (text, end);

      if (!add_level (levels, text, next - text, error))
        return NULL;

      text = next + MIN (strlen (ELEMENTS), (gsize)(end - next));

      if (levels->len > 0 && *text == '.')
        text++;
    }
  while (next < end && levels->len < ATTUNE_MAX_LEVELS);

  if (next == end)
    return g_steal_pointer (&levels);

  /* Translators: “each” and “[]” are not translated. */
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("“each” goes through too many lists. Leave out some of the “[]” in it."));

  return NULL;
}
