/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-verify"

#include "config.h"

#include <glib/gi18n-lib.h>

#include <llama.h>

#include "attune-engine-verify.h"
#include "attune-error.h"
#include "attune-trainer-backend.h"

/**
 * attune_engine_verify:
 * @model: (type filename): a model
 * @adapter: (type filename) (nullable): an adapter of it
 * @error: return location for %ATTUNE_ERROR_ENGINE
 *
 * Loads files as every program does that uses them. Meant for a process of its own, since libllama
 * ends it when a file is broken badly enough.
 *
 * Returns: whether they can be loaded, and belong together
 */
gboolean
attune_engine_verify (const char  *model,
                      const char  *adapter,
                      GError     **error)
{
  struct llama_model *loaded;
  gboolean is_right = FALSE;

  if (!attune_trainer_backend_load (error))
    return FALSE;

  if ((loaded = llama_model_load_from_file (model, llama_model_default_params ())) != NULL)
    {
      /* Goes with the model. */
      is_right = adapter == NULL || llama_adapter_lora_init (loaded, adapter) != NULL;
      llama_model_free (loaded);
    }

  if (!is_right)
    attune_set_error (error, ATTUNE_ERROR_ENGINE, adapter != NULL ? adapter : model,
                      _("The file of this model cannot be loaded any more. Train it again."));

  return is_right;
}
