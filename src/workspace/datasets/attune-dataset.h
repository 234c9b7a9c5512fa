/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_DATASET (attune_dataset_get_type ())

/**
 * AttuneDataset:
 *
 * Checked examples that the person keeps, as JSONL files in the data folder. Properties: `id`,
 * `name`, `source-name` (the file it came from), `training-path`, `validation-path` (NULL without
 * one), `n-training`, `n-validation` (uint64), `size` (bytes, uint64), `created-at` (int64),
 * `tokens-are-exact` (boolean).
 *
 * Signals: `files-changed`, when the files were written anew: who has them open opens them again.
 */
G_DECLARE_FINAL_TYPE (AttuneDataset, attune_dataset, ATTUNE, DATASET, GObject)

const char *attune_dataset_get_id              (AttuneDataset *self);
const char *attune_dataset_get_name            (AttuneDataset *self);
const char *attune_dataset_get_source_name     (AttuneDataset *self);
const char *attune_dataset_get_training_path   (AttuneDataset *self);
const char *attune_dataset_get_validation_path (AttuneDataset *self);
guint64     attune_dataset_get_n_training      (AttuneDataset *self);
guint64     attune_dataset_get_n_validation    (AttuneDataset *self);
guint64     attune_dataset_get_size            (AttuneDataset *self);
gint64      attune_dataset_get_created_at      (AttuneDataset *self);
gboolean    attune_dataset_get_tokens_are_exact (AttuneDataset *self);
const AttuneImportResult *attune_dataset_get_import_result (AttuneDataset *self);

G_END_DECLS
