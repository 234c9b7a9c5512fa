/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-choices.h"
#include "attune-preview.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_GLANCE (attune_import_glance_get_type ())

/**
 * AttuneImportGlance:
 *
 * What a look at the beginning of a file tells, at once however large the file is: what it is made
 * of, its fields, and its first records with what becomes of them. Immutable; made on a thread.
 */
G_DECLARE_FINAL_TYPE (AttuneImportGlance, attune_import_glance, ATTUNE, IMPORT_GLANCE, GObject)

AttuneImportGlance *attune_import_glance_new             (const char           *path,
                                                          AttuneImportChoices  *choices,
                                                          GCancellable         *cancellable,
                                                          GError              **error);
AttuneSource       *attune_import_glance_get_source      (AttuneImportGlance   *self);
AttuneReader       *attune_import_glance_get_reader      (AttuneImportGlance   *self);
AttuneRecipe       *attune_import_glance_get_recipe      (AttuneImportGlance   *self);
GPtrArray          *attune_import_glance_get_previews    (AttuneImportGlance   *self);
GListModel         *attune_import_glance_get_fields      (AttuneImportGlance   *self);
GPtrArray          *attune_import_glance_get_arrays      (AttuneImportGlance   *self);
AttuneExample      *attune_import_glance_find_example    (AttuneImportGlance   *self);

G_END_DECLS
