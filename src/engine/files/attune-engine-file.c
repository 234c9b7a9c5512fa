/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-file"

#include "config.h"

#include "attune-engine-file.h"
#include "attune-error.h"
#include "attune-json.h"

#define RECORD_NAME "file.json"

G_DEFINE_BOXED_TYPE (AttuneEngineFile, attune_engine_file,
                     attune_engine_file_ref, attune_engine_file_unref)

static void
clear_file (gpointer data)
{
  AttuneEngineFile *self = data;

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->filename, g_free);
  g_clear_pointer (&self->purpose, g_free);
  g_clear_pointer (&self->folder, g_free);
}

/**
 * attune_engine_file_new:
 * @folder: (type filename): where it is
 * @id: its id
 * @filename: what the client calls it
 * @purpose: what it is for, one of OpenAI's words
 * @bytes: its size
 * @lifetime: for how many seconds to keep it; 0 for ever
 *
 * Returns: (transfer full): a file that begins to exist now
 */
AttuneEngineFile *
attune_engine_file_new (const char *folder,
                        const char *id,
                        const char *filename,
                        const char *purpose,
                        gint64      bytes,
                        gint64      lifetime)
{
  AttuneEngineFile *self = g_atomic_rc_box_new0 (AttuneEngineFile);

  self->folder = g_strdup (folder);
  self->id = g_strdup (id);
  self->filename = g_strdup (filename);
  self->purpose = g_strdup (purpose);
  self->bytes = bytes;
  self->created_at = g_get_real_time ();
  self->expires_at = lifetime > 0 ? self->created_at / G_USEC_PER_SEC + lifetime : 0;

  return self;
}

/**
 * attune_engine_file_load:
 * @folder: (type filename): where it is
 * @error: (nullable): where to put an error
 *
 * Reads what attune_engine_file_to_record() wrote. Blocks.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL when there is none in @folder
 */
AttuneEngineFile *
attune_engine_file_load (const char  *folder,
                         GError     **error)
{
  g_autoptr(AttuneEngineFile) self = NULL;
  g_autoptr(JsonObject) record = NULL;
  g_autofree char *path = g_build_filename (folder, RECORD_NAME, NULL);
  g_autofree char *text = NULL;
  g_autofree char *id = g_path_get_basename (folder);
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error) ||
      !(record = attune_json_parse_object (text, length, error)))
    return NULL;

  self = attune_engine_file_new (folder, id,
                                 attune_json_get_string (record, "filename", "file"),
                                 attune_json_get_string (record, "purpose", "fine-tune"),
                                 attune_json_get_int (record, "bytes", 0), 0);
  self->created_at = attune_json_get_int (record, "created_at_us", 0);
  self->expires_at = attune_json_get_int (record, "expires_at", 0);

  return g_steal_pointer (&self);
}

/**
 * attune_engine_file_ref:
 * @self: a file
 *
 * Returns: (transfer full): @self
 */
AttuneEngineFile *
attune_engine_file_ref (AttuneEngineFile *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_engine_file_unref:
 * @self: (transfer full): a file
 */
void
attune_engine_file_unref (AttuneEngineFile *self)
{
  g_atomic_rc_box_release_full (self, clear_file);
}

/**
 * attune_engine_file_is_expired:
 * @self: a file
 *
 * Returns: whether its time is over
 */
gboolean
attune_engine_file_is_expired (const AttuneEngineFile *self)
{
  return self->expires_at != 0 && self->expires_at <= g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * attune_engine_file_dup_path:
 * @self: a file
 *
 * Returns: (transfer full) (type filename): where its bytes are
 */
char *
attune_engine_file_dup_path (const AttuneEngineFile *self)
{
  return g_build_filename (self->folder, "content", NULL);
}

/**
 * attune_engine_file_to_json:
 * @self: a file
 *
 * Returns: (transfer full): OpenAI's file object (api section 1.2)
 */
JsonObject *
attune_engine_file_to_json (const AttuneEngineFile *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "object", "file");
  json_object_set_int_member (object, "bytes", self->bytes);
  json_object_set_int_member (object, "created_at", self->created_at / G_USEC_PER_SEC);

  if (self->expires_at != 0)
    json_object_set_int_member (object, "expires_at", self->expires_at);
  else
    json_object_set_null_member (object, "expires_at");

  json_object_set_string_member (object, "filename", self->filename);
  json_object_set_string_member (object, "purpose", self->purpose);
  json_object_set_string_member (object, "status", "processed");
  json_object_set_null_member (object, "status_details");

  return object;
}

/**
 * attune_engine_file_to_record:
 * @self: a file
 *
 * Returns: (transfer full): what stands in `file.json`
 */
char *
attune_engine_file_to_record (const AttuneEngineFile *self)
{
  g_autoptr(JsonObject) record = attune_engine_file_to_json (self);

  json_object_set_int_member (record, "created_at_us", self->created_at);

  return attune_json_object_to_string (record);
}
