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

/* Beyond this a double no longer holds every integer. */
#define INTEGER_MAX 9007199254740992.0

struct _AttuneSheetWriter
{
  AttuneSpool *spool;
  goffset      head;
  GString     *text;        /* that is not yet written */
  GString     *row;
  guint        n_columns;   /* of the row so far */
  guint        width;       /* of the first row */
  guint64      n_empty;     /* rows that are written if another one follows */
  gboolean     has_rows;
};

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
  g_free (self);
}

/* Cells come from left to right; one that does not has no place of its own, and takes the next. */
static gboolean
go_to_column (AttuneSheetWriter *self,
              guint              column)
{
  column = MAX (column, self->n_columns);

  if (column >= COLUMNS_MAX)
    return FALSE;

  for (guint i = MAX (self->n_columns, 1); i <= column; i++)
    g_string_append_c (self->row, ',');

  self->n_columns = column + 1;

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
      return TRUE;
    }

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
