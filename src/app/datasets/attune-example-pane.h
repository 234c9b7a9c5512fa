/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-example-list.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_PANE (attune_example_pane_get_type ())

/**
 * AttuneExamplePane:
 *
 * The example that is selected, as a conversation, and the place where it is edited. Properties:
 * `is-editing` (boolean, read-only); `shows-close` (boolean): whether there is a button to close
 * the pane, which activates the action `dataset.close-pane`.
 */
G_DECLARE_FINAL_TYPE (AttuneExamplePane, attune_example_pane, ATTUNE, EXAMPLE_PANE, AdwBin)

void     attune_example_pane_show_row        (AttuneExamplePane *self,
                                              AttuneExampleList *list,
                                              guint              row);
void     attune_example_pane_show_many       (AttuneExamplePane *self,
                                              guint              n_rows);
void     attune_example_pane_show_none       (AttuneExamplePane *self);
void     attune_example_pane_update_marks    (AttuneExamplePane *self);
void     attune_example_pane_edit            (AttuneExamplePane *self);
gboolean attune_example_pane_get_is_editing  (AttuneExamplePane *self);
gboolean attune_example_pane_get_shows_close (AttuneExamplePane *self);
void     attune_example_pane_set_shows_close (AttuneExamplePane *self,
                                              gboolean           shows_close);

G_END_DECLS
