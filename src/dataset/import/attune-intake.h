/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-draft.h"
#include "attune-fingerprint.h"
#include "attune-mapper.h"
#include "attune-progress.h"
#include "attune-reader.h"

G_BEGIN_DECLS

/**
 * AttuneIntake:
 *
 * Takes a file in, record by record, and judges each: what checking and importing have in common,
 * so that what one counts the other writes.
 */
typedef struct
{
  AttuneReader         *reader;
  AttuneRecipe         *recipe;        /* a copy of the one given, or guessed */
  char                **columns;       /* of the header, or the names in the first objects */

  AttuneMapper         *mapper;
  AttuneRecord          record;        /* the current one … */
  AttuneDraft           draft;         /* … what became of it … */
  AttuneIssueKind       issue;         /* … and what is wrong with it */
  gboolean              is_duplicate;

  AttuneFingerprintSet *fingerprints;  /* of all that could be used */
  gboolean              has_kind;
  AttuneExampleKind     kind;          /* of the first that could be used, and so of all */
  AttuneProgressFunc    progress;
  gpointer              user_data;
  goffset               next_progress;
} AttuneIntake;

AttuneIntake *attune_intake_open (const char          *path,
                                  AttuneRecipe        *recipe,
                                  AttuneProgressFunc   progress,
                                  gpointer             user_data,
                                  GCancellable        *cancellable,
                                  GError             **error);
gboolean      attune_intake_next (AttuneIntake        *self,
                                  GCancellable        *cancellable,
                                  GError             **error);
void          attune_intake_free (AttuneIntake        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneIntake, attune_intake_free)

G_END_DECLS
