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
  guint64  reasons[ATTUNE_N_ISSUES];
  guint64  affected[ATTUNE_N_REMEDIES];
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

/* One way through the index for all of them: there may be millions of entries. */
static void
count_affected (AttuneImportOutcome *self,
                AttuneIndex         *index)
{
  guint64 issues[ATTUNE_N_REMEDIES];
  guint n_entries = attune_index_get_length (index);

  for (int remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    issues[remedy] = attune_remedy_get_issues (remedy);

  for (guint i = attune_index_find_issue (index, G_MAXUINT64, 0); i < n_entries;
       i = attune_index_find_issue (index, G_MAXUINT64, i + 1))
    {
      guint64 found = attune_index_get (index, i)->issues;

      for (int remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
        if ((found & issues[remedy]) != 0)
          self->affected[remedy]++;
    }
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

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    self->reasons[kind] = attune_selection_count_reason (selection, kind);

  count_affected (self, attune_scan_get_index (scan));

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

/* How many entries are left out because of @kind; each of them has one reason. */
guint64
attune_import_outcome_get_reason (AttuneImportOutcome *self,
                                  AttuneIssueKind      kind)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_OUTCOME (self), 0);
  g_return_val_if_fail (kind >= 0 && kind < ATTUNE_N_ISSUES, 0);

  return self->reasons[kind];
}

/* How many entries are left out for any reason but that the recipe does not want them. */
guint64
attune_import_outcome_get_n_left_out (AttuneImportOutcome *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_OUTCOME (self), 0);

  return self->counts[ATTUNE_FATE_UNUSABLE] + self->counts[ATTUNE_FATE_DUPLICATE] +
         self->counts[ATTUNE_FATE_REMOVED];
}

/* How many entries have what @remedy is about. */
guint64
attune_import_outcome_get_affected (AttuneImportOutcome *self,
                                    AttuneRemedy         remedy)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_OUTCOME (self), 0);
  g_return_val_if_fail (remedy < ATTUNE_N_REMEDIES, 0);

  return self->affected[remedy];
}

/* Of the dataset, those for validation included. */
guint64
attune_import_outcome_get_n_examples (AttuneImportOutcome *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_OUTCOME (self), 0);

  return self->counts[ATTUNE_FATE_TRAINING] + self->counts[ATTUNE_FATE_VALIDATION];
}
