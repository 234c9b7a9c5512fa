/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-store.h"

G_BEGIN_DECLS

typedef struct
{
  char   *id;
  char   *name;
  char   *source_name;
  gint64  n_training;
  gint64  n_validation;
  gint64  size;            /* bytes of both files */
  gint64  text_bytes;      /* of the training examples' texts, without the JSON around them */
  gint64  text_tokens;     /* of the training examples, in ATTUNE_SHARED_ENCODING */
  gint64  created_at;
  gboolean tokens_are_exact; /* else they are estimated */
} AttuneDatasetRow;

void       attune_dataset_row_free         (AttuneDatasetRow       *row);
DexFuture *attune_store_list_datasets      (AttuneStore            *store)  /* AttuneDatasetRow */
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_insert_dataset     (AttuneStore            *store,
                                            const AttuneDatasetRow *row)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_update_dataset     (AttuneStore            *store,
                                            const AttuneDatasetRow *row)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_rename_dataset     (AttuneStore            *store,
                                            const char             *id,
                                            const char             *name)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_dataset_deleted (AttuneStore           *store,
                                            const char             *id,
                                            gint64                  deleted_at)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_purge              (AttuneStore            *store)  /* the ids of what stays, datasets and fine-tunes: strings */
                                            G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneDatasetRow, attune_dataset_row_free)

G_END_DECLS
