/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-account-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-dialog.h"
#include "attune-account-page.h"
#include "attune-provider-page.h"

struct _AttuneAccountDialog
{
  AdwDialog          parent_instance;

  AttuneWorkspace   *workspace;

  AdwNavigationView *navigation;
};

G_DEFINE_FINAL_TYPE (AttuneAccountDialog, attune_account_dialog, ADW_TYPE_DIALOG)

static void
visible_page_changed_cb (AttuneAccountDialog *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);

  adw_dialog_set_default_widget (ADW_DIALOG (self),
                                 ATTUNE_IS_ACCOUNT_PAGE (page)
                                 ? attune_account_page_get_default_widget (
                                     ATTUNE_ACCOUNT_PAGE (page))
                                 : NULL);
}

/* A dialog that is not there yet gives the focus when it comes. */
static void
set_focus (AttuneAccountDialog *self,
           GtkWidget           *widget)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (widget);
  else
    adw_dialog_set_focus (ADW_DIALOG (self), widget);
}

static AttuneAccountPage *
show_account (AttuneAccountDialog *self,
              AttuneProfile       *profile,
              AttuneAccount       *account)
{
  AttuneAccountPage *page = attune_account_page_new (self->workspace, profile, account);

  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (page));
  set_focus (self, attune_account_page_get_focus_widget (page));

  return page;
}

static void
show_providers (AttuneAccountDialog *self)
{
  GtkWidget *page = g_object_new (ATTUNE_TYPE_PROVIDER_PAGE, NULL);

  g_signal_connect_object (page, "chosen", G_CALLBACK (attune_account_dialog_choose), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (page));
  set_focus (self, attune_provider_page_get_focus_widget (ATTUNE_PROVIDER_PAGE (page)));
}

static void
attune_account_dialog_dispose (GObject *object)
{
  AttuneAccountDialog *self = (AttuneAccountDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_ACCOUNT_DIALOG);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_account_dialog_parent_class)->dispose (object);
}

static void
attune_account_dialog_class_init (AttuneAccountDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_account_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneAccountDialog, navigation);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_changed_cb);
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

  if (account != NULL)
    {
      adw_dialog_set_title (ADW_DIALOG (self), _("Edit Account"));
      show_account (self, attune_account_get_profile (account), account);
    }
  else
    {
      show_providers (self);
    }

  return self;
}

/**
 * attune_account_dialog_choose:
 * @self: a dialog that adds an account and shows the providers
 * @profile: one of them
 */
void
attune_account_dialog_choose (AttuneAccountDialog *self,
                              AttuneProfile       *profile)
{
  g_return_if_fail (ATTUNE_IS_ACCOUNT_DIALOG (self));
  g_return_if_fail (ATTUNE_IS_PROFILE (profile));

  show_account (self, profile, NULL);
}

/**
 * attune_account_dialog_use_environment:
 * @self: a dialog that adds an account and shows the providers
 *
 * Goes on to an account of OpenAI with the key that the environment holds for its own programs.
 */
void
attune_account_dialog_use_environment (AttuneAccountDialog *self)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_OPENAI_ID);

  g_return_if_fail (ATTUNE_IS_ACCOUNT_DIALOG (self));

  attune_account_page_use_environment (show_account (self, profile, NULL));
}
