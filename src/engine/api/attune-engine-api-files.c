/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-api-files"

#include "config.h"

#include "attune-engine-api.h"
#include "attune-engine-error.h"
#include "attune-error.h"

/* api section 1.2 */
#define MAX_LIMIT 10000

static AttuneEngineFile *
find_file (AttuneEngine         *engine,
           AttuneEngineRequest  *request,
           GError              **error)
{
  const char *id = attune_engine_request_get_param (request, 0);
  AttuneEngineFile *file = attune_engine_files_lookup (attune_engine_get_files (engine), id);

  if (file == NULL)
    attune_engine_set_error (error, SOUP_STATUS_NOT_FOUND, NULL, "id", "There is no file “%s”.", id);

  return file;
}

static const char *
get_id (gpointer object)
{
  return ((AttuneEngineFile *)object)->id;
}

static JsonObject *
to_json (gpointer object)
{
  return attune_engine_file_to_json (object);
}

static DexFuture *
list_files (AttuneEngine        *engine,
            AttuneEngineRequest *request)
{
  g_autoptr(GPtrArray) files = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEngineCursor cursor;

  if (!attune_engine_request_get_cursor (request, MAX_LIMIT, MAX_LIMIT, &cursor, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  files = attune_engine_files_list (attune_engine_get_files (engine),
                                    attune_engine_request_get_query (request, "purpose"));

  return attune_engine_api_page (files, &cursor, TRUE, get_id, to_json);
}

static DexFuture *
added_cb (DexFuture *completed,
          gpointer   user_data)
{
  AttuneEngineFile *file = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return attune_engine_api_respond (attune_engine_file_to_json (file));
}

static DexFuture *
create_file (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  AttuneEngineUpload *upload = attune_engine_request_get_upload (request);

  return dex_future_then (attune_engine_files_add_upload (attune_engine_get_files (engine), upload),
                          added_cb, NULL, NULL);
}

static DexFuture *
get_file (AttuneEngine        *engine,
          AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEngineFile *file;

  if (!(file = find_file (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_file_to_json (file));
}

static DexFuture *
deleted_cb (DexFuture *completed,
            gpointer   user_data)
{
  return dex_future_new_take_object (attune_engine_response_new_deleted ("file", user_data));
}

static DexFuture *
delete_file (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEngineFile *file;

  if (!(file = find_file (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_then (attune_engine_files_delete (attune_engine_get_files (engine), file),
                          deleted_cb,
                          g_strdup (attune_engine_request_get_param (request, 0)), g_free);
}

static DexFuture *
opened_cb (DexFuture *completed,
           gpointer   user_data)
{
  AttuneEngineFile *file = user_data;
  GInputStream *stream = g_value_dup_object (dex_future_get_value (completed, NULL));

  return dex_future_new_take_object (attune_engine_response_new_stream (stream, NULL, file->bytes));
}

static DexFuture *
open_failed_cb (DexFuture *completed,
                gpointer   user_data)
{
  AttuneEngineFile *file = user_data;
  g_autoptr(GError) io_error = NULL;
  g_autoptr(GError) error = NULL;

  dex_future_get_value (completed, &io_error);
  attune_set_error_from_io (&error, io_error, file->filename);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
get_content (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  g_autoptr(GFile) content = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  AttuneEngineFile *file;
  DexFuture *future;

  if (!(file = find_file (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  path = attune_engine_file_dup_path (file);
  content = g_file_new_for_path (path);
  future = dex_future_catch (dex_file_read (content, G_PRIORITY_DEFAULT), open_failed_cb,
                             attune_engine_file_ref (file),
                             (GDestroyNotify)attune_engine_file_unref);

  return dex_future_then (future, opened_cb,
                          attune_engine_file_ref (file),
                          (GDestroyNotify)attune_engine_file_unref);
}

const AttuneEngineRoute attune_engine_file_routes[] = {
  { "GET",    "/v1/files",            ATTUNE_ENGINE_BODY_NONE,   list_files,  TRUE },
  { "POST",   "/v1/files",            ATTUNE_ENGINE_BODY_UPLOAD, create_file, FALSE },
  { "GET",    "/v1/files/{}",         ATTUNE_ENGINE_BODY_NONE,   get_file,    TRUE },
  { "DELETE", "/v1/files/{}",         ATTUNE_ENGINE_BODY_NONE,   delete_file, FALSE },
  { "GET",    "/v1/files/{}/content", ATTUNE_ENGINE_BODY_NONE,   get_content, TRUE },
  { NULL }
};
