/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-answer-facts"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-answer-facts.h"
#include "attune-format.h"

/* Below this a rate says more about the clock than about the model. */
#define MIN_RATED_MSEC 50

static void
append (GString    *text,
        const char *separator,
        char       *part)
{
  if (text->len > 0)
    g_string_append (text, separator);

  g_string_append (text, part);
  g_free (part);
}

/* Tokens a second from the first one to the last, or -1: the wait for the first is another fact. */
static double
get_rate (const AttuneMessageFacts *facts)
{
  gint64 msec = facts->duration_msec - MAX (facts->first_token_msec, 0);

  if (facts->completion_tokens < 2 || facts->duration_msec < 0 || msec < MIN_RATED_MSEC)
    return -1;

  return facts->completion_tokens * 1000.0 / msec;
}

/* A model on this computer begins in a few milliseconds. */
static char *
dup_seconds (gint64 msec)
{
  /* Translators: a number of seconds, such as “0.4 s”. */
  return g_strdup_printf (msec < 100 ? _("%.2f s") : _("%.1f s"), MAX (msec, 10) / 1000.0);
}

static char *
dup_rate (double rate)
{
  /* Translators: how fast a model writes. */
  return g_strdup_printf (rate < 10 ? _("%.1f tokens/s") : _("%.0f tokens/s"), rate);
}

static char *
dup_tokens (gint64 n_tokens)
{
  g_autofree char *count = attune_format_count ((guint64)n_tokens);

  return g_strdup_printf (ngettext ("%s token", "%s tokens", (gulong)n_tokens), count);
}

/**
 * attune_answer_facts_dup_cost:
 * @dollars: an amount of US dollars, 0 or more
 *
 * Returns: (transfer full): it in words, with as many digits as tell something
 */
char *
attune_answer_facts_dup_cost (double dollars)
{
  int digits = 2;

  if (dollars > 0 && dollars < 0.1)
    digits = MIN (1 - (int)floor (log10 (dollars)), 8);

  /* Translators: an amount of US dollars. */
  return g_strdup_printf (_("$%.*f"), digits, dollars);
}

/**
 * attune_answer_facts_dup_text:
 * @message: an answer
 *
 * Returns: (transfer full): what it took, in one line; empty when that is not known
 */
char *
attune_answer_facts_dup_text (AttuneMessage *message)
{
  const AttuneMessageFacts *facts = attune_message_get_facts (message);
  g_autoptr(GString) text = g_string_new (NULL);
  double rate = get_rate (facts);

  if (facts->first_token_msec >= 0)
    append (text, " · ", dup_seconds (facts->first_token_msec));

  if (rate >= 0)
    append (text, " · ", dup_rate (rate));

  if (facts->completion_tokens >= 0)
    append (text, " · ", dup_tokens (facts->completion_tokens));

  if (facts->cost > 0)
    append (text, " · ", attune_answer_facts_dup_cost (facts->cost));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_finish (const char *reason)
{
  if (g_strcmp0 (reason, "stop") == 0)
    return g_strdup (_("The model ended the answer itself, or at a stop sequence."));

  if (g_strcmp0 (reason, "length") == 0)
    return g_strdup (_("The answer stopped at the length limit."));

  if (g_strcmp0 (reason, "content_filter") == 0)
    return g_strdup (_("The service's filter ended the answer."));

  if (g_strcmp0 (reason, "tool_calls") == 0)
    return g_strdup (_("The model wants a tool to be used. Attune does not use tools."));

  /* Translators: %s is what a service calls it. */
  return g_strdup_printf (_("The answer ended with “%s”."), reason);
}

/**
 * attune_answer_facts_dup_detail:
 * @message: an answer
 *
 * Returns: (transfer full): what it took, in sentences; empty when that is not known
 */
char *
attune_answer_facts_dup_detail (AttuneMessage *message)
{
  const AttuneMessageFacts *facts = attune_message_get_facts (message);
  const char *reason = attune_message_get_finish_reason (message);
  g_autoptr(GString) text = g_string_new (NULL);

  if (facts->first_token_msec >= 0)
    {
      g_autofree char *seconds = dup_seconds (facts->first_token_msec);

      append (text, "\n", g_strdup_printf (_("The first word came after %s."), seconds));
    }

  if (facts->prompt_tokens >= 0 && facts->completion_tokens >= 0)
    {
      g_autofree char *prompt = dup_tokens (facts->prompt_tokens);
      g_autofree char *completion = dup_tokens (facts->completion_tokens);

      /* Translators: both are counts, such as “12 tokens”. */
      append (text, "\n", g_strdup_printf (_("%s were read, %s written."), prompt, completion));
    }

  if (facts->reasoning_tokens > 0)
    {
      g_autofree char *tokens = dup_tokens (facts->reasoning_tokens);

      append (text, "\n", g_strdup_printf (_("Of these %s were thought."), tokens));
    }

  if (facts->cost > 0)
    {
      g_autofree char *cost = attune_answer_facts_dup_cost (facts->cost);

      append (text, "\n", g_strdup_printf (_("It cost %s at the known prices."), cost));
    }

  if (reason != NULL)
    append (text, "\n", dup_finish (reason));

  return g_string_free_and_steal (g_steal_pointer (&text));
}
