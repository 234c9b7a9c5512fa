/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-plan"

#include "config.h"

#include "attune-trainer-optimizer.h"
#include "attune-trainer-plan.h"

/* Everything that a job sets up, with an account that only counts. */
static gboolean
set_up (const AttuneTrainerPlan  *self,
        AttuneTrainerMemory      *memory,
        GError                  **error)
{
  g_autoptr(AttuneTrainerModel) model = NULL;
  g_autoptr(AttuneTrainerWorkers) workers = NULL;
  g_autoptr(AttuneTrainerOptimizer) optimizer = NULL;

  if ((model = attune_trainer_model_load (self->base, self->tuning, memory, error)) == NULL)
    return FALSE;

  if (attune_trainer_model_is_frozen (model) &&
      !attune_trainer_model_add_lora (model, &self->lora, memory, error))
    return FALSE;

  workers = attune_trainer_workers_new (model, memory, self->n_workers,
                                        MAX (self->n_windows, self->n_workers),
                                        self->max_tokens, self->max_targets, NULL, error);

  return workers != NULL &&
         (optimizer = attune_trainer_optimizer_new (model, workers, 1, memory, error)) != NULL;
}

static gboolean
fits (const AttuneTrainerPlan *self,
      guint64                  limit)
{
  g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new_plan (limit);

  return set_up (self, memory, NULL);
}

/**
 * attune_trainer_plan_fit:
 * @self: (inout): a plan
 * @limit: bytes of memory
 *
 * Each worker has memory of its own: as many as there is memory for, and one at least, which says
 * then what is missing. Room for several short examples at once is worth less than another worker.
 */
void
attune_trainer_plan_fit (AttuneTrainerPlan *self,
                         guint64            limit)
{
  while (!fits (self, limit))
    if (self->n_windows > self->n_workers)
      self->n_windows = self->n_workers;
    else if (self->n_workers > 1)
      self->n_windows = --self->n_workers;
    else
      return;
}

/**
 * attune_trainer_plan_get_memory:
 * @self: a plan
 * @bytes: (out): what the training takes, as its own account will count
 * @error: return location for an error
 *
 * Takes a moment, and hardly any memory.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_ENGINE when the model cannot be trained
 */
gboolean
attune_trainer_plan_get_memory (const AttuneTrainerPlan  *self,
                                guint64                  *bytes,
                                GError                  **error)
{
  g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new_plan (0);

  if (!set_up (self, memory, error))
    return FALSE;

  *bytes = attune_trainer_memory_get_claimed (memory);

  return TRUE;
}
