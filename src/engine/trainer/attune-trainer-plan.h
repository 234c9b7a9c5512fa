/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-memory.h"
#include "attune-trainer-model.h"

G_BEGIN_DECLS

/* What a training is like, as far as its memory goes. */
typedef struct
{
  const char               *base;
  AttuneTrainerTuning       tuning;
  AttuneTrainerLoraOptions  lora;
  guint                     n_workers;
  guint                     max_tokens;    /* in the longest example */
  guint                     max_targets;   /* in the one that has most to learn */
  guint                     n_windows;     /* that there is to be room for; 0 for one a worker */
} AttuneTrainerPlan;

void     attune_trainer_plan_fit        (AttuneTrainerPlan        *self,
                                         guint64                   limit);
gboolean attune_trainer_plan_get_memory (const AttuneTrainerPlan  *self,
                                         guint64                  *bytes,
                                         GError                  **error);

G_END_DECLS
