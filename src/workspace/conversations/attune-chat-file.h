/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-chat-record.h"

G_BEGIN_DECLS

/**
 * AttuneChatFile:
 *
 * A file of conversations that Attune or ChatGPT has exported. Each conversation is read when it is
 * asked for, so that memory does not grow with the file. Belongs to one thread at a time.
 */
typedef struct _AttuneChatFile AttuneChatFile;

AttuneChatFile   *attune_chat_file_open      (const char      *path,
                                              GCancellable    *cancellable,
                                              GError         **error);
void              attune_chat_file_free      (AttuneChatFile  *self);
guint             attune_chat_file_get_n     (AttuneChatFile  *self);
goffset           attune_chat_file_get_size  (AttuneChatFile  *self,
                                              guint            index);
gboolean          attune_chat_file_read      (AttuneChatFile  *self,
                                              guint            index,
                                              AttuneChatRecord **record,
                                              GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChatFile, attune_chat_file_free)

G_END_DECLS
