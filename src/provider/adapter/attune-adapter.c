/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"

typedef struct
{
  AttuneHttp *http;
  char       *prefix;      /* of every path; "" where the session's address has it */
} AttuneAdapterPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (AttuneAdapter, attune_adapter, G_TYPE_OBJECT)

static gboolean
goes_above (AttuneProfile *profile)
{
  g_auto(GStrv) paths = attune_profile_list_paths (profile);

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_str_has_prefix (paths[i], ATTUNE_PROFILE_ABOVE))
      return TRUE;

  return FALSE;
}

/* The address without its path, where some calls are beside what a person knows as the base URL. */
static char *
split_base_url (AttuneProfile  *profile,
                const char     *base_url,
                gboolean        has_key,
                char          **prefix)
{
  g_autofree char *normal = NULL;
  const char *host;
  const char *path;

  if (base_url == NULL)
    base_url = attune_profile_get_base_url (profile);

  if (base_url == NULL || !goes_above (profile) ||
      (normal = attune_profile_normalize_url (profile, base_url, has_key, NULL)) == NULL)
    return NULL;

  host = strstr (normal, "://") + strlen ("://");
  path = host + strcspn (host, "/");
  *prefix = g_strdup (path);

  return g_strndup (normal, path - normal);
}

static void
replace (GString    *path,
         const char *place,
         const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_replace (path, place, escaped, 0);
}

/* What an id such as “accounts/a/dpoJobs/j” is one of; for a bare one, the ordinary collection. */
static char *
dup_collection (AttuneProfile *profile,
                const char    *id)
{
  g_auto(GStrv) parts = g_strsplit (id, "/", -1);
  guint n_parts = g_strv_length (parts);
  const char *jobs = attune_profile_get_path (profile, "jobs");

  if (n_parts > 1)
    return g_strdup (parts[n_parts - 2]);

  return g_strdup (jobs != NULL ? jobs + strspn (jobs, "/") : "");
}

static void
attune_adapter_finalize (GObject *object)
{
  AttuneAdapterPrivate *priv = attune_adapter_get_instance_private (ATTUNE_ADAPTER (object));

  g_clear_object (&priv->http);
  g_clear_pointer (&priv->prefix, g_free);

  G_OBJECT_CLASS (attune_adapter_parent_class)->finalize (object);
}

static void
attune_adapter_class_init (AttuneAdapterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_adapter_finalize;

  attune_adapter_class_init_read (klass);
  attune_adapter_class_init_files (klass);
  attune_adapter_class_init_events (klass);
  attune_adapter_class_init_jobs (klass);
  attune_adapter_class_init_models (klass);
}

static void
attune_adapter_init (AttuneAdapter *self)
{
}

static GType
find_type (AttuneProfile *profile)
{
  const char *name = attune_profile_get_adapter (profile);

  if (g_str_equal (name, "fireworks"))
    return ATTUNE_TYPE_ADAPTER_FIREWORKS;

  if (g_str_equal (name, "localai"))
    return ATTUNE_TYPE_ADAPTER_LOCALAI;

  if (g_str_equal (name, "mistral"))
    return ATTUNE_TYPE_ADAPTER_MISTRAL;

  if (g_str_equal (name, "together"))
    return ATTUNE_TYPE_ADAPTER_TOGETHER;

  return ATTUNE_TYPE_ADAPTER;
}

/**
 * attune_adapter_new: (skip)
 * @profile: the provider
 * @base_url: (nullable): the address as a person typed it, or %NULL for the profile's
 * @api_key: (nullable): the key
 * @connectable: (nullable): where to connect to instead of the address's host
 *
 * Returns: (transfer full): a new adapter of the class that the profile names
 */
AttuneAdapter *
attune_adapter_new (AttuneProfile      *profile,
                    const char         *base_url,
                    const char         *api_key,
                    GSocketConnectable *connectable)
{
  AttuneAdapter *self;
  AttuneAdapterPrivate *priv;
  g_autofree char *root = NULL;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);

  self = g_object_new (find_type (profile), NULL);
  priv = attune_adapter_get_instance_private (self);
  root = split_base_url (profile, base_url, api_key != NULL, &priv->prefix);
  priv->http = attune_http_new (profile, root != NULL ? root : base_url, api_key, connectable);

  return self;
}

/**
 * attune_adapter_get_http: (skip)
 * @self: an adapter
 *
 * Returns: (transfer none): its session
 */
AttuneHttp *
attune_adapter_get_http (AttuneAdapter *self)
{
  AttuneAdapterPrivate *priv = attune_adapter_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_ADAPTER (self), NULL);

  return priv->http;
}

/**
 * attune_adapter_get_profile: (skip)
 * @self: an adapter
 *
 * Returns: (transfer none): the provider
 */
AttuneProfile *
attune_adapter_get_profile (AttuneAdapter *self)
{
  return attune_http_get_profile (attune_adapter_get_http (self));
}

/**
 * attune_adapter_has_path: (skip)
 * @self: an adapter
 * @name: the name of a call
 * @error: return location for %ATTUNE_ERROR_REQUEST
 *
 * Returns: whether the provider has that call
 */
gboolean
attune_adapter_has_path (AttuneAdapter  *self,
                         const char     *name,
                         GError        **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);

  if (attune_profile_get_path (profile, name) != NULL)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_REQUEST, NULL,
                    /* Translators: %s is a provider. */
                    _("%s does not let other programs do this. Do it on its own pages, if it can be "
                      "done there."),
                    attune_profile_get_name (profile));
  return FALSE;
}

/**
 * attune_adapter_dup_path: (skip)
 * @self: an adapter
 * @name: the name of a call that the provider has
 * @id: (nullable): what it is about; may hold ":" and "/"
 *
 * Returns: (transfer full): the path below the session's address; "{id}" is the whole of @id,
 *   "{name}" what is behind its last slash, "{collection}" what is before that
 */
char *
attune_adapter_dup_path (AttuneAdapter *self,
                         const char    *name,
                         const char    *id)
{
  AttuneAdapterPrivate *priv = attune_adapter_get_instance_private (self);
  const char *path = attune_profile_get_path (attune_adapter_get_profile (self), name);
  g_autofree char *joined = attune_profile_join_path (priv->prefix, path);
  g_autoptr(GString) result = g_string_new (joined);

  if (id != NULL)
    {
      const char *last = strrchr (id, '/');
      g_autofree char *collection = dup_collection (attune_adapter_get_profile (self), id);

      replace (result, "{id}", id);
      replace (result, "{collection}", collection);
      replace (result, "{name}", last != NULL ? last + 1 : id);
    }

  return g_string_free_and_steal (g_steal_pointer (&result));
}

/**
 * attune_adapter_get_object: (skip)
 * @self: an adapter
 * @name: the name of a call
 * @id: (nullable): what it is about
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the answer, which is an object
 */
JsonObject *
attune_adapter_get_object (AttuneAdapter  *self,
                           const char     *name,
                           const char     *id,
                           GError        **error)
{
  g_autofree char *path = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .subject = id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if (!attune_adapter_has_path (self, name, error))
    return NULL;

  path = attune_adapter_dup_path (self, name, id);
  call.path = path;

  return attune_http_fetch_object (attune_adapter_get_http (self), &call, error);
}

/**
 * attune_adapter_delete: (skip)
 * @self: an adapter
 * @name: the name of the path of what is to be deleted
 * @id: its id
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether it is gone
 */
gboolean
attune_adapter_delete (AttuneAdapter  *self,
                       const char     *name,
                       const char     *id,
                       GError        **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *path = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_DELETE,
    .subject = id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if (!attune_adapter_has_path (self, name, error))
    return FALSE;

  path = attune_adapter_dup_path (self, name, id);
  call.path = path;
  node = attune_http_fetch (attune_adapter_get_http (self), &call, &local_error);

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
                        id);
      return FALSE;
    }

  return TRUE;
}
