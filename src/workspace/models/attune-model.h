/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-model-details.h"
#include "attune-profile.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODEL (attune_model_get_type ())

/**
 * AttuneModel:
 *
 * A model that an account offers. Properties (read-only): `id` (as the provider names it), `title`
 * (short, for people), `subtitle` (base and account), `account-id`, `account-name`, `base-model` (for tuned ones, or
 * NULL), `job-id` (ours, or NULL), `is-tuned`, `is-tunable`, `shutdown-date` (or NULL),
 * `created-at`, `training-price` (USD per 1 M tokens, -1).
 */
G_DECLARE_FINAL_TYPE (AttuneModel, attune_model, ATTUNE, MODEL, GObject)

const char *attune_model_get_id             (AttuneModel *self);
const char *attune_model_get_title          (AttuneModel *self);
const char *attune_model_get_subtitle       (AttuneModel *self);
const char *attune_model_get_account_id     (AttuneModel *self);
const char *attune_model_get_account_name   (AttuneModel *self);
const char *attune_model_get_base_model     (AttuneModel *self);
const char *attune_model_get_job_id         (AttuneModel *self);
gboolean    attune_model_get_is_tuned       (AttuneModel *self);
gboolean    attune_model_get_is_tunable     (AttuneModel *self);
gboolean    attune_model_get_can_chat       (AttuneModel *self);
const char *attune_model_get_shutdown_date  (AttuneModel *self);
double      attune_model_get_training_price (AttuneModel *self);
const char *attune_model_get_prices_as_of   (AttuneModel *self);
guint       attune_model_get_max_tokens     (AttuneModel *self);
guint       attune_model_get_context_window (AttuneModel *self);
AttuneProfile *attune_model_get_profile     (AttuneModel *self);
const AttuneProfileModel *attune_model_get_facts (AttuneModel *self); /* its own or its base's, or NULL */
const AttuneModelDetails *attune_model_get_details (AttuneModel *self); /* of one that is on this computer, or NULL */
gboolean              attune_model_get_is_added          (AttuneModel        *self); /* by a person, here */

G_END_DECLS
