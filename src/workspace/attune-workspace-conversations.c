/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-conversations"

#include "config.h"

#include "attune-conversation-private.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace       *workspace;
  AttuneConversationRow *row;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_object_unref (start->workspace);
  attune_conversation_row_free (start->row);
  g_free (start);
}

static int
compare_conversations (gconstpointer a,
                       gconstpointer b)
{
  AttuneConversation *first = *(AttuneConversation **)a;
  AttuneConversation *second = *(AttuneConversation **)b;
  gint64 updated = attune_conversation_get_updated_at (first);
  gint64 other = attune_conversation_get_updated_at (second);

  if (attune_conversation_get_is_pinned (first) != attune_conversation_get_is_pinned (second))
    return attune_conversation_get_is_pinned (first) ? -1 : 1;

  return (updated < other) - (updated > other);
}

static int
compare_comparisons (gconstpointer a,
                     gconstpointer b)
{
  gint64 updated = attune_comparison_get_updated_at (*(AttuneComparison **)a);
  gint64 other = attune_comparison_get_updated_at (*(AttuneComparison **)b);

  return (updated < other) - (updated > other);
}

static void
order_list (GListStore   *list,
            GCompareFunc  compare)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (list), i));

  g_ptr_array_sort (items, compare);
  attune_list_store_assign (list, items);
}

static gboolean
order_cb (gpointer user_data)
{
  AttuneWorkspace *self = user_data;

  self->order_source = 0;
  order_list (self->conversations, compare_conversations);
  order_list (self->comparisons, compare_comparisons);

  return G_SOURCE_REMOVE;
}

/**
 * attune_workspace_queue_order:
 * @self: a workspace
 *
 * Puts what was used last at the top of its list again, soon: once for all that changes together.
 */
void
attune_workspace_queue_order (AttuneWorkspace *self)
{
  g_return_if_fail (ATTUNE_IS_WORKSPACE (self));

  if (self->order_source == 0)
    self->order_source = g_idle_add_full (G_PRIORITY_DEFAULT, order_cb, self, NULL);
}

/* The same object for the same conversation, so that views keep what they show. */
static AttuneConversation *
take_row (AttuneWorkspace             *self,
          const AttuneConversationRow *row)
{
  AttuneConversation *conversation = g_hash_table_lookup (self->all_conversations, row->id);

  if (conversation == NULL)
    {
      conversation = attune_conversation_new (self, self->store, row);
      g_signal_connect_object (conversation, "notify::updated-at",
                               G_CALLBACK (attune_workspace_queue_order), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (conversation, "notify::is-pinned",
                               G_CALLBACK (attune_workspace_queue_order), self,
                               G_CONNECT_SWAPPED);

      return conversation;
    }

  attune_conversation_apply_stored (conversation, row);
  attune_conversation_refresh (conversation);

  return g_object_ref (conversation);
}

static DexFuture *
attune_workspace_reload_conversations_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) conversations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) all = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_conversations (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  all = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneConversation *conversation = take_row (self, rows->pdata[i]);

      g_hash_table_insert (all, (gpointer)attune_conversation_get_id (conversation), conversation);

      if (attune_conversation_get_comparison_id (conversation) == NULL)
        g_ptr_array_add (conversations, g_object_ref (conversation));
    }

  g_hash_table_unref (self->all_conversations);
  self->all_conversations = g_steal_pointer (&all);
  attune_list_store_assign (self->conversations, conversations);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_conversations:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_conversations (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_conversations_fiber,
                              g_object_ref (self), g_object_unref);
}

/* One with the same model in which nothing was said, named or changed: it is as good as a new one.
 * */
static AttuneConversation *
find_untouched (AttuneWorkspace             *self,
                const AttuneConversationRow *wanted)
{
  GListModel *conversations = attune_workspace_get_conversations (self);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(AttuneConversation) conversation = g_list_model_get_item (conversations, i);

      if (attune_conversation_is_untouched (conversation, wanted))
        return g_steal_pointer (&conversation);
    }

  return NULL;
}

static DexFuture *
attune_workspace_start_conversation_fiber (gpointer user_data)
{
  Start *start = user_data;
  AttuneWorkspace *self = start->workspace;
  AttuneConversation *untouched;
  g_autoptr(GError) error = NULL;

  attune_workspace_take_defaults (self, start->row);

  if ((untouched = find_untouched (self, start->row)) != NULL)
    return dex_future_new_take_object (untouched);

  if (!dex_await (attune_store_save_conversation (self->store, start->row), &error) ||
      !dex_await (attune_workspace_reload_conversations (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_object (attune_workspace_find_conversation (self, start->row->id));
}

/**
 * attune_workspace_start_conversation:
 * @self: a workspace
 * @account_id: who shall answer
 * @model: the model that shall answer
 *
 * A tuned model is asked as it has learned it, see attune_workspace_suggest_preset(). An empty
 * conversation with the same model is used again, so that empty ones do not pile up.
 *
 * Returns: (transfer full): a future that resolves to an empty #AttuneConversation
 */
DexFuture *
attune_workspace_start_conversation (AttuneWorkspace *self,
                                     const char      *account_id,
                                     const char      *model)
{
  Start *start;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (account_id != NULL);
  dex_return_error_if_fail (model != NULL);

  start = g_new0 (Start, 1);
  start->workspace = g_object_ref (self);
  start->row = g_new0 (AttuneConversationRow, 1);
  start->row->id = g_uuid_string_random ();
  start->row->account_id = g_strdup (account_id);
  start->row->model = g_strdup (model);
  start->row->created_at = g_get_real_time () / G_USEC_PER_SEC;
  start->row->updated_at = start->row->created_at;

  return dex_scheduler_spawn (NULL, 0, attune_workspace_start_conversation_fiber,
                              start, start_free);
}

static DexFuture *
reload_conversations_cb (DexFuture *completed,
                         gpointer   user_data)
{
  return attune_workspace_reload_conversations (user_data);
}

/**
 * attune_workspace_delete_conversation:
 * @self: a workspace
 * @conversation: a conversation
 *
 * Stops its answer and takes it out of the list; it goes for good at the next start.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_delete_conversation (AttuneWorkspace    *self,
                                      AttuneConversation *conversation)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (conversation));

  attune_conversation_stop (conversation);

  return dex_future_then (
    attune_store_set_conversation_deleted (self->store, attune_conversation_get_id (conversation),
                                           g_get_real_time () / G_USEC_PER_SEC),
    reload_conversations_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_restore_conversation:
 * @self: a workspace
 * @conversation: a conversation that was deleted since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_workspace_restore_conversation (AttuneWorkspace    *self,
                                       AttuneConversation *conversation)
{
  DexFuture *restored;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (conversation));

  restored = attune_store_set_conversation_deleted (self->store,
                                                    attune_conversation_get_id (conversation), 0);
  restored = dex_future_then (restored, attune_workspace_check_restored_cb, NULL, NULL);

  return dex_future_then (restored, reload_conversations_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_find_conversation:
 * @self: a workspace
 * @id: our name for it
 *
 * Returns: (transfer none) (nullable): the conversation, which may be a column of a comparison
 */
AttuneConversation *
attune_workspace_find_conversation (AttuneWorkspace *self,
                                    const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return id != NULL ? g_hash_table_lookup (self->all_conversations, id) : NULL;
}
