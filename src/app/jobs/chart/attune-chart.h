/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart-frame.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHART (attune_chart_get_type ())

/**
 * AttuneChart:
 *
 * Lines over training steps. Looked at with the pointer or the arrow keys; told in words to a
 * screen reader. Properties: `title` (what it measures, translated), `unit` (AttuneChartUnit),
 * `higher-is-better` (boolean), `last-step` (double: where the axis ends, 0 when not known),
 * `summary` (read-only, the words).
 */
G_DECLARE_FINAL_TYPE (AttuneChart, attune_chart, ATTUNE, CHART, GtkWidget)

AttuneChart *attune_chart_new              (void);
void         attune_chart_add_series       (AttuneChart        *self,
                                            AttuneChartSeries  *series);
GListModel  *attune_chart_get_series       (AttuneChart        *self);
void         attune_chart_set_title        (AttuneChart        *self,
                                            const char         *title);
void         attune_chart_set_unit         (AttuneChart        *self,
                                            AttuneChartUnit     unit);
void         attune_chart_set_higher_is_better (AttuneChart    *self,
                                                gboolean        higher_is_better);
void         attune_chart_set_last_step    (AttuneChart        *self,
                                            double              last_step);
const char  *attune_chart_get_title        (AttuneChart        *self);
gboolean     attune_chart_fit_frame        (AttuneChart        *self,
                                            AttuneChartFrame   *frame,
                                            double              width,
                                            double              height);
const char  *attune_chart_get_summary      (AttuneChart        *self);
char        *attune_chart_dup_cursor_text  (AttuneChart        *self);

G_END_DECLS
