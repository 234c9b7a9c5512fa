/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-judge"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-judge.h"
#include "attune-error.h"
#include "attune-wire.h"

static gboolean
is_past (const char *date,
         GDateTime  *now)
{
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  return date != NULL && g_strcmp0 (today, date) >= 0;
}

/* A sentence of ours, and the provider's own on dates and conditions where it has one. */
static char *
add_notice (AttuneProfile *profile,
            const char    *text)
{
  const char *notice = attune_profile_get_notice (profile);

  return notice != NULL ? g_strconcat (text, " ", notice, NULL) : g_strdup (text);
}

/**
 * attune_account_judge_training: (skip)
 * @profile: a provider
 * @jobs: (nullable) (element-type AttuneJobInfo): its list of fine-tunes
 * @error: (nullable): why there is none
 * @now: what day it is
 * @answer: (out): whether a key may start fine-tunes
 *
 * That shows for certain only when it starts one, which costs. What is known before is what the
 * list of fine-tunes was answered with, and the dates of the provider.
 *
 * Returns: (transfer full) (nullable): the answer as a sentence, or %NULL when nothing can be said
 */
char *
attune_account_judge_training (AttuneProfile       *profile,
                               GPtrArray           *jobs,
                               const GError        *error,
                               GDateTime           *now,
                               AttuneAccountAnswer *answer)
{
  const char *text;

  *answer = ATTUNE_ACCOUNT_ANSWER_UNKNOWN;

  if (is_past (attune_profile_get_closing_date (profile), now))
    {
      *answer = ATTUNE_ACCOUNT_ANSWER_NO;
      text = _("Nobody can start a fine-tune here any more.");
    }
  else if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_TRAINING_CLOSED) ||
           (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_FORBIDDEN) &&
            attune_profile_get_is_closing (profile)))
    {
      *answer = ATTUNE_ACCOUNT_ANSWER_NO;
      text = _("It is not open to this key.");
    }
  else if (error != NULL)
    {
      return NULL;
    }
  else if (!attune_profile_get_is_closing (profile) && jobs->len > 0)
    {
      *answer = ATTUNE_ACCOUNT_ANSWER_YES;
      text = _("This key has fine-tuned before.");
    }
  else if (!attune_profile_get_is_closing (profile))
    {
      /* Only starting one would tell, and that costs money. */
      text = _("Fine-tunes can be listed. Whether one can be started shows when you start it.");
    }
  else if (jobs->len > 0)
    {
      text = _("This key has fine-tuned before. Whether it still may shows when you start one.");
    }
  else
    {
      text = _("This key has never fine-tuned. Whether it may shows when you start one.");
    }

  return add_notice (profile, text);
}

static guint
count_chat (GPtrArray        *models,
            AttuneWireAnswer  answer)
{
  guint n = 0;

  for (guint i = 0; i < models->len; i++)
    n += ((AttuneModelInfo *)models->pdata[i])->can_chat == answer;

  return n;
}

/**
 * attune_account_judge_chat: (skip)
 * @profile: a provider
 * @models: (element-type AttuneModelInfo): its list of models
 * @answer: (out): whether one of them can be talked to
 *
 * That is told without asking a model anything, which costs: by what the list says of its models,
 * and where it says nothing by their being listed. Where a model must be deployed before, that is
 * said as well.
 *
 * Returns: (transfer full) (nullable): the answer in sentences, or %NULL when nothing can be said
 */
char *
attune_account_judge_chat (AttuneProfile       *profile,
                           GPtrArray           *models,
                           AttuneAccountAnswer *answer)
{
  gboolean is_manual = attune_profile_get_deploy_kind (profile) == ATTUNE_DEPLOY_MANUAL;
  guint n_yes = count_chat (models, ATTUNE_WIRE_YES);
  guint n_unsaid = count_chat (models, ATTUNE_WIRE_UNSAID);
  g_autofree char *text = NULL;

  *answer = ATTUNE_ACCOUNT_ANSWER_UNKNOWN;

  if (n_yes > 0)
    {
      *answer = ATTUNE_ACCOUNT_ANSWER_YES;
      text = g_strdup_printf (ngettext ("%u model can be talked to.",
                                        "%u models can be talked to.", n_yes), n_yes);
    }
  else if (n_unsaid > 0 && !is_manual)
    {
      *answer = ATTUNE_ACCOUNT_ANSWER_YES;
      text = g_strdup (_("The models that are offered can be talked to."));
    }
  else if (models->len > 0 && n_unsaid == 0)
    {
      *answer = ATTUNE_ACCOUNT_ANSWER_NO;
      text = g_strdup (_("None of the models that are offered can be talked to."));
    }

  if (is_manual)
    {
      g_autofree char *before = g_steal_pointer (&text);

      text = g_strconcat (before != NULL ? before : "", before != NULL ? " " : "",
                          _("What you fine-tune must be deployed there before you can talk to it; "
                            "its page says how."), NULL);
    }

  return g_steal_pointer (&text);
}
