/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-text-label.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ITEM_BLOCK (attune_item_block_get_type ())

/**
 * AttuneItemBlock:
 *
 * An item of a list: its mark, and beside it what it says.
 */
G_DECLARE_FINAL_TYPE (AttuneItemBlock, attune_item_block, ATTUNE, ITEM_BLOCK, GtkWidget)

AttuneItemBlock *attune_item_block_new         (GtkWidget       *content);
AttuneTextLabel *attune_item_block_get_mark    (AttuneItemBlock *self);
GtkWidget       *attune_item_block_get_content (AttuneItemBlock *self);

G_END_DECLS
