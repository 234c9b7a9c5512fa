/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-wire.h"

G_BEGIN_DECLS

gint64 attune_missing_steps_count (const AttuneMeasures *measures,
                                   gsize                 n_measures,
                                   gint64                last_step);

G_END_DECLS
