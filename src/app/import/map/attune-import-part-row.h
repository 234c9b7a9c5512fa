/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_PART_ROW (attune_import_part_row_get_type ())

/**
 * AttuneImportPartRow:
 *
 * What a part of an example is made of: fields and texts, one below the other, as buttons that can be
 * added and removed. Properties: `title`, `placeholder` (what stands there while there is none).
 *
 * Signals: `changed`, when the person changed something; `turns-chosen`, when it shall be made of
 * turns instead.
 */
G_DECLARE_FINAL_TYPE (AttuneImportPartRow, attune_import_part_row, ATTUNE, IMPORT_PART_ROW, AdwPreferencesRow)

void                attune_import_part_row_set_placeholder (AttuneImportPartRow  *self,
                                                            const char           *placeholder);
void                attune_import_part_row_set_takes_turns (AttuneImportPartRow *self,
                                                            gboolean              takes_turns);
void                attune_import_part_row_set_fields      (AttuneImportPartRow  *self,
                                                            GListModel           *fields);
const char * const *attune_import_part_row_get_paragraphs  (AttuneImportPartRow  *self);
void                attune_import_part_row_set_paragraphs  (AttuneImportPartRow  *self,
                                                            const char * const   *paragraphs);
void                attune_import_part_row_add_paragraph   (AttuneImportPartRow  *self,
                                                            const char           *paragraph);

G_END_DECLS
