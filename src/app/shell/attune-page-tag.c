/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-page-tag"

#include "config.h"

#include <string.h>

#include "attune-page-tag.h"

/**
 * attune_page_tag_new:
 * @kind: "dataset", "job", "conversation" or "comparison"
 * @id: the thing's id
 *
 * Returns: (transfer full): the tag of the page that shows the thing
 */
char *
attune_page_tag_new (const char *kind,
                     const char *id)
{
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_strconcat (kind, ":", id, NULL);
}

/**
 * attune_page_tag_get_id:
 * @tag: (nullable): a tag
 * @kind: a kind, as in attune_page_tag_new()
 *
 * Returns: (nullable): the id of the thing, inside @tag, or %NULL if it is of another kind
 */
const char *
attune_page_tag_get_id (const char *tag,
                        const char *kind)
{
  gsize length;

  g_return_val_if_fail (kind != NULL, NULL);

  length = strlen (kind);

  if (tag == NULL || !g_str_has_prefix (tag, kind) || tag[length] != ':')
    return NULL;

  return tag + length + 1;
}
