/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-outcome.h"
#include "attune-import-remedies.h"
#include "attune-import-split.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FORECAST (attune_import_forecast_get_type ())

/**
 * AttuneImportForecast:
 *
 * What comes of a file with the remedies and the split that the person wants, counted anew whenever
 * these change. Property: `outcome` (the last one stays until the new one is there).
 *
 * Signals: `finished`, after each count.
 */
G_DECLARE_FINAL_TYPE (AttuneImportForecast, attune_import_forecast, ATTUNE, IMPORT_FORECAST, GObject)

AttuneImportForecast *attune_import_forecast_new         (AttuneImportRemedies  *remedies,
                                                          AttuneImportSplit     *split);
void                  attune_import_forecast_set_scan    (AttuneImportForecast  *self,
                                                          AttuneScan            *scan);
void                  attune_import_forecast_stop        (AttuneImportForecast  *self);
AttuneImportOutcome  *attune_import_forecast_get_outcome (AttuneImportForecast  *self);

G_END_DECLS
