/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chat-import"

#include "config.h"

#include "attune-chat-import-private.h"

/* ChatGPT's conversations.json: each conversation has a “mapping” from names to nodes, a tree with
 * all branches, in which “current_node” was shown last. Nodes without a message, and those of
 * tools, are only on the way. */

typedef struct
{
  AttuneChatRecord *record;
  GHashTable       *nodes;       /* name → node, while it is not visited: no circles */
  GArray           *waiting;     /* of Place; the last one comes next */
  const char       *current;
} Walk;

/* A node, and what it follows. */
typedef struct
{
  yyjson_val *node;
  const char *name;
  gint64      parent_id;
  char       *thoughts;    /* what was thought on the way, for the answer that comes of it */
} Place;

static void
push (Walk       *walk,
      const char *name,
      gint64      parent_id,
      const char *thoughts)
{
  Place place = { .name = name, .parent_id = parent_id };

  if (!g_hash_table_steal_extended (walk->nodes, name, NULL, (gpointer *)&place.node))
    return;

  place.thoughts = g_strdup (thoughts);
  g_array_append_val (walk->waiting, place);
}

/* Last first, so that the oldest of siblings is taken from the end first. */
static void
push_children (Walk        *walk,
               const Place *place,
               gint64       parent_id,
               const char  *thoughts)
{
  yyjson_val *children = yyjson_obj_get (place->node, "children");

  for (gsize i = yyjson_arr_size (children); i > 0; i--)
    {
      yyjson_val *child = yyjson_arr_get (children, i - 1);

      if (yyjson_is_str (child))
        push (walk, yyjson_get_str (child), parent_id, thoughts);
    }
}

/* What is said: texts, and the words of what was spoken. Pictures have no place here. */
static char *
dup_parts (yyjson_val *content)
{
  g_autoptr(GString) text = g_string_new (NULL);
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (content, "parts"));
  yyjson_val *part;

  while ((part = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *piece = yyjson_is_str (part) ? yyjson_get_str (part)
                                               : attune_chat_import_get_text (part, "text");

      if (piece == NULL || *piece == '\0')
        continue;

      if (text->len > 0)
        g_string_append (text, "\n\n");

      g_string_append (text, piece);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_thoughts (yyjson_val *content,
              const char *before)
{
  g_autoptr(GString) text = g_string_new (before);
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (content, "thoughts"));
  yyjson_val *thought;

  while ((thought = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *piece = attune_chat_import_get_text (thought, "content");

      if (piece != NULL && *piece != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", piece);
    }

  return text->len > 0 ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
}

/* What was said by and to tools, and what ChatGPT hides, is not part of what people read. */
static gboolean
is_said (yyjson_val *message,
         const char *role)
{
  const char *recipient = attune_chat_import_get_text (message, "recipient");
  yyjson_val *metadata = yyjson_obj_get (message, "metadata");
  const char *kind = attune_chat_import_get_text (yyjson_obj_get (message, "content"),
                                                  "content_type");

  return (g_strcmp0 (role, "user") == 0 || g_strcmp0 (role, "assistant") == 0) &&
         (recipient == NULL || g_str_equal (recipient, "all")) &&
         (g_strcmp0 (kind, "text") == 0 || g_strcmp0 (kind, "multimodal_text") == 0) &&
         !yyjson_get_bool (yyjson_obj_get (metadata, "is_visually_hidden_from_conversation"));
}

static AttuneMessageRow *
add_message (Walk        *walk,
             const Place *place,
             yyjson_val  *message,
             const char  *role,
             const char  *text)
{
  yyjson_val *metadata = yyjson_obj_get (message, "metadata");
  gboolean is_person = g_str_equal (role, "user");
  AttuneMessageRow *row;

  row = attune_message_row_new (is_person ? ATTUNE_MESSAGE_USER : ATTUNE_MESSAGE_ASSISTANT,
                                ATTUNE_MESSAGE_COMPLETE, text);
  g_ptr_array_add (walk->record->messages, row);
  row->id = walk->record->messages->len;
  row->parent_id = place->parent_id;
  row->created_at = attune_chat_import_get_number (message, "create_time", 0);

  if (!is_person)
    {
      row->reasoning = g_strdup (place->thoughts);
      row->model = g_strdup (attune_chat_import_get_text (metadata, "model_slug"));
    }

  return row;
}

static void
take_system_text (Walk       *walk,
                  const char *text)
{
  if (walk->record->row->system_text == NULL && *text != '\0')
    walk->record->row->system_text = g_strdup (text);
}

static void
visit (Walk  *walk,
       Place *place)
{
  yyjson_val *message = yyjson_obj_get (place->node, "message");
  yyjson_val *content = yyjson_obj_get (message, "content");
  const char *role = attune_chat_import_get_text (yyjson_obj_get (message, "author"), "role");
  g_autofree char *text = dup_parts (content);
  g_autofree char *thoughts = NULL;
  gint64 id = place->parent_id;

  if (g_strcmp0 (role, "system") == 0)
    take_system_text (walk, text);

  if (is_said (message, role) && *text != '\0')
    id = add_message (walk, place, message, role, text)->id;
  else
    thoughts = dup_thoughts (content, place->thoughts);

  if (g_strcmp0 (place->name, walk->current) == 0)
    walk->record->row->leaf_id = id;

  push_children (walk, place, id, thoughts);
}

/* Those that follow nothing. Usually it is one. */
static void
push_roots (Walk       *walk,
            yyjson_val *mapping)
{
  g_autoptr(GPtrArray) roots = g_ptr_array_new ();
  yyjson_obj_iter iter = yyjson_obj_iter_with (mapping);
  yyjson_val *name;

  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    g_hash_table_insert (walk->nodes, (gpointer)yyjson_get_str (name),
                         yyjson_obj_iter_get_val (name));

  iter = yyjson_obj_iter_with (mapping);

  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      const char *parent = attune_chat_import_get_text (yyjson_obj_iter_get_val (name), "parent");

      if (parent == NULL || !g_hash_table_contains (walk->nodes, parent))
        g_ptr_array_add (roots, (gpointer)yyjson_get_str (name));
    }

  for (guint i = roots->len; i > 0; i--)
    push (walk, roots->pdata[i - 1], 0, NULL);
}

static void
clear_place (gpointer data)
{
  Place *place = data;

  g_free (place->thoughts);
}

static void
read_mapping (AttuneChatRecord *record,
              yyjson_val       *conversation)
{
  Walk walk = { .record = record };

  walk.current = attune_chat_import_get_text (conversation, "current_node");
  walk.nodes = g_hash_table_new (g_str_hash, g_str_equal);
  walk.waiting = g_array_new (FALSE, FALSE, sizeof (Place));
  push_roots (&walk, yyjson_obj_get (conversation, "mapping"));

  while (walk.waiting->len > 0)
    {
      Place place = g_array_index (walk.waiting, Place, walk.waiting->len - 1);

      g_array_set_size (walk.waiting, walk.waiting->len - 1);
      visit (&walk, &place);
      clear_place (&place);
    }

  if (record->row->leaf_id == 0)
    record->row->leaf_id = record->messages->len;

  g_array_unref (walk.waiting);
  g_hash_table_unref (walk.nodes);
}

/**
 * attune_chat_import_read_chatgpt: (skip)
 * @conversation: an element of ChatGPT’s conversations.json
 *
 * Returns: (transfer full) (nullable): the conversation
 */
AttuneChatRecord *
attune_chat_import_read_chatgpt (yyjson_val *conversation)
{
  g_autoptr(AttuneChatRecord) record = attune_chat_record_new ();
  const char *id = attune_chat_import_get_text (conversation, "conversation_id");
  AttuneConversationRow *row = record->row;

  if (id == NULL)
    id = attune_chat_import_get_text (conversation, "id");

  row->imported_id = id != NULL ? g_strconcat ("chatgpt:", id, NULL) : NULL;
  row->title = g_strdup (attune_chat_import_get_text (conversation, "title"));
  row->created_at = attune_chat_import_get_number (conversation, "create_time", 0);
  row->updated_at = attune_chat_import_get_number (conversation, "update_time", row->created_at);
  read_mapping (record, conversation);

  return record->messages->len > 0 ? g_steal_pointer (&record) : NULL;
}
