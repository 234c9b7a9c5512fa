/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_COMPARE_COLUMN (attune_compare_column_get_type ())

/**
 * AttuneCompareColumn:
 *
 * One of the models that are asked the same, and what it answers. Signals: `lead`: the person is in
 * this column, so that the others scroll with it; `edit` (a question that is to be said anew, to
 * all); `remove`: the person wants no more of this model here.
 */
G_DECLARE_FINAL_TYPE (AttuneCompareColumn, attune_compare_column, ATTUNE, COMPARE_COLUMN, AdwBin)

AttuneCompareColumn *attune_compare_column_new              (AttuneWorkspace     *workspace,
                                                             AttuneComparison    *comparison,
                                                             guint                index);
AttuneConversation  *attune_compare_column_get_conversation (AttuneCompareColumn *self);
GtkAdjustment       *attune_compare_column_get_adjustment   (AttuneCompareColumn *self);
guint                attune_compare_column_get_index        (AttuneCompareColumn *self);
void                 attune_compare_column_mark_differences (AttuneCompareColumn *self,
                                                             gboolean             marks_differences);
void                 attune_compare_column_set_can_remove   (AttuneCompareColumn *self,
                                                             gboolean             can_remove);
const char          *attune_compare_column_get_name         (AttuneCompareColumn *self);
void                 attune_compare_column_scroll_to_end    (AttuneCompareColumn *self);

G_END_DECLS
