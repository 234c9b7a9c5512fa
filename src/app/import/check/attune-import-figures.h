/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-report.h"

G_BEGIN_DECLS

/* Fills a row with what the examples of a file are like, in place of what it had. */
void attune_import_figures_fill (AdwExpanderRow  *row,
                                 AttuneReport    *report);

G_END_DECLS
