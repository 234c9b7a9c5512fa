/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-form"

#include "config.h"

#include <string.h>

#include "attune-form.h"

/* OpenAI's description of chats: so many tools or functions, with names of so many characters. */
#define MAX_TOOLS 128
#define MAX_NAME 64

static gboolean
is_name (yyjson_val *name)
{
  const char *text = yyjson_get_str (name);
  gsize length = yyjson_get_len (name);

  if (!yyjson_is_str (name) || length == 0 || length > MAX_NAME)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '_' && text[i] != '-')
      return FALSE;

  return TRUE;
}

static gboolean
is_function (yyjson_val *function)
{
  yyjson_val *description = yyjson_obj_get (function, "description");
  yyjson_val *parameters = yyjson_obj_get (function, "parameters");

  return is_name (yyjson_obj_get (function, "name")) &&
         (description == NULL || yyjson_is_null (description) || yyjson_is_str (description)) &&
         (parameters == NULL || yyjson_is_null (parameters) || yyjson_is_obj (parameters));
}

static gboolean
is_tool (yyjson_val *tool)
{
  return yyjson_equals_str (yyjson_obj_get (tool, "type"), "function") &&
         is_function (yyjson_obj_get (tool, "function"));
}

static gboolean
is_list (yyjson_val *list,
         gsize       least,
         gboolean  (*is_element) (yyjson_val *element))
{
  yyjson_arr_iter iter;
  yyjson_val *element;

  if (list == NULL || yyjson_is_null (list))
    return TRUE;

  if (!yyjson_is_arr (list) || yyjson_arr_size (list) < least || yyjson_arr_size (list) > MAX_TOOLS)
    return FALSE;

  yyjson_arr_iter_init (list, &iter);

  while ((element = yyjson_arr_iter_next (&iter)))
    if (!is_element (element))
      return FALSE;

  return TRUE;
}

static gboolean
is_choice (yyjson_val *value)
{
  return value == NULL || yyjson_is_null (value) || yyjson_is_bool (value);
}

/* Checks what an example offers to be called. An empty list of tools offers none, and is written
 * by many programs; of the older functions there must be one. */
void
attune_form_check_offers (AttuneForm        *self,
                          const AttuneDraft *draft)
{
  yyjson_val *object = draft->kind == ATTUNE_EXAMPLE_PREFERENCE
                       ? yyjson_obj_get (draft->root, "input") : draft->root;
  yyjson_val *tools = draft->tools != NULL ? draft->tools : yyjson_obj_get (object, "tools");

  /* Nearly every record has nothing but its messages. */
  if (draft->kind == ATTUNE_EXAMPLE_COMPLETION ||
      (yyjson_obj_size (object) < 2 && draft->tools == NULL))
    return;

  if (!is_list (tools, 0, is_tool) ||
      !is_list (yyjson_obj_get (object, "functions"), 1, is_function) ||
      !is_choice (yyjson_obj_get (object, "parallel_tool_calls")))
    self->found |= attune_issue_bit (ATTUNE_ISSUE_BAD_TOOLS);
}
