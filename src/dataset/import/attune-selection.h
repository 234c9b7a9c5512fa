/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-stats.h"
#include "attune-scan.h"

G_BEGIN_DECLS

#define ATTUNE_MAX_VALIDATION_SHARE 0.5

/* Which examples are held out for validation. All zero: none. */
typedef struct
{
  double   share;   /* 0 to ATTUNE_MAX_VALIDATION_SHARE */
  guint64  count;   /* if not 0, so many instead of a share */
  guint32  seed;    /* which ones */
} AttuneSplit;

guint64 attune_split_get_count (const AttuneSplit *self,
                                guint64            n);

/* Whether any are to be held out. */
static inline gboolean
attune_split_holds_out (const AttuneSplit *self)
{
  return self->share > 0 || self->count > 0;
}

/* What becomes of an entry. */
typedef enum
{
  ATTUNE_FATE_TRAINING,
  ATTUNE_FATE_VALIDATION,
  ATTUNE_FATE_UNUSABLE,
  ATTUNE_FATE_DUPLICATE,      /* or nearly so */
  ATTUNE_FATE_REMOVED,        /* by any other remedy */
  ATTUNE_FATE_NOT_SAMPLED,
  ATTUNE_N_FATES
} AttuneFate;

/**
 * AttuneSelection:
 *
 * Decides, of all the entries that a scan found, which are kept and which are held out, and how many
 * that will be. Nothing is read or written for it, so it can be asked at every move of a switch.
 */
typedef struct _AttuneSelection AttuneSelection;

AttuneSelection *attune_selection_new       (AttuneScan         *scan,
                                             guint64             remedies,
                                             const AttuneSplit  *split);
void             attune_selection_free      (AttuneSelection    *self);
AttuneFate       attune_selection_get_fate  (AttuneSelection    *self,
                                             guint               position);
guint64          attune_selection_count     (AttuneSelection    *self,
                                             AttuneFate          fate);
guint64          attune_selection_count_reason (AttuneSelection *self,
                                             AttuneIssueKind     kind);
AttuneExampleStats *attune_selection_collect_stats (AttuneSelection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSelection, attune_selection_free)

G_END_DECLS
