/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-welcome-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-paths.h"
#include "attune-welcome-page.h"

struct _AttuneWelcomePage
{
  AdwNavigationPage  parent_instance;

  GListModel        *accounts;

  GtkImage          *picture;
  GtkLabel          *here_text;
  GtkButton         *try_here_button;
  GtkLabel          *provider_text;
  GtkButton         *add_account_button;
};

G_DEFINE_FINAL_TYPE (AttuneWelcomePage, attune_welcome_page, ADW_TYPE_NAVIGATION_PAGE)

/* A build without the engine, or one whose engine was not installed, must not promise it. */
static void
update_here (AttuneWelcomePage *self)
{
  g_autofree char *engine = attune_paths_find_program ("attune-engine", NULL);

  if (engine != NULL)
    return;

  gtk_label_set_label (self->here_text,
                       _("This installation of Attune comes without its training engine. "
                         "Install the engine to train on this computer."));
  gtk_widget_set_sensitive (GTK_WIDGET (self->try_here_button), FALSE);
}

static AttuneAccount *
find_provider_account (AttuneWelcomePage *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (self->accounts, i);

      if (!attune_account_get_is_local (account))
        return g_steal_pointer (&account);
    }

  return NULL;
}

/* Whoever has added an account needs data next. */
static void
update_provider (AttuneWelcomePage *self)
{
  g_autoptr(AttuneAccount) account = find_provider_account (self);

  if (account != NULL)
    {
      g_autofree char *text = NULL;

      /* Translators: %s is the name of an account */
      text = g_strdup_printf (_("Your account “%s” is there. Import a file of yours to tune a model with it."),
                              attune_account_get_name (account));

      gtk_label_set_label (self->provider_text, text);
      gtk_button_set_label (self->add_account_button, _("_Import a File…"));
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->add_account_button), "win.import");
    }
  else
    {
      gtk_label_set_label (self->provider_text,
                           _("Tune larger models with your key for OpenAI or any compatible service."));
      gtk_button_set_label (self->add_account_button, _("_Add an Account…"));
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->add_account_button), "win.add-account");
    }
}

static void
attune_welcome_page_dispose (GObject *object)
{
  AttuneWelcomePage *self = (AttuneWelcomePage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_WELCOME_PAGE);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (attune_welcome_page_parent_class)->dispose (object);
}

static void
attune_welcome_page_class_init (AttuneWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_welcome_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneWelcomePage, picture);
  gtk_widget_class_bind_template_child (widget_class, AttuneWelcomePage, here_text);
  gtk_widget_class_bind_template_child (widget_class, AttuneWelcomePage, try_here_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneWelcomePage, provider_text);
  gtk_widget_class_bind_template_child (widget_class, AttuneWelcomePage, add_account_button);
}

static void
attune_welcome_page_init (AttuneWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* The development build has an icon of its own, so its name is not in the template. */
  gtk_image_set_from_icon_name (self->picture, APPLICATION_ID);
  update_here (self);
}

/**
 * attune_welcome_page_new:
 * @workspace: the open workspace
 *
 * Returns: (transfer floating): the page that is shown while @workspace is empty
 */
AttuneWelcomePage *
attune_welcome_page_new (AttuneWorkspace *workspace)
{
  AttuneWelcomePage *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (ATTUNE_TYPE_WELCOME_PAGE, NULL);
  self->accounts = g_object_ref (attune_workspace_get_accounts (workspace));
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (update_provider), self, G_CONNECT_SWAPPED);
  update_provider (self);

  return self;
}
