/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-remedy.h"
#include "attune-selection.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_OUTCOME (attune_import_outcome_get_type ())

/**
 * AttuneImportOutcome:
 *
 * How many examples some remedies and a split lead to, why the others are left out, and how many each
 * remedy is about. Immutable; made on a thread, shown on pages.
 */
G_DECLARE_FINAL_TYPE (AttuneImportOutcome, attune_import_outcome, ATTUNE, IMPORT_OUTCOME, GObject)

AttuneImportOutcome *attune_import_outcome_new            (AttuneScan           *scan,
                                                           guint64               remedies,
                                                           const AttuneSplit    *split);
guint64              attune_import_outcome_get_count      (AttuneImportOutcome  *self,
                                                           AttuneFate            fate);
guint64              attune_import_outcome_get_reason     (AttuneImportOutcome  *self,
                                                           AttuneIssueKind       kind);
guint64              attune_import_outcome_get_n_left_out (AttuneImportOutcome  *self);
guint64              attune_import_outcome_get_affected   (AttuneImportOutcome  *self,
                                                           AttuneRemedy          remedy);
guint64              attune_import_outcome_get_n_examples (AttuneImportOutcome  *self);

G_END_DECLS
