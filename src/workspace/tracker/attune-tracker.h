/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_TRACKER (attune_tracker_get_type ())

/**
 * AttuneTracker:
 *
 * Has a runner for every fine-tune that is under way, or that ended without anybody being told.
 */
G_DECLARE_FINAL_TYPE (AttuneTracker, attune_tracker, ATTUNE, TRACKER, GObject)

AttuneTracker *attune_tracker_new       (AttuneWorkspace  *workspace);
void           attune_tracker_sync      (AttuneTracker    *self);
void           attune_tracker_wake      (AttuneTracker    *self,
                                         const char       *account_id);
void           attune_tracker_interrupt (AttuneTracker    *self,
                                         const char       *job_id);
void           attune_tracker_watch     (AttuneTracker    *self,
                                         const char       *job_id);
DexFuture     *attune_tracker_find_info (AttuneTracker    *self,      /* AttuneJobInfo, or NULL */
                                         AttuneClient     *client,
                                         const char       *account_id,
                                         const char       *remote_id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture     *attune_tracker_stop      (AttuneTracker    *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
