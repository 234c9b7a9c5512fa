/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_NEW_JOB_DIALOG (attune_new_job_dialog_get_type ())

/* From a dataset to a started fine-tune: what to learn from, which model, settings, review. */
G_DECLARE_FINAL_TYPE (AttuneNewJobDialog, attune_new_job_dialog, ATTUNE, NEW_JOB_DIALOG, AdwDialog)

AttuneNewJobDialog *attune_new_job_dialog_new       (AttuneWorkspace *workspace,
                                                     AttuneDataset   *dataset);
AttuneNewJobDialog *attune_new_job_dialog_new_again (AttuneWorkspace *workspace,
                                                     AttuneJob       *job);

G_END_DECLS
