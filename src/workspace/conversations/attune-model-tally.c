/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-model-tally"

#include "config.h"

#include "attune-model-tally.h"

G_DEFINE_BOXED_TYPE (AttuneModelTally, attune_model_tally,
                     attune_model_tally_copy, attune_model_tally_free)

/**
 * attune_model_tally_new: (skip)
 * @account_id: who answers
 * @model: a model there
 *
 * Returns: (transfer full): a tally without votes
 */
AttuneModelTally *
attune_model_tally_new (const char *account_id,
                        const char *model)
{
  AttuneModelTally *self = g_new0 (AttuneModelTally, 1);

  self->account_id = g_strdup (account_id);
  self->model = g_strdup (model);

  return self;
}

/**
 * attune_model_tally_copy: (skip)
 * @self: a tally
 *
 * Returns: (transfer full): the same
 */
AttuneModelTally *
attune_model_tally_copy (const AttuneModelTally *self)
{
  AttuneModelTally *copy = attune_model_tally_new (self->account_id, self->model);

  copy->n_won = self->n_won;
  copy->n_lost = self->n_lost;
  copy->n_tied = self->n_tied;

  return copy;
}

/**
 * attune_model_tally_free: (skip)
 * @self: (transfer full): a tally
 */
void
attune_model_tally_free (AttuneModelTally *self)
{
  g_free (self->account_id);
  g_free (self->model);
  g_free (self);
}
