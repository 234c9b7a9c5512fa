/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-dialog"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-account-dialog.h"
#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-weak-ref.h"

#define KEY_VARIABLE "OPENAI_API_KEY"

struct _AttuneAccountDialog
{
  AdwDialog            parent_instance;

  AttuneWorkspace     *workspace;
  AttuneAccount       *account;        /* NULL while a new one is made */
  DexFuture           *checking;
  gboolean             has_key;        /* the account to change has one in the keyring */
  char                *suggested_name; /* the name that the provider's choice put into the entry */

  AdwComboRow         *provider_row;
  AdwPreferencesGroup *notice_group;
  GtkLabel            *notice_label;
  AdwEntryRow         *name_row;
  AdwEntryRow         *url_row;
  AdwPasswordEntryRow *key_row;
  AdwButtonRow        *environment_row;
  AdwButtonRow        *get_key_row;
  GtkLabel            *problem_label;
  AdwActionRow        *result_row;
  GtkStack            *result_stack;
  GtkButton           *save_button;
};

G_DEFINE_FINAL_TYPE (AttuneAccountDialog, attune_account_dialog, ADW_TYPE_DIALOG)

static AttuneProfile *
get_profile (AttuneAccountDialog *self)
{
  if (self->account != NULL)
    return attune_account_get_profile (self->account);

  return adw_combo_row_get_selected_item (self->provider_row);
}

static const char *
get_url (AttuneAccountDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->url_row));
}

/* People copy a key together with the blank or line end beside it. */
static char *
dup_key (AttuneAccountDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->key_row))));
}

static gboolean
has_free_url (AttuneAccountDialog *self)
{
  return attune_profile_get_base_url (get_profile (self)) == NULL;
}

static gboolean
is_url_changed (AttuneAccountDialog *self,
                const char          *url)
{
  return self->account != NULL &&
         g_strcmp0 (attune_account_get_base_url (self->account), url) != 0;
}

static void
announce (AttuneAccountDialog *self,
          const char          *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
clear_problem (AttuneAccountDialog *self)
{
  GtkWidget *rows[] = {
    GTK_WIDGET (self->name_row),
    GTK_WIDGET (self->url_row),
    GTK_WIDGET (self->key_row),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_widget_remove_css_class (rows[i], "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (rows[i]), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (rows[i]),
                                     GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), FALSE);
}

/* Says at the entry itself what is wrong with it, for eyes and for ears. */
static void
show_problem (AttuneAccountDialog *self,
              GtkWidget           *row,
              const char          *text)
{
  clear_problem (self);

  gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row),
                               GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, self->problem_label, NULL,
                                  -1);

  gtk_label_set_label (self->problem_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), TRUE);
  announce (self, text);
  gtk_widget_grab_focus (row);
}

static gboolean
has_strange_characters (const char *key)
{
  for (const char *c = key; *c != '\0'; c++)
    {
      if (!g_ascii_isgraph (*c))
        return TRUE;
    }

  return FALSE;
}

static gboolean
validate_key (AttuneAccountDialog *self,
              const char          *key,
              gboolean             url_changed)
{
  gboolean is_kept = self->account != NULL && *key == '\0';

  if (has_strange_characters (key))
    {
      show_problem (self, GTK_WIDGET (self->key_row),
                    _("A key has no blanks and no special characters. Copy it again from your provider."));
      return FALSE;
    }

  /* The old key must not travel to a new address unasked. */
  if (is_kept && url_changed && self->has_key)
    {
      show_problem (self, GTK_WIDGET (self->key_row),
                    _("The address is a new one. Enter the key for it."));
      return FALSE;
    }

  if (*key == '\0' && !is_kept && attune_profile_get_needs_key (get_profile (self)))
    {
      show_problem (self, GTK_WIDGET (self->key_row),
                    _("This provider needs a key. Paste the one that you made there."));
      return FALSE;
    }

  return TRUE;
}

/* Returns the address to use in @url; NULL there means the provider's own. */
static gboolean
validate (AttuneAccountDialog  *self,
          const char           *key,
          char                **url)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *normal = NULL;

  clear_problem (self);

  if (has_free_url (self))
    {
      normal = attune_profile_normalize_url (get_profile (self), get_url (self),
                                             *key != '\0', &error);

      if (normal == NULL)
        {
          show_problem (self, GTK_WIDGET (self->url_row), error->message);
          return FALSE;
        }
    }

  if (!validate_key (self, key, normal != NULL && is_url_changed (self, normal)))
    return FALSE;

  *url = g_steal_pointer (&normal);
  return TRUE;
}

static void
show_result (AttuneAccountDialog *self,
             const char          *kind,
             const char          *text)
{
  gtk_stack_set_visible_child_name (self->result_stack, kind);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), text);
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);

  if (!g_str_equal (kind, "busy"))
    announce (self, text);
}

static void
hide_result (AttuneAccountDialog *self)
{
  dex_clear (&self->checking);
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.check", TRUE);
}

static DexFuture *
checked_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneAccountDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  const GValue *value;
  guint n;

  if (self == NULL || self->result_row == NULL)
    return NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.check", TRUE);

  if ((value = dex_future_get_value (completed, &error)) == NULL)
    {
      show_result (self, "bad", error->message);
      return NULL;
    }

  n = attune_account_check_get_findings (g_value_get_object (value))->len;
  text = g_strdup_printf (ngettext ("This works: %u model is offered.", "This works: %u models are offered.", n), n);
  show_result (self, "good", text);

  return NULL;
}

/* An account whose key stays as it is can be asked only by the workspace, which has the key. */
static DexFuture *
refreshed_cb (DexFuture *completed,
              gpointer   user_data)
{
  g_autoptr(AttuneAccountDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const char *problem;

  if (self == NULL || self->result_row == NULL)
    return NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.check", TRUE);
  problem = attune_account_get_problem (self->account);

  if (dex_future_get_value (completed, &error) == NULL)
    show_result (self, "bad", error->message);
  else if (problem != NULL)
    show_result (self, "bad", problem);
  else
    show_result (self, "good", _("This works with the key in your keyring."));

  return NULL;
}

static void
check_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AttuneAccountDialog *self = ATTUNE_ACCOUNT_DIALOG (widget);
  g_autofree char *key = dup_key (self);
  g_autofree char *url = NULL;
  AttuneAccountSettings settings;
  DexFuture *future;
  gboolean is_kept;

  if (!validate (self, key, &url))
    return;

  settings = (AttuneAccountSettings) { .base_url = url, .api_key = *key != '\0' ? key : NULL };
  gtk_widget_action_set_enabled (widget, "account.check", FALSE);
  show_result (self, "busy", _("Asking the provider…"));

  is_kept = self->account != NULL && *key == '\0' && (url == NULL || !is_url_changed (self, url));

  if (is_kept)
    future = attune_workspace_refresh_models (self->workspace);
  else
    future = attune_workspace_try_account (self->workspace, get_profile (self), &settings);

  dex_clear (&self->checking);
  self->checking = dex_future_finally (future,
                                       is_kept ? refreshed_cb : checked_cb,
                                       attune_weak_ref_new (self),
                                       attune_weak_ref_free);
}

static void
keep_response_cb (AttuneAccountDialog *self,
                  const char          *response)
{
  if (!g_str_equal (response, "keep"))
    return;

  attune_workspace_keep_keys_for_this_run (self->workspace);
  gtk_widget_activate_action (GTK_WIDGET (self), "account.save", NULL);
}

/* Without a keyring nothing is written anywhere; the person may still go on for now. */
static void
offer_to_keep_for_this_run (AttuneAccountDialog *self)
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
set_saving (AttuneAccountDialog *self,
            gboolean             is_saving)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.save", !is_saving);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.check", !is_saving);
  adw_dialog_set_can_close (ADW_DIALOG (self), !is_saving);
}

static DexFuture *
saved_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneAccountDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->result_row == NULL)
    return NULL;

  set_saving (self, FALSE);

  if (dex_future_get_value (completed, &error) == NULL)
    {
      show_result (self, "bad", error->message);

      if (g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_SECRETS))
        offer_to_keep_for_this_run (self);

      return NULL;
    }

  dex_future_disown (attune_workspace_refresh_models (self->workspace));
  attune_feedback_toast (GTK_WIDGET (self), self->account != NULL ? _("Account changed") : _("Account added"));
  adw_dialog_close (ADW_DIALOG (self));

  return NULL;
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneAccountDialog *self = ATTUNE_ACCOUNT_DIALOG (widget);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_autofree char *key = dup_key (self);
  g_autofree char *url = NULL;
  AttuneAccountSettings settings;
  DexFuture *future;

  if (!validate (self, key, &url))
    return;

  settings = (AttuneAccountSettings) {
    .name = name,
    .base_url = url,
    .api_key = *key != '\0' ? key : NULL,
  };
  hide_result (self);
  set_saving (self, TRUE);

  if (self->account == NULL)
    future = attune_workspace_add_account (self->workspace, get_profile (self), &settings);
  else
    future = attune_workspace_update_account (self->workspace, self->account, &settings);

  /* A save must finish even if the dialog goes. */
  dex_future_disown (dex_future_finally (future,
                                         saved_cb,
                                         attune_weak_ref_new (self),
                                         attune_weak_ref_free));
}

static void
update_key_rows (AttuneAccountDialog *self)
{
  AttuneProfile *profile = get_profile (self);
  const char *variable = g_getenv (KEY_VARIABLE);
  gboolean is_openai = g_strcmp0 (attune_profile_get_id (profile), ATTUNE_PROFILE_OPENAI_ID) == 0;
  gboolean is_empty = *gtk_editable_get_text (GTK_EDITABLE (self->key_row)) == '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->environment_row),
                          is_openai && is_empty && variable != NULL && *variable != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->get_key_row),
                          is_empty && attune_profile_get_keys_url (profile) != NULL);
}

static void
field_changed_cb (AttuneAccountDialog *self)
{
  clear_problem (self);
  hide_result (self);

  if (get_profile (self) != NULL)
    update_key_rows (self);
}

/* A name that the person typed stays; one that only came with the provider changes with it. */
static void
suggest_name (AttuneAccountDialog *self,
              AttuneProfile       *profile)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  if (*name != '\0' && g_strcmp0 (name, self->suggested_name) != 0)
    return;

  g_set_str (&self->suggested_name, attune_profile_get_name (profile));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), self->suggested_name);
}

static void
update_provider (AttuneAccountDialog *self)
{
  AttuneProfile *profile = get_profile (self);
  const char *description = attune_profile_get_description (profile);
  const char *notice = attune_profile_get_notice (profile);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->provider_row), description != NULL ? description : "");
  gtk_label_set_label (self->notice_label, notice != NULL ? notice : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_group), notice != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), has_free_url (self));

  if (self->account == NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row),
                                     attune_profile_get_needs_key (profile) ? _("API Key")
                                                                            : _("API Key (If It Needs One)"));
      suggest_name (self, profile);
    }

  field_changed_cb (self);
}

static void
provider_changed_cb (AttuneAccountDialog *self)
{
  /* Emitted once more while the template goes. */
  if (self->account == NULL && self->workspace != NULL && get_profile (self) != NULL)
    update_provider (self);
}

static void
launched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(AttuneAccountDialog) self = user_data;
  g_autoptr(GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
      gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;

  attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the Web Page"), error);
}

static void
get_key_cb (AttuneAccountDialog *self)
{
  g_autoptr(GtkUriLauncher) launcher = NULL;

  launcher = gtk_uri_launcher_new (attune_profile_get_keys_url (get_profile (self)));
  gtk_uri_launcher_launch (launcher,
                           GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                           NULL,
                           launched_cb, g_object_ref (self));
}

static DexFuture *
has_key_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneAccountDialog) self = g_weak_ref_get (user_data);
  const GValue *value = dex_future_get_value (completed, NULL);

  if (self == NULL || self->key_row == NULL || value == NULL || !g_value_get_boolean (value))
    return NULL;

  self->has_key = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row), _("New API Key (Empty: Keep the Old One)"));

  return NULL;
}

static gboolean
is_remote (gpointer item,
           gpointer user_data)
{
  return !attune_profile_get_is_local (item);
}

static void
offer_providers (AttuneAccountDialog *self)
{
  g_autoptr(GtkFilterListModel) providers = NULL;
  GtkCustomFilter *filter = gtk_custom_filter_new (is_remote, NULL, NULL);

  providers = gtk_filter_list_model_new (attune_profile_list_shipped (), GTK_FILTER (filter));
  adw_combo_row_set_model (self->provider_row, G_LIST_MODEL (providers));
}

static void
load_account (AttuneAccountDialog *self)
{
  const char *url = attune_account_get_base_url (self->account);

  adw_dialog_set_title (ADW_DIALOG (self), _("Edit Account"));
  gtk_button_set_label (self->save_button, _("_Save"));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), attune_account_get_name (self->account));
  gtk_editable_set_text (GTK_EDITABLE (self->url_row), url != NULL ? url : "");

  /* Another provider is another account. */
  gtk_widget_set_visible (GTK_WIDGET (self->provider_row), FALSE);
  update_provider (self);

  dex_future_disown (dex_future_finally (attune_workspace_has_key (self->workspace, self->account),
                                         has_key_cb,
                                         attune_weak_ref_new (self),
                                         attune_weak_ref_free));
}

static void
attune_account_dialog_dispose (GObject *object)
{
  AttuneAccountDialog *self = (AttuneAccountDialog *)object;

  dex_clear (&self->checking);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_ACCOUNT_DIALOG);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (attune_account_dialog_parent_class)->dispose (object);
}

static void
attune_account_dialog_finalize (GObject *object)
{
  AttuneAccountDialog *self = (AttuneAccountDialog *)object;

  g_clear_pointer (&self->suggested_name, g_free);

  G_OBJECT_CLASS (attune_account_dialog_parent_class)->finalize (object);
}

static void
attune_account_dialog_class_init (AttuneAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_account_dialog_dispose;
  object_class->finalize = attune_account_dialog_finalize;

  g_type_ensure (ATTUNE_TYPE_PROFILE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, provider_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, notice_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, notice_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, url_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, key_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, environment_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, get_key_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, result_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, result_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, provider_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, attune_account_dialog_use_environment);
  gtk_widget_class_bind_template_callback (widget_class, get_key_cb);
  gtk_widget_class_install_action (widget_class, "account.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "account.check", NULL, check_action);
}

static void
attune_account_dialog_init (AttuneAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_account_dialog_new:
 * @workspace: the open workspace
 * @account: (nullable): the account to change, or %NULL to add one
 *
 * Returns: (transfer floating): a dialog
 */
AttuneAccountDialog *
attune_account_dialog_new (AttuneWorkspace *workspace,
                           AttuneAccount   *account)
{
  AttuneAccountDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (account == NULL || ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_ACCOUNT_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  g_set_object (&self->account, account);

  if (account != NULL)
    {
      load_account (self);
    }
  else
    {
      offer_providers (self);
      update_provider (self);
    }

  return self;
}

/**
 * attune_account_dialog_use_environment:
 * @self: a dialog that adds an account
 *
 * Fills in the key that the environment holds for OpenAI's own programs.
 */
void
attune_account_dialog_use_environment (AttuneAccountDialog *self)
{
  const char *key = g_getenv (KEY_VARIABLE);

  g_return_if_fail (ATTUNE_IS_ACCOUNT_DIALOG (self));

  if (key != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->key_row), key);

  gtk_widget_grab_focus (GTK_WIDGET (self->key_row));
}
