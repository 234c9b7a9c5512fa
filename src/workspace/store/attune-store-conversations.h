/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message.h"
#include "attune-store.h"

G_BEGIN_DECLS

typedef struct
{
  char   *id;
  char   *title;          /* NULL before the first message */
  char   *account_id;
  char   *model;
  char   *system_text;
  gint64  created_at;
  gint64  updated_at;
} AttuneConversationRow;

typedef struct
{
  gint64               id;               /* 0 before it is stored */
  AttuneMessageAuthor  author;
  AttuneMessageState   state;
  char                *content;
  char                *model;
  char                *error_text;
  char                *finish_reason;
} AttuneMessageRow;

void       attune_conversation_row_free         (AttuneConversationRow       *row);
void       attune_message_row_free              (AttuneMessageRow            *row);
DexFuture *attune_store_list_conversations      (AttuneStore                 *store)  /* AttuneConversationRow */
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_save_conversation       (AttuneStore                 *store,
                                                 const AttuneConversationRow *row)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_conversation_deleted (AttuneStore                *store,  /* int: 0 when it is gone */
                                                 const char                  *id,
                                                 gint64                       deleted_at)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_list_messages           (AttuneStore                 *store,  /* AttuneMessageRow */
                                                 const char                  *conversation_id)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_insert_message          (AttuneStore                 *store,  /* int64: its id */
                                                 const char                  *conversation_id,
                                                 const AttuneMessageRow      *row)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_update_message          (AttuneStore                 *store,
                                                 const AttuneMessageRow      *row)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_delete_message          (AttuneStore                 *store,
                                                 gint64                       id)
                                                 G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneConversationRow, attune_conversation_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMessageRow, attune_message_row_free)

G_END_DECLS
