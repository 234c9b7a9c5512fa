/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-import-state.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FACTS (attune_import_facts_get_type ())

/**
 * AttuneImportFacts:
 *
 * What a file is made of, as rows that can be changed; a change reads the file again. Property:
 * `state`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportFacts, attune_import_facts, ATTUNE, IMPORT_FACTS, AdwPreferencesGroup)

void attune_import_facts_set_state (AttuneImportFacts  *self,
                                    AttuneImportState  *state);

G_END_DECLS
