/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include "attune-adapter-private.h"
#include "attune-download.h"
#include "attune-profile-private.h"

#define PAGE_LENGTH 100

static gint64
find_size (const char  *path,
           GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInfo) info = NULL;

  info = dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                           error);

  return info != NULL ? g_file_info_get_size (info) : -1;
}

/* What is too large to be sent at once goes in parts, where the provider takes them. */
static gboolean
needs_parts (AttuneAdapter *self,
             const char    *path)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);

  /* A file that cannot be read is told about when it is sent; parts are sent as they are, without a
   * mark before the first. */
  return (attune_profile_get_part_size (profile) > 0 && !attune_profile_get_wants_mark (profile) &&
          find_size (path, NULL) > (gint64)attune_profile_get_max_file_size (profile));
}

static JsonObject *
send_parts (AttuneAdapter            *self,
            const AttuneUploadOrder  *order,
            GError                  **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  AttuneUploadPlan plan = {
    .path = order->path,
    .filename = order->filename,
    .part_size = attune_profile_get_part_size (profile),
    .max_size = attune_profile_get_max_upload_size (profile),
    .state = order->state,
    .save = order->save,
    .progress = order->progress,
    .user_data = order->user_data,
  };

  return attune_upload_parts_send (attune_adapter_get_http (self), &plan, error);
}

static AttuneFileInfo *
attune_adapter_real_upload_file (AttuneAdapter            *self,
                                 const AttuneUploadOrder  *order,
                                 GError                  **error)
{
  g_autofree char *path = attune_adapter_dup_path (self, "upload", NULL);
  g_autoptr(JsonObject) file = NULL;
  g_autoptr(JsonNode) answer = NULL;

  if (needs_parts (self, order->path))
    {
      file = send_parts (self, order, error);
      return file != NULL ? attune_adapter_read_file (self, file, error) : NULL;
    }

  if ((answer = attune_adapter_send_form (self, path, order, error)) == NULL)
    return NULL;

  /* One without an object in it is refused for the id that it lacks. */
  file = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_dup_object (answer) : json_object_new ();

  return attune_adapter_read_file (self, file, error);
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
download (AttuneAdapter              *self,
          const char                 *name,
          const AttuneDownloadOrder  *order,
          GError                    **error)
{
  g_autofree char *target = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .subject = order->id,
    .act = g_str_equal (name, "content") ? ATTUNE_HTTP_ACT_OTHER : ATTUNE_HTTP_ACT_WEIGHTS,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if (!attune_adapter_has_path (self, name, error))
    return FALSE;

  target = attune_adapter_dup_path (self, name, order->id);
  call.path = target;

  return attune_download_fetch (attune_adapter_get_http (self), &call, order->path,
                                order->progress, order->user_data, error);
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
 * attune_adapter_send_form: (skip)
 * @self: an adapter
 * @path: where to
 * @order: which file
 * @error: return location for %ATTUNE_ERROR
 *
 * Sends a file at once, in the form that the profile describes.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
attune_adapter_send_form (AttuneAdapter            *self,
                          const char               *path,
                          const AttuneUploadOrder  *order,
                          GError                  **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  g_auto(GStrv) fields = attune_profile_dup_upload_fields (profile, order->filename);
  AttuneUploadForm form = {
    .field = attune_profile_get_upload_text (profile, "field"),
    .filename = order->filename,
    .fields = (const char * const *)fields,
    .type = attune_profile_get_upload_text (profile, "type"),
    .mark = attune_profile_get_wants_mark (profile) ? ATTUNE_UPLOAD_MARK_ONE
                                                    : ATTUNE_UPLOAD_MARK_NONE,
  };
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = path,
    .upload_path = order->path,
    .upload_name = order->filename,
    .upload_form = &form,
    .progress = order->progress,
    .progress_data = order->user_data,
    .subject = order->filename,
    .retry = ATTUNE_HTTP_RETRY_UPLOAD,
    .act = ATTUNE_HTTP_ACT_UPLOAD,
  };

  return attune_http_fetch (attune_adapter_get_http (self), &call, error);
}

/**
 * attune_adapter_upload_file: (skip)
 * @self: an adapter
 * @order: which file
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the file at the provider
 */
AttuneFileInfo *
attune_adapter_upload_file (AttuneAdapter            *self,
                            const AttuneUploadOrder  *order,
                            GError                  **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->upload_file (self, order, error);
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
 * @order: which file, and where to put it
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether it is there
 */
gboolean
attune_adapter_download_file (AttuneAdapter              *self,
                              const AttuneDownloadOrder  *order,
                              GError                    **error)
{
  return download (self, "content", order, error);
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
 * @order: which job, that has succeeded, and where to put its weights
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether they are there
 */
gboolean
attune_adapter_download_weights (AttuneAdapter              *self,
                                 const AttuneDownloadOrder  *order,
                                 GError                    **error)
{
  return download (self, "weights", order, error);
}

/**
 * attune_adapter_download_lora: (skip)
 * @self: an adapter
 * @order: which job, that has succeeded, and where to put what it has trained
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether it is there
 */
gboolean
attune_adapter_download_lora (AttuneAdapter              *self,
                              const AttuneDownloadOrder  *order,
                              GError                    **error)
{
  return download (self, "lora", order, error);
}
