/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "attune-message-view.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_MESSAGE_LIST (attune_message_list_get_type ())

/**
 * AttuneMessageList:
 *
 * The messages of a chat in a GtkScrollable. Only those that can be seen have widgets, which are used
 * again; heights of the others are guessed from their length until they come near. It stays at its end
 * while the last message grows if the person is there, and otherwise lets nothing move that they read.
 *
 * Properties: `model` (GListModel of AttuneMessage), `is-at-end` (boolean, read-only). Signal:
 * `bind-view` (AttuneMessageView): a view is about to be seen with another message; who knows how the
 * model that answered is called says it now.
 */
G_DECLARE_FINAL_TYPE (AttuneMessageList, attune_message_list, ATTUNE, MESSAGE_LIST, GtkWidget)

AttuneMessageList *attune_message_list_new            (void);
GListModel        *attune_message_list_get_model      (AttuneMessageList *self);
void               attune_message_list_set_model      (AttuneMessageList *self,
                                                       GListModel        *model);
void               attune_message_list_scroll_to_end  (AttuneMessageList *self);
void               attune_message_list_scroll_to      (AttuneMessageList *self,
                                                       guint              position);
AttuneMessageView *attune_message_list_get_view       (AttuneMessageList *self,
                                                       guint              position);
AttuneMessage     *attune_message_list_dup_message    (AttuneMessageList *self,
                                                       gint64             id);

G_END_DECLS
