/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-sheet-writer"

#include "config.h"

#include <math.h>
#include <string.h>

#include "attune-sheet-writer.h"

#define FLUSH_LENGTH (256 * 1024)

/* No spreadsheet program has more columns. */
#define COLUMNS_MAX 16384

/* The texts of merged cells are kept until their rows are written; no more than this of them. */
#define REPEATED_MAX (16 * 1024 * 1024)

/* Beyond this a double no longer holds every integer. */
#define INTEGER_MAX 9007199254740992.0

struct _AttuneSheetWriter
{
  AttuneSpool *spool;
  goffset      head;
  GString     *text;        /* that is not yet written */
  GString     *row;
  guint        n_columns;   /* of the row so far */
  gsize        cell;        /* where its last cell begins; G_MAXSIZE: nothing was put */
  GHashTable  *repeated;    /* column → Repeated */
  gsize        n_repeated;  /* bytes of them */
  guint64      n_filled;    /* cells that were written for one above them */
  guint        width;       /* of the first row */
  guint64      n_empty;     /* rows that are written if another one follows */
  gboolean     has_rows;
};

/* A cell that stands in the rows below it, too. */
typedef struct
{
  char  *text;     /* as CSV */
  guint  n_rows;   /* in which it stands, from the current one on */
} Repeated;

static void
repeated_free (gpointer data)
{
  Repeated *repeated = data;

  g_free (repeated->text);
  g_free (repeated);
}

/**
 * attune_sheet_writer_new:
 * @spool: where the text goes
 * @head: about how many bytes are wanted, or 0 for all
 *
 * Returns: (transfer full): a writer
 */
AttuneSheetWriter *
attune_sheet_writer_new (AttuneSpool *spool,
                         goffset      head)
{
  AttuneSheetWriter *self = g_new0 (AttuneSheetWriter, 1);

  self->spool = g_object_ref (spool);
  self->head = head;
  self->text = g_string_new (NULL);
  self->row = g_string_new (NULL);
  self->repeated = g_hash_table_new_full (NULL, NULL, NULL, repeated_free);

  return self;
}

/**
 * attune_sheet_writer_free:
 * @self: (transfer full): a writer
 */
void
attune_sheet_writer_free (AttuneSheetWriter *self)
{
  g_object_unref (self->spool);
  g_string_free (self->text, TRUE);
  g_string_free (self->row, TRUE);
  g_hash_table_unref (self->repeated);
  g_free (self);
}

/* Goes on to the next column, with what stands there from above, or nothing. */
static void
fill_column (AttuneSheetWriter *self)
{
  Repeated *repeated = g_hash_table_lookup (self->repeated, GUINT_TO_POINTER (self->n_columns));

  if (self->n_columns > 0)
    g_string_append_c (self->row, ',');

  if (repeated != NULL)
    {
      g_string_append (self->row, repeated->text);
      self->n_filled++;
    }

  self->n_columns++;
}

/* Cells come from left to right; one that does not has no place of its own, and takes the next. */
static gboolean
go_to_column (AttuneSheetWriter *self,
              guint              column)
{
  column = MAX (column, self->n_columns);

  if (column >= COLUMNS_MAX)
    return FALSE;

  while (self->n_columns < column)
    fill_column (self);

  if (self->n_columns++ > 0)
    g_string_append_c (self->row, ',');

  self->cell = self->row->len;

  return TRUE;
}

/**
 * attune_sheet_writer_put_text:
 * @self: a writer
 * @column: the number of the column, from 0
 * @text: what is in the cell
 *
 * Puts a cell into the current row. Empty cells need not be put.
 */
void
attune_sheet_writer_put_text (AttuneSheetWriter *self,
                              guint              column,
                              const char        *text)
{
  g_autofree char *valid = NULL;

  self->cell = G_MAXSIZE;

  if (*text == '\0' || !go_to_column (self, column))
    return;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  /* Without quotes, a blank at an end would be lost to readers that trim. */
  if (strpbrk (text, ",\"\n\r") == NULL && *text != ' ' && text[strlen (text) - 1] != ' ')
    {
      g_string_append (self->row, text);
      return;
    }

  g_string_append_c (self->row, '"');

  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (self->row, '"');

      g_string_append_c (self->row, *text);
    }

  g_string_append_c (self->row, '"');
}

/**
 * attune_sheet_writer_put_number:
 * @self: a writer
 * @column: the number of the column, from 0
 * @number: what is in the cell
 *
 * Writes the shortest digits that give the same number again, as a person would have typed them.
 */
void
attune_sheet_writer_put_number (AttuneSheetWriter *self,
                                guint              column,
                                double             number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  self->cell = G_MAXSIZE;

  if (!isfinite (number))
    return;

  if (number == floor (number) && fabs (number) < INTEGER_MAX)
    {
      g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, (gint64)number);
      attune_sheet_writer_put_text (self, column, digits);
      return;
    }

  g_ascii_formatd (digits, sizeof digits, "%.15g", number);

  if (g_ascii_strtod (digits, NULL) != number)
    g_ascii_formatd (digits, sizeof digits, "%.16g", number);

  if (g_ascii_strtod (digits, NULL) != number)
    g_ascii_formatd (digits, sizeof digits, "%.17g", number);

  attune_sheet_writer_put_text (self, column, digits);
}

/**
 * attune_sheet_writer_repeat:
 * @self: a writer
 * @n_rows: in how many rows below the current one
 *
 * Says of the cell that was put last that it is merged with those below it. In rows that have
 * nothing else it does not stand.
 */
void
attune_sheet_writer_repeat (AttuneSheetWriter *self,
                            guint              n_rows)
{
  Repeated *repeated;

  if (n_rows == 0 || self->n_columns == 0 || self->cell == G_MAXSIZE ||
      self->n_repeated + self->row->len - self->cell > REPEATED_MAX)
    return;

  repeated = g_new0 (Repeated, 1);
  repeated->text = g_strdup (self->row->str + self->cell);
  repeated->n_rows = n_rows + 1;
  self->n_repeated += strlen (repeated->text);
  g_hash_table_insert (self->repeated, GUINT_TO_POINTER (self->n_columns - 1), repeated);
}

/**
 * attune_sheet_writer_get_n_filled:
 * @self: a writer
 *
 * Returns: how many cells were written for one above them, with which they are merged
 */
guint64
attune_sheet_writer_get_n_filled (AttuneSheetWriter *self)
{
  return self->n_filled;
}

static gboolean
flush_text (AttuneSheetWriter  *self,
            GError            **error)
{
  gboolean success = attune_spool_write (self->spool, self->text->str, self->text->len, error);

  g_string_truncate (self->text, 0);

  return success;
}

static gboolean
append_row (AttuneSheetWriter  *self,
            GError            **error)
{
  g_string_append_len (self->text, self->row->str, self->row->len);
  g_string_append_c (self->text, '\n');

  return self->text->len < FLUSH_LENGTH || flush_text (self, error);
}

static gboolean
append_empty_rows (AttuneSheetWriter  *self,
                   GError            **error)
{
  for (; self->n_empty > 0; self->n_empty--)
    {
      g_string_append_c (self->text, '\n');

      if (self->text->len >= FLUSH_LENGTH && !flush_text (self, error))
        return FALSE;
    }

  return TRUE;
}

/* Behind the last cell of a row there may be columns with something from above. */
static void
fill_row (AttuneSheetWriter *self)
{
  GHashTableIter iter;
  gpointer column;
  guint n_columns = 0;

  g_hash_table_iter_init (&iter, self->repeated);

  while (g_hash_table_iter_next (&iter, &column, NULL))
    n_columns = MAX (n_columns, GPOINTER_TO_UINT (column) + 1);

  while (self->n_columns < n_columns)
    fill_column (self);
}

static void
forget_rows (AttuneSheetWriter *self,
             guint              n_times)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->repeated);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Repeated *repeated = value;

      if (repeated->n_rows > n_times)
        {
          repeated->n_rows -= n_times;
          continue;
        }

      self->n_repeated -= strlen (repeated->text);
      g_hash_table_iter_remove (&iter);
    }
}

/**
 * attune_sheet_writer_end_row:
 * @self: a writer
 * @n_times: how often the sheet has this row
 * @error: (nullable): where to put an error
 *
 * Fails as attune_spool_write() does.
 *
 * Returns: whether to go on
 */
gboolean
attune_sheet_writer_end_row (AttuneSheetWriter  *self,
                             guint               n_times,
                             GError            **error)
{
  gboolean success = TRUE;

  if (self->n_columns == 0)
    {
      self->n_empty += self->has_rows ? n_times : 0;
      forget_rows (self, n_times);
      return TRUE;
    }

  fill_row (self);

  if (!self->has_rows)
    self->width = self->n_columns;

  for (guint i = self->n_columns; i < self->width; i++)
    g_string_append_c (self->row, ',');

  self->has_rows = TRUE;
  success = append_empty_rows (self, error);

  for (guint i = 0; success && i < n_times; i++)
    success = append_row (self, error);

  g_string_truncate (self->row, 0);
  self->n_columns = 0;
  forget_rows (self, n_times);

  return success;
}

/**
 * attune_sheet_writer_is_head:
 * @self: a writer
 *
 * Returns: whether there is as much as was wanted
 */
gboolean
attune_sheet_writer_is_head (AttuneSheetWriter *self)
{
  return self->head > 0 &&
         attune_spool_get_length (self->spool) + (goffset)self->text->len >= self->head;
}

/**
 * attune_sheet_writer_finish:
 * @self: a writer
 * @error: (nullable): where to put an error
 *
 * Fails as attune_spool_write() does.
 *
 * Returns: whether all is written
 */
gboolean
attune_sheet_writer_finish (AttuneSheetWriter  *self,
                            GError            **error)
{
  return flush_text (self, error);
}
