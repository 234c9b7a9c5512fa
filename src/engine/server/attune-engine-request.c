/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-request"

#include "config.h"

#include <string.h>

#include "attune-engine-error.h"
#include "attune-engine-id.h"
#include "attune-engine-request.h"
#include "attune-json.h"

struct _AttuneEngineRequest
{
  GObject              parent_instance;

  char                *id;
  char               **params;   /* what the path says at the places of the route */
  GHashTable          *query;    /* or NULL */
  JsonObject          *body;
  AttuneEngineUpload  *upload;
};

G_DEFINE_FINAL_TYPE (AttuneEngineRequest, attune_engine_request, G_TYPE_OBJECT)

static gboolean
read_limit (AttuneEngineRequest  *self,
            guint                 max_limit,
            guint                *limit,
            GError              **error)
{
  const char *text = attune_engine_request_get_query (self, "limit");
  guint64 value;

  if (text == NULL)
    return TRUE;

  if (g_ascii_string_to_unsigned (text, 10, 1, max_limit, &value, NULL))
    {
      *limit = value;
      return TRUE;
    }

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "limit",
                           "“limit” must be a whole number from 1 to %u.", max_limit);

  return FALSE;
}

static gboolean
read_order (AttuneEngineRequest  *self,
            gboolean             *ascending,
            GError              **error)
{
  const char *text = attune_engine_request_get_query (self, "order");

  *ascending = g_strcmp0 (text, "asc") == 0;

  if (text == NULL || *ascending || g_str_equal (text, "desc"))
    return TRUE;

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, "order",
                           "“order” must be “asc” or “desc”.");

  return FALSE;
}

static void
attune_engine_request_finalize (GObject *object)
{
  AttuneEngineRequest *self = (AttuneEngineRequest *)object;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->params, g_strfreev);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_object (&self->upload);

  G_OBJECT_CLASS (attune_engine_request_parent_class)->finalize (object);
}

static void
attune_engine_request_class_init (AttuneEngineRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_request_finalize;
}

static void
attune_engine_request_init (AttuneEngineRequest *self)
{
  self->id = attune_engine_id_new ("req_", 24);
}

/**
 * attune_engine_request_new:
 * @params: (transfer full): what the path says at the places of the route, decoded
 * @query: (nullable): the part of the address behind the question mark, decoded
 *
 * Returns: (transfer full): a request without a body
 */
AttuneEngineRequest *
attune_engine_request_new (char       **params,
                           GHashTable  *query)
{
  AttuneEngineRequest *self = g_object_new (ATTUNE_TYPE_ENGINE_REQUEST, NULL);

  self->params = params;
  self->query = query != NULL ? g_hash_table_ref (query) : NULL;

  return self;
}

/**
 * attune_engine_request_get_id:
 * @self: a request
 *
 * Returns: (transfer none): what the header `x-request-id` says
 */
const char *
attune_engine_request_get_id (AttuneEngineRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), NULL);

  return self->id;
}

/**
 * attune_engine_request_get_param:
 * @self: a request
 * @index: which place of its route, from 0
 *
 * Returns: (transfer none): what the path says there
 */
const char *
attune_engine_request_get_param (AttuneEngineRequest *self,
                                 guint                index)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), NULL);
  g_return_val_if_fail (index < g_strv_length (self->params), NULL);

  return self->params[index];
}

/**
 * attune_engine_request_get_query:
 * @self: a request
 * @name: the name of a parameter
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
attune_engine_request_get_query (AttuneEngineRequest *self,
                                 const char          *name)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), NULL);

  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

/**
 * attune_engine_request_get_cursor:
 * @self: a request for a list
 * @default_limit: how many it gets when it does not say
 * @max_limit: how many it may ask for
 * @cursor: (out caller-allocates): which part is wanted
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE with a 400 error when a parameter is out of its range
 */
gboolean
attune_engine_request_get_cursor (AttuneEngineRequest  *self,
                                  guint                 default_limit,
                                  guint                 max_limit,
                                  AttuneEngineCursor   *cursor,
                                  GError              **error)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), FALSE);
  g_return_val_if_fail (cursor != NULL, FALSE);

  cursor->after = attune_engine_request_get_query (self, "after");
  cursor->limit = default_limit;

  return read_limit (self, max_limit, &cursor->limit, error) &&
         read_order (self, &cursor->ascending, error);
}

/**
 * attune_engine_request_matches:
 * @self: a request for a list
 * @metadata: (nullable): what is attached to an object
 *
 * Holds @metadata against the filter of @self: `metadata[key]=value`, any number of times, or
 * `metadata=null` for objects without any (api section 1.5).
 *
 * Returns: whether the object is wanted
 */
gboolean
attune_engine_request_matches (AttuneEngineRequest *self,
                               JsonObject          *metadata)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), FALSE);

  if (g_strcmp0 (attune_engine_request_get_query (self, "metadata"), "null") == 0)
    return metadata == NULL || json_object_get_size (metadata) == 0;

  if (self->query == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, self->query);

  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree char *key = NULL;

      if (!g_str_has_prefix (name, "metadata[") || !g_str_has_suffix (name, "]"))
        continue;

      key = g_strndup ((char *)name + strlen ("metadata["), strlen (name) - strlen ("metadata[]"));

      if (metadata == NULL ||
          g_strcmp0 (attune_json_get_string (metadata, key, NULL), value) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * attune_engine_request_get_body:
 * @self: a request with a body of JSON
 *
 * Returns: (transfer none): the body
 */
JsonObject *
attune_engine_request_get_body (AttuneEngineRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), NULL);

  return self->body;
}

/**
 * attune_engine_request_parse_body:
 * @self: a request
 * @text: (array length=length): what came
 * @length: how many bytes
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE with a 400 error when @text is not a JSON object
 */
gboolean
attune_engine_request_parse_body (AttuneEngineRequest  *self,
                                  const char           *text,
                                  gsize                 length,
                                  GError              **error)
{
  g_autoptr(GError) json_error = NULL;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), FALSE);

  if ((self->body = attune_json_parse_object (text, length, &json_error)))
    return TRUE;

  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, "invalid_json", NULL,
                           "The body of the request must be one JSON object.");

  return FALSE;
}

/**
 * attune_engine_request_get_upload:
 * @self: a request that brings a file
 *
 * Returns: (transfer none): the file on its way
 */
AttuneEngineUpload *
attune_engine_request_get_upload (AttuneEngineRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_REQUEST (self), NULL);

  return self->upload;
}

/**
 * attune_engine_request_take_upload:
 * @self: a request
 * @upload: (transfer full): the file that it brings
 */
void
attune_engine_request_take_upload (AttuneEngineRequest *self,
                                   AttuneEngineUpload  *upload)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_REQUEST (self));

  g_clear_object (&self->upload);
  self->upload = upload;
}
