/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-checkpoint.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* The weights of a model, where its provider hands them out. */

gboolean   attune_workspace_has_model_files  (AttuneWorkspace    *self,
                                              AttuneJob          *job);
DexFuture *attune_workspace_save_model_files (AttuneWorkspace    *self,       /* string: the new folder */
                                              AttuneJob          *job,
                                              AttuneCheckpoint   *checkpoint, /* NULL: the last one */
                                              const char         *folder,
                                              AttuneProgressFunc  progress,   /* main thread */
                                              gpointer            user_data,
                                              GDestroyNotify      destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
