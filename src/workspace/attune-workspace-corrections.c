/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-workspace-corrections"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-conversation-private.h"
#include "attune-dataset-private.h"
#include "attune-edits.h"
#include "attune-error.h"
#include "attune-json.h"
#include "attune-message-private.h"
#include "attune-store-corrections.h"
#include "attune-thread-pool.h"
#include "attune-workspace-private.h"

/* One row that a dataset gets: shared by the fiber and the work on the pool's thread. */
typedef struct
{
  AttuneWorkspace  *workspace;     /* main thread only */
  AttuneDataset    *dataset;       /* main thread only */
  AttuneCorrection *correction;    /* main thread only */
  char             *path;
  char             *json;
  GCancellable     *cancellable;
} Addition;

static void
addition_clear (gpointer data)
{
  Addition *addition = data;

  g_free (addition->path);
  g_free (addition->json);
  g_clear_object (&addition->cancellable);
}

static void
addition_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, addition_clear);
}

/* The fiber's own reference. */
static void
addition_end (gpointer data)
{
  Addition *addition = data;

  g_cancellable_cancel (addition->cancellable);
  g_clear_object (&addition->workspace);
  g_clear_object (&addition->dataset);
  g_clear_pointer (&addition->correction, attune_correction_free);
  addition_unref (addition);
}

static void
add_turn (JsonArray  *turns,
          const char *role,
          const char *content)
{
  JsonObject *turn = json_object_new ();

  json_object_set_string_member (turn, "role", role);
  json_object_set_string_member (turn, "content", content);
  json_array_add_object_element (turns, turn);
}

/* What leads to an answer: the system text and what was said before it. */
static JsonArray *
create_turns (AttuneConversation *conversation,
              AttuneMessage      *answer)
{
  g_autoptr(GPtrArray) path = NULL;
  const char *system_text = attune_conversation_get_system_text (conversation);
  JsonArray *turns = json_array_new ();

  path = attune_message_tree_list_path (conversation->tree, attune_message_get_parent_id (answer));

  if (system_text != NULL && *system_text != '\0')
    add_turn (turns, "system", system_text);

  for (guint i = 0; i < path->len; i++)
    {
      AttuneMessage *message = path->pdata[i];
      gboolean is_person = attune_message_get_author (message) == ATTUNE_MESSAGE_USER;
      const char *content = attune_message_get_content (message);

      if (is_person || *content != '\0')
        add_turn (turns, is_person ? "user" : "assistant", content);
    }

  return turns;
}

static void
add_output (JsonObject *example,
            const char *member,
            const char *text)
{
  JsonArray *turns = json_array_new ();

  add_turn (turns, "assistant", text);
  json_object_set_array_member (example, member, turns);
}

static char *
create_row (AttuneConversation   *conversation,
            AttuneMessage        *answer,
            const char           *text,
            AttuneCorrectionKind  kind)
{
  g_autoptr(JsonObject) example = json_object_new ();
  JsonArray *turns = create_turns (conversation, answer);
  JsonObject *input;

  if (kind == ATTUNE_CORRECTION_EXAMPLE)
    {
      add_turn (turns, "assistant", text);
      json_object_set_array_member (example, "messages", turns);
      return attune_json_object_to_string (example);
    }

  input = json_object_new ();
  json_object_set_array_member (input, "messages", turns);
  json_object_set_object_member (example, "input", input);
  add_output (example, "preferred_output", text);
  add_output (example, "non_preferred_output", attune_message_get_content (answer));

  return attune_json_object_to_string (example);
}

static DexFuture *
attune_workspace_add_row_thread (gpointer user_data)
{
  Addition *addition = user_data;
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  g_autoptr(GError) error = NULL;
  guint row;

  if (!(file = attune_example_file_open (addition->path, addition->cancellable, &error)) ||
      !(edits = attune_edits_open (file, &error)) ||
      !attune_edits_check (edits, &error) ||
      !attune_edits_add (edits, addition->json, strlen (addition->json), &row, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_uint (row);
}

/* Where it came from is stored first: the dataset must have no row of which nobody knows that. */
static DexFuture *
attune_workspace_correct_fiber (gpointer user_data)
{
  Addition *addition = user_data;
  AttuneWorkspace *self = addition->workspace;
  g_autoptr(GError) error = NULL;
  guint row;

  if (!dex_await (attune_store_save_correction (self->store,
                                                attune_dataset_get_id (addition->dataset),
                                                addition->correction), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  row = dex_await_uint (attune_thread_pool_submit (self->pool, "attune-correct",
                                                   attune_workspace_add_row_thread,
                                                   g_atomic_rc_box_acquire (addition),
                                                   addition_unref), &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The row is there; figures that cannot be found now are found when the page is left. */
  attune_dataset_tell_files_changed (addition->dataset);
  dex_await (attune_workspace_measure_dataset (self, addition->dataset), NULL);

  return dex_future_new_for_uint (row);
}

static Addition *
addition_new (AttuneWorkspace      *self,
              AttuneConversation   *conversation,
              AttuneMessage        *answer,
              const char           *text,
              AttuneDataset        *dataset,
              AttuneCorrectionKind  kind)
{
  Addition *addition = g_atomic_rc_box_new0 (Addition);

  addition->workspace = g_object_ref (self);
  addition->dataset = g_object_ref (dataset);
  addition->path = g_strdup (attune_dataset_get_training_path (dataset));
  addition->json = create_row (conversation, answer, text, kind);
  addition->cancellable = g_cancellable_new ();
  addition->correction = g_new0 (AttuneCorrection, 1);
  addition->correction->digest = attune_correction_dup_digest (addition->json,
                                                               strlen (addition->json));
  addition->correction->kind = kind;
  addition->correction->conversation_id = g_strdup (attune_conversation_get_id (conversation));
  addition->correction->message_id = attune_message_get_id (answer);
  addition->correction->model = g_strdup (attune_message_get_model (answer));
  addition->correction->created_at = g_get_real_time () / G_USEC_PER_SEC;

  return addition;
}

/**
 * attune_workspace_correct:
 * @self: a workspace
 * @conversation: a conversation that is loaded
 * @answer: one of its answers
 * @text: what the model should have said
 * @dataset: which dataset gets the row
 * @kind: what becomes of it there
 *
 * Adds a row to a dataset, behind all others, as a change that can be taken back there; see
 * #AttuneEdits. The conversation stays as it is.
 *
 * Returns: (transfer full): a future that resolves to a uint, the number of the row, or rejects
 *   with %ATTUNE_ERROR_DATA when nothing is corrected, or %ATTUNE_ERROR_STORAGE
 */
DexFuture *
attune_workspace_correct (AttuneWorkspace      *self,
                          AttuneConversation   *conversation,
                          AttuneMessage        *answer,
                          const char           *text,
                          AttuneDataset        *dataset,
                          AttuneCorrectionKind  kind)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_CONVERSATION (conversation));
  dex_return_error_if_fail (ATTUNE_IS_MESSAGE (answer));
  dex_return_error_if_fail (attune_message_get_author (answer) == ATTUNE_MESSAGE_ASSISTANT);
  dex_return_error_if_fail (text != NULL);
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  if (*text == '\0')
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_DATA, NULL,
                        _("The corrected answer is empty. Write what the model should have said.")));

  if (kind == ATTUNE_CORRECTION_PREFERENCE &&
      g_str_equal (text, attune_message_get_content (answer)))
    return dex_future_new_for_error (
      attune_error_new (ATTUNE_ERROR_DATA, NULL,
                        _("A preference pair needs two different answers. Change the answer first.")));

  return dex_scheduler_spawn (NULL, 0, attune_workspace_correct_fiber,
                              addition_new (self, conversation, answer, text, dataset, kind),
                              addition_end);
}

/**
 * attune_workspace_list_corrections:
 * @self: a workspace
 * @dataset: a dataset
 *
 * Returns: (transfer full): a future that resolves to a #GPtrArray of #AttuneCorrection: where rows
 *   came from that were corrected in chats. A row that was changed since then is no longer known
 */
DexFuture *
attune_workspace_list_corrections (AttuneWorkspace *self,
                                   AttuneDataset   *dataset)
{
  dex_return_error_if_fail (ATTUNE_IS_WORKSPACE (self));
  dex_return_error_if_fail (ATTUNE_IS_DATASET (dataset));

  return attune_store_list_corrections (self->store, attune_dataset_get_id (dataset));
}
