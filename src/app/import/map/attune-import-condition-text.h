/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-condition.h"

G_BEGIN_DECLS

char     *attune_import_condition_dup_text (const AttuneCondition *condition);
gboolean  attune_import_conditions_equal   (GPtrArray             *a,
                                            GPtrArray             *b);

G_END_DECLS
