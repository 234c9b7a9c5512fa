/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chart-frame.h"
#include "attune-wire.h"

G_BEGIN_DECLS

/* What is measured at a step of training, as the person sees it. */
typedef enum
{
  ATTUNE_MEASURE_TRAIN_LOSS,
  ATTUNE_MEASURE_VALID_LOSS,
  ATTUNE_MEASURE_FULL_VALID_LOSS,
  ATTUNE_MEASURE_TRAIN_ACCURACY,
  ATTUNE_MEASURE_VALID_ACCURACY,
  ATTUNE_MEASURE_FULL_VALID_ACCURACY,
  ATTUNE_N_MEASURES
} AttuneMeasure;

double          attune_measure_get_value (AttuneMeasure         self,
                                          const AttuneMeasures *measures);
gboolean        attune_measure_is_there  (AttuneMeasure         self,
                                          const AttuneMeasures *measures,
                                          gsize                 n_measures);
const char     *attune_measure_get_title (AttuneMeasure         self);
const char     *attune_measure_get_name  (AttuneMeasure         self);
AttuneChartUnit attune_measure_get_unit  (AttuneMeasure         self);

G_END_DECLS
