/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-checkpoint.h"

G_BEGIN_DECLS

GtkWidget *attune_job_checkpoint_row_new (AttuneCheckpoint *checkpoint,
                                          gboolean          is_best);

G_END_DECLS
