/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-markdown-view"

#include "config.h"

#include "attune-markdown-view.h"
#include "attune-markdown-widgets.h"
#include "attune-text-selection.h"

struct _AttuneMarkdownView
{
  GtkWidget            parent_instance;

  AttuneTextSelection *selection;
};

enum {
  PROP_0,
  PROP_HAS_SELECTION,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneMarkdownView, attune_markdown_view, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneMarkdownView *self = ATTUNE_MARKDOWN_VIEW (widget);
  g_autofree char *text = attune_text_selection_dup_text (self->selection);

  if (*text != '\0')
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
select_all_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  attune_text_selection_select_all (ATTUNE_MARKDOWN_VIEW (widget)->selection);
}

static void
clear_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  attune_text_selection_clear (ATTUNE_MARKDOWN_VIEW (widget)->selection);
}

static void
has_selection_changed_cb (AttuneMarkdownView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "text.copy", attune_markdown_view_get_has_selection (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "text.clear", attune_markdown_view_get_has_selection (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SELECTION]);
}

static void
attune_markdown_view_dispose (GObject *object)
{
  AttuneMarkdownView *self = (AttuneMarkdownView *)object;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (attune_markdown_view_parent_class)->dispose (object);
}

static void
attune_markdown_view_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneMarkdownView *self = ATTUNE_MARKDOWN_VIEW (object);

  switch (prop_id)
    {
    case PROP_HAS_SELECTION:
      g_value_set_boolean (value, attune_markdown_view_get_has_selection (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_markdown_view_class_init (AttuneMarkdownViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_markdown_view_dispose;
  object_class->get_property = attune_markdown_view_get_property;

  properties[PROP_HAS_SELECTION] =
    g_param_spec_boolean ("has-selection", NULL, NULL,
                          FALSE,
                          (G_PARAM_READABLE |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "markdown");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "text.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "text.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "text.clear", NULL, clear_action);
}

static void
attune_markdown_view_init (AttuneMarkdownView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->selection = attune_text_selection_new (GTK_WIDGET (self));
  g_signal_connect_object (self->selection, "notify::has-selection",
                           G_CALLBACK (has_selection_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "text.copy", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "text.clear", FALSE);
}

/**
 * attune_markdown_view_set_blocks:
 * @self: a view
 * @blocks: (element-type AttuneMarkdownBlock): what it shows from now on
 */
void
attune_markdown_view_set_blocks (AttuneMarkdownView *self,
                                 GPtrArray          *blocks)
{
  g_return_if_fail (ATTUNE_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (blocks != NULL);

  attune_markdown_widgets_update (GTK_WIDGET (self), blocks);
}

/**
 * attune_markdown_view_get_has_selection:
 * @self: a view
 *
 * Returns: whether any of its text is selected
 */
gboolean
attune_markdown_view_get_has_selection (AttuneMarkdownView *self)
{
  gboolean has_selection;

  g_return_val_if_fail (ATTUNE_IS_MARKDOWN_VIEW (self), FALSE);

  g_object_get (self->selection, "has-selection", &has_selection, NULL);

  return has_selection;
}

/**
 * attune_markdown_view_clear_selection:
 * @self: a view
 */
void
attune_markdown_view_clear_selection (AttuneMarkdownView *self)
{
  g_return_if_fail (ATTUNE_IS_MARKDOWN_VIEW (self));

  attune_text_selection_clear (self->selection);
}
