/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-cell"

#include "config.h"

#include "attune-example-cell.h"

/* Between the mark and the text. */
#define SPACING 6

/* Belongs to the table, as long as its font stays what it is. */
typedef struct
{
  PangoLayout *layout;
  guint        serial;
  int          line_height;
  int          ascent;          /* in Pango units */
  int          char_width;
  int          digit_width;
} Face;

struct _AttuneExampleCell
{
  GtkWidget  parent_instance;

  GtkWidget *table;             /* borrowed: the cell is in it */
  char      *text;
  GtkWidget *mark;              /* NULL until there is one */
  guint      min_chars;
  guint      is_number : 1;
  guint      is_struck : 1;
};

G_DEFINE_FINAL_TYPE (AttuneExampleCell, attune_example_cell, GTK_TYPE_WIDGET)

static G_DEFINE_QUARK (attune-example-face, face)

static void
face_free (gpointer data)
{
  Face *face = data;

  g_object_unref (face->layout);
  g_free (face);
}

static Face *
face_new (PangoContext *context)
{
  Face *face = g_new0 (Face, 1);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = pango_font_metrics_get_height (metrics);

  face->layout = pango_layout_new (context);
  face->serial = pango_context_get_serial (context);
  face->line_height = PANGO_PIXELS_CEIL (height);
  face->ascent = pango_font_metrics_get_ascent (metrics);
  face->char_width = pango_font_metrics_get_approximate_char_width (metrics);
  face->digit_width = pango_font_metrics_get_approximate_digit_width (metrics);
  pango_layout_set_single_paragraph_mode (face->layout, TRUE);
  pango_layout_set_ellipsize (face->layout, PANGO_ELLIPSIZE_END);
  pango_font_metrics_unref (metrics);

  return face;
}

static const Face *
get_face (AttuneExampleCell *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->table);
  Face *face = g_object_get_qdata (G_OBJECT (self->table), face_quark ());

  if (face != NULL && face->serial == pango_context_get_serial (context) &&
      pango_layout_get_context (face->layout) == context)
    return face;

  face = face_new (context);
  g_object_set_qdata_full (G_OBJECT (self->table), face_quark (), face, face_free);

  return face;
}

static void
attune_example_cell_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  AttuneExampleCell *self = (AttuneExampleCell *)widget;
  const Face *face = get_face (self);
  int width = self->is_number ? face->digit_width : MAX (face->char_width, face->digit_width);
  int mark_size = 0;

  if (self->mark != NULL && gtk_widget_should_layout (self->mark))
    gtk_widget_measure (self->mark, orientation, -1, NULL, &mark_size, NULL, NULL);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MAX (face->line_height, mark_size);
  else
    *minimum = PANGO_PIXELS_CEIL (width * (int)self->min_chars) +
               (mark_size > 0 ? mark_size + SPACING : 0);

  *natural = *minimum;
}

static int
get_mark_width (AttuneExampleCell *self)
{
  int width = 0;

  if (self->mark != NULL && gtk_widget_should_layout (self->mark))
    gtk_widget_measure (self->mark, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);

  return width;
}

static void
attune_example_cell_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  AttuneExampleCell *self = (AttuneExampleCell *)widget;
  int mark_width = get_mark_width (self);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (mark_width > 0)
    gtk_widget_size_allocate (self->mark,
                              &(GtkAllocation) { is_rtl ? width - mark_width : 0, 0,
                                                 mark_width, height },
                              -1);
}

static PangoAttrList *
create_attributes (AttuneExampleCell *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  if (self->is_number)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));

  if (self->is_struck)
    pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));

  return attributes;
}

/* Pango turns an alignment around where a text runs against its context. */
static PangoAlignment
get_alignment (PangoLayout *layout,
               gboolean     is_right)
{
  PangoDirection context = pango_context_get_base_dir (pango_layout_get_context (layout));
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);

  if (pango_layout_line_get_resolved_direction (line) != context)
    is_right = !is_right;

  return is_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static void
attune_example_cell_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  AttuneExampleCell *self = (AttuneExampleCell *)widget;
  const Face *face = get_face (self);
  g_autoptr(PangoAttrList) attributes = create_attributes (self);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int mark_width = get_mark_width (self);
  int indent = mark_width > 0 ? mark_width + SPACING : 0;
  int width = MAX (gtk_widget_get_width (widget) - indent, 0);
  int top = (gtk_widget_get_height (widget) - face->line_height) / 2;
  GdkRGBA color;

  gtk_widget_get_color (widget, &color);
  pango_layout_set_attributes (face->layout, attributes);
  pango_layout_set_text (face->layout, self->text != NULL ? self->text : "", -1);
  pango_layout_set_width (face->layout, width * PANGO_SCALE);
  pango_layout_set_alignment (face->layout,
                              get_alignment (face->layout, self->is_number != is_rtl));

  /* A line in another script may be higher; its letters stand on the line of the others. */
  top += PANGO_PIXELS (face->ascent - pango_layout_get_baseline (face->layout));

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (is_rtl ? 0 : indent, top));
  gtk_snapshot_append_layout (snapshot, face->layout, &color);
  gtk_snapshot_restore (snapshot);

  if (mark_width > 0)
    gtk_widget_snapshot_child (widget, self->mark, snapshot);
}

static void
attune_example_cell_dispose (GObject *object)
{
  AttuneExampleCell *self = (AttuneExampleCell *)object;

  g_clear_pointer (&self->mark, gtk_widget_unparent);

  G_OBJECT_CLASS (attune_example_cell_parent_class)->dispose (object);
}

static void
attune_example_cell_finalize (GObject *object)
{
  AttuneExampleCell *self = (AttuneExampleCell *)object;

  g_free (self->text);

  G_OBJECT_CLASS (attune_example_cell_parent_class)->finalize (object);
}

static void
attune_example_cell_class_init (AttuneExampleCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_example_cell_dispose;
  object_class->finalize = attune_example_cell_finalize;

  widget_class->measure = attune_example_cell_measure;
  widget_class->size_allocate = attune_example_cell_size_allocate;
  widget_class->snapshot = attune_example_cell_snapshot;

  /* It is dimmed as other text is. */
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
attune_example_cell_init (AttuneExampleCell *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * attune_example_cell_new:
 * @table: what the cell is going to be in, and whose font it has
 * @min_chars: how many characters it has room for at least
 * @is_number: whether it is aligned at the end
 *
 * Returns: (transfer floating): a new cell
 */
GtkWidget *
attune_example_cell_new (GtkWidget *table,
                         guint      min_chars,
                         gboolean   is_number)
{
  AttuneExampleCell *self = g_object_new (ATTUNE_TYPE_EXAMPLE_CELL, NULL);

  self->table = table;
  self->min_chars = min_chars;
  self->is_number = is_number;

  return GTK_WIDGET (self);
}

const char *
attune_example_cell_get_text (AttuneExampleCell *self)
{
  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_CELL (self), NULL);

  return self->text;
}

/* One line, of no more characters than a line can show. */
void
attune_example_cell_set_text (AttuneExampleCell *self,
                              const char        *text)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_CELL (self));

  if (!g_set_str (&self->text, text))
    return;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "",
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A pencil before the text, and what it means in words: a picture alone is not read aloud. NULL for
 * none. */
void
attune_example_cell_set_mark (AttuneExampleCell *self,
                              const char        *mark)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_CELL (self));

  if (mark != NULL && self->mark == NULL)
    {
      self->mark = gtk_image_new_from_icon_name ("document-edit-symbolic");
      gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
    }

  if (self->mark == NULL)
    return;

  gtk_widget_set_visible (self->mark, mark != NULL);

  if (mark == NULL)
    return;

  gtk_widget_set_tooltip_text (self->mark, mark);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->mark),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, mark,
                                  -1);
}

void
attune_example_cell_set_is_struck (AttuneExampleCell *self,
                                   gboolean           is_struck)
{
  g_return_if_fail (ATTUNE_IS_EXAMPLE_CELL (self));

  if (self->is_struck == !!is_struck)
    return;

  self->is_struck = !!is_struck;

  if (is_struck)
    gtk_widget_add_css_class (GTK_WIDGET (self), "marked-out");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "marked-out");

  gtk_widget_queue_draw (GTK_WIDGET (self));
}
