/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-code-highlighter"

#include "config.h"

#include <string.h>

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "attune-code-highlighter.h"

/* A longer code is not coloured: it would take longer than a frame. In bytes. */
#define MAX_COLOURED 65536

/* What models call languages that GtkSourceView knows by neither that name nor that suffix. */
static const struct
{
  const char *name;
  const char *id;
} aliases[] = {
  { "bash",       "sh" },
  { "c++",        "cpp" },
  { "console",    "sh" },
  { "csharp",     "c-sharp" },
  { "golang",     "go" },
  { "javascript", "js" },
  { "jsonl",      "json" },
  { "jsx",        "js" },
  { "make",       "makefile" },
  { "objective-c", "objc" },
  { "py",         "python3" },
  { "python",     "python3" },
  { "shell",      "sh" },
  { "tex",        "latex" },
  { "vb",         "vbnet" },
  { "zsh",        "sh" },
};

struct _AttuneCodeHighlighter
{
  GtkSourceBuffer *buffer;
  GString         *text;       /* what the buffer holds */
};

static GtkSourceLanguage *
find_language (const char *name)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;
  g_autofree char *file = NULL;
  GtkSourceLanguage *language;

  if (lower == NULL || *lower == '\0')
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (aliases[i].name, lower))
      return gtk_source_language_manager_get_language (manager, aliases[i].id);

  language = gtk_source_language_manager_get_language (manager, lower);
  if (language != NULL)
    return language;

  file = g_strdup_printf ("code.%s", lower);

  return gtk_source_language_manager_guess_language (manager, file, NULL);
}

static GtkSourceStyleScheme *
find_scheme (void)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  return gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                     is_dark ? "Adwaita-dark" : "Adwaita");
}

/**
 * attune_code_highlighter_new:
 *
 * Returns: (transfer full): a highlighter without a code
 */
AttuneCodeHighlighter *
attune_code_highlighter_new (void)
{
  AttuneCodeHighlighter *self = g_new0 (AttuneCodeHighlighter, 1);

  self->buffer = gtk_source_buffer_new (NULL);
  self->text = g_string_new (NULL);
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, FALSE);
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (self->buffer), FALSE);

  return self;
}

/**
 * attune_code_highlighter_free:
 * @self: (transfer full): a highlighter
 */
void
attune_code_highlighter_free (AttuneCodeHighlighter *self)
{
  g_object_unref (self->buffer);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/**
 * attune_code_highlighter_set_code:
 * @self: a highlighter
 * @text: the code, valid UTF-8
 * @language: (nullable): what its author calls its language
 *
 * Returns: whether there is anything to colour
 */
gboolean
attune_code_highlighter_set_code (AttuneCodeHighlighter *self,
                                  const char            *text,
                                  const char            *language)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkSourceLanguage *known = find_language (language);
  gsize length = strlen (text);
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (self != NULL, FALSE);

  if (known == NULL || length > MAX_COLOURED)
    return FALSE;

  gtk_source_buffer_set_language (self->buffer, known);
  gtk_source_buffer_set_style_scheme (self->buffer, find_scheme ());

  if (length >= self->text->len && memcmp (text, self->text->str, self->text->len) == 0)
    {
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert (buffer, &end, text + self->text->len,
                              (int)(length - self->text->len));
    }
  else
    {
      gtk_text_buffer_set_text (buffer, text, (int)length);
    }

  g_string_assign (self->text, text);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_source_buffer_ensure_highlight (self->buffer, &start, &end);

  return TRUE;
}

static void
insert (PangoAttrList  *attributes,
        PangoAttribute *attribute,
        guint           start,
        guint           end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

static void
insert_tag (PangoAttrList *attributes,
            GtkTextTag    *tag,
            guint          start,
            guint          end)
{
  g_autoptr(GdkRGBA) colour = NULL;
  gboolean has_colour;
  gboolean has_weight;
  gboolean has_style;
  PangoStyle style;
  int weight;

  g_object_get (tag,
                "foreground-rgba", &colour,
                "foreground-set", &has_colour,
                "weight", &weight,
                "weight-set", &has_weight,
                "style", &style,
                "style-set", &has_style,
                NULL);

  if (has_colour && colour != NULL)
    insert (attributes,
            pango_attr_foreground_new ((guint16)(colour->red * G_MAXUINT16),
                                       (guint16)(colour->green * G_MAXUINT16),
                                       (guint16)(colour->blue * G_MAXUINT16)),
            start, end);
  if (has_weight)
    insert (attributes, pango_attr_weight_new (weight), start, end);
  if (has_style)
    insert (attributes, pango_attr_style_new (style), start, end);
}

/**
 * attune_code_highlighter_create_attributes:
 * @self: a highlighter with a code
 * @start: where a part of it begins, in bytes
 * @length: how long the part is
 *
 * Returns: (transfer full): how the part looks; indices begin with the part
 */
PangoAttrList *
attune_code_highlighter_create_attributes (AttuneCodeHighlighter *self,
                                           gsize                  start,
                                           gsize                  length)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  PangoAttrList *attributes = pango_attr_list_new ();
  const char *text = self->text->str + start;
  const char *end_text = text + length;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (buffer, &iter, (int)g_utf8_strlen (self->text->str, start));

  while (text < end_text)
    {
      GtkTextIter next = iter;
      g_autoptr(GSList) tags = gtk_text_iter_get_tags (&iter);
      const char *next_text;

      gtk_text_iter_forward_to_tag_toggle (&next, NULL);
      next_text = g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&next) -
                                            gtk_text_iter_get_offset (&iter));
      if (next_text == text)
        break;

      for (GSList *l = tags; l != NULL; l = l->next)
        insert_tag (attributes, l->data,
                    (guint)(text - (self->text->str + start)),
                    (guint)(MIN (next_text, end_text) - (self->text->str + start)));
      text = next_text;
      iter = next;
    }

  return attributes;
}

/**
 * attune_code_highlighter_dup_name:
 * @language: (nullable): what the author of a code calls its language
 *
 * Returns: (transfer full) (nullable): how people call it
 */
char *
attune_code_highlighter_dup_name (const char *language)
{
  GtkSourceLanguage *known = find_language (language);

  return g_strdup (known != NULL ? gtk_source_language_get_name (known) : language);
}
