/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-markdown-block.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_TABLE_BLOCK (attune_table_block_get_type ())

/**
 * AttuneTableBlock:
 *
 * A table whose first row is its head. Its columns are as wide as what is in them, up to a measure of
 * text that is read well, whatever room there is: what is around it scrolls.
 */
G_DECLARE_FINAL_TYPE (AttuneTableBlock, attune_table_block, ATTUNE, TABLE_BLOCK, GtkWidget)

AttuneTableBlock *attune_table_block_new       (void);
void              attune_table_block_set_table (AttuneTableBlock    *self,
                                                AttuneMarkdownBlock *table);

G_END_DECLS
