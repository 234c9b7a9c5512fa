/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-dialog.h"
#include "attune-account-row.h"
#include "attune-countdown.h"
#include "attune-feedback.h"
#include "attune-rescue-dialog.h"
#include "attune-weak-ref.h"

struct _AttuneAccountRow
{
  AdwActionRow     parent_instance;

  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  AttuneCountdown *countdown;
  DexFuture       *checking;

  GtkImage        *icon;
  GtkStack        *check_stack;
  GtkMenuButton   *account_menu_button;
};

G_DEFINE_FINAL_TYPE (AttuneAccountRow, attune_account_row, ADW_TYPE_ACTION_ROW)

static char *
describe_account (AttuneAccount *account)
{
  AttuneProfile *profile = attune_account_get_profile (account);
  const char *url = attune_account_get_base_url (account);

  if (attune_account_get_is_local (account))
    return g_strdup (attune_profile_get_description (profile));

  /* Also where a provider's usual address is not the one of this account. */
  if (url != NULL && g_strcmp0 (url, attune_profile_get_base_url (profile)) != 0)
    return g_strdup (url);

  return g_strdup (attune_profile_get_name (profile));
}

static void
update_state (AttuneAccountRow *self)
{
  const char *problem = attune_account_get_problem (self->account);
  const char *waiting = attune_countdown_get_text (self->countdown);
  g_autofree char *description = describe_account (self->account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 attune_account_get_name (self->account));
  /* A wait that ends by itself explains a problem, and is none. */
  if (waiting != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), waiting);
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), problem != NULL ? problem : description);

  if (problem != NULL && waiting == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "has-problem");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "has-problem");
}

/* What the key may not do, as a list of words; NULL when it may do everything. */
static char *
list_refusals (AttuneAccountCheck *check)
{
  GPtrArray *findings = attune_account_check_get_findings (check);
  g_autoptr(GString) titles = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const AttuneAccountFinding *finding = findings->pdata[i];

      if (finding->answer != ATTUNE_ACCOUNT_ANSWER_NO)
        continue;

      if (titles->len > 0)
        /* Translators: between the things of a list */
        g_string_append (titles, _(", "));

      g_string_append (titles, attune_account_aspect_get_title (finding->aspect));
    }

  return titles->len > 0 ? g_string_free_and_steal (g_steal_pointer (&titles)) : NULL;
}

static void
tell_check (AttuneAccountRow   *self,
            AttuneAccountCheck *check)
{
  g_autofree char *refusals = list_refusals (check);
  const char *name = attune_account_get_name (self->account);
  g_autofree char *text = NULL;

  if (refusals == NULL)
    /* Translators: %s is the name of an account */
    text = g_strdup_printf (_("“%s” works"), name);
  else
    /* Translators: the first %s is the name of an account, the second a list of what it may not do,
     * such as “Files, New Fine-Tunes” */
    text = g_strdup_printf (_("“%s” works, but not: %s"), name, refusals);

  attune_feedback_toast (GTK_WIDGET (self), text);
}

static DexFuture *
checked_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneAccountRow) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->check_stack == NULL)
    return NULL;

  gtk_stack_set_visible_child_name (self->check_stack, "button");

  if ((value = dex_future_get_value (completed, &error)) != NULL)
    {
      tell_check (self, g_value_get_object (value));
      dex_future_disown (attune_workspace_refresh_models (self->workspace));
    }
  else
    {
      /* What is wrong stands in the row itself; this is for the ears. */
      gtk_accessible_announce (GTK_ACCESSIBLE (self),
                               error->message,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }

  return NULL;
}

static void
check_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  AttuneAccountRow *self = ATTUNE_ACCOUNT_ROW (widget);
  DexFuture *future = attune_workspace_check_account (self->workspace, self->account, NULL);

  gtk_stack_set_visible_child_name (self->check_stack, "busy");

  dex_clear (&self->checking);
  self->checking = dex_future_finally (future,
                                       checked_cb,
                                       attune_weak_ref_new (self),
                                       attune_weak_ref_free);
}

/* The focus is in the menu, which is about to go; when @dialog closes it is on the button again. */
static void
present (AttuneAccountRow *self,
         AdwDialog        *dialog)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->account_menu_button));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneAccountRow *self = ATTUNE_ACCOUNT_ROW (widget);

  present (self, ADW_DIALOG (attune_account_dialog_new (self->workspace, self->account)));
}

static void
rescue_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneAccountRow *self = ATTUNE_ACCOUNT_ROW (widget);

  present (self, ADW_DIALOG (attune_rescue_dialog_new (self->workspace, self->account)));
}

static DexFuture *
removed_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(GtkWidget) parent = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (parent == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) == NULL)
    attune_feedback_error (parent, _("Could Not Remove the Account"), error);
  else
    attune_feedback_toast (parent, _("Account removed"));

  return NULL;
}

static void
remove_response_cb (AttuneAccountRow *self,
                    const char       *response)
{
  GtkWidget *parent;
  DexFuture *future;

  if (!g_str_equal (response, "remove"))
    return;

  /* The row goes with the account, so the answer is told to the dialog around it. */
  parent = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);
  future = attune_workspace_remove_account (self->workspace, self->account);
  dex_future_disown (dex_future_finally (future,
                                         removed_cb,
                                         attune_weak_ref_new (parent),
                                         attune_weak_ref_free));
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneAccountRow *self = ATTUNE_ACCOUNT_ROW (widget);
  AdwAlertDialog *dialog;

  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (NULL, NULL));
  /* Translators: %s is the name of an account */
  adw_alert_dialog_format_heading (dialog, _("Remove “%s”?"), attune_account_get_name (self->account));
  adw_alert_dialog_set_body (dialog,
                             _("Its key is deleted from your keyring. Fine-tunes and chats stay here to be read, "
                               "and nothing changes at the provider."));
  adw_alert_dialog_add_responses (dialog,
                                  "cancel", _("_Cancel"),
                                  "remove", _("_Remove"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (dialog, "cancel");
  adw_alert_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (remove_response_cb), self, G_CONNECT_SWAPPED);

  present (self, ADW_DIALOG (dialog));
}

static void
attune_account_row_dispose (GObject *object)
{
  AttuneAccountRow *self = (AttuneAccountRow *)object;

  dex_clear (&self->checking);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_ACCOUNT_ROW);
  g_clear_object (&self->countdown);
  g_clear_object (&self->account);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_account_row_parent_class)->dispose (object);
}

static void
attune_account_row_class_init (AttuneAccountRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_account_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountRow, check_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountRow, account_menu_button);
  gtk_widget_class_install_action (widget_class, "account.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "account.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "account.rescue", NULL, rescue_action);
  gtk_widget_class_install_action (widget_class, "account.remove", NULL, remove_action);
}

static void
attune_account_row_init (AttuneAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_account_row_new:
 * @workspace: the open workspace
 * @account: one of its accounts
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
attune_account_row_new (AttuneWorkspace *workspace,
                        AttuneAccount   *account)
{
  AttuneAccountRow *self;
  gboolean is_local;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_ACCOUNT (account), NULL);

  self = g_object_new (ATTUNE_TYPE_ACCOUNT_ROW, NULL);
  self->workspace = g_object_ref (workspace);
  self->account = g_object_ref (account);

  is_local = attune_account_get_is_local (account);
  gtk_image_set_from_icon_name (self->icon, is_local ? "computer-symbolic" : "network-server-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->account_menu_button), !is_local);

  self->countdown = attune_countdown_new (GTK_WIDGET (self), account);
  g_signal_connect_object (self->countdown, "notify::text", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  update_state (self);

  return GTK_WIDGET (self);
}
