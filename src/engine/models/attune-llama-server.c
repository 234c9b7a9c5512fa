/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-llama-server"

#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-engine-child.h"
#include "attune-engine-error.h"
#include "attune-engine-id.h"
#include "attune-engine-stamp.h"
#include "attune-error.h"
#include "attune-llama-server.h"
#include "attune-paths.h"
#include "attune-practice-model.h"

#define PROGRAM "llama-server"

/* What the names of all begin with that were tuned from it. */
#define PRACTICE_PREFIX "ft:" ATTUNE_PRACTICE_MODEL_NAME ":"

/* Loading a large model from a slow disk takes this long, and no longer. */
#define START_SECONDS 180

/* How often it is asked whether the model is loaded: at longer and longer intervals. */
#define MIN_POLL_MSEC 10
#define MAX_POLL_MSEC 250

/* An answer comes piece by piece; between two pieces a large prompt may be read first. */
#define IDLE_SECONDS 600

/* It queues what it cannot do at once; libsoup would queue from the third on. */
#define MAX_CONNECTIONS 64

struct _AttuneLlamaServer
{
  GObject            parent_instance;

  AttuneEngineModel *model;
  AttuneEngineStamp  stamps[2];   /* of what it has loaded: the model, and its adapter */
  char              *socket_path;
  SoupSession       *session;
  AttuneEngineChild *child;
  DexFuture         *started;     /* NULL before somebody asked */
  guint              n_holds;
  gint64             last_used;   /* monotonic */
  gboolean           is_stopped;
};

G_DEFINE_FINAL_TYPE (AttuneLlamaServer, attune_llama_server, G_TYPE_OBJECT)

static char *
find_program (GError **error)
{
  char *program = attune_paths_find_program (PROGRAM, NULL);

  if (program == NULL)
    attune_engine_set_error (error, SOUP_STATUS_SERVICE_UNAVAILABLE, "llama_server_missing", NULL,
                             _("To chat on this computer, the program “llama-server” is needed. Install the package “llama.cpp”, then try again."));

  return program;
}

/* Only of the practice model is it known that it keeps few tokens by itself. */
static gboolean
is_large (const AttuneEngineModel *model)
{
  return model->kind == ATTUNE_ENGINE_MODEL_ADDED || model->adapter != NULL ||
         (model->kind == ATTUNE_ENGINE_MODEL_TUNED &&
          !g_str_has_prefix (model->id, PRACTICE_PREFIX));
}

static void
take_stamps (const AttuneEngineModel *model,
             AttuneEngineStamp       *stamps)
{
  attune_engine_stamp_take (&stamps[0], model->path);

  if (model->adapter != NULL)
    attune_engine_stamp_take (&stamps[1], model->adapter);
}

static gboolean
spawn (AttuneLlamaServer  *self,
       GError            **error)
{
  g_autofree char *program = find_program (error);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;

  if (program == NULL)
    return FALSE;

  g_strv_builder_add_many (builder, program,
                           "--model", self->model->path,
                           "--alias", self->model->id,
                           "--host", self->socket_path,
                           "--offline",
                           "--no-webui",
                           "--no-slots",
                           "--parallel", G_STRINGIFY (ATTUNE_ENGINE_CHAT_CONVERSATIONS),
                           "--cache-ram", "0",
                           NULL);

  if (is_large (self->model))
    g_strv_builder_add_many (builder, "--ctx-size",
                             G_STRINGIFY (ATTUNE_ENGINE_CHAT_TOKENS), NULL);

  /* It was trained on what libllama makes of the chat format, so it is asked in the same way. */
  if (self->model->kind == ATTUNE_ENGINE_MODEL_TUNED)
    g_strv_builder_add (builder, "--no-jinja");

  if (self->model->adapter != NULL)
    g_strv_builder_add_many (builder, "--lora", self->model->adapter, NULL);

  take_stamps (self->model, self->stamps);
  argv = g_strv_builder_end (builder);
  self->child = attune_engine_child_spawn ((const char * const *)argv, ATTUNE_ENGINE_CHILD_DEFAULT,
                                           -1, error);

  return self->child != NULL;
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  if ((bytes = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error)))
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, g_steal_pointer (&bytes));
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/* In a fiber: whether the model is loaded. */
static gboolean
is_healthy (AttuneLlamaServer *self)
{
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_GET, "http://localhost/health");
  DexPromise *promise = dex_promise_new_cancellable ();
  g_autoptr(GBytes) body = NULL;

  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT,
                                    dex_promise_get_cancellable (promise),
                                    send_cb, dex_ref (promise));
  body = dex_await_boxed (DEX_FUTURE (promise), NULL);

  return body != NULL && soup_message_get_status (message) == SOUP_STATUS_OK;
}

static void
set_start_error (AttuneLlamaServer  *self,
                 gboolean            is_late,
                 GError            **error)
{
  g_autofree char *tail = attune_engine_child_dup_tail (self->child);

  if (is_late)
    attune_set_error (error, ATTUNE_ERROR_ENGINE, tail,
                      _("The model “%s” is still not loaded after %d seconds. Close other programs, then try again."),
                      self->model->id, START_SECONDS);
  else if (attune_engine_child_was_killed (self->child))
    attune_set_error (error, ATTUNE_ERROR_ENGINE, tail,
                      _("The model “%s” does not fit into memory. Close other programs, then try again."),
                      self->model->id);
  else
    attune_set_error (error, ATTUNE_ERROR_ENGINE, tail,
                      _("The model “%s” could not be loaded. Its file may be damaged: train it again, or choose another model."),
                      self->model->id);
}

static gboolean
wait_until_healthy (AttuneLlamaServer  *self,
                    GError            **error)
{
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  int msec = MIN_POLL_MSEC;

  while (!is_healthy (self))
    {
      if (!attune_engine_child_is_running (self->child) || g_get_monotonic_time () > deadline)
        {
          set_start_error (self, attune_engine_child_is_running (self->child), error);
          return FALSE;
        }

      dex_await (dex_future_first (dex_timeout_new_msec (msec),
                                   attune_engine_child_wait (self->child),
                                   NULL),
                 NULL);
      msec = MIN (msec * 3 / 2, MAX_POLL_MSEC);
    }

  return TRUE;
}

static DexFuture *
start_fiber (gpointer user_data)
{
  AttuneLlamaServer *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!spawn (self, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!wait_until_healthy (self, &error))
    {
      dex_await (attune_engine_child_stop (self->child, ATTUNE_ENGINE_CHILD_GRACE), NULL);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_true ();
}

static DexFuture *
stop_fiber (gpointer user_data)
{
  AttuneLlamaServer *self = user_data;

  if (self->child != NULL)
    dex_await (attune_engine_child_stop (self->child, ATTUNE_ENGINE_CHILD_GRACE), NULL);

  g_unlink (self->socket_path);

  return dex_future_new_true ();
}

static void
attune_llama_server_finalize (GObject *object)
{
  AttuneLlamaServer *self = (AttuneLlamaServer *)object;

  dex_clear (&self->started);
  g_clear_object (&self->child);
  g_clear_object (&self->session);
  g_clear_pointer (&self->model, attune_engine_model_free);
  g_clear_pointer (&self->socket_path, g_free);

  G_OBJECT_CLASS (attune_llama_server_parent_class)->finalize (object);
}

static void
attune_llama_server_class_init (AttuneLlamaServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_llama_server_finalize;
}

static void
attune_llama_server_init (AttuneLlamaServer *self)
{
}

/**
 * attune_llama_server_new:
 * @model: what it is to load
 * @socket_folder: (type filename): a folder that only we may enter
 *
 * Returns: (transfer full): a server that does not run yet
 */
AttuneLlamaServer *
attune_llama_server_new (const AttuneEngineModel *model,
                         const char              *socket_folder)
{
  AttuneLlamaServer *self;
  g_autoptr(GSocketAddress) address = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (model != NULL, NULL);
  g_return_val_if_fail (socket_folder != NULL, NULL);

  /* It takes a path for a socket by this ending. */
  name = attune_engine_id_new ("llama-", 6);
  self = g_object_new (ATTUNE_TYPE_LLAMA_SERVER, NULL);
  self->model = attune_engine_model_copy (model);
  self->socket_path = g_strdup_printf ("%s/%s.sock", socket_folder, name);
  self->last_used = g_get_monotonic_time ();

  address = g_unix_socket_address_new (self->socket_path);
  self->session = g_object_new (SOUP_TYPE_SESSION,
                                "remote-connectable", address,
                                "timeout", IDLE_SECONDS,
                                "max-conns", MAX_CONNECTIONS,
                                "max-conns-per-host", MAX_CONNECTIONS,
                                NULL);

  return self;
}

/**
 * attune_llama_server_get_model:
 * @self: a server
 *
 * Returns: (transfer none): the id of its model
 */
const char *
attune_llama_server_get_model (AttuneLlamaServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), NULL);

  return self->model->id;
}

/**
 * attune_llama_server_get_memory:
 * @self: a server
 *
 * Returns: about how many bytes its model takes
 */
guint64
attune_llama_server_get_memory (AttuneLlamaServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), 0);

  return attune_engine_model_get_chat_memory (self->model);
}

/**
 * attune_llama_server_start:
 * @self: a server
 *
 * Starts it, the first time this is called.
 *
 * Returns: (transfer full): resolves once the model is loaded; rejects with a 503 error when
 *   `llama-server` is not installed, or with %ATTUNE_ERROR_ENGINE and what it said last as detail
 */
DexFuture *
attune_llama_server_start (AttuneLlamaServer *self)
{
  dex_return_error_if_fail (ATTUNE_IS_LLAMA_SERVER (self));

  if (self->started == NULL)
    {
      self->started = dex_scheduler_spawn (NULL, 0, start_fiber,
                                           g_object_ref (self), g_object_unref);

      /* Several may wait for it; the first that gives up must not take it away from the others. */
      dex_future_disown (dex_ref (self->started));
    }

  return dex_ref (self->started);
}

/**
 * attune_llama_server_stop:
 * @self: a server
 *
 * Returns: (transfer full): resolves once it has ended
 */
DexFuture *
attune_llama_server_stop (AttuneLlamaServer *self)
{
  dex_return_error_if_fail (ATTUNE_IS_LLAMA_SERVER (self));

  self->is_stopped = TRUE;

  return dex_scheduler_spawn (NULL, 0, stop_fiber, g_object_ref (self), g_object_unref);
}

/**
 * attune_llama_server_is_usable:
 * @self: a server
 *
 * Returns: whether it runs, or will
 */
gboolean
attune_llama_server_is_usable (AttuneLlamaServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), FALSE);

  return !self->is_stopped &&
         (self->started == NULL || !dex_future_is_rejected (self->started)) &&
         (self->child == NULL || attune_engine_child_is_running (self->child));
}

/**
 * attune_llama_server_is_current:
 * @self: a server
 *
 * Returns: whether the files are as they were when it was started; else it would answer with what
 *   is there no more
 */
gboolean
attune_llama_server_is_current (AttuneLlamaServer *self)
{
  AttuneEngineStamp stamps[G_N_ELEMENTS (self->stamps)] = { 0 };

  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), FALSE);

  if (self->child == NULL)
    return TRUE;

  take_stamps (self->model, stamps);

  return attune_engine_stamp_equal (&stamps[0], &self->stamps[0]) &&
         attune_engine_stamp_equal (&stamps[1], &self->stamps[1]);
}

/**
 * attune_llama_server_get_session:
 * @self: a server
 *
 * Returns: (transfer none): the way to it; the host of an address does not matter
 */
SoupSession *
attune_llama_server_get_session (AttuneLlamaServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), NULL);

  return self->session;
}

/**
 * attune_llama_server_hold:
 * @self: a server
 *
 * Says that somebody uses it.
 */
void
attune_llama_server_hold (AttuneLlamaServer *self)
{
  g_return_if_fail (ATTUNE_IS_LLAMA_SERVER (self));

  self->n_holds++;
}

/**
 * attune_llama_server_release:
 * @self: a server
 *
 * Takes an attune_llama_server_hold() back.
 */
void
attune_llama_server_release (AttuneLlamaServer *self)
{
  g_return_if_fail (ATTUNE_IS_LLAMA_SERVER (self));
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  self->last_used = g_get_monotonic_time ();
}

/**
 * attune_llama_server_is_held:
 * @self: a server
 *
 * Returns: whether somebody uses it
 */
gboolean
attune_llama_server_is_held (AttuneLlamaServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), FALSE);

  return self->n_holds > 0;
}

/**
 * attune_llama_server_get_last_used:
 * @self: a server
 *
 * Returns: when it was last used, in microseconds of the monotonic clock
 */
gint64
attune_llama_server_get_last_used (AttuneLlamaServer *self)
{
  g_return_val_if_fail (ATTUNE_IS_LLAMA_SERVER (self), 0);

  return self->last_used;
}
