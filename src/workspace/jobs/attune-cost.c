/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cost"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cost.h"
#include "attune-model-private.h"

/**
 * attune_cost_free:
 * @self: (transfer full): a cost
 */
void
attune_cost_free (AttuneCost *self)
{
  g_free (self->account);
  g_free (self->model_id);
  g_free (self->prices_as_of);
  g_free (self->title);
  g_free (self->cost);
  g_free (self->details);
  g_free (self);
}

/**
 * attune_cost_dup_month:
 * @iso_date: the day of a price, YYYY-MM-DD
 *
 * Returns: (transfer full): the month for a person, or @iso_date where that is no date
 */
char *
attune_cost_dup_month (const char *iso_date)
{
  g_autofree char *text = NULL;
  g_autoptr(GDateTime) date = NULL;

  g_return_val_if_fail (iso_date != NULL, NULL);

  text = g_strconcat (iso_date, "T00:00:00Z", NULL);
  date = g_date_time_new_from_iso8601 (text, NULL);

  if (date == NULL)
    return g_strdup (iso_date);

  /* Translators: a month such as “December 2025”, see g_date_time_format(). */
  return g_date_time_format (date, _("%B %Y"));
}

/* A price without its date is no price: nobody could tell how old it is. */
static gboolean
has_cost (AttuneModel *model,
          gboolean     is_local)
{
  return attune_model_get_is_tunable (model) && !attune_model_get_is_tuned (model) &&
         (is_local || (attune_model_get_training_price (model) >= 0 &&
                       attune_model_get_prices_as_of (model) != NULL));
}

static char *
dup_details (const AttuneEstimate *estimate,
             AttuneModel          *model,
             gboolean              is_local)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  gulong n_tokens = estimate->n_tokens_per_epoch;

  g_ptr_array_add (parts, attune_estimate_dup_epochs (estimate));

  if (!is_local)
    {
      g_autofree char *month = attune_cost_dup_month (attune_model_get_prices_as_of (model));

      g_ptr_array_add (parts,
                       estimate->is_exact
                       /* Translators: those that are paid for. */
                       ? g_strdup_printf (ngettext ("%'lu token per epoch",
                                                    "%'lu tokens per epoch", n_tokens),
                                          n_tokens)
                       : g_strdup_printf (ngettext ("about %'lu token per epoch",
                                                    "about %'lu tokens per epoch", n_tokens),
                                          n_tokens));
      /* Translators: %s is a month such as “December 2025”. */
      g_ptr_array_add (parts, g_strdup_printf (_("prices of %s"), month));
    }

  return g_strjoinv (" · ", (char **)parts->pdata);
}

static void
add_cost (GPtrArray                *costs,
          AttuneWorkspace          *self,
          const AttuneTokenFigures *figures,
          AttuneAccount            *account,
          AttuneModel              *model)
{
  AttuneCost *cost = g_new0 (AttuneCost, 1);

  cost->is_local = attune_account_get_is_local (account);
  attune_estimate_make_for_figures (&cost->estimate, figures, model, NULL,
                                    attune_workspace_get_local_speed (self));
  cost->account = g_strdup (attune_account_get_name (account));
  cost->model_id = g_strdup (attune_model_get_id (model));
  cost->prices_as_of = cost->is_local ? NULL : g_strdup (attune_model_get_prices_as_of (model));
  cost->title = g_strdup_printf ("%s · %s", attune_account_get_name (account),
                                 attune_model_get_title (model));
  cost->cost = attune_estimate_dup_cost (&cost->estimate);
  cost->details = dup_details (&cost->estimate, model, cost->is_local);

  /* The speed of this computer is known after the first fine-tune. */
  if (cost->cost == NULL)
    /* Translators: what a fine-tune on this computer costs. */
    cost->cost = g_strdup (C_("price", "free"));

  g_ptr_array_add (costs, cost);
}

static void
add_unknown (GPtrArray     *costs,
             AttuneAccount *account)
{
  AttuneCost *cost = g_new0 (AttuneCost, 1);

  cost->account = g_strdup (attune_account_get_name (account));
  cost->title = g_strdup (cost->account);
  cost->estimate = (AttuneEstimate) { .cost_low = -1, .cost_high = -1, .seconds = -1 };
  cost->details = g_strdup (_("Attune does not know its prices. The price list of the service does."));
  g_ptr_array_add (costs, cost);
}

/* The models that the account offers, or those of its profile as long as it was never asked. */
static GPtrArray *
list_models (AttuneWorkspace *self,
             AttuneAccount   *account)
{
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *all = attune_workspace_get_models (self);
  GPtrArray *listed = attune_profile_get_models (attune_account_get_profile (account));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(AttuneModel) model = g_list_model_get_item (all, i);

      if (g_strcmp0 (attune_model_get_account_id (model), attune_account_get_id (account)) == 0)
        g_ptr_array_add (models, g_steal_pointer (&model));
    }

  if (models->len > 0)
    return g_steal_pointer (&models);

  for (guint i = 0; i < listed->len; i++)
    {
      AttuneModelRow row = {
        .account_id = (char *)attune_account_get_id (account),
        .id = ((AttuneProfileModel *)listed->pdata[i])->id,
        .owned_by = (char *)"attune",
      };

      g_ptr_array_add (models, attune_model_new (account, &row));
    }

  return g_steal_pointer (&models);
}

static void
add_account (GPtrArray                *costs,
             AttuneWorkspace          *self,
             const AttuneTokenFigures *figures,
             AttuneAccount            *account)
{
  g_autoptr(GPtrArray) models = list_models (self, account);
  guint n_before = costs->len;

  for (guint i = 0; i < models->len; i++)
    if (has_cost (models->pdata[i], attune_account_get_is_local (account)))
      add_cost (costs, self, figures, account, models->pdata[i]);

  if (costs->len == n_before && !attune_account_get_is_local (account))
    add_unknown (costs, account);
}

/**
 * attune_workspace_list_account_costs:
 * @self: a workspace
 * @account: one of its accounts, or one that was made only to ask for the prices of a provider
 * @figures: what would be trained on
 *
 * Does what attune_workspace_list_costs() does, for one account.
 *
 * Returns: (transfer full) (element-type AttuneCost): the costs
 */
GPtrArray *
attune_workspace_list_account_costs (AttuneWorkspace          *self,
                                     AttuneAccount            *account,
                                     const AttuneTokenFigures *figures)
{
  GPtrArray *costs = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_cost_free);

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), costs);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), costs);
  g_return_val_if_fail (figures != NULL, costs);

  add_account (costs, self, figures, account);

  return costs;
}

/**
 * attune_workspace_list_costs:
 * @self: a workspace
 * @figures: what would be trained on
 *
 * What a fine-tune with the provider's own choice of epochs costs: for each account, and each of
 * its base models whose price is known, and the day of the price; one without a price for an
 * account of which none is known. On this computer it is the time, once its speed was measured.
 *
 * Returns: (transfer full) (element-type AttuneCost): the costs, in the order of the accounts
 */
GPtrArray *
attune_workspace_list_costs (AttuneWorkspace          *self,
                             const AttuneTokenFigures *figures)
{
  GPtrArray *costs = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_cost_free);
  GListModel *accounts;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (self), costs);
  g_return_val_if_fail (figures != NULL, costs);

  accounts = attune_workspace_get_accounts (self);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);

      add_account (costs, self, figures, account);
    }

  return costs;
}

/* "about 6 times": to the nearest half, which is as exact as prices of another day can be. */
static char *
dup_comparison (double tuned,
                double base)
{
  double factor = tuned / base;

  if (factor < 1.25 && factor > 0.8)
    return g_strdup (_("about as much as the model itself"));

  if (factor <= 0.8)
    return g_strdup (_("less than the model itself"));

  /* Translators: a number such as “6” or “1.5”. */
  return g_strdup_printf (_("about %.3g times as much as the model itself"),
                          (int)(factor * 2 + 0.5) / 2.0);
}

/**
 * attune_cost_dup_afterwards:
 * @model: a model to begin with
 *
 * Returns: (transfer full) (nullable): what talking to the result costs, beside what the
 *   model itself does, in a sentence; %NULL when that is not known
 */
char *
attune_cost_dup_afterwards (AttuneModel *model)
{
  const AttuneProfileModel *facts;
  g_autofree char *comparison = NULL;

  g_return_val_if_fail (ATTUNE_IS_MODEL (model), NULL);

  facts = attune_model_get_facts (model);

  if (facts == NULL || facts->input_price < 0 || facts->output_price < 0)
    return NULL;

  if (facts->base_output_price <= 0)
    return g_strdup_printf (/* Translators: two prices in US dollars. */
                            _("A million tokens cost $%.2f in questions and $%.2f in answers."),
                            facts->input_price, facts->output_price);

  comparison = dup_comparison (facts->output_price, facts->base_output_price);

  return g_strdup_printf (/* Translators: two prices in US dollars, then such as “about 6 times as
                           * much as the model itself”. */
                          _("A million tokens cost $%.2f in questions and $%.2f in answers: %s."),
                          facts->input_price, facts->output_price, comparison);
}

/**
 * attune_cost_dup_price:
 * @model: a model to begin with
 *
 * Returns: (transfer full) (nullable): what training it costs, and of when that price is;
 *   %NULL when it is not known
 */
char *
attune_cost_dup_price (AttuneModel *model)
{
  g_autofree char *month = NULL;
  double price;

  g_return_val_if_fail (ATTUNE_IS_MODEL (model), NULL);

  price = attune_model_get_training_price (model);

  if (price < 0 || attune_model_get_prices_as_of (model) == NULL)
    return NULL;

  month = attune_cost_dup_month (attune_model_get_prices_as_of (model));

  return g_strdup_printf (/* Translators: a price in US dollars, then a month such as “December
                           * 2025”; tokens are the pieces of text that services count. */
                          _("$%.2f per 1 M tokens (%s)"), price, month);
}
