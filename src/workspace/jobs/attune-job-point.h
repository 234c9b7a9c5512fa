/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-wire.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_POINT (attune_job_point_get_type ())

/* The measures of one step. Properties: `step` (int64), `train-loss`, `train-accuracy`,
 * `valid-loss`, `valid-accuracy` (double, NAN where not measured). */
G_DECLARE_FINAL_TYPE (AttuneJobPoint, attune_job_point, ATTUNE, JOB_POINT, GObject)

AttuneJobPoint       *attune_job_point_new          (const AttuneMeasures *measures);
const AttuneMeasures *attune_job_point_get_measures (AttuneJobPoint       *self);

G_END_DECLS
