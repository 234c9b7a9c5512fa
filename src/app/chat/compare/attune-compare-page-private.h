/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-compare-column.h"
#include "attune-compare-page.h"
#include "attune-composer.h"
#include "attune-vote-bar.h"

G_BEGIN_DECLS

struct _AttuneComparePage
{
  AdwNavigationPage    parent_instance;

  GtkBox              *column_box;
  AttuneComposer      *composer;
  AttuneVoteBar       *vote_bar;
  GtkRevealer         *vote_revealer;
  AdwWindowTitle      *window_title;

  GSettings           *settings;
  AttuneWorkspace     *workspace;
  AttuneComparison    *comparison;
  GPtrArray           *columns;        /* AttuneCompareColumn in the order in which they stand; borrowed */
  AttuneCompareColumn *leader;         /* the others scroll with it; borrowed */
  int                  edited_turn;    /* that the composer writes anew, or -1 */
  gboolean             is_scrolling;
  gboolean             marks_differences;
  DexFuture           *loading;
};

/* What stands in the menu, and votes, live in files of their own. */
void attune_compare_page_install_actions (GtkWidgetClass    *widget_class);
void attune_compare_page_install_votes   (GtkWidgetClass    *widget_class);
void attune_compare_page_update_vote     (AttuneComparePage *self);
void attune_compare_page_follow          (AttuneComparePage *self,
                                          DexFuture         *future,
                                          const char        *problem);
void attune_compare_page_remove_column   (AttuneComparePage   *self,
                                          AttuneCompareColumn *column);
void attune_compare_page_vote            (AttuneComparePage *self,
                                          int                winner);

G_END_DECLS
