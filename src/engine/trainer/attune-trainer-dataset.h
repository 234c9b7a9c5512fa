/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-tokenizer.h"

G_BEGIN_DECLS

/* One example as the model sees it. */
typedef struct
{
  gint32 *tokens;
  guint8 *is_target;   /* for each token: 1 where the model is to learn to say it */
  guint   n_tokens;
  guint   n_targets;   /* never 0 */
} AttuneTrainerWindow;

/**
 * AttuneTrainerDataset:
 *
 * The examples of a file as tokens.
 */
typedef struct _AttuneTrainerDataset AttuneTrainerDataset;

AttuneTrainerDataset      *attune_trainer_dataset_new             (const char              *path,
                                                                   AttuneTrainerTokenizer  *tokenizer,
                                                                   guint                    context,
                                                                   gboolean                 has_pairs,
                                                                   guint64                 *bad_line,
                                                                   GError                 **error);
void                       attune_trainer_dataset_free            (AttuneTrainerDataset    *self);
guint                      attune_trainer_dataset_get_n_windows   (AttuneTrainerDataset    *self);
const AttuneTrainerWindow *attune_trainer_dataset_get_window      (AttuneTrainerDataset    *self,
                                                                   guint                    index);
const AttuneTrainerWindow *attune_trainer_dataset_get_rejected    (AttuneTrainerDataset    *self,
                                                                   guint                    index);
guint64                    attune_trainer_dataset_get_n_tokens    (AttuneTrainerDataset    *self);
guint                      attune_trainer_dataset_get_n_cut       (AttuneTrainerDataset    *self);
guint                      attune_trainer_dataset_get_n_left_out  (AttuneTrainerDataset    *self);
guint                      attune_trainer_dataset_get_max_tokens  (AttuneTrainerDataset    *self);
guint                      attune_trainer_dataset_get_max_targets (AttuneTrainerDataset    *self);
guint64                    attune_trainer_dataset_get_hash        (AttuneTrainerDataset    *self);
guint                     *attune_trainer_dataset_shuffle         (AttuneTrainerDataset    *self,
                                                                   guint64                  seed,
                                                                   guint                    epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerDataset, attune_trainer_dataset_free)

G_END_DECLS
