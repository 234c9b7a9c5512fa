/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-chat-defaults"

#include "config.h"

#include "attune-chat-defaults.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

typedef struct
{
  char *path;
  char *name;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->path);
  g_free (look->name);
  g_free (look);
}

static DexFuture *
read_defaults_thread (gpointer user_data)
{
  Look *look = user_data;
  g_autoptr(AttuneChatPreset) preset = NULL;
  g_autoptr(GError) error = NULL;

  preset = attune_chat_defaults_read (look->path, look->name, NULL, &error);

  if (preset == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&preset));
}

/**
 * attune_workspace_find_tuning:
 * @self: a workspace
 * @account_id: who answers
 * @model: the model that answers
 *
 * Returns: (transfer none) (nullable): the fine-tune that made the model
 */
AttuneJob *
attune_workspace_find_tuning (AttuneWorkspace *self,
                              const char      *account_id,
                              const char      *model)
{
  GListModel *jobs = attune_workspace_get_jobs (self);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);

      if (g_strcmp0 (attune_job_get_account_id (job), account_id) == 0 &&
          (g_strcmp0 (attune_job_get_fine_tuned_model (job), model) == 0 ||
           g_strcmp0 (attune_job_get_deployment_model (job), model) == 0))
        return job;
    }

  return NULL;
}

/**
 * attune_workspace_suggest_preset:
 * @self: a workspace
 * @account_id: who answers
 * @model: the model that answers
 *
 * How a model wants to be asked follows from the dataset that it was tuned with: its system text,
 * or its separator and stop sequence.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneChatPreset with the name of that
 *   dataset, or one in which nothing is set
 */
DexFuture *
attune_workspace_suggest_preset (AttuneWorkspace *self,
                                 const char      *account_id,
                                 const char      *model)
{
  AttuneDataset *dataset = NULL;
  AttuneJob *job;
  Look *look;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (account_id != NULL);
  dex_return_error_if_fail (model != NULL);

  if ((job = attune_workspace_find_tuning (self, account_id, model)) != NULL)
    dataset = attune_workspace_find_dataset (self, attune_job_get_dataset_id (job));

  if (dataset == NULL)
    return dex_future_new_take_object (attune_chat_preset_new ("", NULL, NULL));

  look = g_new0 (Look, 1);
  look->path = g_strdup (attune_dataset_get_training_path (dataset));
  look->name = g_strdup (attune_dataset_get_name (dataset));

  return attune_thread_pool_submit (self->pool, "attune-defaults", read_defaults_thread,
                                    look, look_free);
}

/**
 * attune_workspace_take_defaults:
 * @self: a workspace
 * @row: a chat that is about to begin
 *
 * Lets its model be asked as it has learned it, see attune_workspace_suggest_preset(). What cannot
 * be found out is left to the person. To be called in a fiber.
 */
void
attune_workspace_take_defaults (AttuneWorkspace       *self,
                                AttuneConversationRow *row)
{
  g_autoptr(AttuneChatPreset) preset = NULL;
  g_autoptr(GError) error = NULL;

  preset = dex_await_object (attune_workspace_suggest_preset (self, row->account_id, row->model),
                             &error);

  if (preset == NULL)
    {
      g_info ("Cannot find out how the model was tuned: %s", error->message);
      return;
    }

  g_set_str (&row->system_text, attune_chat_preset_get_system_text (preset));
  g_set_str (&row->parameters, attune_chat_preset_get_parameters (preset));
}
