/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_CHART (attune_job_chart_get_type ())

/**
 * AttuneJobChart:
 *
 * How a fine-tune is going: loss and accuracy as charts with a legend, and as a table. Properties:
 * `points` (GListModel of AttuneJobPoint), `total-steps` (int64, 0 when not known).
 */
G_DECLARE_FINAL_TYPE (AttuneJobChart, attune_job_chart, ATTUNE, JOB_CHART, AdwBin)

AttuneJobChart *attune_job_chart_new             (void);
GListModel     *attune_job_chart_get_points      (AttuneJobChart  *self);
void            attune_job_chart_set_points      (AttuneJobChart  *self,
                                                  GListModel      *points);
void            attune_job_chart_set_total_steps (AttuneJobChart  *self,
                                                  gint64           total_steps);

G_END_DECLS
