/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-export"

#include "config.h"

#include "attune-chat-export-private.h"
#include "attune-chat-parameters.h"
#include "attune-json.h"

/* Whether a model could learn from an answer: all of it came, and it says something. */
static gboolean
is_whole (AttuneMessageRow *message)
{
  return message->state == ATTUNE_MESSAGE_COMPLETE && *message->content != '\0' &&
         g_strcmp0 (message->finish_reason, "length") != 0;
}

/* How many messages lead to the last answer before one that is not whole. */
static guint
count_usable (GPtrArray *path)
{
  guint n_usable = 0;

  for (guint i = 0; i < path->len; i++)
    {
      AttuneMessageRow *message = path->pdata[i];

      if (message->author == ATTUNE_MESSAGE_USER)
        continue;

      if (!is_whole (message))
        break;

      n_usable = i + 1;
    }

  return n_usable;
}

static void
add_member (JsonObject *object,
            const char *name,
            const char *text)
{
  json_object_set_string_member (object, name, text);
}

static void
add_turn (JsonArray  *turns,
          const char *role,
          const char *content)
{
  JsonObject *turn = json_object_new ();

  add_member (turn, "role", role);
  add_member (turn, "content", content);
  json_array_add_object_element (turns, turn);
}

static void
append_object (GString    *text,
               JsonObject *object)
{
  g_autofree char *line = attune_json_object_to_string (object);

  g_string_append_printf (text, "%s\n", line);
}

static guint
append_chat (GString          *text,
             AttuneChatRecord *record)
{
  g_autoptr(GPtrArray) path = attune_chat_record_list_path (record);
  guint n_usable = count_usable (path);
  g_autoptr(JsonObject) example = NULL;
  JsonArray *turns;

  if (n_usable == 0)
    return 0;

  example = json_object_new ();
  turns = json_array_new ();

  if (record->row->system_text != NULL && *record->row->system_text != '\0')
    add_turn (turns, "system", record->row->system_text);

  for (guint i = 0; i < n_usable; i++)
    {
      AttuneMessageRow *message = path->pdata[i];

      add_turn (turns, message->author == ATTUNE_MESSAGE_USER ? "user" : "assistant",
                message->content);
    }

  json_object_set_array_member (example, "messages", turns);
  append_object (text, example);

  return 1;
}

/* Each prompt stands for itself. What a service takes away, and a model has to learn, is put back:
 * the separator behind the prompt, and where the answer stops. */
static guint
append_completions (GString          *text,
                    AttuneChatRecord *record)
{
  g_autoptr(AttuneChatParameters) parameters = NULL;
  g_autoptr(GPtrArray) path = attune_chat_record_list_path (record);
  const char *separator = NULL;
  const char *stop = NULL;
  guint n_examples = 0;

  parameters = attune_chat_parameters_new_from_json (record->row->parameters, NULL);

  if (parameters != NULL)
    {
      separator = attune_chat_parameters_get_separator (parameters);
      stop = attune_chat_parameters_get_stops (parameters)[0];
    }

  for (guint i = 1; i < path->len; i++)
    {
      AttuneMessageRow *prompt = path->pdata[i - 1];
      AttuneMessageRow *answer = path->pdata[i];
      gboolean has_separator = separator == NULL || g_str_has_suffix (prompt->content, separator);
      g_autoptr(JsonObject) example = NULL;
      g_autofree char *whole_prompt = NULL;
      g_autofree char *completion = NULL;

      if (answer->author != ATTUNE_MESSAGE_ASSISTANT || !is_whole (answer))
        continue;

      whole_prompt = g_strconcat (prompt->content, has_separator ? NULL : separator, NULL);
      completion = g_strconcat (answer->content, stop, NULL);
      example = json_object_new ();
      add_member (example, "prompt", whole_prompt);
      add_member (example, "completion", completion);
      append_object (text, example);
      n_examples++;
    }

  return n_examples;
}

/**
 * attune_chat_export_append_examples: (skip)
 * @text: JSONL that grows
 * @record: a conversation
 *
 * Adds the branch that is shown as an example to train with, up to the last answer before one that
 * was cut off; prompts that stand for themselves are an example each.
 *
 * Returns: how many examples it gave
 */
guint
attune_chat_export_append_examples (GString          *text,
                                    AttuneChatRecord *record)
{
  return record->is_completion ? append_completions (text, record) : append_chat (text, record);
}
