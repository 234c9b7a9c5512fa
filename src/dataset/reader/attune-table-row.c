/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-table-row"

#include "config.h"

#include "attune-table-row.h"

/**
 * attune_table_row_init:
 * @self: (out caller-allocates): a row
 * @delimiter: what stands between cells
 * @quote: what stands around cells; `'\0'` for nothing
 * @escape: what stands before a quotation mark that ends no cell, besides a second one; `'\0'` for
 *   nothing
 *
 * Makes a row without cells.
 */
void
attune_table_row_init (AttuneTableRow *self,
                       char            delimiter,
                       char            quote,
                       char            escape)
{
  *self = (AttuneTableRow) {
    .delimiter = delimiter,
    .quote = quote,
    .escape = escape,
    .cells = g_array_new (FALSE, FALSE, sizeof (AttuneText)),
  };
}

/**
 * attune_table_row_clear:
 * @self: a row; all zero is allowed
 *
 * Frees its memory.
 */
void
attune_table_row_clear (AttuneTableRow *self)
{
  g_clear_pointer (&self->cells, g_array_unref);
  g_clear_pointer (&self->copies, g_free);
}

/* The cells that were copied before move along. */
static char *
reserve_copy (AttuneTableRow *self,
              gsize           length)
{
  char *old = self->copies;

  if (self->n_copied + length > self->capacity)
    {
      self->capacity = MAX (self->n_copied + length, 2 * self->capacity);
      self->copies = g_malloc (self->capacity);

      if (old != NULL)
        memcpy (self->copies, old, self->n_copied);

      for (guint i = 0; i < self->cells->len; i++)
        {
          AttuneText *cell = &g_array_index (self->cells, AttuneText, i);

          if (old != NULL && cell->bytes >= old && cell->bytes < old + self->n_copied)
            cell->bytes = self->copies + (cell->bytes - old);
        }

      g_free (old);
    }

  return self->copies + self->n_copied;
}

/* Returns the next mark that may end a cell or stand in a pair, or @end. */
static inline const char *
find_mark (const AttuneTableRow *self,
           const char           *text,
           const char           *end)
{
  const char *mark;

  if (self->escape != '\0')
    return attune_text_find_any (text, end, self->quote, self->escape, self->escape);

  mark = memchr (text, self->quote, end - text);

  return mark != NULL ? mark : end;
}

/* Copies @text to @end, in which every quotation mark is one of a pair unless it is the one at
 * @closing; returns the copy. */
static AttuneText
copy_unquoted (AttuneTableRow *self,
               const char     *text,
               const char     *closing,
               const char     *end)
{
  char *copy = reserve_copy (self, end - text);
  char *position = copy;

  while (text < closing)
    {
      const char *first = find_mark (self, text, closing);

      position = (char *)mempcpy (position, text, first - text);
      text = first;

      if (first == closing)
        break;

      /* Of a pair the second is meant; before anything else the first is an ordinary character. */
      if (first + 1 < closing && (first[1] == self->quote || first[1] == *first))
        text++;

      *position++ = *text++;
    }

  position = (char *)mempcpy (position, closing + 1, end - closing - 1);
  self->n_copied += position - copy;

  return (AttuneText) { copy, position - copy };
}

/* Returns the quotation mark that closes a cell, or NULL when there is none. */
static const char *
find_closing (const AttuneTableRow *self,
              const char           *text,
              const char           *end,
              gboolean             *has_doubled)
{
  const char *mark;

  while ((mark = find_mark (self, text, end)) < end)
    {
      if (*mark == self->quote && (mark + 1 == end || mark[1] != self->quote))
        return mark;

      *has_doubled = TRUE;
      text = MIN (mark + 2, end);
    }

  return NULL;
}

static gboolean
is_blank (const char *text,
          const char *end)
{
  while (text < end && *text == ' ')
    text++;

  return text == end;
}

/* What follows a quoted cell before the delimiter belongs to it, as spreadsheets read it. Returns
 * what follows the cell. */
static const char *
parse_quoted (AttuneTableRow *self,
              const char     *text,
              const char     *end,
              AttuneText     *cell)
{
  gboolean has_doubled = FALSE;
  const char *closing = find_closing (self, text + 1, end, &has_doubled);
  const char *stop;

  /* Then it is an ordinary character of a cell that ends where any other would. */
  if (closing == NULL)
    {
      self->is_odd = TRUE;
      stop = attune_text_find_any (text, end, self->delimiter, '\n', '\r');
      *cell = (AttuneText) { text, stop - text };
      return stop;
    }

  self->n_quoted++;
  stop = attune_text_find_any (closing + 1, end, self->delimiter, '\n', '\r');

  if (stop == closing + 1 && !has_doubled)
    {
      *cell = (AttuneText) { text + 1, closing - text - 1 };
      return stop;
    }

  if (is_blank (closing + 1, stop))
    *cell = copy_unquoted (self, text + 1, closing, closing + 1);
  else
    *cell = copy_unquoted (self, text + 1, closing, stop);

  self->is_odd = self->is_odd || !is_blank (closing + 1, stop);

  return stop;
}

/**
 * attune_table_row_parse:
 * @self: a row, whose cells are replaced
 * @text: where a row begins
 * @end: where the text ends, and with it the row if its end is missing
 *
 * Cuts a row into cells, as RFC 4180 says and spreadsheets write it. Lines may end in any way. A
 * quotation mark in the middle of a cell is an ordinary character, and so is one that is not closed
 * before @end: it must not take the rest of a file with it. Of more than %ATTUNE_TABLE_MAX_CELLS
 * cells the last ones are left out.
 */
void
attune_table_row_parse (AttuneTableRow *self,
                        const char     *text,
                        const char     *end)
{
  const char *position = text;

  g_array_set_size (self->cells, 0);
  self->n_copied = 0;
  self->n_quoted = 0;
  self->is_odd = FALSE;

  for (;;)
    {
      AttuneText cell;

      if (position < end && self->quote != '\0' && *position == self->quote)
        {
          position = parse_quoted (self, position, end, &cell);
        }
      else
        {
          const char *begin = position;

          position = attune_text_find_any (position, end, self->delimiter, '\n', '\r');
          cell = (AttuneText) { begin, position - begin };
        }

      /* The others are no columns, and would take more memory than the row. */
      if (self->cells->len < ATTUNE_TABLE_MAX_CELLS)
        g_array_append_val (self->cells, cell);

      if (position == end || *position != self->delimiter)
        break;

      position++;
    }

  if (position < end)
    position += attune_text_get_line_end (position, end);

  self->length = position - text;
}

/**
 * attune_table_row_count:
 * @self: a row
 * @least: how many cells are asked for
 *
 * Spreadsheets fill short rows up with delimiters, which says nothing.
 *
 * Returns: how many cells there are, without empty ones behind the first @least
 */
guint
attune_table_row_count (const AttuneTableRow *self,
                        guint                 least)
{
  guint n_cells = self->cells->len;

  while (n_cells > least && attune_table_row_get_cell (self, n_cells - 1)->length == 0)
    n_cells--;

  return n_cells;
}

/**
 * attune_table_row_is_empty:
 * @self: a row
 * @first: the number of a cell
 *
 * Returns: whether there is no text in this cell and all that follow
 */
gboolean
attune_table_row_is_empty (const AttuneTableRow *self,
                           guint                 first)
{
  for (guint i = first; i < self->cells->len; i++)
    if (attune_table_row_get_cell (self, i)->length > 0)
      return FALSE;

  return TRUE;
}
