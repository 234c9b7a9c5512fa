/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  ATTUNE_CHAT_EXPORT_MARKDOWN,   /* for people: the branch that is shown */
  ATTUNE_CHAT_EXPORT_JSON,       /* all of it, to be imported again */
  ATTUNE_CHAT_EXPORT_EXAMPLES,   /* JSONL to train with: the branch that is shown */
} AttuneChatExportFormat;

#define ATTUNE_TYPE_CHAT_EXPORT_RESULT (attune_chat_export_result_get_type ())

/* What was written. */
typedef struct
{
  guint n_conversations;
  guint n_examples;       /* with ATTUNE_CHAT_EXPORT_EXAMPLES */
  guint n_left_out;       /* conversations without a whole answer, of which there is no example */
} AttuneChatExportResult;

GType                   attune_chat_export_result_get_type (void);
AttuneChatExportResult *attune_chat_export_result_copy     (const AttuneChatExportResult *self);
void                    attune_chat_export_result_free     (AttuneChatExportResult       *self);

const char             *attune_chat_export_format_get_suffix (AttuneChatExportFormat      format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChatExportResult, attune_chat_export_result_free)

G_END_DECLS
