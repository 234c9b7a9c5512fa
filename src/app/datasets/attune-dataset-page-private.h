/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-dataset-page.h"
#include "attune-dataset-statistics.h"
#include "attune-example-filter.h"
#include "attune-example-list.h"
#include "attune-example-pane.h"
#include "attune-example-table.h"

G_BEGIN_DECLS

struct _AttuneDatasetPage
{
  AdwNavigationPage        parent_instance;

  AttuneWorkspace         *workspace;
  AttuneDataset           *dataset;
  AttuneExampleList       *list;             /* NULL until it is open */
  GSettings               *settings;
  DexFuture               *load;
  GCancellable            *cancellable;
  DexFuture               *checking;
  GCancellable            *check_cancellable;
  GArray                  *file_issues;      /* of guint64: what is wrong with the rows of the file; NULL: not known */
  gboolean                 shows_conversation;
  gboolean                 is_edited;        /* the figures in the store do not yet count the changes */

  AdwBanner               *banner;
  AdwBanner               *notice_banner;
  GtkSearchBar            *search_bar;
  GtkEditable             *search_entry;
  GtkToggleButton         *regex_button;
  GtkLabel                *search_problem;
  AdwToggleGroup          *part_group;
  AttuneExampleFilter     *filter;
  GtkLabel                *counts_label;
  GtkStack                *stack;
  GtkProgressBar          *load_progress;
  AdwStatusPage           *problem_page;
  AdwViewStack            *view_stack;
  AdwOverlaySplitView     *split_view;
  GtkStack                *rows_stack;
  AttuneExampleTable      *table;
  AttuneExamplePane       *pane;
  AttuneDatasetStatistics *statistics;
};

/* The file of the part that is shown; in a file of its own. */
gboolean attune_dataset_page_shows_validation (AttuneDatasetPage *self);
void attune_dataset_page_load                 (AttuneDatasetPage *self);
void attune_dataset_page_cancel_load          (AttuneDatasetPage *self);
void attune_dataset_page_set_list             (AttuneDatasetPage *self,
                                               AttuneExampleList *list);
void attune_dataset_page_update_query         (AttuneDatasetPage *self);

/* The words about the rows, and the figures in the store; each in a file of its own. */
void attune_dataset_page_update_counts        (AttuneDatasetPage *self);
void attune_dataset_page_announce_counts      (AttuneDatasetPage *self);
void attune_dataset_page_measure              (AttuneDatasetPage *self);

/* What is done with the rows that are selected; in a file of its own. */
void attune_dataset_page_install_edit_actions (GtkWidgetClass    *widget_class);
void attune_dataset_page_update_edit_actions  (AttuneDatasetPage *self);

/* What is wrong with the rows; in a file of its own. */
void attune_dataset_page_check                (AttuneDatasetPage *self);
void attune_dataset_page_stop_check           (AttuneDatasetPage *self);

G_END_DECLS
