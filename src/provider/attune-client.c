/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-client"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-client-private.h"
#include "attune-client.h"
#include "attune-error.h"
#include "attune-json.h"

/* A list longer than this many pages goes round in circles. */
#define MAX_PAGES 10000

struct _AttuneClient
{
  GObject     parent_instance;

  AttuneHttp *http;
};

G_DEFINE_FINAL_TYPE (AttuneClient, attune_client, G_TYPE_OBJECT)

static const char *
get_id (gpointer record)
{
  return *(char **)record;
}

static char *
build_query (const AttuneListQuery *query,
             const char            *after)
{
  g_autoptr(GString) path = g_string_new (query->path);

  if (query->limit > 0)
    g_string_append_printf (path, "?limit=%u", query->limit);

  if (query->filter != NULL)
    g_string_append_printf (path, "&%s", query->filter);

  if (after != NULL)
    {
      g_autofree char *escaped = g_uri_escape_string (after, NULL, FALSE);

      g_string_append_printf (path, "&after=%s", escaped);
    }

  return g_string_free_and_steal (g_steal_pointer (&path));
}

/* The entries of a page. Some servers leave the envelope out; some write null for an empty list. */
static JsonArray *
find_entries (JsonNode *page)
{
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (page))
    return json_array_ref (json_node_get_array (page));

  if (!JSON_NODE_HOLDS_OBJECT (page))
    return NULL;

  object = json_node_get_object (page);

  if (json_object_has_member (object, "data") && json_object_get_null_member (object, "data"))
    return json_array_new ();

  return attune_json_get_array (object, "data") != NULL
         ? json_array_ref (attune_json_get_array (object, "data")) : NULL;
}

/* Adds the records of a page that were not there before. Returns whether to go on. */
static gboolean
add_entries (const AttuneListQuery *query,
             JsonArray             *entries,
             GPtrArray             *records,
             GHashTable            *seen)
{
  guint n_before = records->len;

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonNode *node = json_array_get_element (entries, i);
      g_autoptr(GError) error = NULL;
      gpointer record = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        record = query->parse (json_node_get_object (node), &error);

      if (record == NULL)
        {
          g_debug ("Passed over an entry of %s", query->path);
          continue;
        }

      if (g_strcmp0 (get_id (record), query->until_id) == 0)
        {
          query->free_record (record);
          return FALSE;
        }

      if (g_hash_table_contains (seen, get_id (record)))
        {
          query->free_record (record);
          continue;
        }

      g_hash_table_add (seen, (gpointer)get_id (record));
      g_ptr_array_add (records, record);
    }

  return records->len > n_before;
}

static void
attune_client_dispose (GObject *object)
{
  AttuneClient *self = (AttuneClient *)object;

  g_clear_object (&self->http);

  G_OBJECT_CLASS (attune_client_parent_class)->dispose (object);
}

static void
attune_client_class_init (AttuneClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_client_dispose;
}

static void
attune_client_init (AttuneClient *self)
{
}

/**
 * attune_operation_new: (skip)
 * @client: the account
 * @id: (nullable): what it is about
 * @extra: (nullable): what else it needs
 *
 * Returns: (transfer full): a new operation, to be given to attune_operation_spawn()
 */
AttuneOperation *
attune_operation_new (AttuneClient *client,
                      const char   *id,
                      const char   *extra)
{
  AttuneOperation *self = g_new0 (AttuneOperation, 1);

  self->http = g_object_ref (client->http);
  self->id = g_strdup (id);
  self->extra = g_strdup (extra);

  return self;
}

/**
 * attune_operation_free: (skip)
 * @self: (transfer full): an operation
 */
void
attune_operation_free (AttuneOperation *self)
{
  if (self->destroy != NULL)
    self->destroy (self->user_data);

  g_clear_pointer (&self->json, json_node_unref);
  g_object_unref (self->http);
  g_free (self->id);
  g_free (self->extra);
  g_free (self->filename);
  g_free (self);
}

/**
 * attune_operation_spawn: (skip)
 * @self: (transfer full): an operation
 * @fiber: what to do; gets @self
 *
 * Returns: (transfer full): the future of the fiber
 */
DexFuture *
attune_operation_spawn (AttuneOperation *self,
                        DexFiberFunc     fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, self, (GDestroyNotify)attune_operation_free);
}

/**
 * attune_client_build_path: (skip)
 * @before: the path before, such as "/models/"
 * @id: an id, which may hold ":" and "/"
 * @after: the path after, such as "/events"
 *
 * Returns: (transfer full): the path, with everything unusual in @id percent-encoded
 */
char *
attune_client_build_path (const char *before,
                          const char *id,
                          const char *after)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (before, escaped, after, NULL);
}

/**
 * attune_client_fetch_list: (skip)
 * @http: the account
 * @query: which list
 * @error: return location for %ATTUNE_ERROR
 *
 * Fetches page after page, with the id of the last entry as cursor, until the provider says that
 * there is no more, the entry of the id to stop at comes, or a page brings nothing new (a server
 * that does not know cursors sends the first page for ever). Awaits: call it in a fiber only.
 *
 * Returns: (transfer full): the records in the provider's order, no id twice
 */
GPtrArray *
attune_client_fetch_list (AttuneHttp             *http,
                          const AttuneListQuery  *query,
                          GError                **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (query->free_record);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < MAX_PAGES; i++)
    {
      const char *after = records->len > 0 ? get_id (g_ptr_array_index (records, records->len - 1))
                                           : NULL;
      g_autofree char *path = build_query (query, after);
      g_autoptr(JsonArray) entries = NULL;
      g_autoptr(JsonNode) page = NULL;
      AttuneHttpCall call = {
        .method = SOUP_METHOD_GET,
        .path = path,
        .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
      };

      if ((page = attune_http_fetch (http, &call, error)) == NULL)
        return NULL;

      if ((entries = find_entries (page)) == NULL)
        {
          attune_set_error (error, ATTUNE_ERROR_PROTOCOL, NULL,
                            _("“%s” gave an answer that cannot be understood. "
                              "Check the base URL in Preferences, or try again later."),
                            attune_http_get_host (http));
          return NULL;
        }

      if (!add_entries (query, entries, records, seen) ||
          query->limit == 0 ||
          !JSON_NODE_HOLDS_OBJECT (page) ||
          !attune_json_get_boolean (json_node_get_object (page), "has_more", FALSE))
        break;
    }

  return g_steal_pointer (&records);
}

/**
 * attune_client_delete: (skip)
 * @http: the account
 * @path: what to delete
 * @subject: its name, for sentences
 * @error: return location for %ATTUNE_ERROR
 *
 * Awaits: call it in a fiber only.
 *
 * Returns: whether it is gone
 */
gboolean
attune_client_delete (AttuneHttp  *http,
                      const char  *path,
                      const char  *subject,
                      GError     **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) local_error = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_DELETE,
    .path = path,
    .subject = subject,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  node = attune_http_fetch (http, &call, &local_error);

  /* The first attempt did it, and its answer was lost. */
  if (call.n_retries > 0 && g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    return TRUE;

  if (node == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (JSON_NODE_HOLDS_OBJECT (node) &&
      !attune_json_get_boolean (json_node_get_object (node), "deleted", TRUE))
    {
      attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                        _("“%s” was not deleted. It may be in use; try again later."),
                        subject);
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_client_new:
 * @profile: the provider
 * @base_url: (nullable): the address as a person typed it, or %NULL for the profile's
 * @api_key: (nullable): the key
 * @connectable: (nullable): where to connect to instead of the address's host, such as a
 *   #GUnixSocketAddress
 *
 * An address or key that cannot be right makes every operation fail with the reason.
 *
 * Returns: (transfer full): a new client; use it on the thread that made it
 */
AttuneClient *
attune_client_new (AttuneProfile      *profile,
                   const char         *base_url,
                   const char         *api_key,
                   GSocketConnectable *connectable)
{
  AttuneClient *self;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (connectable == NULL || G_IS_SOCKET_CONNECTABLE (connectable), NULL);

  self = g_object_new (ATTUNE_TYPE_CLIENT, NULL);
  self->http = attune_http_new (profile, base_url, api_key, connectable);

  return self;
}

/**
 * attune_client_get_profile:
 * @self: a client
 *
 * Returns: (transfer none): the provider
 */
AttuneProfile *
attune_client_get_profile (AttuneClient *self)
{
  g_return_val_if_fail (ATTUNE_IS_CLIENT (self), NULL);

  return attune_http_get_profile (self->http);
}

/**
 * attune_client_set_timeout:
 * @self: a client
 * @msec: milliseconds, 60,000 at first
 *
 * Sets how long a provider may be silent before an operation ends with %ATTUNE_ERROR_TIMEOUT. Five
 * times as long while a file is sent, a job created, or a model thinks. There is no limit on how
 * long an operation takes in all.
 */
void
attune_client_set_timeout (AttuneClient *self,
                           guint         msec)
{
  g_return_if_fail (ATTUNE_IS_CLIENT (self));
  g_return_if_fail (msec > 0);

  attune_http_set_timeout (self->http, msec);
}
