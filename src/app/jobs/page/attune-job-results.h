/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

void attune_job_results_save (GtkWidget       *widget,
                              AttuneWorkspace *workspace,
                              AttuneJob       *job);

G_END_DECLS
