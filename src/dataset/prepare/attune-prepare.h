/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-preparation.h"
#include "attune-progress.h"
#include "attune-selection.h"

G_BEGIN_DECLS

/* Where the pairs are. All zero: in the columns that are named so. */
typedef struct
{
  const char        *prompt;      /* the names of the columns; NULL for “prompt” … */
  const char        *completion;  /* … and “completion” */
  AttuneScanOptions  scan;        /* what is known of the file; with a recipe, that makes the pairs */
} AttunePrepareOptions;

/* Where they go. */
typedef struct
{
  const char  *training;    /* a path */
  const char  *validation;  /* where the pairs go that are held out; NULL when none are */
  AttuneSplit  split;       /* which; pairs with the same prompt stay together */
} AttunePrepareOutput;

/* What was written. */
typedef struct
{
  guint64 n_training;
  guint64 n_validation;
} AttunePrepareResult;

AttunePreparation *attune_prepare_survey_file (const char                  *path,
                                               const AttunePrepareOptions  *options,
                                               AttuneProgressFunc           progress,
                                               gpointer                     user_data,
                                               GCancellable                *cancellable,
                                               GError                     **error);
gboolean           attune_prepare_write_file  (const char                  *path,
                                               const AttunePrepareOptions  *options,
                                               AttunePreparation           *preparation,
                                               const AttunePrepareOutput   *output,
                                               AttunePrepareResult         *result,
                                               AttuneProgressFunc           progress,
                                               gpointer                     user_data,
                                               GCancellable                *cancellable,
                                               GError                     **error);

G_END_DECLS
