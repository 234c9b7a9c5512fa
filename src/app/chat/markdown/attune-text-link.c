/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-text-link"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-text-link.h"

struct _AttuneTextLink
{
  GtkWidget       parent_instance;

  char           *uri;
  cairo_region_t *region;      /* where its words are, in its own coordinates */
};

G_DEFINE_FINAL_TYPE (AttuneTextLink, attune_text_link, GTK_TYPE_WIDGET)

static void
launched_cb (GObject      *launcher,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(AttuneTextLink) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (launcher), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
      gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the Link"), error);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneTextLink *self = ATTUNE_TEXT_LINK (widget);
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (self->uri);

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                           launched_cb, g_object_ref (self));
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneTextLink *self = ATTUNE_TEXT_LINK (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->uri);
}

/* A drag that selects text may begin on a link; it takes the click away. */
static void
released_cb (AttuneTextLink  *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  if (gtk_widget_contains (GTK_WIDGET (self), x, y))
    gtk_widget_activate_action (GTK_WIDGET (self), "link.open", NULL);
}

static gboolean
attune_text_link_contains (GtkWidget *widget,
                           double     x,
                           double     y)
{
  AttuneTextLink *self = ATTUNE_TEXT_LINK (widget);

  return self->region != NULL && cairo_region_contains_point (self->region, (int)x, (int)y);
}

static void
attune_text_link_finalize (GObject *object)
{
  AttuneTextLink *self = (AttuneTextLink *)object;

  g_free (self->uri);
  g_clear_pointer (&self->region, cairo_region_destroy);

  G_OBJECT_CLASS (attune_text_link_parent_class)->finalize (object);
}

static void
attune_text_link_class_init (AttuneTextLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter,
                               GDK_KEY_space };

  object_class->finalize = attune_text_link_finalize;
  widget_class->contains = attune_text_link_contains;

  gtk_widget_class_set_css_name (widget_class, "textlink");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LINK);
  gtk_widget_class_install_action (widget_class, "link.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "link.copy", NULL, copy_action);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i], 0, "link.open", NULL);
}

static void
attune_text_link_init (AttuneTextLink *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  g_signal_connect_swapped (gesture, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
}

/**
 * attune_text_link_new:
 * @text: what can be read there
 * @uri: where it leads: http, https or mailto
 *
 * Returns: (transfer floating): a link that lies nowhere yet
 */
AttuneTextLink *
attune_text_link_new (const char *text,
                      const char *uri)
{
  AttuneTextLink *self;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_TEXT_LINK, NULL);
  self->uri = g_strdup (uri);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), uri);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, uri,
                                  -1);

  return self;
}

/**
 * attune_text_link_get_uri:
 * @self: a link
 *
 * Returns: (transfer none): where it leads
 */
const char *
attune_text_link_get_uri (AttuneTextLink *self)
{
  g_return_val_if_fail (ATTUNE_IS_TEXT_LINK (self), NULL);

  return self->uri;
}

/**
 * attune_text_link_set_region:
 * @self: a link
 * @region: (transfer full): where its words are, in its own coordinates
 */
void
attune_text_link_set_region (AttuneTextLink *self,
                             cairo_region_t *region)
{
  g_return_if_fail (ATTUNE_IS_TEXT_LINK (self));

  g_clear_pointer (&self->region, cairo_region_destroy);
  self->region = region;
}
