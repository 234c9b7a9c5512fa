/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-cost"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-cost.h"
#include "attune-job-cost.h"
#include "attune-model-private.h"

/* The model that the fine-tune began with, whether the account still lists it or not: its price
 * stands in the profile. */
static AttuneModel *
create_model (AttuneAccount *account,
              AttuneJob     *job)
{
  AttuneModelRow row = {
    .account_id = (char *)attune_account_get_id (account),
    .id = (char *)attune_job_get_model (job),
  };

  return row.id != NULL ? attune_model_new (account, &row) : NULL;
}

/**
 * attune_job_cost_init:
 * @self: (out caller-allocates): where it goes
 * @workspace: where the fine-tune is kept
 * @job: a fine-tune
 *
 * Looks up what is known of the tokens of a fine-tune and their price. The guess is the one that
 * was shown before the start, made again: without the dataset there is none.
 */
void
attune_job_cost_init (AttuneJobCost   *self,
                      AttuneWorkspace *workspace,
                      AttuneJob       *job)
{
  AttuneAccount *account;
  AttuneDataset *dataset;
  AttuneEstimate estimate;
  g_autoptr(AttuneModel) model = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  *self = (AttuneJobCost) {
    .n_tokens = attune_job_get_trained_tokens (job),
    .price = -1,
    .quote = attune_job_request_get_quoted_price (attune_job_get_request (job)),
  };
  account = attune_workspace_find_account (workspace, attune_job_get_account_id (job));
  dataset = attune_workspace_find_dataset (workspace, attune_job_get_dataset_id (job));

  if (account == NULL || (model = create_model (account, job)) == NULL)
    return;

  /* A price without its date is no price: nobody could tell how old it is. */
  if (!attune_account_get_is_local (account) && attune_model_get_prices_as_of (model) != NULL)
    {
      self->price = attune_model_get_training_price (model);
      self->prices_as_of = g_strdup (attune_model_get_prices_as_of (model));
    }

  if (dataset == NULL)
    return;

  attune_estimate_make (&estimate, dataset, model, attune_job_get_request (job),
                        attune_workspace_get_local_speed (workspace));
  self->n_tokens_low = estimate.n_tokens_per_epoch * estimate.n_epochs_low;
  self->n_tokens_high = estimate.n_tokens_per_epoch * estimate.n_epochs_high;
}

/**
 * attune_job_cost_clear:
 * @self: a cost
 */
void
attune_job_cost_clear (AttuneJobCost *self)
{
  g_clear_pointer (&self->prices_as_of, g_free);
}

static char *
dup_estimated_tokens (const AttuneJobCost *self)
{
  if (self->n_tokens_low == self->n_tokens_high)
    return g_strdup_printf ("%'lu", (gulong)self->n_tokens_high);

  /* Translators: two numbers, from the smallest to the largest. */
  return g_strdup_printf (_("%'lu to %'lu"), (gulong)self->n_tokens_low, (gulong)self->n_tokens_high);
}

/**
 * attune_job_cost_dup_tokens:
 * @self: a cost
 *
 * Returns: (transfer full) (nullable): how many tokens were learned from, as the service counted
 *   them and as was guessed; %NULL when neither is known
 */
char *
attune_job_cost_dup_tokens (const AttuneJobCost *self)
{
  g_autofree char *estimated = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_tokens_high == 0)
    return self->n_tokens >= 0 ? g_strdup_printf ("%'lu", (gulong)self->n_tokens) : NULL;

  estimated = dup_estimated_tokens (self);

  if (self->n_tokens < 0)
    /* Translators: %s is a number of tokens, or a range such as “1,000 to 3,000”. */
    return g_strdup_printf (_("Estimated: %s"), estimated);

  /* Translators: the number of tokens that the service counted, and in parentheses the guess of
   * before, a number or a range. */
  return g_strdup_printf (_("%1$'lu (estimated: %2$s)"), (gulong)self->n_tokens, estimated);
}

static char *
dup_money (double usd)
{
  if (usd < 0.01)
    /* Translators: a price in US dollars that is less than a cent. */
    return g_strdup (_("< $0.01"));

  /* Translators: a price in US dollars. */
  return g_strdup_printf (_("$%.2f"), usd);
}

/**
 * attune_job_cost_dup_cost:
 * @self: a cost
 *
 * Returns: (transfer full) (nullable): what the tokens cost, or will cost, and the month of the
 *   price; %NULL when no price is known
 */
char *
attune_job_cost_dup_cost (const AttuneJobCost *self)
{
  g_autofree char *month = NULL;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->price < 0 || self->prices_as_of == NULL ||
      (self->n_tokens < 0 && self->n_tokens_high == 0))
    return NULL;

  month = attune_cost_dup_month (self->prices_as_of);
  low = dup_money ((self->n_tokens >= 0 ? self->n_tokens : self->n_tokens_low) * self->price / 1e6);
  high = dup_money (self->n_tokens_high * self->price / 1e6);

  if (self->n_tokens >= 0)
    /* Translators: a price in US dollars, then a month such as “December 2025”. */
    return g_strdup_printf (_("%1$s at the prices of %2$s"), low, month);

  if (g_str_equal (low, high))
    /* Translators: a price in US dollars, then a month such as “December 2025”. */
    return g_strdup_printf (_("Estimated: %1$s at the prices of %2$s"), low, month);

  /* Translators: two prices in US dollars, then a month such as “December 2025”. */
  return g_strdup_printf (_("Estimated: %1$s to %2$s at the prices of %3$s"), low, high, month);
}

/**
 * attune_job_cost_dup_quote:
 * @self: a cost
 *
 * Returns: (transfer full) (nullable): what the service said that the whole would cost, before it
 *   began; %NULL when it did not
 */
char *
attune_job_cost_dup_quote (const AttuneJobCost *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* Rounded up: whoever is told a price does not want to pay a cent more. */
  return self->quote > 0 ? dup_money (ceil (self->quote * 100) / 100) : NULL;
}
