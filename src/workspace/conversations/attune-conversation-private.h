/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-conversation.h"
#include "attune-counted-text.h"
#include "attune-message-tree-private.h"
#include "attune-store-conversations.h"
#include "attune-tokenizer.h"
#include "attune-workspace.h"

G_BEGIN_DECLS

/* How long after its end a fine-tune’s model may still be unknown to its own provider. */
#define ATTUNE_PREPARING_SECONDS (60 * 60)

/* What is read besides the messages. */
enum {
  ATTUNE_COUNTED_SYSTEM,
  ATTUNE_COUNTED_TYPED,
  ATTUNE_N_COUNTED
};

/* Seen by the files attune-conversation*.c. */
struct _AttuneConversation
{
  GObject                parent_instance;

  GWeakRef               workspace;
  AttuneStore           *store;

  AttuneConversationRow *row;
  DexLimiter            *changes;          /* of the row, one after the other */
  gboolean               is_answering;

  AttuneMessageTree     *tree;             /* all branches … */
  GListStore            *messages;         /* … and the one that is shown */
  gboolean               is_loaded;
  DexPromise            *stop;             /* resolved when the person wants no more of an answer */
  DexFuture             *answering;        /* the fiber that brings it */
  guint                  draft_source;     /* what was typed is not stored yet */
  DexFuture             *saving_draft;
  char                  *counted_texts[ATTUNE_N_COUNTED];   /* beside the messages … */
  AttuneCountedText      counted[ATTUNE_N_COUNTED];         /* … and what is known of them */
  AttuneTokenizer       *tokenizer;        /* of its model, once something was counted */
};

AttuneConversation *attune_conversation_new     (AttuneWorkspace             *workspace,
                                                 AttuneStore                 *store,
                                                 const AttuneConversationRow *row);
void                attune_conversation_apply   (AttuneConversation          *self,
                                                 const AttuneConversationRow *row);
void                attune_conversation_apply_stored (AttuneConversation     *self,
                                                      const AttuneConversationRow *row);
void                attune_conversation_set_answering (AttuneConversation    *self,
                                                       gboolean               is_answering);
void                attune_conversation_notify_draft (AttuneConversation     *self);
void                attune_conversation_refresh (AttuneConversation          *self);
gboolean            attune_conversation_is_untouched (AttuneConversation     *self,
                                                      const AttuneConversationRow *wanted);
DexFuture          *attune_conversation_settle  (AttuneConversation          *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean            attune_conversation_ensure_loaded (AttuneConversation    *self,
                                                       GError               **error);
char               *attune_conversation_make_title (const char               *text);

/* The person's side: what is asked. */
DexFuture          *attune_conversation_send_waiting (AttuneConversation     *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean            attune_conversation_begin   (AttuneConversation          *self);
void                attune_conversation_end     (AttuneConversation          *self);
gboolean            attune_conversation_is_offline (AttuneConversation       *self);

/* The branch that is shown. */
void                attune_conversation_show_leaf (AttuneConversation        *self,
                                                   gint64                     leaf_id);
AttuneMessage      *attune_conversation_dup_last (AttuneConversation         *self);
/* In a fiber: stores a message, then shows it. */
gboolean            attune_conversation_add_message (AttuneConversation      *self,
                                                     AttuneMessage           *message,
                                                     GError                 **error);
gboolean            attune_conversation_drop_message (AttuneConversation     *self,
                                                      AttuneMessage          *message,
                                                      GError                **error);

/* The model's side. */
AttuneChatParameters *attune_conversation_read_parameters (AttuneConversation *self);
AttuneChatRequest  *attune_conversation_build_request (AttuneConversation    *self,
                                                       const char            *text,
                                                       AttuneMessage         *continued);
DexFuture          *attune_conversation_answer  (AttuneConversation          *self,
                                                 AttuneMessage               *continued) G_GNUC_WARN_UNUSED_RESULT;
double              attune_conversation_price   (AttuneConversation          *self,
                                                 const AttuneMessageFacts    *facts);
const char         *attune_conversation_find_preparing (AttuneConversation   *self);
const char         *attune_conversation_get_scheme (AttuneConversation       *self); /* or NULL */
AttuneCountedText  *attune_conversation_get_counted (AttuneConversation      *self,
                                                     guint                    which,
                                                     const char              *text);
void                attune_conversation_touch   (AttuneConversation          *self,
                                                 gint64                       updated_at);

/* What was typed. */
void                attune_conversation_take_draft (AttuneConversation       *self,
                                                    const char               *text);
void                attune_conversation_forget_draft (AttuneConversation     *self);
DexFuture          *attune_conversation_save_draft (AttuneConversation       *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
