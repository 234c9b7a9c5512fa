/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-engine-child.h"
#include "attune-engine-training.h"
#include "attune-trainer-codes.h"

G_BEGIN_DECLS

/* What the trainer goes on from, below the folder of the job. */
#define ATTUNE_ENGINE_TRAINING_FILE(name) ATTUNE_ENGINE_JOB_FOLDER_MODEL G_DIR_SEPARATOR_S name
#define ATTUNE_ENGINE_TRAINING_STATE      ATTUNE_ENGINE_TRAINING_FILE (ATTUNE_TRAINER_STATE)

/* A run: attune-engine-training.c starts and stops the trainer, -lines.c makes events of what it
 * says, -end.c judges how it ended. */
struct _AttuneEngineTraining
{
  GObject            parent_instance;

  AttuneEngineJob   *job;
  AttuneEngineFiles *files;
  char              *program;
  AttuneEngineChild *child;

  AttuneEngineStamp  base_stamp;      /* of the base, before the trainer reads it */
  gint64             known_step;      /* the newest step that has its event already */
  gint64             start_step;
  gint64             started_at;      /* of training proper, monotonic; 0 before */
  gint64             total_steps;
  gint64             trained_tokens;
  gboolean           has_validation;
  JsonObject        *metrics;         /* of a step whose validation may still come */
  JsonObject        *error;           /* the trainer's last word, when it is a bad one */
  gboolean           is_done;
  gboolean           is_cancelled;
  gboolean           is_paused;
  gboolean           is_held;
  gboolean           is_suspended;
};

gboolean attune_engine_training_add_event   (AttuneEngineTraining  *self,
                                             const char            *level,
                                             JsonObject            *metrics,
                                             GError               **error,
                                             const char            *format,
                                             ...) G_GNUC_PRINTF (5, 6);
gboolean attune_engine_training_save_job    (AttuneEngineTraining  *self,
                                             GError               **error);
gboolean attune_engine_training_flush       (AttuneEngineTraining  *self,
                                             GError               **error);
gboolean attune_engine_training_take_line   (AttuneEngineTraining  *self,
                                             const char            *text,
                                             GError               **error);
gboolean attune_engine_training_is_stopped  (AttuneEngineTraining  *self);
gboolean attune_engine_training_has_learned (AttuneEngineTraining  *self);
gboolean attune_engine_training_finish      (AttuneEngineTraining  *self,
                                             GError               **error);

G_END_DECLS
