/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "attune-message.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_CONVERSATION (attune_conversation_get_type ())

/**
 * AttuneConversation:
 *
 * A chat with one model. Properties: `id`, `title`, `account-id`, `model`, `system-text`
 * (read-only here; changed by the functions below), `updated-at` (int64), `is-answering`.
 */
G_DECLARE_FINAL_TYPE (AttuneConversation, attune_conversation, ATTUNE, CONVERSATION, GObject)

const char *attune_conversation_get_id           (AttuneConversation *self);
const char *attune_conversation_get_title        (AttuneConversation *self);
const char *attune_conversation_get_account_id   (AttuneConversation *self);
const char *attune_conversation_get_model        (AttuneConversation *self);
const char *attune_conversation_get_system_text  (AttuneConversation *self);
gint64      attune_conversation_get_updated_at   (AttuneConversation *self);
gboolean    attune_conversation_get_is_answering (AttuneConversation *self);
GListModel *attune_conversation_get_messages     (AttuneConversation *self); /* AttuneMessage; empty until loaded */

/* Resolve to TRUE. An error of the answer is also kept in the message itself. */
DexFuture  *attune_conversation_load             (AttuneConversation *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_send             (AttuneConversation *self,
                                                  const char         *text) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_retry            (AttuneConversation *self) G_GNUC_WARN_UNUSED_RESULT; /* the last answer again */
void        attune_conversation_stop             (AttuneConversation *self);
DexFuture  *attune_conversation_set_title        (AttuneConversation *self,
                                                  const char         *title) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_set_model        (AttuneConversation *self,
                                                  const char         *account_id,
                                                  const char         *model) G_GNUC_WARN_UNUSED_RESULT;
DexFuture  *attune_conversation_set_system_text  (AttuneConversation *self,
                                                  const char         *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
