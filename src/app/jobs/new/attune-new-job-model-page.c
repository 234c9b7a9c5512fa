/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-model-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-models.h"
#include "attune-new-job-model-page.h"

struct _AttuneNewJobModelPage
{
  AdwNavigationPage    parent_instance;

  GtkWidget           *next_button;
  AdwPreferencesPage  *page;
  GtkSearchBar        *search_bar;
  GtkEditable         *search_entry;

  AttuneNewJobState   *state;
  GtkCheckButton      *radio_group;    /* never shown: what all the choices are grouped with */
  GPtrArray           *groups;         /* AttuneAccountModels */
  AdwPreferencesGroup *add_group;
};

G_DEFINE_FINAL_TYPE (AttuneNewJobModelPage, attune_new_job_model_page, ADW_TYPE_NAVIGATION_PAGE)

static void
search_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_search_bar_set_search_mode (ATTUNE_NEW_JOB_MODEL_PAGE (widget)->search_bar, TRUE);
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "navigation.push", "s", "settings");
}

static void
update_next (AttuneNewJobModelPage *self)
{
  AttuneAccount *account = attune_new_job_state_get_account (self->state);
  g_autoptr(AttuneModel) model = attune_new_job_state_dup_model (self->state);
  g_autofree char *refusal = NULL;

  if (account != NULL)
    refusal = attune_new_job_state_dup_refusal (self->state, account, model);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-job-models.next",
                                 attune_new_job_state_get_model_id (self->state) != NULL &&
                                 refusal == NULL);
}

static void
search_changed_cb (AttuneNewJobModelPage *self)
{
  for (guint i = 0; self->groups != NULL && i < self->groups->len; i++)
    attune_account_models_set_filter (g_ptr_array_index (self->groups, i),
                                      gtk_editable_get_text (self->search_entry));
}

/* The entry that had the focus goes; the models that are all there again take it. */
static void
search_mode_cb (AttuneNewJobModelPage *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

static void
rebuild_groups (AttuneNewJobModelPage *self)
{
  AttuneWorkspace *workspace = attune_new_job_state_get_workspace (self->state);
  GListModel *accounts = attune_workspace_get_accounts (workspace);

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, g_ptr_array_index (self->groups, i));
  g_ptr_array_set_size (self->groups, 0);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(AttuneAccount) account = g_list_model_get_item (accounts, i);
      AttuneAccountModels *group = attune_account_models_new (self->state, account,
                                                              self->radio_group);

      g_ptr_array_add (self->groups, group);
      attune_account_models_set_filter (group, gtk_editable_get_text (self->search_entry));
      adw_preferences_page_insert (self->page, ADW_PREFERENCES_GROUP (group), (int)i);
    }
}

/* The account that was just added has models to be asked for. */
static void
accounts_changed_cb (AttuneNewJobModelPage *self)
{
  rebuild_groups (self);

  for (guint i = 0; i < self->groups->len; i++)
    attune_account_models_refresh (g_ptr_array_index (self->groups, i));
}

static void
add_add_group (AttuneNewJobModelPage *self)
{
  GtkWidget *row = adw_button_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("_Add an Account…"));
  adw_button_row_set_start_icon_name (ADW_BUTTON_ROW (row), "list-add-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.preferences");

  self->add_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_add (self->add_group, row);
  adw_preferences_page_add (self->page, self->add_group);
}

static void
attune_new_job_model_page_dispose (GObject *object)
{
  AttuneNewJobModelPage *self = (AttuneNewJobModelPage *)object;

  g_clear_pointer (&self->groups, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_MODEL_PAGE);
  g_clear_object (&self->radio_group);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_new_job_model_page_parent_class)->dispose (object);
}

static void
attune_new_job_model_page_class_init (AttuneNewJobModelPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_new_job_model_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-model-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobModelPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobModelPage, page);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobModelPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobModelPage, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_install_action (widget_class, "new-job-models.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "new-job-models.search", NULL, search_action);

  /* Typing does not search by itself here: Space chooses the row that has the focus. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "new-job-models.search", NULL);
}

static void
attune_new_job_model_page_init (AttuneNewJobModelPage *self)
{
  self->groups = g_ptr_array_new ();
  self->radio_group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
}

/**
 * attune_new_job_model_page_new:
 * @state: what the person has chosen so far
 *
 * Returns: (transfer floating): the page; it asks the accounts for their models at once
 */
AttuneNewJobModelPage *
attune_new_job_model_page_new (AttuneNewJobState *state)
{
  AttuneNewJobModelPage *self;
  AttuneWorkspace *workspace;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_MODEL_PAGE, NULL);
  self->state = g_object_ref (state);
  workspace = attune_new_job_state_get_workspace (state);

  attune_new_job_state_choose_default (state);
  g_signal_connect_object (state, "changed", G_CALLBACK (update_next), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_workspace_get_accounts (workspace), "items-changed",
                           G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
  update_next (self);
  add_add_group (self);
  accounts_changed_cb (self);

  return self;
}

/**
 * attune_new_job_model_page_get_default_widget:
 * @self: the page
 *
 * Returns: (transfer none): what the Enter key in an entry presses
 */
GtkWidget *
attune_new_job_model_page_get_default_widget (AttuneNewJobModelPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_MODEL_PAGE (self), NULL);

  return self->next_button;
}
