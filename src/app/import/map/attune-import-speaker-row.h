/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-turns.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_SPEAKER_ROW (attune_import_speaker_row_get_type ())

/**
 * AttuneImportSpeakerRow:
 *
 * What a speaker is known by in a file, and what becomes of what they say.
 *
 * Signals: `changed`, when the person changed something; `removed`, when the row shall go.
 */
G_DECLARE_FINAL_TYPE (AttuneImportSpeakerRow, attune_import_speaker_row, ATTUNE, IMPORT_SPEAKER_ROW, AdwPreferencesRow)

GtkWidget      *attune_import_speaker_row_new      (const char             *text,
                                                    AttuneTurnKind          kind,
                                                    const char             *description);
char           *attune_import_speaker_row_dup_text (AttuneImportSpeakerRow *self);
AttuneTurnKind  attune_import_speaker_row_get_kind (AttuneImportSpeakerRow *self);

G_END_DECLS
