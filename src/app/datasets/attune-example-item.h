/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-file.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_ITEM (attune_example_item_get_type ())

/**
 * AttuneExampleItem:
 *
 * One row of an #AttuneExampleList. Knows its place from the beginning, and reads its text when
 * somebody first asks. Properties: `position` (from 0), `number` (from 1).
 */
G_DECLARE_FINAL_TYPE (AttuneExampleItem, attune_example_item, ATTUNE, EXAMPLE_ITEM, GObject)

AttuneExampleItem *attune_example_item_new          (AttuneExampleFile  *file,
                                                     guint               position);
guint              attune_example_item_get_position (AttuneExampleItem  *self);
AttuneExample     *attune_example_item_get_example  (AttuneExampleItem  *self,
                                                     GError            **error);

G_END_DECLS
