/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-model.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MODEL_ROW (attune_model_row_get_type ())

/* A model in a list, and what can be done with it. */
G_DECLARE_FINAL_TYPE (AttuneModelRow, attune_model_row, ATTUNE, MODEL_ROW, AdwBin)

GtkWidget *attune_model_row_new       (void);
void       attune_model_row_set_model (AttuneModelRow *self,
                                       AttuneModel    *model);

void       attune_model_row_set_forms (AttuneModelRow *self,
                                       gboolean        can_save_model,
                                       gboolean        can_save_adapter);

G_END_DECLS
