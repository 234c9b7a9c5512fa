/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a conversation stands in a file, in bytes. */
typedef struct
{
  goffset start;
  goffset end;
} AttuneChatSpan;

/**
 * AttuneChatSplitter:
 *
 * Finds where each conversation begins and ends in a JSON document: the elements of an array, or
 * those of the member `conversations` of an object. It is fed with the document in pieces and keeps
 * nothing of it but places, and what stands around them.
 */
typedef struct _AttuneChatSplitter AttuneChatSplitter;

AttuneChatSplitter *attune_chat_splitter_new        (void);
void                attune_chat_splitter_free       (AttuneChatSplitter *self);
void                attune_chat_splitter_feed       (AttuneChatSplitter *self,
                                                     const char         *piece,
                                                     gsize               length);
gboolean            attune_chat_splitter_is_whole   (AttuneChatSplitter *self);
const char         *attune_chat_splitter_get_frame  (AttuneChatSplitter *self);
GArray             *attune_chat_splitter_dup_spans  (AttuneChatSplitter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneChatSplitter, attune_chat_splitter_free)

G_END_DECLS
