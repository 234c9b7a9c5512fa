/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A loss and an accuracy; both NaN where nothing was measured. */
typedef struct
{
  double loss;
  double accuracy;
} AttuneTrainerMeasure;

#define ATTUNE_TRAINER_NOT_MEASURED ((AttuneTrainerMeasure) { NAN, NAN })

/* What one step showed. Doubles only: an array of these is saved as an array of doubles. */
typedef struct
{
  AttuneTrainerMeasure training;
  AttuneTrainerMeasure validation;
} AttuneTrainerRecord;

gboolean attune_trainer_history_write_csv (GArray      *records,
                                           const char  *path,
                                           GError     **error);

G_END_DECLS
