/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-export"

#include "config.h"

#include <math.h>

#include "attune-chat-export-private.h"
#include "attune-json.h"

/* What is not known is not written, so that files stay small and can be read by people. */

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  if (text == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       number)
{
  if (number < 0)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

/* JSON that is stored as text is JSON in the file too. */
static void
add_json (JsonBuilder *builder,
          const char  *name,
          const char  *json)
{
  JsonNode *node = json != NULL ? attune_json_parse (json, -1, NULL) : NULL;

  if (node == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, node);
}

static void
add_nick (JsonBuilder *builder,
          const char  *name,
          GType        type,
          int          value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);

  add_text (builder, name, g_enum_get_value (klass, value)->value_nick);
}

static void
add_facts (JsonBuilder              *builder,
           const AttuneMessageFacts *facts)
{
  add_json (builder, "parameters", facts->parameters);
  add_number (builder, "prompt_tokens", facts->prompt_tokens);
  add_number (builder, "completion_tokens", facts->completion_tokens);
  add_number (builder, "cached_tokens", facts->cached_tokens);
  add_number (builder, "reasoning_tokens", facts->reasoning_tokens);
  add_number (builder, "first_token_msec", facts->first_token_msec);
  add_number (builder, "duration_msec", facts->duration_msec);

  if (!isnan (facts->cost))
    {
      json_builder_set_member_name (builder, "cost_usd");
      json_builder_add_double_value (builder, facts->cost);
    }
}

static void
add_message (JsonBuilder      *builder,
             AttuneMessageRow *message)
{
  json_builder_begin_object (builder);
  add_number (builder, "id", message->id);

  if (message->parent_id != 0)
    add_number (builder, "parent", message->parent_id);

  add_nick (builder, "author", ATTUNE_TYPE_MESSAGE_AUTHOR, message->author);
  add_nick (builder, "state", ATTUNE_TYPE_MESSAGE_STATE, message->state);
  add_number (builder, "created_at", message->created_at);
  add_text (builder, "model", message->model);
  add_text (builder, "reasoning", message->reasoning);
  add_text (builder, "content", message->content);
  add_json (builder, "tool_calls", message->tool_calls);
  add_json (builder, "logprobs", message->logprobs);
  add_text (builder, "finish_reason", message->finish_reason);
  add_text (builder, "error", message->error_text);
  add_facts (builder, &message->facts);
  json_builder_end_object (builder);
}

/**
 * attune_chat_export_append_json: (skip)
 * @builder: in an array
 * @record: a conversation
 *
 * Adds all of it, as it can be imported again, except with whom it is: accounts are not the same
 * elsewhere.
 */
void
attune_chat_export_append_json (JsonBuilder      *builder,
                                AttuneChatRecord *record)
{
  AttuneConversationRow *row = record->row;

  json_builder_begin_object (builder);
  add_text (builder, "id", row->id);
  add_text (builder, "title", row->title);
  add_text (builder, "model", row->model);
  add_text (builder, "system_text", row->system_text);
  add_json (builder, "parameters", row->parameters);
  add_number (builder, "created_at", row->created_at);
  add_number (builder, "updated_at", row->updated_at);

  if (row->leaf_id != 0)
    add_number (builder, "shown", row->leaf_id);

  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);

  for (guint i = 0; i < record->messages->len; i++)
    add_message (builder, record->messages->pdata[i]);

  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
