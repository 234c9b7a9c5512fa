/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-example.h"
#include "attune-text-scan.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_EXAMPLE_VIEW (attune_example_view_get_type ())

/**
 * AttuneExampleView:
 *
 * One example as the conversation that it is: who speaks, and what is said. Long ones show their
 * beginning and a button for the rest. Properties: `example` (AttuneExample), `problem` (a
 * sentence shown instead of an example).
 */
G_DECLARE_FINAL_TYPE (AttuneExampleView, attune_example_view, ATTUNE, EXAMPLE_VIEW, GtkWidget)

GtkWidget     *attune_example_view_new         (void);
AttuneExample *attune_example_view_get_example (AttuneExampleView  *self);
void           attune_example_view_set_example (AttuneExampleView  *self,
                                                AttuneExample      *example);
const char    *attune_example_view_get_problem (AttuneExampleView  *self);
void           attune_example_view_set_problem (AttuneExampleView  *self,
                                                const char         *problem);
void           attune_example_view_set_marks   (AttuneExampleView  *self,
                                                GArray             *places);

G_END_DECLS
