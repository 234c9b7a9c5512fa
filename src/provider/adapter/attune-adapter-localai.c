/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter-localai"

#include "config.h"

#include <math.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-sse-parser.h"
#include "attune-timeout.h"
#include "attune-wire-parse.h"

/* How long the first look at a running training waits for a word. It says nothing between two
 * steps, not even that the connection stands. */
#define LISTEN_MSEC 3000

/* All that nobody has listened to comes at once, and then the end. */
#define CATCH_UP_MSEC 30000

/* What nobody asks for is not kept without end. */
#define MAX_EVENTS 100000

/* LocalAI: a file is a path that nobody can ask about, and the progress is a stream that tells each
 * word once, to whoever listens first, and keeps it until then. So one listens as long as a job
 * runs, and its events are what was heard since the last look; one that ended unheard is listened
 * to afterwards. */
typedef struct
{
  AttuneAdapter  parent_instance;

  GHashTable    *listeners;      /* job id → Listener */
} AttuneAdapterLocalai;

typedef AttuneAdapterClass AttuneAdapterLocalaiClass;

G_DEFINE_FINAL_TYPE (AttuneAdapterLocalai, attune_adapter_localai, ATTUNE_TYPE_ADAPTER)

/* Shared with its fiber, which may be cut off in the middle. */
typedef struct
{
  AttuneHttp *http;
  char       *job_id;
  char       *path;
  GPtrArray  *events;      /* heard and perhaps not kept yet, oldest first */
  GError     *error;       /* why it ended */
  DexPromise *heard;       /* the first word, or that there will be none */
  DexFuture  *listening;   /* as long as this is held */
} Listener;

static void
clear_listener (gpointer data)
{
  Listener *self = data;

  g_object_unref (self->http);
  g_free (self->job_id);
  g_free (self->path);
  g_ptr_array_unref (self->events);
  g_clear_error (&self->error);
  dex_clear (&self->heard);
}

static void
release_listener (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_listener);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listener, release_listener)

static void
stop_listener (gpointer data)
{
  Listener *self = data;

  dex_clear (&self->listening);
  release_listener (self);
}

/* Nothing was measured where the number is 0, which is always written. */
static double
get_loss (JsonObject *object,
          const char *member)
{
  double value = attune_wire_get_double (object, member, 0);

  return value > 0 ? value : NAN;
}

static void
take_progress (const char *data,
               gsize       length,
               gpointer    user_data)
{
  Listener *self = user_data;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *id = NULL;
  AttuneMeasures measures;
  const char *message;

  if (length == 0 || (object = attune_json_parse_object (data, length, NULL)) == NULL)
    return;

  attune_measures_init (&measures);
  measures.step = attune_wire_get_int (object, "current_step", 0);
  measures.train_loss = get_loss (object, "loss");
  measures.valid_loss = get_loss (object, "eval_loss");
  message = attune_json_get_string (object, "message", "");

  if (measures.step > 0 && (!isnan (measures.train_loss) || !isnan (measures.valid_loss)))
    {
      id = g_strdup_printf ("measures:%" G_GINT64_FORMAT "%s", measures.step,
                            isnan (measures.train_loss) ? ":eval" : "");
      g_ptr_array_add (self->events,
                       attune_wire_new_measures (id, now, &measures,
                                                 attune_wire_get_int (object, "total_steps", -1)));
    }
  else if (*message != '\0')
    {
      const char *status = attune_json_get_string (object, "status", "");
      gboolean has_failed = g_str_equal (status, "error") || g_str_equal (status, "failed");

      id = g_strdup_printf ("message:%s:%s", status, message);
      g_ptr_array_add (self->events,
                       attune_wire_new_event (id, now, has_failed ? "error" : "info", message));
    }
}

/* Whether the stream ended as streams do, or for a while only. */
static gboolean
listen_once (Listener  *self,
             GError   **error)
{
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (take_progress, self);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = self->path,
    .subject = self->job_id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if ((stream = attune_http_open (self->http, &call, &message, error)) == NULL)
    return FALSE;

  while (self->events->len < MAX_EVENTS)
    {
      g_autoptr(GBytes) piece = attune_http_read (self->http, &call, stream, error);

      if (piece == NULL ||
          !attune_sse_parser_feed (parser, g_bytes_get_data (piece, NULL),
                                   g_bytes_get_size (piece), error))
        return FALSE;

      if (g_bytes_get_size (piece) == 0)
        break;

      if (self->events->len > 0 && dex_future_is_pending (DEX_FUTURE (self->heard)))
        dex_promise_resolve_boolean (self->heard, TRUE);
    }

  return TRUE;
}

static DexFuture *
listen_fiber (gpointer user_data)
{
  Listener *self = user_data;
  gboolean is_silent;

  /* A silence is nothing unusual; a connection that died looks the same. */
  do
    {
      g_clear_error (&self->error);
      is_silent = !listen_once (self, &self->error) &&
                  g_error_matches (self->error, ATTUNE_ERROR, ATTUNE_ERROR_TIMEOUT);
    }
  while (is_silent);

  if (dex_future_is_pending (DEX_FUTURE (self->heard)))
    dex_promise_resolve_boolean (self->heard, TRUE);

  return dex_future_new_true ();
}

static void
start_listening (Listener *self)
{
  dex_clear (&self->heard);
  dex_clear (&self->listening);
  self->heard = dex_promise_new ();

  /* A fiber is only cut off by dropping what awaits it. */
  self->listening = dex_future_first (dex_scheduler_spawn (NULL, 0, listen_fiber,
                                                           g_atomic_rc_box_acquire (self),
                                                           release_listener),
                                      NULL);
}

static Listener *
ensure_listener (AttuneAdapterLocalai *self,
                 const char           *job_id)
{
  AttuneAdapter *adapter = ATTUNE_ADAPTER (self);
  Listener *listener = g_hash_table_lookup (self->listeners, job_id);

  if (listener == NULL)
    {
      listener = g_atomic_rc_box_new0 (Listener);
      listener->http = g_object_ref (attune_adapter_get_http (adapter));
      listener->job_id = g_strdup (job_id);
      listener->path = attune_adapter_dup_path (adapter, "events", job_id);
      listener->events = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_event_info_unref);
      g_hash_table_insert (self->listeners, listener->job_id, listener);
    }

  if (listener->listening == NULL || !dex_future_is_pending (listener->listening))
    start_listening (listener);

  return listener;
}

/* What was heard after @known_id. What is kept elsewhere need not be kept here. */
static GPtrArray *
take_events (Listener   *self,
             const char *known_id)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_event_info_unref);

  for (guint i = self->events->len; i > 0; i--)
    if (g_strcmp0 (((AttuneEventInfo *)self->events->pdata[i - 1])->id, known_id) == 0)
      {
        g_ptr_array_remove_range (self->events, 0, i);
        break;
      }

  for (guint i = 0; i < self->events->len; i++)
    g_ptr_array_add (events, attune_event_info_ref (self->events->pdata[i]));

  return events;
}

static GPtrArray *
attune_adapter_localai_list_events (AttuneAdapter  *adapter,
                                    const char     *job_id,
                                    const char     *newest_known_id,
                                    GError        **error)
{
  AttuneAdapterLocalai *self = (AttuneAdapterLocalai *)adapter;
  g_autoptr(Listener) listener = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  guint patience = LISTEN_MSEC;
  gboolean has_ended;

  if ((job = attune_adapter_get_job (adapter, job_id, error)) == NULL)
    {
      if (error != NULL && g_error_matches (*error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
        g_hash_table_remove (self->listeners, job_id);

      return NULL;
    }

  has_ended = attune_job_status_is_final (job->status);

  if (has_ended && !g_hash_table_contains (self->listeners, job_id))
    patience = CATCH_UP_MSEC;

  if (!has_ended || patience == CATCH_UP_MSEC)
    ensure_listener (self, job_id);

  listener = g_atomic_rc_box_acquire (g_hash_table_lookup (self->listeners, job_id));

  /* The last words come before the end of the stream, not before that of the job. */
  if (has_ended)
    dex_await (attune_future_with_timeout (dex_ref (listener->listening), patience), NULL);
  else
    dex_await (attune_future_with_timeout (dex_ref (DEX_FUTURE (listener->heard)), LISTEN_MSEC),
               NULL);

  events = take_events (listener, newest_known_id);

  /* There is none before the training begins. */
  if (events->len == 0 && !has_ended && listener->error != NULL &&
      !g_error_matches (listener->error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_error_copy (listener->error));
      return NULL;
    }

  return g_steal_pointer (&events);
}

static AttuneFileInfo *
attune_adapter_localai_get_file (AttuneAdapter  *adapter,
                                 const char     *file_id,
                                 GError        **error)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", file_id);

  return attune_wire_parse_file (object, error);
}

static void
attune_adapter_localai_dispose (GObject *object)
{
  AttuneAdapterLocalai *self = (AttuneAdapterLocalai *)object;

  g_hash_table_remove_all (self->listeners);

  G_OBJECT_CLASS (attune_adapter_localai_parent_class)->dispose (object);
}

static void
attune_adapter_localai_finalize (GObject *object)
{
  AttuneAdapterLocalai *self = (AttuneAdapterLocalai *)object;

  g_hash_table_unref (self->listeners);

  G_OBJECT_CLASS (attune_adapter_localai_parent_class)->finalize (object);
}

static void
attune_adapter_localai_class_init (AttuneAdapterLocalaiClass *klass)
{
  AttuneAdapterClass *adapter_class = ATTUNE_ADAPTER_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_adapter_localai_dispose;
  object_class->finalize = attune_adapter_localai_finalize;
  adapter_class->get_file = attune_adapter_localai_get_file;
  adapter_class->list_events = attune_adapter_localai_list_events;
}

static void
attune_adapter_localai_init (AttuneAdapterLocalai *self)
{
  self->listeners = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, stop_listener);
}
