/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-chat-import.h"
#include "attune-store.h"

G_BEGIN_DECLS

DexFuture *attune_store_insert_chats (AttuneStore *store,        /* AttuneChatImportResult, of these */
                                      GPtrArray   *records) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
