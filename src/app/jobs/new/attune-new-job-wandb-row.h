/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

/* Asks whether the service shall report to Weights & Biases, and where. */
GtkWidget *attune_new_job_wandb_row_new (AttuneNewJobState *state);

G_END_DECLS
