/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-datasets"

#include "config.h"

#include "attune-dataset-private.h"
#include "attune-workspace-private.h"

static DexFuture *
attune_workspace_reload_datasets_fiber (gpointer user_data)
{
  AttuneWorkspace *self = user_data;
  g_autoptr(GPtrArray) datasets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  if (!(rows = dex_await_boxed (attune_store_list_datasets (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < rows->len; i++)
    {
      AttuneDatasetRow *row = rows->pdata[i];
      AttuneDataset *dataset = attune_workspace_find_dataset (self, row->id);

      if (dataset != NULL)
        {
          attune_dataset_apply (dataset, row);
          g_ptr_array_add (datasets, g_object_ref (dataset));
        }
      else
        {
          g_autofree char *folder = attune_workspace_dup_dataset_dir (self, row->id);

          g_ptr_array_add (datasets, attune_dataset_new (folder, row));
        }
    }

  attune_list_store_assign (self->datasets, datasets);

  return dex_future_new_true ();
}

/**
 * attune_workspace_reload_datasets:
 * @self: a workspace
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the list shows what is stored
 */
DexFuture *
attune_workspace_reload_datasets (AttuneWorkspace *self)
{
  return dex_scheduler_spawn (NULL, 0, attune_workspace_reload_datasets_fiber,
                              g_object_ref (self), g_object_unref);
}

/* Afterwards the list is read again, so that it shows what the store holds and nothing else. */
static DexFuture *
reload_datasets_cb (DexFuture *completed,
                    gpointer   user_data)
{
  return attune_workspace_reload_datasets (user_data);
}

/**
 * attune_workspace_rename_dataset:
 * @self: a workspace
 * @dataset: a dataset
 * @name: its new name
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_rename_dataset (AttuneWorkspace *self,
                                 AttuneDataset   *dataset,
                                 const char      *name)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));
  dex_return_error_if_fail (name != NULL && *name != '\0');

  return dex_future_then (attune_store_rename_dataset (self->store, attune_dataset_get_id (dataset),
                                                       name),
                          reload_datasets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_delete_dataset:
 * @self: a workspace
 * @dataset: a dataset
 *
 * Takes the dataset out of the list. Its files go at the next start, so that this can be undone,
 * and so that a fine-tune that is still being sent keeps them.
 *
 * Returns: (transfer full): a future that resolves to %TRUE
 */
DexFuture *
attune_workspace_delete_dataset (AttuneWorkspace *self,
                                 AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return dex_future_then (attune_store_set_dataset_deleted (self->store,
                                                            attune_dataset_get_id (dataset),
                                                            g_get_real_time () / G_USEC_PER_SEC),
                          reload_datasets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_restore_dataset:
 * @self: a workspace
 * @dataset: a dataset that was deleted since the start
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   %ATTUNE_ERROR_NOT_FOUND when it is gone for good
 */
DexFuture *
attune_workspace_restore_dataset (AttuneWorkspace *self,
                                  AttuneDataset   *dataset)
{
  DexFuture *restored;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  restored = dex_future_then (attune_store_set_dataset_deleted (self->store,
                                                                attune_dataset_get_id (dataset), 0),
                              attune_workspace_check_restored_cb, NULL, NULL);

  return dex_future_then (restored, reload_datasets_cb, g_object_ref (self), g_object_unref);
}

/**
 * attune_workspace_find_dataset:
 * @self: a workspace
 * @id: our name for it
 *
 * Returns: (transfer none) (nullable): the dataset
 */
AttuneDataset *
attune_workspace_find_dataset (AttuneWorkspace *self,
                               const char      *id)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->datasets)); i++)
    {
      g_autoptr(AttuneDataset) dataset = g_list_model_get_item (G_LIST_MODEL (self->datasets), i);

      if (g_strcmp0 (attune_dataset_get_id (dataset), id) == 0)
        return dataset;
    }

  return NULL;
}

/**
 * attune_workspace_dup_dataset_dir:
 * @self: a workspace
 * @dataset_id: our name for a dataset
 *
 * Returns: (transfer full): the folder of its files
 */
char *
attune_workspace_dup_dataset_dir (AttuneWorkspace *self,
                                  const char      *dataset_id)
{
  return g_build_filename (self->data_dir, "datasets", dataset_id, NULL);
}
