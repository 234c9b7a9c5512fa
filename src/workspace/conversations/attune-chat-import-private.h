/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <yyjson.h>

#include "attune-chat-import.h"
#include "attune-chat-record.h"

G_BEGIN_DECLS

/* A reader for each format makes a record of a conversation, or NULL when nothing is said in it. */
AttuneChatRecord *attune_chat_import_read_attune  (yyjson_val              *conversation);
AttuneChatRecord *attune_chat_import_read_chatgpt (yyjson_val              *conversation);

const char       *attune_chat_import_get_text     (yyjson_val              *object,
                                                   const char              *member);
gint64            attune_chat_import_get_number   (yyjson_val              *object,
                                                   const char              *member,
                                                   gint64                   fallback);

G_END_DECLS
