/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-code-block"

#include "config.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "attune-code-block.h"
#include "attune-code-highlighter.h"
#include "attune-markdown-block.h"
#include "attune-text-label.h"

/* How many lines are laid out together, and how long a line is at most before it is broken. */
#define PART_LINES    48
#define MAX_LINE_SIZE 1500

/* How long the button says that it has copied. */
#define FEEDBACK_MSEC 1500

typedef struct
{
  gsize start;      /* in bytes of the code */
  gsize length;     /* without the newline after it */
} Part;

struct _AttuneCodeBlock
{
  GtkWidget              parent_instance;

  GtkLabel              *language_label;
  GtkWidget             *copy_button;
  GtkWidget             *box;            /* an AttuneTextLabel for each part */
  GtkWidget             *scrolled;
  char                  *text;
  char                  *language;
  GArray                *marks;          /* AttuneMarkdownSpan in the text, which look different */
  GArray                *parts;          /* Part */
  AttuneCodeHighlighter *highlighter;    /* NULL until it is needed */
  guint                  n_coloured;     /* parts whose colours are as they will be */
  guint                  colour_source;
  guint                  feedback_source;
};

G_DEFINE_FINAL_TYPE (AttuneCodeBlock, attune_code_block, GTK_TYPE_WIDGET)

static void
end_feedback (AttuneCodeBlock *self)
{
  gtk_button_set_icon_name (GTK_BUTTON (self->copy_button), "edit-copy-symbolic");
  gtk_widget_remove_css_class (self->copy_button, "success");
}

static gboolean
feedback_cb (gpointer user_data)
{
  AttuneCodeBlock *self = user_data;

  self->feedback_source = 0;
  end_feedback (self);

  return G_SOURCE_REMOVE;
}

static void
copy_cb (AttuneCodeBlock *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  gtk_button_set_icon_name (GTK_BUTTON (self->copy_button), "object-select-symbolic");
  gtk_widget_add_css_class (self->copy_button, "success");
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("Copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  g_clear_handle_id (&self->feedback_source, g_source_remove);
  self->feedback_source = g_timeout_add (FEEDBACK_MSEC, feedback_cb, self);
}

/* Where the line at @at ends on the screen, which is earlier than in the code when it is too
 * long. */
static gsize
find_line_end (const char *text,
               gsize       at)
{
  gsize length = strcspn (text + at, "\n");

  if (length <= MAX_LINE_SIZE)
    return at + length;

  at += MAX_LINE_SIZE;
  while (((guchar)text[at] & 0xc0) == 0x80)
    at--;

  return at;
}

static Part
find_part (const char *text,
           gsize       at)
{
  Part part = { .start = at };
  gsize end = at;

  for (guint i = 0; i < PART_LINES; i++)
    {
      end = find_line_end (text, at);
      part.length = end - part.start;
      if (text[end] != '\n')
        break;
      at = end + 1;
    }

  return part;
}

static GtkWidget *
add_part (AttuneCodeBlock *self)
{
  AttuneTextLabel *block = attune_text_label_new (GTK_ACCESSIBLE_ROLE_PARAGRAPH);

  attune_text_label_set_wrap (block, FALSE);
  attune_text_label_set_around (block, "", "\n");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (block));

  return GTK_WIDGET (block);
}

static GArray *
list_part_marks (AttuneCodeBlock *self,
                 const Part      *part)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (AttuneMarkdownSpan));

  for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
    {
      const AttuneMarkdownSpan *mark = &g_array_index (self->marks, AttuneMarkdownSpan, i);
      gsize end = part->start + part->length;
      AttuneMarkdownSpan span = { .style = mark->style };

      span.start = (guint)(CLAMP (mark->start, part->start, end) - part->start);
      span.end = (guint)(CLAMP (mark->end, part->start, end) - part->start);

      if (span.start < span.end)
        g_array_append_val (marks, span);
    }

  return marks;
}

/* Parts before the one that grew stay as they are. */
static void
update_parts (AttuneCodeBlock *self,
              gboolean         are_marks_new)
{
  GtkWidget *child = gtk_widget_get_first_child (self->box);
  gsize length = strlen (self->text);
  gsize at = 0;
  guint n_parts = 0;

  do
    {
      Part part = find_part (self->text, at);
      g_autofree char *text = g_strndup (self->text + part.start, part.length);

      if (child == NULL)
        child = add_part (self);

      if (are_marks_new ||
          !g_str_equal (attune_text_label_get_text (ATTUNE_TEXT_LABEL (child)), text))
        {
          g_autoptr(GArray) marks = list_part_marks (self, &part);

          attune_text_label_set_text (ATTUNE_TEXT_LABEL (child), text, marks);
          self->n_coloured = MIN (self->n_coloured, n_parts);
        }

      g_array_set_size (self->parts, n_parts);
      g_array_append_val (self->parts, part);
      n_parts++;
      at = part.start + part.length + (self->text[part.start + part.length] == '\n' ? 1 : 0);
      child = gtk_widget_get_next_sibling (child);
    }
  while (at < length);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      gtk_box_remove (GTK_BOX (self->box), child);
      child = next;
    }
}

static gboolean
colour_cb (gpointer user_data)
{
  AttuneCodeBlock *self = user_data;
  GtkWidget *child = gtk_widget_get_first_child (self->box);

  self->colour_source = 0;

  if (self->highlighter == NULL)
    self->highlighter = attune_code_highlighter_new ();
  if (!attune_code_highlighter_set_code (self->highlighter, self->text, self->language))
    return G_SOURCE_REMOVE;

  for (guint i = 0; i < self->parts->len; i++, child = gtk_widget_get_next_sibling (child))
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      g_autoptr(PangoAttrList) attributes = NULL;

      if (i < self->n_coloured)
        continue;

      attributes = attune_code_highlighter_create_attributes (self->highlighter, part->start,
                                                              part->length);
      attune_text_label_set_attributes (ATTUNE_TEXT_LABEL (child), attributes);
    }

  self->n_coloured = self->parts->len;

  return G_SOURCE_REMOVE;
}

static void
queue_colours (AttuneCodeBlock *self)
{
  if (self->colour_source == 0 && self->language != NULL)
    self->colour_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, colour_cb, self, NULL);
}

static void
dark_changed_cb (AttuneCodeBlock *self)
{
  self->n_coloured = 0;
  if (self->text != NULL)
    queue_colours (self);
}

static void
update_language (AttuneCodeBlock *self)
{
  g_autofree char *name = attune_code_highlighter_dup_name (self->language);
  g_autofree char *label = NULL;

  gtk_label_set_text (self->language_label, name != NULL ? name : "");

  if (name != NULL)
    /* Translators: %s is the name of a programming language. */
    label = g_strdup_printf (_("Code, %s"), name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label != NULL ? label : _("Code"), -1);
}

static void
attune_code_block_dispose (GObject *object)
{
  AttuneCodeBlock *self = (AttuneCodeBlock *)object;
  GtkWidget *child;

  g_clear_handle_id (&self->colour_source, g_source_remove);
  g_clear_handle_id (&self->feedback_source, g_source_remove);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (attune_code_block_parent_class)->dispose (object);
}

static void
attune_code_block_finalize (GObject *object)
{
  AttuneCodeBlock *self = (AttuneCodeBlock *)object;

  g_free (self->text);
  g_free (self->language);
  g_clear_pointer (&self->marks, g_array_unref);
  g_array_unref (self->parts);
  g_clear_pointer (&self->highlighter, attune_code_highlighter_free);

  G_OBJECT_CLASS (attune_code_block_parent_class)->finalize (object);
}

static void
attune_code_block_class_init (AttuneCodeBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_code_block_dispose;
  object_class->finalize = attune_code_block_finalize;

  gtk_widget_class_set_css_name (widget_class, "codeblock");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
create_header (AttuneCodeBlock *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->language_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->language_label, 0);
  gtk_label_set_ellipsize (self->language_label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->language_label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->language_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->language_label), "dimmed");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->language_label));

  self->copy_button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (self->copy_button, _("Copy Code"));
  gtk_widget_add_css_class (self->copy_button, "flat");
  gtk_widget_add_css_class (self->copy_button, "message-action");
  g_signal_connect_object (self->copy_button, "clicked", G_CALLBACK (copy_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (header), self->copy_button);

  return header;
}

static void
attune_code_block_init (AttuneCodeBlock *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "code");
  /* Code goes from left to right, whoever reads it. */
  gtk_widget_set_direction (self->box, GTK_TEXT_DIR_LTR);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);

  gtk_widget_set_parent (create_header (self), GTK_WIDGET (self));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (dark_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * attune_code_block_new:
 *
 * Returns: (transfer floating): a block without a code
 */
AttuneCodeBlock *
attune_code_block_new (void)
{
  return g_object_new (ATTUNE_TYPE_CODE_BLOCK, NULL);
}

/**
 * attune_code_block_set_code:
 * @self: a block
 * @text: the code, valid UTF-8
 * @language: (nullable): what its author calls its language
 * @marks: (nullable) (element-type AttuneMarkdownSpan): parts of it that look different
 */
void
attune_code_block_set_code (AttuneCodeBlock *self,
                            const char      *text,
                            const char      *language,
                            GArray          *marks)
{
  gboolean are_marks_new;

  g_return_if_fail (ATTUNE_IS_CODE_BLOCK (self));
  g_return_if_fail (text != NULL);

  if (g_set_str (&self->language, language))
    {
      self->n_coloured = 0;
      update_language (self);
    }

  are_marks_new = (self->marks != NULL && self->marks->len > 0) ||
                  (marks != NULL && marks->len > 0);
  g_clear_pointer (&self->marks, g_array_unref);
  if (marks != NULL)
    self->marks = g_array_ref (marks);

  if (g_set_str (&self->text, text) || are_marks_new)
    update_parts (self, are_marks_new);

  g_clear_handle_id (&self->feedback_source, g_source_remove);
  end_feedback (self);

  if (self->n_coloured < self->parts->len)
    queue_colours (self);
}
