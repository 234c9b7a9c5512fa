/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-rescue-item.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_RESCUE (attune_rescue_get_type ())

/**
 * AttuneRescue:
 *
 * Brings home what an account has before its provider closes: each of its fine-tunes, with its
 * examples as a dataset that can be trained on elsewhere, and its results.
 */
G_DECLARE_FINAL_TYPE (AttuneRescue, attune_rescue, ATTUNE, RESCUE, GObject)

AttuneRescue *attune_rescue_new       (AttuneWorkspace *workspace,
                                       AttuneAccount   *account);
GListModel   *attune_rescue_get_items (AttuneRescue    *self);  /* AttuneRescueItem */
DexFuture    *attune_rescue_run       (AttuneRescue    *self)   /* uint: how many are whole */
                                       G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
