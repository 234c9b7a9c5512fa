/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/* What a fine-tune took beside what was guessed; all of it only as far as it is known. */
typedef struct
{
  gint64  n_tokens;          /* that the service counted, -1 until it has */
  guint64 n_tokens_low;      /* the guess, 0 without one */
  guint64 n_tokens_high;
  double  price;             /* USD per 1 M tokens, -1 */
  char   *prices_as_of;      /* the day of the price, YYYY-MM-DD, or NULL */
  double  quote;             /* USD for all, as the service said before it began; 0 or less: it did not */
} AttuneJobCost;

void  attune_job_cost_init       (AttuneJobCost       *self,
                                  AttuneWorkspace     *workspace,
                                  AttuneJob           *job);
void  attune_job_cost_clear      (AttuneJobCost       *self);
char *attune_job_cost_dup_tokens (const AttuneJobCost *self);
char *attune_job_cost_dup_cost   (const AttuneJobCost *self);
char *attune_job_cost_dup_quote  (const AttuneJobCost *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneJobCost, attune_job_cost_clear)

G_END_DECLS
