/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-measure"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-measure.h"

/* The names are those of the protocol (the `metrics` of an event). */
static const struct
{
  gsize            offset;
  const char      *title;
  const char      *name;
  AttuneChartUnit  unit;
} table[ATTUNE_N_MEASURES] = {
  [ATTUNE_MEASURE_TRAIN_LOSS] =
    { G_STRUCT_OFFSET (AttuneMeasures, train_loss), N_("Training Loss"), "train_loss",
      ATTUNE_CHART_UNIT_NUMBER },
  [ATTUNE_MEASURE_VALID_LOSS] =
    { G_STRUCT_OFFSET (AttuneMeasures, valid_loss), N_("Validation Loss"), "valid_loss",
      ATTUNE_CHART_UNIT_NUMBER },
  [ATTUNE_MEASURE_FULL_VALID_LOSS] =
    { G_STRUCT_OFFSET (AttuneMeasures, full_valid_loss), N_("Full Validation Loss"), "full_valid_loss",
      ATTUNE_CHART_UNIT_NUMBER },
  [ATTUNE_MEASURE_TRAIN_ACCURACY] =
    { G_STRUCT_OFFSET (AttuneMeasures, train_accuracy), N_("Training Accuracy"), "train_mean_token_accuracy",
      ATTUNE_CHART_UNIT_PERCENT },
  [ATTUNE_MEASURE_VALID_ACCURACY] =
    { G_STRUCT_OFFSET (AttuneMeasures, valid_accuracy), N_("Validation Accuracy"), "valid_mean_token_accuracy",
      ATTUNE_CHART_UNIT_PERCENT },
  [ATTUNE_MEASURE_FULL_VALID_ACCURACY] =
    { G_STRUCT_OFFSET (AttuneMeasures, full_valid_accuracy), N_("Full Validation Accuracy"), "full_valid_mean_token_accuracy",
      ATTUNE_CHART_UNIT_PERCENT },
};

/**
 * attune_measure_get_value:
 * @self: what is measured
 * @measures: a step
 *
 * Returns: what was measured there, NAN when it was not
 */
double
attune_measure_get_value (AttuneMeasure         self,
                          const AttuneMeasures *measures)
{
  g_return_val_if_fail (self < ATTUNE_N_MEASURES, NAN);

  return G_STRUCT_MEMBER (double, measures, table[self].offset);
}

/**
 * attune_measure_is_there:
 * @self: what is measured
 * @measures: (array length=n_measures): steps
 * @n_measures: how many
 *
 * Returns: whether it was measured at any of them
 */
gboolean
attune_measure_is_there (AttuneMeasure         self,
                         const AttuneMeasures *measures,
                         gsize                 n_measures)
{
  for (gsize i = 0; i < n_measures; i++)
    {
      if (isfinite (attune_measure_get_value (self, &measures[i])))
        return TRUE;
    }

  return FALSE;
}

/**
 * attune_measure_get_title:
 * @self: what is measured
 *
 * Returns: (transfer none): its name, translated
 */
const char *
attune_measure_get_title (AttuneMeasure self)
{
  g_return_val_if_fail (self < ATTUNE_N_MEASURES, NULL);

  return _(table[self].title);
}

/**
 * attune_measure_get_name:
 * @self: what is measured
 *
 * Returns: (transfer none): its name for programs
 */
const char *
attune_measure_get_name (AttuneMeasure self)
{
  g_return_val_if_fail (self < ATTUNE_N_MEASURES, NULL);

  return table[self].name;
}

/**
 * attune_measure_get_unit:
 * @self: what is measured
 *
 * Returns: how its values are written
 */
AttuneChartUnit
attune_measure_get_unit (AttuneMeasure self)
{
  g_return_val_if_fail (self < ATTUNE_N_MEASURES, ATTUNE_CHART_UNIT_NUMBER);

  return table[self].unit;
}
