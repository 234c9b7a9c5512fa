/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-condition-text"

#include "config.h"

#include <stdlib.h>

#include "attune-import-condition-text.h"

/**
 * attune_import_condition_dup_text:
 * @condition: a condition
 *
 * Returns: (transfer full): what the text of a recipe has for it
 */
char *
attune_import_condition_dup_text (const AttuneCondition *condition)
{
  yyjson_mut_doc *document;
  char *json;
  char *text;

  g_return_val_if_fail (condition != NULL, NULL);

  document = yyjson_mut_doc_new (NULL);
  json = yyjson_mut_val_write (attune_condition_to_value (condition, document),
                               YYJSON_WRITE_NOFLAG, NULL);
  text = g_strdup (json != NULL ? json : "");
  free (json);
  yyjson_mut_doc_free (document);

  return text;
}

/**
 * attune_import_conditions_equal:
 * @a: (element-type AttuneCondition): some conditions
 * @b: (element-type AttuneCondition): others
 *
 * Returns: whether a recipe would have the same text for both
 */
gboolean
attune_import_conditions_equal (GPtrArray *a,
                                GPtrArray *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      g_autofree char *text = attune_import_condition_dup_text (g_ptr_array_index (a, i));
      g_autofree char *other = attune_import_condition_dup_text (g_ptr_array_index (b, i));

      if (!g_str_equal (text, other))
        return FALSE;
    }

  return TRUE;
}
