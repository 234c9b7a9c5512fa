/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-api-models"

#include "config.h"

#include "attune-engine-api.h"
#include "attune-engine-error.h"
#include "attune-json.h"

typedef struct
{
  AttuneEngine            *engine;
  char                    *id;
  AttuneEngineWeightsForm  form;
} ModelWork;

static void
model_work_free (gpointer data)
{
  ModelWork *self = data;

  g_clear_object (&self->engine);
  g_clear_pointer (&self->id, g_free);
  g_free (self);
}

static ModelWork *
model_work_new (AttuneEngine *engine,
                const char   *id)
{
  ModelWork *work = g_new0 (ModelWork, 1);

  work->engine = g_object_ref (engine);
  work->id = g_strdup (id);

  return work;
}

static AttuneEngineModel *
find_model (ModelWork  *work,
            GError    **error)
{
  AttuneEngineModel *model;

  if (!(model = attune_engine_models_lookup (attune_engine_get_models (work->engine), work->id)))
    attune_engine_set_error (error, SOUP_STATUS_NOT_FOUND, "model_not_found", "model",
                             "There is no model “%s”.", work->id);

  return model;
}

static DexFuture *
list_fiber (gpointer user_data)
{
  AttuneEngine *engine = user_data;
  g_autoptr(GPtrArray) models = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *object;
  JsonArray *data;

  if (!dex_await (attune_engine_models_prepare (attune_engine_get_models (engine)), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  models = attune_engine_models_list (attune_engine_get_models (engine));
  data = json_array_new ();

  for (guint i = 0; i < models->len; i++)
    {
      AttuneEngineModel *model = g_ptr_array_index (models, i);

      json_array_add_object_element (data, attune_engine_model_to_json (model));
    }

  object = json_object_new ();
  json_object_set_string_member (object, "object", "list");
  json_object_set_array_member (object, "data", data);

  return attune_engine_api_respond (object);
}

static DexFuture *
get_fiber (gpointer user_data)
{
  ModelWork *work = user_data;
  g_autoptr(AttuneEngineModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_engine_models_prepare (attune_engine_get_models (work->engine)), &error) ||
      !(model = find_model (work, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_model_to_json (model));
}

static DexFuture *
delete_fiber (gpointer user_data)
{
  ModelWork *work = user_data;
  AttuneEngineInference *inference = attune_engine_get_inference (work->engine);
  AttuneEngineModels *models = attune_engine_get_models (work->engine);
  g_autoptr(AttuneEngineModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!(model = find_model (work, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (model->kind == ATTUNE_ENGINE_MODEL_PRACTICE)
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_FORBIDDEN, "model_not_deletable", "model",
                                                              "“%s” is built in and cannot be deleted.",
                                                              work->id));

  if (!dex_await (attune_engine_inference_unload (inference, work->id), &error) ||
      !dex_await (attune_engine_models_delete (models, work->id), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (attune_engine_response_new_deleted ("model", work->id));
}

static DexFuture *
add_fiber (gpointer user_data)
{
  ModelWork *work = user_data;
  AttuneEngineModels *models = attune_engine_get_models (work->engine);
  g_autoptr(AttuneEngineModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!(model = dex_await_boxed (attune_engine_models_add (models, work->id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return attune_engine_api_respond (attune_engine_model_to_json (model));
}

static DexFuture *
weights_fiber (gpointer user_data)
{
  ModelWork *work = user_data;
  AttuneEngineModels *models = attune_engine_get_models (work->engine);
  g_autoptr(AttuneEngineResponse) response = NULL;
  g_autoptr(AttuneEngineModel) model = NULL;
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_engine_models_prepare (models), &error) ||
      !(model = find_model (work, &error)) ||
      !dex_await (attune_engine_models_check_base (models, model->id), &error) ||
      !(response = dex_await_object (attune_engine_models_open_weights (models, model, work->form),
                                     &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (g_steal_pointer (&response));
}

static DexFuture *
list_models (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  return dex_scheduler_spawn (NULL, 0, list_fiber, g_object_ref (engine), g_object_unref);
}

static DexFuture *
get_model (AttuneEngine        *engine,
           AttuneEngineRequest *request)
{
  return dex_scheduler_spawn (NULL, 0, get_fiber,
                              model_work_new (engine, attune_engine_request_get_param (request, 0)),
                              model_work_free);
}

/* Our own addition: OpenAI has no way to bring a model. */
static DexFuture *
add_model (AttuneEngine        *engine,
           AttuneEngineRequest *request)
{
  JsonObject *body = attune_engine_request_get_body (request);
  const char *path = attune_json_get_string (body, "path", NULL);

  if (path == NULL)
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, NULL, "path",
                                                              "“path” is missing."));

  return dex_scheduler_spawn (NULL, 0, add_fiber, model_work_new (engine, path), model_work_free);
}

static DexFuture *
delete_model (AttuneEngine        *engine,
              AttuneEngineRequest *request)
{
  return dex_scheduler_spawn (NULL, 0, delete_fiber,
                              model_work_new (engine, attune_engine_request_get_param (request, 0)),
                              model_work_free);
}

static DexFuture *
get_weights (AttuneEngine        *engine,
             AttuneEngineRequest *request)
{
  return attune_engine_api_weights (engine, request, attune_engine_request_get_param (request, 0));
}

/**
 * attune_engine_api_weights:
 * @engine: the engine
 * @request: a request, whose query may say which form is wanted
 * @model: the id of a model
 *
 * Our own addition: OpenAI does not give weights away.
 *
 * Returns: (transfer full): resolves to a response with the file
 */
DexFuture *
attune_engine_api_weights (AttuneEngine        *engine,
                           AttuneEngineRequest *request,
                           const char          *model)
{
  const char *form = attune_engine_request_get_query (request, "form");
  ModelWork *work;

  if (form != NULL && !g_str_equal (form, "model") && !g_str_equal (form, "adapter"))
    return dex_future_new_for_error (attune_engine_error_new (SOUP_STATUS_BAD_REQUEST, NULL, "form",
                                                              "“form” must be “model” or “adapter”."));

  work = model_work_new (engine, model);
  work->form = g_strcmp0 (form, "adapter") == 0 ? ATTUNE_ENGINE_WEIGHTS_ADAPTER
                                                : ATTUNE_ENGINE_WEIGHTS_MODEL;

  return dex_scheduler_spawn (NULL, 0, weights_fiber, work, model_work_free);
}

const AttuneEngineRoute attune_engine_model_routes[] = {
  { "GET",    "/v1/models",    ATTUNE_ENGINE_BODY_NONE, list_models,  TRUE },
  { "POST",   "/v1/models",    ATTUNE_ENGINE_BODY_JSON, add_model,    FALSE, TRUE },
  { "GET",    "/v1/models/{}", ATTUNE_ENGINE_BODY_NONE, get_model,    TRUE },
  { "DELETE", "/v1/models/{}", ATTUNE_ENGINE_BODY_NONE, delete_model, FALSE },
  { "GET",    "/v1/models/{}/weights", ATTUNE_ENGINE_BODY_NONE, get_weights, TRUE },
  { NULL }
};
