/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-checkpoint.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

void attune_job_model_files_save (GtkWidget        *widget,
                                  AttuneWorkspace  *workspace,
                                  AttuneJob        *job,
                                  AttuneCheckpoint *checkpoint); /* NULL: the last one */

G_END_DECLS
