/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_REMEDIES (attune_import_remedies_get_type ())

/**
 * AttuneImportRemedies:
 *
 * Which remedies a person wants, with a way back from every change. Properties: `mask` (bits of
 * AttuneRemedy), `can-undo`, `can-redo`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportRemedies, attune_import_remedies, ATTUNE, IMPORT_REMEDIES, GObject)

AttuneImportRemedies *attune_import_remedies_new          (void);
void                  attune_import_remedies_reset        (AttuneImportRemedies  *self,
                                                           guint64                mask);
guint64               attune_import_remedies_get_mask     (AttuneImportRemedies  *self);
gboolean              attune_import_remedies_has          (AttuneImportRemedies  *self,
                                                           guint                  remedy);
void                  attune_import_remedies_set          (AttuneImportRemedies  *self,
                                                           guint                  remedy,
                                                           gboolean               is_wanted);
gboolean              attune_import_remedies_get_can_undo (AttuneImportRemedies  *self);
gboolean              attune_import_remedies_get_can_redo (AttuneImportRemedies  *self);
void                  attune_import_remedies_undo         (AttuneImportRemedies  *self);
void                  attune_import_remedies_redo         (AttuneImportRemedies  *self);

G_END_DECLS
