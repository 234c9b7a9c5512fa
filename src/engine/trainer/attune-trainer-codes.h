/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* The codes of the trainer's error lines, and so of a job that failed. */
#define ATTUNE_TRAINER_CODE_CONFIG      "invalid_config"
#define ATTUNE_TRAINER_CODE_BASE_MODEL  "invalid_base_model"
#define ATTUNE_TRAINER_CODE_TRAINING    "invalid_training_file"
#define ATTUNE_TRAINER_CODE_VALIDATION  "invalid_validation_file"
#define ATTUNE_TRAINER_CODE_MEMORY      "insufficient_memory"
#define ATTUNE_TRAINER_CODE_STORAGE     "storage"
#define ATTUNE_TRAINER_CODE_DIVERGED    "diverged"
#define ATTUNE_TRAINER_CODE_INTERNAL    "internal"

/* What it goes on from, in its output folder: the state, and of pairs what the base model made of
 * them. */
#define ATTUNE_TRAINER_STATE                 "state.gguf"
#define ATTUNE_TRAINER_REFERENCES            "references.gguf"
#define ATTUNE_TRAINER_VALIDATION_REFERENCES "validation-references.gguf"
