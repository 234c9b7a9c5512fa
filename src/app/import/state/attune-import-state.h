/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-input.h"
#include "attune-import-outcome.h"
#include "attune-import-remedies.h"
#include "attune-import-saver.h"
#include "attune-import-split.h"
#include "attune-import-validation.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_PHASE (attune_import_phase_get_type ())
#define ATTUNE_TYPE_IMPORT_STATE (attune_import_state_get_type ())

typedef enum
{
  ATTUNE_IMPORT_EMPTY,     /* no file yet */
  ATTUNE_IMPORT_READING,   /* the whole file is being read; `glance` may be there already */
  ATTUNE_IMPORT_READ,      /* `scan` says what is in it, `outcome` what comes of it */
  ATTUNE_IMPORT_FAILED,    /* `reading` says why it cannot be read */
  ATTUNE_IMPORT_SAVING,
  ATTUNE_IMPORT_SAVED,     /* `saver` has the dataset */
} AttuneImportPhase;

GType attune_import_phase_get_type (void);

/**
 * AttuneImportState:
 *
 * One import, from a file to a dataset: it brings together what the pages of the wizard show and
 * change, each of which is an object of its own: the file with what is known and wanted of it, the
 * remedies, the split, the second file, and the saving. Properties: `workspace` (construct-only),
 * `reading`, `saver`, `phase`, `name`, `outcome`, `can-save`.
 */
G_DECLARE_FINAL_TYPE (AttuneImportState, attune_import_state, ATTUNE, IMPORT_STATE, GObject)

AttuneImportState      *attune_import_state_new                 (AttuneWorkspace    *workspace);
AttuneImportPhase       attune_import_state_get_phase           (AttuneImportState  *self);
void                    attune_import_state_set_file            (AttuneImportState  *self,
                                                                 GFile              *file);
AttuneImportInput      *attune_import_state_get_input           (AttuneImportState  *self);
AttuneImportRemedies   *attune_import_state_get_remedies        (AttuneImportState  *self);
AttuneImportSplit      *attune_import_state_get_split           (AttuneImportState  *self);
AttuneImportValidation *attune_import_state_get_validation      (AttuneImportState  *self);
AttuneImportSaver      *attune_import_state_get_saver           (AttuneImportState  *self);
AttuneImportScanner    *attune_import_state_get_reading         (AttuneImportState  *self);
AttuneImportGlance     *attune_import_state_get_glance          (AttuneImportState  *self);
AttuneScan             *attune_import_state_get_scan            (AttuneImportState  *self);
AttuneImportMapping    *attune_import_state_get_mapping         (AttuneImportState  *self);
AttuneRecipe           *attune_import_state_get_recipe          (AttuneImportState  *self);
void                    attune_import_state_read                (AttuneImportState  *self);
gboolean                attune_import_state_stop                (AttuneImportState  *self);
const char             *attune_import_state_get_name            (AttuneImportState  *self);
void                    attune_import_state_set_name            (AttuneImportState  *self,
                                                                 const char         *name);
AttuneImportOutcome    *attune_import_state_get_outcome         (AttuneImportState  *self);
guint64                 attune_import_state_get_n_examples      (AttuneImportState  *self);
void                    attune_import_state_set_validation_file (AttuneImportState  *self,
                                                                 GFile              *file);
gboolean                attune_import_state_get_can_save        (AttuneImportState  *self);
void                    attune_import_state_save                (AttuneImportState  *self);

G_END_DECLS
