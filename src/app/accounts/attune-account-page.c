/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-advanced.h"
#include "attune-account-findings.h"
#include "attune-account-page.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-reveal.h"
#include "attune-weak-ref.h"

/* What OpenAI's own programs read. */
#define KEY_VARIABLE "OPENAI_API_KEY"
#define ORGANIZATION_VARIABLE "OPENAI_ORG_ID"
#define PROJECT_VARIABLE "OPENAI_PROJECT_ID"

struct _AttuneAccountPage
{
  AdwNavigationPage      parent_instance;

  AttuneWorkspace       *workspace;
  AttuneProfile         *profile;
  AttuneAccount         *account;    /* NULL while a new one is made */
  GtkWidget             *bad_row;    /* the one that a sentence is about, or NULL */
  gboolean               has_key;    /* the account to change has one in the keyring */

  GtkButton             *cancel_button;
  GtkButton             *save_button;
  AdwPreferencesGroup   *notice_group;
  GtkLabel              *notice_label;
  AdwPreferencesGroup   *fields_group;
  AdwEntryRow           *name_row;
  AdwEntryRow           *url_row;
  AdwPasswordEntryRow   *key_row;
  AdwButtonRow          *environment_row;
  AdwButtonRow          *get_key_row;
  GtkLabel              *problem_label;
  AttuneAccountAdvanced *advanced_group;
  GtkWidget             *check_row;
  AttuneAccountFindings *findings_group;
};

G_DEFINE_FINAL_TYPE (AttuneAccountPage, attune_account_page, ADW_TYPE_NAVIGATION_PAGE)

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static gboolean
has_typed_key (AttuneAccountPage *self)
{
  g_autofree char *key = g_strstrip (g_strdup (get_text (self->key_row)));

  return *key != '\0';
}

static gboolean
has_free_url (AttuneAccountPage *self)
{
  return attune_profile_get_base_url (self->profile) == NULL;
}

/* The texts belong to the entries. An empty key is one that is to stay. */
static void
fill_settings (AttuneAccountPage     *self,
               AttuneAccountSettings *settings)
{
  *settings = (AttuneAccountSettings) {
    .name = get_text (self->name_row),
    .base_url = has_free_url (self) ? get_text (self->url_row) : NULL,
    .api_key = has_typed_key (self) ? get_text (self->key_row) : NULL,
  };

  attune_account_advanced_fill (self->advanced_group, settings);
}

static void
announce (AttuneAccountPage *self,
          const char        *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
clear_problem (AttuneAccountPage *self)
{
  GtkLabel *label = attune_account_advanced_get_label (self->advanced_group);

  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (label), FALSE);

  if (self->bad_row == NULL)
    return;

  gtk_widget_remove_css_class (self->bad_row, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->bad_row), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->bad_row),
                                 GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
  self->bad_row = NULL;
}

/* Says at the entry itself what is wrong with it, for eyes and for ears. */
static void
show_problem (AttuneAccountPage  *self,
              AttuneAccountField  field,
              const char         *text)
{
  GtkWidget *row = attune_account_advanced_reveal (self->advanced_group, field);
  GtkLabel *label = attune_account_advanced_get_label (self->advanced_group);

  clear_problem (self);

  if (row == NULL)
    {
      label = self->problem_label;
      row = field == ATTUNE_ACCOUNT_FIELD_KEY ? GTK_WIDGET (self->key_row)
                                              : GTK_WIDGET (self->url_row);
    }

  self->bad_row = row;
  gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                               GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, label, NULL,
                                  -1);

  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), TRUE);
  announce (self, text);
  gtk_widget_grab_focus (row);
  attune_reveal (GTK_WIDGET (label));
}

static gboolean
validate (AttuneAccountPage *self)
{
  g_autoptr(AttuneAccountSettings) normal = NULL;
  g_autoptr(GError) error = NULL;
  AttuneAccountSettings settings;
  AttuneAccountField field;

  clear_problem (self);
  fill_settings (self, &settings);
  normal = attune_account_settings_normalize (&settings, self->profile,
                                              self->has_key
                                              ? attune_account_get_base_url (self->account)
                                              : NULL,
                                              &field, &error);

  if (normal == NULL)
    {
      show_problem (self, field, error->message);
      return FALSE;
    }

  if (normal->api_key == NULL && self->account == NULL &&
      attune_profile_get_needs_key (self->profile))
    {
      show_problem (self, ATTUNE_ACCOUNT_FIELD_KEY,
                    _("This provider needs a key. Paste the one that you made there."));
      return FALSE;
    }

  return TRUE;
}

static void
check_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AttuneAccountPage *self = ATTUNE_ACCOUNT_PAGE (widget);
  AttuneAccountSettings settings;
  DexFuture *future;

  if (!validate (self))
    return;

  /* The button that asks again goes when it has been pressed. */
  gtk_widget_grab_focus (self->check_row);
  fill_settings (self, &settings);

  /* An account whose key stays as it is can be asked only with the key in the keyring. */
  if (self->account != NULL)
    future = attune_workspace_check_account (self->workspace, self->account, &settings);
  else
    future = attune_workspace_try_account (self->workspace, self->profile, &settings);

  attune_account_findings_follow (self->findings_group, future);
}

static void
stop_check_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AttuneAccountPage *self = ATTUNE_ACCOUNT_PAGE (widget);

  gtk_widget_grab_focus (self->check_row);
  attune_account_findings_clear (self->findings_group);
}

static void
keep_response_cb (AttuneAccountPage *self,
                  const char          *response)
{
  if (!g_str_equal (response, "keep"))
    return;

  attune_workspace_keep_keys_for_this_run (self->workspace);
  gtk_widget_activate_action (GTK_WIDGET (self), "account.save", NULL);
}

/* Without a keyring nothing is written anywhere; the person may still go on for now. */
static void
offer_to_keep_for_this_run (AttuneAccountPage *self)
{
  AdwAlertDialog *dialog;

  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (_("Use the Key Until Attune Is Closed?"),
                                                   _("Your keyring cannot keep it, and Attune writes keys nowhere "
                                                     "else. You will have to enter it again the next time.")));
  adw_alert_dialog_add_responses (dialog,
                                  "cancel", _("_Cancel"),
                                  "keep", _("_Use It for Now"),
                                  NULL);
  adw_alert_dialog_set_default_response (dialog, "keep");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (keep_response_cb), self, G_CONNECT_SWAPPED);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
set_saving (AttuneAccountPage *self,
            gboolean           is_saving)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save", !is_saving);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.check", !is_saving);
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !is_saving);

  if (dialog != NULL)
    adw_dialog_set_can_close (ADW_DIALOG (dialog), !is_saving);
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneAccountPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->findings_group == NULL)
    return NULL;

  set_saving (self, FALSE);

  if (dex_future_get_value (completed, &error) == NULL)
    {
      attune_account_findings_show_error (self->findings_group, error->message);

      if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_SECRETS))
        offer_to_keep_for_this_run (self);

      return NULL;
    }

  dex_future_disown (attune_workspace_refresh_models (self->workspace));
  attune_feedback_toast (GTK_WIDGET (self), self->account != NULL ? _("Account changed") : _("Account added"));
  gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);

  return NULL;
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneAccountPage *self = ATTUNE_ACCOUNT_PAGE (widget);
  AttuneAccountSettings settings;
  DexFuture *future;

  if (!validate (self))
    return;

  attune_account_findings_clear (self->findings_group);
  set_saving (self, TRUE);
  fill_settings (self, &settings);

  if (self->account == NULL)
    future = attune_workspace_add_account (self->workspace, self->profile, &settings);
  else
    future = attune_workspace_update_account (self->workspace, self->account, &settings);

  /* A save must finish even if the page goes. */
  dex_future_disown (dex_future_finally (future,
                                         saved_cb,
                                         attune_weak_ref_new (self),
                                         attune_weak_ref_free));
}

static void
update_key_rows (AttuneAccountPage *self)
{
  const char *variable = g_getenv (KEY_VARIABLE);
  const char *id = attune_profile_get_id (self->profile);
  gboolean is_openai = g_strcmp0 (id, ATTUNE_PROFILE_OPENAI_ID) == 0;
  gboolean is_empty = *get_text (self->key_row) == '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->environment_row),
                          is_openai && is_empty && variable != NULL && *variable != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->get_key_row),
                          is_empty && attune_profile_get_keys_url (self->profile) != NULL);
}

static void
field_changed_cb (AttuneAccountPage *self)
{
  /* Emitted too while the template is made, and while it goes. */
  if (self->profile == NULL || self->findings_group == NULL)
    return;

  clear_problem (self);
  attune_account_findings_clear (self->findings_group);
  update_key_rows (self);
}

static void
launched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(AttuneAccountPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
      gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the Web Page"), error);
}

static void
get_key_cb (AttuneAccountPage *self)
{
  g_autoptr(GtkUriLauncher) launcher = NULL;

  launcher = gtk_uri_launcher_new (attune_profile_get_keys_url (self->profile));
  gtk_uri_launcher_launch (launcher,
                           GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                           NULL,
                           launched_cb, g_object_ref (self));
}

static DexFuture *
has_key_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneAccountPage) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self == NULL || self->key_row == NULL || value == NULL || !g_value_get_boolean (value))
    return NULL;

  self->has_key = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row), _("New API Key (Empty: Keep the Old One)"));

  return NULL;
}

/* Where only a part of the address differs, it is called what it is there. */
static void
name_url_row (AttuneAccountPage *self)
{
  const char *label = attune_profile_get_address_label (self->profile);
  const char *example = attune_profile_get_address_example (self->profile);
  g_autofree char *title = NULL;

  if (label == NULL)
    label = _("Address");

  /* Translators: the first %s is “Address” or the like, the second is an example of one. */
  if (example != NULL)
    title = g_strdup_printf (_("%s, Such as %s"), label, example);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->url_row),
                                 title != NULL ? title : label);
}

static void
load_profile (AttuneAccountPage *self)
{
  const char *notice = attune_profile_get_notice (self->profile);

  adw_preferences_group_set_description (self->fields_group,
                                         attune_profile_get_description (self->profile));
  gtk_label_set_label (self->notice_label, notice != NULL ? notice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_group), notice != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), has_free_url (self));
  name_url_row (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row),
                                 attune_profile_get_needs_key (self->profile) ? _("API Key")
                                                                              : _("API Key (If It Needs One)"));
  attune_account_advanced_set_profile (self->advanced_group, self->profile);
}

static void
suggest_account (AttuneAccountPage *self)
{
  g_autofree char *name = attune_workspace_suggest_account_name (self->workspace, self->profile);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 attune_profile_get_name (self->profile));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);

  /* The way back is to the list of providers. */
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), FALSE);
}

static void
load_account (AttuneAccountPage *self)
{
  const char *url = attune_account_get_base_url (self->account);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _("Edit Account"));
  gtk_button_set_label (self->save_button, _("_Save"));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), attune_account_get_name (self->account));
  gtk_editable_set_text (GTK_EDITABLE (self->url_row), url != NULL ? url : "");
  attune_account_advanced_load (self->advanced_group, self->account);

  dex_future_disown (dex_future_finally (attune_workspace_has_key (self->workspace, self->account),
                                         has_key_cb,
                                         attune_weak_ref_new (self),
                                         attune_weak_ref_free));
}

/* The navigation puts the focus into the first entry for a moment, which selects what is there. */
static void
attune_account_page_shown (AdwNavigationPage *page)
{
  AttuneAccountPage *self = (AttuneAccountPage *)page;

  ADW_NAVIGATION_PAGE_CLASS (attune_account_page_parent_class)->shown (page);

  gtk_editable_set_position (GTK_EDITABLE (self->name_row), -1);
}

static void
attune_account_page_dispose (GObject *object)
{
  AttuneAccountPage *self = (AttuneAccountPage *)object;

  g_clear_object (&self->workspace);
  self->bad_row = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_ACCOUNT_PAGE);
  g_clear_object (&self->account);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (attune_account_page_parent_class)->dispose (object);
}

static void
attune_account_page_class_init (AttuneAccountPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = attune_account_page_dispose;
  page_class->shown = attune_account_page_shown;

  g_type_ensure (ATTUNE_TYPE_ACCOUNT_ADVANCED);
  g_type_ensure (ATTUNE_TYPE_ACCOUNT_FINDINGS);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, save_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, notice_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, fields_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, url_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, environment_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, get_key_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, problem_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, advanced_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, check_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountPage, findings_group);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, attune_account_page_use_environment);
  gtk_widget_class_bind_template_callback (widget_class, get_key_cb);
  gtk_widget_class_install_action (widget_class, "account.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "account.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "account.stop-check", NULL, stop_check_action);
}

static void
attune_account_page_init (AttuneAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_account_page_new:
 * @workspace: the open workspace
 * @profile: the provider
 * @account: (nullable): the account of it to change, or %NULL to add one
 *
 * Returns: (transfer floating): a page
 */
AttuneAccountPage *
attune_account_page_new (AttuneWorkspace *workspace,
                         AttuneProfile   *profile,
                         AttuneAccount   *account)
{
  AttuneAccountPage *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_PROFILE (profile), NULL);
  g_return_val_if_fail (account == NULL || ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_ACCOUNT_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  self->profile = g_object_ref (profile);
  g_set_object (&self->account, account);
  load_profile (self);

  if (account != NULL)
    load_account (self);
  else
    suggest_account (self);

  update_key_rows (self);

  return self;
}

/**
 * attune_account_page_get_default_widget:
 * @self: a page
 *
 * Returns: (transfer none): what the Enter key in an entry presses
 */
GtkWidget *
attune_account_page_get_default_widget (AttuneAccountPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_PAGE (self), NULL);

  return GTK_WIDGET (self->save_button);
}

/**
 * attune_account_page_get_focus_widget:
 * @self: a page
 *
 * Returns: (transfer none): the first thing that is to be typed
 */
GtkWidget *
attune_account_page_get_focus_widget (AttuneAccountPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT_PAGE (self), NULL);

  return has_free_url (self) && self->account == NULL ? GTK_WIDGET (self->url_row)
                                                      : GTK_WIDGET (self->key_row);
}

/**
 * attune_account_page_use_environment:
 * @self: a page
 *
 * Fills in what the environment holds for OpenAI's own programs.
 */
void
attune_account_page_use_environment (AttuneAccountPage *self)
{
  const char *key = g_getenv (KEY_VARIABLE);

  g_return_if_fail (ATTUNE_IS_ACCOUNT_PAGE (self));

  /* The button that was pressed goes with the first letter; the focus must not go with it. */
  gtk_widget_grab_focus (GTK_WIDGET (self->key_row));
  attune_account_advanced_set_scope (self->advanced_group,
                                     g_getenv (ORGANIZATION_VARIABLE), g_getenv (PROJECT_VARIABLE));

  if (key != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->key_row), key);
}
