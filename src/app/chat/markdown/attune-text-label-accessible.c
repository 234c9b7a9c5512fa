/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a screen reader asks a text; it counts in characters. */

#define G_LOG_DOMAIN "attune-text-label"

#include "config.h"

#include <string.h>

#include "attune-markdown-block.h"
#include "attune-text-label-private.h"

static guint
get_n_chars (AttuneTextLabel *self)
{
  return (guint)g_utf8_strlen (attune_text_label_get_text (self), -1);
}

static guint
to_bytes (AttuneTextLabel *self,
          guint            offset)
{
  const char *text = attune_text_label_get_text (self);

  return (guint)(g_utf8_offset_to_pointer (text, MIN (offset, get_n_chars (self))) - text);
}

static GBytes *
get_contents (GtkAccessibleText *accessible,
              unsigned int       start,
              unsigned int       end)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);
  guint from = to_bytes (self, start);
  guint to = to_bytes (self, end);

  return g_bytes_new (attune_text_label_get_text (self) + from, MAX (to, from) - from);
}

static gboolean
is_boundary (const PangoLogAttr           *attribute,
             GtkAccessibleTextGranularity  granularity)
{
  switch (granularity)
    {
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_WORD:
      return attribute->is_word_start;

    case GTK_ACCESSIBLE_TEXT_GRANULARITY_SENTENCE:
      return attribute->is_sentence_start;

    case GTK_ACCESSIBLE_TEXT_GRANULARITY_CHARACTER:
      return attribute->is_cursor_position;

    case GTK_ACCESSIBLE_TEXT_GRANULARITY_LINE:
    case GTK_ACCESSIBLE_TEXT_GRANULARITY_PARAGRAPH:
    default:
      return attribute->is_mandatory_break;
    }
}

static void
find_line (AttuneTextLabel *self,
           guint            offset,
           guint           *start,
           guint           *end)
{
  const char *text = attune_text_label_get_text (self);
  PangoLayout *layout = attune_text_label_get_layout (self);
  PangoLayoutLine *line;
  int number;

  pango_layout_index_to_line_x (layout, (int)to_bytes (self, offset), FALSE, &number, NULL);
  line = pango_layout_get_line_readonly (layout, number);
  *start = (guint)g_utf8_strlen (text, line->start_index);
  *end = *start + (guint)g_utf8_strlen (text + line->start_index, line->length);
}

static GBytes *
get_contents_at (GtkAccessibleText            *accessible,
                 unsigned int                  offset,
                 GtkAccessibleTextGranularity  granularity,
                 unsigned int                 *start,
                 unsigned int                 *end)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);
  guint n_chars = get_n_chars (self);
  const PangoLogAttr *attributes;
  int n_attributes;

  offset = MIN (offset, n_chars);

  if (granularity == GTK_ACCESSIBLE_TEXT_GRANULARITY_LINE)
    {
      find_line (self, offset, start, end);
      return get_contents (accessible, *start, *end);
    }

  attributes = pango_layout_get_log_attrs_readonly (attune_text_label_get_layout (self),
                                                    &n_attributes);
  *start = offset;
  *end = MIN (offset + 1, n_chars);

  while (*start > 0 && !is_boundary (&attributes[*start], granularity))
    (*start)--;
  while (*end < n_chars && !is_boundary (&attributes[*end], granularity))
    (*end)++;

  return get_contents (accessible, *start, *end);
}

static unsigned int
get_caret_position (GtkAccessibleText *accessible)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);
  guint end;

  attune_text_label_get_selection (self, NULL, &end);

  return (guint)g_utf8_strlen (attune_text_label_get_text (self), end);
}

static gboolean
get_selection (GtkAccessibleText        *accessible,
               gsize                    *n_ranges,
               GtkAccessibleTextRange  **ranges)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);
  const char *text = attune_text_label_get_text (self);
  guint start;
  guint end;

  if (!attune_text_label_get_selection (self, &start, &end))
    return FALSE;

  *n_ranges = 1;
  *ranges = g_new (GtkAccessibleTextRange, 1);
  (*ranges)->start = g_utf8_strlen (text, start);
  (*ranges)->length = g_utf8_strlen (text + start, end - start);

  return TRUE;
}

/* What a reader can tell of a part of a text: the name and the value of each attribute. */
static const struct
{
  AttuneMarkdownStyle  style;
  const char          *name;
  const char          *value;
} told[] = {
  { ATTUNE_MARKDOWN_STRONG, GTK_ACCESSIBLE_ATTRIBUTE_WEIGHT, "700" },
  { ATTUNE_MARKDOWN_EMPHASIS, GTK_ACCESSIBLE_ATTRIBUTE_STYLE,
    GTK_ACCESSIBLE_ATTRIBUTE_STYLE_ITALIC },
  { ATTUNE_MARKDOWN_STRIKE, GTK_ACCESSIBLE_ATTRIBUTE_STRIKETHROUGH, "true" },
  { ATTUNE_MARKDOWN_MARKED, GTK_ACCESSIBLE_ATTRIBUTE_UNDERLINE,
    GTK_ACCESSIBLE_ATTRIBUTE_UNDERLINE_DOUBLE },
  { ATTUNE_MARKDOWN_NEW, GTK_ACCESSIBLE_ATTRIBUTE_WEIGHT, "600" },
};

static const AttuneMarkdownSpan *
find_span (AttuneTextLabel *self,
           guint            index)
{
  GArray *spans = attune_text_label_get_spans (self);

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      const AttuneMarkdownSpan *span = &g_array_index (spans, AttuneMarkdownSpan, i);

      if (index >= span->start && index < span->end)
        return span;
    }

  return NULL;
}

static gboolean
get_attributes (GtkAccessibleText         *accessible,
                unsigned int               offset,
                gsize                     *n_ranges,
                GtkAccessibleTextRange   **ranges,
                char                    ***names,
                char                    ***values)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);
  const AttuneMarkdownSpan *span = find_span (self, to_bytes (self, offset));
  GtkAccessibleTextRange range = { 0 };
  g_autoptr(GArray) ranges_found = g_array_new (FALSE, FALSE, sizeof (GtkAccessibleTextRange));
  g_autoptr(GStrvBuilder) names_found = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) values_found = g_strv_builder_new ();

  *n_ranges = 0;

  if (span == NULL)
    return FALSE;

  range.start = (gsize)g_utf8_strlen (attune_text_label_get_text (self), span->start);
  range.length = (gsize)g_utf8_strlen (attune_text_label_get_text (self) + span->start,
                                       span->end - span->start);

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    if (span->style & told[i].style)
      {
        g_array_append_val (ranges_found, range);
        g_strv_builder_add (names_found, told[i].name);
        g_strv_builder_add (values_found, told[i].value);
      }

  if (ranges_found->len == 0)
    return FALSE;

  *n_ranges = ranges_found->len;
  *ranges = (GtkAccessibleTextRange *)(void *)g_array_free (g_steal_pointer (&ranges_found), FALSE);
  *names = g_strv_builder_end (names_found);
  *values = g_strv_builder_end (values_found);

  return TRUE;
}

static gboolean
get_extents (GtkAccessibleText *accessible,
             unsigned int       start,
             unsigned int       end,
             graphene_rect_t   *extents)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);
  const int range[] = { (int)to_bytes (self, start), (int)to_bytes (self, end) };
  cairo_region_t *region = gdk_pango_layout_get_clip_region (attune_text_label_get_layout (self), 0,
                                                             0, range, 1);
  cairo_rectangle_int_t all;

  cairo_region_get_extents (region, &all);
  cairo_region_destroy (region);
  graphene_rect_init (extents, all.x, all.y, all.width, all.height);

  return TRUE;
}

static gboolean
get_offset (GtkAccessibleText      *accessible,
            const graphene_point_t *point,
            unsigned int           *offset)
{
  AttuneTextLabel *self = ATTUNE_TEXT_LABEL (accessible);

  *offset = (guint)g_utf8_strlen (attune_text_label_get_text (self),
                                  attune_text_label_get_index_at (self, point->x, point->y));

  return TRUE;
}

/* For the type's definition. */
void
attune_text_label_accessible_text_init (GtkAccessibleTextInterface *iface)
{
  iface->get_contents = get_contents;
  iface->get_contents_at = get_contents_at;
  iface->get_caret_position = get_caret_position;
  iface->get_selection = get_selection;
  iface->get_attributes = get_attributes;
  iface->get_extents = get_extents;
  iface->get_offset = get_offset;
}
