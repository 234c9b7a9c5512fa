/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-measure"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-point.h"
#include "attune-measure.h"

static double
get_train_loss (gpointer item)
{
  return attune_job_point_get_measures (item)->train_loss;
}

static double
get_valid_loss (gpointer item)
{
  return attune_job_point_get_measures (item)->valid_loss;
}

static double
get_full_valid_loss (gpointer item)
{
  return attune_job_point_get_measures (item)->full_valid_loss;
}

static double
get_train_accuracy (gpointer item)
{
  return attune_job_point_get_measures (item)->train_accuracy;
}

static double
get_valid_accuracy (gpointer item)
{
  return attune_job_point_get_measures (item)->valid_accuracy;
}

static double
get_full_valid_accuracy (gpointer item)
{
  return attune_job_point_get_measures (item)->full_valid_accuracy;
}

static const struct
{
  AttuneChartValueFunc  func;
  const char           *title;
  AttuneChartUnit       unit;
} measures[ATTUNE_N_MEASURES] = {
  [ATTUNE_MEASURE_TRAIN_LOSS] =
    { get_train_loss, N_("Training Loss"), ATTUNE_CHART_UNIT_NUMBER },
  [ATTUNE_MEASURE_VALID_LOSS] =
    { get_valid_loss, N_("Validation Loss"), ATTUNE_CHART_UNIT_NUMBER },
  [ATTUNE_MEASURE_FULL_VALID_LOSS] =
    { get_full_valid_loss, N_("Full Validation Loss"), ATTUNE_CHART_UNIT_NUMBER },
  [ATTUNE_MEASURE_TRAIN_ACCURACY] =
    { get_train_accuracy, N_("Training Accuracy"), ATTUNE_CHART_UNIT_PERCENT },
  [ATTUNE_MEASURE_VALID_ACCURACY] =
    { get_valid_accuracy, N_("Validation Accuracy"), ATTUNE_CHART_UNIT_PERCENT },
  [ATTUNE_MEASURE_FULL_VALID_ACCURACY] =
    { get_full_valid_accuracy, N_("Full Validation Accuracy"), ATTUNE_CHART_UNIT_PERCENT },
};

/**
 * attune_measure_get_step:
 * @item: (type AttuneJobPoint): the measures of a step
 *
 * Returns: the step
 */
double
attune_measure_get_step (gpointer item)
{
  return attune_job_point_get_measures (item)->step;
}

/**
 * attune_measure_get_func:
 * @self: what is measured
 *
 * Returns: the function that reads it from an #AttuneJobPoint
 */
AttuneChartValueFunc
attune_measure_get_func (AttuneMeasure self)
{
  g_return_val_if_fail (self < ATTUNE_N_MEASURES, NULL);

  return measures[self].func;
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

  return _(measures[self].title);
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

  return measures[self].unit;
}
