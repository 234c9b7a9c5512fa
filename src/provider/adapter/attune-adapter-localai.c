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

/* How long it is listened to a running training at a time, once it falls silent. */
#define SILENCE_MSEC 2000
#define MAX_STREAM_SIZE (4 * 1024 * 1024)
#define READ_SIZE 4096

/* LocalAI: a file is a path that nobody can ask about, and the progress is a stream that tells only
 * what happens while one listens. */
typedef struct
{
  AttuneAdapter parent_instance;
} AttuneAdapterLocalai;

typedef AttuneAdapterClass AttuneAdapterLocalaiClass;

G_DEFINE_FINAL_TYPE (AttuneAdapterLocalai, attune_adapter_localai, ATTUNE_TYPE_ADAPTER)

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
  GPtrArray *events = user_data;
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
      g_ptr_array_add (events,
                       attune_wire_new_measures (id, now, &measures,
                                                 attune_wire_get_int (object, "total_steps", -1)));
    }
  else if (*message != '\0')
    {
      const char *status = attune_json_get_string (object, "status", "");
      gboolean has_failed = g_str_equal (status, "error") || g_str_equal (status, "failed");

      id = g_strdup_printf ("message:%s:%s", status, message);
      g_ptr_array_add (events, attune_wire_new_event (id, now, has_failed ? "error" : "info",
                                                      message));
    }
}

/* Reads until the stream ends or is silent for a while. What was heard counts, however it ends. */
static void
listen (GInputStream *stream,
        GPtrArray    *events)
{
  g_autoptr(AttuneSseParser) parser = attune_sse_parser_new (take_progress, events);

  for (gsize total = 0; total < MAX_STREAM_SIZE;)
    {
      g_autoptr(GBytes) piece = NULL;

      piece = dex_await_boxed (dex_future_with_timeout_msec (
                                 dex_input_stream_read_bytes (stream, READ_SIZE,
                                                              G_PRIORITY_DEFAULT),
                                 SILENCE_MSEC),
                               NULL);

      if (piece == NULL || g_bytes_get_size (piece) == 0 ||
          !attune_sse_parser_feed (parser, g_bytes_get_data (piece, NULL),
                                   g_bytes_get_size (piece), NULL))
        return;

      total += g_bytes_get_size (piece);
    }
}

static GPtrArray *
attune_adapter_localai_list_events (AttuneAdapter  *adapter,
                                    const char     *job_id,
                                    const char     *newest_known_id,
                                    GError        **error)
{
  g_autofree char *path = attune_adapter_dup_path (adapter, "events", job_id);
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(AttuneJobInfo) job = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .path = path,
    .subject = job_id,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  events = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_event_info_unref);

  if ((job = attune_adapter_get_job (adapter, job_id, error)) == NULL)
    return NULL;

  /* Nothing more is told of one that has ended. */
  if (attune_job_status_is_final (job->status))
    return g_steal_pointer (&events);

  if ((stream = attune_http_open (attune_adapter_get_http (adapter), &call, &message,
                                  error)) == NULL)
    return NULL;

  listen (stream, events);

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
