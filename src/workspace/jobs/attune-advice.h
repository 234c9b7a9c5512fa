/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-wire.h"

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_ADVICE_NONE,
  ATTUNE_ADVICE_BY_HEART,      /* the validation loss has turned up */
  ATTUNE_ADVICE_NOT_LEARNING,  /* the training loss does not fall */
  ATTUNE_ADVICE_DIVERGED,      /* the training loss is no number any more, or went away upwards */
} AttuneAdviceKind;

/* What the curves of a run say to somebody who knows how to read them. */
typedef struct
{
  AttuneAdviceKind kind;
  gint64           step;       /* since when, 0 where that says nothing */
} AttuneAdvice;

void  attune_advice_find     (AttuneAdvice         *self,
                              const AttuneMeasures *measures,
                              gsize                 n_measures);
char *attune_advice_dup_text (const AttuneAdvice   *self,
                              gint64                checkpoint_step);

G_END_DECLS
