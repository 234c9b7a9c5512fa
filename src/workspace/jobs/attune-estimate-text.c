/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-estimate"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-estimate.h"

static char *
format_duration (gint64 seconds)
{
  if (seconds < 60)
    return g_strdup (_("less than a minute"));

  if (seconds < 90 * 60)
    {
      guint minutes = (seconds + 30) / 60;

      return g_strdup_printf (ngettext ("about %u minute", "about %u minutes", minutes), minutes);
    }
  else
    {
      guint hours = (seconds + 1800) / 3600;

      return g_strdup_printf (ngettext ("about %u hour", "about %u hours", hours), hours);
    }
}

static char *
format_exact_tokens (const AttuneEstimate *estimate)
{
  if (estimate->n_epochs_low == estimate->n_epochs_high)
    return g_strdup_printf (ngettext ("%'lu tokens, seen %u time.",
                                      "%'lu tokens, seen %u times.",
                                      estimate->n_epochs_low),
                            (gulong)estimate->n_tokens_per_epoch, estimate->n_epochs_low);

  return g_strdup_printf (_("%'lu tokens, seen %u to %u times."),
                          (gulong)estimate->n_tokens_per_epoch,
                          estimate->n_epochs_low, estimate->n_epochs_high);
}

static char *
format_tokens (const AttuneEstimate *estimate)
{
  if (estimate->is_exact)
    return format_exact_tokens (estimate);

  if (estimate->n_epochs_low == estimate->n_epochs_high)
    return g_strdup_printf (ngettext ("About %'lu tokens, seen %u time.",
                                      "About %'lu tokens, seen %u times.",
                                      estimate->n_epochs_low),
                            (gulong)estimate->n_tokens_per_epoch, estimate->n_epochs_low);

  return g_strdup_printf (_("About %'lu tokens, seen %u to %u times."),
                          (gulong)estimate->n_tokens_per_epoch,
                          estimate->n_epochs_low, estimate->n_epochs_high);
}

/* Whether the least and the most are the same in whole cents. */
static gboolean
is_one_price (const AttuneEstimate *estimate)
{
  return lround (estimate->cost_low * 100) == lround (estimate->cost_high * 100);
}

/**
 * attune_estimate_dup_cost:
 * @estimate: an estimate
 *
 * Returns: (transfer full) (nullable): the price or the time for a person, in a few words; %NULL
 *   when neither is known
 */
char *
attune_estimate_dup_cost (const AttuneEstimate *estimate)
{
  g_return_val_if_fail (estimate != NULL, NULL);

  if (estimate->seconds >= 0)
    return format_duration (estimate->seconds);

  if (estimate->cost_high < 0)
    return NULL;

  if (estimate->cost_high < 0.01)
    return g_strdup (_("less than one US cent"));

  if (is_one_price (estimate))
    /* Translators: a price in US dollars. */
    return g_strdup_printf (_("about $%.2f"), estimate->cost_high);

  /* Translators: two prices in US dollars. */
  return g_strdup_printf (_("about $%.2f to $%.2f"), estimate->cost_low, estimate->cost_high);
}

/**
 * attune_estimate_dup_loss:
 * @estimate: an estimate
 *
 * Returns: (transfer full) (nullable): how much is lost where a training on this computer is
 *   interrupted, a sentence for a person; %NULL where that is no more than a minute
 */
char *
attune_estimate_dup_loss (const AttuneEstimate *estimate)
{
  guint minutes;

  g_return_val_if_fail (estimate != NULL, NULL);

  if (estimate->pass_seconds <= 60)
    return NULL;

  minutes = (estimate->pass_seconds + 59) / 60;

  return g_strdup_printf (ngettext ("A pause or a power cut may cost up to about %u minute of work.",
                                    "A pause or a power cut may cost up to about %u minutes of work.",
                                    minutes),
                          minutes);
}

/**
 * attune_estimate_dup_epochs:
 * @estimate: an estimate
 *
 * Returns: (transfer full): how often the examples are gone through, for a person
 */
char *
attune_estimate_dup_epochs (const AttuneEstimate *estimate)
{
  g_return_val_if_fail (estimate != NULL, NULL);

  if (estimate->n_epochs_low == estimate->n_epochs_high)
    return g_strdup_printf (ngettext ("%u epoch", "%u epochs", estimate->n_epochs_low),
                            estimate->n_epochs_low);

  /* Translators: two numbers; an epoch is once through all examples. */
  return g_strdup_printf (_("%u to %u epochs"), estimate->n_epochs_low, estimate->n_epochs_high);
}

/**
 * attune_estimate_to_text:
 * @estimate: an estimate
 *
 * Returns: (transfer full): a sentence or two for a person
 */
char *
attune_estimate_to_text (const AttuneEstimate *estimate)
{
  g_autofree char *tokens = NULL;
  g_autofree char *duration = NULL;

  g_return_val_if_fail (estimate != NULL, NULL);

  tokens = format_tokens (estimate);

  if (estimate->seconds >= 0)
    {
      duration = format_duration (estimate->seconds);

      /* Translators: the first %s is a sentence on tokens, the second such as “about 3 minutes”. */
      return g_strdup_printf (_("%s This takes %s on this computer."), tokens, duration);
    }

  if (estimate->cost_high < 0)
    return g_steal_pointer (&tokens);

  if (estimate->cost_high < 0.01)
    /* Translators: %s is a sentence on tokens. */
    return g_strdup_printf (_("%s This costs less than one US cent."), tokens);

  if (is_one_price (estimate))
    /* Translators: %s is a sentence on tokens, then a price in US dollars. */
    return g_strdup_printf (_("%s This costs about $%.2f."), tokens, estimate->cost_high);

  /* Translators: %s is a sentence on tokens, then two prices in US dollars. */
  return g_strdup_printf (_("%s This costs about $%.2f to $%.2f."), tokens,
                          estimate->cost_low, estimate->cost_high);
}
