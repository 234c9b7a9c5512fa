/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-model-save"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-free-space.h"
#include "attune-job-private.h"
#include "attune-workspace-model-card.h"
#include "attune-workspace-model-save.h"
#include "attune-workspace-private.h"

#define SUFFIX ".gguf"

/* Shared by the fiber and what it does on threads. */
typedef struct
{
  AttuneWorkspace    *workspace;
  AttuneModel        *model;
  AttuneJob          *job;
  AttuneModelForm     form;
  char               *path;
  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;
} Save;

static void
save_clear (gpointer data)
{
  Save *save = data;

  g_object_unref (save->workspace);
  g_object_unref (save->model);
  g_clear_object (&save->job);
  g_free (save->path);
}

static void
save_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, save_clear);
}

/* Nobody waits any more: what the caller gave is not touched again. */
static void
save_end (gpointer data)
{
  Save *save = data;

  save->progress = NULL;

  if (save->destroy != NULL)
    save->destroy (save->user_data);

  save_unref (save);
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Save *save = user_data;

  if (save->progress != NULL)
    save->progress (done, total, save->user_data);
}

static char *
write_card (Save          *save,
            AttuneClient  *client,
            GError       **error)
{
  const AttuneModelDetails *details = attune_model_get_details (save->model);
  g_autofree char *stem = g_str_has_suffix (save->path, SUFFIX)
                          ? g_strndup (save->path, strlen (save->path) - strlen (SUFFIX))
                          : g_strdup (save->path);
  AttuneModelCardFacts facts = {
    .kind = save->form == ATTUNE_MODEL_FORM_ADAPTER ? ATTUNE_MODEL_CARD_ADAPTER
                                                    : ATTUNE_MODEL_CARD_WHOLE,
    .license = details != NULL ? details->license : NULL,
  };

  return attune_workspace_write_model_card (save->workspace, save->job, client, &facts, save->path,
                                            stem, error);
}

static DexFuture *
fetch (Save         *save,
       AttuneClient *client)
{
  const char *id = attune_job_get_remote_id (save->job);

  if (save->form == ATTUNE_MODEL_FORM_ADAPTER)
    return attune_client_download_lora (client, id, save->path, progress_cb,
                                        g_atomic_rc_box_acquire (save), save_unref);

  return attune_client_download_weights (client, id, save->path, progress_cb,
                                         g_atomic_rc_box_acquire (save), save_unref);
}

static gboolean
check_room (Save    *save,
            GError **error)
{
  const AttuneModelDetails *details = attune_model_get_details (save->model);

  return save->form == ATTUNE_MODEL_FORM_ADAPTER || details == NULL ||
         attune_check_free_space (save->path, details->file_size, error);
}

static DexFuture *
attune_workspace_save_model_fiber (gpointer user_data)
{
  Save *save = user_data;
  AttuneAccount *account;
  g_autoptr(AttuneClient) client = NULL;
  g_autofree char *card_path = NULL;
  g_autoptr(GError) error = NULL;

  account = attune_workspace_find_account (save->workspace,
                                           attune_model_get_account_id (save->model));

  if (!check_room (save, &error) ||
      !(client = dex_await_object (attune_workspace_connect (save->workspace, account), &error)) ||
      !dex_await (fetch (save, client), &error) ||
      !(card_path = write_card (save, client, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&card_path));
}

static AttuneJob *
find_job (AttuneWorkspace *self,
          AttuneModel     *model)
{
  const char *job_id = attune_model_get_job_id (model);

  return job_id != NULL ? attune_workspace_find_job (self, job_id) : NULL;
}

/* What somebody has chosen, or what the engine does with such a base by itself. */
static gboolean
has_adapter (AttuneModel *model,
             AttuneJob   *job)
{
  const AttuneModelDetails *details = attune_model_get_details (model);
  JsonNode *tuning = attune_job_request_get_setting (attune_job_get_request (job), "tuning");

  if (tuning != NULL && JSON_NODE_HOLDS_VALUE (tuning) &&
      json_node_get_value_type (tuning) == G_TYPE_STRING &&
      !g_str_equal (json_node_get_string (tuning), "auto"))
    return g_str_equal (json_node_get_string (tuning), "adapter");

  return details != NULL && details->trains_adapter;
}

/**
 * attune_workspace_can_save_model:
 * @self: a workspace
 * @model: a model
 * @form: what of it
 *
 * Returns: whether it was tuned by a provider that hands such a file out, as this computer does
 */
gboolean
attune_workspace_can_save_model (AttuneWorkspace *self,
                                 AttuneModel     *model,
                                 AttuneModelForm  form)
{
  AttuneJob *job;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (ATTUNE_IS_MODEL (model), FALSE);

  if (!(job = find_job (self, model)) ||
      attune_job_get_status (job) != ATTUNE_JOB_STATUS_SUCCEEDED ||
      attune_job_get_remote_id (job) == NULL ||
      !attune_profile_can (attune_model_get_profile (model), ATTUNE_ABILITY_DOWNLOAD_LORA))
    return FALSE;

  return form == ATTUNE_MODEL_FORM_WHOLE || has_adapter (model, job);
}

/**
 * attune_workspace_save_model:
 * @self: an open workspace
 * @model: one that attune_workspace_can_save_model()
 * @form: what of it
 * @path: (type filename): where the GGUF file shall be; what is there is replaced
 * @progress: (nullable): called on the main thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when nobody waits any more
 *
 * Writes a model to a file that other programs can use, which libllama has loaded before, and a
 * model card beside it. Dropping the future ends it.
 *
 * Returns: (transfer full): a future that resolves to a string, the path of the card, or rejects
 *   with %ATTUNE_ERROR
 */
DexFuture *
attune_workspace_save_model (AttuneWorkspace    *self,
                             AttuneModel        *model,
                             AttuneModelForm     form,
                             const char         *path,
                             AttuneProgressFunc  progress,
                             gpointer            user_data,
                             GDestroyNotify      destroy)
{
  Save *save;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_MODEL (model));
  dex_return_error_if_fail (path != NULL);

  if (!attune_workspace_can_save_model (self, model, form))
    {
      if (destroy != NULL)
        destroy (user_data);

      return dex_future_new_for_error (
        attune_error_new (ATTUNE_ERROR_REQUEST, NULL,
                          form == ATTUNE_MODEL_FORM_ADAPTER
                          /* Translators: %s is the name of a model. */
                          ? _("“%s” has no adapter: all its weights were trained, or it was not tuned on this computer.")
                          /* Translators: %s is the name of a model. */
                          : _("“%s” was not tuned on this computer, so there is no file of it here."),
                          attune_model_get_title (model)));
    }

  save = g_atomic_rc_box_new0 (Save);
  save->workspace = g_object_ref (self);
  save->model = g_object_ref (model);
  save->job = g_object_ref (find_job (self, model));
  save->form = form;
  save->path = g_strdup (path);
  save->progress = progress;
  save->user_data = user_data;
  save->destroy = destroy;

  return dex_scheduler_spawn (NULL, 0, attune_workspace_save_model_fiber, save, save_end);
}
