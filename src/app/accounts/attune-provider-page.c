/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-provider-page"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-provider-page.h"

struct _AttuneProviderPage
{
  AdwNavigationPage   parent_instance;

  GtkFilterListModel *providers;
  char               *wanted;      /* what is searched for, casefolded */

  GtkSearchEntry     *provider_search_entry;
  GtkListBox         *provider_list;
};

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneProviderPage, attune_provider_page, ADW_TYPE_NAVIGATION_PAGE)

static guint signals[N_SIGNALS];

static gboolean
contains (const char *text,
          const char *wanted)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, wanted) != NULL;
}

static gboolean
is_offered (gpointer item,
            gpointer user_data)
{
  AttuneProviderPage *self = user_data;
  AttuneProfile *profile = item;

  return (!attune_profile_get_is_local (profile) &&
          (self->wanted == NULL ||
           contains (attune_profile_get_name (profile), self->wanted) ||
           contains (attune_profile_get_description (profile), self->wanted)));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  AttuneProfile *profile = item;
  const char *description = attune_profile_get_description (profile);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), attune_profile_get_name (profile));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  if (attune_profile_get_is_experimental (profile))
    {
      /* Translators: %s is a sentence on a provider. */
      g_autofree char *text = g_strdup_printf (_("%s Experimental."),
                                               description != NULL ? description : "");

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), g_strstrip (text));
    }
  else
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description != NULL ? description : "");
    }

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "icon-name", "go-next-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));

  return row;
}

static void
choose (AttuneProviderPage *self,
        guint               position)
{
  GListModel *providers = G_LIST_MODEL (self->providers);
  g_autoptr(AttuneProfile) profile = g_list_model_get_item (providers, position);

  if (profile != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, profile);
}

static void
row_activated_cb (AttuneProviderPage *self,
                  GtkListBoxRow      *row)
{
  choose (self, (guint)gtk_list_box_row_get_index (row));
}

static void
search_changed_cb (AttuneProviderPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->provider_search_entry));
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  g_clear_pointer (&self->wanted, g_free);

  if (*stripped != '\0')
    self->wanted = g_utf8_casefold (stripped, -1);

  gtk_filter_changed (gtk_filter_list_model_get_filter (self->providers),
                      GTK_FILTER_CHANGE_DIFFERENT);
}

/* The entry tells what was typed only a moment later, and people are faster. */
static void
search_activated_cb (AttuneProviderPage *self)
{
  search_changed_cb (self);
  choose (self, 0);
}

/* The entry takes the Escape key for itself; with nothing in it, the dialog is what is left. */
static void
search_stopped_cb (AttuneProviderPage *self)
{
  GtkEditable *entry = GTK_EDITABLE (self->provider_search_entry);

  if (*gtk_editable_get_text (entry) != '\0')
    gtk_editable_set_text (entry, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

static void
attune_provider_page_dispose (GObject *object)
{
  AttuneProviderPage *self = (AttuneProviderPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_PROVIDER_PAGE);
  g_clear_object (&self->providers);

  G_OBJECT_CLASS (attune_provider_page_parent_class)->dispose (object);
}

static void
attune_provider_page_finalize (GObject *object)
{
  AttuneProviderPage *self = (AttuneProviderPage *)object;

  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (attune_provider_page_parent_class)->finalize (object);
}

static void
attune_provider_page_class_init (AttuneProviderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_provider_page_dispose;
  object_class->finalize = attune_provider_page_finalize;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, ATTUNE_TYPE_PROFILE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-provider-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneProviderPage, provider_search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneProviderPage, provider_list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
attune_provider_page_init (AttuneProviderPage *self)
{
  GtkCustomFilter *filter = gtk_custom_filter_new (is_offered, self, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->providers = gtk_filter_list_model_new (attune_profile_list_shipped (),
                                               GTK_FILTER (filter));
  gtk_list_box_bind_model (self->provider_list, G_LIST_MODEL (self->providers),
                           create_row_cb, NULL, NULL);
  gtk_search_entry_set_key_capture_widget (self->provider_search_entry, GTK_WIDGET (self));
}

/**
 * attune_provider_page_get_focus_widget:
 * @self: a page
 *
 * Returns: (transfer none): where the focus belongs when the page is shown first
 */
GtkWidget *
attune_provider_page_get_focus_widget (AttuneProviderPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_PROVIDER_PAGE (self), NULL);

  return GTK_WIDGET (self->provider_search_entry);
}
