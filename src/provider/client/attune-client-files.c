/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include "attune-client-private.h"
#include "attune-client.h"

typedef gboolean (*DownloadFunc) (AttuneAdapter              *adapter,
                                  const AttuneDownloadOrder  *order,
                                  GError                    **error);

static DexFuture *
list_files_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_list_files (operation->adapter, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
peek_files_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  GPtrArray *result = NULL;

  result = attune_adapter_peek_files (operation->adapter, &error);

  return attune_operation_end (G_TYPE_PTR_ARRAY, result, error);
}

static DexFuture *
upload_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  AttuneUploadOrder order = {
    .path = operation->extra,
    .filename = operation->filename,
    .state = operation->state,
    .save = operation->save,
    .progress = operation->progress,
    .user_data = operation->user_data,
  };
  GError *error = NULL;
  AttuneFileInfo *result = NULL;

  result = attune_adapter_upload_file (operation->adapter, &order, &error);

  return attune_operation_end (ATTUNE_TYPE_FILE_INFO, result, error);
}

static DexFuture *
cancel_upload_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  gboolean is_done;

  is_done = attune_upload_parts_cancel (operation->http, operation->state, &error);

  return attune_operation_end_true (is_done, error);
}

static DexFuture *
get_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  AttuneFileInfo *result = NULL;

  result = attune_adapter_get_file (operation->adapter, operation->id, &error);

  return attune_operation_end (ATTUNE_TYPE_FILE_INFO, result, error);
}

static DexFuture *
delete_file_fiber (gpointer user_data)
{
  AttuneOperation *operation = user_data;
  GError *error = NULL;
  gboolean is_done;

  is_done = attune_adapter_delete_file (operation->adapter, operation->id, &error);

  return attune_operation_end_true (is_done, error);
}

static DexFuture *
download (AttuneOperation *operation,
          DownloadFunc     func)
{
  AttuneDownloadOrder order = {
    .id = operation->id,
    .path = operation->extra,
    .progress = operation->progress,
    .user_data = operation->user_data,
  };
  GError *error = NULL;
  gboolean is_done;

  is_done = func (operation->adapter, &order, &error);

  return attune_operation_end_true (is_done, error);
}

static DexFuture *
download_file_fiber (gpointer user_data)
{
  return download (user_data, attune_adapter_download_file);
}

static DexFuture *
download_weights_fiber (gpointer user_data)
{
  return download (user_data, attune_adapter_download_weights);
}

static DexFuture *
download_lora_fiber (gpointer user_data)
{
  return download (user_data, attune_adapter_download_lora);
}

static DexFuture *
spawn_download (AttuneOperation    *operation,
                AttuneProgressFunc  progress,
                gpointer            user_data,
                GDestroyNotify      destroy,
                DexFiberFunc        fiber)
{
  operation->progress = progress;
  operation->user_data = user_data;
  operation->destroy = destroy;

  return attune_operation_spawn (operation, fiber);
}

/**
 * attune_client_list_files:
 * @self: a client
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneFileInfo, newest first
 *   at most providers; or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_list_files (AttuneClient *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));

  return attune_operation_spawn (attune_operation_new (self, NULL, NULL), list_files_fiber);
}

/**
 * attune_client_peek_files:
 * @self: a client
 *
 * One request, however many files there are.
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneFileInfo, those of the
 *   first page, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_peek_files (AttuneClient *self)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));

  return attune_operation_spawn (attune_operation_new (self, NULL, NULL), peek_files_fiber);
}

/**
 * attune_client_upload_file:
 * @self: a client
 * @path: a file with examples
 * @filename: (nullable): the name that the provider is told, or %NULL for the file's own
 * @progress: (nullable): called on the main thread with the bytes of the file that were sent
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when the upload has ended
 *
 * Sends the file for the purpose "fine-tune", from the disk as it goes: memory does not grow with
 * it. A file that is empty, too large for the provider, or changes on the way ends in
 * %ATTUNE_ERROR_DATA; one that cannot be read, in %ATTUNE_ERROR_STORAGE.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneFileInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_upload_file (AttuneClient       *self,
                           const char         *path,
                           const char         *filename,
                           AttuneProgressFunc  progress,
                           gpointer            user_data,
                           GDestroyNotify      destroy)
{
  return attune_client_resume_upload (self, path, filename, NULL, NULL, progress, user_data,
                                      destroy);
}

/**
 * attune_client_resume_upload:
 * @self: a client
 * @path: a file with examples
 * @filename: (nullable): the name that the provider is told, or %NULL for the file's own
 * @state: (nullable): what @save was told last, perhaps by another process; %NULL to begin
 * @save: (nullable): called on the main thread with what an upload in parts can be gone on with, to
 *   be stored; with %NULL when there is nothing left of it
 * @progress: (nullable): called on the main thread with the bytes of the file that were sent
 * @user_data: for @save and @progress
 * @destroy: (nullable): frees @user_data when the upload has ended
 *
 * Like attune_client_upload_file(), which a file is that is small enough to be sent at once. A
 * larger one goes in parts where the provider takes them (%ATTUNE_ABILITY_UPLOAD_PARTS): drop the
 * future to pause, and call this again with the state, within an hour, to go on.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneFileInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_resume_upload (AttuneClient          *self,
                             const char            *path,
                             const char            *filename,
                             const char            *state,
                             AttuneUploadStateFunc  save,
                             AttuneProgressFunc     progress,
                             gpointer               user_data,
                             GDestroyNotify         destroy)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (path != NULL);

  operation = attune_operation_new (self, NULL, path);
  operation->filename = filename != NULL ? g_strdup (filename) : g_filename_display_basename (path);
  operation->state = g_strdup (state);
  operation->save = save;
  operation->progress = progress;
  operation->user_data = user_data;
  operation->destroy = destroy;

  return attune_operation_spawn (operation, upload_file_fiber);
}

/**
 * attune_client_cancel_upload:
 * @self: a client
 * @state: what an upload in parts can be gone on with
 *
 * Has the provider throw away an upload that nobody will go on with.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_cancel_upload (AttuneClient *self,
                             const char   *state)
{
  AttuneOperation *operation;

  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (state != NULL);

  operation = attune_operation_new (self, NULL, NULL);
  operation->state = g_strdup (state);

  return attune_operation_spawn (operation, cancel_upload_fiber);
}

/**
 * attune_client_get_file:
 * @self: a client
 * @file_id: a file
 *
 * Returns: (transfer full): a future that resolves to an #AttuneFileInfo, or rejects with
 *   %ATTUNE_ERROR
 */
DexFuture *
attune_client_get_file (AttuneClient *self,
                        const char   *file_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (file_id != NULL && *file_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, file_id, NULL), get_file_fiber);
}

/**
 * attune_client_delete_file:
 * @self: a client
 * @file_id: a file
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_delete_file (AttuneClient *self,
                           const char   *file_id)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (file_id != NULL && *file_id != '\0');

  return attune_operation_spawn (attune_operation_new (self, file_id, NULL), delete_file_fiber);
}

/**
 * attune_client_download_file:
 * @self: a client
 * @file_id: a file
 * @path: where to put it
 * @progress: (nullable): called on the main thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when the download has ended
 *
 * Writes the content as it comes, and puts it in its place when it is whole. A result file that
 * comes in base64 is decoded.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_download_file (AttuneClient       *self,
                             const char         *file_id,
                             const char         *path,
                             AttuneProgressFunc  progress,
                             gpointer            user_data,
                             GDestroyNotify      destroy)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (file_id != NULL && *file_id != '\0');
  dex_return_error_if_fail (path != NULL);

  return spawn_download (attune_operation_new (self, file_id, path), progress, user_data, destroy,
                         download_file_fiber);
}

/**
 * attune_client_download_weights:
 * @self: a client
 * @job_id: a job that has succeeded
 * @path: where to put the weights of its model
 * @progress: (nullable): called on the main thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when the download has ended
 *
 * For a provider with %ATTUNE_ABILITY_DOWNLOAD_WEIGHTS. Where the weights are files of the
 * checkpoints (%ATTUNE_ABILITY_CHECKPOINT_FILES) use attune_client_download_file().
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_download_weights (AttuneClient       *self,
                                const char         *job_id,
                                const char         *path,
                                AttuneProgressFunc  progress,
                                gpointer            user_data,
                                GDestroyNotify      destroy)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');
  dex_return_error_if_fail (path != NULL);

  return spawn_download (attune_operation_new (self, job_id, path), progress, user_data, destroy,
                         download_weights_fiber);
}

/**
 * attune_client_download_lora:
 * @self: a client
 * @job_id: a job that has succeeded, and has trained an adapter
 * @path: where to put it
 * @progress: (nullable): called on the main thread with the bytes that are there
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data when the download has ended
 *
 * For a provider with %ATTUNE_ABILITY_DOWNLOAD_LORA: what was trained, without the base.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with %ATTUNE_ERROR
 */
DexFuture *
attune_client_download_lora (AttuneClient       *self,
                             const char         *job_id,
                             const char         *path,
                             AttuneProgressFunc  progress,
                             gpointer            user_data,
                             GDestroyNotify      destroy)
{
  dex_return_error_if_fail (ATTUNE_IS_CLIENT (self));
  dex_return_error_if_fail (job_id != NULL && *job_id != '\0');
  dex_return_error_if_fail (path != NULL);

  return spawn_download (attune_operation_new (self, job_id, path), progress, user_data, destroy,
                         download_lora_fiber);
}
