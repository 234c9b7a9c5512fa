/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-json-path.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-wire-parse.h"

#define PAGE_LENGTH 100

static void
set_text (JsonObject *body,
          JsonObject *fields,
          const char *field,
          const char *text)
{
  const char *path = attune_json_get_string (fields, field, NULL);

  if (path != NULL && text != NULL)
    attune_json_path_set (body, path, json_node_init_string (json_node_alloc (), text));
}

static AttuneModelInfo *
find_model (GPtrArray  *models,
            const char *id)
{
  for (guint i = 0; i < models->len; i++)
    if (g_str_equal (((AttuneModelInfo *)models->pdata[i])->id, id))
      return models->pdata[i];

  return NULL;
}

static void
mark_tunable (GPtrArray *models,
              JsonArray *names)
{
  for (guint i = 0; i < models->len; i++)
    ((AttuneModelInfo *)models->pdata[i])->can_tune = ATTUNE_WIRE_NO;

  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      g_autoptr(JsonObject) object = NULL;
      AttuneModelInfo *model;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;

      if ((model = find_model (models, json_node_get_string (node))) == NULL)
        {
          /* What is trained on need not be what is served. */
          object = json_object_new ();
          json_object_set_string_member (object, "id", json_node_get_string (node));
          json_object_set_boolean_member (object, "can_chat", FALSE);

          if ((model = attune_wire_parse_model (object, NULL)) == NULL)
            continue;

          g_ptr_array_add (models, model);
        }

      model->can_tune = ATTUNE_WIRE_YES;
    }
}

/* Some have a list of the names of the models that can be trained. One that does not know it says
 * nothing of them. */
static gboolean
add_tunable_models (AttuneAdapter  *self,
                    GPtrArray      *models,
                    GError        **error)
{
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) local_error = NULL;
  JsonArray *names;

  if (attune_profile_get_path (attune_adapter_get_profile (self), "tunable-models") == NULL)
    return TRUE;

  answer = attune_adapter_get_object (self, "tunable-models", NULL, &local_error);

  if (answer == NULL && !g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (answer != NULL && (names = attune_json_get_array (answer, "models")) != NULL)
    mark_tunable (models, names);

  return TRUE;
}

/* The newest state of the model: that of the last step. */
static char *
find_checkpoint (AttuneAdapter  *self,
                 const char     *job_id,
                 GError        **error)
{
  g_autoptr(GPtrArray) checkpoints = NULL;
  const AttuneCheckpointInfo *newest = NULL;

  if ((checkpoints = attune_adapter_list_checkpoints (self, job_id, error)) == NULL)
    return NULL;

  for (guint i = 0; i < checkpoints->len; i++)
    {
      const AttuneCheckpointInfo *checkpoint = checkpoints->pdata[i];

      if (newest == NULL || checkpoint->measures.step > newest->measures.step)
        newest = checkpoint;
    }

  return g_strdup (newest != NULL ? newest->id : "");
}

static char *
build_source (JsonObject *deploy,
              const char *job_id,
              const char *checkpoint_id)
{
  g_autoptr(GString) source = NULL;

  source = g_string_new (attune_json_get_string (deploy, "source", "{job}:{checkpoint}"));
  g_string_replace (source, "{job}", job_id, 0);
  g_string_replace (source, "{checkpoint}", checkpoint_id, 0);

  return g_string_free_and_steal (g_steal_pointer (&source));
}

/* One that the provider gives no name of its own has that of what was asked for. */
static AttuneDeploymentInfo *
read_deployment (AttuneAdapter  *self,
                 JsonObject     *object,
                 const char     *id,
                 GError        **error)
{
  g_autoptr(JsonObject) translated = attune_adapter_translate (self, "deployment", object);
  AttuneDeploymentInfo *deployment;

  if (!json_object_has_member (translated, "id"))
    json_object_set_string_member (translated, "id", id);

  if ((deployment = attune_wire_parse_deployment (translated, error)) == NULL)
    return NULL;

  if (deployment->status == ATTUNE_DEPLOYMENT_STATUS_READY && deployment->model == NULL)
    deployment->status = ATTUNE_DEPLOYMENT_STATUS_PREPARING;

  if (deployment->status != ATTUNE_DEPLOYMENT_STATUS_FAILED)
    g_clear_pointer (&deployment->reason, g_free);

  return deployment;
}

static AttuneDeploymentInfo *
attune_adapter_real_deploy_model (AttuneAdapter            *self,
                                  const AttuneDeployOrder  *order,
                                  GError                  **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  JsonObject *deploy = attune_profile_get_deploy (profile);
  JsonObject *fields = attune_json_get_object (deploy, "fields");
  JsonObject *constants = attune_json_get_object (deploy, "constants");
  const AttuneProfileModel *model = attune_profile_find_model (profile, order->base_model);
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *checkpoint_id = NULL;
  g_autofree char *source = NULL;
  g_autofree char *path = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .subject = order->name,
    .retry = ATTUNE_HTTP_RETRY_NEVER,
  };

  if (!attune_adapter_has_path (self, "deployments", error))
    return NULL;

  checkpoint_id = order->checkpoint_id != NULL ? g_strdup (order->checkpoint_id)
                                               : find_checkpoint (self, order->job_id, error);

  if (checkpoint_id == NULL)
    return NULL;

  if (constants != NULL)
    attune_json_merge (body, constants);

  source = build_source (deploy, order->job_id, checkpoint_id);
  set_text (body, fields, "name", order->name);
  set_text (body, fields, "model",
            model != NULL && model->deploy_model != NULL ? model->deploy_model : order->base_model);
  set_text (body, fields, "source", source);
  set_text (body, fields, "notes", order->name);

  node = json_node_init_object (json_node_alloc (), body);
  path = attune_adapter_dup_path (self, "deployments", order->job_id);
  call.path = path;
  call.json = node;

  if ((answer = attune_http_fetch_object (attune_adapter_get_http (self), &call, error)) == NULL)
    return NULL;

  return read_deployment (self, answer, order->job_id, error);
}

static AttuneDeploymentInfo *
attune_adapter_real_get_deployment (AttuneAdapter  *self,
                                    const char     *deployment_id,
                                    GError        **error)
{
  g_autoptr(JsonObject) object = attune_adapter_get_object (self, "deployment", deployment_id,
                                                            error);

  return object != NULL ? read_deployment (self, object, deployment_id, error) : NULL;
}

/**
 * attune_adapter_class_init_models: (skip)
 * @klass: the base class
 */
void
attune_adapter_class_init_models (AttuneAdapterClass *klass)
{
  klass->deploy_model = attune_adapter_real_deploy_model;
  klass->get_deployment = attune_adapter_real_get_deployment;
}

/**
 * attune_adapter_list_models: (skip)
 * @self: an adapter
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full) (element-type AttuneModelInfo): the models of the account
 */
GPtrArray *
attune_adapter_list_models (AttuneAdapter  *self,
                            GError        **error)
{
  AttuneProfile *profile = attune_adapter_get_profile (self);
  g_autoptr(GPtrArray) models = NULL;
  AttuneListQuery query = {
    .name = "models",
    .read = (AttuneReadFunc)attune_adapter_read_model,
    .free_record = (GDestroyNotify)attune_model_info_unref,
  };

  /* In OpenAI's protocol this list comes whole, and so it does at most of the others. */
  if (g_str_equal (attune_profile_get_paging (profile), "tokens"))
    query.limit = PAGE_LENGTH;

  if ((models = attune_adapter_fetch_list (self, &query, error)) == NULL ||
      !add_tunable_models (self, models, error))
    return NULL;

  return g_steal_pointer (&models);
}

/**
 * attune_adapter_add_model: (skip)
 * @self: an adapter
 * @path: (type filename): a file of this computer
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): the model that it holds
 */
AttuneModelInfo *
attune_adapter_add_model (AttuneAdapter  *self,
                          const char     *path,
                          GError        **error)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *target = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .subject = name,
    .retry = ATTUNE_HTTP_RETRY_NEVER,
  };

  if (!attune_adapter_has_path (self, "add-model", error))
    return NULL;

  json_object_set_string_member (body, "path", path);
  node = json_node_init_object (json_node_alloc (), body);
  target = attune_adapter_dup_path (self, "add-model", NULL);
  call.path = target;
  call.json = node;

  if ((answer = attune_http_fetch_object (attune_adapter_get_http (self), &call, error)) == NULL)
    return NULL;

  return attune_adapter_read_model (self, answer, error);
}

/**
 * attune_adapter_delete_model: (skip)
 * @self: an adapter
 * @model: the id of a tuned model
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: whether it is gone
 */
gboolean
attune_adapter_delete_model (AttuneAdapter  *self,
                             const char     *model,
                             GError        **error)
{
  return attune_adapter_delete (self, "model", model, error);
}

/**
 * attune_adapter_deploy_model: (skip)
 * @self: an adapter
 * @order: which model
 * @error: return location for %ATTUNE_ERROR
 *
 * Sent once: twice would make two, and both would cost.
 *
 * Returns: (transfer full): how it stands
 */
AttuneDeploymentInfo *
attune_adapter_deploy_model (AttuneAdapter            *self,
                             const AttuneDeployOrder  *order,
                             GError                  **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->deploy_model (self, order, error);
}

/**
 * attune_adapter_get_deployment: (skip)
 * @self: an adapter
 * @deployment_id: what attune_adapter_deploy_model() named it
 * @error: return location for %ATTUNE_ERROR
 *
 * Returns: (transfer full): how it stands
 */
AttuneDeploymentInfo *
attune_adapter_get_deployment (AttuneAdapter  *self,
                               const char     *deployment_id,
                               GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->get_deployment (self, deployment_id, error);
}
