/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-page"

#include "config.h"

#include "attune-import-page.h"

typedef struct
{
  AttuneImportState *state;
  GtkWidget         *default_button;
} AttuneImportPagePrivate;

enum {
  PROP_0,
  PROP_STATE,
  PROP_DEFAULT_BUTTON,
  N_PROPS
};

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AttuneImportPage, attune_import_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

static void
attune_import_page_shown (AdwNavigationPage *page)
{
  AttuneImportPage *self = (AttuneImportPage *)page;

  ADW_NAVIGATION_PAGE_CLASS (attune_import_page_parent_class)->shown (page);

  attune_import_page_focus_default (self);
}

static void
attune_import_page_dispose (GObject *object)
{
  AttuneImportPage *self = (AttuneImportPage *)object;
  AttuneImportPagePrivate *priv = attune_import_page_get_instance_private (self);

  g_clear_object (&priv->default_button);
  g_clear_object (&priv->state);

  G_OBJECT_CLASS (attune_import_page_parent_class)->dispose (object);
}

static void
attune_import_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AttuneImportPage *self = ATTUNE_IMPORT_PAGE (object);
  AttuneImportPagePrivate *priv = attune_import_page_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_object (value, priv->state);
      break;

    case PROP_DEFAULT_BUTTON:
      g_value_set_object (value, priv->default_button);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AttuneImportPage *self = ATTUNE_IMPORT_PAGE (object);
  AttuneImportPagePrivate *priv = attune_import_page_get_instance_private (self);

  switch (prop_id)
    {
    case PROP_STATE:
      priv->state = g_value_dup_object (value);
      break;

    case PROP_DEFAULT_BUTTON:
      if (g_set_object (&priv->default_button, g_value_get_object (value)))
        g_object_notify_by_pspec (object, properties[PROP_DEFAULT_BUTTON]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_page_class_init (AttuneImportPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  page_class->shown = attune_import_page_shown;

  object_class->dispose = attune_import_page_dispose;
  object_class->get_property = attune_import_page_get_property;
  object_class->set_property = attune_import_page_set_property;

  properties[PROP_STATE] =
    g_param_spec_object ("state", NULL, NULL,
                         ATTUNE_TYPE_IMPORT_STATE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_DEFAULT_BUTTON] =
    g_param_spec_object ("default-button", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_import_page_init (AttuneImportPage *self)
{
}

AttuneImportState *
attune_import_page_get_state (AttuneImportPage *self)
{
  AttuneImportPagePrivate *priv = attune_import_page_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_IMPORT_PAGE (self), NULL);

  return priv->state;
}

GtkWidget *
attune_import_page_get_default_button (AttuneImportPage *self)
{
  AttuneImportPagePrivate *priv = attune_import_page_get_instance_private (self);

  g_return_val_if_fail (ATTUNE_IS_IMPORT_PAGE (self), NULL);

  return priv->default_button;
}

/* Otherwise the focus begins at the button that leads back. */
void
attune_import_page_focus_default (AttuneImportPage *self)
{
  AttuneImportPagePrivate *priv = attune_import_page_get_instance_private (self);

  g_return_if_fail (ATTUNE_IS_IMPORT_PAGE (self));

  if (priv->default_button != NULL && gtk_widget_is_sensitive (priv->default_button))
    gtk_widget_grab_focus (priv->default_button);
}
