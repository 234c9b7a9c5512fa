/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter-fireworks"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-adapter-private.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* A dataset's id: lower-case letters, digits and hyphens, at most 63 of them. */
#define MAX_ID_LENGTH 50

/* Of the losses that it trains from preferences with, the one that the method is named after. */
#define LOSS_METHOD "DPO"

/* Fireworks: a file is a dataset that is made first and filled then, and a job tells how far it is
 * instead of events. */
typedef struct
{
  AttuneAdapter  parent_instance;

  GHashTable    *measured;     /* id of a job → how far it was when its measures were read */
} AttuneAdapterFireworks;

typedef AttuneAdapterClass AttuneAdapterFireworksClass;

G_DEFINE_FINAL_TYPE (AttuneAdapterFireworks, attune_adapter_fireworks, ATTUNE_TYPE_ADAPTER)

/* A name of its own for every upload, since one that exists is refused. */
static char *
make_dataset_id (const char *filename)
{
  g_autofree char *lower = g_ascii_strdown (filename, -1);

  g_strcanon (lower, "abcdefghijklmnopqrstuvwxyz" G_CSET_DIGITS, '-');

  return g_strdup_printf ("d-%.*s-%08x", MAX_ID_LENGTH, lower, g_random_int ());
}

static JsonNode *
build_dataset (const char *filename)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autofree char *id = make_dataset_id (filename);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "datasetId");
  json_builder_add_string_value (builder, id);
  json_builder_set_member_name (builder, "dataset");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "displayName");
  json_builder_add_string_value (builder, filename);
  json_builder_set_member_name (builder, "userUploaded");
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static AttuneFileInfo *
create_dataset (AttuneAdapter  *adapter,
                const char     *filename,
                GError        **error)
{
  g_autofree char *path = attune_adapter_dup_path (adapter, "files", NULL);
  g_autoptr(JsonNode) json = build_dataset (filename);
  g_autoptr(JsonObject) answer = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_POST,
    .path = path,
    .json = json,
    .subject = filename,
    .retry = ATTUNE_HTTP_RETRY_ANSWERED,
    .act = ATTUNE_HTTP_ACT_OTHER,
  };

  answer = attune_http_fetch_object (attune_adapter_get_http (adapter), &call, error);

  return answer != NULL ? attune_adapter_read_file (adapter, answer, error) : NULL;
}

static AttuneFileInfo *
attune_adapter_fireworks_upload_file (AttuneAdapter            *adapter,
                                      const AttuneUploadOrder  *order,
                                      GError                  **error)
{
  g_autoptr(AttuneFileInfo) dataset = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *path = NULL;

  if ((dataset = create_dataset (adapter, order->filename, error)) == NULL)
    return NULL;

  path = attune_adapter_dup_path (adapter, "upload", dataset->id);

  if ((answer = attune_adapter_send_form (adapter, path, order, error)) == NULL)
    return NULL;

  return g_steal_pointer (&dataset);
}

static void
move_member (JsonObject *from,
             const char *name,
             JsonObject *to)
{
  JsonNode *node = json_object_get_member (from, name);

  if (node == NULL)
    return;

  json_object_set_member (to, name, json_node_copy (node));
  json_object_remove_member (from, name);
}

/* The settings of training from preferences stand in two objects of their own. */
static JsonNode *
attune_adapter_fireworks_build_job (AttuneAdapter    *adapter,
                                    AttuneJobRequest *request)
{
  static const char * const training[] = {
    "baseModel", "warmStartFrom", "epochs", "learningRate", "loraRank", "maxContextLength",
    "batchSize",
  };
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonObject) config = NULL;
  g_autoptr(JsonObject) loss = NULL;
  JsonObject *body;

  node = ATTUNE_ADAPTER_CLASS (attune_adapter_fireworks_parent_class)->build_job (adapter, request);

  if (!g_str_equal (attune_job_request_get_method (request), "dpo"))
    return g_steal_pointer (&node);

  body = json_node_get_object (node);
  config = json_object_new ();
  loss = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (training); i++)
    move_member (body, training[i], config);

  json_object_set_string_member (loss, "method", LOSS_METHOD);
  move_member (body, "klBeta", loss);
  json_object_set_object_member (body, "trainingConfig", g_steal_pointer (&config));
  json_object_set_object_member (body, "lossConfig", g_steal_pointer (&loss));

  /* It checks such a training with nothing. */
  json_object_remove_member (body, "evaluationDataset");

  return g_steal_pointer (&node);
}

static AttuneJobInfo *
attune_adapter_fireworks_read_job (AttuneAdapter  *adapter,
                                   JsonObject     *object,
                                   GError        **error)
{
  JsonObject *config = attune_json_get_object (object, "trainingConfig");
  g_autoptr(JsonObject) flat = json_object_ref (object);

  /* As those of the other collection have it. */
  if (config != NULL)
    {
      g_autofree char *text = attune_json_object_to_string (object);

      g_clear_pointer (&flat, json_object_unref);
      flat = attune_json_parse_object (text, -1, NULL);
      attune_json_merge (flat, config);
    }

  return ATTUNE_ADAPTER_CLASS (attune_adapter_fireworks_parent_class)->read_job (adapter, flat,
                                                                                 error);
}

/* Where the measures are: in the job itself, or to be asked for. */
static char *
find_measures (AttuneAdapter  *adapter,
               const char     *job_id,
               JsonObject     *job,
               GError        **error)
{
  const char *url = attune_json_get_string (job, "metricsFileSignedUrl", "");
  g_autoptr(JsonObject) answer = NULL;

  if (*url != '\0' || attune_json_get_object (job, "trainingConfig") == NULL)
    return g_strdup (url);

  if ((answer = attune_adapter_get_object (adapter, "metrics", job_id, error)) == NULL)
    return NULL;

  return g_strdup (attune_json_get_string (answer, "signedUrl", ""));
}

/* {"step": 1, "timestamp": 1784318345.9, "data": {"train/loss": 0.93, "eval/loss": 0.95}}; without
 * “data”, the measures stand beside the step. */
static void
add_measures (JsonObject *line,
              GPtrArray  *events)
{
  JsonObject *data = attune_json_get_object (line, "data");
  AttuneMeasures measures;
  g_autofree char *id = NULL;

  if (data == NULL)
    data = line;

  attune_measures_init (&measures);
  measures.step = attune_wire_get_int (line, "step", 0);
  measures.train_loss = attune_wire_get_double (data, "train/loss",
                                                attune_wire_get_double (data, "loss", NAN));
  measures.valid_loss = attune_wire_get_double (data, "eval/loss",
                                                attune_wire_get_double (data, "eval_loss", NAN));

  if (measures.step <= 0 || (isnan (measures.train_loss) && isnan (measures.valid_loss)))
    return;

  id = g_strdup_printf ("measures:%" G_GINT64_FORMAT "%s", measures.step,
                        isnan (measures.train_loss) ? ":eval" : "");
  g_ptr_array_add (events,
                   attune_wire_new_measures (id, attune_wire_get_time (line, "timestamp"),
                                             &measures, -1));
}

/* A file with a line for each step, at another host, which has no business with the key. */
static gboolean
read_measures (AttuneAdapter  *adapter,
               const char     *url,
               GPtrArray      *events,
               GError        **error)
{
  g_autoptr(AttuneHttp) elsewhere = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  AttuneHttpCall call = {
    .method = SOUP_METHOD_GET,
    .retry = ATTUNE_HTTP_RETRY_IDEMPOTENT,
  };

  elsewhere = attune_http_new_elsewhere (attune_adapter_get_http (adapter), url, &path, error);

  if (elsewhere == NULL)
    return FALSE;

  call.path = path;

  if ((stream = attune_http_open (elsewhere, &call, &message, error)) == NULL ||
      (body = attune_http_read_all (elsewhere, &call, message, stream, error)) == NULL)
    return FALSE;

  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(JsonObject) line = attune_json_parse_object (lines[i], -1, NULL);

      if (line != NULL)
        add_measures (line, events);
    }

  return TRUE;
}

/* The whole file comes every time, so it is read only when the job has come further. That it cannot
 * be read is no reason not to follow the job. */
static gboolean
take_measures (AttuneAdapter  *adapter,
               const char     *job_id,
               JsonObject     *job,
               const char     *progress,
               GPtrArray      *events,
               GError        **error)
{
  AttuneAdapterFireworks *self = (AttuneAdapterFireworks *)adapter;
  g_autofree char *mark = g_strconcat (attune_json_get_string (job, "state", ""), progress, NULL);
  g_autofree char *url = NULL;
  g_autoptr(GError) local_error = NULL;

  if (g_strcmp0 (g_hash_table_lookup (self->measured, job_id), mark) == 0)
    return TRUE;

  url = find_measures (adapter, job_id, job, &local_error);

  if (url != NULL && (*url == '\0' || read_measures (adapter, url, events, &local_error)))
    {
      g_hash_table_replace (self->measured, g_strdup (job_id), g_steal_pointer (&mark));
      return TRUE;
    }

  if (local_error->domain == ATTUNE_ERROR)
    {
      g_info ("The measures of %s cannot be read: %s", job_id, local_error->message);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static GPtrArray *
attune_adapter_fireworks_list_events (AttuneAdapter  *adapter,
                                      const char     *job_id,
                                      const char     *newest_known_id,
                                      GError        **error)
{
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(JsonObject) job = NULL;
  g_autofree char *id = NULL;
  g_autofree char *message = NULL;
  gint64 percent;

  events = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_event_info_unref);

  if ((job = attune_adapter_get_object (adapter, "events", job_id, error)) == NULL)
    return NULL;

  if (attune_json_get_object (job, "jobProgress") == NULL)
    return take_measures (adapter, job_id, job, "", events, error) ? g_steal_pointer (&events)
                                                                   : NULL;

  percent = CLAMP (attune_wire_get_int (attune_json_get_object (job, "jobProgress"), "percent", 0),
                   0, 100);
  id = g_strdup_printf ("progress:%d", (int)percent);
  message = g_strdup_printf (_("%d%% of the training is done."), (int)percent);
  g_ptr_array_add (events, attune_wire_new_event (id, attune_wire_get_time (job, "updateTime"),
                                                  "info", message));

  return take_measures (adapter, job_id, job, id, events, error) ? g_steal_pointer (&events) : NULL;
}

static void
attune_adapter_fireworks_finalize (GObject *object)
{
  g_clear_pointer (&((AttuneAdapterFireworks *)object)->measured, g_hash_table_unref);

  G_OBJECT_CLASS (attune_adapter_fireworks_parent_class)->finalize (object);
}

static void
attune_adapter_fireworks_class_init (AttuneAdapterFireworksClass *klass)
{
  AttuneAdapterClass *adapter_class = ATTUNE_ADAPTER_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_adapter_fireworks_finalize;

  adapter_class->read_job = attune_adapter_fireworks_read_job;
  adapter_class->build_job = attune_adapter_fireworks_build_job;
  adapter_class->upload_file = attune_adapter_fireworks_upload_file;
  adapter_class->list_events = attune_adapter_fireworks_list_events;
}

static void
attune_adapter_fireworks_init (AttuneAdapterFireworks *self)
{
  self->measured = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}
