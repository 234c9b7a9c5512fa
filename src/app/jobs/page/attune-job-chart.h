/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-job-point-list.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_CHART (attune_job_chart_get_type ())

/**
 * AttuneJobChart:
 *
 * How a fine-tune is going: loss and accuracy as charts with a legend, as a table, and what they
 * mean. Its button of advice names the action `job.chat-with` of the page around it. Properties:
 * `title` (the name of the fine-tune), `total-steps` (int64, 0 when not known).
 */
G_DECLARE_FINAL_TYPE (AttuneJobChart, attune_job_chart, ATTUNE, JOB_CHART, AdwBin)

AttuneJobChart *attune_job_chart_new             (void);
void            attune_job_chart_set_points      (AttuneJobChart     *self,
                                                  AttuneJobPointList *points);
void            attune_job_chart_set_checkpoints (AttuneJobChart     *self,
                                                  GListModel         *checkpoints);
void            attune_job_chart_set_note        (AttuneJobChart     *self,
                                                  const char         *note);
void            attune_job_chart_set_title       (AttuneJobChart     *self,
                                                  const char         *title);
void            attune_job_chart_save            (AttuneJobChart     *self);
void            attune_job_chart_set_total_steps (AttuneJobChart  *self,
                                                  gint64           total_steps);

G_END_DECLS
