/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edits-write"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-edits-private.h"
#include "attune-edits-write.h"
#include "attune-error.h"
#include "attune-free-space.h"

/* Rows that did not change are copied in pieces of this size. */
#define BLOCK_SIZE (1024 * 1024)

/* One pass over the file. */
typedef struct
{
  AttuneEdits         *edits;
  AttuneExampleFile   *file;
  AttuneAtomicFile    *output;
  AttuneEditsResult   *result;
  char                *block;
  AttuneProgressFunc   progress;
  gpointer             user_data;
  GCancellable        *cancellable;
} Pass;

static gboolean
write_bytes (Pass        *pass,
             const char  *bytes,
             gsize        length,
             GError     **error)
{
  pass->result->size += length;

  return attune_atomic_file_write (pass->output, bytes, length, error);
}

/* Copies the rows from @first up to, but without, @end as they stand. */
static gboolean
copy_rows (Pass    *pass,
           guint    first,
           guint    end,
           GError **error)
{
  guint64 offset = attune_example_file_get_offset (pass->file, first);
  guint64 stop = attune_example_file_get_offset (pass->file, end);
  char last = '\n';

  while (offset < stop)
    {
      gsize length = MIN (BLOCK_SIZE, stop - offset);

      if (g_cancellable_set_error_if_cancelled (pass->cancellable, error) ||
          !attune_example_file_read_bytes (pass->file, offset, pass->block, length, error) ||
          !write_bytes (pass, pass->block, length, error))
        return FALSE;

      offset += length;
      last = pass->block[length - 1];

      if (pass->progress != NULL)
        pass->progress (offset, attune_example_file_get_stamp (pass->file)->size, pass->user_data);
    }

  pass->result->n_examples += end - first;

  /* Only the last line of a file may lack its end. */
  return last == '\n' || write_bytes (pass, "\n", 1, error);
}

static gboolean
write_row (Pass    *pass,
           guint    row,
           GError **error)
{
  g_autoptr(GBytes) text = attune_edits_dup_text (pass->edits, row);
  const char *json;
  gsize length;

  if ((attune_edits_get_state (pass->edits, row) & ATTUNE_ROW_OUT) != 0)
    return TRUE;

  json = g_bytes_get_data (text, &length);
  pass->result->n_examples++;

  return write_bytes (pass, json, length, error) &&
         write_bytes (pass, "\n", 1, error);
}

static gboolean
write_rows (Pass    *pass,
            GError **error)
{
  g_autoptr(AttuneRowSet) changed = attune_edits_list_rows (pass->edits,
                                                            ATTUNE_ROW_EDITED | ATTUNE_ROW_OUT |
                                                            ATTUNE_ROW_ADDED);
  AttuneRowSetIter iter = { changed };
  guint n_examples = attune_example_file_get_n_examples (pass->file);
  guint next = 0;
  guint row;

  while (attune_row_set_iter_next (&iter, &row))
    {
      guint end = MIN (row, n_examples);

      if ((end > next && !copy_rows (pass, next, end, error)) ||
          !write_row (pass, row, error))
        return FALSE;

      next = MAX (next, MIN (row + 1, n_examples));
    }

  return next == n_examples || copy_rows (pass, next, n_examples, error);
}

static gboolean
write_file (AttuneEdits         *self,
            AttuneAtomicFile    *output,
            AttuneEditsResult   *result,
            AttuneProgressFunc   progress,
            gpointer             user_data,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  Pass pass = {
    .edits = self,
    .file = self->file,
    .output = output,
    .result = result,
    .block = block,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  *result = (AttuneEditsResult) { 0 };

  return write_rows (&pass, error) && attune_atomic_file_sync (output, error);
}

static gboolean
check_use (AttuneEdits  *self,
           GError      **error)
{
  g_autofree char *name = NULL;

  if (attune_edits_get_n_used (self) > 0)
    return TRUE;

  name = g_filename_display_basename (attune_example_file_get_path (self->file));
  attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                    /* Translators: %s is the name of a file. */
                    _("Every example of “%s” is marked out. Put some back, then try again."),
                    name);

  return FALSE;
}

/**
 * attune_edits_write:
 * @self: changes
 * @path: (type filename): where the examples go, as JSONL
 * @result: (out caller-allocates): what was written
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes the file with its changes to another place, whole or not at all. Fails with
 * %ATTUNE_ERROR_DATA when every row is marked out, and with %ATTUNE_ERROR_STORAGE. Blocks.
 *
 * Returns: %FALSE with an error, and with nothing left behind
 */
gboolean
attune_edits_write (AttuneEdits         *self,
                    const char          *path,
                    AttuneEditsResult   *result,
                    AttuneProgressFunc   progress,
                    gpointer             user_data,
                    GCancellable        *cancellable,
                    GError             **error)
{
  g_autoptr(AttuneAtomicFile) output = NULL;
  guint64 size;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  size = attune_example_file_get_stamp (self->file)->size;

  return check_use (self, error) &&
         attune_check_free_space (path, size, error) &&
         (output = attune_atomic_file_new (path, error)) &&
         write_file (self, output, result, progress, user_data, cancellable, error) &&
         attune_atomic_file_commit (output, error);
}

/* The order matters, for it may end anywhere: first the new file is whole on the disk under another
 * name, then the log says that this one is coming, then it takes its place, and only then the log
 * goes. Whoever opens the file meanwhile finds the old one with its changes, or the new one beside
 * a log that names it, which then counts for nothing. */
static gboolean
apply_locked (AttuneEdits         *self,
              AttuneEditsResult   *result,
              AttuneProgressFunc   progress,
              gpointer             user_data,
              GCancellable        *cancellable,
              GError             **error)
{
  AttuneEditLog *log = self->log;
  const char *path = attune_example_file_get_path (self->file);
  g_autoptr(AttuneAtomicFile) output = NULL;
  AttuneFileStamp stamp;

  if (!(output = attune_atomic_file_new (path, error)) ||
      !write_file (self, output, result, progress, user_data, cancellable, error))
    return FALSE;

  if (!attune_file_stamp_read (&stamp, attune_atomic_file_get_temporary_path (output)))
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        _("The new examples vanished from the disk while they were being written. "
                          "Try again."));
      return FALSE;
    }

  return attune_edit_log_announce (log, &stamp, error) &&
         attune_atomic_file_commit (output, error) &&
         attune_edit_log_remove (log, error);
}

/**
 * attune_edits_apply:
 * @path: (type filename): a file of examples
 * @result: (out caller-allocates): what is in it afterwards
 * @progress: (nullable): told how far it is, on the calling thread
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: (nullable): where to put an error
 *
 * Writes the changes that were made to a file into it, and forgets them. At every moment there is
 * either the old file with its changes or the new one; while it lasts, nobody can make further
 * changes. Whoever has the file open keeps seeing the old one. Fails as attune_edits_write() does.
 * Blocks.
 *
 * Returns: %FALSE with an error, and then everything is as it was
 */
gboolean
attune_edits_apply (const char          *path,
                    AttuneEditsResult   *result,
                    AttuneProgressFunc   progress,
                    gpointer             user_data,
                    GCancellable        *cancellable,
                    GError             **error)
{
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) self = NULL;
  AttuneEditLog *log;
  gboolean is_done;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (result != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!(file = attune_example_file_open (path, cancellable, error)) ||
      !(self = attune_edits_open (file, error)) ||
      !attune_edits_check (self, error))
    return FALSE;

  if (attune_edits_get_n_edited (self) + attune_edits_get_n_out (self) +
      attune_edits_get_n_added (self) == 0)
    {
      result->n_examples = attune_example_file_get_n_examples (file);
      result->size = attune_example_file_get_stamp (file)->size;
      return TRUE;
    }

  log = self->log;

  if (!check_use (self, error) ||
      !attune_check_free_space (path, attune_example_file_get_stamp (file)->size, error) ||
      !attune_edit_log_lock (log, error))
    return FALSE;

  is_done = apply_locked (self, result, progress, user_data, cancellable, error);
  attune_edit_log_unlock (log);

  return is_done;
}
