/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-model-download.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* Models that can be had for this computer. Nothing is sent before somebody starts a download. */

GListModel         *attune_workspace_get_model_downloads (AttuneWorkspace  *self);     /* AttuneModelDownload */
DexFuture          *attune_workspace_reload_model_offers (AttuneWorkspace  *self) G_GNUC_WARN_UNUSED_RESULT; /* TRUE */
const char * const *attune_workspace_get_offer_problems  (AttuneWorkspace  *self);     /* sentences */
char               *attune_workspace_dup_offers_dir      (AttuneWorkspace  *self);
DexFuture          *attune_workspace_take_download       (AttuneWorkspace  *self,      /* AttuneModel */
                                                          AttuneModelDownload *download) G_GNUC_WARN_UNUSED_RESULT;
DexFuture          *attune_workspace_remove_download     (AttuneWorkspace  *self,      /* TRUE */
                                                          AttuneModelDownload *download) G_GNUC_WARN_UNUSED_RESULT;

/* Every model in this folder is used, whoever puts it there. */
char               *attune_workspace_dup_models_dir       (AttuneWorkspace *self);
DexFuture          *attune_workspace_refresh_local_models (AttuneWorkspace *self) G_GNUC_WARN_UNUSED_RESULT; /* TRUE */

G_END_DECLS
