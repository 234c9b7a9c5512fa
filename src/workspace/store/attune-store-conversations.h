/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-message.h"
#include "attune-store.h"

G_BEGIN_DECLS

typedef struct
{
  char     *id;
  char     *title;              /* NULL before the first message */
  char     *account_id;
  char     *model;
  char     *system_text;
  char     *draft;              /* what was typed and not sent, or NULL */
  char     *parameters;         /* JSON, or NULL */
  char     *imported_id;        /* its name where it came from, or NULL; written once */
  char     *comparison_id;      /* of which it is a column, or NULL; written once */
  guint     comparison_column;
  gboolean  is_pinned;
  gint64    leaf_id;            /* the last message of the branch that is shown; 0: none */
  gint64    created_at;
  gint64    updated_at;
} AttuneConversationRow;

typedef struct
{
  gint64               id;               /* 0 before it is stored */
  gint64               parent_id;        /* what it follows; 0: nothing */
  AttuneMessageAuthor  author;
  AttuneMessageState   state;
  char                *content;
  char                *reasoning;
  char                *tool_calls;       /* JSON */
  char                *logprobs;         /* JSON */
  char                *model;
  char                *error_text;
  char                *finish_reason;
  gint64               created_at;       /* 0 before it is stored */
  AttuneMessageFacts   facts;
} AttuneMessageRow;

AttuneConversationRow *attune_conversation_row_copy (const AttuneConversationRow *row);
void       attune_conversation_row_free         (AttuneConversationRow       *row);
AttuneMessageRow *attune_message_row_new        (AttuneMessageAuthor          author,
                                                 AttuneMessageState           state,
                                                 const char                  *content);
AttuneMessageRow *attune_message_row_copy       (const AttuneMessageRow      *row);
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
DexFuture *attune_store_set_draft               (AttuneStore                 *store,
                                                 const char                  *id,
                                                 const char                  *draft)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_leaf                (AttuneStore                 *store,
                                                 const char                  *id,
                                                 gint64                       leaf_id)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_list_waiting            (AttuneStore                 *store)  /* char *: ids of conversations */
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
DexFuture *attune_store_delete_branch           (AttuneStore                 *store,  /* int: 0 when it is gone */
                                                 gint64                       id,
                                                 gint64                       deleted_at,
                                                 gint64                       leaf_id)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_restore_branch          (AttuneStore                 *store,  /* int: 0 when it is gone */
                                                 gint64                       id)
                                                 G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_claim_waiting           (AttuneStore                 *store,  /* int: 0 when another was first */
                                                 gint64                       id)
                                                 G_GNUC_WARN_UNUSED_RESULT;

/* For those who write many in one transaction, on the store's thread. */
gboolean   attune_db_insert_conversation        (AttuneDb                    *db,
                                                 const AttuneConversationRow *row,
                                                 GError                     **error);
gboolean   attune_db_insert_message             (AttuneDb                    *db,
                                                 const char                  *conversation_id,
                                                 const AttuneMessageRow      *row,
                                                 gboolean                     is_indexed,
                                                 gint64                      *id,
                                                 GError                     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneConversationRow, attune_conversation_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneMessageRow, attune_message_row_free)

G_END_DECLS
