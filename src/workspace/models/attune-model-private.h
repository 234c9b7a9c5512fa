/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-account.h"
#include "attune-model.h"
#include "attune-store-models.h"

G_BEGIN_DECLS

AttuneModel *attune_model_new     (AttuneAccount        *account,
                                   const AttuneModelRow *row);
gboolean     attune_model_is_same (AttuneModel          *self,
                                   AttuneModel          *other);

G_END_DECLS
