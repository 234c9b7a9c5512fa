/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-example-editor.h"
#include "attune-example-pane.h"
#include "attune-example-view.h"

G_BEGIN_DECLS

struct _AttuneExamplePane
{
  AdwBin               parent_instance;

  AttuneExampleList   *list;
  guint                row;
  AttuneExample       *example;       /* of the row, once it is read */
  DexFuture           *load;
  gulong               edited_id;
  gboolean             is_editing;
  gboolean             is_kept;       /* what is in the editor was written down when the pane was left */
  gboolean             edits_when_loaded;
  gboolean             shows_close;

  GtkWidget           *header_box;
  GtkLabel            *title_label;
  GtkLabel            *mark_label;
  GtkWidget           *put_back_button;
  GtkWidget           *mark_out_button;
  GtkWidget           *edit_button;
  GtkStack            *stack;
  AdwStatusPage       *many_page;
  GtkLabel            *problems_label;
  AttuneExampleView   *view;
  AttuneExampleEditor *editor;
};

void attune_example_pane_set_is_editing (AttuneExamplePane *self,
                                         gboolean           is_editing);
void attune_example_pane_load_row       (AttuneExamplePane *self);

/* Changing the example; in a file of its own. */
void     attune_example_pane_begin_edit  (AttuneExamplePane *self);
gboolean attune_example_pane_resume_edit (AttuneExamplePane *self);
void     attune_example_pane_save        (AttuneExamplePane *self);
void     attune_example_pane_cancel      (AttuneExamplePane *self);
void     attune_example_pane_keep        (AttuneExamplePane *self);
void     attune_example_pane_end_kept    (AttuneExamplePane *self);

G_END_DECLS
