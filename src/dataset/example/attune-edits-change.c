/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edits-change"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-edits-private.h"
#include "attune-error.h"

/* Writes a change down, then makes it. Only the thread that has the change mutex alters anything,
 * so that it may read without the other one. */
static gboolean
change (AttuneEdits         *self,
        const AttuneChange  *wish,
        guint               *first,
        GError             **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);
  AttuneChange exact = *wish;
  AttuneEditStep *step = attune_edit_step_new (wish, self->states);

  /* Rows that are out already, for example: nothing to do, and nothing to undo. */
  if (step == NULL)
    return TRUE;

  if (wish->rows != NULL)
    exact.rows = attune_edit_step_get_rows (step);

  if (!attune_edit_log_append (self->log, &exact, error))
    {
      attune_edit_step_free (step);
      return FALSE;
    }

  if (first != NULL)
    *first = attune_row_set_get_first (attune_edit_step_get_rows (step));

  g_mutex_lock (&self->mutex);
  attune_edit_history_take_step (self->history, self->states, step);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

static AttuneRowSet *
go (AttuneEdits       *self,
    AttuneChangeKind   kind,
    GError           **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);
  AttuneChange wish = { .kind = kind };
  AttuneEditStep *step = attune_edit_history_get_step (self->history, kind);

  if (step == NULL)
    return attune_row_set_new ();

  if (!attune_edit_log_append (self->log, &wish, error))
    return NULL;

  g_mutex_lock (&self->mutex);
  attune_edit_history_move (self->history, self->states, kind);
  g_mutex_unlock (&self->mutex);

  return attune_row_set_ref (attune_edit_step_get_rows (step));
}

/* Fails with a sentence when @json is not a line of JSONL that holds an example. */
static gboolean
check_json (const char  *json,
            gsize        length,
            GError     **error)
{
  g_autoptr(AttuneExample) example = attune_example_new_from_json (0, json, length, error);

  if (example == NULL)
    return FALSE;

  if (memchr (json, '\n', length) == NULL && memchr (json, '\r', length) == NULL)
    return TRUE;

  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    _("An example must stand on one line. Write line breaks inside a text as \\n."));

  return FALSE;
}

/**
 * attune_edits_replace:
 * @self: changes
 * @row: which row, from 0
 * @json: (array length=length): its new line, without its end
 * @length: its length in bytes
 * @error: (nullable): where to put an error
 *
 * Gives a row another text. Fails with %ATTUNE_ERROR_DATA when that is no example, and with
 * %ATTUNE_ERROR_STORAGE when it cannot be written down.
 *
 * Returns: %FALSE with an error, and then everything is as it was
 */
gboolean
attune_edits_replace (AttuneEdits  *self,
                      guint         row,
                      const char   *json,
                      gsize         length,
                      GError      **error)
{
  g_autoptr(AttuneRowSet) rows = NULL;
  g_autoptr(GBytes) text = NULL;
  AttuneChange wish = { .kind = ATTUNE_CHANGE_REPLACE };

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);
  g_return_val_if_fail (row < attune_edits_get_n_rows (self), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_json (json, length, error))
    return FALSE;

  rows = attune_row_set_new_for_row (row);
  text = g_bytes_new (json, length);
  wish.rows = rows;
  wish.text = text;

  return change (self, &wish, NULL, error);
}

/**
 * attune_edits_set_out:
 * @self: changes
 * @rows: which rows
 * @is_out: whether they are marked out, or put back
 * @error: (nullable): where to put an error
 *
 * Marks rows out or puts them back, all in one change. Fails with %ATTUNE_ERROR_STORAGE when it
 * cannot be written down.
 *
 * Returns: %FALSE with an error, and then everything is as it was
 */
gboolean
attune_edits_set_out (AttuneEdits  *self,
                      AttuneRowSet *rows,
                      gboolean      is_out,
                      GError      **error)
{
  AttuneChange wish = { .kind = is_out ? ATTUNE_CHANGE_OUT : ATTUNE_CHANGE_IN, .rows = rows };

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);
  g_return_val_if_fail (rows != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return change (self, &wish, NULL, error);
}

/**
 * attune_edits_add:
 * @self: changes
 * @json: (array length=length): a line, without its end
 * @length: its length in bytes
 * @row: (out) (optional): its number
 * @error: (nullable): where to put an error
 *
 * Adds a row behind all others. Fails as attune_edits_replace() does.
 *
 * Returns: %FALSE with an error, and then everything is as it was
 */
gboolean
attune_edits_add (AttuneEdits  *self,
                  const char   *json,
                  gsize         length,
                  guint        *row,
                  GError      **error)
{
  g_autoptr(GBytes) text = NULL;
  AttuneChange wish = { .kind = ATTUNE_CHANGE_ADD };

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_json (json, length, error))
    return FALSE;

  text = g_bytes_new (json, length);
  wish.text = text;

  return change (self, &wish, row, error);
}

/**
 * attune_edits_undo:
 * @self: changes
 * @error: (nullable): where to put an error
 *
 * Takes the last change back.
 *
 * Returns: (transfer full) (nullable): the rows that are as they were before, none when there was
 *   nothing to undo, or %NULL with %ATTUNE_ERROR_STORAGE
 */
AttuneRowSet *
attune_edits_undo (AttuneEdits  *self,
                   GError      **error)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);

  return go (self, ATTUNE_CHANGE_UNDO, error);
}

/**
 * attune_edits_redo:
 * @self: changes
 * @error: (nullable): where to put an error
 *
 * Makes the change again that was taken back last.
 *
 * Returns: (transfer full) (nullable): as attune_edits_undo()
 */
AttuneRowSet *
attune_edits_redo (AttuneEdits  *self,
                   GError      **error)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);

  return go (self, ATTUNE_CHANGE_REDO, error);
}
