/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* A file may say a word in any case, as the provider itself does. */
static const char *
find_word (JsonObject *object,
           const char *word)
{
  g_autoptr(GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *at = names; at != NULL; at = at->next)
    if (g_ascii_strcasecmp (at->data, word) == 0)
      return attune_json_get_string (object, at->data, NULL);

  return NULL;
}

/**
 * attune_profile_get_adapter: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the name of the adapter that speaks to the provider
 */
const char *
attune_profile_get_adapter (AttuneProfile *self)
{
  return attune_json_get_string (self->data, "adapter", "openai");
}

/**
 * attune_profile_get_path: (skip)
 * @self: a profile
 * @name: the name of a call, such as "cancel"
 *
 * Returns: (transfer none) (nullable): its path, with "{id}" for what it is about; %NULL when the
 *   provider has no such call
 */
const char *
attune_profile_get_path (AttuneProfile *self,
                         const char    *name)
{
  return attune_json_get_string (attune_profile_get_part (self, "paths"), name, NULL);
}

/**
 * attune_profile_list_paths: (skip)
 * @self: a profile
 *
 * Returns: (transfer full): the paths of all calls that the provider has
 */
char **
attune_profile_list_paths (AttuneProfile *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GList) names = json_object_get_members (attune_profile_get_part (self, "paths"));

  for (GList *at = names; at != NULL; at = at->next)
    if (attune_profile_get_path (self, at->data) != NULL)
      g_strv_builder_add (builder, attune_profile_get_path (self, at->data));

  return g_strv_builder_end (builder);
}

/**
 * attune_profile_get_entries: (skip)
 * @self: a profile
 * @list: the name of a list's path, such as "jobs"
 *
 * Returns: (transfer none): the member of the answer that has the entries
 */
const char *
attune_profile_get_entries (AttuneProfile *self,
                            const char    *list)
{
  return attune_json_get_string (attune_profile_get_part (self, "entries"), list, "data");
}

/**
 * attune_profile_get_field: (skip)
 * @self: a profile
 * @name: what a job is created with, such as "seed"
 *
 * Returns: (transfer none) (nullable): its place in the body; %NULL when the provider does not take
 *   it
 */
const char *
attune_profile_get_field (AttuneProfile *self,
                          const char    *name)
{
  return attune_json_get_string (attune_profile_get_inner (self, "create", "fields"), name, NULL);
}

/**
 * attune_profile_get_method: (skip)
 * @self: a profile
 * @method: "supervised" or "dpo"
 *
 * Returns: (transfer none) (nullable): the provider's word for it; %NULL when it does not know it
 */
const char *
attune_profile_get_method (AttuneProfile *self,
                           const char    *method)
{
  return attune_json_get_string (attune_profile_get_inner (self, "create", "methods"), method,
                                 NULL);
}

/**
 * attune_profile_get_settings_path: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): where the settings are that have no place of their own, with "{method}"
 *   for the method; perhaps empty
 */
const char *
attune_profile_get_settings_path (AttuneProfile *self)
{
  return attune_json_get_string (attune_profile_get_part (self, "create"), "settings-path", "");
}

/**
 * attune_profile_get_says_method: (skip)
 * @self: a profile
 *
 * Returns: whether supervised training must be said too
 */
gboolean
attune_profile_get_says_method (AttuneProfile *self)
{
  return attune_json_get_boolean (attune_profile_get_part (self, "create"), "says-method", FALSE);
}

/**
 * attune_profile_get_upload_text: (skip)
 * @self: a profile
 * @member: "field" or "type"
 *
 * Returns: (transfer none) (nullable): the name of the form's field with the file, or the content
 *   type of the file
 */
const char *
attune_profile_get_upload_text (AttuneProfile *self,
                                const char    *member)
{
  return attune_json_get_string (attune_profile_get_part (self, "upload"), member, NULL);
}

/**
 * attune_profile_dup_upload_fields: (skip)
 * @self: a profile
 * @filename: the name that the provider is told
 *
 * Returns: (transfer full): the form's other fields: name, value, name, value …
 */
char **
attune_profile_dup_upload_fields (AttuneProfile *self,
                                  const char    *filename)
{
  JsonObject *fields = attune_profile_get_inner (self, "upload", "fields");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GList) names = fields != NULL ? json_object_get_members (fields) : NULL;

  for (GList *at = names; at != NULL; at = at->next)
    {
      const char *value = attune_json_get_string (fields, at->data, NULL);

      if (value != NULL)
        g_strv_builder_add_many (builder, at->data,
                                 g_str_equal (value, "{name}") ? filename : value, NULL);
    }

  return g_strv_builder_end (builder);
}

/**
 * attune_profile_get_paging: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): how lists go on: "cursors", "pages", "tokens" or "none"
 */
const char *
attune_profile_get_paging (AttuneProfile *self)
{
  return attune_json_get_string (self->data, "paging", "cursors");
}

/**
 * attune_profile_get_seed_field: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the member of a chat request that makes chance repeatable
 */
const char *
attune_profile_get_seed_field (AttuneProfile *self)
{
  return attune_json_get_string (attune_profile_get_part (self, "chat"), "seed-field", "seed");
}

/**
 * attune_profile_get_continues_answers:
 * @self: a profile
 *
 * Returns: whether the model goes on with an answer that is the last message of a chat request
 */
gboolean
attune_profile_get_continues_answers (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (attune_profile_get_part (self, "chat"), "continues-answers",
                                  FALSE);
}

/**
 * attune_profile_get_has_stream_options: (skip)
 * @self: a profile
 *
 * Returns: whether a chat request may ask for the usage at the end
 */
gboolean
attune_profile_get_has_stream_options (AttuneProfile *self)
{
  return attune_json_get_boolean (attune_profile_get_part (self, "chat"), "stream-options", TRUE);
}

/**
 * attune_profile_get_constants: (skip)
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): what every job is created with
 */
JsonObject *
attune_profile_get_constants (AttuneProfile *self)
{
  return attune_profile_get_inner (self, "create", "constants");
}

/**
 * attune_profile_get_answers: (skip)
 * @self: a profile
 * @record: "job", "file", "event", "checkpoint", "model" or "deployment"
 *
 * Returns: (transfer none) (nullable): for members of OpenAI's objects, the places where the
 *   provider's have the same
 */
JsonObject *
attune_profile_get_answers (AttuneProfile *self,
                            const char    *record)
{
  return attune_profile_get_inner (self, "answers", record);
}

/**
 * attune_profile_get_deploy: (skip)
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): how a model is deployed
 */
JsonObject *
attune_profile_get_deploy (AttuneProfile *self)
{
  return attune_profile_get_part (self, "deploy");
}

/**
 * attune_profile_get_has_checkpoint_curve: (skip)
 * @self: a profile
 *
 * Returns: whether the checkpoints are the only place where the provider tells its measures
 */
gboolean
attune_profile_get_has_checkpoint_curve (AttuneProfile *self)
{
  return g_str_equal (attune_json_get_string (attune_profile_get_part (self, "training"),
                                              "metrics", "events"),
                      "checkpoints");
}

/**
 * attune_profile_map_status: (skip)
 * @self: a profile
 * @word: (nullable): a word from an answer
 *
 * Reads the provider's own words first, then everybody's. A word that is also ours for a stage
 * before the provider knows of a job ("uploading", "creating") never means that here.
 *
 * Returns: the status, %ATTUNE_JOB_STATUS_UNKNOWN for words nobody knows
 */
AttuneJobStatus
attune_profile_map_status (AttuneProfile *self,
                           const char    *word)
{
  JsonObject *words = attune_profile_get_part (self, "status");
  const char *own = word != NULL ? find_word (words, word) : NULL;

  return attune_wire_map_status (own != NULL ? own : word);
}
