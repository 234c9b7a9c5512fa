/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-codes.h"
#include "attune-trainer-config.h"
#include "attune-trainer-optimizer.h"
#include "attune-trainer-preference.h"
#include "attune-trainer-state.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerJob:
 *
 * Everything that a job works with. Whoever sets a GError sets the code of the error line along
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
  AttuneTrainerState     *state;
  char                   *state_path;
  guint                  *order;           /* of the examples in the epoch that is trained */
  guint                   steps_per_epoch;
  guint                   total_steps;
  guint                   validation_interval;
  gint64                  last_save;       /* monotonic, microseconds */
  gboolean                has_kept_part;   /* what is saved is further on than the last step */
  const char             *error_code;
  guint64                 error_line;
} AttuneTrainerJob;

gboolean attune_trainer_job_prepare       (AttuneTrainerJob      *self,
                                           const char            *config_path,
                                           GError               **error);
gboolean attune_trainer_job_save_state    (AttuneTrainerJob      *self,
                                           GError               **error);
gboolean attune_trainer_job_is_save_due   (AttuneTrainerJob      *self);
guint    attune_trainer_job_count_done    (AttuneTrainerJob      *self);
gboolean attune_trainer_job_check_outcome (AttuneTrainerJob      *self,
                                           AttuneTrainerOutcome   outcome,
                                           GError               **error);
void     attune_trainer_job_clear         (AttuneTrainerJob      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneTrainerJob, attune_trainer_job_clear)

G_END_DECLS
