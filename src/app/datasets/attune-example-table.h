/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-example-list.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_TABLE (attune_example_table_get_type ())

/**
 * AttuneExampleTable:
 *
 * The rows of an #AttuneExampleList in columns, any number of them selected. What can be done with
 * a row is offered in a menu of the page's actions (`dataset.edit-example` and so on). Properties:
 * `is-narrow` (boolean): only the columns that a phone has room for.
 *
 * Signals: `selection-changed`; `row-activated`; `order-changed` (order and direction are asked for).
 */
G_DECLARE_FINAL_TYPE (AttuneExampleTable, attune_example_table, ATTUNE, EXAMPLE_TABLE, AdwBin)

void            attune_example_table_set_list      (AttuneExampleTable *self,
                                                    AttuneExampleList  *list);
void            attune_example_table_set_is_narrow (AttuneExampleTable *self,
                                                    gboolean            is_narrow);
AttuneRowSet   *attune_example_table_dup_selected  (AttuneExampleTable *self);
GArray         *attune_example_table_dup_shown     (AttuneExampleTable *self); /* of guint */
void            attune_example_table_select        (AttuneExampleTable *self,
                                                    guint               row);
void            attune_example_table_select_first  (AttuneExampleTable *self);
AttuneRowsOrder attune_example_table_get_order     (AttuneExampleTable *self,
                                                    gboolean           *is_descending);
void            attune_example_table_set_order     (AttuneExampleTable *self,
                                                    AttuneRowsOrder     order,
                                                    gboolean            is_descending);

G_END_DECLS
