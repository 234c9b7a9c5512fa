/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-style"

#include "config.h"

#include <adwaita.h>

#include "attune-markdown-block.h"
#include "attune-text-style.h"

/* Grey that shows on light and on dark; of 65535. */
#define VERBATIM_GREY  0x8000
#define VERBATIM_ALPHA 0x2a00
#define NEW_ALPHA      0x3000

/* A yellow that shows on light and on dark. */
#define MARK_RED       0xf500
#define MARK_GREEN     0xc200
#define MARK_BLUE      0x1100
#define MARK_ALPHA     0x4800

static void
insert (PangoAttrList            *attributes,
        const AttuneMarkdownSpan *span,
        PangoAttribute           *attribute)
{
  attribute->start_index = span->start;
  attribute->end_index = span->end;
  pango_attr_list_insert (attributes, attribute);
}

static void
insert_link (PangoAttrList            *attributes,
             const AttuneMarkdownSpan *span)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GdkRGBA colour;

  adw_accent_color_to_standalone_rgba (adw_style_manager_get_accent_color (manager),
                                       adw_style_manager_get_dark (manager), &colour);
  insert (attributes, span, pango_attr_foreground_new ((guint16)(colour.red * G_MAXUINT16),
                                                       (guint16)(colour.green * G_MAXUINT16),
                                                       (guint16)(colour.blue * G_MAXUINT16)));
  insert (attributes, span, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE));
}

/* Told from what stands before it by more than its colour. */
static void
insert_new (PangoAttrList            *attributes,
            const AttuneMarkdownSpan *span)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr(GdkRGBA) colour = adw_style_manager_get_accent_color_rgba (manager);

  insert (attributes, span, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
  insert (attributes, span, pango_attr_background_new ((guint16)(colour->red * G_MAXUINT16),
                                                       (guint16)(colour->green * G_MAXUINT16),
                                                       (guint16)(colour->blue * G_MAXUINT16)));
  insert (attributes, span, pango_attr_background_alpha_new (NEW_ALPHA));
}

static void
insert_verbatim (PangoAttrList            *attributes,
                 const AttuneMarkdownSpan *span)
{
  insert (attributes, span, pango_attr_family_new ("monospace"));
  insert (attributes, span, pango_attr_scale_new (0.92));
  insert (attributes, span,
          pango_attr_background_new (VERBATIM_GREY, VERBATIM_GREY, VERBATIM_GREY));
  insert (attributes, span, pango_attr_background_alpha_new (VERBATIM_ALPHA));
}

/* Not by colour alone. */
static void
insert_mark (PangoAttrList            *attributes,
             const AttuneMarkdownSpan *span)
{
  insert (attributes, span, pango_attr_background_new (MARK_RED, MARK_GREEN, MARK_BLUE));
  insert (attributes, span, pango_attr_background_alpha_new (MARK_ALPHA));
  insert (attributes, span, pango_attr_underline_new (PANGO_UNDERLINE_DOUBLE));
}

/**
 * attune_text_style_create_attributes:
 * @spans: (nullable) (element-type AttuneMarkdownSpan): parts of a text
 *
 * Returns: (transfer full): how they look in the style of now
 */
PangoAttrList *
attune_text_style_create_attributes (GArray *spans)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; spans != NULL && i < spans->len; i++)
    {
      const AttuneMarkdownSpan *span = &g_array_index (spans, AttuneMarkdownSpan, i);

      if (span->style & ATTUNE_MARKDOWN_STRONG)
        insert (attributes, span, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      if (span->style & ATTUNE_MARKDOWN_EMPHASIS)
        insert (attributes, span, pango_attr_style_new (PANGO_STYLE_ITALIC));
      if (span->style & ATTUNE_MARKDOWN_STRIKE)
        insert (attributes, span, pango_attr_strikethrough_new (TRUE));
      if (span->style & ATTUNE_MARKDOWN_VERBATIM)
        insert_verbatim (attributes, span);
      if (span->style & ATTUNE_MARKDOWN_NEW)
        insert_new (attributes, span);
      if (span->style & ATTUNE_MARKDOWN_LINK)
        insert_link (attributes, span);
      if (span->style & ATTUNE_MARKDOWN_MARKED)
        insert_mark (attributes, span);
    }

  return attributes;
}
