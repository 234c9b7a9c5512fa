/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-target-rules"

#include "config.h"

#include "attune-target-rules.h"

/* Longer than all models of a provider can take; 0 when that is not known of one. */
static guint
find_max_tokens (AttuneProfile *profile)
{
  GPtrArray *models = attune_profile_get_models (profile);
  guint max_tokens = 0;

  for (guint i = 0; i < models->len; i++)
    {
      const AttuneProfileModel *model = g_ptr_array_index (models, i);

      if (model->max_tokens == 0)
        return 0;

      max_tokens = MAX (max_tokens, model->max_tokens);
    }

  return max_tokens;
}

/**
 * attune_target_rules_init:
 * @rules: (out caller-allocates): where they go
 * @profile: a provider
 * @model_id: (nullable): one of its models; %NULL when it is not chosen yet
 * @wants_preference: whether preference pairs are learned from
 *
 * Finds out what applies to examples that shall be learned from there. Without a model, only what
 * is too long for every one is too long.
 */
void
attune_target_rules_init (AttuneRules   *rules,
                          AttuneProfile *profile,
                          const char    *model_id,
                          gboolean       wants_preference)
{
  AttuneProfileModel *model;

  g_return_if_fail (rules != NULL);
  g_return_if_fail (ATTUNE_IS_PROFILE (profile));

  model = model_id != NULL ? attune_profile_find_model (profile, model_id) : NULL;
  *rules = (AttuneRules) {
    .min_examples = attune_profile_get_min_examples (profile),
    .max_tokens = model != NULL ? model->max_tokens : find_max_tokens (profile),
    .must_alternate = attune_profile_get_must_alternate (profile),
    .wants_preference = wants_preference,
    .allows_output_turns = attune_profile_get_allows_output_turns (profile),
  };
}
