/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

/**
 * AttuneCost:
 *
 * What a fine-tune of one model of one account takes, and how to say so.
 */
typedef struct
{
  gboolean        is_local;     /* on this computer: time instead of money */
  AttuneEstimate  estimate;
  char           *account;      /* its name */
  char           *model_id;     /* NULL where no price is known */
  char           *prices_as_of; /* YYYY-MM-DD; NULL on this computer */
  char           *title;        /* “OpenAI · GPT-4.1 mini” */
  char           *cost;         /* “about $0.42”; NULL when it is not known */
  char           *details;      /* epochs, tokens, the date of the prices */
} AttuneCost;

void       attune_cost_free            (AttuneCost               *self);
char      *attune_cost_dup_month       (const char               *iso_date);
GPtrArray *attune_workspace_list_costs (AttuneWorkspace          *self,
                                        const AttuneTokenFigures *figures);
GPtrArray *attune_workspace_list_account_costs (AttuneWorkspace  *self,
                                        AttuneAccount            *account,
                                        const AttuneTokenFigures *figures);
char      *attune_cost_dup_afterwards  (AttuneModel              *model);
char      *attune_cost_dup_price       (AttuneModel              *model);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneCost, attune_cost_free)

G_END_DECLS
