/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-outcome"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-outcome.h"

/* Each failure has a reason of its own, up to as many as anybody reads one after the other. */
#define MAX_FAILURES 3

/**
 * attune_job_outcome_of:
 * @job: a fine-tune that has ended
 *
 * Returns: how
 */
AttuneJobOutcome
attune_job_outcome_of (AttuneJob *job)
{
  switch (attune_job_get_status (job))
    {
    case ATTUNE_JOB_STATUS_SUCCEEDED:
      return ATTUNE_JOB_OUTCOME_READY;

    case ATTUNE_JOB_STATUS_CANCELLED:
      return ATTUNE_JOB_OUTCOME_CANCELLED;

    case ATTUNE_JOB_STATUS_UNKNOWN:
    case ATTUNE_JOB_STATUS_PREPARING:
    case ATTUNE_JOB_STATUS_UPLOADING:
    case ATTUNE_JOB_STATUS_CREATING:
    case ATTUNE_JOB_STATUS_VALIDATING:
    case ATTUNE_JOB_STATUS_QUEUED:
    case ATTUNE_JOB_STATUS_RUNNING:
    case ATTUNE_JOB_STATUS_PAUSED:
    case ATTUNE_JOB_STATUS_CANCELLING:
    case ATTUNE_JOB_STATUS_FAILED:
    default:
      return ATTUNE_JOB_OUTCOME_FAILED;
    }
}

/**
 * attune_job_outcome_get_limit:
 * @outcome: how fine-tunes ended
 *
 * Returns: how many are told each by itself; more are told as a number
 */
guint
attune_job_outcome_get_limit (AttuneJobOutcome outcome)
{
  return outcome == ATTUNE_JOB_OUTCOME_FAILED ? MAX_FAILURES : 1;
}

/**
 * attune_job_outcome_dup_text:
 * @job: a fine-tune that has ended
 *
 * Returns: (transfer full): what a person is told of it
 */
char *
attune_job_outcome_dup_text (AttuneJob *job)
{
  const char *title = attune_job_get_title (job);

  switch (attune_job_outcome_of (job))
    {
    case ATTUNE_JOB_OUTCOME_READY:
      /* Translators: %s is the title of a fine-tune */
      return g_strdup_printf (_("“%s” is ready to chat"), title);

    case ATTUNE_JOB_OUTCOME_CANCELLED:
      /* Translators: %s is the title of a fine-tune */
      return g_strdup_printf (_("“%s” was cancelled"), title);

    case ATTUNE_JOB_OUTCOME_FAILED:
    case ATTUNE_N_JOB_OUTCOMES:
    default:
      /* Translators: %s is the title of a fine-tune */
      return g_strdup_printf (_("“%s” did not finish"), title);
    }
}

/**
 * attune_job_outcome_dup_sum:
 * @outcome: how they ended
 * @n: how many
 *
 * Returns: (transfer full): what a person is told of all of them together
 */
char *
attune_job_outcome_dup_sum (AttuneJobOutcome outcome,
                            guint            n)
{
  switch (outcome)
    {
    case ATTUNE_JOB_OUTCOME_READY:
      return g_strdup_printf (ngettext ("%u fine-tune is ready to chat",
                                        "%u fine-tunes are ready to chat", n), n);

    case ATTUNE_JOB_OUTCOME_CANCELLED:
      return g_strdup_printf (ngettext ("%u fine-tune was cancelled",
                                        "%u fine-tunes were cancelled", n), n);

    case ATTUNE_JOB_OUTCOME_FAILED:
    case ATTUNE_N_JOB_OUTCOMES:
    default:
      return g_strdup_printf (ngettext ("%u fine-tune did not finish",
                                        "%u fine-tunes did not finish", n), n);
    }
}
