/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-edits"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-edits-private.h"
#include "attune-error.h"

/* A row that is not as the file has it. */
typedef struct
{
  AttuneRowState  state;
  GBytes         *text;   /* NULL: that of the file */
} Row;

/* A change that can be undone; the log's UNDO and REDO only move between these. */
typedef struct
{
  AttuneChangeKind  kind;
  GArray           *rows;     /* of guint, those that really changed */
  GBytes           *before;   /* the text of a replaced row; NULL: that of the file */
  GBytes           *after;
} Step;

struct _AttuneEdits
{
  GObject            parent_instance;

  AttuneExampleFile *file;
  AttuneEditLog     *log;
  char              *notice;

  GMutex             change_mutex;   /* held through a whole change with its sync … */
  GMutex             mutex;          /* … this one only while what follows is read or written */
  GHashTable        *rows;           /* guint → Row */
  GPtrArray         *steps;          /* of Step; those from @n_done on were undone */
  guint              n_done;
  guint              n_edited;
  guint              n_out;
  guint              n_added;
};

G_DEFINE_FINAL_TYPE (AttuneEdits, attune_edits, G_TYPE_OBJECT)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_clear_pointer (&row->text, g_bytes_unref);
  g_free (row);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->rows, g_array_unref);
  g_clear_pointer (&step->before, g_bytes_unref);
  g_clear_pointer (&step->after, g_bytes_unref);
  g_free (step);
}

static guint
get_n_rows (AttuneEdits *self)
{
  return attune_example_file_get_n_examples (self->file) + self->n_added;
}

static Row *
find_row (AttuneEdits *self,
          guint        index)
{
  return g_hash_table_lookup (self->rows, GUINT_TO_POINTER (index));
}

static gboolean
row_is_out (AttuneEdits *self,
            guint        index)
{
  Row *row = find_row (self, index);

  return row != NULL && (row->state & ATTUNE_ROW_OUT) != 0;
}

/* A row that is as the file has it takes no memory. */
static void
set_row (AttuneEdits    *self,
         guint           index,
         AttuneRowState  state,
         GBytes         *text)
{
  Row *row = find_row (self, index);
  AttuneRowState before = row != NULL ? row->state : ATTUNE_ROW_UNCHANGED;

  self->n_edited += ((state & ATTUNE_ROW_EDITED) != 0) - ((before & ATTUNE_ROW_EDITED) != 0);
  self->n_out += ((state & ATTUNE_ROW_OUT) != 0) - ((before & ATTUNE_ROW_OUT) != 0);
  self->n_added += ((state & ATTUNE_ROW_ADDED) != 0) - ((before & ATTUNE_ROW_ADDED) != 0);

  if (state == ATTUNE_ROW_UNCHANGED)
    {
      g_hash_table_remove (self->rows, GUINT_TO_POINTER (index));
      return;
    }

  if (row == NULL)
    {
      row = g_new0 (Row, 1);
      g_hash_table_insert (self->rows, GUINT_TO_POINTER (index), row);
    }

  row->state = state;

  if (row->text != text)
    {
      g_clear_pointer (&row->text, g_bytes_unref);
      row->text = text != NULL ? g_bytes_ref (text) : NULL;
    }
}

static void
set_text (AttuneEdits *self,
          guint        index,
          GBytes      *text)
{
  Row *row = find_row (self, index);
  AttuneRowState state = row != NULL ? row->state : ATTUNE_ROW_UNCHANGED;

  /* What was added is the person's own, however often it is changed. */
  if ((state & ATTUNE_ROW_ADDED) == 0)
    state = text != NULL ? state | ATTUNE_ROW_EDITED : state & ~ATTUNE_ROW_EDITED;

  set_row (self, index, state, text);
}

static void
set_rows_out (AttuneEdits *self,
              GArray      *rows,
              gboolean     out)
{
  for (guint i = 0; i < rows->len; i++)
    {
      guint index = g_array_index (rows, guint, i);
      Row *row = find_row (self, index);
      AttuneRowState state = row != NULL ? row->state : ATTUNE_ROW_UNCHANGED;

      set_row (self, index, out ? state | ATTUNE_ROW_OUT : state & ~ATTUNE_ROW_OUT,
               row != NULL ? row->text : NULL);
    }
}

static void
make_step (AttuneEdits *self,
           const Step  *step,
           gboolean     forwards)
{
  guint first = g_array_index (step->rows, guint, 0);

  switch (step->kind)
    {
    case ATTUNE_CHANGE_REPLACE:
      set_text (self, first, forwards ? step->after : step->before);
      break;

    case ATTUNE_CHANGE_OUT:
    case ATTUNE_CHANGE_IN:
      set_rows_out (self, step->rows, (step->kind == ATTUNE_CHANGE_OUT) == forwards);
      break;

    case ATTUNE_CHANGE_ADD:
      set_row (self, first, forwards ? ATTUNE_ROW_ADDED : ATTUNE_ROW_UNCHANGED,
               forwards ? step->after : NULL);
      break;

    case ATTUNE_CHANGE_UNDO:
    case ATTUNE_CHANGE_REDO:
    case ATTUNE_N_CHANGES:
    default:
      g_assert_not_reached ();
    }
}

/* Returns what a change of the log does to the rows as they are, or NULL when it cannot be done. */
static Step *
step_new (AttuneEdits        *self,
          const AttuneChange *change)
{
  gboolean has_text = change->text != NULL;
  Step *step = g_new0 (Step, 1);

  step->kind = change->kind;
  step->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  step->after = has_text ? g_bytes_ref (change->text) : NULL;

  if (change->kind == ATTUNE_CHANGE_ADD)
    {
      guint index = get_n_rows (self);

      g_array_append_val (step->rows, index);
    }

  for (guint i = 0; change->rows != NULL && i < change->rows->len; i++)
    {
      guint index = g_array_index (change->rows, guint, i);

      if (index >= get_n_rows (self))
        goto failure;

      if (change->kind == ATTUNE_CHANGE_REPLACE ||
          row_is_out (self, index) == (change->kind == ATTUNE_CHANGE_IN))
        g_array_append_val (step->rows, index);
    }

  if (change->kind == ATTUNE_CHANGE_REPLACE)
    {
      Row *row;

      if (step->rows->len != 1 || !has_text)
        goto failure;

      row = find_row (self, g_array_index (step->rows, guint, 0));
      step->before = row != NULL && row->text != NULL ? g_bytes_ref (row->text) : NULL;
    }

  if (step->rows->len > 0 && has_text == (change->kind == ATTUNE_CHANGE_ADD ||
                                          change->kind == ATTUNE_CHANGE_REPLACE))
    return step;

failure:
  step_free (step);

  return NULL;
}

/* Returns the step that an UNDO or a REDO makes, or NULL when there is none. */
static Step *
get_step (AttuneEdits      *self,
          AttuneChangeKind  kind)
{
  if (kind == ATTUNE_CHANGE_UNDO)
    return self->n_done > 0 ? self->steps->pdata[self->n_done - 1] : NULL;

  return self->n_done < self->steps->len ? self->steps->pdata[self->n_done] : NULL;
}

static void
move (AttuneEdits      *self,
      AttuneChangeKind  kind)
{
  gboolean forwards = kind == ATTUNE_CHANGE_REDO;

  make_step (self, get_step (self, kind), forwards);
  self->n_done += forwards ? 1 : -1;
}

static void
take_step (AttuneEdits *self,
           Step        *step)
{
  g_ptr_array_set_size (self->steps, self->n_done);
  make_step (self, step, TRUE);
  g_ptr_array_add (self->steps, step);
  self->n_done++;
}

/* One line of the log, while it is read. */
static gboolean
load_change (AttuneChange *change,
             gpointer      user_data)
{
  AttuneEdits *self = user_data;
  Step *step;

  if (change->kind == ATTUNE_CHANGE_UNDO || change->kind == ATTUNE_CHANGE_REDO)
    {
      if (get_step (self, change->kind) == NULL)
        return FALSE;

      move (self, change->kind);
      return TRUE;
    }

  if ((step = step_new (self, change)) == NULL)
    return FALSE;

  take_step (self, step);

  return TRUE;
}

static void
lock (AttuneEdits *self)
{
  g_mutex_lock (&self->mutex);
}

static void
unlock (AttuneEdits *self)
{
  g_mutex_unlock (&self->mutex);
}

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
  Step *step = step_new (self, wish);

  /* Rows that are out already, for example: nothing to do, and nothing to undo. */
  if (step == NULL)
    return TRUE;

  if (wish->rows != NULL)
    exact.rows = step->rows;

  if (!attune_edit_log_append (self->log, &exact, error))
    {
      step_free (step);
      return FALSE;
    }

  if (first != NULL)
    *first = g_array_index (step->rows, guint, 0);

  lock (self);
  take_step (self, step);
  unlock (self);

  return TRUE;
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

static GArray *
go (AttuneEdits       *self,
    AttuneChangeKind   kind,
    GError           **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->change_mutex);
  AttuneChange wish = { .kind = kind };
  Step *step = get_step (self, kind);

  if (step == NULL)
    return g_array_new (FALSE, FALSE, sizeof (guint));

  if (!attune_edit_log_append (self->log, &wish, error))
    return NULL;

  lock (self);
  move (self, kind);
  unlock (self);

  return g_array_copy (step->rows);
}

static void
attune_edits_finalize (GObject *object)
{
  AttuneEdits *self = (AttuneEdits *)object;

  g_clear_pointer (&self->log, attune_edit_log_free);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
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
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, row_free);
  self->steps = g_ptr_array_new_with_free_func (step_free);
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

static guint
get_count (AttuneEdits *self,
           const guint *count)
{
  guint value;

  lock (self);
  value = *count;
  unlock (self);

  return value;
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

  return attune_example_file_get_n_examples (self->file) + get_count (self, &self->n_added);
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

  return get_count (self, &self->n_edited);
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

  return get_count (self, &self->n_out);
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

  return get_count (self, &self->n_added);
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
  guint n_used;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), 0);

  lock (self);
  n_used = get_n_rows (self) - self->n_out;
  unlock (self);

  return n_used;
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
  AttuneRowState state;
  Row *found;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), ATTUNE_ROW_UNCHANGED);

  lock (self);
  found = find_row (self, row);
  state = found != NULL ? found->state : ATTUNE_ROW_UNCHANGED;
  unlock (self);

  return state;
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
  GBytes *text;
  Row *found;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);

  lock (self);
  found = find_row (self, row);
  text = found != NULL && found->text != NULL ? g_bytes_ref (found->text) : NULL;
  unlock (self);

  return text;
}

static int
compare_rows (const void *a,
              const void *b)
{
  guint first = *(const guint *)a;
  guint second = *(const guint *)b;

  return (first > second) - (first < second);
}

/**
 * attune_edits_list_rows:
 * @self: changes
 * @mask: states; a row of any of them is listed
 *
 * Returns: (transfer full) (element-type guint): the rows, in order
 */
GArray *
attune_edits_list_rows (AttuneEdits    *self,
                        AttuneRowState  mask)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), rows);

  lock (self);
  g_hash_table_iter_init (&iter, self->rows);

  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint index = GPOINTER_TO_UINT (key);

      if ((((Row *)value)->state & mask) != 0)
        g_array_append_val (rows, index);
    }

  unlock (self);
  g_array_sort (rows, compare_rows);

  return rows;
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
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GBytes) text = NULL;
  AttuneChange wish = { .kind = ATTUNE_CHANGE_REPLACE, .rows = rows };

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);
  g_return_val_if_fail (row < attune_edits_get_n_rows (self), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_json (json, length, error))
    return FALSE;

  text = g_bytes_new (json, length);
  wish.text = text;
  g_array_append_val (rows, row);

  return change (self, &wish, NULL, error);
}

/**
 * attune_edits_set_out:
 * @self: changes
 * @rows: (array length=n_rows): which rows, from 0
 * @n_rows: how many
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
                      const guint  *rows,
                      gsize         n_rows,
                      gboolean      is_out,
                      GError      **error)
{
  g_autoptr(GArray) array = g_array_new (FALSE, FALSE, sizeof (guint));
  AttuneChange wish = { .kind = is_out ? ATTUNE_CHANGE_OUT : ATTUNE_CHANGE_IN, .rows = array };

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);
  g_return_val_if_fail (rows != NULL || n_rows == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_array_append_vals (array, rows, n_rows);

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
 * attune_edits_can_undo:
 * @self: changes
 *
 * Returns: whether there is a change that can be taken back
 */
gboolean
attune_edits_can_undo (AttuneEdits *self)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);

  return get_count (self, &self->n_done) > 0;
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
  gboolean can_redo;

  g_return_val_if_fail (ATTUNE_IS_EDITS (self), FALSE);

  lock (self);
  can_redo = self->n_done < self->steps->len;
  unlock (self);

  return can_redo;
}

/**
 * attune_edits_undo:
 * @self: changes
 * @error: (nullable): where to put an error
 *
 * Takes the last change back.
 *
 * Returns: (transfer full) (nullable) (element-type guint): the rows that are as they were before,
 *   an empty array when there was nothing to undo, or %NULL with %ATTUNE_ERROR_STORAGE
 */
GArray *
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
 * Returns: (transfer full) (nullable) (element-type guint): as attune_edits_undo()
 */
GArray *
attune_edits_redo (AttuneEdits  *self,
                   GError      **error)
{
  g_return_val_if_fail (ATTUNE_IS_EDITS (self), NULL);

  return go (self, ATTUNE_CHANGE_REDO, error);
}

/* For the writer. */
AttuneExampleFile *
attune_edits_get_file (AttuneEdits *self)
{
  return self->file;
}

AttuneEditLog *
attune_edits_get_log (AttuneEdits *self)
{
  return self->log;
}
