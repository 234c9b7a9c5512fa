/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_HISTOGRAM_CHART (attune_histogram_chart_get_type ())

/**
 * AttuneHistogramChart:
 *
 * How many examples have how many tokens, as columns. Each is named when the pointer is over it;
 * for those who do not see it, the whole is one picture with a sentence as its name, and whoever
 * shows it offers the figures as a table beside it.
 */
G_DECLARE_FINAL_TYPE (AttuneHistogramChart, attune_histogram_chart, ATTUNE, HISTOGRAM_CHART, GtkWidget)

void  attune_histogram_chart_set_bins (AttuneHistogramChart  *self,
                                       GArray                *bins);  /* of AttuneHistogramBin */
char *attune_histogram_bin_dup_title  (gconstpointer          bin);   /* "100 to 199 tokens" */

G_END_DECLS
