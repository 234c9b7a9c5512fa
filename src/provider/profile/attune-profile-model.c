/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-profile"

#include "config.h"

#include "attune-json.h"
#include "attune-profile-private.h"
#include "attune-profile.h"

/* A negative price is as good as none. */
static double
get_price (JsonObject *object,
           const char *member,
           gboolean   *has_price)
{
  double price = attune_json_get_double (object, member, -1);

  if (price < 0)
    return -1;

  *has_price = TRUE;

  return price;
}

/**
 * attune_profile_model_parse: (skip)
 * @object: an entry of `training.models`
 * @prices_as_of: (nullable): when the prices of the whole file were true
 *
 * Returns: (transfer full) (nullable): the model, or %NULL without an id
 */
AttuneProfileModel *
attune_profile_model_parse (JsonObject *object,
                            const char *prices_as_of)
{
  AttuneProfileModel *self;
  const char *id = attune_json_get_string (object, "id", NULL);
  gboolean has_price = FALSE;

  if (id == NULL || *id == '\0')
    return NULL;

  self = g_new0 (AttuneProfileModel, 1);
  self->id = g_strdup (id);
  self->title = attune_profile_dup_translated (object, "title");
  self->training_price = get_price (object, "training-price", &has_price);
  self->input_price = get_price (object, "input-price", &has_price);
  self->cached_price = get_price (object, "cached-price", &has_price);
  self->output_price = get_price (object, "output-price", &has_price);
  self->base_input_price = get_price (object, "base-input-price", &has_price);
  self->base_output_price = get_price (object, "base-output-price", &has_price);
  self->max_tokens = CLAMP (attune_json_get_int (object, "max-tokens", 0), 0, G_MAXINT);
  self->context_window = CLAMP (attune_json_get_int (object, "context-window", 0), 0, G_MAXINT);
  self->shutdown_date = g_strdup (attune_json_get_string (object, "shutdown-date", NULL));
  self->methods = attune_profile_dup_words (object, "methods");
  self->deploy_model = g_strdup (attune_json_get_string (object, "deploy-model", NULL));

  if (self->title == NULL)
    self->title = g_strdup (id);

  if (has_price)
    self->prices_as_of = g_strdup (attune_json_get_string (object, "prices-as-of", prices_as_of));

  return self;
}

/**
 * attune_profile_model_free: (skip)
 * @self: (transfer full): a model of a profile
 */
void
attune_profile_model_free (AttuneProfileModel *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->prices_as_of);
  g_free (self->shutdown_date);
  g_free (self->deploy_model);
  g_strfreev (self->methods);
  g_free (self);
}
