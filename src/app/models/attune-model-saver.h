/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace-model-save.h"

G_BEGIN_DECLS

void attune_model_saver_ask (GtkWidget       *widget,
                             AttuneWorkspace *workspace,
                             AttuneModel     *model,
                             AttuneModelForm  form);

G_END_DECLS
