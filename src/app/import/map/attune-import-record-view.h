/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-import-viewer.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_RECORD_VIEW (attune_import_record_view_get_type ())

/**
 * AttuneImportRecordView:
 *
 * A record as it stands in the file, and the example that comes of it, before and after mending, with
 * buttons that lead to any other.
 */
G_DECLARE_FINAL_TYPE (AttuneImportRecordView, attune_import_record_view, ATTUNE, IMPORT_RECORD_VIEW, AdwBin)

void attune_import_record_view_set_viewer (AttuneImportRecordView  *self,
                                           AttuneImportViewer      *viewer);

G_END_DECLS
