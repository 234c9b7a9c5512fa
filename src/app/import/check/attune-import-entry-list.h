/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-preview.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_ENTRY      (attune_import_entry_get_type ())
#define ATTUNE_TYPE_IMPORT_ENTRY_LIST (attune_import_entry_list_get_type ())

/**
 * AttuneImportEntry:
 *
 * One entry of a file, whose text is read when it is shown. Properties: `preview` (AttunePreview, as a
 * pointer; NULL until it was read).
 */
G_DECLARE_FINAL_TYPE (AttuneImportEntry, attune_import_entry, ATTUNE, IMPORT_ENTRY, GObject)

/**
 * AttuneImportEntryList:
 *
 * A list model of the entries of a file that have an issue: any number, of which only those on the
 * screen are read.
 */
G_DECLARE_FINAL_TYPE (AttuneImportEntryList, attune_import_entry_list, ATTUNE, IMPORT_ENTRY_LIST, GObject)

AttuneImportEntryList *attune_import_entry_list_new     (AttuneScan             *scan,
                                                         guint64                 issues);
void                   attune_import_entry_list_load    (AttuneImportEntryList  *self,
                                                         AttuneImportEntry      *entry);
guint                  attune_import_entry_get_position (AttuneImportEntry      *self);
guint64                attune_import_entry_get_line     (AttuneImportEntry      *self);
AttunePreview         *attune_import_entry_get_preview  (AttuneImportEntry      *self);

G_END_DECLS
