/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-search-hit.h"
#include "attune-store.h"

G_BEGIN_DECLS

DexFuture *attune_store_search     (AttuneStore  *store,        /* AttuneSearchResult */
                                    const char   *query,
                                    GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_index_more (AttuneStore  *store) G_GNUC_WARN_UNUSED_RESULT;   /* int */

G_END_DECLS
