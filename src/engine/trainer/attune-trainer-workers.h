/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-passes.h"
#include "attune-trainer-team.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerWorkers:
 *
 * Run the windows of a batch at the same time, each worker its own share on a thread of its own.
 * That needs memory for each of them, but hardly any waiting: threads that compute one window
 * together have to meet a thousand times for it, and stand still whenever another program has one
 * of their processors.
 */
typedef struct _AttuneTrainerWorkers AttuneTrainerWorkers;

/* How far a batch is, for who saves that: as many numbers as there are windows,
 * times ATTUNE_TRAINER_PART_SIZE. */
#define ATTUNE_TRAINER_PART_SIZE 4

/* Called in the midst of a batch, while nobody computes. */
typedef void (*AttuneTrainerKeepFunc) (gpointer user_data);

AttuneTrainerWorkers       *attune_trainer_workers_new           (AttuneTrainerModel                *model,
                                                                  AttuneTrainerMemory               *memory,
                                                                  guint                              n_threads,
                                                                  guint                              max_windows,
                                                                  guint                              max_tokens,
                                                                  guint                              max_targets,
                                                                  AttuneTrainerStopFunc              should_stop,
                                                                  GError                           **error);
void                        attune_trainer_workers_free          (AttuneTrainerWorkers              *self);
guint                       attune_trainer_workers_get_n_workers (AttuneTrainerWorkers              *self);
AttuneTrainerTeam          *attune_trainer_workers_get_team      (AttuneTrainerWorkers              *self);
struct ggml_tensor * const *attune_trainer_workers_get_gradients (AttuneTrainerWorkers              *self,
                                                                  guint                              worker);
void                        attune_trainer_workers_set_keep      (AttuneTrainerWorkers              *self,
                                                                  AttuneTrainerKeepFunc              keep,
                                                                  gpointer                           user_data);
void                        attune_trainer_workers_set_keep_time (AttuneTrainerWorkers              *self,
                                                                  gint64                             time,
                                                                  gint64                             latest);
const double               *attune_trainer_workers_get_part      (AttuneTrainerWorkers              *self,
                                                                  AttuneTrainerPurpose               purpose,
                                                                  guint                             *n_numbers);
void                        attune_trainer_workers_set_part      (AttuneTrainerWorkers              *self,
                                                                  AttuneTrainerPurpose               purpose,
                                                                  const double                      *numbers,
                                                                  guint                              n_numbers);
AttuneTrainerOutcome        attune_trainer_workers_run_each      (AttuneTrainerWorkers              *self,
                                                                  AttuneTrainerPurpose               purpose,
                                                                  const AttuneTrainerWindow * const *windows,
                                                                  guint                              n_windows,
                                                                  const double                      *gradient_scales,
                                                                  AttuneTrainerScore                *scores);
AttuneTrainerOutcome        attune_trainer_workers_run           (AttuneTrainerWorkers              *self,
                                                                  AttuneTrainerPurpose               purpose,
                                                                  const AttuneTrainerWindow * const *windows,
                                                                  guint                              n_windows,
                                                                  double                             gradient_scale,
                                                                  AttuneTrainerScore                *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerWorkers, attune_trainer_workers_free)

G_END_DECLS
