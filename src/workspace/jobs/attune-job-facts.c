/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-private.h"
#include "attune-json.h"
#include "attune-profile.h"

/* Why a fine-tune on this computer waits, in the engine's word. */
typedef struct
{
  const char *word;
  const char *title;
  const char *text;
} Hold;

static const Hold holds[] = {
  { "battery", NC_("job status", "Paused on Battery"),
    N_("Training goes on when this computer is plugged in. Resume it to go on now.") },
  { "power_saver", NC_("job status", "Paused to Save Power"),
    N_("Training goes on when this computer no longer saves power. Resume it to go on now.") },
  { "heat", NC_("job status", "Paused to Cool Down"),
    N_("Training goes on when this computer has cooled down. Resume it to go on now.") },
  { "insufficient_memory", NC_("job status", "Paused: Not Enough Memory"),
    N_("Memory ran out. What was learned until then is kept. Close other programs, then resume.") },
  { "storage", NC_("job status", "Paused: Disk Full"),
    N_("What was learned could not be written to the disk. Make room on it, then resume.") },
  { "invalid_base_model", NC_("job status", "Paused: Base Model Changed"),
    N_("The file of the base model is missing, damaged, or no longer the same. Put the old file back, then resume.") },
};

static const Hold *
find_hold (AttuneJob *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (holds); i++)
    if (self->row->status == ATTUNE_JOB_STATUS_PAUSED &&
        g_strcmp0 (self->row->status_text, holds[i].word) == 0)
      return &holds[i];

  return NULL;
}

/**
 * attune_job_get_id:
 * @self: a fine-tune
 *
 * Returns: (transfer none): our name for it
 */
const char *
attune_job_get_id (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->id;
}

/**
 * attune_job_get_remote_id:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): the provider's name for it, or %NULL before it has one
 */
const char *
attune_job_get_remote_id (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->remote_id;
}

/**
 * attune_job_get_title:
 * @self: a fine-tune
 *
 * Returns: (transfer none): what people call it
 */
const char *
attune_job_get_title (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->title;
}

/**
 * attune_job_get_account_id:
 * @self: a fine-tune
 *
 * Returns: (transfer none): where it is trained
 */
const char *
attune_job_get_account_id (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->account_id;
}

/**
 * attune_job_get_account_name:
 * @self: a fine-tune
 *
 * Returns: (transfer none): what the account was called when it began
 */
const char *
attune_job_get_account_name (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  /* The name of this computer was stored in the language of the day; it is a text of ours. */
  if (g_strcmp0 (self->row->account_id, ATTUNE_PROFILE_LOCAL_ID) == 0)
    return g_dgettext (GETTEXT_PACKAGE, self->row->account_name);

  return self->row->account_name;
}

/**
 * attune_job_get_dataset_id:
 * @self: a fine-tune
 *
 * Returns: (transfer none): what it is trained on; the dataset may be gone
 */
const char *
attune_job_get_dataset_id (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->dataset_id;
}

/**
 * attune_job_get_dataset_name:
 * @self: a fine-tune
 *
 * Returns: (transfer none): what the dataset was called when it began
 */
const char *
attune_job_get_dataset_name (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->dataset_name;
}

/**
 * attune_job_get_model:
 * @self: a fine-tune
 *
 * Returns: (transfer none): the base model
 */
const char *
attune_job_get_model (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->model;
}

/**
 * attune_job_get_fine_tuned_model:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): the model that came out of it
 */
const char *
attune_job_get_fine_tuned_model (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->fine_tuned_model;
}

/**
 * attune_job_get_status:
 * @self: a fine-tune
 *
 * Returns: where it stands
 */
AttuneJobStatus
attune_job_get_status (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), ATTUNE_JOB_STATUS_UNKNOWN);

  return self->row->status;
}

/**
 * attune_job_get_status_title:
 * @self: a fine-tune
 *
 * Returns: (transfer none): its status for people, translated; what they have asked for as long as
 *   the provider has not heard it; or the provider's own word where it is none that we know
 */
const char *
attune_job_get_status_title (AttuneJob *self)
{
  const Hold *hold;

  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  if (self->row->wish == ATTUNE_JOB_WISH_PAUSE && self->row->status != ATTUNE_JOB_STATUS_PAUSED)
    return C_("job status", "Pausing");

  if (self->row->wish == ATTUNE_JOB_WISH_RESUME)
    return C_("job status", "Resuming");

  if ((hold = find_hold (self)) != NULL)
    return g_dpgettext2 (GETTEXT_PACKAGE, "job status", hold->title);

  if (self->row->status_text != NULL && self->row->status != ATTUNE_JOB_STATUS_PAUSED)
    return self->row->status_text;

  return attune_job_status_get_title (self->row->status);
}

/**
 * attune_job_get_hold_text:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): what it waits for on this computer and how it goes on, in
 *   sentences, if it does
 */
const char *
attune_job_get_hold_text (AttuneJob *self)
{
  const Hold *hold;

  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return (hold = find_hold (self)) != NULL ? _(hold->text) : NULL;
}

/**
 * attune_job_get_deployment_status:
 * @self: a fine-tune
 *
 * Returns: how far its model is from being served, where a provider has to be asked for that;
 *   %ATTUNE_DEPLOYMENT_STATUS_UNKNOWN when nobody has asked
 */
AttuneDeploymentStatus
attune_job_get_deployment_status (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), ATTUNE_DEPLOYMENT_STATUS_UNKNOWN);

  return self->row->deployment_status;
}

/**
 * attune_job_get_deployment_model:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): what its model is called in a conversation once it is served
 */
const char *
attune_job_get_deployment_model (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->deployment_model;
}

/**
 * attune_job_get_deployment_error:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): a sentence on why it is not served
 */
const char *
attune_job_get_deployment_error (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->deployment_error;
}

/**
 * attune_job_get_is_active:
 * @self: a fine-tune
 *
 * Returns: whether it is still under way
 */
gboolean
attune_job_get_is_active (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), FALSE);

  return !attune_job_status_is_final (self->row->status);
}

/**
 * attune_job_get_is_stale:
 * @self: a fine-tune
 *
 * Returns: whether the provider cannot be reached just now
 */
gboolean
attune_job_get_is_stale (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), FALSE);

  return self->is_stale;
}

/**
 * attune_job_get_progress:
 * @self: a fine-tune
 *
 * While files are uploaded, how much of them is; while it is trained, the share of its steps.
 *
 * Returns: 0 to 1, or -1 when not known
 */
double
attune_job_get_progress (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), -1);

  if (self->row->status == ATTUNE_JOB_STATUS_SUCCEEDED)
    return 1;

  if (self->row->status == ATTUNE_JOB_STATUS_UPLOADING)
    return self->upload_progress;

  if (self->row->total_steps > 0)
    return CLAMP ((double)self->row->step / self->row->total_steps, 0, 1);

  return -1;
}

/**
 * attune_job_get_step:
 * @self: a fine-tune
 *
 * Returns: the newest step, 0 when not known
 */
gint64
attune_job_get_step (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), 0);

  return self->row->step;
}

/**
 * attune_job_get_total_steps:
 * @self: a fine-tune
 *
 * Returns: how many steps there will be, 0 when not known
 */
gint64
attune_job_get_total_steps (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), 0);

  return self->row->total_steps;
}

/**
 * attune_job_get_time_left:
 * @self: a fine-tune
 *
 * Returns: seconds, from the speed since this program began to watch; -1 when not known
 */
gint64
attune_job_get_time_left (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), -1);

  return self->time_left;
}

/**
 * attune_job_get_error_text:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): what went wrong and what to do, a sentence
 */
const char *
attune_job_get_error_text (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->error_text;
}

/**
 * attune_job_get_error_detail:
 * @self: a fine-tune
 *
 * Returns: (transfer none) (nullable): the raw answer behind it
 */
const char *
attune_job_get_error_detail (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  return self->row->error_detail;
}

/**
 * attune_job_get_trained_tokens:
 * @self: a fine-tune
 *
 * Returns: tokens that the provider counted, -1 when not known
 */
gint64
attune_job_get_trained_tokens (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), -1);

  return self->row->trained_tokens;
}

/**
 * attune_job_get_created_at:
 * @self: a fine-tune
 *
 * Returns: when the person pressed Start, Unix seconds
 */
gint64
attune_job_get_created_at (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), 0);

  return self->row->created_at;
}

/**
 * attune_job_get_started_at:
 * @self: a fine-tune
 *
 * Returns: when training itself began, Unix seconds, 0 before
 */
gint64
attune_job_get_started_at (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), 0);

  return self->row->started_at;
}

/**
 * attune_job_get_finished_at:
 * @self: a fine-tune
 *
 * Returns: when it ended, Unix seconds, 0 before
 */
gint64
attune_job_get_finished_at (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), 0);

  return self->row->finished_at;
}

/**
 * attune_job_get_request:
 * @self: a fine-tune
 *
 * Returns: (transfer none): the settings as they were sent
 */
AttuneJobRequest *
attune_job_get_request (AttuneJob *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB (self), NULL);

  if (self->request == NULL)
    {
      g_autoptr(JsonObject) object = attune_json_parse_object (self->row->request, -1, NULL);

      self->request = object != NULL ? attune_job_request_new_from_json (object)
                                     : attune_job_request_new ();
    }

  return self->request;
}

/**
 * attune_job_get_result_files:
 * @self: a fine-tune
 *
 * Returns: (transfer none): the provider's names for the files of results, %NULL-terminated; none
 *   as long as there are none
 */
const char * const *
attune_job_get_result_files (AttuneJob *self)
{
  static const char * const none[] = { NULL };

  g_return_val_if_fail (ATTUNE_IS_JOB (self), none);

  return self->row->result_files != NULL ? (const char * const *)self->row->result_files : none;
}
