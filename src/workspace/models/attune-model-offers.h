/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-model-offer.h"

G_BEGIN_DECLS

GPtrArray *attune_model_offers_load (const char   *folder,                 /* AttuneModelOffer */
                                     double        operations_per_second,
                                     char       ***problems);

G_END_DECLS
