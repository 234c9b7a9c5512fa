/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-dataset.h"
#include "attune-model.h"

G_BEGIN_DECLS

/* The row of a model that a training can begin with. */
GtkWidget *attune_new_job_model_row_new      (AttuneModel    *model,
                                              AttuneDataset  *dataset,   /* or NULL */
                                              const char     *refusal,   /* or NULL */
                                              GtkCheckButton *radio);
char      *attune_new_job_model_row_dup_text (AttuneModel    *model,
                                              AttuneDataset  *dataset);  /* or NULL */

G_END_DECLS
