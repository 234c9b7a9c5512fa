/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include "attune-adapter-private.h"
#include "attune-download.h"

#define PAGE_LENGTH 100

static AttuneFileInfo *
attune_adapter_real_upload_file (AttuneAdapter       *self,
                                 const char          *path,
                                 const char          *filename,
                                 AttuneProgressFunc   progress,
                                 gpointer             user_data,
                                 GError             **error)
{
  g_autofree char *target = attune_adapter_dup_path (self, "upload", NULL);
  g_autoptr(JsonObject) object = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = target,
    .upload_path = path,
    .upload_name = filename,
    .progress = progress,
    .progress_data = user_data,
    .subject = filename,
    .retry = ATTUNE_HTTP_RETRY_UPLOAD,
    .act = ATTUNE_HTTP_ACT_UPLOAD,
  };

  if ((object = attune_http_fetch_object (attune_adapter_get_http (self), &call, error)) == NULL)
    return NULL;

  return attune_adapter_read_file (self, object, error);
}

static AttuneFileInfo *
attune_adapter_real_get_file (AttuneAdapter  *self,
                              const char     *file_id,
                              GError        **error)
{
  g_autoptr(JsonObject) object = attune_adapter_get_object (self, "file", file_id, error);

  return object != NULL ? attune_adapter_read_file (self, object, error) : NULL;
}

static gboolean
download (AttuneAdapter  *self,
          const char     *name,
          const char     *id,
          const char     *path,
          GError        **error)
{
  g_autofree char *target = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .subject = id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if (!attune_adapter_has_path (self, name, error))
    return FALSE;

  target = attune_adapter_dup_path (self, name, id);
  call.path = target;

  return attune_download_fetch (attune_adapter_get_http (self), &call, path, error);
}

static GPtrArray *
fetch_files (AttuneAdapter  *self,
             gboolean        is_first_page,
             GError        **error)
{
  AttuneListQuery query = {
    .name = "files",
    .limit = PAGE_LENGTH,
    .is_first_page = is_first_page,
    .read = (AttuneReadFunc)attune_adapter_read_file,
    .free_record = (GDestroyNotify)attune_file_info_unref,
  };

  return attune_adapter_fetch_list (self, &query, error);
}

/**
 * attune_adapter_class_init_files: (skip)
 * @klass: the base class
 */
void
attune_adapter_class_init_files (AttuneAdapterClass *klass)
{
  klass->upload_file = attune_adapter_real_upload_file;
  klass->get_file = attune_adapter_real_get_file;
}

/**
 * attune_adapter_upload_file: (skip)
 * @self: an adapter
 * @path: a file with examples
 * @filename: the name that the provider is told
 * @progress: (nullable): called with the bytes of the file that were sent
 * @user_data: for @progress
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the file at the provider
 */
AttuneFileInfo *
attune_adapter_upload_file (AttuneAdapter       *self,
                            const char          *path,
                            const char          *filename,
                            AttuneProgressFunc   progress,
                            gpointer             user_data,
                            GError             **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->upload_file (self, path, filename, progress, user_data,
                                                       error);
}

/**
 * attune_adapter_list_files: (skip)
 * @self: an adapter
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneFileInfo): the files of the account
 */
GPtrArray *
attune_adapter_list_files (AttuneAdapter  *self,
                           GError        **error)
{
  return fetch_files (self, FALSE, error);
}

/**
 * attune_adapter_peek_files: (skip)
 * @self: an adapter
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneFileInfo): the first page of that list
 */
GPtrArray *
attune_adapter_peek_files (AttuneAdapter  *self,
                           GError        **error)
{
  return fetch_files (self, TRUE, error);
}

/**
 * attune_adapter_get_file: (skip)
 * @self: an adapter
 * @file_id: a file
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): what the provider says of it
 */
AttuneFileInfo *
attune_adapter_get_file (AttuneAdapter  *self,
                         const char     *file_id,
                         GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->get_file (self, file_id, error);
}

/**
 * attune_adapter_download_file: (skip)
 * @self: an adapter
 * @file_id: a file
 * @path: where to put it
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether it is there
 */
gboolean
attune_adapter_download_file (AttuneAdapter  *self,
                              const char     *file_id,
                              const char     *path,
                              GError        **error)
{
  return download (self, "content", file_id, path, error);
}

/**
 * attune_adapter_delete_file: (skip)
 * @self: an adapter
 * @file_id: a file
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether it is gone
 */
gboolean
attune_adapter_delete_file (AttuneAdapter  *self,
                            const char     *file_id,
                            GError        **error)
{
  return attune_adapter_delete (self, "file", file_id, error);
}

/**
 * attune_adapter_download_weights: (skip)
 * @self: an adapter
 * @job_id: a job that has succeeded
 * @path: where to put its weights
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether they are there
 */
gboolean
attune_adapter_download_weights (AttuneAdapter  *self,
                                 const char     *job_id,
                                 const char     *path,
                                 GError        **error)
{
  return download (self, "weights", job_id, path, error);
}
