/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-preparation.h"
#include "attune-progress.h"

G_BEGIN_DECLS

/* Which columns to read; NULL for those that are named so. */
typedef struct
{
  const char *prompt;
  const char *completion;
} AttunePrepareOptions;

AttunePreparation *attune_prepare_survey_file (const char                  *path,
                                               const AttunePrepareOptions  *options,
                                               AttuneProgressFunc           progress,
                                               gpointer                     user_data,
                                               GCancellable                *cancellable,
                                               GError                     **error);
gboolean           attune_prepare_write_file  (const char                  *path,
                                               AttunePreparation           *preparation,
                                               const char                  *output_path,
                                               guint64                     *n_written,
                                               AttuneProgressFunc           progress,
                                               gpointer                     user_data,
                                               GCancellable                *cancellable,
                                               GError                     **error);

G_END_DECLS
