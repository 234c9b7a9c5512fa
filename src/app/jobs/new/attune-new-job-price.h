/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace-plans.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_PRICE (attune_new_job_price_get_type ())

/**
 * AttuneNewJobPrice:
 *
 * What a service itself says that a fine-tune would cost. It is asked once for everything that it
 * depends on.
 *
 * Signals: `changed`, when the service has answered, or could not be asked.
 */
G_DECLARE_FINAL_TYPE (AttuneNewJobPrice, attune_new_job_price, ATTUNE, NEW_JOB_PRICE, GObject)

AttuneNewJobPrice *attune_new_job_price_new           (AttuneWorkspace    *workspace);
void               attune_new_job_price_ask           (AttuneNewJobPrice  *self,
                                                       AttuneAccount      *account,
                                                       AttuneDataset      *dataset,
                                                       AttuneJobRequest   *request);
void               attune_new_job_price_forget        (AttuneNewJobPrice  *self);
gboolean           attune_new_job_price_get_is_asking (AttuneNewJobPrice  *self);
double             attune_new_job_price_get_price     (AttuneNewJobPrice  *self);  /* USD, -1 not told */
const GError      *attune_new_job_price_get_error     (AttuneNewJobPrice  *self);

G_END_DECLS
