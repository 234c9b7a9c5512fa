/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-measures-csv"

#include "config.h"

#include <math.h>

#include "attune-measure.h"
#include "attune-measures-csv.h"

static void
append_row (GString              *text,
            const AttuneMeasures *measures,
            const gboolean       *is_there)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%" G_GINT64_FORMAT, measures->step);

  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    {
      double value = attune_measure_get_value (i, measures);

      if (!is_there[i])
        continue;

      g_string_append_c (text, ',');
      if (isfinite (value))
        g_string_append (text, g_ascii_dtostr (buffer, sizeof buffer, value));
    }

  g_string_append_c (text, '\n');
}

/**
 * attune_measures_csv_write:
 * @measures: (array length=n_measures): what was measured
 * @n_measures: how many steps
 *
 * Returns: (transfer full): a CSV with a line for each step and the protocol's names above; a cell
 *   is empty where something was not measured, and what was never measured has no column
 */
char *
attune_measures_csv_write (const AttuneMeasures *measures,
                           gsize                 n_measures)
{
  g_autoptr(GString) text = g_string_new ("step");
  gboolean is_there[ATTUNE_N_MEASURES];

  g_return_val_if_fail (measures != NULL || n_measures == 0, NULL);

  for (guint i = 0; i < ATTUNE_N_MEASURES; i++)
    {
      is_there[i] = attune_measure_is_there (i, measures, n_measures);

      if (is_there[i])
        g_string_append_printf (text, ",%s", attune_measure_get_name (i));
    }

  g_string_append_c (text, '\n');

  for (gsize i = 0; i < n_measures; i++)
    append_row (text, &measures[i], is_there);

  return g_string_free_and_steal (g_steal_pointer (&text));
}
