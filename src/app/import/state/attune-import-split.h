/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-selection.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_SPLIT      (attune_import_split_get_type ())
#define ATTUNE_TYPE_IMPORT_SPLIT_KIND (attune_import_split_kind_get_type ())

typedef enum
{
  ATTUNE_IMPORT_SPLIT_NONE,
  ATTUNE_IMPORT_SPLIT_SHARE,
  ATTUNE_IMPORT_SPLIT_COUNT,
  ATTUNE_IMPORT_SPLIT_ONE_IN,
  ATTUNE_IMPORT_SPLIT_FILE,      /* another file has them */
} AttuneImportSplitKind;

GType attune_import_split_kind_get_type (void);

/**
 * AttuneImportSplit:
 *
 * What is held back for validation. Properties: `kind`, `percent` (1 to 50), `count`, `one-in`
 * (one of so many), `seed`.
 *
 * Signals: `changed`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportSplit, attune_import_split, ATTUNE, IMPORT_SPLIT, GObject)

AttuneImportSplit     *attune_import_split_new      (void);
AttuneImportSplitKind  attune_import_split_get_kind (AttuneImportSplit      *self);
void                   attune_import_split_set_kind (AttuneImportSplit      *self,
                                                     AttuneImportSplitKind   kind);
void                   attune_import_split_reset    (AttuneImportSplit      *self);
void                   attune_import_split_fill     (AttuneImportSplit      *self,
                                                     AttuneSplit            *split);

G_END_DECLS
