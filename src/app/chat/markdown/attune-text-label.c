/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-label"

#include "config.h"

#include <string.h>

#include <adwaita.h>

#include "attune-markdown-block.h"
#include "attune-text-label-private.h"
#include "attune-text-link.h"
#include "attune-text-style.h"

/* A text with more characters than this is surely wider than what it has to fit in: how wide
 * exactly would cost another layout. */
#define MAX_MEASURED_CHARS 120

/* A line below which wrapping text does not shrink, in pixels. */
#define MIN_WRAP_WIDTH 24

/* Of text that is read, in heights of a line. */
#define LINE_SPACING 1.12f

typedef struct
{
  guint           start;
  guint           end;
  AttuneTextLink *widget;       /* a child */
} Link;

struct _AttuneTextLabel
{
  GtkWidget       parent_instance;

  char           *text;
  GArray         *spans;        /* AttuneMarkdownSpan; NULL for none */
  PangoAttrList  *attributes;   /* on top of those of the spans; NULL for none */
  PangoLayout    *layout;       /* NULL until it is needed */
  GArray         *links;        /* Link; NULL for none */
  const char     *before;
  const char     *after;
  int             natural_width; /* -1 until it is known */
  guint           serial;        /* of the font that it was measured in */
  int             max_width;     /* -1 for none */
  guint           select_start;
  guint           select_end;
  PangoAlignment  alignment;
  guint           wraps : 1;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (AttuneTextLabel, attune_text_label, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE_TEXT,
                                                      attune_text_label_accessible_text_init))

/* What is broken at the end of a line, a key or an address, is not shown with a hyphen that it does
 * not have. */
static void
apply_attributes (AttuneTextLabel *self)
{
  g_autoptr(PangoAttrList) attributes = self->spans != NULL
                                        ? attune_text_style_create_attributes (self->spans)
                                        : pango_attr_list_new ();

  if (self->attributes != NULL)
    pango_attr_list_splice (attributes, self->attributes, 0, 0);
  if (self->wraps)
    pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));

  pango_layout_set_attributes (self->layout, attributes);
}

static PangoLayout *
get_layout (AttuneTextLabel *self)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_alignment (self->layout, self->alignment);
      if (self->wraps)
        pango_layout_set_line_spacing (self->layout, LINE_SPACING);
      apply_attributes (self);
    }

  return self->layout;
}

static void
set_layout_width (AttuneTextLabel *self,
                  int              width)
{
  pango_layout_set_width (get_layout (self), self->wraps && width >= 0 ? width * PANGO_SCALE : -1);
}

static void
links_changed_cb (AttuneTextLabel *self)
{
  if (self->links != NULL && self->layout != NULL)
    {
      apply_attributes (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}

static void
clear_link (gpointer data)
{
  Link *link = data;

  gtk_widget_unparent (GTK_WIDGET (link->widget));
}

static void
watch_accent (AttuneTextLabel *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::accent-color", G_CALLBACK (links_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (links_changed_cb), self, G_CONNECT_SWAPPED);
}

/* Links that are there already keep the focus. */
static void
update_links (AttuneTextLabel *self)
{
  guint n_links = 0;

  for (guint i = 0; self->spans != NULL && i < self->spans->len; i++)
    {
      const AttuneMarkdownSpan *span = &g_array_index (self->spans, AttuneMarkdownSpan, i);
      g_autofree char *text = NULL;
      Link *link;

      if (span->uri == NULL)
        continue;

      if (self->links == NULL)
        {
          self->links = g_array_new (FALSE, TRUE, sizeof (Link));
          g_array_set_clear_func (self->links, clear_link);
          watch_accent (self);
        }

      link = n_links < self->links->len ? &g_array_index (self->links, Link, n_links) : NULL;

      if (link != NULL && link->start == span->start && link->end == span->end &&
          g_str_equal (attune_text_link_get_uri (link->widget), span->uri))
        {
          n_links++;
          continue;
        }

      text = g_strndup (self->text + span->start, span->end - span->start);
      g_array_set_size (self->links, n_links + 1);
      link = &g_array_index (self->links, Link, n_links++);
      if (link->widget != NULL)
        gtk_widget_unparent (GTK_WIDGET (link->widget));
      *link = (Link) { span->start, span->end, attune_text_link_new (text, span->uri) };
      gtk_widget_set_parent (GTK_WIDGET (link->widget), GTK_WIDGET (self));
    }

  if (self->links != NULL)
    g_array_set_size (self->links, n_links);
}

static int
get_natural_width (AttuneTextLabel *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  guint serial = pango_context_get_serial (context);

  if (self->natural_width >= 0 && self->serial == serial)
    return self->natural_width;

  if (self->wraps && self->max_width < 0 && strlen (self->text) > MAX_MEASURED_CHARS * 4)
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

      self->natural_width = PANGO_PIXELS (pango_font_metrics_get_approximate_char_width (metrics) *
                                          MAX_MEASURED_CHARS);
      pango_font_metrics_unref (metrics);
    }
  else
    {
      set_layout_width (self, -1);
      pango_layout_get_pixel_size (self->layout, &self->natural_width, NULL);
    }

  if (self->max_width >= 0)
    self->natural_width = MIN (self->natural_width, self->max_width);
  self->serial = serial;

  return self->natural_width;
}

static GtkSizeRequestMode
attune_text_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
attune_text_label_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  AttuneTextLabel *self = (AttuneTextLabel *)widget;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *natural = get_natural_width (self);
      *minimum = self->wraps && self->max_width < 0 ? MIN (*natural, MIN_WRAP_WIDTH) : *natural;
      return;
    }

  set_layout_width (self, for_size >= 0 ? for_size : get_natural_width (self));
  pango_layout_get_pixel_size (self->layout, NULL, natural);
  *minimum = *natural;
}

/* What is not broken into lines stands at the side where its neighbours begin: the mark of an
 * item. */
static float
get_layout_x (AttuneTextLabel *self)
{
  int width;

  if (self->wraps || gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL)
    return 0;

  pango_layout_get_pixel_size (get_layout (self), &width, NULL);

  return (float)(gtk_widget_get_width (GTK_WIDGET (self)) - width);
}

static void
allocate_link (AttuneTextLabel *self,
               const Link      *link)
{
  const int range[] = { (int)link->start, (int)link->end };
  cairo_region_t *region = gdk_pango_layout_get_clip_region (self->layout, 0, 0, range, 1);
  cairo_rectangle_int_t extents;
  g_autoptr(GskTransform) transform = NULL;

  cairo_region_get_extents (region, &extents);
  cairo_region_translate (region, -extents.x, -extents.y);
  attune_text_link_set_region (link->widget, region);
  transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (extents.x, extents.y));
  gtk_widget_measure (GTK_WIDGET (link->widget), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL,
                      NULL);
  gtk_widget_allocate (GTK_WIDGET (link->widget), extents.width, extents.height, -1,
                       g_steal_pointer (&transform));
}

static void
attune_text_label_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  AttuneTextLabel *self = (AttuneTextLabel *)widget;

  set_layout_width (self, width);

  for (guint i = 0; self->links != NULL && i < self->links->len; i++)
    allocate_link (self, &g_array_index (self->links, Link, i));
}

static void
snapshot_selection (AttuneTextLabel *self,
                    GtkSnapshot     *snapshot)
{
  const int range[] = { (int)self->select_start, (int)self->select_end };
  cairo_region_t *region = gdk_pango_layout_get_clip_region (self->layout, 0, 0, range, 1);
  g_autoptr(GdkRGBA) colour =
      adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());

  colour->alpha = 0.35f;

  for (int i = 0; i < cairo_region_num_rectangles (region); i++)
    {
      cairo_rectangle_int_t part;

      cairo_region_get_rectangle (region, i, &part);
      gtk_snapshot_append_color (snapshot, colour,
                                 &GRAPHENE_RECT_INIT (part.x, part.y, part.width, part.height));
    }

  cairo_region_destroy (region);
}

static void
attune_text_label_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  AttuneTextLabel *self = (AttuneTextLabel *)widget;
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  set_layout_width (self, gtk_widget_get_width (widget));

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (get_layout_x (self), 0));

  if (self->select_start < self->select_end)
    snapshot_selection (self, snapshot);

  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);

  for (guint i = 0; self->links != NULL && i < self->links->len; i++)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (g_array_index (self->links, Link, i).widget),
                               snapshot);
}

static void
attune_text_label_dispose (GObject *object)
{
  AttuneTextLabel *self = (AttuneTextLabel *)object;

  g_clear_pointer (&self->links, g_array_unref);

  G_OBJECT_CLASS (attune_text_label_parent_class)->dispose (object);
}

static void
attune_text_label_finalize (GObject *object)
{
  AttuneTextLabel *self = (AttuneTextLabel *)object;

  g_free (self->text);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (attune_text_label_parent_class)->finalize (object);
}

static void
attune_text_label_class_init (AttuneTextLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_text_label_dispose;
  object_class->finalize = attune_text_label_finalize;
  widget_class->get_request_mode = attune_text_label_get_request_mode;
  widget_class->measure = attune_text_label_measure;
  widget_class->size_allocate = attune_text_label_size_allocate;
  widget_class->snapshot = attune_text_label_snapshot;

  gtk_widget_class_set_css_name (widget_class, "textblock");
}

static void
attune_text_label_init (AttuneTextLabel *self)
{
  self->text = g_strdup ("");
  self->before = "";
  self->after = "\n";
  self->natural_width = -1;
  self->max_width = -1;
  self->wraps = TRUE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "text");
}

/**
 * attune_text_label_new:
 * @role: what it is to those who do not see it
 *
 * Returns: (transfer floating): an empty text
 */
AttuneTextLabel *
attune_text_label_new (GtkAccessibleRole role)
{
  return g_object_new (ATTUNE_TYPE_TEXT_LABEL, "accessible-role", role, NULL);
}

/**
 * attune_text_label_get_text:
 * @self: a text
 *
 * Returns: (transfer none): what can be read there
 */
const char *
attune_text_label_get_text (AttuneTextLabel *self)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), NULL);

  return self->text;
}

static void
update_accessible_text (AttuneTextLabel *self,
                        const char      *old_text,
                        const char      *new_text)
{
  gsize same = 0;
  guint start;
  long n_removed;
  long n_added;

  while (old_text[same] != '\0' && old_text[same] == new_text[same])
    same++;
  while (same > 0 &&
         (((guchar)old_text[same] & 0xc0) == 0x80 || ((guchar)new_text[same] & 0xc0) == 0x80))
    same--;

  start = (guint)g_utf8_strlen (old_text, same);
  n_removed = g_utf8_strlen (old_text + same, -1);
  n_added = g_utf8_strlen (new_text + same, -1);

  /* What goes is told while it is still there. */
  if (n_removed > 0)
    gtk_accessible_text_update_contents (GTK_ACCESSIBLE_TEXT (self),
                                         GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_REMOVE,
                                         start, start + (guint)n_removed);
  g_free (self->text);
  self->text = g_strdup (new_text);
  if (n_added > 0)
    gtk_accessible_text_update_contents (GTK_ACCESSIBLE_TEXT (self),
                                         GTK_ACCESSIBLE_TEXT_CONTENT_CHANGE_INSERT,
                                         start, start + (guint)n_added);
}

/**
 * attune_text_label_set_text:
 * @self: a text
 * @text: what can be read there from now on, valid UTF-8; never markup
 * @spans: (nullable) (element-type AttuneMarkdownSpan): how parts of it look, and where they lead
 */
void
attune_text_label_set_text (AttuneTextLabel *self,
                            const char      *text,
                            GArray          *spans)
{
  gsize length = strlen (text);

  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  update_accessible_text (self, self->text, text);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  g_clear_pointer (&self->spans, g_array_unref);
  if (spans != NULL && spans->len > 0)
    self->spans = g_array_ref (spans);

  self->natural_width = -1;
  self->select_start = MIN (self->select_start, length);
  self->select_end = MIN (self->select_end, length);
  update_links (self);

  if (self->layout != NULL)
    {
      pango_layout_set_text (self->layout, self->text, (int)length);
      apply_attributes (self);
    }

  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * attune_text_label_set_attributes:
 * @self: a text
 * @attributes: (nullable): how parts of it look, besides its spans; they change no size
 *
 * Goes with the next text.
 */
void
attune_text_label_set_attributes (AttuneTextLabel *self,
                                  PangoAttrList   *attributes)
{
  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  if (attributes != NULL)
    self->attributes = pango_attr_list_ref (attributes);
  if (self->layout != NULL)
    apply_attributes (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * attune_text_label_set_wrap:
 * @self: a text
 * @wrap: whether lines are broken; otherwise the widget is as wide as the longest
 */
void
attune_text_label_set_wrap (AttuneTextLabel *self,
                            gboolean         wrap)
{
  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  self->wraps = !!wrap;
  self->natural_width = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * attune_text_label_set_max_width:
 * @self: a text
 * @max_width: in pixels; -1 for none
 *
 * Lets the text be as wide as it needs to be up to @max_width, and not narrower.
 */
void
attune_text_label_set_max_width (AttuneTextLabel *self,
                                 int              max_width)
{
  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  self->max_width = max_width;
  self->natural_width = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * attune_text_label_set_alignment:
 * @self: a text
 * @alignment: of its lines; left is where they begin, also in scripts that begin on the right
 */
void
attune_text_label_set_alignment (AttuneTextLabel *self,
                                 PangoAlignment   alignment)
{
  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  self->alignment = alignment;
  if (self->layout != NULL)
    pango_layout_set_alignment (self->layout, alignment);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * attune_text_label_set_around:
 * @self: a text
 * @before: what is copied before it; a static string
 * @after: what is copied after it when more follows; a static string
 */
void
attune_text_label_set_around (AttuneTextLabel *self,
                              const char      *before,
                              const char      *after)
{
  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  self->before = before;
  self->after = after;
}

/**
 * attune_text_label_get_before:
 * @self: a text
 *
 * Returns: (transfer none): what is copied before it
 */
const char *
attune_text_label_get_before (AttuneTextLabel *self)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), NULL);

  return self->before;
}

/**
 * attune_text_label_get_after:
 * @self: a text
 *
 * Returns: (transfer none): what is copied after it when more follows
 */
const char *
attune_text_label_get_after (AttuneTextLabel *self)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), NULL);

  return self->after;
}

/**
 * attune_text_label_get_index_at:
 * @self: a text
 * @x: in pixels of the widget; may be outside of it
 * @y: the same
 *
 * Returns: the place between two characters that is nearest, in bytes of the text
 */
guint
attune_text_label_get_index_at (AttuneTextLabel *self,
                                double           x,
                                double           y)
{
  int index;
  int trailing;

  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), 0);

  if (y < 0)
    return 0;
  if (y >= gtk_widget_get_height (GTK_WIDGET (self)))
    return strlen (self->text);

  pango_layout_xy_to_index (get_layout (self), (int)(x * PANGO_SCALE), (int)(y * PANGO_SCALE),
                            &index, &trailing);

  while (trailing-- > 0 && self->text[index] != '\0')
    index = (int)(g_utf8_next_char (self->text + index) - self->text);

  return (guint)index;
}

/**
 * attune_text_label_get_word:
 * @self: a text
 * @index: a place in it, in bytes
 * @start: (out): where the word there begins
 * @end: (out): and ends
 */
void
attune_text_label_get_word (AttuneTextLabel *self,
                            guint            index,
                            guint           *start,
                            guint           *end)
{
  const PangoLogAttr *attributes;
  int n_attributes;
  int first;
  int last;

  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  attributes = pango_layout_get_log_attrs_readonly (get_layout (self), &n_attributes);
  first = last = (int)g_utf8_strlen (self->text, index);

  while (first > 0 && !attributes[first].is_word_boundary)
    first--;
  do
    last++;
  while (last < n_attributes - 1 && !attributes[last].is_word_boundary);
  last = MIN (last, n_attributes - 1);

  *start = (guint)(g_utf8_offset_to_pointer (self->text, first) - self->text);
  *end = (guint)(g_utf8_offset_to_pointer (self->text, last) - self->text);
}

/**
 * attune_text_label_select:
 * @self: a text
 * @start: in bytes
 * @end: in bytes; @start for nothing
 */
void
attune_text_label_select (AttuneTextLabel *self,
                          guint            start,
                          guint            end)
{
  guint length;

  g_return_if_fail (ATTUNE_IS_TEXT_LABEL (self));

  length = strlen (self->text);
  start = MIN (start, length);
  end = MIN (end, length);

  if (self->select_start == start && self->select_end == end)
    return;

  self->select_start = start;
  self->select_end = end;
  gtk_accessible_text_update_selection_bound (GTK_ACCESSIBLE_TEXT (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * attune_text_label_get_selection:
 * @self: a text
 * @start: (out) (optional): where what is selected begins, in bytes
 * @end: (out) (optional): and ends
 *
 * Returns: whether anything is selected
 */
gboolean
attune_text_label_get_selection (AttuneTextLabel *self,
                                 guint           *start,
                                 guint           *end)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), FALSE);

  if (start != NULL)
    *start = self->select_start;
  if (end != NULL)
    *end = self->select_end;

  return self->select_start < self->select_end;
}

/**
 * attune_text_label_get_spans:
 * @self: a text
 *
 * Returns: (transfer none) (nullable) (element-type AttuneMarkdownSpan): how parts of it look
 */
GArray *
attune_text_label_get_spans (AttuneTextLabel *self)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), NULL);

  return self->spans;
}

/**
 * attune_text_label_get_layout:
 * @self: a text
 *
 * Returns: (transfer none): how it is laid out now
 */
PangoLayout *
attune_text_label_get_layout (AttuneTextLabel *self)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LABEL (self), NULL);

  return get_layout (self);
}
