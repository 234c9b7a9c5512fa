/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-message-heights"

#include "config.h"

#include <string.h>

#include "attune-message-heights.h"

/* What a guess goes by, in pixels: what is around the text, a line, and a byte of it. */
#define AROUND      60
#define LINE_HEIGHT 24
#define BYTE_WIDTH  7

typedef struct
{
  guint    n_bytes;
  guint    n_lines;
  int      height;
  gboolean is_known;
} Row;

struct _AttuneMessageHeights
{
  GArray *rows;      /* Row */
  int     width;
};

static int
guess (AttuneMessageHeights *self,
       const Row            *row)
{
  int width = MAX (self->width, 100);
  guint n_wrapped = row->n_bytes / (guint)MAX (width / BYTE_WIDTH, 1);

  return AROUND + LINE_HEIGHT * (int)(n_wrapped + row->n_lines * 3 / 4);
}

/* Long texts are looked at no further than is shown of them. */
static Row
create_row (AttuneMessageHeights *self,
            AttuneMessage        *message)
{
  const char *text = attune_message_get_content (message);
  gsize length = text != NULL ? strnlen (text, 262144) : 0;
  Row row = { .n_bytes = length, .n_lines = 1 };

  for (const char *at = text; length > 0 && (at = memchr (at, '\n', text + length - at)) != NULL;
       at++)
    row.n_lines++;

  row.height = guess (self, &row);

  return row;
}

/**
 * attune_message_heights_new:
 *
 * Returns: (transfer full): heights of no row
 */
AttuneMessageHeights *
attune_message_heights_new (void)
{
  AttuneMessageHeights *self = g_new0 (AttuneMessageHeights, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));

  return self;
}

/**
 * attune_message_heights_free:
 * @self: (transfer full): heights
 */
void
attune_message_heights_free (AttuneMessageHeights *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

/**
 * attune_message_heights_splice:
 * @self: heights
 * @model: a list of AttuneMessage, already changed
 * @position: where it changed
 * @n_removed: how many went
 * @n_added: how many came
 */
void
attune_message_heights_splice (AttuneMessageHeights *self,
                               GListModel           *model,
                               guint                 position,
                               guint                 n_removed,
                               guint                 n_added)
{
  g_autofree Row *rows = g_new (Row, MAX (n_added, 1));

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr(AttuneMessage) message = g_list_model_get_item (model, position + i);

      rows[i] = create_row (self, message);
    }

  if (n_removed > 0)
    g_array_remove_range (self->rows, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->rows, position, rows, n_added);
}

/**
 * attune_message_heights_set_width:
 * @self: heights
 * @width: how wide every row is from now on, in pixels
 *
 * At another width nothing is known any more.
 */
void
attune_message_heights_set_width (AttuneMessageHeights *self,
                                  int                   width)
{
  if (self->width == width)
    return;

  self->width = width;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);

      row->is_known = FALSE;
      row->height = guess (self, row);
    }
}

/**
 * attune_message_heights_get_n_rows:
 * @self: heights
 *
 * Returns: of how many rows
 */
guint
attune_message_heights_get_n_rows (AttuneMessageHeights *self)
{
  return self->rows->len;
}

/**
 * attune_message_heights_get:
 * @self: heights
 * @position: of a row
 *
 * Returns: its height, known or guessed
 */
int
attune_message_heights_get (AttuneMessageHeights *self,
                            guint                 position)
{
  g_return_val_if_fail (position < self->rows->len, 0);

  return g_array_index (self->rows, Row, position).height;
}

/**
 * attune_message_heights_is_known:
 * @self: heights
 * @position: of a row
 *
 * Returns: whether it was measured at this width
 */
gboolean
attune_message_heights_is_known (AttuneMessageHeights *self,
                                 guint                 position)
{
  g_return_val_if_fail (position < self->rows->len, FALSE);

  return g_array_index (self->rows, Row, position).is_known;
}

/**
 * attune_message_heights_set:
 * @self: heights
 * @position: of a row
 * @height: as it was measured
 */
void
attune_message_heights_set (AttuneMessageHeights *self,
                            guint                 position,
                            int                   height)
{
  Row *row;

  g_return_if_fail (position < self->rows->len);

  row = &g_array_index (self->rows, Row, position);
  row->height = height;
  row->is_known = TRUE;
}

/**
 * attune_message_heights_get_offset:
 * @self: heights
 * @position: of a row, or the number of rows
 *
 * Returns: how high all rows before it are together
 */
double
attune_message_heights_get_offset (AttuneMessageHeights *self,
                                   guint                 position)
{
  double offset = 0;

  for (guint i = 0; i < MIN (position, self->rows->len); i++)
    offset += g_array_index (self->rows, Row, i).height;

  return offset;
}

/**
 * attune_message_heights_find:
 * @self: heights
 * @offset: in pixels from the beginning of the first row
 *
 * Returns: the row that is there; the last one when it is beyond
 */
guint
attune_message_heights_find (AttuneMessageHeights *self,
                             double                offset)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      offset -= g_array_index (self->rows, Row, i).height;
      if (offset < 0)
        return i;
    }

  return MAX (self->rows->len, 1) - 1;
}
