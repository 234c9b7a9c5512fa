/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-account.h"
#include "attune-dataset.h"
#include "attune-job-request.h"
#include "attune-model.h"

G_BEGIN_DECLS

/* What a fine-tune will take, as far as it can be known; every figure is "about". */
typedef struct
{
  guint64 n_tokens_per_epoch;
  guint   n_epochs_low;         /* the same as high when the person chose it */
  guint   n_epochs_high;
  double  cost_low;             /* USD, -1 when no price is known */
  double  cost_high;
  gint64  seconds;              /* on this computer, from its measured speed; -1 when not known */
} AttuneEstimate;

void  attune_estimate_make     (AttuneEstimate    *estimate,
                                AttuneDataset     *dataset,
                                AttuneModel       *model,
                                AttuneJobRequest  *request,
                                double             tokens_per_second);
char *attune_estimate_to_text  (const AttuneEstimate *estimate); /* a sentence or two, translated */

G_END_DECLS
