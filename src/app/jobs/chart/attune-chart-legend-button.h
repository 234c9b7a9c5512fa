/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart-series.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHART_LEGEND_BUTTON (attune_chart_legend_button_get_type ())

/* Shows how a line is drawn and what it is called; checked while the line is shown. Hidden as
 * long as the line has no points. */
G_DECLARE_FINAL_TYPE (AttuneChartLegendButton, attune_chart_legend_button, ATTUNE, CHART_LEGEND_BUTTON, AdwBin)

AttuneChartLegendButton *attune_chart_legend_button_new (AttuneChartSeries *series);

G_END_DECLS
