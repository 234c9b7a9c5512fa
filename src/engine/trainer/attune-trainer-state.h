/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-history.h"
#include "attune-trainer-optimizer.h"

G_BEGIN_DECLS

/**
 * AttuneTrainerState:
 *
 * How far a job has come. With the weights and the optimizer's moments, which are saved along with
 * it, all that is needed to go on as if nothing had happened.
 */
typedef struct
{
  guint64   fingerprint;   /* of everything that the result depends on, but for */
  guint64   base;          /* the weights that training began with */
  guint     step;          /* steps that are done */
  gboolean  is_settled;    /* and so is what follows the last of them: measures, a checkpoint */
  guint64   tokens;        /* that were trained */
  guint     best_step;     /* whose checkpoint did best on the validation file; 0 for none */
  double    best_loss;     /* there */
  GArray   *records;       /* of AttuneTrainerRecord, one for each step that is done */
} AttuneTrainerState;

AttuneTrainerState *attune_trainer_state_new     (guint64                  fingerprint,
                                                  guint64                  base);
void                attune_trainer_state_free    (AttuneTrainerState      *self);
gboolean            attune_trainer_state_save    (AttuneTrainerState      *self,
                                                  AttuneTrainerModel      *model,
                                                  AttuneTrainerOptimizer  *optimizer,
                                                  AttuneTrainerWorkers    *workers,
                                                  const char              *path,
                                                  GError                 **error);
gboolean            attune_trainer_state_restore (AttuneTrainerState      *self,
                                                  AttuneTrainerModel      *model,
                                                  AttuneTrainerOptimizer  *optimizer,
                                                  AttuneTrainerWorkers    *workers,
                                                  const char              *path,
                                                  GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerState, attune_trainer_state_free)

G_END_DECLS
