/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-new-job-state.h"

G_BEGIN_DECLS

/* A row for one setting of a provider: “Automatic”, or a value. */
GtkWidget *attune_new_job_setting_row_new      (AttuneNewJobState    *state,
                                                const AttuneSetting  *setting);
GtkWidget *attune_new_job_setting_row_new_seed (AttuneNewJobState    *state);

G_END_DECLS
