/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-import"

#include "config.h"

#include <math.h>

#include "attune-chat-import-private.h"

/* JSON of the file is text in the store. */
static char *
dup_json (yyjson_val *object,
          const char *member)
{
  yyjson_val *value = yyjson_obj_get (object, member);
  char *written = value != NULL ? yyjson_val_write (value, YYJSON_WRITE_NOFLAG, NULL) : NULL;
  char *json = g_strdup (written);

  free (written);

  return json;
}

static int
find_nick (GType       type,
           const char *nick,
           int         fallback)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);
  GEnumValue *value = nick != NULL ? g_enum_get_value_by_nick (klass, nick) : NULL;

  return value != NULL ? value->value : fallback;
}

/* Nothing streams any more, and nothing that waited elsewhere shall be sent from here. */
static AttuneMessageState
read_state (yyjson_val *message)
{
  switch (find_nick (ATTUNE_TYPE_MESSAGE_STATE, attune_chat_import_get_text (message, "state"),
                     ATTUNE_MESSAGE_COMPLETE))
    {
    case ATTUNE_MESSAGE_STREAMING:
    case ATTUNE_MESSAGE_STOPPED:
      return ATTUNE_MESSAGE_STOPPED;

    case ATTUNE_MESSAGE_BROKEN:
      return ATTUNE_MESSAGE_BROKEN;

    default:
      return ATTUNE_MESSAGE_COMPLETE;
    }
}

static void
read_facts (yyjson_val         *message,
            AttuneMessageFacts *facts)
{
  yyjson_val *cost = yyjson_obj_get (message, "cost_usd");

  facts->parameters = dup_json (message, "parameters");
  facts->prompt_tokens = attune_chat_import_get_number (message, "prompt_tokens", -1);
  facts->completion_tokens = attune_chat_import_get_number (message, "completion_tokens", -1);
  facts->cached_tokens = attune_chat_import_get_number (message, "cached_tokens", -1);
  facts->reasoning_tokens = attune_chat_import_get_number (message, "reasoning_tokens", -1);
  facts->first_token_msec = attune_chat_import_get_number (message, "first_token_msec", -1);
  facts->duration_msec = attune_chat_import_get_number (message, "duration_msec", -1);
  facts->cost = yyjson_is_num (cost) ? yyjson_get_num (cost) : NAN;
}

static AttuneMessageRow *
read_message (yyjson_val *message)
{
  const char *content = attune_chat_import_get_text (message, "content");
  AttuneMessageRow *row;

  row = attune_message_row_new (find_nick (ATTUNE_TYPE_MESSAGE_AUTHOR,
                                           attune_chat_import_get_text (message, "author"),
                                           ATTUNE_MESSAGE_USER),
                                read_state (message), content != NULL ? content : "");
  row->reasoning = g_strdup (attune_chat_import_get_text (message, "reasoning"));
  row->tool_calls = dup_json (message, "tool_calls");
  row->logprobs = dup_json (message, "logprobs");
  row->model = g_strdup (attune_chat_import_get_text (message, "model"));
  row->error_text = g_strdup (attune_chat_import_get_text (message, "error"));
  row->finish_reason = g_strdup (attune_chat_import_get_text (message, "finish_reason"));
  row->created_at = attune_chat_import_get_number (message, "created_at", 0);
  read_facts (message, &row->facts);

  return row;
}

/* The numbers of the file become places, which is what can be relied on. */
static void
read_messages (AttuneChatRecord *record,
               yyjson_val       *messages,
               gint64            shown)
{
  g_autoptr(GHashTable) places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  yyjson_arr_iter iter = yyjson_arr_iter_with (messages);
  yyjson_val *message;

  while ((message = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gint64 id = attune_chat_import_get_number (message, "id", 0);
      gint64 parent_id = attune_chat_import_get_number (message, "parent", 0);
      AttuneMessageRow *row = read_message (message);

      g_ptr_array_add (record->messages, row);
      row->id = record->messages->len;
      row->parent_id = GPOINTER_TO_UINT (g_hash_table_lookup (places, &parent_id));
      g_hash_table_insert (places, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER ((guint)row->id));

      if (id == shown || shown == 0)
        record->row->leaf_id = row->id;
    }
}

/**
 * attune_chat_import_read_attune: (skip)
 * @conversation: what attune_chat_export_append_json() wrote, or what somebody made of it
 *
 * Returns: (transfer full) (nullable): the conversation
 */
AttuneChatRecord *
attune_chat_import_read_attune (yyjson_val *conversation)
{
  g_autoptr(AttuneChatRecord) record = attune_chat_record_new ();
  const char *id = attune_chat_import_get_text (conversation, "id");
  AttuneConversationRow *row = record->row;

  row->imported_id = id != NULL ? g_strconcat ("attune:", id, NULL) : NULL;
  row->title = g_strdup (attune_chat_import_get_text (conversation, "title"));
  row->model = g_strdup (attune_chat_import_get_text (conversation, "model"));
  row->system_text = g_strdup (attune_chat_import_get_text (conversation, "system_text"));
  row->parameters = dup_json (conversation, "parameters");
  row->created_at = attune_chat_import_get_number (conversation, "created_at", 0);
  row->updated_at = attune_chat_import_get_number (conversation, "updated_at", row->created_at);
  read_messages (record, yyjson_obj_get (conversation, "messages"),
                 attune_chat_import_get_number (conversation, "shown", 0));

  return record->messages->len > 0 ? g_steal_pointer (&record) : NULL;
}
