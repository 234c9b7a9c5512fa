/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-job-point-list.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MEASURES_DIALOG (attune_measures_dialog_get_type ())

/* What the chart shows, as a table: for exact figures, and for people who do not see the chart. */
G_DECLARE_FINAL_TYPE (AttuneMeasuresDialog, attune_measures_dialog, ATTUNE, MEASURES_DIALOG, AdwDialog)

AttuneMeasuresDialog *attune_measures_dialog_new (AttuneJobPointList *points);

G_END_DECLS
