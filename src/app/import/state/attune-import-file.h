/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FILE (attune_import_file_get_type ())

/**
 * AttuneImportFile:
 *
 * A file that was chosen: what it is called, and where it can be read. A sample is inside the
 * program; it is taken out into a folder that goes when this object does.
 */
G_DECLARE_FINAL_TYPE (AttuneImportFile, attune_import_file, ATTUNE, IMPORT_FILE, GObject)

AttuneImportFile *attune_import_file_new              (GFile             *file);
GFile            *attune_import_file_get_file         (AttuneImportFile  *self);
const char       *attune_import_file_get_display_name (AttuneImportFile  *self);
char             *attune_import_file_dup_title        (AttuneImportFile  *self);
const char       *attune_import_file_find_path        (AttuneImportFile  *self,
                                                       GError           **error);

G_END_DECLS
