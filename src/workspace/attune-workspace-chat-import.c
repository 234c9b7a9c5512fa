/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-chat-import"

#include "config.h"

#include "attune-chat-file.h"
#include "attune-chat-import.h"
#include "attune-conversation-private.h"
#include "attune-store-archive.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

/* So much is stored at once: other writes come in between, and no more than twice as much is in
 * memory, unless a single conversation is larger. */
#define CONVERSATIONS_AT_ONCE 64
#define BYTES_AT_ONCE (8 * 1024 * 1024)

/* Shared by the fiber and the work on the pool's thread, of which only one reads at a time. */
typedef struct
{
  AttuneWorkspace    *workspace;      /* main thread only */
  char               *path;
  char               *account_id;
  char               *model;
  AttuneChatFile     *file;
  guint               n_read;         /* conversations, of those in the file */
  guint               n_left_out;
  GCancellable       *cancellable;
  AttuneProgressFunc  progress;       /* main thread only, as the two below */
  gpointer            user_data;
  GDestroyNotify      destroy;
} Import;

static void
import_clear (gpointer data)
{
  Import *import = data;

  g_clear_pointer (&import->file, attune_chat_file_free);
  g_clear_object (&import->cancellable);
  g_free (import->path);
  g_free (import->account_id);
  g_free (import->model);
}

static void
import_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, import_clear);
}

/* The fiber's own reference; whoever lets go of it wants no more. */
static void
import_end (gpointer data)
{
  Import *import = data;

  if (import->destroy != NULL)
    import->destroy (import->user_data);

  g_cancellable_cancel (import->cancellable);
  g_clear_object (&import->workspace);
  import_unref (import);
}

static DexFuture *
submit (Import        *import,
        DexThreadFunc  func)
{
  return attune_thread_pool_submit (import->workspace->pool, "attune-import", func,
                                    g_atomic_rc_box_acquire (import), import_unref);
}

static DexFuture *
attune_workspace_open_chats_thread (gpointer user_data)
{
  Import *import = user_data;
  g_autoptr(GError) error = NULL;

  import->file = attune_chat_file_open (import->path, import->cancellable, &error);

  if (import->file == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* Who answers from now on: the account that was chosen, with the same model where that is known. */
static void
complete_record (Import           *import,
                 AttuneChatRecord *record)
{
  AttuneConversationRow *row = record->row;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  row->id = g_uuid_string_random ();
  row->account_id = g_strdup (import->account_id);

  if (row->model == NULL)
    row->model = g_strdup (import->model);

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

/* Reads on until there is enough to be stored: an empty array when the file has no more. */
static DexFuture *
attune_workspace_read_chats_thread (gpointer user_data)
{
  Import *import = user_data;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;
  goffset n_bytes = 0;

  records = g_ptr_array_new_with_free_func ((GDestroyNotify)attune_chat_record_free);

  while (import->n_read < attune_chat_file_get_n (import->file) &&
         records->len < CONVERSATIONS_AT_ONCE && n_bytes < BYTES_AT_ONCE &&
         !g_cancellable_is_cancelled (import->cancellable))
    {
      AttuneChatRecord *record;

      n_bytes += attune_chat_file_get_size (import->file, import->n_read);

      if (!attune_chat_file_read (import->file, import->n_read, &record, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      import->n_read++;

      if (record == NULL)
        {
          import->n_left_out++;
          continue;
        }

      complete_record (import, record);
      g_ptr_array_add (records, record);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&records));
}

static gboolean
store_records (Import                  *import,
               GPtrArray               *records,
               AttuneChatImportResult  *result,
               GError                 **error)
{
  g_autoptr(AttuneChatImportResult) part = NULL;

  part = dex_await_boxed (attune_store_insert_chats (import->workspace->store, records), error);

  if (part == NULL)
    return FALSE;

  result->n_conversations += part->n_conversations;
  result->n_messages += part->n_messages;
  result->n_known += part->n_known;

  return TRUE;
}

/* While some are stored, the next are read. What is stored when the person wants no more stays. */
static gboolean
take_over (Import                  *import,
           AttuneChatImportResult  *result,
           GError                 **error)
{
  g_autoptr(DexFuture) reading = submit (import, attune_workspace_read_chats_thread);
  guint n_all = attune_chat_file_get_n (import->file);

  do
    {
      g_autoptr(GPtrArray) records = dex_await_boxed (g_steal_pointer (&reading), error);
      guint n_read = import->n_read;

      if (records == NULL)
        return FALSE;

      if (g_cancellable_is_cancelled (import->cancellable))
        break;

      if (n_read < n_all)
        reading = submit (import, attune_workspace_read_chats_thread);

      if (!store_records (import, records, result, error))
        return FALSE;

      if (import->progress != NULL)
        import->progress (n_read, n_all, import->user_data);
    }
  while (reading != NULL);

  result->n_left_out = import->n_left_out;

  return TRUE;
}

static DexFuture *
attune_workspace_import_chats_fiber (gpointer user_data)
{
  Import *import = user_data;
  AttuneChatImportResult result = { 0 };
  g_autoptr(GError) error = NULL;

  if (!dex_await (submit (import, attune_workspace_open_chats_thread), &error) ||
      g_cancellable_set_error_if_cancelled (import->cancellable, &error) ||
      !take_over (import, &result, &error) ||
      !dex_await (attune_workspace_reload_conversations (import->workspace), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  attune_workspace_start_indexing (import->workspace);

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
 * Takes over all branches. The index for searching is made afterwards, while everything can be
 * found already. What was imported before is not imported twice, so that a crash costs nothing: the
 * same file again brings the rest.
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
  Import *import;

  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (path != NULL);
  dex_return_error_if_fail (account_id != NULL);
  dex_return_error_if_fail (model != NULL);
  dex_return_error_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  import = g_atomic_rc_box_new0 (Import);
  import->workspace = g_object_ref (self);
  import->path = g_strdup (path);
  import->account_id = g_strdup (account_id);
  import->model = g_strdup (model);
  import->cancellable = g_cancellable_new ();
  import->progress = progress;
  import->user_data = user_data;
  import->destroy = destroy;

  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (g_cancellable_cancel),
                             import->cancellable, G_CONNECT_SWAPPED);

  return dex_scheduler_spawn (NULL, 0, attune_workspace_import_chats_fiber, import, import_end);
}
