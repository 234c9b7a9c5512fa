/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-body"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-job-body.h"
#include "attune-json-path.h"
#include "attune-json.h"
#include "attune-profile-private.h"

/* Enough of a hash that no two jobs of an account share it, short enough for a name. */
#define MARK_LENGTH 8

/* "{method}" in a path is the provider's word for the method. */
static char *
expand_method (const char *path,
               const char *word)
{
  g_autoptr(GString) expanded = g_string_new (path);

  g_string_replace (expanded, "{method}", word, 0);

  return g_string_free_and_steal (g_steal_pointer (&expanded));
}

static void
set_text (JsonObject    *body,
          AttuneProfile *profile,
          const char    *field,
          const char    *text)
{
  const char *path = attune_profile_get_field (profile, field);

  if (path != NULL && text != NULL && *text != '\0')
    attune_json_path_set (body, path, json_node_init_string (json_node_alloc (), text));
}

/* A model that was tuned before has a place of its own at some. */
static const char *
get_model_field (AttuneJobRequest *request,
                 AttuneProfile    *profile)
{
  return attune_job_request_get_continues (request) &&
         attune_profile_get_field (profile, "tuned_model") != NULL ? "tuned_model" : "model";
}

/* A provider without metadata finds a job by the end of its name. */
static void
add_suffix (JsonObject       *body,
            AttuneJobRequest *request,
            AttuneProfile    *profile)
{
  const char *suffix = attune_job_request_get_suffix (request);
  const char *nonce = attune_job_request_get_nonce (request);
  const char *path = attune_profile_get_field (profile, "suffix");
  g_autofree char *marked = NULL;
  g_autofree char *mark = NULL;

  if (nonce == NULL || path == NULL ||
      g_strcmp0 (path, attune_profile_get_field (profile, "nonce")) != 0)
    {
      set_text (body, profile, "suffix", suffix);
      set_text (body, profile, "nonce", nonce);
      return;
    }

  mark = attune_job_body_dup_mark (nonce);
  marked = suffix != NULL && *suffix != '\0' ? g_strconcat (suffix, "-", mark, NULL)
                                             : g_steal_pointer (&mark);
  set_text (body, profile, "suffix", marked);
}

static void
add_metadata (JsonObject       *body,
              AttuneJobRequest *request,
              AttuneProfile    *profile)
{
  JsonObject *metadata = attune_job_request_get_metadata (request);
  const char *path = attune_profile_get_field (profile, "metadata");
  g_autoptr(GList) keys = NULL;

  if (metadata == NULL || path == NULL)
    return;

  keys = json_object_get_members (metadata);

  for (GList *at = keys; at != NULL; at = at->next)
    {
      JsonNode *node = attune_json_path_get (body, path);

      /* A key may have a dot in it, so it is no part of a path. */
      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autoptr(JsonObject) object = json_object_new ();

          node = json_node_init_object (json_node_alloc (), object);
          attune_json_path_set (body, path, node);
        }

      json_object_set_member (json_node_get_object (node), at->data,
                              json_node_copy (json_object_get_member (metadata, at->data)));
    }
}

/* The place of a setting in the body. */
static char *
dup_setting_path (AttuneProfile       *profile,
                  const AttuneSetting *setting,
                  const char          *word)
{
  const char *parent = attune_profile_get_settings_path (profile);
  g_autofree char *path = NULL;

  if (setting->path != NULL)
    return expand_method (setting->path, word);

  path = g_strconcat (parent, *parent != '\0' ? "." : "", setting->name, NULL);

  return expand_method (path, word);
}

static void
add_settings (JsonObject       *body,
              AttuneJobRequest *request,
              AttuneProfile    *profile,
              const char       *word)
{
  GPtrArray *settings = attune_profile_get_settings (profile);

  for (guint i = 0; i < settings->len; i++)
    {
      const AttuneSetting *setting = settings->pdata[i];
      JsonNode *value = attune_job_request_get_setting (request, setting->name);

      if (value != NULL && attune_setting_is_for (setting, attune_job_request_get_method (request)))
        {
          g_autofree char *path = dup_setting_path (profile, setting, word);

          attune_json_path_set (body, path, json_node_copy (value));
        }
    }
}

/* The word for supervised training may go unsaid: even the plainest server takes such a job. */
static void
add_method (JsonObject       *body,
            AttuneJobRequest *request,
            AttuneProfile    *profile,
            const char       *word)
{
  const char *path = attune_profile_get_field (profile, "method");
  g_autofree char *parent = NULL;

  if (path == NULL)
    return;

  parent = g_strndup (path, strcspn (path, "."));

  if (attune_profile_get_says_method (profile) ||
      !g_str_equal (attune_job_request_get_method (request), "supervised") ||
      json_object_has_member (body, parent))
    set_text (body, profile, "method", word);
}

static gboolean
check_settings (AttuneJobRequest  *request,
                AttuneProfile     *profile,
                GError           **error)
{
  g_auto(GStrv) names = attune_job_request_list_settings (request);
  const char *method = attune_job_request_get_method (request);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const AttuneSetting *setting = attune_profile_find_setting (profile, names[i]);
      JsonNode *value = attune_job_request_get_setting (request, names[i]);

      if (setting == NULL || !attune_setting_is_for (setting, method))
        {
          attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                            /* Translators: a setting's name and a provider. */
                            _("“%s” is no setting of this kind of training at %s. "
                              "Leave it out, then try again."),
                            setting != NULL ? setting->title : names[i],
                            attune_profile_get_name (profile));
          return FALSE;
        }

      if (!attune_setting_check (setting, value, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_method (AttuneJobRequest  *request,
              AttuneProfile     *profile,
              GError           **error)
{
  const char *method = attune_job_request_get_method (request);
  const char *model_id = attune_job_request_get_model (request);
  const AttuneProfileModel *model = attune_profile_find_model (profile, model_id);
  gboolean is_known = (attune_profile_get_method (profile, method) != NULL &&
                       (model == NULL || model->methods == NULL ||
                        g_strv_contains ((const char * const *)model->methods, method)));

  if (is_known)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: a provider and a model. */
                    _("%s cannot train “%s” in this way. Choose another model, or train it from "
                      "examples of good answers."),
                    attune_profile_get_name (profile), model_id != NULL ? model_id : "");
  return FALSE;
}

/**
 * attune_job_body_check:
 * @request: what to train
 * @profile: a provider
 * @error: return location for %ATTUNE_ERROR_DATA, a sentence on what to change
 *
 * Tells what the provider would refuse or pass over: a method or a setting that it does not have, a
 * value out of its range, a suffix that is too long. Names of models are not checked: a person may
 * know more than the profile.
 *
 * Returns: whether the provider's profile has nothing against @request
 */
gboolean
attune_job_body_check (AttuneJobRequest  *request,
                       AttuneProfile     *profile,
                       GError           **error)
{
  const char *suffix;

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (request), FALSE);
  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), FALSE);

  suffix = attune_job_request_get_suffix (request);

  return (check_method (request, profile, error) &&
          check_settings (request, profile, error) &&
          (suffix == NULL || attune_profile_check_suffix (profile, suffix, error)));
}

/**
 * attune_job_body_build:
 * @request: what to train
 * @profile: a provider
 *
 * Writes what the provider is told, as it is told it; what it does not know is left out.
 *
 * Returns: (transfer full): the body of the request that creates the job
 */
JsonNode *
attune_job_body_build (AttuneJobRequest *request,
                       AttuneProfile    *profile)
{
  g_autoptr(JsonObject) body = json_object_new ();
  JsonObject *constants;
  const char *path;
  const char *word;

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (request), NULL);
  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);

  constants = attune_profile_get_constants (profile);
  word = attune_profile_get_method (profile, attune_job_request_get_method (request));

  if (word == NULL)
    word = attune_job_request_get_method (request);

  if (constants != NULL)
    {
      g_autofree char *text = attune_json_object_to_string (constants);
      g_autoptr(JsonObject) copy = attune_json_parse_object (text, -1, NULL);

      attune_json_merge (body, copy);
    }

  set_text (body, profile, get_model_field (request, profile),
            attune_job_request_get_model (request));
  set_text (body, profile, "training_file", attune_job_request_get_training_file (request));
  set_text (body, profile, "validation_file", attune_job_request_get_validation_file (request));
  add_suffix (body, request, profile);

  if (attune_job_request_get_seed (request) >= 0 &&
      (path = attune_profile_get_field (profile, "seed")) != NULL)
    attune_json_path_set (body, path,
                          json_node_init_int (json_node_alloc (),
                                              attune_job_request_get_seed (request)));

  add_settings (body, request, profile, word);
  add_method (body, request, profile, word);
  add_metadata (body, request, profile);

  if ((path = attune_profile_get_field (profile, "wandb")) != NULL)
    attune_job_request_add_wandb (request, body, path);

  return json_node_init_object (json_node_alloc (), body);
}

/**
 * attune_job_body_dup_mark: (skip)
 * @nonce: our name for a job
 *
 * Returns: (transfer full): a short word of letters and digits that stands for it where a provider
 *   has room for a name only
 */
char *
attune_job_body_dup_mark (const char *nonce)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, nonce, -1);

  return g_strndup (digest, MARK_LENGTH);
}
