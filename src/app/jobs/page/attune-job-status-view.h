/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-job.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_STATUS_VIEW (attune_job_status_view_get_type ())

/**
 * AttuneJobStatusView:
 *
 * How a fine-tune stands, how long it will take, why it failed, and what to do then. Property:
 * `job`. Its buttons name actions of the page around it: `job.cancel`, `job.chat`, `job.pause`,
 * `job.resume`,
 * `job.show-dataset`, `job.show-account`, `job.train-again`.
 */
G_DECLARE_FINAL_TYPE (AttuneJobStatusView, attune_job_status_view, ATTUNE, JOB_STATUS_VIEW, AdwBin)

AttuneJob *attune_job_status_view_get_job (AttuneJobStatusView  *self);
void       attune_job_status_view_set_job (AttuneJobStatusView  *self,
                                           AttuneJob            *job);

/* Which of its buttons are shown, beside *Cancel*. */
typedef enum
{
  ATTUNE_JOB_OFFER_CHAT   = 1 << 0,
  ATTUNE_JOB_OFFER_PAUSE  = 1 << 1,
  ATTUNE_JOB_OFFER_RESUME = 1 << 2,
} AttuneJobOffers;

void       attune_job_status_view_set_offers (AttuneJobStatusView *self,
                                              AttuneJobOffers      offers);

G_END_DECLS
