/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edits.h"

G_BEGIN_DECLS

GArray *attune_example_issues_scan    (AttuneExampleFile    *file,
                                       GCancellable         *cancellable,
                                       GError              **error);
GArray *attune_example_issues_overlay (GArray               *issues,
                                       AttuneExampleFile    *file,
                                       AttuneEdits          *edits);
void    attune_example_issues_place   (const AttuneExample  *example,
                                       guint64               issues,
                                       GArray               *places);

G_END_DECLS
