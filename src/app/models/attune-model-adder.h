/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

gboolean attune_model_adder_knows (GFile           *file);
void     attune_model_adder_add   (GtkWidget       *widget,
                                   AttuneWorkspace *workspace,
                                   GFile           *file);
void     attune_model_adder_ask   (GtkWidget       *widget,
                                   AttuneWorkspace *workspace);

void     attune_model_adder_tell  (GtkWidget       *widget,
                                   AttuneModel     *model);

G_END_DECLS
