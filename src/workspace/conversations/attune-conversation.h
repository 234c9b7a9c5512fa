/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "attune-chat-request.h"
#include "attune-message.h"

G_BEGIN_DECLS

/* How much of a conversation its model reads. */
typedef struct
{
  guint64  n_tokens;      /* of what is sent */
  guint    window;        /* tokens that it reads at once, its answer included; 0 when it is not known */
  gboolean is_exact;      /* they were counted, and not estimated */
  guint    n_cut;         /* messages at the beginning that are not sent any more */
  gboolean is_too_long;   /* what is said last does not fit by itself */
} AttuneContextUse;

#define ATTUNE_TYPE_CONVERSATION (attune_conversation_get_type ())

/**
 * AttuneConversation:
 *
 * A chat with one model. Its messages are a tree, of which one branch is shown. Properties: `id`,
 * `title`, `account-id`, `model`, `system-text`, `parameters` (JSON, or NULL), `is-pinned`, `draft`
 * (what was typed and not sent, or NULL), `comparison-id` (of which it is a column, or NULL)
 * (read-only here; changed by the functions below), `updated-at` (int64), `is-answering`.
 */
G_DECLARE_FINAL_TYPE (AttuneConversation, attune_conversation, ATTUNE, CONVERSATION, GObject)

const char *attune_conversation_get_id           (AttuneConversation *self);
const char *attune_conversation_get_title        (AttuneConversation *self);
gboolean    attune_conversation_get_is_new       (AttuneConversation *self);
const char *attune_conversation_get_account_id   (AttuneConversation *self);
const char *attune_conversation_get_model        (AttuneConversation *self);
const char *attune_conversation_get_system_text  (AttuneConversation *self);
const char *attune_conversation_get_parameters   (AttuneConversation *self);
const char *attune_conversation_get_draft        (AttuneConversation *self);
const char *attune_conversation_get_comparison_id (AttuneConversation *self);
gint64      attune_conversation_get_updated_at   (AttuneConversation *self);
gboolean    attune_conversation_get_is_answering (AttuneConversation *self);
gboolean    attune_conversation_get_is_pinned    (AttuneConversation *self);
GListModel *attune_conversation_get_messages     (AttuneConversation *self); /* AttuneMessage of the shown branch; empty until loaded */

gboolean    attune_conversation_get_is_completion (AttuneConversation *self); /* a text to go on with, no talk */
AttuneChatRequest *attune_conversation_create_request (AttuneConversation *self, /* what would be asked */
                                                       const char         *text);

char       *attune_conversation_dup_prompt        (AttuneConversation *self, /* that an answer went on with; NULL in a talk */
                                                   AttuneMessage      *answer);
gboolean    attune_conversation_get_is_prompt     (AttuneConversation *self, /* whether an answer went on with it */
                                                   AttuneMessage      *message);
DexFuture  *attune_conversation_count_tokens      (AttuneConversation *self, /* boolean: whether it can be exact */
                                                   const char         *text) G_GNUC_WARN_UNUSED_RESULT;
void        attune_conversation_measure           (AttuneConversation *self,
                                                   const char         *text,
                                                   AttuneContextUse   *use);

/* Resolve to TRUE. An error of the answer is also kept in the message itself. Those that ask are
 * rejected while an answer is coming. */
DexFuture  *attune_conversation_load             (AttuneConversation *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_send             (AttuneConversation *self,
                                                  const char         *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_edit             (AttuneConversation *self,    /* a person's message, and resend */
                                                  AttuneMessage      *message,
                                                  const char         *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_regenerate       (AttuneConversation *self,    /* another answer beside this one */
                                                  AttuneMessage      *message) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_retry            (AttuneConversation *self) G_GNUC_WARN_UNUSED_RESULT; /* the last answer again */
DexFuture  *attune_conversation_continue         (AttuneConversation *self) G_GNUC_WARN_UNUSED_RESULT; /* the last answer, which was cut off */
void        attune_conversation_stop             (AttuneConversation *self);

/* Branches. */
DexFuture  *attune_conversation_show_sibling     (AttuneConversation *self,
                                                  AttuneMessage      *message,
                                                  guint               index) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_show_message     (AttuneConversation *self,    /* the branch that it is in, such as a hit of a search */
                                                  gint64              message_id) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_delete_message   (AttuneConversation *self,    /* and what follows it */
                                                  AttuneMessage      *message) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_restore_message  (AttuneConversation *self,    /* undo of the above */
                                                  AttuneMessage      *message) G_GNUC_WARN_UNUSED_RESULT;

/* Settings. */
DexFuture  *attune_conversation_set_title        (AttuneConversation *self,
                                                  const char         *title) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_set_model        (AttuneConversation *self,
                                                  const char         *account_id,
                                                  const char         *model) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_set_system_text  (AttuneConversation *self,
                                                  const char         *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_set_parameters   (AttuneConversation *self,
                                                  const char         *json) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_set_pinned       (AttuneConversation *self,
                                                  gboolean            is_pinned) G_GNUC_WARN_UNUSED_RESULT;
void        attune_conversation_set_draft        (AttuneConversation *self,    /* stored soon, and before the end */
                                                  const char         *text);

G_END_DECLS
