/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-api-uploads"

#include "config.h"

#include "attune-engine-api.h"
#include "attune-engine-error.h"
#include "attune-json.h"

/* api section 1.3: 8 GB in all, and how long the file may be kept. */
#define MAX_BYTES (8 * 1024 * 1024 * 1024LL)
#define MIN_LIFETIME 3600
#define MAX_LIFETIME 2592000

static AttuneEnginePartedUpload *
find_upload (AttuneEngine         *engine,
             AttuneEngineRequest  *request,
             GError              **error)
{
  const char *id = attune_engine_request_get_param (request, 0);
  AttuneEnginePartedUpload *upload;

  upload = attune_engine_parted_uploads_lookup (attune_engine_get_uploads (engine), id);

  if (upload == NULL)
    attune_engine_set_error (error, SOUP_STATUS_NOT_FOUND, "upload_not_found", "upload_id",
                             "There is no upload “%s”, or its hour is over.", id);

  return upload;
}

static gboolean
fail (GError     **error,
      const char  *param,
      const char  *rule)
{
  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, param, "“%s” %s.", param, rule);

  return FALSE;
}

static gboolean
check_text (JsonObject  *body,
            const char  *member,
            GError     **error)
{
  const char *text = attune_json_get_string (body, member, NULL);

  return (text != NULL && *text != '\0') || fail (error, member, "is needed, and must be text");
}

static gboolean
read_lifetime (JsonObject  *body,
               gint64      *lifetime,
               GError     **error)
{
  JsonNode *node = json_object_get_member (body, "expires_after");
  JsonObject *object;

  *lifetime = 0;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, "expires_after", "must be an object");

  object = json_node_get_object (node);
  *lifetime = attune_json_get_int (object, "seconds", 0);

  if (g_strcmp0 (attune_json_get_string (object, "anchor", NULL), "created_at") != 0)
    return fail (error, "expires_after.anchor", "must be “created_at”");

  if (*lifetime < MIN_LIFETIME || *lifetime > MAX_LIFETIME)
    return fail (error, "expires_after.seconds", "must be a whole number from 3600 to 2592000");

  return TRUE;
}

static gboolean
check_creation (JsonObject  *body,
                gint64      *lifetime,
                GError     **error)
{
  static const char * const purposes[] = { "assistants", "batch", "fine-tune", "vision", NULL };
  gint64 bytes = attune_json_get_int (body, "bytes", 0);

  if (!check_text (body, "filename", error) || !check_text (body, "purpose", error) ||
      !check_text (body, "mime_type", error))
    return FALSE;

  if (!g_strv_contains (purposes, attune_json_get_string (body, "purpose", NULL)))
    return fail (error, "purpose", "is no purpose. Use “fine-tune” for files to train on");

  if (bytes < 1)
    return fail (error, "bytes", "must be the size of the file, a whole number above 0");

  if (bytes > MAX_BYTES)
    return fail (error, "bytes", "may be 8 GB at most. Train on a sample of the file");

  return read_lifetime (body, lifetime, error);
}

static DexFuture *
create_upload (AttuneEngine        *engine,
               AttuneEngineRequest *request)
{
  JsonObject *body = attune_engine_request_get_body (request);
  AttuneEnginePartedUpload *upload;
  g_autoptr(GError) error = NULL;
  gint64 lifetime;

  if (!check_creation (body, &lifetime, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  upload = attune_engine_parted_uploads_create (attune_engine_get_uploads (engine),
                                                attune_json_get_string (body, "filename", NULL),
                                                attune_json_get_string (body, "purpose", NULL),
                                                attune_json_get_int (body, "bytes", 0),
                                                lifetime);

  return attune_engine_api_respond (attune_engine_parted_upload_to_json (upload));
}

static DexFuture *
added_cb (DexFuture *completed,
          gpointer   user_data)
{
  JsonObject *part = g_value_get_boxed (dex_future_get_value (completed, NULL));

  return attune_engine_api_respond (json_object_ref (part));
}

static DexFuture *
add_part (AttuneEngine        *engine,
          AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEngineUpload *body = attune_engine_request_get_upload (request);
  AttuneEnginePartedUpload *upload;

  if (!(upload = find_upload (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_then (attune_engine_parted_upload_add (upload, body), added_cb, NULL, NULL);
}

/* NULL when there is something else than names, each once. */
static GStrv
dup_part_ids (JsonObject *body)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = attune_json_get_array (body, "part_ids");
  guint n_ids = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n_ids; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING ||
          !g_hash_table_add (seen, (gpointer)json_node_get_string (element)))
        return NULL;

      g_strv_builder_add (ids, json_node_get_string (element));
    }

  return n_ids > 0 ? g_strv_builder_end (ids) : NULL;
}

static DexFuture *
completed_cb (DexFuture *completed,
              gpointer   user_data)
{
  return attune_engine_api_respond (attune_engine_parted_upload_to_json (user_data));
}

static DexFuture *
complete_upload (AttuneEngine        *engine,
                 AttuneEngineRequest *request)
{
  JsonObject *body = attune_engine_request_get_body (request);
  AttuneEnginePartedUpload *upload;
  g_auto(GStrv) part_ids = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *future;

  if (!(upload = find_upload (engine, request, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!(part_ids = dup_part_ids (body)))
    {
      fail (&error, "part_ids", "must list the parts in their order, each once");
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  future = attune_engine_parted_upload_complete (upload, attune_engine_get_files (engine),
                                                 (const char * const *)part_ids,
                                                 attune_json_get_string (body, "md5", NULL));

  return dex_future_then (future, completed_cb, g_object_ref (upload), g_object_unref);
}

static DexFuture *
cancel_upload (AttuneEngine        *engine,
               AttuneEngineRequest *request)
{
  g_autoptr(GError) error = NULL;
  AttuneEnginePartedUpload *upload;

  if (!(upload = find_upload (engine, request, &error)) ||
      !attune_engine_parted_upload_cancel (upload, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_parted_upload_to_json (upload));
}

const AttuneEngineRoute attune_engine_upload_routes[] = {
  { "POST", "/v1/uploads",             ATTUNE_ENGINE_BODY_JSON, create_upload,   FALSE },
  { "POST", "/v1/uploads/{}/parts",    ATTUNE_ENGINE_BODY_PART, add_part,        FALSE },
  { "POST", "/v1/uploads/{}/complete", ATTUNE_ENGINE_BODY_JSON, complete_upload, FALSE },
  { "POST", "/v1/uploads/{}/cancel",   ATTUNE_ENGINE_BODY_NONE, cancel_upload,   FALSE },
  { NULL }
};
