/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-wire.h"

G_BEGIN_DECLS

char *attune_measures_csv_write (const AttuneMeasures *measures,
                                 gsize                 n_measures);

G_END_DECLS
