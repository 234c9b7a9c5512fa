/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter-fireworks"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-adapter-private.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* A dataset's id: lower-case letters, digits and hyphens, at most 63 of them. */
#define MAX_ID_LENGTH 50

/* Fireworks: a file is a dataset that is made first and filled then, and a job tells how far it is
 * instead of events. */
typedef struct
{
  AttuneAdapter parent_instance;
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
    return g_steal_pointer (&events);

  percent = CLAMP (attune_wire_get_int (attune_json_get_object (job, "jobProgress"), "percent", 0),
                   0, 100);
  id = g_strdup_printf ("progress:%d", (int)percent);
  message = g_strdup_printf (_("%d%% of the training is done."), (int)percent);
  g_ptr_array_add (events, attune_wire_new_event (id, attune_wire_get_time (job, "updateTime"),
                                                  "info", message));

  return g_steal_pointer (&events);
}

static void
attune_adapter_fireworks_class_init (AttuneAdapterFireworksClass *klass)
{
  AttuneAdapterClass *adapter_class = ATTUNE_ADAPTER_CLASS (klass);

  adapter_class->upload_file = attune_adapter_fireworks_upload_file;
  adapter_class->list_events = attune_adapter_fireworks_list_events;
}

static void
attune_adapter_fireworks_init (AttuneAdapterFireworks *self)
{
}
