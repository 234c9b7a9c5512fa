/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-archive"

#include "config.h"

#include "attune-atomic-file.h"
#include "attune-chat-export-private.h"
#include "attune-comparison-private.h"
#include "attune-conversation-private.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

/* One file that is written: shared by the fiber and the work on the pool's thread. */
typedef struct
{
  AttuneWorkspace        *workspace;      /* main thread only */
  GPtrArray              *conversations;  /* main thread only */
  GPtrArray              *records;        /* AttuneChatRecord */
  AttuneChatExportFormat  format;
  char                   *path;
  char                   *text;
  GCancellable           *cancellable;
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
