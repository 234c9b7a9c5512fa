/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edits"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-edits-private.h"
#include "attune-error.h"

G_DEFINE_FINAL_TYPE (AttuneEdits, attune_edits, G_TYPE_OBJECT)

/* One line of the log, while it is read. */
static gboolean
load_change (AttuneChange *change,
             gpointer      user_data)
{
  AttuneEdits *self = user_data;
  AttuneEditStep *step;

  if (change->kind == ATTUNE_CHANGE_UNDO || change->kind == ATTUNE_CHANGE_REDO)
    {
      if (attune_edit_history_get_step (self->history, change->kind) == NULL)
        return FALSE;

      attune_edit_history_move (self->history, self->states, change->kind);
      return TRUE;
    }

  if ((step = attune_edit_step_new (change, self->states)) == NULL)
    return FALSE;

  attune_edit_history_take_step (self->history, self->states, step);

  return TRUE;
}

static guint
get_count (AttuneEdits *self,
           guint      (*count) (const AttuneRowStates *states))
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return count (self->states);
}

static gboolean
can_go (AttuneEdits      *self,
        AttuneChangeKind  kind)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return attune_edit_history_get_step (self->history, kind) != NULL;
}

static void
attune_edits_finalize (GObject *object)
{
  AttuneEdits *self = (AttuneEdits *)object;

  g_clear_pointer (&self->log, attune_edit_log_free);
  g_clear_pointer (&self->history, attune_edit_history_free);
  g_clear_pointer (&self->states, attune_row_states_free);
  g_clear_pointer (&self->notice, g_free);
  g_clear_object (&self->file);
  g_mutex_clear (&self->change_mutex);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (attune_edits_parent_class)->finalize (object);
}

static void
attune_edits_class_init (AttuneEditsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_edits_finalize;
}

static void
attune_edits_init (AttuneEdits *self)
{
  g_mutex_init (&self->change_mutex);
  g_mutex_init (&self->mutex);
  self->history = attune_edit_history_new ();
}

/**
 * attune_edits_open:
 * @file: the file under the changes
 * @error: (nullable): where to put an error
 *
 * Reads the changes that were made to a file earlier; there may be none. Blocks.
 *
 * Returns: (transfer full) (nullable): the changes, or %NULL with %ATTUNE_ERROR_STORAGE
 */
AttuneEdits *
attune_edits_open (AttuneExampleFile  *file,
                   GError            **error)
{
  g_autoptr(AttuneEdits) self = NULL;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_EDITS, NULL);
  self->file = g_object_ref (file);
  self->states = attune_row_states_new (attune_example_file_get_n_examples (file));

  if (!(self->log = attune_edit_log_open (attune_example_file_get_path (file),
                                          attune_example_file_get_stamp (file),
                                          load_change, self, &self->notice, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_edits_dup_path:
 * @path: (type filename): a file of examples
 *
 * Returns: (transfer full) (type filename): where the changes to it are kept, if there are any
 */
char *
attune_edits_dup_path (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return attune_edit_log_dup_path (path);
}

/**
 * attune_edits_get_notice:
 * @self: changes
 *
 * Returns: (transfer none) (nullable): a sentence, when changes were found that could not be used
 */
const char *
attune_edits_get_notice (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);

  return self->notice;
}

/**
 * attune_edits_check:
 * @self: changes
 * @error: (nullable): where to put an error
 *
 * For those who are about to use the examples without the person seeing them: changes that could
 * not be used must not be passed over in silence. The next time they are no longer in the way.
 *
 * Returns: %FALSE with %ATTUNE_ERROR_DATA, the notice, when there is one
 */
gboolean
attune_edits_check (AttuneEdits  *self,
                    GError      **error)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);

  if (self->notice == NULL)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is one or two sentences that say what happened. */
                    _("%s Look at the dataset, then try again."), self->notice);

  return FALSE;
}

/**
 * attune_edits_get_n_rows:
 * @self: changes
 *
 * Returns: how many rows there are, those added and marked out among them
 */
guint
attune_edits_get_n_rows (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), 0);

  return get_count (self, attune_row_states_get_n_rows);
}

/**
 * attune_edits_get_n_edited:
 * @self: changes
 *
 * Returns: how many rows of the file have another text
 */
guint
attune_edits_get_n_edited (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), 0);

  return get_count (self, attune_row_states_get_n_edited);
}

/**
 * attune_edits_get_n_out:
 * @self: changes
 *
 * Returns: how many rows are marked out
 */
guint
attune_edits_get_n_out (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), 0);

  return get_count (self, attune_row_states_get_n_out);
}

/**
 * attune_edits_get_n_added:
 * @self: changes
 *
 * Returns: how many rows stand behind those of the file
 */
guint
attune_edits_get_n_added (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), 0);

  return get_count (self, attune_row_states_get_n_added);
}

/**
 * attune_edits_get_n_used:
 * @self: changes
 *
 * Returns: how many examples a model would learn from
 */
guint
attune_edits_get_n_used (AttuneEdits *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), 0);

  locker = g_mutex_locker_new (&self->mutex);

  return attune_row_states_get_n_rows (self->states) - attune_row_states_get_n_out (self->states);
}

/**
 * attune_edits_get_state:
 * @self: changes
 * @row: which row, from 0
 *
 * Returns: what became of it
 */
AttuneRowState
attune_edits_get_state (AttuneEdits *self,
                        guint        row)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), ATTUNE_ROW_UNCHANGED);

  locker = g_mutex_locker_new (&self->mutex);

  return attune_row_states_get (self->states, row);
}

/**
 * attune_edits_dup_text:
 * @self: changes
 * @row: which row, from 0
 *
 * Returns: (transfer full) (nullable): its line, or %NULL when it is that of the file
 */
GBytes *
attune_edits_dup_text (AttuneEdits *self,
                       guint        row)
{
  g_autoptr(GMutexLocker) locker = NULL;
  GBytes *text;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);
  text = attune_row_states_get_text (self->states, row);

  return text != NULL ? g_bytes_ref (text) : NULL;
}

/**
 * attune_edits_list_rows:
 * @self: changes
 * @mask: states; a row of any of them is listed
 *
 * Returns: (transfer full): the rows
 */
AttuneRowSet *
attune_edits_list_rows (AttuneEdits    *self,
                        AttuneRowState  mask)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), attune_row_set_new ());

  locker = g_mutex_locker_new (&self->mutex);

  return attune_row_states_list (self->states, mask);
}

/**
 * attune_edits_read:
 * @self: changes
 * @row: which row, from 0
 * @error: (nullable): where to put an error
 *
 * Fails as attune_example_file_read() does.
 *
 * Returns: (transfer full) (nullable): the example as it is now
 */
AttuneExample *
attune_edits_read (AttuneEdits  *self,
                   guint         row,
                   GError      **error)
{
  g_autoptr(GBytes) text = NULL;
  const char *json;
  gsize length;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if ((text = attune_edits_dup_text (self, row)) == NULL)
    return attune_example_file_read (self->file, row, error);

  json = g_bytes_get_data (text, &length);

  return attune_example_new_from_json ((guint64)row + 1, json, length, error);
}

/**
 * attune_edits_can_undo:
 * @self: changes
 *
 * Returns: whether there is a change that can be taken back
 */
gboolean
attune_edits_can_undo (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);

  return can_go (self, ATTUNE_CHANGE_UNDO);
}

/**
 * attune_edits_can_redo:
 * @self: changes
 *
 * Returns: whether there is a change that was taken back
 */
gboolean
attune_edits_can_redo (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);

  return can_go (self, ATTUNE_CHANGE_REDO);
}
