/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-scan.h"

G_BEGIN_DECLS

void     attune_scan_kind_adapt (AttuneScan         *training,
                                 AttuneRecipe       *recipe);
gboolean attune_scan_kind_check (AttuneScan         *training,
                                 AttuneSource       *source,
                                 AttuneExampleKind   kind,
                                 GError            **error);

G_END_DECLS
