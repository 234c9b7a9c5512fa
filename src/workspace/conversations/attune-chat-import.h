/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_CHAT_IMPORT_RESULT (attune_chat_import_result_get_type ())

/* What came of a file. */
typedef struct
{
  guint n_conversations;
  guint n_messages;
  guint n_known;          /* conversations that were here already */
  guint n_left_out;       /* those in which nothing was said, or which cannot be read */
} AttuneChatImportResult;

GType                   attune_chat_import_result_get_type (void);
AttuneChatImportResult *attune_chat_import_result_copy     (const AttuneChatImportResult *self);
void                    attune_chat_import_result_free     (AttuneChatImportResult       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChatImportResult, attune_chat_import_result_free)

G_END_DECLS
