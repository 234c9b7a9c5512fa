/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-mapper-tools"

#include "config.h"

#include <stdlib.h>

#include "attune-mapper-private.h"

/* ShareGPT writes a call of a tool as a text, {"name": …, "arguments": {…}}, or a list of them; what
 * the tool answers follows in the next turn. OpenAI wants an identifier in both, and the arguments
 * as a text with JSON in it. */

/* Makes what was put together into values like those of a record, kept until the next one. */
static yyjson_val *
freeze (AttuneScope    *scope,
        yyjson_mut_doc *document)
{
  yyjson_doc *frozen = yyjson_mut_doc_imut_copy (document, NULL);

  yyjson_mut_doc_free (document);

  return frozen != NULL ? attune_scope_take_json (scope, frozen) : NULL;
}

static yyjson_mut_val *
begin_message (yyjson_mut_doc *document,
               const char     *role)
{
  yyjson_mut_val *messages = yyjson_mut_arr (document);
  yyjson_mut_val *message = yyjson_mut_arr_add_obj (document, messages);

  yyjson_mut_doc_set_root (document, messages);
  yyjson_mut_obj_add_str (document, message, "role", role);

  return message;
}

static void
add_id (yyjson_mut_doc *document,
        yyjson_mut_val *object,
        const char     *name,
        guint           number)
{
  g_autofree char *id = g_strdup_printf ("call_%u", number);

  yyjson_mut_obj_add_strcpy (document, object, name, id);
}

static gboolean
is_call (yyjson_val *value)
{
  return yyjson_is_str (yyjson_obj_get (value, "name"));
}

static void
add_arguments (yyjson_mut_doc *document,
               yyjson_mut_val *function,
               yyjson_val     *arguments)
{
  char *json;

  if (yyjson_is_str (arguments))
    {
      yyjson_mut_obj_add_strncpy (document, function, "arguments", yyjson_get_str (arguments),
                                  yyjson_get_len (arguments));
      return;
    }

  json = arguments != NULL ? yyjson_val_write (arguments, YYJSON_WRITE_NOFLAG, NULL) : NULL;
  yyjson_mut_obj_add_strcpy (document, function, "arguments", json != NULL ? json : "{}");
  free (json);
}

static void
add_call (yyjson_mut_doc *document,
          yyjson_mut_val *calls,
          guint           number,
          yyjson_val     *value)
{
  yyjson_mut_val *call = yyjson_mut_arr_add_obj (document, calls);
  yyjson_mut_val *function;

  add_id (document, call, "id", number);
  yyjson_mut_obj_add_str (document, call, "type", "function");
  function = yyjson_mut_obj_add_obj (document, call, "function");
  yyjson_mut_obj_add_val (document, function, "name",
                          yyjson_val_mut_copy (document, yyjson_obj_get (value, "name")));
  add_arguments (document, function, yyjson_obj_get (value, "arguments"));
}

static gboolean
are_calls (yyjson_val *values)
{
  yyjson_arr_iter iter;
  yyjson_val *value;

  yyjson_arr_iter_init (values, &iter);

  while ((value = yyjson_arr_iter_next (&iter)))
    if (!is_call (value))
      return FALSE;

  return yyjson_arr_size (values) > 0;
}

/* Adds a turn that calls tools. Returns FALSE when the text is not a call. */
gboolean
attune_mapper_add_tool_call (AttuneScope     *scope,
                             AttuneToolCalls *calls,
                             AttuneDraft     *draft,
                             AttunePart       part,
                             AttuneText       text)
{
  yyjson_val *value = attune_scope_get_json (scope, &(AttuneValue) { .text = text });
  yyjson_mut_doc *document;
  yyjson_mut_val *list;
  yyjson_arr_iter iter;
  yyjson_val *messages;
  yyjson_val *call;

  if (!is_call (value) && !are_calls (value))
    return FALSE;

  document = yyjson_mut_doc_new (NULL);
  list = yyjson_mut_obj_add_arr (document, begin_message (document, "assistant"), "tool_calls");
  calls->next = calls->last + 1;

  if (is_call (value))
    add_call (document, list, ++calls->last, value);

  yyjson_arr_iter_init (value, &iter);

  while ((call = yyjson_arr_iter_next (&iter)))
    add_call (document, list, ++calls->last, call);

  messages = freeze (scope, document);
  attune_draft_add_messages (draft, messages, part);

  return messages != NULL;
}

/* Adds a turn with what a tool answered, to the first call that has no answer yet. */
void
attune_mapper_add_tool_answer (AttuneScope     *scope,
                               AttuneToolCalls *calls,
                               AttuneDraft     *draft,
                               AttunePart       part,
                               AttuneText       text)
{
  yyjson_mut_doc *document;
  yyjson_mut_val *message;

  if (calls->next == 0 || calls->next > calls->last)
    {
      attune_draft_add_turn (draft, ATTUNE_ROLE_TOOL, part, text.bytes, text.length);
      return;
    }

  document = yyjson_mut_doc_new (NULL);
  message = begin_message (document, "tool");
  add_id (document, message, "tool_call_id", calls->next++);
  yyjson_mut_obj_add_strncpy (document, message, "content", text.bytes, text.length);
  attune_draft_add_messages (draft, freeze (scope, document), part);
}

/* Returns: (nullable): @tools as OpenAI has them, also where each is only its function */
yyjson_val *
attune_mapper_wrap_tools (AttuneScope *scope,
                          yyjson_val  *tools)
{
  yyjson_mut_doc *document;
  yyjson_mut_val *list;
  yyjson_arr_iter iter;
  yyjson_val *tool;

  if (!are_calls (tools))
    return tools;

  document = yyjson_mut_doc_new (NULL);
  list = yyjson_mut_arr (document);
  yyjson_mut_doc_set_root (document, list);
  yyjson_arr_iter_init (tools, &iter);

  while ((tool = yyjson_arr_iter_next (&iter)))
    {
      yyjson_mut_val *wrapped = yyjson_mut_arr_add_obj (document, list);

      yyjson_mut_obj_add_str (document, wrapped, "type", "function");
      yyjson_mut_obj_add_val (document, wrapped, "function", yyjson_val_mut_copy (document, tool));
    }

  return freeze (scope, document);
}
