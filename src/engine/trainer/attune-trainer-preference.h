/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-dataset.h"
#include "attune-trainer-references.h"
#include "attune-trainer-workers.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerPreference:
 *
 * Learns which of two answers is the better one: Direct Preference Optimization (Rafailov et al.,
 * 2023, equation 7). What the model held likely before the training is what it is measured by.
 */
typedef struct _AttuneTrainerPreference AttuneTrainerPreference;

AttuneTrainerPreference *attune_trainer_preference_new  (AttuneTrainerDataset     *dataset,
                                                         AttuneTrainerWorkers     *workers,
                                                         double                    beta,
                                                         AttuneTrainerReferences  *kept,
                                                         AttuneTrainerOutcome     *outcome);
void                     attune_trainer_preference_free (AttuneTrainerPreference  *self);
AttuneTrainerOutcome     attune_trainer_preference_run  (AttuneTrainerPreference  *self,
                                                         AttuneTrainerPurpose      purpose,
                                                         const guint              *examples,
                                                         guint                     n_examples,
                                                         AttuneTrainerScore       *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerPreference, attune_trainer_preference_free)

G_END_DECLS
