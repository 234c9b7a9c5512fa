/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-choices.h"
#include "attune-preview.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_VIEWER (attune_import_viewer_get_type ())

/**
 * AttuneImportViewer:
 *
 * Shows one entry of a file at a time, with whatever recipe and remedies: read on a thread, shortly
 * after the last of several changes. Properties: `position`, `n-entries` (that can be stepped
 * through), `preview` (AttunePreview, as a pointer; NULL when there is none).
 */
G_DECLARE_FINAL_TYPE (AttuneImportViewer, attune_import_viewer, ATTUNE, IMPORT_VIEWER, GObject)

AttuneImportViewer *attune_import_viewer_new           (void);
void                attune_import_viewer_set_file      (AttuneImportViewer   *self,
                                                        const char           *path,
                                                        AttuneImportChoices  *choices,
                                                        guint                 n_records);
void                attune_import_viewer_set_scan      (AttuneImportViewer   *self,
                                                        AttuneScan           *scan);
void                attune_import_viewer_set_recipe    (AttuneImportViewer   *self,
                                                        AttuneRecipe         *recipe);
void                attune_import_viewer_set_remedies  (AttuneImportViewer   *self,
                                                        guint64               remedies);
guint               attune_import_viewer_get_position  (AttuneImportViewer   *self);
void                attune_import_viewer_set_position  (AttuneImportViewer   *self,
                                                        guint                 position);
guint               attune_import_viewer_get_n_entries (AttuneImportViewer   *self);
guint               attune_import_viewer_find_problem  (AttuneImportViewer   *self);
AttunePreview      *attune_import_viewer_get_preview   (AttuneImportViewer   *self);

G_END_DECLS
