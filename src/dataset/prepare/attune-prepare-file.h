/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-pair.h"
#include "attune-progress.h"
#include "attune-scan-options.h"

G_BEGIN_DECLS

/* A file as a source of pairs: the one place where a preparation meets the readers. */
typedef struct _AttunePrepareFile AttunePrepareFile;

AttunePrepareFile *attune_prepare_file_new            (const char               *path,
                                                       const AttuneScanOptions  *options,
                                                       guint                     n_passes,
                                                       AttuneProgressFunc        progress,
                                                       gpointer                  user_data);
void               attune_prepare_file_free           (AttunePrepareFile        *self);
char             **attune_prepare_file_read_columns   (AttunePrepareFile        *self,
                                                       GCancellable             *cancellable,
                                                       GError                  **error);
void               attune_prepare_file_choose_columns (AttunePrepareFile        *self,
                                                       const char               *prompt,
                                                       const char               *completion);
gboolean           attune_prepare_file_go_over        (AttunePairFunc            each,
                                                       gpointer                  each_data,
                                                       gpointer                  self,
                                                       GCancellable             *cancellable,
                                                       GError                  **error);
gboolean           attune_prepare_file_is_cut_off     (AttunePrepareFile        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttunePrepareFile, attune_prepare_file_free)

G_END_DECLS
