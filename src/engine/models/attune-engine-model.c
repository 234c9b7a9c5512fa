/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-model"

#include "config.h"

#include <glib/gstdio.h>

#include "attune-engine-model.h"
#include "attune-json.h"

G_DEFINE_BOXED_TYPE (AttuneEngineModel, attune_engine_model,
                     attune_engine_model_copy, attune_engine_model_free)

/* In the order of AttuneEngineModelKind: what can be tuned, and what was tuned here. */
static const char * const owners[] = { "attune", "attune", "local" };

/**
 * attune_engine_model_new:
 * @kind: where it comes from
 * @id: what it is called
 * @path: (type filename): a GGUF file
 * @created_at: seconds since 1970
 *
 * Returns: (transfer full): a model without adapter
 */
AttuneEngineModel *
attune_engine_model_new (AttuneEngineModelKind  kind,
                         const char            *id,
                         const char            *path,
                         gint64                 created_at)
{
  AttuneEngineModel *self = g_new0 (AttuneEngineModel, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->path = g_strdup (path);
  self->created_at = created_at;

  return self;
}

/**
 * attune_engine_model_copy:
 * @self: a model
 *
 * Returns: (transfer full): a copy of @self
 */
AttuneEngineModel *
attune_engine_model_copy (const AttuneEngineModel *self)
{
  AttuneEngineModel *copy = attune_engine_model_new (self->kind, self->id, self->path,
                                                     self->created_at);

  copy->adapter = g_strdup (self->adapter);
  copy->info = self->info != NULL ? json_object_ref (self->info) : NULL;

  return copy;
}

/**
 * attune_engine_model_free:
 * @self: (transfer full): a model
 */
void
attune_engine_model_free (AttuneEngineModel *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->adapter, g_free);
  g_clear_pointer (&self->info, json_object_unref);
  g_free (self);
}

/* What is known of the file, and how much of what the model was made for is read here. */
static JsonObject *
create_details (const AttuneEngineModel *self)
{
  JsonObject *details = json_object_new ();
  gint64 n_context = attune_json_get_int (self->info, "context_length", 0);

  attune_json_merge (details, self->info);
  if (n_context > 0)
    json_object_set_int_member (details, "context_window",
                                MIN (n_context, ATTUNE_ENGINE_CHAT_TOKENS /
                                                ATTUNE_ENGINE_CHAT_CONVERSATIONS));

  return details;
}

/**
 * attune_engine_model_to_json:
 * @self: a model
 *
 * Returns: (transfer full): OpenAI's model object (api section 1.9); `attune` is our own addition,
 * of models whose file was looked at
 */
JsonObject *
attune_engine_model_to_json (const AttuneEngineModel *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "object", "model");
  json_object_set_int_member (object, "created", self->created_at);
  json_object_set_string_member (object, "owned_by", owners[self->kind]);
  json_object_set_null_member (object, "shutdown_date");

  if (self->info != NULL)
    json_object_set_object_member (object, "attune", create_details (self));

  return object;
}

static guint64
get_size (const char *path)
{
  GStatBuf info;

  return path != NULL && g_stat (path, &info) == 0 ? info.st_size : 0;
}

/**
 * attune_engine_model_get_chat_memory:
 * @self: a model
 *
 * Returns: about how many bytes of memory it takes to ask it
 */
guint64
attune_engine_model_get_chat_memory (const AttuneEngineModel *self)
{
  guint64 weights;

  g_return_val_if_fail (self != NULL, 0);

  weights = get_size (self->path) + get_size (self->adapter);

  if (self->info != NULL && json_object_has_member (self->info, "chat_memory"))
    return weights + attune_json_get_int (self->info, "chat_memory", 0);

  /* Nobody has looked at it: as with most models. */
  return weights + weights / 4;
}
