/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-passes.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerBatch:
 *
 * The windows of a step, dealt to workers, and what came of each so far.
 */
typedef struct _AttuneTrainerBatch AttuneTrainerBatch;

/* What is done of a window, in numbers only, since they are saved as such. */
typedef struct
{
  double is_done;
  double loss;
  double n_targets;
  double n_correct;
} AttuneTrainerPart;

/* Asked after each pass, which took so many microseconds, whether to pause. */
typedef gboolean (*AttuneTrainerPauseFunc) (gint64   last_pass,
                                            gpointer user_data);

guint                 attune_trainer_batch_choose_room  (guint                              n_windows,
                                                         guint                              n_workers,
                                                         guint                              largest);
AttuneTrainerBatch   *attune_trainer_batch_new          (const AttuneTrainerWindow * const *windows,
                                                         guint                              n_windows,
                                                         const double                      *gradient_scales,
                                                         guint                              n_workers,
                                                         guint                              max_tokens,
                                                         guint                              max_targets);
void                  attune_trainer_batch_free         (AttuneTrainerBatch                *self);
guint                 attune_trainer_batch_get_n_passes (AttuneTrainerBatch                *self);
void                  attune_trainer_batch_restore      (AttuneTrainerBatch                *self,
                                                         GArray                            *parts);
void                  attune_trainer_batch_save         (AttuneTrainerBatch                *self,
                                                         GArray                            *parts);
void                  attune_trainer_batch_run          (AttuneTrainerBatch                *self,
                                                         AttuneTrainerPurpose               purpose,
                                                         guint                              worker,
                                                         AttuneTrainerPasses               *passes,
                                                         AttuneTrainerPauseFunc             should_pause,
                                                         gpointer                           user_data);
gboolean              attune_trainer_batch_is_over      (AttuneTrainerBatch                *self,
                                                         AttuneTrainerOutcome              *outcome);
void                  attune_trainer_batch_get_scores   (AttuneTrainerBatch                *self,
                                                         AttuneTrainerScore                *scores);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerBatch, attune_trainer_batch_free)

G_END_DECLS
