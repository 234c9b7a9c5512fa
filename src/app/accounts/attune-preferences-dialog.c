/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preferences-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-dialog.h"
#include "attune-account-row.h"
#include "attune-preferences-dialog.h"

struct _AttunePreferencesDialog
{
  AdwPreferencesDialog  parent_instance;

  AttuneWorkspace      *workspace;
  GSettings            *settings;

  AdwPreferencesGroup  *offer_group;
  AdwPreferencesGroup  *accounts_group;
  AdwButtonRow         *add_account_row;
  AdwSwitchRow         *background_row;
  AdwSwitchRow         *notify_row;
  AdwSwitchRow         *inhibit_row;
  AdwComboRow          *send_key_row;
  AdwSwitchRow         *battery_row;
};

G_DEFINE_FINAL_TYPE (AttunePreferencesDialog, attune_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

static gboolean
has_openai_account (AttunePreferencesDialog *self)
{
  GListModel *accounts = attune_workspace_get_accounts (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);
      AttuneProfile *profile = attune_account_get_profile (account);

      if (g_str_equal (attune_profile_get_id (profile), ATTUNE_PROFILE_OPENAI_ID))
        return TRUE;
    }

  return FALSE;
}

static void
update_offer (AttunePreferencesDialog *self)
{
  const char *key = g_getenv ("OPENAI_API_KEY");

  gtk_widget_set_visible (GTK_WIDGET (self->offer_group),
                          key != NULL && *key != '\0' &&
                          !g_settings_get_boolean (self->settings, "key-offer-answered") &&
                          !has_openai_account (self));
}

static void
add_account_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AttunePreferencesDialog *self = ATTUNE_PREFERENCES_DIALOG (widget);

  adw_dialog_present (ADW_DIALOG (attune_account_dialog_new (self->workspace, NULL)), widget);
}

/* It is offered once. The offer goes, and the focus must not go with it. */
static void
leave_offer (AttunePreferencesDialog *self)
{
  g_settings_set_boolean (self->settings, "key-offer-answered", TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->add_account_row));
}

/* The dialog offers the key too; there it can be checked before it is kept. */
static void
keep_key_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AttunePreferencesDialog *self = ATTUNE_PREFERENCES_DIALOG (widget);
  AttuneAccountDialog *dialog = attune_account_dialog_new (self->workspace, NULL);

  leave_offer (self);
  attune_account_dialog_use_environment (dialog);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
refuse_key_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AttunePreferencesDialog *self = ATTUNE_PREFERENCES_DIALOG (widget);

  leave_offer (self);
  update_offer (self);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  AttunePreferencesDialog *self = user_data;

  return attune_account_row_new (self->workspace, item);
}

static void
bind_setting (AttunePreferencesDialog *self,
              const char              *key,
              AdwSwitchRow            *row)
{
  g_settings_bind (self->settings, key, row, "active", G_SETTINGS_BIND_DEFAULT);
}

static gboolean
get_send_key (GValue   *value,
              GVariant *variant,
              gpointer  user_data)
{
  g_value_set_uint (value, g_str_equal (g_variant_get_string (variant, NULL), "enter") ? 0 : 1);

  return TRUE;
}

static GVariant *
set_send_key (const GValue       *value,
              const GVariantType *type,
              gpointer            user_data)
{
  return g_variant_new_string (g_value_get_uint (value) == 0 ? "enter" : "ctrl-enter");
}

static void
bind_send_key (AttunePreferencesDialog *self)
{
  const char * const keys[] = { _("Enter Sends"), _("Ctrl+Enter Sends"), NULL };
  g_autoptr(GtkStringList) list = gtk_string_list_new (keys);

  adw_combo_row_set_model (self->send_key_row, G_LIST_MODEL (list));
  g_settings_bind_with_mapping (self->settings, "send-key", self->send_key_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_send_key, set_send_key, NULL, NULL);
}

static void
attune_preferences_dialog_dispose (GObject *object)
{
  AttunePreferencesDialog *self = (AttunePreferencesDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_PREFERENCES_DIALOG);
  g_clear_object (&self->settings);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_preferences_dialog_parent_class)->dispose (object);
}

static void
attune_preferences_dialog_class_init (AttunePreferencesDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, offer_group);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, accounts_group);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, add_account_row);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, background_row);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, notify_row);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, inhibit_row);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, send_key_row);
  gtk_widget_class_bind_template_child (widget_class, AttunePreferencesDialog, battery_row);
  gtk_widget_class_install_action (widget_class, "preferences.add-account", NULL, add_account_action);
  gtk_widget_class_install_action (widget_class, "preferences.keep-key", NULL, keep_key_action);
  gtk_widget_class_install_action (widget_class, "preferences.refuse-key", NULL, refuse_key_action);
}

static void
attune_preferences_dialog_init (AttunePreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = g_settings_new ("io.github.attune.Attune");
  bind_setting (self, "run-in-background", self->background_row);
  bind_setting (self, "notify-when-finished", self->notify_row);
  bind_setting (self, "inhibit-suspend", self->inhibit_row);
  bind_send_key (self);
  bind_setting (self, "pause-on-battery", self->battery_row);
}

/**
 * attune_preferences_dialog_new:
 * @workspace: the open workspace
 *
 * Returns: (transfer floating): the preferences
 */
AttunePreferencesDialog *
attune_preferences_dialog_new (AttuneWorkspace *workspace)
{
  AttunePreferencesDialog *self;
  GListModel *accounts;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_PREFERENCES_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);

  accounts = attune_workspace_get_accounts (workspace);
  adw_preferences_group_bind_model (self->accounts_group, accounts, create_row_cb, self, NULL);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (update_offer), self, G_CONNECT_SWAPPED);
  update_offer (self);

  return self;
}
