/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-change.h"
#include "attune-row-states.h"

G_BEGIN_DECLS

/**
 * AttuneEditHistory:
 *
 * The changes to the rows of a file in the order in which they were made, each of which can be
 * taken back and made again. Not for several threads at once.
 */
typedef struct _AttuneEditHistory AttuneEditHistory;

/**
 * AttuneEditStep:
 *
 * What one change does to the rows, and what takes it back.
 */
typedef struct _AttuneEditStep AttuneEditStep;

AttuneEditStep    *attune_edit_step_new              (const AttuneChange     *change,
                                                      const AttuneRowStates  *states);
void               attune_edit_step_free             (AttuneEditStep         *step);
AttuneRowSet      *attune_edit_step_get_rows         (const AttuneEditStep   *step);

AttuneEditHistory *attune_edit_history_new           (void);
void               attune_edit_history_free          (AttuneEditHistory      *self);
AttuneEditStep    *attune_edit_history_get_step      (AttuneEditHistory      *self,
                                                      AttuneChangeKind        kind);
void               attune_edit_history_take_step     (AttuneEditHistory      *self,
                                                      AttuneRowStates        *states,
                                                      AttuneEditStep         *step);
void               attune_edit_history_move          (AttuneEditHistory      *self,
                                                      AttuneRowStates        *states,
                                                      AttuneChangeKind        kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEditStep, attune_edit_step_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEditHistory, attune_edit_history_free)

G_END_DECLS
