/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-outcome"

#include "config.h"

#include "attune-import-outcome.h"

struct _AttuneImportOutcome
{
  GObject  parent_instance;

  guint64  counts[ATTUNE_N_FATES];
};

G_DEFINE_FINAL_TYPE (AttuneImportOutcome, attune_import_outcome, G_TYPE_OBJECT)

static void
attune_import_outcome_class_init (AttuneImportOutcomeClass *klass)
{
}

static void
attune_import_outcome_init (AttuneImportOutcome *self)
{
}

AttuneImportOutcome *
attune_import_outcome_new (AttuneScan        *scan,
                           guint64            remedies,
                           const AttuneSplit *split)
{
  AttuneImportOutcome *self;
  g_autoptr(AttuneSelection) selection = NULL;

  g_return_val_if_fail (ATTUNE_IS_SCAN (scan), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_OUTCOME, NULL);
  selection = attune_selection_new (scan, remedies, split);

  for (int fate = 0; fate < ATTUNE_N_FATES; fate++)
    self->counts[fate] = attune_selection_count (selection, fate);

  return self;
}

guint64
attune_import_outcome_get_count (AttuneImportOutcome *self,
                                 AttuneFate           fate)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_OUTCOME (self), 0);
  g_return_val_if_fail (fate < ATTUNE_N_FATES, 0);

  return self->counts[fate];
}

/* Of the dataset, those for validation included. */
guint64
attune_import_outcome_get_n_examples (AttuneImportOutcome *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_OUTCOME (self), 0);

  return self->counts[ATTUNE_FATE_TRAINING] + self->counts[ATTUNE_FATE_VALIDATION];
}
