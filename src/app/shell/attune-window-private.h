/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-window.h"

G_BEGIN_DECLS

/* The actions and the ways in for files live in files of their own. */
void                attune_window_install_actions       (GtkWidgetClass *widget_class);
void                attune_window_set_actions_enabled   (AttuneWindow   *self,
                                                         gboolean        enabled);
void                attune_window_install_chat_actions  (GtkWidgetClass *widget_class);
void                attune_window_set_chat_actions_enabled (AttuneWindow *self,
                                                         gboolean        enabled);
void                attune_window_install_drop_target   (AttuneWindow   *self,
                                                         GtkRevealer    *revealer);
void                attune_window_paste_file            (AttuneWindow   *self);
void                attune_window_show_dataset          (AttuneWindow   *self,
                                                         AttuneDataset  *dataset);
void                attune_window_show_job              (AttuneWindow   *self,
                                                         AttuneJob      *job);
void                attune_window_show_conversation     (AttuneWindow   *self,
                                                         AttuneConversation *conversation);
void                attune_window_show_comparison       (AttuneWindow   *self,
                                                         AttuneComparison *comparison);
void                attune_window_scroll_to_message     (AttuneWindow   *self,
                                                         AttuneConversation *conversation,
                                                         gint64          message_id);
AttuneComparison   *attune_window_get_menu_comparison   (AttuneWindow   *self);
AttuneConversation *attune_window_get_conversation      (AttuneWindow   *self); /* of the menu, or the one shown */
gboolean            attune_window_shows_chat            (AttuneWindow   *self);
void                attune_window_dismiss_notice        (AttuneWindow   *self);

G_END_DECLS
