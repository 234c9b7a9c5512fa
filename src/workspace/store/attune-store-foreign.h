/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-store-jobs.h"

G_BEGIN_DECLS

/* Fine-tunes that were begun elsewhere with the same account, and what is fetched of them. */

DexFuture *attune_store_adopt_jobs      (AttuneStore *store,       /* int: how many are new */
                                         const char  *account_id,
                                         GPtrArray   *rows)        /* AttuneJobRow */
                                         G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_list_remote_ids (AttuneStore *store,       /* GPtrArray of strings */
                                         const char  *account_id)
                                         G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_name_job        (AttuneStore *store,
                                         const char  *id,
                                         const char  *dataset_id,
                                         const char  *dataset_name)
                                         G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_claim_rescue    (AttuneStore *store,       /* string: the id of the dataset */
                                         const char  *account_id,
                                         const char  *file_ids,
                                         const char  *dataset_id)
                                         G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
