/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-id"

#include "config.h"

#include <string.h>

#include "attune-engine-id.h"

/**
 * attune_engine_id_new:
 * @prefix: what the id begins with, such as "file-"
 * @length: how many letters and digits follow; five bits of chance each
 *
 * Small letters and digits only: ids become folder names and parts of model names.
 *
 * Returns: (transfer full): an id that nobody can guess and that does not come twice
 */
char *
attune_engine_id_new (const char *prefix,
                      guint       length)
{
  static const char alphabet[] = "0123456789abcdefghijkmnpqrstvwxy";
  g_autoptr(GString) id = NULL;

  g_return_val_if_fail (prefix != NULL, NULL);

  id = g_string_new (prefix);

  while (length > 0)
    {
      g_autofree char *uuid = g_uuid_string_random ();

      /* The last twelve digits of a random UUID are all random (RFC 9562, section 5.4). */
      for (guint i = 0; i < 12 && length > 0; i += 2, length--)
        {
          guint value = g_ascii_xdigit_value (uuid[24 + i]) * 16 +
                        g_ascii_xdigit_value (uuid[25 + i]);

          g_string_append_c (id, alphabet[value % (sizeof alphabet - 1)]);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&id));
}

/**
 * attune_engine_id_from_text:
 * @text: a name that a person gave, in UTF-8
 *
 * The name of a model has its parts between colons, and stands in command lines and addresses.
 *
 * Returns: (transfer full): @text with a “-” for everything that would not fit there
 */
char *
attune_engine_id_from_text (const char *text)
{
  g_autoptr(GString) id = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (id, g_unichar_isalnum (c) || c == '_' || c == '.' ? c : '-');
    }

  return g_string_free_and_steal (g_steal_pointer (&id));
}
