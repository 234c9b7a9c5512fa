/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-wire"

#include "config.h"

#include "attune-wire.h"

G_DEFINE_BOXED_TYPE (AttuneModelInfo, attune_model_info,
                     attune_model_info_ref, attune_model_info_unref)
G_DEFINE_BOXED_TYPE (AttuneFileInfo, attune_file_info,
                     attune_file_info_ref, attune_file_info_unref)
G_DEFINE_BOXED_TYPE (AttuneJobInfo, attune_job_info,
                     attune_job_info_ref, attune_job_info_unref)
G_DEFINE_BOXED_TYPE (AttuneEventInfo, attune_event_info,
                     attune_event_info_ref, attune_event_info_unref)
G_DEFINE_BOXED_TYPE (AttuneCheckpointInfo, attune_checkpoint_info,
                     attune_checkpoint_info_ref, attune_checkpoint_info_unref)
G_DEFINE_BOXED_TYPE (AttuneDeploymentInfo, attune_deployment_info,
                     attune_deployment_info_ref, attune_deployment_info_unref)

static void
clear_model_info (gpointer data)
{
  AttuneModelInfo *self = data;

  g_free (self->id);
  g_free (self->owned_by);
  g_free (self->shutdown_date);
  g_free (self->details);
}

static void
clear_file_info (gpointer data)
{
  AttuneFileInfo *self = data;

  g_free (self->id);
  g_free (self->filename);
  g_free (self->purpose);
  g_free (self->status);
}

static void
clear_job_info (gpointer data)
{
  AttuneJobInfo *self = data;

  g_free (self->id);
  g_free (self->model);
  g_free (self->fine_tuned_model);
  g_free (self->status_text);
  g_free (self->held_by);
  g_free (self->training_file);
  g_free (self->validation_file);
  g_strfreev (self->result_files);
  g_free (self->nonce);
  g_free (self->suffix);
  g_free (self->error_code);
  g_free (self->error_message);
}

static void
clear_event_info (gpointer data)
{
  AttuneEventInfo *self = data;

  g_free (self->id);
  g_free (self->level);
  g_free (self->message);
}

static void
clear_checkpoint_info (gpointer data)
{
  AttuneCheckpointInfo *self = data;

  g_free (self->id);
  g_free (self->model);
  g_strfreev (self->result_files);
}

static void
clear_deployment_info (gpointer data)
{
  AttuneDeploymentInfo *self = data;

  g_free (self->id);
  g_free (self->model);
  g_free (self->status_text);
  g_free (self->reason);
}

/**
 * attune_model_info_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
AttuneModelInfo *
attune_model_info_ref (AttuneModelInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_model_info_unref:
 * @self: (transfer full): a record
 */
void
attune_model_info_unref (AttuneModelInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_model_info);
}

/**
 * attune_file_info_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
AttuneFileInfo *
attune_file_info_ref (AttuneFileInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_file_info_unref:
 * @self: (transfer full): a record
 */
void
attune_file_info_unref (AttuneFileInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_file_info);
}

/**
 * attune_job_info_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
AttuneJobInfo *
attune_job_info_ref (AttuneJobInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_job_info_unref:
 * @self: (transfer full): a record
 */
void
attune_job_info_unref (AttuneJobInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_job_info);
}

/**
 * attune_event_info_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
AttuneEventInfo *
attune_event_info_ref (AttuneEventInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_event_info_unref:
 * @self: (transfer full): a record
 */
void
attune_event_info_unref (AttuneEventInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_event_info);
}

/**
 * attune_checkpoint_info_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
AttuneCheckpointInfo *
attune_checkpoint_info_ref (AttuneCheckpointInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_checkpoint_info_unref:
 * @self: (transfer full): a record
 */
void
attune_checkpoint_info_unref (AttuneCheckpointInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_checkpoint_info);
}

/**
 * attune_deployment_info_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
AttuneDeploymentInfo *
attune_deployment_info_ref (AttuneDeploymentInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_deployment_info_unref:
 * @self: (transfer full): a record
 */
void
attune_deployment_info_unref (AttuneDeploymentInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_deployment_info);
}
