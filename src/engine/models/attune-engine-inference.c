/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-inference"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-engine-error.h"
#include "attune-engine-inference.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-llama-error.h"
#include "attune-llama-server.h"
#include "attune-memory.h"

/* Two, so that a tuned model can be compared with its base without loading both again each time. */
#define MAX_SERVERS 2

/* How often it is looked whether a model's memory can be given back. */
#define IDLE_CHECK_SECONDS 30

/* The answer to a request that failed is read whole; it is a sentence or two. */
#define MAX_ERROR_BODY (64 * 1024)

struct _AttuneEngineInference
{
  GObject     parent_instance;

  char       *socket_folder;
  GPtrArray  *servers;       /* of AttuneLlamaServer */
  DexPromise *released;      /* resolved when one is free again */
  guint64     memory_limit;  /* bytes that they may take together, beside what there is */
  guint       idle_seconds;
  guint       idle_source;
};

/* That somebody uses a server; lives as long as the answer. */
typedef struct
{
  AttuneEngineInference *inference;
  AttuneLlamaServer     *server;
} Lease;

typedef struct
{
  AttuneEngineInference *self;
  AttuneEngineModel     *model;
  char                  *path;
  GBytes                *body;
} AskWork;

typedef struct
{
  AttuneEngineInference *self;
  char                  *model;   /* NULL for all */
} UnloadWork;

G_DEFINE_FINAL_TYPE (AttuneEngineInference, attune_engine_inference, G_TYPE_OBJECT)

static void
ask_work_free (gpointer data)
{
  AskWork *self = data;

  g_clear_object (&self->self);
  g_clear_pointer (&self->model, attune_engine_model_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static void
unload_work_free (gpointer data)
{
  UnloadWork *self = data;

  g_clear_object (&self->self);
  g_clear_pointer (&self->model, g_free);
  g_free (self);
}

static void
note_release (AttuneEngineInference *self)
{
  g_autoptr(DexPromise) released = g_steal_pointer (&self->released);

  self->released = dex_promise_new ();
  dex_promise_resolve_boolean (released, TRUE);
}

static Lease *
lease_new (AttuneEngineInference *self,
           AttuneLlamaServer     *server)
{
  Lease *lease = g_new0 (Lease, 1);

  lease->inference = g_object_ref (self);
  lease->server = g_object_ref (server);
  attune_llama_server_hold (server);

  return lease;
}

static void
lease_free (gpointer data)
{
  Lease *self = data;

  attune_llama_server_release (self->server);
  note_release (self->inference);
  g_clear_object (&self->server);
  g_clear_object (&self->inference);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lease, lease_free)

static gboolean
stop_idle_cb (gpointer user_data)
{
  AttuneEngineInference *self = user_data;
  gint64 limit = g_get_monotonic_time () - self->idle_seconds * G_USEC_PER_SEC;

  for (guint i = self->servers->len; i > 0; i--)
    {
      AttuneLlamaServer *server = g_ptr_array_index (self->servers, i - 1);

      if (!attune_llama_server_is_held (server) &&
          attune_llama_server_get_last_used (server) < limit)
        {
          dex_future_disown (attune_llama_server_stop (server));
          g_ptr_array_remove_index (self->servers, i - 1);
        }
    }

  if (self->servers->len > 0)
    return G_SOURCE_CONTINUE;

  self->idle_source = 0;

  return G_SOURCE_REMOVE;
}

static AttuneLlamaServer *
find_server (AttuneEngineInference *self,
             const char            *model)
{
  for (guint i = self->servers->len; i > 0; i--)
    {
      AttuneLlamaServer *server = g_ptr_array_index (self->servers, i - 1);

      if (!attune_llama_server_is_usable (server))
        {
          g_ptr_array_remove_index (self->servers, i - 1);
        }
      else if (!attune_llama_server_is_current (server))
        {
          dex_future_disown (attune_llama_server_stop (server));
          g_ptr_array_remove_index (self->servers, i - 1);
        }
      else if (g_str_equal (attune_llama_server_get_model (server), model))
        {
          return server;
        }
    }

  return NULL;
}

static AttuneLlamaServer *
add_server (AttuneEngineInference   *self,
            const AttuneEngineModel *model)
{
  AttuneLlamaServer *server = attune_llama_server_new (model, self->socket_folder);

  g_ptr_array_add (self->servers, server);

  if (self->idle_source == 0)
    self->idle_source = g_timeout_add_seconds (CLAMP (self->idle_seconds, 1, IDLE_CHECK_SECONDS),
                                               stop_idle_cb, self);

  return server;
}

/* The one that has not been asked for the longest time. */
static AttuneLlamaServer *
find_spare (AttuneEngineInference *self)
{
  AttuneLlamaServer *spare = NULL;

  for (guint i = 0; i < self->servers->len; i++)
    {
      AttuneLlamaServer *server = g_ptr_array_index (self->servers, i);

      if (!attune_llama_server_is_held (server) &&
          (spare == NULL ||
           attune_llama_server_get_last_used (server) < attune_llama_server_get_last_used (spare)))
        spare = server;
    }

  return spare;
}

static guint64
get_memory (AttuneEngineInference *self)
{
  guint64 bytes = 0;

  for (guint i = 0; i < self->servers->len; i++)
    bytes += attune_llama_server_get_memory (g_ptr_array_index (self->servers, i));

  return bytes;
}

/* The weights of the models that run are files, whose memory counts as available: it is what they
 * need. What it takes to keep a conversation is counted twice for them, rather too much than too
 * little. */
static guint64
get_free_memory (AttuneEngineInference *self)
{
  guint64 used = get_memory (self);
  guint64 available = attune_memory_get_available ();

  return MIN (available > used ? available - used : 0,
              self->memory_limit > used ? self->memory_limit - used : 0);
}

static void
set_memory_error (AttuneEngineInference    *self,
                  const AttuneEngineModel  *model,
                  GError                  **error)
{
  g_autofree char *needed = g_format_size (attune_engine_model_get_chat_memory (model));
  g_autofree char *free = g_format_size (get_free_memory (self));

  attune_engine_set_error (error, SOUP_STATUS_SERVICE_UNAVAILABLE, "insufficient_memory", NULL,
                           /* Translators: the name of a model, and two sizes such as “1.2 GB”. */
                           _("To chat with the model “%s”, about %s of memory are needed, and %s are free. Close other programs, or choose a smaller model."),
                           model->id, needed, free);
}

static gboolean
has_room (AttuneEngineInference   *self,
          const AttuneEngineModel *model)
{
  return self->servers->len < MAX_SERVERS &&
         attune_engine_model_get_chat_memory (model) <= get_free_memory (self);
}

/* In a fiber: waits for a place, takes it, and starts the server if need be. */
static Lease *
take_server (AttuneEngineInference    *self,
             const AttuneEngineModel  *model,
             GError                  **error)
{
  g_autoptr(Lease) lease = NULL;
  AttuneLlamaServer *server;

  while (!(server = find_server (self, model->id)))
    {
      AttuneLlamaServer *spare;

      if (has_room (self, model))
        {
          server = add_server (self, model);
          break;
        }

      if (self->servers->len == 0)
        {
          set_memory_error (self, model, error);
          return NULL;
        }

      if ((spare = find_spare (self)))
        {
          g_autoptr(DexFuture) stopped = attune_llama_server_stop (spare);

          /* Its memory is there when it is gone. */
          g_ptr_array_remove (self->servers, spare);
          dex_await (g_steal_pointer (&stopped), NULL);
        }
      else if (!dex_await (DEX_FUTURE (dex_ref (self->released)), error))
        {
          return NULL;
        }
    }

  lease = lease_new (self, server);

  if (!dex_await (attune_llama_server_start (server), error))
    return NULL;

  return g_steal_pointer (&lease);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GInputStream *stream;

  if ((stream = soup_session_send_finish (SOUP_SESSION (object), result, &error)))
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

static DexFuture *
send (SoupSession *session,
      SoupMessage *message)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT,
                           dex_promise_get_cancellable (promise), send_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* In a fiber. */
static GError *
read_error (SoupMessage  *message,
            GInputStream *stream)
{
  g_autoptr(GBytes) body = NULL;
  const char *text = "";
  gsize length = 0;

  body = dex_await_boxed (dex_input_stream_read_bytes (stream, MAX_ERROR_BODY, G_PRIORITY_DEFAULT),
                          NULL);

  if (body != NULL)
    text = g_bytes_get_data (body, &length);

  return attune_llama_error_read (text, length, soup_message_get_status (message));
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  AskWork *work = user_data;
  g_autoptr(AttuneEngineResponse) response = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(Lease) lease = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *uri = g_strconcat ("http://localhost", work->path, NULL);
  const char *type;

  if (!(lease = take_server (work->self, work->model, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  message = soup_message_new (SOUP_METHOD_POST, uri);
  soup_message_set_request_body_from_bytes (message, "application/json", work->body);

  if (!(stream = dex_await_object (send (attune_llama_server_get_session (lease->server), message),
                                   &error)))
    {
      GError *sent;

      sent = attune_error_new (ATTUNE_ERROR_ENGINE, error->message,
                               _("The program that runs the model broke off. Ask again."));
      return dex_future_new_for_error (sent);
    }

  if (soup_message_get_status (message) != SOUP_STATUS_OK)
    return dex_future_new_for_error (read_error (message, stream));

  type = soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Type");
  response = attune_engine_response_new_stream (g_steal_pointer (&stream), type, -1);
  attune_engine_response_set_filter (response, attune_llama_error_translate_events);
  attune_engine_response_set_guard (response, g_steal_pointer (&lease), lease_free);

  return dex_future_new_take_object (g_steal_pointer (&response));
}

static DexFuture *
unload_fiber (gpointer user_data)
{
  UnloadWork *work = user_data;
  AttuneEngineInference *self = work->self;
  g_autoptr(GPtrArray) stopped = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = self->servers->len; i > 0; i--)
    {
      AttuneLlamaServer *server = g_ptr_array_index (self->servers, i - 1);

      if (work->model == NULL ||
          g_str_has_prefix (attune_llama_server_get_model (server), work->model))
        {
          g_ptr_array_add (stopped, attune_llama_server_stop (server));
          g_ptr_array_remove_index (self->servers, i - 1);
        }
    }

  note_release (self);

  if (stopped->len > 0)
    dex_await (dex_future_allv ((DexFuture **)stopped->pdata, stopped->len), NULL);

  return dex_future_new_true ();
}

static void
attune_engine_inference_finalize (GObject *object)
{
  AttuneEngineInference *self = (AttuneEngineInference *)object;

  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_clear_pointer (&self->socket_folder, g_free);
  dex_clear (&self->released);

  G_OBJECT_CLASS (attune_engine_inference_parent_class)->finalize (object);
}

static void
attune_engine_inference_class_init (AttuneEngineInferenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_engine_inference_finalize;
}

static void
attune_engine_inference_init (AttuneEngineInference *self)
{
  self->servers = g_ptr_array_new_with_free_func (g_object_unref);
  self->released = dex_promise_new ();
  self->memory_limit = G_MAXUINT64;
  self->idle_seconds = ATTUNE_ENGINE_IDLE_SECONDS;
}

/**
 * attune_engine_inference_new:
 * @socket_folder: (type filename): a folder that only we may enter, with a short path
 *
 * Returns: (transfer full): inference with nothing loaded
 */
AttuneEngineInference *
attune_engine_inference_new (const char *socket_folder)
{
  AttuneEngineInference *self;

  g_return_val_if_fail (socket_folder != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_ENGINE_INFERENCE, NULL);
  self->socket_folder = g_strdup (socket_folder);

  return self;
}

/**
 * attune_engine_inference_set_memory_limit:
 * @self: the inference
 * @bytes: how much memory models may take together; never more than there is
 *
 * Where two models do not fit, one gives way to the other; one that does not fit by itself is
 * refused with the numbers.
 */
void
attune_engine_inference_set_memory_limit (AttuneEngineInference *self,
                                          guint64                bytes)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_INFERENCE (self));

  self->memory_limit = bytes;
}

/**
 * attune_engine_inference_set_idle_seconds:
 * @self: the inference
 * @seconds: how long a model stays in memory that nobody asks
 */
void
attune_engine_inference_set_idle_seconds (AttuneEngineInference *self,
                                          guint                  seconds)
{
  g_return_if_fail (ATTUNE_IS_ENGINE_INFERENCE (self));

  self->idle_seconds = seconds;
}

/**
 * attune_engine_inference_ask:
 * @self: the inference
 * @model: whom to ask
 * @path: where `llama-server` takes this kind of request, such as "/v1/chat/completions"
 * @body: the request
 *
 * Returns: (transfer full): resolves to an #AttuneEngineResponse whose bytes come as the model
 *   makes them; rejects as attune_llama_server_start() does, with a 503 error when there is not
 *   enough memory, or with what the model has against @body
 */
DexFuture *
attune_engine_inference_ask (AttuneEngineInference   *self,
                             const AttuneEngineModel *model,
                             const char              *path,
                             JsonObject              *body)
{
  AskWork *work;
  char *json;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_INFERENCE (self));
  dex_return_error_if_fail (model != NULL);
  dex_return_error_if_fail (body != NULL);

  json = attune_json_object_to_string (body);
  work = g_new0 (AskWork, 1);
  work->self = g_object_ref (self);
  work->model = attune_engine_model_copy (model);
  work->path = g_strdup (path);
  work->body = g_bytes_new_take (json, strlen (json));

  return dex_scheduler_spawn (NULL, 0, ask_fiber, work, ask_work_free);
}

/**
 * attune_engine_inference_unload:
 * @self: the inference
 * @model: the id of a model that is about to go; its checkpoints, whose ids begin with it, go
 *   as well
 *
 * Returns: (transfer full): resolves once nothing has its file open
 */
DexFuture *
attune_engine_inference_unload (AttuneEngineInference *self,
                                const char            *model)
{
  UnloadWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_INFERENCE (self));
  dex_return_error_if_fail (model != NULL);

  work = g_new0 (UnloadWork, 1);
  work->self = g_object_ref (self);
  work->model = g_strdup (model);

  return dex_scheduler_spawn (NULL, 0, unload_fiber, work, unload_work_free);
}

/**
 * attune_engine_inference_shut_down:
 * @self: the inference
 *
 * Returns: (transfer full): resolves once no model is loaded any more
 */
DexFuture *
attune_engine_inference_shut_down (AttuneEngineInference *self)
{
  UnloadWork *work;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_INFERENCE (self));

  work = g_new0 (UnloadWork, 1);
  work->self = g_object_ref (self);

  return dex_scheduler_spawn (NULL, 0, unload_fiber, work, unload_work_free);
}
