/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-fingerprint"

#include "config.h"

#include <stdio.h>

#include "attune-engine-fingerprint.h"
#include "attune-trainer-backend.h"
#include "attune-trainer-model.h"

/**
 * attune_engine_fingerprint:
 * @path: (type filename): the base of an adapter
 * @error: return location for %ATTUNE_ERROR_ENGINE
 *
 * Writes to standard output what the trainer says of a base when it begins (`base_weights`), as it
 * is now. Meant for a process of its own: the weights are loaded for that.
 *
 * Returns: %FALSE when it is no model that adapters are trained for
 */
gboolean
attune_engine_fingerprint (const char  *path,
                           GError     **error)
{
  g_autoptr(AttuneTrainerMemory) memory = attune_trainer_memory_new (0);
  g_autoptr(AttuneTrainerModel) model = NULL;

  if (!attune_trainer_backend_load (error) ||
      !(model = attune_trainer_model_load (path, ATTUNE_TRAINER_TUNE_ADAPTER, memory, error)))
    return FALSE;

  printf (ATTUNE_TRAINER_HASH_FORMAT "\n", attune_trainer_model_hash_weights (model));

  return TRUE;
}
