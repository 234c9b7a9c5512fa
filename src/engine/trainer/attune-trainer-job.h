/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-trainer-codes.h"
#include "attune-trainer-config.h"
#include "attune-trainer-optimizer.h"
#include "attune-trainer-preference.h"
#include "attune-trainer-state.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerJob:
 *
 * Everything that a job works with: attune-trainer-job.c sets it up, -state.c keeps how far it is, and
 * -lines.c tells of it. Whoever sets a GError sets the code of the error line along
 * with it.
 */
typedef struct
{
  AttuneTrainerConfig    *config;
  AttuneTrainerMemory    *memory;
  AttuneTrainerModel     *model;
  AttuneTrainerDataset   *training;
  AttuneTrainerDataset   *validation;      /* NULL when there is none */
  AttuneTrainerWorkers   *workers;
  AttuneTrainerPreference *preference;            /* of pairs; else NULL */
  AttuneTrainerPreference *validation_preference;
  AttuneTrainerOptimizer *optimizer;
  guint64                 fingerprint;     /* of everything that the result depends on, but for */
  guint64                 base;            /* the weights of the base model */
  AttuneTrainerState     *state;           /* NULL before the one that is kept has been looked for */
  char                   *state_path;
  guint                  *order;           /* of the examples in the epoch that is trained */
  guint                   steps_per_epoch;
  guint                   total_steps;
  guint                   validation_interval;
  gint64                  last_save;       /* monotonic, microseconds */
  gint64                  step_time;       /* that the last step took, microseconds; 0 before */
  gboolean                has_kept_part;   /* what is saved is further on than the last step */
  const char             *error_code;
  guint64                 error_line;
} AttuneTrainerJob;

gboolean attune_trainer_job_prepare       (AttuneTrainerJob      *self,
                                           const char            *config_path,
                                           GError               **error);
gboolean attune_trainer_job_measure_references (AttuneTrainerJob *self,
                                                GError          **error);
gboolean attune_trainer_job_restore_state (AttuneTrainerJob      *self,
                                           GError               **error);
gboolean attune_trainer_job_save_state    (AttuneTrainerJob      *self,
                                           GError               **error);
void     attune_trainer_job_remove_state  (AttuneTrainerJob      *self);
gboolean attune_trainer_job_is_save_due   (AttuneTrainerJob      *self);
guint    attune_trainer_job_count_done    (AttuneTrainerJob      *self,
                                           AttuneTrainerPurpose   purpose);
gboolean attune_trainer_job_check_outcome (AttuneTrainerJob      *self,
                                           AttuneTrainerOutcome   outcome,
                                           GError               **error);
void     attune_trainer_job_report        (JsonObject            *line);
void     attune_trainer_job_report_start  (AttuneTrainerJob      *self);
void     attune_trainer_job_report_step   (AttuneTrainerJob      *self,
                                           AttuneTrainerMeasure   measure,
                                           double                 learning_rate,
                                           double                 tokens_per_second);
void     attune_trainer_job_report_validation (AttuneTrainerJob     *self,
                                               AttuneTrainerMeasure  measure,
                                               gboolean              full);
void     attune_trainer_job_clear         (AttuneTrainerJob      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneTrainerJob, attune_trainer_job_clear)

G_END_DECLS
