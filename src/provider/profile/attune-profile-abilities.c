/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

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

/* A tuned model says in its id what it was tuned from: “ft:davinci-002:acme::x”. */
static gboolean
is_tuned_from (const char *model,
               const char *base)
{
  g_autofree char *prefix = g_strconcat ("ft:", base, ":", NULL);

  return g_str_has_prefix (model, prefix);
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
  JsonObject *training;

  g_return_val_if_fail (ATTUNE_IS_PROFILE (self), FALSE);

  training = attune_profile_get_part (self, "training");

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
      return attune_json_get_boolean (training, "checkpoint-files", FALSE);

    case ATTUNE_ABILITY_UPLOAD_PARTS:
      return attune_profile_get_part_size (self) > 0;

    case ATTUNE_ABILITY_CONTINUE:
      return attune_json_get_boolean (training, "continue", FALSE);

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

  return attune_profile_get_translated (attune_profile_get_part (self, "address"), "label");
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

  return attune_json_get_string (attune_profile_get_part (self, "address"), "example", NULL);
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

  return attune_json_get_string (attune_profile_get_part (self, "address"), "template", NULL);
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

  unfollowed = attune_profile_dup_words (attune_profile_get_part (self, "training"),
                                         "unfollowed-projects");

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

  kind = attune_json_get_string (attune_profile_get_part (self, "deploy"), "kind", "none");

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

  return attune_profile_get_translated (attune_profile_get_part (self, "deploy"), "hint");
}
