/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-account.h"
#include "attune-dataset-survey.h"
#include "attune-dataset.h"
#include "attune-example-stats.h"
#include "attune-job-request.h"
#include "attune-model.h"
#include "attune-report.h"

G_BEGIN_DECLS

/* What is known of the examples to train on. */
typedef struct
{
  guint64                   n_examples;
  guint64                   n_bytes;      /* of their texts; 0 when not known */
  guint64                   n_tokens;     /* in ATTUNE_SHARED_ENCODING */
  gboolean                  is_exact;     /* the tokens were counted; else they are estimated */
  const AttuneExampleStats *stats;        /* the tokens of each, or NULL */
} AttuneTokenFigures;

/* What a fine-tune will take, as far as it can be known; every figure but exact tokens is "about". */
typedef struct
{
  guint64 n_tokens_per_epoch;   /* those that a provider bills */
  gboolean is_exact;            /* just so many, in the vocabulary of the model */
  guint   n_epochs_low;         /* the same as high when the person chose it */
  guint   n_epochs_high;
  double  cost_low;             /* USD, -1 when no price is known */
  double  cost_high;
  gint64  seconds;              /* on this computer, from its measured speed; -1 when not known */
  gint64  pass_seconds;         /* that the longest example takes, of which nothing is kept; else 0 */
  guint64 memory;               /* bytes for the longest example, as far as it is known; else 0 */
  guint64 most_memory;          /* bytes that training on this computer takes at most; else 0 */
  guint64 least_memory;         /* bytes without which it cannot be done; 0 when not known */
} AttuneEstimate;

void  attune_token_figures_init        (AttuneTokenFigures       *figures,
                                        AttuneReport             *report);
void  attune_token_figures_init_for_dataset (AttuneTokenFigures  *figures,
                                             AttuneDataset       *dataset);
void  attune_estimate_make_for_details (AttuneEstimate           *estimate,
                                        const AttuneTokenFigures *figures,
                                        const AttuneModelDetails *details);
void  attune_estimate_make             (AttuneEstimate           *estimate,
                                        AttuneDataset            *dataset,
                                        AttuneModel              *model,
                                        AttuneJobRequest         *request,
                                        double                    tokens_per_second);
void  attune_estimate_make_for_figures (AttuneEstimate           *estimate,
                                        const AttuneTokenFigures *figures,
                                        AttuneModel              *model,
                                        AttuneJobRequest         *request,
                                        double                    tokens_per_second);
void  attune_estimate_make_for_survey  (AttuneEstimate           *estimate,
                                        AttuneDataset            *dataset,
                                        const AttuneDatasetSurvey *survey, /* NULL: not surveyed */
                                        AttuneModel              *model,
                                        AttuneJobRequest         *request,
                                        double                    tokens_per_second);
char *attune_estimate_to_text          (const AttuneEstimate     *estimate); /* a sentence or two, translated */
char *attune_estimate_dup_cost         (const AttuneEstimate     *estimate); /* in a few words, or NULL */
char *attune_estimate_dup_loss         (const AttuneEstimate     *estimate); /* a sentence, or NULL */
char *attune_estimate_dup_epochs       (const AttuneEstimate     *estimate);

G_END_DECLS
