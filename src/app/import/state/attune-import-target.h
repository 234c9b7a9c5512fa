/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-rules.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_TARGET (attune_import_target_get_type ())

/**
 * AttuneImportTarget:
 *
 * What the examples shall be fit for: a provider and the way in which it trains, of which the person
 * chooses one. The provider is remembered. Properties: `titles` (of what there is to choose from).
 *
 * Signals: `changed`, after which other rules apply.
 */
G_DECLARE_FINAL_TYPE (AttuneImportTarget, attune_import_target, ATTUNE, IMPORT_TARGET, GObject)

AttuneImportTarget *attune_import_target_new                   (AttuneWorkspace     *workspace);
void                attune_import_target_reset                 (AttuneImportTarget  *self);
const char * const *attune_import_target_get_titles            (AttuneImportTarget  *self);
guint               attune_import_target_get_selected          (AttuneImportTarget  *self);
void                attune_import_target_select                (AttuneImportTarget  *self,
                                                                guint                position);
void                attune_import_target_set_allows_preference (AttuneImportTarget  *self,
                                                                gboolean             allows_preference);
void                attune_import_target_fill_rules            (AttuneImportTarget  *self,
                                                                AttuneRules         *rules);

G_END_DECLS
