/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "attune-chat-export.h"
#include "attune-chat-record.h"

G_BEGIN_DECLS

#define ATTUNE_CHAT_FILE_FORMAT  "attune-chats"
#define ATTUNE_CHAT_FILE_VERSION 1

/* A writer for each format adds one conversation to a text. */
void     attune_chat_export_append_markdown (GString                *text,
                                             AttuneChatRecord       *record);
void     attune_chat_export_append_json     (JsonBuilder            *builder,
                                             AttuneChatRecord       *record);
guint    attune_chat_export_append_examples (GString                *text,
                                             AttuneChatRecord       *record);
gboolean attune_chat_export_write           (GPtrArray              *records,
                                             AttuneChatExportFormat  format,
                                             const char             *path,
                                             AttuneChatExportResult *result,
                                             GError                **error);

G_END_DECLS
