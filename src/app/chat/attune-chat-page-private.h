/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chat-page.h"
#include "attune-chat-start.h"
#include "attune-composer.h"
#include "attune-message-list.h"
#include "attune-model-popover.h"
#include "attune-chat-meter.h"
#include "attune-parameters-keeper.h"
#include "attune-parameters-pane.h"

G_BEGIN_DECLS

struct _AttuneChatPage
{
  AdwNavigationPage       parent_instance;

  AdwBottomSheet         *bottom_sheet;
  AttuneComposer         *composer;
  GtkRevealer            *jump_revealer;
  AdwMultiLayoutView     *layout_view;
  AttuneMessageList      *message_list;
  GtkLabel               *model_label;
  AttuneModelPopover     *model_popover;
  AttuneParametersPane   *pane;
  AdwOverlaySplitView    *split_view;
  GtkStack               *stack;
  AttuneChatStart        *start;
  GtkLabel               *title_label;

  AttuneWorkspace        *workspace;
  AttuneConversation     *conversation;
  AttuneMessage          *edited;        /* what the composer writes anew */
  AttuneParametersKeeper *keeper;
  AttuneChatMeter        *meter;
  GSettings              *settings;
  DexFuture              *loading;
  gboolean                is_loaded;
};

/* What is asked, and what is done with messages, lives in a file of its own. */
void attune_chat_page_install_message_actions (GtkWidgetClass *widget_class);
void attune_chat_page_update_message_actions  (AttuneChatPage *self);

void attune_chat_page_follow_change           (AttuneChatPage *self,
                                               DexFuture      *future);

G_END_DECLS
