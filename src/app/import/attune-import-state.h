/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-scan.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_IMPORT_PHASE (attune_import_phase_get_type ())
#define ATTUNE_TYPE_IMPORT_STATE (attune_import_state_get_type ())

typedef enum
{
  ATTUNE_IMPORT_EMPTY,     /* no file yet */
  ATTUNE_IMPORT_READING,   /* the whole file is being read */
  ATTUNE_IMPORT_READ,      /* `scan` says what is in it */
  ATTUNE_IMPORT_FAILED,    /* `problem` says why it cannot be read */
  ATTUNE_IMPORT_SAVING,
  ATTUNE_IMPORT_SAVED,     /* `dataset` is there */
} AttuneImportPhase;

GType attune_import_phase_get_type (void);

/**
 * AttuneImportState:
 *
 * One import, from a file to a dataset: what the pages of the wizard show and change. Properties:
 * `phase`, `file`, `file-name`, `fraction` (0 to 1), `progress-text`, `problem`, `scan`, `recipe`,
 * `previews` (GPtrArray of AttunePreview), `name`, `validation-share`, `remove-duplicates`,
 * `n-examples` (how many would be saved), `n-validation`, `can-save`, `dataset`.
 *
 * Signals: `save-failed` (boxed GError), after which the phase is ATTUNE_IMPORT_READ again.
 */
G_DECLARE_FINAL_TYPE (AttuneImportState, attune_import_state, ATTUNE, IMPORT_STATE, GObject)

AttuneImportState *attune_import_state_new                   (AttuneWorkspace    *workspace);
AttuneImportPhase  attune_import_state_get_phase             (AttuneImportState  *self);
GFile             *attune_import_state_get_file              (AttuneImportState  *self);
void               attune_import_state_set_file              (AttuneImportState  *self,
                                                              GFile              *file);
const char        *attune_import_state_get_path              (AttuneImportState  *self);
const char        *attune_import_state_get_file_name         (AttuneImportState  *self);
const char        *attune_import_state_get_problem           (AttuneImportState  *self);
AttuneScan        *attune_import_state_get_scan              (AttuneImportState  *self);
AttuneRecipe      *attune_import_state_get_recipe            (AttuneImportState  *self);
gboolean           attune_import_state_get_has_columns       (AttuneImportState  *self);
gboolean           attune_import_state_get_needs_mapping     (AttuneImportState  *self);
gboolean           attune_import_state_get_is_mapped         (AttuneImportState  *self);
gboolean           attune_import_state_get_needs_reading     (AttuneImportState  *self);
GPtrArray         *attune_import_state_get_previews          (AttuneImportState  *self);
void               attune_import_state_load_previews         (AttuneImportState  *self);
void               attune_import_state_read                  (AttuneImportState  *self);
gboolean           attune_import_state_stop                  (AttuneImportState  *self);
const char        *attune_import_state_get_name              (AttuneImportState  *self);
void               attune_import_state_set_name              (AttuneImportState  *self,
                                                              const char         *name);
double             attune_import_state_get_validation_share  (AttuneImportState  *self);
void               attune_import_state_set_validation_share  (AttuneImportState  *self,
                                                              double              share);
gboolean           attune_import_state_get_remove_duplicates (AttuneImportState  *self);
void               attune_import_state_set_remove_duplicates (AttuneImportState  *self,
                                                              gboolean            remove);
guint64            attune_import_state_get_n_examples        (AttuneImportState  *self);
guint64            attune_import_state_count_validation      (AttuneImportState  *self,
                                                              double              share);
gboolean           attune_import_state_get_can_save          (AttuneImportState  *self);
void               attune_import_state_save                  (AttuneImportState  *self);
AttuneDataset     *attune_import_state_get_dataset           (AttuneImportState  *self);

G_END_DECLS
