/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_CARD (attune_job_card_get_type ())

/**
 * AttuneJobCard:
 *
 * A fine-tune in the list of them. Properties: `workspace` and `job`.
 */
G_DECLARE_FINAL_TYPE (AttuneJobCard, attune_job_card, ATTUNE, JOB_CARD, AdwBin)

AttuneJobCard *attune_job_card_new     (AttuneWorkspace *workspace);
AttuneJob     *attune_job_card_get_job (AttuneJobCard   *self);
void           attune_job_card_set_job (AttuneJobCard   *self,
                                        AttuneJob       *job);

G_END_DECLS
