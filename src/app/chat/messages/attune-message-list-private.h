/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message-heights.h"
#include "attune-message-list.h"

G_BEGIN_DECLS

/* Between messages, and at both ends, in pixels. */
#define PADDING 12

/* A row that has widgets. */
typedef struct
{
  guint              position;
  int                y;          /* of its top, from the top of what can be seen */
  AttuneMessageView *view;       /* a child */
} MessageRow;

struct _AttuneMessageList
{
  GtkWidget             parent_instance;

  GListModel           *model;
  AttuneMessageHeights *heights;
  GArray               *rows;          /* MessageRow: in order, those that can be seen or nearly */
  GPtrArray            *spare;         /* AttuneMessageView: children to be used again */
  AttuneMessageView    *kept;          /* has the focus, and is not to be seen now */
  guint                 kept_position;
  AttuneMessageView    *measured;      /* a child that is never seen */

  GtkAdjustment        *hadjustment;
  GtkAdjustment        *vadjustment;
  GtkScrollablePolicy   hscroll_policy;
  GtkScrollablePolicy   vscroll_policy;

  guint                 anchor;        /* the row that stays where it is */
  int                   anchor_y;
  gboolean              is_at_end;     /* then the last row's end stays where it is */
  gboolean              is_configuring;
  gboolean              is_unfinished; /* rows near what can be seen are still to be made */
  guint                 n_made;        /* rows that got another message in this layout */
  guint                 ahead_source;
};

/* Rows that have widgets. */
guint              attune_message_list_get_n_rows    (AttuneMessageList *self);
const MessageRow  *attune_message_list_find_row      (AttuneMessageList *self,
                                                      guint              position);
int                attune_message_list_place_row     (AttuneMessageList *self,
                                                      GArray            *old,
                                                      guint              position,
                                                      int                y,
                                                      gboolean           is_first);
void               attune_message_list_give_back     (AttuneMessageList *self,
                                                      const MessageRow  *row);
void               attune_message_list_give_back_all (AttuneMessageList *self);
AttuneMessageView *attune_message_list_add_view      (AttuneMessageList *self);
void               attune_message_list_show_view     (AttuneMessageView *view,
                                                      gboolean           is_shown);
int                attune_message_list_measure_view  (AttuneMessageList *self,
                                                      AttuneMessageView *view,
                                                      guint              position);

/* Where they are. */
void               attune_message_list_size_allocate (GtkWidget         *widget,
                                                      int                width,
                                                      int                height,
                                                      int                baseline);
void               attune_message_list_scroll_by     (AttuneMessageList *self,
                                                      double             distance);

/* The keyboard. */
gboolean           attune_message_list_focus         (GtkWidget         *widget,
                                                      GtkDirectionType   direction);
void               attune_message_list_add_keys      (GtkWidgetClass    *widget_class);

G_END_DECLS
