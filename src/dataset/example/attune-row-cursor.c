/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-row-cursor"

#include "config.h"

#include "attune-row-cursor.h"

#define BLOCK_SIZE (1024 * 1024)

struct _AttuneRowCursor
{
  AttuneExampleFile *file;
  AttuneEdits       *edits;
  AttuneRowSet      *changed;        /* rows that are not as in the file */
  AttuneRowSetIter   next_changed;
  guint              next;
  guint              n_rows;
  GBytes            *text;           /* of the current row, when it is another than in the file */

  char              *block;
  gsize              block_size;     /* that there is room for */
  guint64            block_begin;    /* in the file */
  guint64            block_end;
};

/* Makes sure that the bytes from @begin to @end are in the block. */
static gboolean
fill_block (AttuneRowCursor  *self,
            guint64           begin,
            guint64           end,
            GError          **error)
{
  guint64 size = attune_example_file_get_stamp (self->file)->size;

  if (begin >= self->block_begin && end <= self->block_end)
    return TRUE;

  if (end - begin > self->block_size)
    {
      g_free (self->block);
      self->block_size = MAX (end - begin, BLOCK_SIZE);
      self->block = g_malloc (self->block_size);
    }

  self->block_begin = begin;
  self->block_end = MIN (begin + self->block_size, size);

  if (attune_example_file_read_bytes (self->file, begin, self->block,
                                      self->block_end - begin, error))
    return TRUE;

  self->block_end = self->block_begin;

  return FALSE;
}

static gboolean
read_from_file (AttuneRowCursor  *self,
                AttuneRow        *row,
                GError          **error)
{
  guint64 begin = attune_example_file_get_offset (self->file, row->index);
  guint64 end = attune_example_file_get_offset (self->file, row->index + 1);

  row->end = end;

  if (end - begin > ATTUNE_EXAMPLE_MAX_SIZE)
    return TRUE;

  if (!fill_block (self, begin, end, error))
    return FALSE;

  row->text = self->block + (begin - self->block_begin);
  row->length = end - begin;

  while (row->length > 0 && g_ascii_isspace (row->text[row->length - 1]))
    row->length--;

  return TRUE;
}

/* Whether the row that comes next is one of those that changed, and goes on among them if so. */
static gboolean
take_changed (AttuneRowCursor *self)
{
  guint row;

  return attune_row_set_iter_peek (&self->next_changed, &row) && row == self->next &&
         attune_row_set_iter_next (&self->next_changed, &row);
}

/**
 * attune_row_cursor_new:
 * @file: a file
 * @edits: (nullable): the changes to it
 *
 * Rows that change while it runs are given as they were or as they are.
 *
 * Returns: (transfer full): a cursor before the first row
 */
AttuneRowCursor *
attune_row_cursor_new (AttuneExampleFile *file,
                       AttuneEdits       *edits)
{
  AttuneRowCursor *self;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);
  g_return_val_if_fail (edits == NULL || ATTUNE_IS_EDITS (edits), NULL);

  self = g_new0 (AttuneRowCursor, 1);
  self->file = g_object_ref (file);

  if (edits != NULL)
    {
      self->edits = g_object_ref (edits);
      self->n_rows = attune_edits_get_n_rows (edits);
      self->changed = attune_edits_list_rows (edits, ATTUNE_ROW_EDITED | ATTUNE_ROW_OUT |
                                                     ATTUNE_ROW_ADDED);
    }
  else
    {
      self->n_rows = attune_example_file_get_n_examples (file);
      self->changed = attune_row_set_new ();
    }

  self->next_changed.set = self->changed;

  return self;
}

/**
 * attune_row_cursor_next:
 * @self: a cursor
 * @row: (out caller-allocates): the next row
 * @error: (nullable): where to put an error
 *
 * Returns: %FALSE behind the last row, or with %ATTUNE_ERROR_STORAGE when the file cannot be read
 */
gboolean
attune_row_cursor_next (AttuneRowCursor  *self,
                        AttuneRow        *row,
                        GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_clear_pointer (&self->text, g_bytes_unref);

  if (self->next >= self->n_rows)
    return FALSE;

  *row = (AttuneRow) { .index = self->next, .end = self->block_end };

  if (take_changed (self))
    {
      row->state = attune_edits_get_state (self->edits, row->index);
      self->text = attune_edits_dup_text (self->edits, row->index);
    }

  self->next++;

  if (self->text != NULL)
    {
      row->text = g_bytes_get_data (self->text, &row->length);
      return TRUE;
    }

  /* A row that was added, and whose adding was undone this moment. */
  if (row->index >= attune_example_file_get_n_examples (self->file))
    return FALSE;

  return read_from_file (self, row, error);
}

/**
 * attune_row_cursor_free:
 * @self: (transfer full): a cursor
 */
void
attune_row_cursor_free (AttuneRowCursor *self)
{
  g_clear_object (&self->file);
  g_clear_object (&self->edits);
  g_clear_pointer (&self->changed, attune_row_set_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self->block);
  g_free (self);
}
