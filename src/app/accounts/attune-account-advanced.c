/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-advanced"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-advanced.h"

/* The entries of the combo row, in its order. */
enum {
  PROXY_SYSTEM,
  PROXY_NONE,
  PROXY_OWN,
};

struct _AttuneAccountAdvanced
{
  AdwPreferencesGroup  parent_instance;

  AdwExpanderRow      *advanced_row;
  AdwEntryRow         *own_url_row;
  AdwEntryRow         *organization_row;
  AdwEntryRow         *project_row;
  AdwComboRow         *proxy_row;
  AdwEntryRow         *proxy_url_row;
  GtkLabel            *problem_label;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneAccountAdvanced, attune_account_advanced, ADW_TYPE_PREFERENCES_GROUP)

static guint signals[N_SIGNALS];

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_text (AdwEntryRow *row,
          const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
field_changed_cb (AttuneAccountAdvanced *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
proxy_changed_cb (AttuneAccountAdvanced *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->proxy_url_row),
                          adw_combo_row_get_selected (self->proxy_row) == PROXY_OWN);
  field_changed_cb (self);
}

static void
attune_account_advanced_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_ACCOUNT_ADVANCED);

  G_OBJECT_CLASS (attune_account_advanced_parent_class)->dispose (object);
}

static void
attune_account_advanced_class_init (AttuneAccountAdvancedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_account_advanced_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL, NULL,
                  G_TYPE_NONE,
                  0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-account-advanced.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, own_url_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, organization_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, project_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, proxy_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, proxy_url_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountAdvanced, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, proxy_changed_cb);
}

static void
attune_account_advanced_init (AttuneAccountAdvanced *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_account_advanced_set_profile:
 * @self: a group
 * @profile: the provider
 *
 * Shows what there is to say at that provider.
 */
void
attune_account_advanced_set_profile (AttuneAccountAdvanced *self,
                                     AttuneProfile         *profile)
{
  const char *project = attune_profile_get_project_label (profile);

  g_return_if_fail (ATTUNE_IS_ACCOUNT_ADVANCED (self));

  gtk_widget_set_visible (GTK_WIDGET (self->own_url_row),
                          attune_profile_get_base_url (profile) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->organization_row),
                          attune_profile_get_organization_header (profile) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->project_row),
                          attune_profile_get_project_header (profile) != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->project_row),
                                 project != NULL ? project
                                                 : _("Project ID (Empty: the Key’s Own)"));
}

/**
 * attune_account_advanced_load:
 * @self: a group
 * @account: an account
 *
 * Shows what the account has, at once where that is anything.
 */
void
attune_account_advanced_load (AttuneAccountAdvanced *self,
                              AttuneAccount         *account)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  const char *usual = attune_profile_get_base_url (profile);
  const char *url = attune_account_get_base_url (account);
  const char *organization = attune_account_get_organization (account);
  const char *project = attune_account_get_project (account);
  const char *proxy = attune_account_get_proxy (account);
  gboolean has_own_url = usual != NULL && g_strcmp0 (usual, url) != 0;

  g_return_if_fail (ATTUNE_IS_ACCOUNT_ADVANCED (self));

  attune_account_advanced_set_profile (self, profile);
  set_text (self->own_url_row, has_own_url ? url : NULL);
  set_text (self->organization_row, organization);
  set_text (self->project_row, project);

  if (proxy == NULL)
    {
      adw_combo_row_set_selected (self->proxy_row, PROXY_SYSTEM);
    }
  else if (g_str_equal (proxy, ATTUNE_ACCOUNT_NO_PROXY))
    {
      adw_combo_row_set_selected (self->proxy_row, PROXY_NONE);
    }
  else
    {
      set_text (self->proxy_url_row, proxy);
      adw_combo_row_set_selected (self->proxy_row, PROXY_OWN);
    }

  adw_expander_row_set_expanded (self->advanced_row,
                                 (has_own_url || organization != NULL || project != NULL ||
                                  proxy != NULL));
}

/**
 * attune_account_advanced_set_scope:
 * @self: a group
 * @organization: (nullable): the id of an organization
 * @project: (nullable): the id of a project
 */
void
attune_account_advanced_set_scope (AttuneAccountAdvanced *self,
                                   const char            *organization,
                                   const char            *project)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_ADVANCED (self));

  set_text (self->organization_row, organization);
  set_text (self->project_row, project);
}

/**
 * attune_account_advanced_fill:
 * @self: a group
 * @settings: what is to get what is typed here; the texts belong to the entries
 *
 * The address is left as it is where this group has none.
 */
void
attune_account_advanced_fill (AttuneAccountAdvanced *self,
                              AttuneAccountSettings *settings)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_ADVANCED (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->own_url_row)))
    settings->base_url = get_text (self->own_url_row);

  settings->organization = get_text (self->organization_row);
  settings->project = get_text (self->project_row);

  switch (adw_combo_row_get_selected (self->proxy_row))
    {
    case PROXY_NONE:
      settings->proxy = ATTUNE_ACCOUNT_NO_PROXY;
      break;

    case PROXY_OWN:
      settings->proxy = get_text (self->proxy_url_row);

      /* Nothing would be the system's own; who chose another one is told that it is missing. */
      if (*settings->proxy == '\0')
        settings->proxy = "http://";
      break;

    default:
      settings->proxy = NULL;
      break;
    }
}

/**
 * attune_account_advanced_reveal:
 * @self: a group
 * @field: a setting
 *
 * Returns: (transfer none) (nullable): the row where it is typed, which can be seen now; %NULL when
 *   that is not here
 */
GtkWidget *
attune_account_advanced_reveal (AttuneAccountAdvanced *self,
                                AttuneAccountField     field)
{
  AdwEntryRow *row = NULL;

  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_ADVANCED (self), NULL);

  if (field == ATTUNE_ACCOUNT_FIELD_ADDRESS &&
      gtk_widget_get_visible (GTK_WIDGET (self->own_url_row)))
    row = self->own_url_row;
  else if (field == ATTUNE_ACCOUNT_FIELD_ORGANIZATION)
    row = self->organization_row;
  else if (field == ATTUNE_ACCOUNT_FIELD_PROJECT)
    row = self->project_row;
  else if (field == ATTUNE_ACCOUNT_FIELD_PROXY)
    row = self->proxy_url_row;

  if (row == NULL)
    return NULL;

  adw_expander_row_set_expanded (self->advanced_row, TRUE);

  return GTK_WIDGET (row);
}

/**
 * attune_account_advanced_get_label:
 * @self: a group
 *
 * Returns: (transfer none): what says what is wrong in it
 */
GtkLabel *
attune_account_advanced_get_label (AttuneAccountAdvanced *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_ADVANCED (self), NULL);

  return self->problem_label;
}
