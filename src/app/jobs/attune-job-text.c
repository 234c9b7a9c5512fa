/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-text"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-job-text.h"

/**
 * attune_job_text_dup_steps:
 * @step: the step that was done last
 * @total_steps: how many there will be, 0 when not known
 *
 * Returns: (transfer full): "Step 120 of 300", or "" before the first step
 */
char *
attune_job_text_dup_steps (gint64 step,
                           gint64 total_steps)
{
  g_autofree char *step_text = NULL;
  g_autofree char *total_text = NULL;

  if (step <= 0)
    return g_strdup ("");

  step_text = attune_format_count ((guint64)step);

  if (total_steps <= 0)
    /* Translators: how far a fine-tune is, such as “Step 120”. */
    return g_strdup_printf (_("Step %s"), step_text);

  total_text = attune_format_count ((guint64)total_steps);

  /* Translators: how far a fine-tune is, such as “Step 120 of 300”. */
  return g_strdup_printf (_("Step %s of %s"), step_text, total_text);
}

/**
 * attune_job_text_dup_time_left:
 * @seconds: how long it will take, -1 when not known
 *
 * Returns: (transfer full): "About 2 minutes left", or "" when not known
 */
char *
attune_job_text_dup_time_left (gint64 seconds)
{
  g_autofree char *duration = NULL;

  if (seconds < 0)
    return g_strdup ("");

  duration = attune_format_duration (seconds);

  /* Translators: %s is a duration such as “About 2 minutes”. */
  return g_strdup_printf (_("%s left"), duration);
}

/**
 * attune_job_text_dup_elapsed:
 * @seconds: how long it took so far
 *
 * Returns: (transfer full): the time as exactly as somebody who waits wants it: "42 s",
 *   "3 min 05 s", "2 h 14 min"
 */
char *
attune_job_text_dup_elapsed (gint64 seconds)
{
  int hours;
  int minutes;

  seconds = MAX (seconds, 0);
  hours = (int)MIN (seconds / 3600, G_MAXINT);
  minutes = (int)(seconds / 60 % 60);

  if (hours > 0)
    /* Translators: hours and minutes. */
    return g_strdup_printf (_("%d h %02d min"), hours, minutes);

  if (minutes > 0)
    /* Translators: minutes and seconds. */
    return g_strdup_printf (_("%d min %02d s"), minutes, (int)(seconds % 60));

  /* Translators: seconds. */
  return g_strdup_printf (_("%d s"), (int)seconds);
}

static void
append_setting (GString    *text,
                const char *setting)
{
  if (text->len > 0)
    /* Translators: what stands between two items of a list. */
    g_string_append (text, _(", "));

  g_string_append (text, setting);
}

/**
 * attune_job_text_dup_settings:
 * @request: what was or will be asked of the service
 *
 * Returns: (transfer full): the settings that a person chose, or that everything is automatic
 */
char *
attune_job_text_dup_settings (AttuneJobRequest *request)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_epochs;
  guint batch_size;
  double multiplier;
  gint64 seed;

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (request), NULL);

  n_epochs = attune_job_request_get_n_epochs (request);
  batch_size = attune_job_request_get_batch_size (request);
  multiplier = attune_job_request_get_learning_rate_multiplier (request);
  seed = attune_job_request_get_seed (request);

  if (n_epochs > 0)
    {
      g_autofree char *setting = g_strdup_printf (ngettext ("%u pass", "%u passes", n_epochs), n_epochs);

      append_setting (text, setting);
    }

  if (batch_size > 0)
    {
      g_autofree char *setting = g_strdup_printf (_("batch size %u"), batch_size);

      append_setting (text, setting);
    }

  if (multiplier > 0)
    {
      g_autofree char *number = attune_job_text_dup_number (multiplier, 0);
      g_autofree char *setting = g_strdup_printf (_("learning rate × %s"), number);

      append_setting (text, setting);
    }

  if (seed >= 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seed);
      g_autofree char *setting = g_strdup_printf (_("seed %s"), number);

      append_setting (text, setting);
    }

  if (text->len == 0)
    return g_strdup (_("Everything automatic"));

  append_setting (text, _("everything else automatic"));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * attune_job_text_dup_number:
 * @number: a setting
 * @automatic: the value that means that the service chooses
 *
 * Returns: (transfer full): the number with as many digits as it needs, or "Automatic"
 */
char *
attune_job_text_dup_number (double number,
                            double automatic)
{
  if (number <= automatic)
    return g_strdup (_("Automatic"));

  return g_strdup_printf ("%.10g", number);
}

/**
 * attune_job_text_dup_missing:
 * @name: the account of a fine-tune whose service tells each step once
 * @n_missing: how many steps were not heard
 *
 * Returns: (transfer full) (nullable): why the curve has gaps; %NULL when it has none
 */
char *
attune_job_text_dup_missing (const char *name,
                             gint64      n_missing)
{
  if (n_missing <= 0)
    return NULL;

  /* Translators: the name of an account, then a number. */
  return g_strdup_printf (ngettext ("%s tells each step only once, to whoever listens. %ld step is missing here: it was told while Attune was about to be closed, or to another program.",
                                    "%s tells each step only once, to whoever listens. %ld steps are missing here: they were told while Attune was about to be closed, or to another program.",
                                    (gulong)n_missing),
                          name, (long)n_missing);
}

/**
 * attune_job_text_get_icon_name:
 * @status: how a fine-tune stands
 *
 * Returns: (transfer none): the picture for it
 */
const char *
attune_job_text_get_icon_name (AttuneJobStatus status)
{
  switch (status)
    {
    case ATTUNE_JOB_STATUS_SUCCEEDED:
      return "object-select-symbolic";

    case ATTUNE_JOB_STATUS_FAILED:
      return "dialog-error-symbolic";

    case ATTUNE_JOB_STATUS_CANCELLING:
    case ATTUNE_JOB_STATUS_CANCELLED:
      return "process-stop-symbolic";

    case ATTUNE_JOB_STATUS_PAUSED:
      return "media-playback-pause-symbolic";

    case ATTUNE_JOB_STATUS_UPLOADING:
      return "send-to-symbolic";

    case ATTUNE_JOB_STATUS_RUNNING:
      return "media-playback-start-symbolic";

    case ATTUNE_JOB_STATUS_PREPARING:
    case ATTUNE_JOB_STATUS_CREATING:
    case ATTUNE_JOB_STATUS_VALIDATING:
    case ATTUNE_JOB_STATUS_QUEUED:
      return "document-open-recent-symbolic";

    case ATTUNE_JOB_STATUS_UNKNOWN:
    default:
      return "dialog-question-symbolic";
    }
}

/**
 * attune_job_text_get_style_class:
 * @status: how a fine-tune stands
 *
 * Returns: (transfer none): the style class of its picture and title
 */
const char *
attune_job_text_get_style_class (AttuneJobStatus status)
{
  switch (status)
    {
    case ATTUNE_JOB_STATUS_SUCCEEDED:
      return "success";

    case ATTUNE_JOB_STATUS_FAILED:
      return "error";

    case ATTUNE_JOB_STATUS_UPLOADING:
    case ATTUNE_JOB_STATUS_RUNNING:
    case ATTUNE_JOB_STATUS_PREPARING:
    case ATTUNE_JOB_STATUS_CREATING:
    case ATTUNE_JOB_STATUS_VALIDATING:
    case ATTUNE_JOB_STATUS_QUEUED:
      return "accent";

    case ATTUNE_JOB_STATUS_PAUSED:
      return "warning";

    case ATTUNE_JOB_STATUS_CANCELLING:
    case ATTUNE_JOB_STATUS_CANCELLED:
    case ATTUNE_JOB_STATUS_UNKNOWN:
    default:
      return "dimmed";
    }
}
