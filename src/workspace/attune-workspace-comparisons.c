/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-comparisons"

#include "config.h"

#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace     *workspace;
  AttuneComparisonRow *row;
  GPtrArray           *columns;      /* AttuneConversationRow */
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_object_unref (start->workspace);
  attune_comparison_row_free (start->row);
  g_ptr_array_unref (start->columns);
  g_free (start);
}

static int
compare_columns (gconstpointer a,
                 gconstpointer b)
{
  const AttuneConversation *first = *(AttuneConversation **)a;
  const AttuneConversation *second = *(AttuneConversation **)b;

  return (first->row->comparison_column > second->row->comparison_column) -
         (first->row->comparison_column < second->row->comparison_column);
}

static GPtrArray *
list_columns (AttuneWorkspace *self,
              const char      *id)
{
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->all_conversations);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (g_strcmp0 (attune_conversation_get_comparison_id (value), id) == 0)
        g_ptr_array_add (columns, g_object_ref (value));
    }

  g_ptr_array_sort (columns, compare_columns);

  return columns;
}

/* The same object for the same comparison, so that views keep what they show. */
static AttuneComparison *
take_row (AttuneWorkspace           *self,
          const AttuneComparisonRow *row,
          GPtrArray                 *votes)
{
  g_autoptr(GPtrArray) columns = list_columns (self, row->id);
  AttuneComparison *comparison = attune_workspace_find_comparison (self, row->id);

  if (comparison != NULL)
    {
      g_object_ref (comparison);
      attune_comparison_apply (comparison, row);
    }
  else
    {
      comparison = attune_comparison_new (self->store, row);
      g_signal_connect_object (comparison, "notify::updated-at",
                               G_CALLBACK (attune_workspace_queue_order), self,
                               G_CONNECT_SWAPPED);
    }

  attune_comparison_apply_columns (comparison, columns);
  attune_comparison_apply_votes (comparison, votes);

  return comparison;
}

static DexFuture *
attune_workspace_reload_comparisons_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) comparisons = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) votes = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_comparisons (self->store), &error)) ||
      !(votes = dex_await_boxed (attune_store_list_votes (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (comparisons, take_row (self, rows->pdata[i], votes));

  attune_list_store_assign (self->comparisons, comparisons);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_comparisons:
 * @self: a workspace whose conversations are up to date
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_comparisons (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_comparisons_fiber,
                              g_object_ref (self), g_object_unref);
}

static DexFuture *
attune_workspace_reload_columns_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_reload_conversations (self), &error) ||
      !dex_await (attune_workspace_reload_comparisons (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_columns_cb:
 * @completed: what was stored
 * @user_data: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when comparisons and their columns are
 *   as they are stored
 */
DexFuture *
attune_workspace_reload_columns_cb (DexFuture *completed,
                                    gpointer   user_data)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_columns_fiber,
                              g_object_ref (user_data), g_object_unref);
}

static gboolean
is_like (AttuneConversation          *column,
         const AttuneConversationRow *wanted)
{
  return g_str_equal (column->row->account_id, wanted->account_id) &&
         g_str_equal (column->row->model, wanted->model) &&
         g_strcmp0 (column->row->system_text, wanted->system_text) == 0 &&
         g_strcmp0 (column->row->parameters, wanted->parameters) == 0;
}

/* One of the same models to which nothing was said: it is as good as a new one. */
static AttuneComparison *
find_untouched (AttuneWorkspace *self,
                Start           *start)
{
  GListModel *comparisons = G_LIST_MODEL (self->comparisons);

  for (guint i = 0; i < g_list_model_get_n_items (comparisons); i++)
    {
      g_autoptr(AttuneComparison) comparison = g_list_model_get_item (comparisons, i);
      g_autoptr(GPtrArray) columns = attune_comparison_list_columns (comparison);
      gboolean is_same = comparison->row->title == NULL && columns->len == start->columns->len &&
                         comparison->row->is_blind == start->row->is_blind;

      for (guint j = 0; j < columns->len && is_same; j++)
        is_same = is_like (columns->pdata[j], start->columns->pdata[j]);

      if (is_same)
        return g_steal_pointer (&comparison);
    }

  return NULL;
}

static DexFuture *
attune_workspace_start_comparison_fiber (gpointer user_data)
{
  Start *start = user_data;
  AttuneWorkspace *self = start->workspace;
  AttuneComparison *untouched;
  DexFuture *inserted;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < start->columns->len; i++)
    attune_workspace_take_column_defaults (self, start->columns->pdata[i]);

  if ((untouched = find_untouched (self, start)) != NULL)
    return dex_future_new_take_object (untouched);

  inserted = attune_store_insert_comparison (self->store, start->row, start->columns);

  if (!dex_await (dex_future_then (inserted, attune_workspace_reload_columns_cb,
                                   g_object_ref (self), g_object_unref), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_object (attune_workspace_find_comparison (self, start->row->id));
}

/**
 * attune_workspace_start_comparison:
 * @self: a workspace
 * @columns: (array length=n_columns): who takes part
 * @n_columns: how many: %ATTUNE_COMPARISON_MIN_COLUMNS to %ATTUNE_COMPARISON_MAX_COLUMNS
 * @is_blind: whether the person shall not know which column is whose
 *
 * A tuned model of which nothing is said is asked as it has learned it, as in a chat. One of the
 * same columns to which nothing was said is used again.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneComparison without messages
 */
DexFuture *
attune_workspace_start_comparison (AttuneWorkspace              *self,
                                   const AttuneComparisonColumn *columns,
                                   guint                         n_columns,
                                   gboolean                      is_blind)
{
  Start *start;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (n_columns >= ATTUNE_COMPARISON_MIN_COLUMNS);
  dex_return_error_if_fail (n_columns <= ATTUNE_COMPARISON_MAX_COLUMNS);

  start = g_new0 (Start, 1);
  start->workspace = g_object_ref (self);
  start->row = g_new0 (AttuneComparisonRow, 1);
  start->row->id = g_uuid_string_random ();
  start->row->is_blind = is_blind;
  start->row->seed = is_blind ? attune_comparison_create_seed () : ATTUNE_COMPARISON_NO_SEED;
  start->row->created_at = g_get_real_time () / G_USEC_PER_SEC;
  start->row->updated_at = start->row->created_at;
  start->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_conversation_row_free);

  for (guint i = 0; i < n_columns; i++)
    g_ptr_array_add (start->columns,
                     attune_workspace_create_column (start->row->id, &columns[i], i));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_start_comparison_fiber,
                              start, start_free);
}

/**
 * attune_workspace_delete_comparison:
 * @self: a workspace
 * @comparison: a comparison
 *
 * Stops its answers and takes it out of the list; it goes for good at the next start. What was
 * found better is counted all the same.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_delete_comparison (AttuneWorkspace  *self,
                                    AttuneComparison *comparison)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (comparison));

  attune_comparison_stop (comparison);

  return dex_future_then (
    attune_store_set_comparison_deleted (self->store, attune_comparison_get_id (comparison),
                                         g_get_real_time () / G_USEC_PER_SEC),
    attune_workspace_reload_columns_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_restore_comparison:
 * @self: a workspace
 * @comparison: a comparison that was deleted since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_workspace_restore_comparison (AttuneWorkspace  *self,
                                     AttuneComparison *comparison)
{
  DexFuture *restored;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (comparison));

  restored = attune_store_set_comparison_deleted (self->store,
                                                  attune_comparison_get_id (comparison), 0);
  restored = dex_future_then (restored, attune_workspace_check_restored_cb, NULL, NULL);

  return dex_future_then (restored, attune_workspace_reload_columns_cb,
                          g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_get_comparisons:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #AttuneComparison, the one that was used last first
 */
GListModel *
attune_workspace_get_comparisons (AttuneWorkspace *self)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->comparisons);
}

/**
 * attune_workspace_find_comparison:
 * @self: a workspace
 * @id: (nullable): our name for it
 *
 * Returns: (transfer none) (nullable): the comparison
 */
AttuneComparison *
attune_workspace_find_comparison (AttuneWorkspace *self,
                                  const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->comparisons)); i++)
    {
      g_autoptr(AttuneComparison) comparison = NULL;

      comparison = g_list_model_get_item (G_LIST_MODEL (self->comparisons), i);

      if (g_strcmp0 (attune_comparison_get_id (comparison), id) == 0)
        return comparison;
    }

  return NULL;
}

/**
 * attune_workspace_list_tallies:
 * @self: a workspace
 * @comparison: (nullable): whose votes are counted, or %NULL for those of all comparisons that
 *   there ever were
 * @is_blind: whether to count only what was said without knowing which model is which
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneModelTally, the one
 *   that won most often first
 */
DexFuture *
attune_workspace_list_tallies (AttuneWorkspace  *self,
                               AttuneComparison *comparison,
                               gboolean          is_blind)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (comparison == NULL || ATTUNE_IS_COMPARISON (comparison));

  return attune_store_list_tallies (self->store,
                                    comparison != NULL ? attune_comparison_get_id (comparison)
                                                       : NULL,
                                    is_blind);
}
