/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The mark is as wide as it is and the content has all of the rest, which a box finds out only by
 * measuring both several times: long lists of long items were slow in one. */

#define G_LOG_DOMAIN "attune-item-block"

#include "config.h"

#include "attune-item-block.h"

/* Between the mark and the content, in pixels. */
#define SPACING 6

struct _AttuneItemBlock
{
  GtkWidget        parent_instance;

  AttuneTextLabel *mark;        /* a child */
  GtkWidget       *content;     /* a child */
};

G_DEFINE_FINAL_TYPE (AttuneItemBlock, attune_item_block, GTK_TYPE_WIDGET)

static int
measure_mark (AttuneItemBlock *self)
{
  int width;

  gtk_widget_measure (GTK_WIDGET (self->mark), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);

  return width + SPACING;
}

static GtkSizeRequestMode
attune_item_block_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
attune_item_block_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  AttuneItemBlock *self = (AttuneItemBlock *)widget;
  int mark = measure_mark (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);
      *minimum += mark;
      *natural += mark;
    }
  else
    {
      int mark_height;

      gtk_widget_measure (GTK_WIDGET (self->mark), orientation, -1, &mark_height, NULL, NULL, NULL);
      gtk_widget_measure (self->content, orientation, for_size >= 0 ? MAX (for_size - mark, 0) : -1,
                          minimum, natural, NULL, NULL);
      *minimum = MAX (*minimum, mark_height);
      *natural = MAX (*natural, mark_height);
    }
}

static void
attune_item_block_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  AttuneItemBlock *self = (AttuneItemBlock *)widget;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int mark = measure_mark (self);

  gtk_widget_size_allocate (GTK_WIDGET (self->mark),
                            &(GtkAllocation) { is_rtl
                              ? width - mark + SPACING : 0, 0, mark - SPACING, height },
                            -1);
  gtk_widget_size_allocate (self->content,
                            &(GtkAllocation) { is_rtl ? 0 : mark, 0, width - mark, height },
                            -1);
}

static void
attune_item_block_dispose (GObject *object)
{
  AttuneItemBlock *self = (AttuneItemBlock *)object;

  g_clear_pointer ((GtkWidget **)&self->mark, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (attune_item_block_parent_class)->dispose (object);
}

static void
attune_item_block_class_init (AttuneItemBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_item_block_dispose;
  widget_class->get_request_mode = attune_item_block_get_request_mode;
  widget_class->measure = attune_item_block_measure;
  widget_class->size_allocate = attune_item_block_size_allocate;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
attune_item_block_init (AttuneItemBlock *self)
{
  self->mark = attune_text_label_new (GTK_ACCESSIBLE_ROLE_PRESENTATION);
  attune_text_label_set_around (self->mark, "", " ");
  attune_text_label_set_wrap (self->mark, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->mark), "mark");
  gtk_widget_set_parent (GTK_WIDGET (self->mark), GTK_WIDGET (self));
}

/**
 * attune_item_block_new:
 * @content: (transfer floating): where what the item says is shown
 *
 * Returns: (transfer floating): an item without a mark
 */
AttuneItemBlock *
attune_item_block_new (GtkWidget *content)
{
  AttuneItemBlock *self;

  g_return_val_if_fail (GTK_IS_WIDGET (content), NULL);

  self = g_object_new (ATTUNE_TYPE_ITEM_BLOCK, NULL);
  self->content = content;
  gtk_widget_add_css_class (GTK_WIDGET (self), "item");
  gtk_widget_set_parent (content, GTK_WIDGET (self));

  return self;
}

/**
 * attune_item_block_get_mark:
 * @self: an item
 *
 * Returns: (transfer none): what tells that it is one
 */
AttuneTextLabel *
attune_item_block_get_mark (AttuneItemBlock *self)
{
  g_return_val_if_fail (ATTUNE_IS_ITEM_BLOCK (self), NULL);

  return self->mark;
}

/**
 * attune_item_block_get_content:
 * @self: an item
 *
 * Returns: (transfer none): where what it says is shown
 */
GtkWidget *
attune_item_block_get_content (AttuneItemBlock *self)
{
  g_return_val_if_fail (ATTUNE_IS_ITEM_BLOCK (self), NULL);

  return self->content;
}
