/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-archive"

#include "config.h"

#include "attune-atomic-file.h"
#include "attune-chat-export-private.h"
#include "attune-chat-import-private.h"
#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-store-archive.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

/* So many conversations are stored at once; other writes come in between. */
#define CONVERSATIONS_AT_ONCE 32

/* One file that is written or read: shared by the fiber and the work on the pool's thread. */
typedef struct
{
  AttuneWorkspace        *workspace;      /* main thread only */
  GPtrArray              *conversations;  /* main thread only */
  GPtrArray              *records;        /* AttuneChatRecord */
  AttuneChatExportFormat  format;
  char                   *path;
  char                   *text;
  char                   *account_id;
  char                   *model;
  guint                   n_left_out;
  GCancellable           *cancellable;
  AttuneProgressFunc      progress;       /* main thread only, as the two below */
  gpointer                user_data;
  GDestroyNotify          destroy;
} Archive;

static Archive *
archive_new (AttuneWorkspace *workspace,
             const char      *path)
{
  Archive *archive = g_atomic_rc_box_new0 (Archive);

  archive->workspace = g_object_ref (workspace);
  archive->path = g_strdup (path);
  archive->cancellable = g_cancellable_new ();

  return archive;
}

static void
archive_clear (gpointer data)
{
  Archive *archive = data;

  g_clear_pointer (&archive->records, g_ptr_array_unref);
  g_clear_object (&archive->cancellable);
  g_free (archive->path);
  g_free (archive->text);
  g_free (archive->account_id);
  g_free (archive->model);
}

static void
archive_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, archive_clear);
}

/* The fiber's own reference; whoever lets go of it wants no more. */
static void
archive_end (gpointer data)
{
  Archive *archive = data;

  if (archive->destroy != NULL)
    archive->destroy (archive->user_data);

  g_cancellable_cancel (archive->cancellable);
  g_clear_object (&archive->workspace);
  g_clear_pointer (&archive->conversations, g_ptr_array_unref);
  archive_unref (archive);
}

static DexFuture *
submit (Archive       *archive,
        const char    *name,
        DexThreadFunc  func)
{
  return attune_thread_pool_submit (archive->workspace->pool, name, func,
                                    g_atomic_rc_box_acquire (archive), archive_unref);
}

/* As it is stored: of an answer that is coming, what has come until the last time. */
static AttuneChatRecord *
read_conversation (Archive             *archive,
                   AttuneConversation  *conversation,
                   GError             **error)
{
  g_autoptr(AttuneChatRecord) record = attune_chat_record_new ();
  GPtrArray *messages;

  attune_conversation_row_free (record->row);
  record->row = attune_conversation_row_copy (conversation->row);
  record->is_completion = attune_conversation_get_is_completion (conversation);
  messages = dex_await_boxed (attune_store_list_messages (archive->workspace->store,
                                                          record->row->id), error);

  if (messages == NULL)
    return NULL;

  g_ptr_array_unref (record->messages);
  record->messages = messages;

  return g_steal_pointer (&record);
}

static DexFuture *
attune_workspace_export_thread (gpointer user_data)
{
  Archive *archive = user_data;
  AttuneChatExportResult result;
  g_autoptr(GError) error = NULL;

  if (!attune_chat_export_write (archive->records, archive->format, archive->path, &result, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_CHAT_EXPORT_RESULT,
                                    attune_chat_export_result_copy (&result));
}

static DexFuture *
attune_workspace_export_fiber (gpointer user_data)
{
  Archive *archive = user_data;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < archive->conversations->len; i++)
    {
      AttuneChatRecord *record = read_conversation (archive, archive->conversations->pdata[i],
                                                    &error);

      if (record == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_ptr_array_add (archive->records, record);
    }

  return submit (archive, "attune-export", attune_workspace_export_thread);
}

/**
 * attune_workspace_export_conversations:
 * @self: a workspace
 * @conversations: (element-type AttuneConversation): what to write
 * @format: how
 * @path: where the file shall be; one that is there is replaced
 *
 * Cancelled by dropping a future that awaits it.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneChatExportResult when the file is
 *   there, whole, or rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_export_conversations (AttuneWorkspace        *self,
                                       GPtrArray              *conversations,
                                       AttuneChatExportFormat  format,
                                       const char             *path)
{
  Archive *archive;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (conversations != NULL);
  dex_return_error_if_fail (path != NULL);

  archive = archive_new (self, path);
  archive->conversations = g_ptr_array_new_with_free_func (g_object_unref);
  archive->records = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_chat_record_free);
  archive->format = format;

  for (guint i = 0; i < conversations->len; i++)
    g_ptr_array_add (archive->conversations, g_object_ref (conversations->pdata[i]));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_export_fiber, archive, archive_end);
}

static DexFuture *
attune_workspace_write_thread (gpointer user_data)
{
  Archive *archive = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_atomic_file_replace (archive->path, archive->text, strlen (archive->text), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
attune_workspace_write_fiber (gpointer user_data)
{
  return submit (user_data, "attune-export", attune_workspace_write_thread);
}

/**
 * attune_workspace_export_comparison:
 * @self: a workspace
 * @comparison: a comparison that is loaded
 * @format: the kind of the table
 * @path: where the file shall be; one that is there is replaced
 *
 * Writes a row for each turn that is shown: the question, what each model answered, and which was
 * found better. A CSV has the times, tokens and costs besides.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the file is there, whole, or
 *   rejects with %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_export_comparison (AttuneWorkspace   *self,
                                    AttuneComparison  *comparison,
                                    AttuneTableFormat  format,
                                    const char        *path)
{
  Archive *archive;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_COMPARISON (comparison));
  dex_return_error_if_fail (path != NULL);

  archive = archive_new (self, path);
  archive->text = attune_comparison_dup_table (comparison, format);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_write_fiber, archive, archive_end);
}

static DexFuture *
attune_workspace_read_chats_thread (gpointer user_data)
{
  Archive *archive = user_data;
  g_autoptr(GError) error = NULL;

  archive->records = attune_chat_import_read (archive->path, &archive->n_left_out,
                                              archive->cancellable, &error);

  if (archive->records == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Who answers from now on: the account that was chosen, with the same model where that is known. */
static void
complete_record (Archive          *archive,
                 AttuneChatRecord *record)
{
  AttuneConversationRow *row = record->row;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  row->id = g_uuid_string_random ();
  row->account_id = g_strdup (archive->account_id);

  if (row->model == NULL)
    row->model = g_strdup (archive->model);

  if (row->created_at <= 0 || row->created_at > now)
    row->created_at = now;

  if (row->updated_at < row->created_at || row->updated_at > now)
    row->updated_at = row->created_at;

  if (row->title == NULL || *row->title == '\0')
    {
      AttuneMessageRow *first = record->messages->pdata[0];

      g_free (row->title);
      row->title = attune_conversation_make_title (first->content);
    }

  g_strdelimit (row->title, "\n\r\t", ' ');
}

/* What is stored when the person wants no more stays. */
static gboolean
store_records (Archive                 *archive,
               AttuneChatImportResult  *result,
               GError                 **error)
{
  for (guint i = 0;
       i < archive->records->len && !g_cancellable_is_cancelled (archive->cancellable);
       i += CONVERSATIONS_AT_ONCE)
    {
      guint n_records = MIN (CONVERSATIONS_AT_ONCE, archive->records->len - i);
      g_autoptr(AttuneChatImportResult) part = NULL;

      part = dex_await_boxed (attune_store_insert_chats (archive->workspace->store,
                                                         archive->records, i, n_records), error);

      if (part == NULL)
        return FALSE;

      result->n_conversations += part->n_conversations;
      result->n_messages += part->n_messages;
      result->n_known += part->n_known;

      if (archive->progress != NULL)
        archive->progress (i + n_records, archive->records->len, archive->user_data);
    }

  return TRUE;
}

static DexFuture *
attune_workspace_import_chats_fiber (gpointer user_data)
{
  Archive *archive = user_data;
  AttuneChatImportResult result = { 0 };
  g_autoptr(GError) error = NULL;

  if (!dex_await (submit (archive, "attune-import", attune_workspace_read_chats_thread), &error) ||
      g_cancellable_set_error_if_cancelled (archive->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  result.n_left_out = archive->n_left_out;

  for (guint i = 0; i < archive->records->len; i++)
    complete_record (archive, archive->records->pdata[i]);

  if (!store_records (archive, &result, &error) ||
      !dex_await (attune_workspace_reload_conversations (archive->workspace), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (ATTUNE_TYPE_CHAT_IMPORT_RESULT,
                                    attune_chat_import_result_copy (&result));
}

/**
 * attune_workspace_import_conversations:
 * @self: a workspace
 * @path: a file that Attune or ChatGPT has exported; ChatGPT’s may still be in its ZIP file
 * @account_id: who shall answer when they are gone on with
 * @model: the model that shall answer where the file names none
 *
 * Takes over all branches. What was imported before is not imported twice, so that a crash costs
 * nothing: the same file again brings the rest.
 *
 * Returns: (transfer full): a future that resolves to an #AttuneChatImportResult, or rejects with
 *   %ATTUNE_ERROR_DATA or %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_import_conversations (AttuneWorkspace *self,
                                       const char      *path,
                                       const char      *account_id,
                                       const char      *model)
{
  return attune_workspace_import_conversations_full (self, path, account_id, model,
                                                     NULL, NULL, NULL, NULL);
}

/**
 * attune_workspace_import_conversations_full:
 * @self: a workspace
 * @path: as with attune_workspace_import_conversations()
 * @account_id: the same
 * @model: the same
 * @cancellable: (nullable): when it is cancelled, what was stored by then stays, and is the result
 * @progress: (nullable): called on the main thread with how many chats are done, and of how many
 * @user_data: for @progress
 * @destroy: (nullable): frees @user_data at the end
 *
 * Returns: (transfer full): the same; rejects with %G_IO_ERROR_CANCELLED when nothing was stored
 *   yet
 */
DexFuture *
attune_workspace_import_conversations_full (AttuneWorkspace    *self,
                                            const char         *path,
                                            const char         *account_id,
                                            const char         *model,
                                            GCancellable       *cancellable,
                                            AttuneProgressFunc  progress,
                                            gpointer            user_data,
                                            GDestroyNotify      destroy)
{
  Archive *archive;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (account_id != NULL);
  dex_return_error_if_fail (model != NULL);
  dex_return_error_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  archive = archive_new (self, path);
  archive->account_id = g_strdup (account_id);
  archive->model = g_strdup (model);
  archive->progress = progress;
  archive->user_data = user_data;
  archive->destroy = destroy;

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel),
                             archive->cancellable, G_CONNECT_SWAPPED);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_import_chats_fiber, archive, archive_end);
}
