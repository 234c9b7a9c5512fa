/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "attune-workspace.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_SIDEBAR (attune_sidebar_get_type ())

/**
 * AttuneSidebar:
 *
 * The places that a window can go to: the list pages, the chats and the comparisons. Each has a tag, as
 * its page has: "datasets", or "conversation:ID". Property: `mode`. Signal: `activated`, with a tag.
 */
G_DECLARE_FINAL_TYPE (AttuneSidebar, attune_sidebar, ATTUNE, SIDEBAR, GtkWidget)

void                attune_sidebar_set_workspace         (AttuneSidebar   *self,
                                                          AttuneWorkspace *workspace);
void                attune_sidebar_set_offers_welcome    (AttuneSidebar   *self,
                                                          gboolean         offers_welcome);
void                attune_sidebar_set_selected          (AttuneSidebar   *self,
                                                          const char      *tag);
AttuneConversation *attune_sidebar_get_menu_conversation (AttuneSidebar   *self);
AttuneComparison   *attune_sidebar_get_menu_comparison   (AttuneSidebar   *self);

G_END_DECLS
