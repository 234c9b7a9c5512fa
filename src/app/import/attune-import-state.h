/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-import-choices.h"
#include "attune-import-glance.h"
#include "attune-import-outcome.h"
#include "attune-import-remedies.h"
#include "attune-import-split.h"
#include "attune-import-target.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_PHASE (attune_import_phase_get_type ())
#define ATTUNE_TYPE_IMPORT_STATE (attune_import_state_get_type ())

typedef enum
{
  ATTUNE_IMPORT_EMPTY,     /* no file yet */
  ATTUNE_IMPORT_READING,   /* the whole file is being read; `glance` may be there already */
  ATTUNE_IMPORT_READ,      /* `scan` says what is in it, `outcome` what comes of it */
  ATTUNE_IMPORT_FAILED,    /* `problem` says why it cannot be read */
  ATTUNE_IMPORT_SAVING,
  ATTUNE_IMPORT_SAVED,     /* `dataset` is there */
} AttuneImportPhase;

GType attune_import_phase_get_type (void);

/**
 * AttuneImportState:
 *
 * One import, from a file to a dataset: what the pages of the wizard show and change. It brings
 * together the file, what was chosen about it, its reading, the remedies and the split, each of which
 * is an object of its own. Properties: `phase`, `file-name`, `fraction` (0 to 1), `progress-text`,
 * `problem`, `glance`, `scan`, `recipe`, `name`, `outcome`, `validation-scan`, `can-save`, `dataset`.
 *
 * Signals: `save-failed` (boxed GError), after which the phase is ATTUNE_IMPORT_READ again;
 * `validation-failed` (boxed GError), when a second file cannot be read.
 */
G_DECLARE_FINAL_TYPE (AttuneImportState, attune_import_state, ATTUNE, IMPORT_STATE, GObject)

AttuneImportState    *attune_import_state_new                 (AttuneWorkspace      *workspace);
AttuneImportPhase     attune_import_state_get_phase           (AttuneImportState    *self);
void                  attune_import_state_set_file            (AttuneImportState    *self,
                                                               GFile                *file);
const char           *attune_import_state_get_path            (AttuneImportState    *self);
const char           *attune_import_state_get_file_name       (AttuneImportState    *self);
const char           *attune_import_state_get_problem         (AttuneImportState    *self);
AttuneImportGlance   *attune_import_state_get_glance          (AttuneImportState    *self);
AttuneScan           *attune_import_state_get_scan            (AttuneImportState    *self);
AttuneSource         *attune_import_state_get_source          (AttuneImportState    *self);
AttuneReader         *attune_import_state_get_reader          (AttuneImportState    *self);
AttuneImportChoices  *attune_import_state_get_choices         (AttuneImportState    *self);
AttuneImportRemedies *attune_import_state_get_remedies        (AttuneImportState    *self);
AttuneImportSplit    *attune_import_state_get_split           (AttuneImportState    *self);
AttuneImportTarget   *attune_import_state_get_target          (AttuneImportState    *self);
AttuneRecipe         *attune_import_state_get_recipe          (AttuneImportState    *self);
void                  attune_import_state_set_recipe          (AttuneImportState    *self,
                                                               AttuneRecipe         *recipe);
gboolean              attune_import_state_get_needs_mapping   (AttuneImportState    *self);
gboolean              attune_import_state_get_is_mapped       (AttuneImportState    *self);
gboolean              attune_import_state_get_needs_reading   (AttuneImportState    *self);
void                  attune_import_state_read                (AttuneImportState    *self);
gboolean              attune_import_state_stop                (AttuneImportState    *self);
const char           *attune_import_state_get_name            (AttuneImportState    *self);
void                  attune_import_state_set_name            (AttuneImportState    *self,
                                                               const char           *name);
AttuneImportOutcome  *attune_import_state_get_outcome         (AttuneImportState    *self);
guint64               attune_import_state_get_n_examples      (AttuneImportState    *self);
const char           *attune_import_state_get_validation_name (AttuneImportState    *self);
AttuneScan           *attune_import_state_get_validation_scan (AttuneImportState    *self);
void                  attune_import_state_set_validation_file (AttuneImportState    *self,
                                                               GFile                *file);
gboolean              attune_import_state_get_can_save        (AttuneImportState    *self);
void                  attune_import_state_save                (AttuneImportState    *self);
AttuneDataset        *attune_import_state_get_dataset         (AttuneImportState    *self);

G_END_DECLS
