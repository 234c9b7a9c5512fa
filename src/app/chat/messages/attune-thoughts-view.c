/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-thoughts-view"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-markdown-parser.h"
#include "attune-markdown-view.h"
#include "attune-thoughts-view.h"

struct _AttuneThoughtsView
{
  AdwBin              parent_instance;

  GtkExpander        *expander;
  AttuneMarkdownView *view;        /* made when it is wanted first */
  char               *text;
};

G_DEFINE_FINAL_TYPE (AttuneThoughtsView, attune_thoughts_view, ADW_TYPE_BIN)

/* What is folded costs nothing, however long the model thinks. */
static void
update_text (AttuneThoughtsView *self)
{
  const char *text = self->text != NULL ? self->text : "";
  g_autoptr(GPtrArray) blocks = NULL;

  if (!gtk_expander_get_expanded (self->expander))
    return;

  if (self->view == NULL)
    {
      self->view = g_object_new (ATTUNE_TYPE_MARKDOWN_VIEW, NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self->view), "thoughts");
      gtk_expander_set_child (self->expander, GTK_WIDGET (self->view));
    }

  blocks = attune_markdown_parse (text, strlen (text), FALSE);
  attune_markdown_view_set_blocks (self->view, blocks);
}

static void
attune_thoughts_view_finalize (GObject *object)
{
  AttuneThoughtsView *self = (AttuneThoughtsView *)object;

  g_free (self->text);

  G_OBJECT_CLASS (attune_thoughts_view_parent_class)->finalize (object);
}

static void
attune_thoughts_view_class_init (AttuneThoughtsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = attune_thoughts_view_finalize;
}

static void
attune_thoughts_view_init (AttuneThoughtsView *self)
{
  self->expander = GTK_EXPANDER (gtk_expander_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->expander), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->expander), "fold");
  g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (update_text), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->expander));
}

/**
 * attune_thoughts_view_set_text:
 * @self: a view
 * @text: (nullable): what was thought; the view is hidden when there is nothing
 * @is_thinking: whether more comes
 */
void
attune_thoughts_view_set_text (AttuneThoughtsView *self,
                               const char         *text,
                               gboolean            is_thinking)
{
  gboolean has_text = text != NULL && *text != '\0';

  g_return_if_fail (ATTUNE_IS_THOUGHTS_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), has_text);

  if (!has_text)
    gtk_expander_set_expanded (self->expander, FALSE);

  gtk_expander_set_label (self->expander, is_thinking ? _("Thinking…") : _("Thoughts"));

  if (g_set_str (&self->text, text))
    update_text (self);
}
