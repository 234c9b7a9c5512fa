/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-chart-svg"

#include "config.h"

#include "attune-chart-layer.h"
#include "attune-chart-svg.h"

/* Numbers of a file have a point, whatever the person's language writes. */
static void
append_number (GString *text,
               double   number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.6g", number));
}

static void
append_attribute (GString    *text,
                  const char *name,
                  double      number)
{
  g_string_append_printf (text, " %s=\"", name);
  append_number (text, number);
  g_string_append_c (text, '"');
}

/* Characters that XML cannot hold are left out. */
static void
append_text (GString    *text,
             const char *content)
{
  g_autoptr(GString) clean = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (content, -1);
  g_autofree char *escaped = NULL;

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_iscntrl (c) && c != 0xFFFE && c != 0xFFFF)
        g_string_append_unichar (clean, c);
    }

  escaped = g_markup_escape_text (clean->str, clean->len);
  g_string_append (text, escaped);
}

static void
append_element (GString    *text,
                const char *name,
                const char *content)
{
  g_string_append_printf (text, "<%s>", name);
  append_text (text, content);
  g_string_append_printf (text, "</%s>\n", name);
}

static void
append_points (GString                *text,
               char                    command,
               const graphene_point_t *points,
               gsize                   n_points)
{
  g_string_append_c (text, command);

  for (gsize i = 0; i < n_points; i++)
    {
      g_string_append_c (text, ' ');
      append_number (text, points[i].x);
      g_string_append_c (text, ' ');
      append_number (text, points[i].y);
    }
}

static gboolean
append_operation_cb (GskPathOperation        op,
                     const graphene_point_t *points,
                     gsize                   n_points,
                     float                   weight,
                     gpointer                user_data)
{
  GString *text = user_data;

  switch (op)
    {
    case GSK_PATH_MOVE:
      append_points (text, 'M', points, 1);
      break;

    case GSK_PATH_CLOSE:
      g_string_append_c (text, 'Z');
      break;

    case GSK_PATH_CUBIC:
      append_points (text, 'C', points + 1, 3);
      break;

    case GSK_PATH_QUAD:
      append_points (text, 'Q', points + 1, 2);
      break;

    case GSK_PATH_LINE:
    case GSK_PATH_CONIC:
    default:
      append_points (text, 'L', points + n_points - 1, 1);
    }

  return TRUE;
}

static void
append_color (GString       *text,
              const char    *name,
              const GdkRGBA *color)
{
  g_string_append_printf (text, " %s=\"#%02x%02x%02x\"", name,
                          (guint)(color->red * 255 + 0.5), (guint)(color->green * 255 + 0.5),
                          (guint)(color->blue * 255 + 0.5));

  if (color->alpha < 1)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);

      append_attribute (text, opacity, color->alpha);
    }
}

static void
append_stroke (GString                *text,
               const AttuneChartLayer *layer)
{
  g_autoptr(GskStroke) stroke = attune_chart_layer_create_stroke (layer);
  gsize n_dash;
  const float *dash = gsk_stroke_get_dash (stroke, &n_dash);

  g_string_append (text, " fill=\"none\" stroke-linejoin=\"bevel\"");
  append_color (text, "stroke", &layer->color);
  append_attribute (text, "stroke-width", layer->width);

  if (n_dash == 0)
    {
      g_string_append (text, " stroke-linecap=\"round\"");
      return;
    }

  g_string_append (text, " stroke-dasharray=\"");

  for (gsize i = 0; i < n_dash; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');
      append_number (text, dash[i]);
    }

  g_string_append_c (text, '"');
}

static void
append_layer (GString                *text,
              const AttuneChartLayer *layer)
{
  g_string_append (text, "<path");

  if (layer->width > 0)
    append_stroke (text, layer);
  else
    append_color (text, "fill", &layer->color);

  /* SVG has no conics: a circle becomes cubic curves. */
  g_string_append (text, " d=\"");
  gsk_path_foreach (layer->path, GSK_PATH_FOREACH_ALLOW_CUBIC, append_operation_cb, text);
  g_string_append (text, "\"/>\n");
}

static void
append_label (GString                *text,
              const AttuneChartLabel *label)
{
  const char *anchor = label->align > 0.75f ? "end" : label->align > 0.25f ? "middle" : "start";

  g_string_append (text, "<text dominant-baseline=\"central\"");
  append_attribute (text, "x", label->x);
  append_attribute (text, "y", label->y);
  append_attribute (text, "font-size", label->size);
  g_string_append_printf (text, " text-anchor=\"%s\">", anchor);
  append_text (text, label->text);
  g_string_append (text, "</text>\n");
}

/**
 * attune_chart_svg_write:
 * @picture: a picture
 *
 * Returns: (transfer full): an SVG 1.1 document of plain paths and texts, without a style sheet,
 *   with title and description for screen readers
 */
char *
attune_chart_svg_write (const AttuneChartPicture *picture)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (picture != NULL, NULL);

  g_string_append (text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" role=\"img\"");
  append_attribute (text, "width", picture->width);
  append_attribute (text, "height", picture->height);
  g_string_append_printf (text, " viewBox=\"0 0 %.0f %.0f\">\n", picture->width, picture->height);
  append_element (text, "title", picture->title);
  append_element (text, "desc", picture->description);
  g_string_append (text, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");

  for (guint i = 0; i < picture->layers->len; i++)
    append_layer (text, picture->layers->pdata[i]);

  g_string_append (text, "<g font-family=\"sans-serif\"");
  append_color (text, "fill", &picture->text_color);
  g_string_append (text, ">\n");

  for (guint i = 0; i < picture->labels->len; i++)
    append_label (text, picture->labels->pdata[i]);

  g_string_append (text, "</g>\n</svg>\n");

  return g_string_free_and_steal (g_steal_pointer (&text));
}
