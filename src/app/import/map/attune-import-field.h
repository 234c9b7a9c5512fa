/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-survey.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_FIELD (attune_import_field_get_type ())

/**
 * AttuneImportField:
 *
 * A field that records of a file have, for the menus of the map page: how a recipe calls it, and
 * what it holds in one of them. Properties: `path`, `example`, `scope` (the array whose elements
 * have it; %NULL when the record does), `is-array`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportField, attune_import_field, ATTUNE, IMPORT_FIELD, GObject)

GListModel        *attune_import_field_list         (AttuneSurvey       *survey);
AttuneImportField *attune_import_field_new_of_item  (AttuneImportField  *member);
const char        *attune_import_field_get_path     (AttuneImportField  *self);
const char        *attune_import_field_get_example  (AttuneImportField  *self);
const char        *attune_import_field_get_scope    (AttuneImportField  *self);
const char        *attune_import_field_get_each     (AttuneImportField  *self);
gboolean           attune_import_field_get_is_array (AttuneImportField  *self);

G_END_DECLS
