/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-example-list.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_FILTER (attune_example_filter_get_type ())

/**
 * AttuneExampleFilter:
 *
 * Chooses which examples of a list are shown: all, those that were changed or marked out, or those with
 * a certain problem. Signal: `changed`, when another choice was made.
 */
G_DECLARE_FINAL_TYPE (AttuneExampleFilter, attune_example_filter, ATTUNE, EXAMPLE_FILTER, GtkWidget)

void             attune_example_filter_set_list     (AttuneExampleFilter *self,
                                                     AttuneExampleList   *list);
gboolean         attune_example_filter_update       (AttuneExampleFilter *self);
void             attune_example_filter_show_all     (AttuneExampleFilter *self);
AttuneRowsFilter attune_example_filter_get_selected (AttuneExampleFilter *self,
                                                     AttuneIssueKind     *kind);

G_END_DECLS
