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
#include "attune-wire-parse.h"

/* How long it is listened to a running training at a time. It says nothing between two steps, not
 * even that the connection stands. */
#define LISTEN_MSEC 3000
#define MAX_STREAM_SIZE (4 * 1024 * 1024)

/* LocalAI: a file is a path that nobody can ask about, and the progress is a stream that tells only
 * what happens while one listens. */
typedef struct
{
  AttuneAdapter parent_instance;
} AttuneAdapterLocalai;

typedef AttuneAdapterClass AttuneAdapterLocalaiClass;

G_DEFINE_FINAL_TYPE (AttuneAdapterLocalai, attune_adapter_localai, ATTUNE_TYPE_ADAPTER)

/* What is heard. Shared with a fiber that may be cut off in the middle. */
typedef struct
{
  AttuneAdapter *adapter;
  char          *job_id;
  GPtrArray     *events;      /* NULL once nobody listens any more */
} Listening;

static void
clear_listening (gpointer data)
{
  Listening *self = data;

  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_object_unref (self->adapter);
  g_free (self->job_id);
}

static void
release_listening (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_listening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listening, release_listening)

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
  Listening *self = user_data;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr(JsonObject) object = NULL;
  g_autofree char *id = NULL;
  AttuneMeasures measures;
  const char *message;

  if (self->events == NULL || length == 0 ||
      (object = attune_json_parse_object (data, length, NULL)) == NULL)
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

static DexFuture *
listen_fiber (gpointer user_data)
{
  Listening *self = user_data;
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (take_progress, self);
  AttuneHttp *http = attune_adapter_get_http (self->adapter);
  g_autofree char *path = attune_adapter_dup_path (self->adapter, "events", self->job_id);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GError) error = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = path,
    .subject = self->job_id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  if ((stream = attune_http_open (http, &call, &message, &error)) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (gsize total = 0; total < MAX_STREAM_SIZE;)
    {
      g_autoptr(GBytes) piece = attune_http_read (http, &call, stream, &error);

      if (piece == NULL ||
          !attune_sse_parser_feed (parser, g_bytes_get_data (piece, NULL),
                                   g_bytes_get_size (piece), &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      if (g_bytes_get_size (piece) == 0)
        break;

      total += g_bytes_get_size (piece);
    }

  return dex_future_new_true ();
}

/* What was heard counts, however it ended; silence is nothing unusual. */
static gboolean
may_ignore (const GError *error,
            GPtrArray    *events)
{
  return (events->len > 0 ||
          g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT) ||
          g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND));
}

static GPtrArray *
attune_adapter_localai_list_events (AttuneAdapter  *adapter,
                                    const char     *job_id,
                                    const char     *newest_known_id,
                                    GError        **error)
{
  g_autoptr(Listening) listening = g_atomic_rc_box_new0 (Listening);
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(GError) local_error = NULL;

  listening->adapter = g_object_ref (adapter);
  listening->job_id = g_strdup (job_id);
  listening->events =
    g_ptr_array_new_with_free_func ((GDestroyNotify)attune_event_info_unref);

  if ((job = attune_adapter_get_job (adapter, job_id, error)) == NULL)
    return NULL;

  /* Nothing more is told of one that has ended. */
  if (attune_job_status_is_final (job->status))
    return g_steal_pointer (&listening->events);

  dex_await (dex_future_with_timeout_msec (
               dex_scheduler_spawn (NULL, 0, listen_fiber,
                                    g_atomic_rc_box_acquire (listening), release_listening),
               LISTEN_MSEC),
             &local_error);
  events = g_steal_pointer (&listening->events);

  if (local_error != NULL && !may_ignore (local_error, events))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
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
attune_adapter_localai_class_init (AttuneAdapterLocalaiClass *klass)
{
  AttuneAdapterClass *adapter_class = ATTUNE_ADAPTER_CLASS (klass);

  adapter_class->get_file = attune_adapter_localai_get_file;
  adapter_class->list_events = attune_adapter_localai_list_events;
}

static void
attune_adapter_localai_init (AttuneAdapterLocalai *self)
{
}
