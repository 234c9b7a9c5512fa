/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wire"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-wire.h"

/* One word that somebody uses for a state of a job. */
typedef struct
{
  const char      *word;
  AttuneJobStatus  status;
} StatusWord;

/* The words of the providers, gathered from their documents (OpenAI, Azure, Nebius, Mistral,
 * Together, Fireworks, LocalAI). Compared without regard to case, after our own words. */
static const StatusWord provider_words[] = {
  { "validating_files", ATTUNE_JOB_STATUS_VALIDATING },
  { "validated", ATTUNE_JOB_STATUS_QUEUED },
  { "pending", ATTUNE_JOB_STATUS_QUEUED },
  { "created", ATTUNE_JOB_STATUS_QUEUED },
  { "started", ATTUNE_JOB_STATUS_RUNNING },
  { "training", ATTUNE_JOB_STATUS_RUNNING },
  { "compressing", ATTUNE_JOB_STATUS_RUNNING },
  { "saving", ATTUNE_JOB_STATUS_RUNNING },
  { "writing_results", ATTUNE_JOB_STATUS_RUNNING },
  { "resuming", ATTUNE_JOB_STATUS_RUNNING },
  { "pausing", ATTUNE_JOB_STATUS_PAUSED },
  { "success", ATTUNE_JOB_STATUS_SUCCEEDED },
  { "completed", ATTUNE_JOB_STATUS_SUCCEEDED },
  { "early_stopped", ATTUNE_JOB_STATUS_SUCCEEDED },
  { "cancel_requested", ATTUNE_JOB_STATUS_CANCELLING },
  { "cancellation_requested", ATTUNE_JOB_STATUS_CANCELLING },
  { "canceled", ATTUNE_JOB_STATUS_CANCELLED },
  { "stopped", ATTUNE_JOB_STATUS_CANCELLED },
  { "failed_validation", ATTUNE_JOB_STATUS_FAILED },
  { "error", ATTUNE_JOB_STATUS_FAILED },
  { "expired", ATTUNE_JOB_STATUS_FAILED },
};

G_DEFINE_ENUM_TYPE (AttuneJobStatus, attune_job_status,
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_UPLOADING, "uploading"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_CREATING, "creating"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_VALIDATING, "validating"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_CANCELLING, "cancelling"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_SUCCEEDED, "succeeded"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_JOB_STATUS_CANCELLED, "cancelled"))

G_DEFINE_ENUM_TYPE (AttuneDeploymentStatus, attune_deployment_status,
                    G_DEFINE_ENUM_VALUE (ATTUNE_DEPLOYMENT_STATUS_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_DEPLOYMENT_STATUS_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_DEPLOYMENT_STATUS_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_DEPLOYMENT_STATUS_FAILED, "failed"))

/**
 * attune_job_status_to_string:
 * @status: a status
 *
 * The word that is stored and shown to programs. It never changes with the language.
 *
 * Returns: (transfer none): a lower-case word, "unknown" for values that are none
 */
const char *
attune_job_status_to_string (AttuneJobStatus status)
{
  static GEnumClass *klass;
  const GEnumValue *value;

  if (g_once_init_enter_pointer (&klass))
    g_once_init_leave_pointer (&klass, g_type_class_ref (ATTUNE_TYPE_JOB_STATUS));

  value = g_enum_get_value (klass, status);

  return value != NULL ? value->value_nick : "unknown";
}

/**
 * attune_job_status_from_string:
 * @text: (nullable): a word from the store or from a provider
 *
 * Reads our own words, exactly, and every known provider's, in any case and with or without the
 * prefix `JOB_STATE_`. A word that is both is ours; see attune_wire_parse_job() for answers.
 *
 * Returns: the status, %ATTUNE_JOB_STATUS_UNKNOWN for words nobody knows
 */
AttuneJobStatus
attune_job_status_from_string (const char *text)
{
  if (text == NULL)
    return ATTUNE_JOB_STATUS_UNKNOWN;

  for (guint i = ATTUNE_JOB_STATUS_UNKNOWN; i <= ATTUNE_JOB_STATUS_CANCELLED; i++)
    {
      if (g_str_equal (text, attune_job_status_to_string (i)))
        return i;
    }

  if (g_ascii_strncasecmp (text, "job_state_", strlen ("job_state_")) == 0)
    text += strlen ("job_state_");

  if (g_ascii_strncasecmp (text, "loading_", strlen ("loading_")) == 0)
    return ATTUNE_JOB_STATUS_VALIDATING;

  for (guint i = 0; i < G_N_ELEMENTS (provider_words); i++)
    {
      if (g_ascii_strcasecmp (text, provider_words[i].word) == 0)
        return provider_words[i].status;
    }

  /* "RUNNING", "CREATING": our own words, shouted. The provider does not mean our upload. */
  for (guint i = ATTUNE_JOB_STATUS_VALIDATING; i <= ATTUNE_JOB_STATUS_CANCELLED; i++)
    {
      if (g_ascii_strcasecmp (text, attune_job_status_to_string (i)) == 0)
        return i;
    }

  if (g_ascii_strcasecmp (text, "creating") == 0)
    return ATTUNE_JOB_STATUS_QUEUED;

  if (g_ascii_strcasecmp (text, "uploading") == 0)
    return ATTUNE_JOB_STATUS_RUNNING;

  return ATTUNE_JOB_STATUS_UNKNOWN;
}

/**
 * attune_wire_map_status:
 * @word: (nullable): a word from a provider's answer
 *
 * "uploading" is ours in the store and Together's for a late stage of training, so an answer's word
 * never stands for a stage that ends before the provider knows of the job.
 *
 * Returns: the status, %ATTUNE_JOB_STATUS_UNKNOWN for words nobody knows
 */
AttuneJobStatus
attune_wire_map_status (const char *word)
{
  AttuneJobStatus status = attune_job_status_from_string (word);

  if (status == ATTUNE_JOB_STATUS_UPLOADING)
    return ATTUNE_JOB_STATUS_RUNNING;

  if (status == ATTUNE_JOB_STATUS_PREPARING || status == ATTUNE_JOB_STATUS_CREATING)
    return ATTUNE_JOB_STATUS_QUEUED;

  return status;
}

/**
 * attune_job_status_get_title:
 * @status: a status
 *
 * Returns: (transfer none): one or two words for a person, translated, in header capitals
 */
const char *
attune_job_status_get_title (AttuneJobStatus status)
{
  switch (status)
    {
    case ATTUNE_JOB_STATUS_PREPARING:
      return C_("job status", "Preparing");

    case ATTUNE_JOB_STATUS_UPLOADING:
      return C_("job status", "Uploading");

    case ATTUNE_JOB_STATUS_CREATING:
      return C_("job status", "Starting");

    case ATTUNE_JOB_STATUS_VALIDATING:
      return C_("job status", "Checking Files");

    case ATTUNE_JOB_STATUS_QUEUED:
      return C_("job status", "Waiting");

    case ATTUNE_JOB_STATUS_RUNNING:
      return C_("job status", "Running");

    case ATTUNE_JOB_STATUS_PAUSED:
      return C_("job status", "Paused");

    case ATTUNE_JOB_STATUS_CANCELLING:
      return C_("job status", "Cancelling");

    case ATTUNE_JOB_STATUS_SUCCEEDED:
      return C_("job status", "Finished");

    case ATTUNE_JOB_STATUS_FAILED:
      return C_("job status", "Failed");

    case ATTUNE_JOB_STATUS_CANCELLED:
      return C_("job status", "Cancelled");

    case ATTUNE_JOB_STATUS_UNKNOWN:
    default:
      return C_("job status", "Unknown");
    }
}

/**
 * attune_job_status_is_final:
 * @status: a status
 *
 * Returns: %TRUE when nothing more can come from the job
 */
gboolean
attune_job_status_is_final (AttuneJobStatus status)
{
  return (status == ATTUNE_JOB_STATUS_SUCCEEDED ||
          status == ATTUNE_JOB_STATUS_FAILED ||
          status == ATTUNE_JOB_STATUS_CANCELLED);
}

/**
 * attune_deployment_status_to_string:
 * @status: a status
 *
 * Returns: (transfer none): the word that is stored and shown to programs
 */
const char *
attune_deployment_status_to_string (AttuneDeploymentStatus status)
{
  static GEnumClass *klass;
  const GEnumValue *value;

  if (g_once_init_enter_pointer (&klass))
    g_once_init_leave_pointer (&klass, g_type_class_ref (ATTUNE_TYPE_DEPLOYMENT_STATUS));

  value = g_enum_get_value (klass, status);

  return value != NULL ? value->value_nick : "unknown";
}

/**
 * attune_deployment_status_from_string:
 * @text: (nullable): a word from the store or from a provider
 *
 * Returns: the status, %ATTUNE_DEPLOYMENT_STATUS_UNKNOWN for words nobody knows
 */
AttuneDeploymentStatus
attune_deployment_status_from_string (const char *text)
{
  /* Nebius: validating, active, error; LocalAI: exporting, completed, failed. */
  static const struct
  {
    const char             *word;
    AttuneDeploymentStatus  status;
  } words[] = {
    { "preparing", ATTUNE_DEPLOYMENT_STATUS_PREPARING },
    { "pending", ATTUNE_DEPLOYMENT_STATUS_PREPARING },
    { "validating", ATTUNE_DEPLOYMENT_STATUS_PREPARING },
    { "exporting", ATTUNE_DEPLOYMENT_STATUS_PREPARING },
    { "ready", ATTUNE_DEPLOYMENT_STATUS_READY },
    { "active", ATTUNE_DEPLOYMENT_STATUS_READY },
    { "completed", ATTUNE_DEPLOYMENT_STATUS_READY },
    { "error", ATTUNE_DEPLOYMENT_STATUS_FAILED },
    { "failed", ATTUNE_DEPLOYMENT_STATUS_FAILED },
  };

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i].word) == 0)
      return words[i].status;

  return ATTUNE_DEPLOYMENT_STATUS_UNKNOWN;
}

/**
 * attune_deployment_status_get_title:
 * @status: a status
 *
 * Returns: (transfer none): one or two words for a person, translated, in header capitals
 */
const char *
attune_deployment_status_get_title (AttuneDeploymentStatus status)
{
  switch (status)
    {
    case ATTUNE_DEPLOYMENT_STATUS_PREPARING:
      return C_("deployment status", "Getting Ready");

    case ATTUNE_DEPLOYMENT_STATUS_READY:
      return C_("deployment status", "Ready");

    case ATTUNE_DEPLOYMENT_STATUS_FAILED:
      return C_("deployment status", "Failed");

    case ATTUNE_DEPLOYMENT_STATUS_UNKNOWN:
    default:
      return C_("deployment status", "Unknown");
    }
}
