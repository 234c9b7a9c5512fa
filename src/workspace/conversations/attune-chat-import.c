/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-import"

#include "config.h"

#include <math.h>

#include "attune-chat-import-private.h"

G_DEFINE_BOXED_TYPE (AttuneChatImportResult, attune_chat_import_result,
                     attune_chat_import_result_copy, attune_chat_import_result_free)

/**
 * attune_chat_import_get_text: (skip)
 * @object: (nullable): a JSON value
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): what it holds, if that is a text that C can hold
 */
const char *
attune_chat_import_get_text (yyjson_val *object,
                             const char *member)
{
  yyjson_val *value = yyjson_obj_get (object, member);

  if (!yyjson_is_str (value) || strlen (yyjson_get_str (value)) != yyjson_get_len (value))
    return NULL;

  return yyjson_get_str (value);
}

/**
 * attune_chat_import_get_number: (skip)
 * @object: (nullable): a JSON value
 * @member: the name of a member
 * @fallback: what to take where it is no number
 *
 * Returns: what it holds, without what is behind the point
 */
gint64
attune_chat_import_get_number (yyjson_val *object,
                               const char *member,
                               gint64      fallback)
{
  yyjson_val *value = yyjson_obj_get (object, member);
  double number;

  if (!yyjson_is_num (value))
    return fallback;

  number = yyjson_get_num (value);

  return isfinite (number) && fabs (number) < 1e15 ? (gint64)number : fallback;
}

/**
 * attune_chat_import_result_copy: (skip)
 * @self: what came of a file
 *
 * Returns: (transfer full): the same
 */
AttuneChatImportResult *
attune_chat_import_result_copy (const AttuneChatImportResult *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * attune_chat_import_result_free: (skip)
 * @self: (transfer full): what came of a file
 */
void
attune_chat_import_result_free (AttuneChatImportResult *self)
{
  g_free (self);
}
