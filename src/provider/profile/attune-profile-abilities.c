/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-error.h"
#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* How an ability shows in a provider's file: by a path for the call or a place for the member. */
static const struct
{
  AttuneAbility  ability;
  const char    *path;
  const char    *field;
} signs[] = {
  { ATTUNE_ABILITY_CANCEL, "cancel", NULL },
  { ATTUNE_ABILITY_PAUSE, "pause", NULL },
  { ATTUNE_ABILITY_RESUME, "resume", NULL },
  { ATTUNE_ABILITY_START, "start", NULL },
  { ATTUNE_ABILITY_EVENTS, "events", NULL },
  { ATTUNE_ABILITY_CHECKPOINTS, "checkpoints", NULL },
  { ATTUNE_ABILITY_SUFFIX, NULL, "suffix" },
  { ATTUNE_ABILITY_SEED, NULL, "seed" },
  { ATTUNE_ABILITY_VALIDATION_FILE, NULL, "validation_file" },
  { ATTUNE_ABILITY_METADATA, NULL, "metadata" },
  { ATTUNE_ABILITY_WANDB, NULL, "wandb" },
  { ATTUNE_ABILITY_NONCE, NULL, "nonce" },
  { ATTUNE_ABILITY_LIST_FILES, "files", NULL },
  { ATTUNE_ABILITY_DOWNLOAD_FILES, "content", NULL },
  { ATTUNE_ABILITY_DELETE_MODEL, "model", NULL },
  { ATTUNE_ABILITY_DOWNLOAD_WEIGHTS, "weights", NULL },
  { ATTUNE_ABILITY_DOWNLOAD_LORA, "lora", NULL },
  { ATTUNE_ABILITY_COMPLETION, "completions", NULL },
  { ATTUNE_ABILITY_TELL_PRICE, "price", NULL },
  { ATTUNE_ABILITY_ADD_MODEL, "add-model", NULL },
};

static JsonObject *
get_part (AttuneProfile *self,
          const char    *name)
{
  return attune_json_get_object (self->data, name);
}

static JsonObject *
get_inner (AttuneProfile *self,
           const char    *part,
           const char    *name)
{
  return attune_json_get_object (get_part (self, part), name);
}

/**
 * attune_profile_can:
 * @self: a profile
 * @ability: what a program would like to do
 *
 * Returns: whether the provider lets it
 */
gboolean
attune_profile_can (AttuneProfile *self,
                    AttuneAbility  ability)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (signs[i].ability == ability)
      return (signs[i].path != NULL
              ? attune_profile_get_path (self, signs[i].path)
              : attune_profile_get_field (self, signs[i].field)) != NULL;

  switch (ability)
    {
    case ATTUNE_ABILITY_DPO:
      return attune_profile_get_method (self, "dpo") != NULL;

    case ATTUNE_ABILITY_CHECKPOINT_FILES:
      return attune_json_get_boolean (get_part (self, "training"), "checkpoint-files", FALSE);

    case ATTUNE_ABILITY_UPLOAD_PARTS:
      return attune_profile_get_part_size (self) > 0;

    case ATTUNE_ABILITY_CONTINUE:
      return attune_json_get_boolean (get_part (self, "training"), "continue", FALSE);

    case ATTUNE_ABILITY_CANCEL:
    case ATTUNE_ABILITY_PAUSE:
    case ATTUNE_ABILITY_RESUME:
    case ATTUNE_ABILITY_START:
    case ATTUNE_ABILITY_EVENTS:
    case ATTUNE_ABILITY_CHECKPOINTS:
    case ATTUNE_ABILITY_SUFFIX:
    case ATTUNE_ABILITY_SEED:
    case ATTUNE_ABILITY_VALIDATION_FILE:
    case ATTUNE_ABILITY_METADATA:
    case ATTUNE_ABILITY_WANDB:
    case ATTUNE_ABILITY_NONCE:
    case ATTUNE_ABILITY_LIST_FILES:
    case ATTUNE_ABILITY_DOWNLOAD_FILES:
    case ATTUNE_ABILITY_DELETE_MODEL:
    case ATTUNE_ABILITY_DOWNLOAD_LORA:
    case ATTUNE_ABILITY_DOWNLOAD_WEIGHTS:
    case ATTUNE_ABILITY_COMPLETION:
    case ATTUNE_ABILITY_TELL_PRICE:
    case ATTUNE_ABILITY_ADD_MODEL:
    default:
      return FALSE;
    }
}

/**
 * attune_profile_get_is_experimental:
 * @self: a profile
 *
 * Returns: whether the provider's own documents say too little to be sure that it works
 */
gboolean
attune_profile_get_is_experimental (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (self->data, "experimental", FALSE);
}

/**
 * attune_profile_get_address_label:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): what a person types to say where their account is, such as
 *   “Account ID”; %NULL for a whole address, or none
 */
const char *
attune_profile_get_address_label (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_profile_get_translated (get_part (self, "address"), "label");
}

/**
 * attune_profile_get_address_example:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): an example of what a person types for the address
 */
const char *
attune_profile_get_address_example (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (get_part (self, "address"), "example", NULL);
}

/**
 * attune_profile_get_template: (skip)
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): the address, with "{}" for what a person types
 */
const char *
attune_profile_get_template (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_json_get_string (get_part (self, "address"), "template", NULL);
}

/**
 * attune_profile_find_model:
 * @self: a profile
 * @id: a model's id
 *
 * Returns: (transfer none) (nullable): what is known of that model
 */
AttuneProfileModel *
attune_profile_find_model (AttuneProfile *self,
                           const char    *id)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  for (guint i = 0; id != NULL && i < self->models->len; i++)
    {
      AttuneProfileModel *model = self->models->pdata[i];

      if (g_str_equal (model->id, id))
        return model;
    }

  return NULL;
}

/**
 * attune_profile_get_settings:
 * @self: a profile
 *
 * Returns: (transfer none) (element-type AttuneSetting): the settings of the training that the
 *   provider knows, in the order in which a person sees them
 */
GPtrArray *
attune_profile_get_settings (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->settings;
}

/**
 * attune_profile_find_setting:
 * @self: a profile
 * @name: the name of a setting
 *
 * Returns: (transfer none) (nullable): the setting, or %NULL when the provider does not know it
 */
AttuneSetting *
attune_profile_find_setting (AttuneProfile *self,
                             const char    *name)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  for (guint i = 0; i < self->settings->len; i++)
    {
      AttuneSetting *setting = self->settings->pdata[i];

      if (g_str_equal (setting->name, name))
        return setting;
    }

  return NULL;
}

/**
 * attune_profile_get_chat_settings:
 * @self: a profile
 *
 * Returns: (transfer none) (element-type AttuneSetting): how an answer can be asked for, in the
 *   order in which a person sees it
 */
GPtrArray *
attune_profile_get_chat_settings (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return self->chat_settings;
}

/* A tuned model says in its id what it was tuned from: “ft:davinci-002:acme::x”. */
static gboolean
is_tuned_from (const char *model,
               const char *base)
{
  g_autofree char *prefix = g_strconcat ("ft:", base, ":", NULL);

  return g_str_has_prefix (model, prefix);
}

/**
 * attune_profile_completes:
 * @self: a profile
 * @model: a model's id
 *
 * Returns: whether it is known to go on with a text only, and cannot be talked to
 */
gboolean
attune_profile_completes (AttuneProfile *self,
                          const char    *model)
{
  g_auto(GStrv) bases = NULL;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (model != NULL, FALSE);

  bases = attune_profile_dup_words (attune_json_get_object (self->data, "chat"),
                                    "completion-models");

  for (guint i = 0; bases != NULL && bases[i] != NULL; i++)
    if (g_str_equal (model, bases[i]) || is_tuned_from (model, bases[i]))
      return TRUE;

  return FALSE;
}

/**
 * attune_profile_get_min_examples:
 * @self: a profile
 *
 * Returns: how many examples a training file must have at least
 */
guint
attune_profile_get_min_examples (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return CLAMP (attune_json_get_int (get_part (self, "training"), "min-examples", 1), 1, G_MAXINT);
}

/**
 * attune_profile_check_suffix:
 * @self: a profile
 * @suffix: a name that a person gave
 * @error: return location for %ATTUNE_ERROR_DATA
 *
 * Returns: whether the provider takes that suffix
 */
gboolean
attune_profile_check_suffix (AttuneProfile  *self,
                             const char     *suffix,
                             GError        **error)
{
  const char *pattern;
  guint max_suffix;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (suffix != NULL, FALSE);

  pattern = attune_json_get_string (get_part (self, "training"), "suffix-pattern", NULL);
  max_suffix = attune_profile_get_max_suffix (self);

  if (g_utf8_strlen (suffix, -1) > max_suffix)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        ngettext ("The name for the model may have at most %u character here. "
                                  "Choose a shorter one.",
                                  "The name for the model may have at most %u characters here. "
                                  "Choose a shorter one.", max_suffix),
                        max_suffix);
      return FALSE;
    }

  if (pattern != NULL && !g_regex_match_simple (pattern, suffix, 0, 0))
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        _("The name for the model may have only letters without accents, digits, "
                          "“-” and “_” here. Choose another one."));
      return FALSE;
    }

  return TRUE;
}

/**
 * attune_profile_get_part_size:
 * @self: a profile
 *
 * Returns: the greatest size of a part of an upload in parts, in bytes; 0 when there are none
 */
guint64
attune_profile_get_part_size (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX (attune_json_get_int (get_inner (self, "training", "parts"), "size", 0), 0);
}

/**
 * attune_profile_get_max_upload_size:
 * @self: a profile
 *
 * Returns: the greatest size of a file that can be sent in any way, in bytes
 */
guint64
attune_profile_get_max_upload_size (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX ((guint64)MAX (attune_json_get_int (get_inner (self, "training", "parts"), "total", 0),
                            0),
              attune_profile_get_max_file_size (self));
}

/**
 * attune_profile_get_wants_mark:
 * @self: a profile
 *
 * Returns: whether the provider's documents say that a file must begin with a byte order mark
 */
gboolean
attune_profile_get_wants_mark (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (get_part (self, "upload"), "byte-order-mark", FALSE);
}

/**
 * attune_profile_get_max_job_tokens:
 * @self: a profile
 *
 * Returns: how many tokens a fine-tune is said to be taken with, those of all epochs; 0 when that
 *   is not known
 */
guint64
attune_profile_get_max_job_tokens (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), 0);

  return MAX (attune_json_get_int (get_part (self, "training"), "max-job-tokens", 0), 0);
}

/**
 * attune_profile_get_must_alternate:
 * @self: a profile
 *
 * Returns: whether user and assistant must take turns in an example, after at most one system text
 */
gboolean
attune_profile_get_must_alternate (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (get_part (self, "training"), "must-alternate", FALSE);
}

/**
 * attune_profile_get_allows_output_turns:
 * @self: a profile
 *
 * Returns: whether the answers of a preference pair may have several messages
 */
gboolean
attune_profile_get_allows_output_turns (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return attune_json_get_boolean (get_part (self, "training"), "output-turns", FALSE);
}

/**
 * attune_profile_get_tells_steps_once:
 * @self: a profile
 *
 * Returns: whether each step of a training is told once only, to whoever listens
 */
gboolean
attune_profile_get_tells_steps_once (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  return g_str_equal (attune_json_get_string (get_part (self, "training"), "metrics", "events"),
                      "stream");
}

/**
 * attune_profile_can_follow:
 * @self: a profile
 * @project: (nullable): what an account there is for
 *
 * Returns: whether a fine-tune that was started there can be asked about
 */
gboolean
attune_profile_can_follow (AttuneProfile *self,
                           const char    *project)
{
  g_auto(GStrv) unfollowed = NULL;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  unfollowed = attune_profile_dup_words (get_part (self, "training"), "unfollowed-projects");

  return unfollowed == NULL || project == NULL ||
         !g_strv_contains ((const char * const *)unfollowed, project);
}

/**
 * attune_profile_get_deploy_kind:
 * @self: a profile
 *
 * Returns: what stands between a finished fine-tune and a conversation with it
 */
AttuneDeployKind
attune_profile_get_deploy_kind (AttuneProfile *self)
{
  const char *kind;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), ATTUNE_DEPLOY_NONE);

  kind = attune_json_get_string (get_part (self, "deploy"), "kind", "none");

  if (g_str_equal (kind, "api"))
    return ATTUNE_DEPLOY_API;

  return g_str_equal (kind, "manual") ? ATTUNE_DEPLOY_MANUAL : ATTUNE_DEPLOY_NONE;
}

/**
 * attune_profile_get_deploy_hint:
 * @self: a profile
 *
 * Returns: (transfer none) (nullable): sentences on how to make the model ready for a conversation
 *   and what it costs, translated
 */
const char *
attune_profile_get_deploy_hint (AttuneProfile *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), NULL);

  return attune_profile_get_translated (get_part (self, "deploy"), "hint");
}
