/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-dataset.h"
#include "attune-store-datasets.h"
#include "attune-tokenizer.h"

G_BEGIN_DECLS

#define ATTUNE_TRAINING_FILE_NAME   "training.jsonl"
#define ATTUNE_VALIDATION_FILE_NAME "validation.jsonl"

AttuneDataset *attune_dataset_new             (const char             *folder,
                                               const AttuneDatasetRow *row);
void           attune_dataset_apply           (AttuneDataset          *self,
                                               const AttuneDatasetRow *row);
void           attune_dataset_set_import_result (AttuneDataset        *self,
                                               const AttuneImportResult *result);
void           attune_dataset_tell_files_changed (AttuneDataset      *self);
guint64        attune_dataset_get_text_bytes  (AttuneDataset          *self);
guint64        attune_dataset_get_text_tokens (AttuneDataset          *self);
gboolean       attune_workspace_measure_files (const char             *folder,
                                               AttuneDatasetRow       *row,
                                               AttuneTokenizer        *tokenizer,
                                               GCancellable           *cancellable,
                                               GError                **error);

G_END_DECLS
