/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-cost.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_COST_LIST (attune_cost_list_get_type ())

/**
 * AttuneCostList:
 *
 * What a fine-tune with some examples costs: a row for each account and base model. Follows the
 * accounts of its workspace; shows nothing before it has one and knows figures. Properties:
 * `workspace` (AttuneWorkspace).
 */
G_DECLARE_FINAL_TYPE (AttuneCostList, attune_cost_list, ATTUNE, COST_LIST, AdwPreferencesGroup)

GtkWidget *attune_cost_list_new           (void);
void       attune_cost_list_set_workspace (AttuneCostList           *self,
                                           AttuneWorkspace          *workspace);
void       attune_cost_list_set_figures   (AttuneCostList           *self,
                                           const AttuneTokenFigures *figures);

G_END_DECLS
