/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-adapter"

#include "config.h"

#include "attune-adapter-private.h"
#include "attune-json-path.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-wire-parse.h"

/* A name for an entry that its provider gave none: the same one at every call. */
static void
add_id (JsonObject *object,
        const char *kind)
{
  g_autofree char *text = attune_json_object_to_string (object);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *id = g_strdup_printf ("%s:%.16s", kind, digest);

  json_object_set_string_member (object, "id", id);
}

/* Some say from the start what the model will be called, and why a job that works does not fail. */
static void
drop_promises (AttuneJobInfo *job)
{
  if (job->status == ATTUNE_JOB_STATUS_UNKNOWN)
    return;

  if (job->status != ATTUNE_JOB_STATUS_SUCCEEDED)
    g_clear_pointer (&job->fine_tuned_model, g_free);

  if (job->status != ATTUNE_JOB_STATUS_FAILED && job->status != ATTUNE_JOB_STATUS_CANCELLED)
    {
      g_clear_pointer (&job->error_code, g_free);
      g_clear_pointer (&job->error_message, g_free);
    }
}

static AttuneModelInfo *
attune_adapter_real_read_model (AttuneAdapter  *self,
                                JsonObject     *object,
                                GError        **error)
{
  g_autoptr(JsonObject) model = attune_adapter_translate (self, "model", object);

  return attune_wire_parse_model (model, error);
}

static AttuneFileInfo *
attune_adapter_real_read_file (AttuneAdapter  *self,
                               JsonObject     *object,
                               GError        **error)
{
  g_autoptr(JsonObject) file = attune_adapter_translate (self, "file", object);

  return attune_wire_parse_file (file, error);
}

static AttuneJobInfo *
attune_adapter_real_read_job (AttuneAdapter  *self,
                              JsonObject     *object,
                              GError        **error)
{
  g_autoptr(JsonObject) translated = attune_adapter_translate (self, "job", object);
  AttuneJobInfo *job;

  if ((job = attune_wire_parse_job (translated, error)) == NULL)
    return NULL;

  job->status = attune_profile_map_status (attune_adapter_get_profile (self), job->status_text);
  drop_promises (job);

  return job;
}

static AttuneEventInfo *
attune_adapter_real_read_event (AttuneAdapter  *self,
                                JsonObject     *object,
                                GError        **error)
{
  g_autoptr(JsonObject) event = attune_adapter_translate (self, "event", object);

  if (!json_object_has_member (event, "id"))
    add_id (event, "event");

  return attune_wire_parse_event (event, error);
}

static AttuneCheckpointInfo *
attune_adapter_real_read_checkpoint (AttuneAdapter  *self,
                                     JsonObject     *object,
                                     GError        **error)
{
  g_autoptr(JsonObject) checkpoint = attune_adapter_translate (self, "checkpoint", object);

  if (!json_object_has_member (checkpoint, "id"))
    add_id (checkpoint, "checkpoint");

  return attune_wire_parse_checkpoint (checkpoint, error);
}

/**
 * attune_adapter_class_init_read: (skip)
 * @klass: the base class
 */
void
attune_adapter_class_init_read (AttuneAdapterClass *klass)
{
  klass->read_model = attune_adapter_real_read_model;
  klass->read_file = attune_adapter_real_read_file;
  klass->read_job = attune_adapter_real_read_job;
  klass->read_event = attune_adapter_real_read_event;
  klass->read_checkpoint = attune_adapter_real_read_checkpoint;
}

/**
 * attune_adapter_translate: (skip)
 * @self: an adapter
 * @record: what @object describes, a member of the profile's `answers`
 * @object: an object from the provider
 *
 * Returns: (transfer full): a copy in which members have OpenAI's names too
 */
JsonObject *
attune_adapter_translate (AttuneAdapter *self,
                          const char    *record,
                          JsonObject    *object)
{
  JsonObject *places = attune_profile_get_answers (attune_adapter_get_profile (self), record);
  g_autoptr(GList) theirs = json_object_get_members (object);
  g_autoptr(GList) ours = places != NULL ? json_object_get_members (places) : NULL;
  JsonObject *copy = json_object_new ();

  for (GList *at = theirs; at != NULL; at = at->next)
    json_object_set_member (copy, at->data,
                            json_node_copy (json_object_get_member (object, at->data)));

  for (GList *at = ours; at != NULL; at = at->next)
    {
      const char *path = attune_json_get_string (places, at->data, NULL);
      JsonNode *node = path != NULL ? attune_json_path_get (object, path) : NULL;

      if (node != NULL)
        attune_json_path_set (copy, at->data, json_node_copy (node));
    }

  return copy;
}

/**
 * attune_adapter_read_model: (skip)
 * @self: an adapter
 * @object: an object from the provider
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record
 */
AttuneModelInfo *
attune_adapter_read_model (AttuneAdapter  *self,
                           JsonObject     *object,
                           GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->read_model (self, object, error);
}

/**
 * attune_adapter_read_file: (skip)
 * @self: an adapter
 * @object: an object from the provider
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record
 */
AttuneFileInfo *
attune_adapter_read_file (AttuneAdapter  *self,
                          JsonObject     *object,
                          GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->read_file (self, object, error);
}

/**
 * attune_adapter_read_job: (skip)
 * @self: an adapter
 * @object: an object from the provider
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record
 */
AttuneJobInfo *
attune_adapter_read_job (AttuneAdapter  *self,
                         JsonObject     *object,
                         GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->read_job (self, object, error);
}

/**
 * attune_adapter_read_event: (skip)
 * @self: an adapter
 * @object: an object from the provider
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record
 */
AttuneEventInfo *
attune_adapter_read_event (AttuneAdapter  *self,
                           JsonObject     *object,
                           GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->read_event (self, object, error);
}

/**
 * attune_adapter_read_checkpoint: (skip)
 * @self: an adapter
 * @object: an object from the provider
 * @error: return location for %ATTUNE_ERROR_PROTOCOL
 *
 * Returns: (transfer full): the record
 */
AttuneCheckpointInfo *
attune_adapter_read_checkpoint (AttuneAdapter  *self,
                                JsonObject     *object,
                                GError        **error)
{
  return ATTUNE_ADAPTER_GET_CLASS (self)->read_checkpoint (self, object, error);
}
