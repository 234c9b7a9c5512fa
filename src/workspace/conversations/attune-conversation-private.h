/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-conversation.h"
#include "attune-store-conversations.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* Seen by the files attune-conversation*.c. */
struct _AttuneConversation
{
  GObject        parent_instance;

  GWeakRef       workspace;
  AttuneStore   *store;

  char          *id;
  char          *title;
  char          *account_id;
  char          *model;
  char          *system_text;
  gint64         created_at;
  gint64         updated_at;
  gboolean       is_answering;

  GListStore    *messages;
  gboolean       is_loaded;
  DexPromise    *stop;             /* resolved when the person wants no more of an answer */
  DexFuture     *answering;        /* the fiber that brings it */
};

AttuneConversation *attune_conversation_new     (AttuneWorkspace             *workspace,
                                                 AttuneStore                 *store,
                                                 const AttuneConversationRow *row);
void                attune_conversation_apply   (AttuneConversation          *self,
                                                 const AttuneConversationRow *row);
void                attune_conversation_refresh (AttuneConversation          *self);
gboolean            attune_conversation_is_untouched (AttuneConversation     *self);
DexFuture          *attune_conversation_settle  (AttuneConversation          *self) G_GNUC_WARN_UNUSED_RESULT;

/* In a fiber: stores a message, then shows it. */
gboolean            attune_conversation_add_message   (AttuneConversation  *self,
                                                       AttuneMessage       *message,
                                                       GError             **error);
DexFuture          *attune_conversation_answer        (AttuneConversation  *self) G_GNUC_WARN_UNUSED_RESULT;
void                attune_conversation_set_answering (AttuneConversation  *self,
                                                       gboolean             is_answering);
void                attune_conversation_touch         (AttuneConversation  *self,
                                                       gint64               updated_at);

G_END_DECLS
