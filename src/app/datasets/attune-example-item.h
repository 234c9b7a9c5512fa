/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-edits.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_ITEM (attune_example_item_get_type ())

/**
 * AttuneExampleItem:
 *
 * What stands at one position of an #AttuneExampleList: a row, whose text is read when somebody first
 * asks.
 *
 * Signals: `changed`, when it must be shown anew.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleItem, attune_example_item, ATTUNE, EXAMPLE_ITEM, GObject)

AttuneExampleItem *attune_example_item_new          (AttuneExampleFile *file,
                                                     AttuneEdits       *edits,
                                                     guint              row);
guint              attune_example_item_get_row      (AttuneExampleItem *self);
void               attune_example_item_set_row      (AttuneExampleItem *self,
                                                     guint              row);
AttuneRowState     attune_example_item_get_state    (AttuneExampleItem *self);
const char        *attune_example_item_get_question (AttuneExampleItem *self);
const char        *attune_example_item_get_answer   (AttuneExampleItem *self);
guint              attune_example_item_get_n_turns  (AttuneExampleItem *self); /* 0: not known */
guint64            attune_example_item_get_size     (AttuneExampleItem *self); /* bytes */
const char        *attune_example_item_get_problem  (AttuneExampleItem *self); /* or NULL */
void               attune_example_item_invalidate   (AttuneExampleItem *self);

G_END_DECLS
