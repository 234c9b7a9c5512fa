/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-table-block"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-table-block.h"
#include "attune-text-label.h"

/* Of a cell, in pixels: a longer text is broken into lines. */
#define MAX_COLUMN_WIDTH 340

/* Around the text of a cell. */
#define PADDING_X 9
#define PADDING_Y 5

struct _AttuneTableBlock
{
  GtkWidget            parent_instance;

  AttuneMarkdownBlock *table;
  guint                n_columns;
  guint                n_rows;
  GPtrArray           *head;           /* AttuneTextLabel, children: those of the first row */
  GPtrArray           *body;           /* the same of all others, row by row */
  int                 *widths;         /* of columns, with padding */
  int                 *heights;        /* of rows, with padding */
};

G_DEFINE_FINAL_TYPE (AttuneTableBlock, attune_table_block, GTK_TYPE_WIDGET)

static GtkWidget *
get_cell (AttuneTableBlock *self,
          guint             row,
          guint             column)
{
  if (row == 0)
    return g_ptr_array_index (self->head, column);

  return g_ptr_array_index (self->body, (row - 1) * self->n_columns + column);
}

static void
measure_cells (AttuneTableBlock *self)
{
  for (guint column = 0; column < self->n_columns; column++)
    {
      self->widths[column] = 0;

      for (guint row = 0; row < self->n_rows; row++)
        {
          int width;

          gtk_widget_measure (get_cell (self, row, column), GTK_ORIENTATION_HORIZONTAL, -1,
                              NULL, &width, NULL, NULL);
          self->widths[column] = MAX (self->widths[column], width + 2 * PADDING_X);
        }
    }

  for (guint row = 0; row < self->n_rows; row++)
    {
      self->heights[row] = 0;

      for (guint column = 0; column < self->n_columns; column++)
        {
          int height;

          gtk_widget_measure (get_cell (self, row, column), GTK_ORIENTATION_VERTICAL,
                              self->widths[column] - 2 * PADDING_X, NULL, &height, NULL, NULL);
          self->heights[row] = MAX (self->heights[row], height + 2 * PADDING_Y);
        }
    }
}

static int
sum (const int *values,
     guint      n_values)
{
  int total = 0;

  for (guint i = 0; i < n_values; i++)
    total += values[i];

  return total;
}

static void
attune_table_block_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  AttuneTableBlock *self = (AttuneTableBlock *)widget;

  measure_cells (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = sum (self->widths, self->n_columns);
  else
    *minimum = sum (self->heights, self->n_rows);

  *natural = *minimum;
}

static void
attune_table_block_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  AttuneTableBlock *self = (AttuneTableBlock *)widget;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  for (guint row = 0; row < self->n_rows; row++)
    {
      int x = 0;

      for (guint column = 0; column < self->n_columns; column++)
        {
          int begin = is_rtl ? width - x - self->widths[column] : x;

          gtk_widget_size_allocate (get_cell (self, row, column),
                                    &(GtkAllocation) { begin + PADDING_X, y + PADDING_Y,
                                                       self->widths[column] - 2 * PADDING_X,
                                                       self->heights[row] - 2 * PADDING_Y },
                                    -1);
          x += self->widths[column];
        }

      y += self->heights[row];
    }
}

static void
attune_table_block_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  AttuneTableBlock *self = (AttuneTableBlock *)widget;
  float width = (float)sum (self->widths, self->n_columns);
  float x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
    ? gtk_widget_get_width (widget) - width : 0;
  float y = 0;
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  colour.alpha *= 0.15f;

  for (guint row = 0; row + 1 < self->n_rows; row++)
    {
      y += self->heights[row];
      gtk_snapshot_append_color (snapshot, &colour,
                                 &GRAPHENE_RECT_INIT (x, y - 1, width, row == 0 ? 2 : 1));
    }

  GTK_WIDGET_CLASS (attune_table_block_parent_class)->snapshot (widget, snapshot);
}

static void
attune_table_block_dispose (GObject *object)
{
  AttuneTableBlock *self = (AttuneTableBlock *)object;

  g_ptr_array_set_size (self->head, 0);
  g_ptr_array_set_size (self->body, 0);
  g_clear_pointer (&self->table, attune_markdown_block_unref);

  G_OBJECT_CLASS (attune_table_block_parent_class)->dispose (object);
}

static void
attune_table_block_finalize (GObject *object)
{
  AttuneTableBlock *self = (AttuneTableBlock *)object;

  g_ptr_array_unref (self->head);
  g_ptr_array_unref (self->body);
  g_free (self->widths);
  g_free (self->heights);

  G_OBJECT_CLASS (attune_table_block_parent_class)->finalize (object);
}

static void
attune_table_block_class_init (AttuneTableBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_table_block_dispose;
  object_class->finalize = attune_table_block_finalize;
  widget_class->measure = attune_table_block_measure;
  widget_class->size_allocate = attune_table_block_size_allocate;
  widget_class->snapshot = attune_table_block_snapshot;

  gtk_widget_class_set_css_name (widget_class, "tableblock");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TABLE);
}

static void
attune_table_block_init (AttuneTableBlock *self)
{
  self->head = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
  self->body = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
}

/**
 * attune_table_block_new:
 *
 * Returns: (transfer floating): an empty table
 */
AttuneTableBlock *
attune_table_block_new (void)
{
  return g_object_new (ATTUNE_TYPE_TABLE_BLOCK, NULL);
}

static void
set_n_cells (AttuneTableBlock  *self,
             GPtrArray         *cells,
             guint              n_cells,
             GtkAccessibleRole  role,
             const char        *css_class)
{
  if (cells->len > n_cells)
    g_ptr_array_set_size (cells, (int)n_cells);

  while (cells->len < n_cells)
    {
      AttuneTextLabel *cell = attune_text_label_new (role);

      attune_text_label_set_max_width (cell, MAX_COLUMN_WIDTH);
      gtk_widget_add_css_class (GTK_WIDGET (cell), css_class);
      gtk_widget_set_parent (GTK_WIDGET (cell), GTK_WIDGET (self));
      g_ptr_array_add (cells, cell);
    }
}

/* In the order in which they are read, also where cells came later. */
static void
order_cells (AttuneTableBlock *self)
{
  GtkWidget *last = g_ptr_array_index (self->head, self->head->len - 1);

  for (guint i = self->head->len; i > 0; i--)
    gtk_widget_insert_after (g_ptr_array_index (self->head, i - 1), GTK_WIDGET (self), NULL);

  for (guint i = 0; i < self->body->len; i++)
    {
      if (gtk_widget_get_prev_sibling (g_ptr_array_index (self->body, i)) != last)
        gtk_widget_insert_after (g_ptr_array_index (self->body, i), GTK_WIDGET (self), last);
      last = g_ptr_array_index (self->body, i);
    }
}

static PangoAlignment
get_alignment (const char *alignments,
               guint       column)
{
  if (alignments[column] == 'c')
    return PANGO_ALIGN_CENTER;

  return alignments[column] == 'r' ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static void
update_cell (AttuneTableBlock *self,
             guint             row,
             guint             column)
{
  AttuneTextLabel *cell = ATTUNE_TEXT_LABEL (get_cell (self, row, column));
  const AttuneMarkdownBlock *cells = g_ptr_array_index (self->table->children, row);
  const AttuneMarkdownBlock *block = column < cells->children->len
    ? g_ptr_array_index (cells->children, column) : NULL;

  attune_text_label_set_text (cell, block != NULL ? block->text : "", block != NULL ? block->spans : NULL);
  attune_text_label_set_around (cell, "", column + 1 < self->n_columns ? "\t" : "\n");
  attune_text_label_set_alignment (cell, get_alignment (self->table->alignments, column));
}

static gboolean
row_equal (const AttuneMarkdownBlock *table,
           const AttuneMarkdownBlock *other,
           guint                      row)
{
  return other != NULL && row < other->children->len &&
         g_str_equal (table->alignments, other->alignments) &&
         attune_markdown_block_equal (g_ptr_array_index (table->children, row),
                                      g_ptr_array_index (other->children, row));
}

static void
update_label (AttuneTableBlock *self)
{
  g_autofree char *label = NULL;

  /* Translators: the size of a table in an answer, for screen readers: rows without the head. */
  label = g_strdup_printf (_("Table, %u rows, %u columns"), self->n_rows - 1, self->n_columns);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * attune_table_block_set_table:
 * @self: a table
 * @table: what it shows from now on; rows that stay the same are left alone
 */
void
attune_table_block_set_table (AttuneTableBlock    *self,
                              AttuneMarkdownBlock *table)
{
  g_autoptr(AttuneMarkdownBlock) old = NULL;
  guint n_columns;

  g_return_if_fail (ATTUNE_IS_TABLE_BLOCK (self));
  g_return_if_fail (table->kind == ATTUNE_MARKDOWN_TABLE);
  g_return_if_fail (*table->alignments != '\0' && table->children->len > 0);

  n_columns = strlen (table->alignments);
  old = self->table;
  if (self->n_columns != n_columns)
    g_clear_pointer (&old, attune_markdown_block_unref);

  self->table = attune_markdown_block_ref (table);
  self->n_columns = n_columns;
  self->n_rows = table->children->len;
  self->widths = g_renew (int, self->widths, self->n_columns);
  self->heights = g_renew (int, self->heights, self->n_rows);
  set_n_cells (self, self->head, n_columns, GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, "heading");
  set_n_cells (self, self->body, n_columns * (self->n_rows - 1), GTK_ACCESSIBLE_ROLE_CELL, "cell");
  order_cells (self);

  for (guint row = 0; row < self->n_rows; row++)
    for (guint column = 0; !row_equal (table, old, row) && column < self->n_columns; column++)
      update_cell (self, row, column);

  update_label (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
