/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-upload-state"

#include "config.h"

#include <string.h>

#include "attune-json.h"
#include "attune-upload-state.h"

/* An upload that has less time left than this is begun anew rather than gone on with. */
#define MARGIN_SEC 60

/* More parts than anybody allows; a state that speaks of more is damaged. */
#define MAX_PARTS 100000

static guint64
count_parts (gint64 file_size,
             gint64 part_size)
{
  return (file_size + (guint64)part_size - 1) / part_size;
}

static gboolean
is_sound (const char *id,
          gint64      part_size,
          gint64      file_size)
{
  return (id != NULL && *id != '\0' && part_size > 0 && file_size > 0 &&
          count_parts (file_size, part_size) <= MAX_PARTS);
}

/**
 * attune_upload_state_new: (skip)
 * @id: of the upload
 * @expires_at: Unix time in seconds, or 0
 * @part_size: in bytes
 * @file_size: in bytes
 * @modified: of the file, in nanoseconds
 *
 * Returns: (transfer full) (nullable): the state of an upload of which no part is there yet; %NULL
 *   when the numbers make no sense
 */
AttuneUploadState *
attune_upload_state_new (const char *id,
                         gint64      expires_at,
                         gint64      part_size,
                         gint64      file_size,
                         gint64      modified)
{
  AttuneUploadState *self;

  if (!is_sound (id, part_size, file_size))
    return NULL;

  self = g_new0 (AttuneUploadState, 1);
  self->id = g_strdup (id);
  self->expires_at = MAX (expires_at, 0);
  self->part_size = part_size;
  self->file_size = file_size;
  self->modified = modified;
  self->n_parts = count_parts (file_size, part_size);
  self->part_ids = g_new0 (char *, self->n_parts);

  return self;
}

/**
 * attune_upload_state_parse: (skip)
 * @text: (nullable): what attune_upload_state_to_text() wrote once
 *
 * Returns: (transfer full) (nullable): the state, or %NULL when @text is none
 */
AttuneUploadState *
attune_upload_state_parse (const char *text)
{
  g_autoptr(AttuneUploadState) self = NULL;
  g_autoptr(JsonObject) object = NULL;
  JsonArray *parts;

  if (text == NULL ||
      (object = attune_json_parse_object (text, strlen (text), NULL)) == NULL)
    return NULL;

  self = attune_upload_state_new (attune_json_get_string (object, "id", NULL),
                                  attune_json_get_int (object, "expires_at", 0),
                                  attune_json_get_int (object, "part_size", 0),
                                  attune_json_get_int (object, "file_size", 0),
                                  attune_json_get_int (object, "modified", 0));
  parts = attune_json_get_array (object, "parts");

  if (self == NULL || parts == NULL || json_array_get_length (parts) != self->n_parts)
    return NULL;

  for (guint i = 0; i < self->n_parts; i++)
    {
      JsonNode *node = json_array_get_element (parts, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        self->part_ids[i] = json_node_dup_string (node);
      else if (!JSON_NODE_HOLDS_NULL (node))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * attune_upload_state_to_text: (skip)
 * @self: a state
 *
 * Returns: (transfer full): one line of JSON, to be kept; there is no secret in it
 */
char *
attune_upload_state_to_text (const AttuneUploadState *self)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *parts = json_array_sized_new (self->n_parts);

  for (guint i = 0; i < self->n_parts; i++)
    {
      if (self->part_ids[i] != NULL)
        json_array_add_string_element (parts, self->part_ids[i]);
      else
        json_array_add_null_element (parts);
    }

  json_object_set_string_member (object, "id", self->id);
  json_object_set_int_member (object, "expires_at", self->expires_at);
  json_object_set_int_member (object, "part_size", self->part_size);
  json_object_set_int_member (object, "file_size", self->file_size);
  json_object_set_int_member (object, "modified", self->modified);
  json_object_set_array_member (object, "parts", parts);

  return attune_json_object_to_string (object);
}

/**
 * attune_upload_state_is_for: (skip)
 * @self: a state
 * @part_size: in bytes
 * @file_size: in bytes
 * @modified: of the file, in nanoseconds
 *
 * Returns: whether it is of this very file in such parts, and has not expired by this computer's
 *   clock. Where that clock is wrong, the provider says so.
 */
gboolean
attune_upload_state_is_for (const AttuneUploadState *self,
                            gint64                   part_size,
                            gint64                   file_size,
                            gint64                   modified)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return (self->part_size == part_size &&
          self->file_size == file_size &&
          self->modified == modified &&
          (self->expires_at == 0 || now < self->expires_at - MARGIN_SEC));
}

/**
 * attune_upload_state_get_part_length: (skip)
 * @self: a state
 * @i: the number of a part, from 0
 *
 * Returns: its length in bytes
 */
gint64
attune_upload_state_get_part_length (const AttuneUploadState *self,
                                     guint                    i)
{
  g_return_val_if_fail (i < self->n_parts, 0);

  return MIN (self->part_size, self->file_size - self->part_size * (gint64)i);
}

/**
 * attune_upload_state_build_path: (skip)
 * @self: a state
 * @act: (nullable): what to do with the upload, such as "/parts"
 *
 * Returns: (transfer full): the path of the request
 */
char *
attune_upload_state_build_path (const AttuneUploadState *self,
                                const char              *act)
{
  g_autofree char *escaped = g_uri_escape_string (self->id, NULL, FALSE);

  return g_strconcat ("/uploads/", escaped, act, NULL);
}

/**
 * attune_upload_state_free: (skip)
 * @self: (transfer full): a state
 */
void
attune_upload_state_free (AttuneUploadState *self)
{
  for (guint i = 0; i < self->n_parts; i++)
    g_free (self->part_ids[i]);

  g_free (self->part_ids);
  g_free (self->id);
  g_free (self);
}
