/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-store-conversations.h"

G_BEGIN_DECLS

/* One conversation, whole: what is written into a file, or was found in one. Of one that was found,
 * the messages are numbered by their place, from 1, and each follows one that comes before it. */
typedef struct
{
  AttuneConversationRow *row;
  GPtrArray             *messages;        /* of AttuneMessageRow, oldest first */
  gboolean               is_completion;   /* its model goes on with a text */
} AttuneChatRecord;

AttuneChatRecord *attune_chat_record_new       (void);
void              attune_chat_record_free      (AttuneChatRecord *self);
GPtrArray        *attune_chat_record_list_path (AttuneChatRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChatRecord, attune_chat_record_free)

G_END_DECLS
