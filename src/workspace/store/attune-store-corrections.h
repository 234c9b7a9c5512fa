/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-correction.h"
#include "attune-store.h"

G_BEGIN_DECLS

DexFuture *attune_store_save_correction  (AttuneStore            *store,
                                          const char             *dataset_id,
                                          const AttuneCorrection *correction)
                                          G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_list_corrections (AttuneStore            *store,      /* AttuneCorrection */
                                          const char             *dataset_id)
                                          G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
