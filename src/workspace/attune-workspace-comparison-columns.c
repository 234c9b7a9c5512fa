/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Who takes part in a comparison, also later on. */

#define G_LOG_DOMAIN "attune-workspace-comparison-columns"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-error.h"
#include "attune-workspace-private.h"

typedef struct
{
  AttuneWorkspace       *workspace;
  AttuneComparison      *comparison;
  GPtrArray             *rows;            /* AttuneConversationRow that are added, or NULL */
  AttuneConversation    *conversation;    /* that is taken away or brought back, or NULL */
} Act;

static Act *
act_new (AttuneWorkspace  *workspace,
         AttuneComparison *comparison)
{
  Act *act = g_new0 (Act, 1);

  act->workspace = g_object_ref (workspace);
  act->comparison = g_object_ref (comparison);

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->workspace);
  g_object_unref (act->comparison);
  g_clear_pointer (&act->rows, g_ptr_array_unref);
  g_clear_object (&act->conversation);
  g_free (act);
}

/**
 * attune_workspace_create_column:
 * @comparison_id: of which comparison
 * @column: who takes part
 * @i: where it stands
 *
 * Returns: (transfer full): what is stored of it
 */
AttuneConversationRow *
attune_workspace_create_column (const char                   *comparison_id,
                                const AttuneComparisonColumn *column,
                                guint                         i)
{
  AttuneConversationRow *row = g_new0 (AttuneConversationRow, 1);

  row->id = g_uuid_string_random ();
  row->account_id = g_strdup (column->account_id);
  row->model = g_strdup (column->model);
  row->system_text = g_strdup (column->system_text);
  row->parameters = g_strdup (column->parameters);
  row->comparison_id = g_strdup (comparison_id);
  row->comparison_column = i;
  row->created_at = g_get_real_time () / G_USEC_PER_SEC;
  row->updated_at = row->created_at;

  return row;
}

/**
 * attune_workspace_take_column_defaults:
 * @self: a workspace
 * @row: a column that is about to begin
 *
 * Lets a tuned model be asked as it has learned it, unless the person said how. To be called in a
 * fiber.
 */
void
attune_workspace_take_column_defaults (AttuneWorkspace       *self,
                                       AttuneConversationRow *row)
{
  if (row->system_text == NULL && row->parameters == NULL)
    attune_workspace_take_defaults (self, row);
}

/* Who takes part does not change while answers come, or while nobody shall know who it is. */
static gboolean
check_can_change (AttuneComparison  *comparison,
                  GError           **error)
{
  if (attune_comparison_get_is_answering (comparison))
    attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                      _("A model is still answering the last question. Wait for the end, or stop it."));
  else if (attune_comparison_get_is_blind (comparison))
    attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                      _("The columns of a blind comparison stay as they are. Show which model is which first."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_has_room (AttuneComparison  *comparison,
                guint              n_more,
                GError           **error)
{
  GListModel *columns = attune_comparison_get_columns (comparison);

  if (g_list_model_get_n_items (columns) + n_more <= ATTUNE_COMPARISON_MAX_COLUMNS)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                    _("A comparison has room for four models. Remove one first."));

  return FALSE;
}

static gboolean
check_can_go (AttuneComparison  *comparison,
              GError           **error)
{
  GListModel *columns = attune_comparison_get_columns (comparison);

  if (g_list_model_get_n_items (columns) > ATTUNE_COMPARISON_MIN_COLUMNS)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_FAILED, NULL,
                    _("A comparison needs two models. Add another one first."));

  return FALSE;
}

/* With other columns a shuffled order would be another one. */
static gboolean
end_shuffle (AttuneComparison  *comparison,
             GError           **error)
{
  g_autoptr(AttuneComparisonRow) row = attune_comparison_row_copy (comparison->row);

  row->seed = ATTUNE_COMPARISON_NO_SEED;

  return row->seed == comparison->row->seed || attune_comparison_save (comparison, row, error);
}

static guint
find_free_place (AttuneComparison *comparison)
{
  g_autoptr(GPtrArray) columns = attune_comparison_list_columns (comparison);
  guint place = 0;

  for (guint i = 0; i < columns->len; i++)
    place = MAX (place, ((AttuneConversation *)columns->pdata[i])->row->comparison_column + 1);

  return place;
}

static DexFuture *
reload (AttuneWorkspace *self,
        DexFuture       *stored)
{
  return dex_future_then (stored, attune_workspace_reload_columns_cb,
                          g_object_ref (self), g_object_unref);
}

static gboolean
save_rows (Act     *act,
           GError **error)
{
  AttuneWorkspace *self = act->workspace;
  guint place = find_free_place (act->comparison);
  g_autoptr(GPtrArray) saves = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < act->rows->len; i++)
    {
      AttuneConversationRow *row = act->rows->pdata[i];

      row->comparison_column = place + i;
      g_ptr_array_add (saves, attune_store_save_conversation (self->store, row));
    }

  return dex_await (reload (self, dex_future_allv ((DexFuture **)saves->pdata, saves->len)), error);
}

static DexFuture *
attune_workspace_add_columns_fiber (gpointer user_data)
{
  Act *act = user_data;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < act->rows->len; i++)
    attune_workspace_take_column_defaults (act->workspace, act->rows->pdata[i]);

  if (!dex_await (attune_comparison_load (act->comparison), &error) ||
      !check_can_change (act->comparison, &error) ||
      !check_has_room (act->comparison, act->rows->len, &error) ||
      !end_shuffle (act->comparison, &error) ||
      !save_rows (act, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* That goes on by itself. */
  dex_future_disown (attune_comparison_catch_up (act->comparison));

  return dex_future_new_true ();
}

/**
 * attune_workspace_add_columns:
 * @self: a workspace
 * @comparison: a comparison
 * @columns: (array length=n_columns): who shall take part from now on
 * @n_columns: how many, up to %ATTUNE_COMPARISON_MAX_COLUMNS in all
 *
 * Adds models at the end, and asks them what the others were asked so far, one question after the
 * other. A tuned model of which nothing is said is asked as it has learned it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the columns are there; answers
 *   may still come. Rejects with %ATTUNE_ERROR_FAILED when there is no room, while an answer is
 *   coming, and while the comparison is blind
 */
DexFuture *
attune_workspace_add_columns (AttuneWorkspace              *self,
                              AttuneComparison             *comparison,
                              const AttuneComparisonColumn *columns,
                              guint                         n_columns)
{
  Act *act;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (comparison));
  dex_return_error_if_fail (n_columns > 0);

  act = act_new (self, comparison);
  act->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_conversation_row_free);

  for (guint i = 0; i < n_columns; i++)
    g_ptr_array_add (act->rows,
                     attune_workspace_create_column (attune_comparison_get_id (comparison),
                                                     &columns[i], 0));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_add_columns_fiber, act, act_free);
}

static DexFuture *
attune_workspace_remove_column_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneWorkspace *self = act->workspace;
  g_autoptr(GError) error = NULL;

  if (!check_can_change (act->comparison, &error) ||
      !check_can_go (act->comparison, &error) ||
      !end_shuffle (act->comparison, &error) ||
      !dex_await (reload (self, attune_workspace_delete_conversation (self, act->conversation)),
                  &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_remove_column:
 * @self: a workspace
 * @comparison: a comparison with more than %ATTUNE_COMPARISON_MIN_COLUMNS columns
 * @conversation: one of its columns
 *
 * Takes it out with all that was said there; it goes for good at the next start. What was found
 * better is counted all the same.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR_FAILED
 *   when two are left, while an answer is coming, and while the comparison is blind
 */
DexFuture *
attune_workspace_remove_column (AttuneWorkspace    *self,
                                AttuneComparison   *comparison,
                                AttuneConversation *conversation)
{
  Act *act;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (comparison));
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (conversation));

  dex_return_error_if_fail (g_strcmp0 (attune_conversation_get_comparison_id (conversation),
                                       attune_comparison_get_id (comparison)) == 0);

  act = act_new (self, comparison);
  act->conversation = g_object_ref (conversation);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_remove_column_fiber, act, act_free);
}

static DexFuture *
attune_workspace_restore_column_fiber (gpointer user_data)
{
  Act *act = user_data;
  AttuneWorkspace *self = act->workspace;
  g_autoptr(GError) error = NULL;

  if (!check_can_change (act->comparison, &error) ||
      !check_has_room (act->comparison, 1, &error) ||
      !dex_await (reload (self, attune_workspace_restore_conversation (self, act->conversation)),
                  &error) ||
      !dex_await (attune_comparison_load (act->comparison), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/**
 * attune_workspace_restore_column:
 * @self: a workspace
 * @comparison: a comparison
 * @conversation: a column that was taken out of it since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good, and otherwise like that of
 *   attune_workspace_add_columns()
 */
DexFuture *
attune_workspace_restore_column (AttuneWorkspace    *self,
                                 AttuneComparison   *comparison,
                                 AttuneConversation *conversation)
{
  Act *act;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (comparison));
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (conversation));

  act = act_new (self, comparison);
  act->conversation = g_object_ref (conversation);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_restore_column_fiber, act, act_free);
}
