/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-figures"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-stats.h"
#include "attune-format.h"
#include "attune-histogram-chart.h"

#include "attune-import-figures.h"

#define ROWS_KEY "attune-figures"

/* Columns that can be told apart at the width of a phone. */
#define N_BARS 24
#define CHART_HEIGHT 150

/* Languages of which there is less are not worth a line. */
#define MIN_LANGUAGE_SHARE 0.005

static void
add_row (AdwExpanderRow *expander,
         const char     *title,
         const char     *value)
{
  GPtrArray *rows = g_object_get_data (G_OBJECT (expander), ROWS_KEY);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  gtk_widget_add_css_class (row, "property");
  adw_expander_row_add_row (expander, row);
  g_ptr_array_add (rows, row);
}

static void
add_measure (AdwExpanderRow      *expander,
             AttuneReport        *report,
             AttuneReportMeasure  measure,
             const char          *title)
{
  const AttuneHistogram *histogram = attune_report_get_histogram (report, measure);
  g_autofree char *median = NULL;
  g_autofree char *high = NULL;
  g_autofree char *maximum = NULL;
  g_autofree char *total = NULL;
  g_autofree char *text = NULL;

  if (histogram == NULL || histogram->n_values == 0 || histogram->max == 0)
    return;

  median = attune_format_count (attune_histogram_get_percentile (histogram, 50));
  high = attune_format_count (attune_histogram_get_percentile (histogram, 95));
  maximum = attune_format_count (histogram->max);
  total = attune_format_count (histogram->total);

  /* Translators: all four are numbers. */
  text = g_strdup_printf (_("Half have at most %1$s, nearly all at most %2$s, the longest %3$s; %4$s in all"),
                          median, high, maximum, total);
  add_row (expander, title, text);
}

static GArray *
make_bins (const AttuneHistogram *histogram)
{
  GArray *bins = g_array_new (FALSE, FALSE, sizeof (AttuneHistogramBin));
  guint64 bars[N_BARS];
  guint32 width = attune_histogram_get_bars (histogram, bars, N_BARS);

  for (guint i = 0; i < N_BARS; i++)
    {
      AttuneHistogramBin bin = {
        .low = (guint64)i * width,
        .high = i + 1 < N_BARS ? (guint64)(i + 1) * width : G_MAXUINT64,
        .n_examples = bars[i],
      };

      g_array_append_val (bins, bin);
    }

  return bins;
}

/* What it shows is said in words in the row below it. */
static void
add_chart (AdwExpanderRow *expander,
           AttuneReport   *report)
{
  const AttuneHistogram *histogram = attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS);
  GPtrArray *rows = g_object_get_data (G_OBJECT (expander), ROWS_KEY);
  g_autoptr(GArray) bins = NULL;
  GtkWidget *row;
  GtkWidget *chart;

  if (histogram == NULL || histogram->n_values < 2 || histogram->max == 0)
    return;

  bins = make_bins (histogram);
  chart = g_object_new (ATTUNE_TYPE_HISTOGRAM_CHART, NULL);
  attune_histogram_chart_set_bins (ATTUNE_HISTOGRAM_CHART (chart), bins);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Histogram of tokens per example"),
                                  -1);
  gtk_widget_set_size_request (chart, -1, CHART_HEIGHT);
  gtk_widget_set_margin_top (chart, 12);
  gtk_widget_set_margin_bottom (chart, 12);
  gtk_widget_set_margin_start (chart, 12);
  gtk_widget_set_margin_end (chart, 12);

  row = adw_preferences_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), chart);
  adw_expander_row_add_row (expander, row);
  g_ptr_array_add (rows, row);
}

static void
add_languages (AdwExpanderRow *expander,
               AttuneReport   *report)
{
  guint64 n_examples = attune_report_get_n_examples (report);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parts = NULL;
  g_autofree char *text = NULL;

  for (int language = 0; language < ATTUNE_N_LANGUAGES; language++)
    {
      guint64 count = attune_report_get_language_count (report, language);
      double share = n_examples > 0 ? (double)count / (double)n_examples : 0;
      g_autofree char *percent = attune_format_percent (share);

      if (share >= MIN_LANGUAGE_SHARE)
        /* Translators: the name of a language, and a percentage. */
        g_strv_builder_take (builder, g_strdup_printf (_("%s %s"), attune_language_get_name (language), percent));
    }

  parts = g_strv_builder_end (builder);
  text = g_strjoinv (", ", parts);

  if (text[0] != '\0')
    add_row (expander, _("Languages"), text);
}

static void
add_count (AdwExpanderRow *expander,
           const char     *title,
           guint64         count,
           gboolean        is_exact)
{
  g_autofree char *number = attune_format_count (count);
  g_autofree char *text = NULL;

  /* Translators: %s is a number that is only estimated. */
  text = is_exact ? g_strdup (number) : g_strdup_printf (_("About %s"), number);
  add_row (expander, title, text);
}

void
attune_import_figures_fill (AdwExpanderRow *row,
                            AttuneReport   *report)
{
  GPtrArray *rows;
  gboolean is_exact;
  guint64 count;

  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));
  g_return_if_fail (ATTUNE_IS_REPORT (report));

  rows = g_object_get_data (G_OBJECT (row), ROWS_KEY);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    adw_expander_row_remove (row, g_ptr_array_index (rows, i));

  g_object_set_data_full (G_OBJECT (row), ROWS_KEY, g_ptr_array_new (),
                          (GDestroyNotify)g_ptr_array_unref);

  add_chart (row, report);
  add_measure (row, report, ATTUNE_REPORT_TOKENS, _("Tokens per Example"));
  add_measure (row, report, ATTUNE_REPORT_CHARACTERS, _("Characters per Example"));
  add_measure (row, report, ATTUNE_REPORT_TURNS, _("Messages per Example"));
  add_languages (row, report);
  count = attune_report_get_n_questions (report, &is_exact);
  add_count (row, _("Different Questions"), count, is_exact);
  count = attune_report_get_n_system_texts (report, &is_exact);
  add_count (row, _("Different System Texts"), count, is_exact);
}
