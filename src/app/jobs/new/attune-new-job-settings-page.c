/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-settings-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-new-job-setting-row.h"
#include "attune-new-job-settings-page.h"
#include "attune-new-job-text.h"
#include "attune-new-job-wandb-row.h"

struct _AttuneNewJobSettingsPage
{
  AdwNavigationPage    parent_instance;

  AdwPreferencesGroup *advanced_group;
  AdwExpanderRow      *advanced_row;
  GtkCheckButton      *dpo_radio;
  AdwActionRow        *dpo_row;
  GtkWidget           *next_button;
  GtkWidget           *suffix_group;
  GtkLabel            *suffix_problem;
  GtkRevealer         *suffix_revealer;
  AdwEntryRow         *suffix_row;
  GtkCheckButton      *supervised_radio;
  AdwActionRow        *supervised_row;

  AttuneNewJobState   *state;
  GPtrArray           *rows;          /* of the expander, for one service and one method */
  GtkWidget           *wandb_row;     /* or NULL */
  AttuneProfile       *profile;       /* what the rows were made for */
  char                *method;
  gboolean             is_updating;
};

G_DEFINE_FINAL_TYPE (AttuneNewJobSettingsPage, attune_new_job_settings_page,
                     ADW_TYPE_NAVIGATION_PAGE)

static const char *
get_method (AttuneNewJobSettingsPage *self)
{
  return attune_job_request_get_method (attune_new_job_state_get_request (self->state));
}

static void
clear_rows (AttuneNewJobSettingsPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->advanced_row, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  if (self->wandb_row != NULL)
    adw_preferences_group_remove (self->advanced_group, self->wandb_row);
  self->wandb_row = NULL;
}

static void
add_row (AttuneNewJobSettingsPage *self,
         GtkWidget                *row)
{
  adw_expander_row_add_row (self->advanced_row, row);
  g_ptr_array_add (self->rows, row);
}

static void
rebuild_rows (AttuneNewJobSettingsPage *self)
{
  AttuneProfile *profile = attune_new_job_state_get_profile (self->state);
  const char *method = get_method (self);
  GPtrArray *settings;

  if (profile == NULL ||
      (self->profile == profile && g_strcmp0 (self->method, method) == 0))
    return;

  /* Making the rows changes the state, which asks for the rows. */
  g_set_object (&self->profile, profile);
  g_set_str (&self->method, method);
  clear_rows (self);
  settings = attune_profile_get_settings (profile);

  for (guint i = 0; i < settings->len; i++)
    if (attune_setting_is_for (settings->pdata[i], method))
      add_row (self, attune_new_job_setting_row_new (self->state, settings->pdata[i]));

  if (attune_profile_can (profile, ATTUNE_ABILITY_SEED))
    add_row (self, attune_new_job_setting_row_new_seed (self->state));

  if (attune_profile_can (profile, ATTUNE_ABILITY_WANDB))
    {
      self->wandb_row = attune_new_job_wandb_row_new (self->state);
      adw_preferences_group_add (self->advanced_group, self->wandb_row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->advanced_row), self->rows->len > 0);
  gtk_widget_set_visible (self->suffix_group, attune_profile_can (profile, ATTUNE_ABILITY_SUFFIX));
}

/* Why a method cannot be chosen, or NULL. */
static const char *
get_method_problem (AttuneNewJobSettingsPage *self,
                    const char               *method)
{
  AttuneAccount *account = attune_new_job_state_get_account (self->state);
  AttuneDataset *dataset = attune_new_job_state_get_dataset (self->state);
  g_autoptr(AttuneModel) model = attune_new_job_state_dup_model (self->state);
  int kind = attune_new_job_state_get_kind (self->state, dataset);

  if (account != NULL && !attune_job_plan_can_train (account, NULL, method))
    return _("This service does not train so.");

  if (account != NULL && !attune_job_plan_can_train (account, model, method))
    return _("This model is not trained so.");

  if (kind == ATTUNE_KIND_UNKNOWN || g_str_equal (attune_example_kind_get_method (kind), method))
    return NULL;

  return kind == ATTUNE_EXAMPLE_PREFERENCE
         ? _("The dataset has pairs of a better and a worse answer.")
         : _("Needs pairs of a better and a worse answer, and the dataset has none.");
}

static void
update_method (AdwActionRow *row,
               const char   *description,
               const char   *problem)
{
  adw_action_row_set_subtitle (row, problem != NULL ? problem : description);
  gtk_widget_set_sensitive (GTK_WIDGET (row), problem == NULL);
}

static void
update_methods (AttuneNewJobSettingsPage *self)
{
  const char *method = get_method (self);
  gboolean is_dpo = g_str_equal (method, "dpo");

  self->is_updating = TRUE;
  gtk_check_button_set_active (is_dpo ? self->dpo_radio : self->supervised_radio, TRUE);
  update_method (self->supervised_row,
                 _("The model learns to answer as the examples do. Also called supervised."),
                 get_method_problem (self, "supervised"));
  update_method (self->dpo_row,
                 _("The model learns which of two answers is the better one. Also called DPO."),
                 get_method_problem (self, "dpo"));
  self->is_updating = FALSE;
}

/* Blanks around a name are not meant, also while the next word of it is not there yet. */
static char *
dup_typed_suffix (AttuneNewJobSettingsPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->suffix_row))));
}

static void
update_suffix (AttuneNewJobSettingsPage *self)
{
  AttuneJobRequest *request = attune_new_job_state_get_request (self->state);
  const char *suffix = attune_job_request_get_suffix (request);
  g_autofree char *problem = attune_new_job_state_dup_suffix_problem (self->state);
  g_autofree char *typed = dup_typed_suffix (self);

  if (g_strcmp0 (typed, suffix != NULL ? suffix : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->suffix_row), suffix != NULL ? suffix : "");

  if (problem != NULL && g_strcmp0 (gtk_label_get_label (self->suffix_problem), problem) != 0)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->suffix_row), problem,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);

  if (problem != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->suffix_row), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->suffix_row),
                                   GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                                   -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->suffix_row), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->suffix_row), GTK_ACCESSIBLE_STATE_INVALID);
    }

  gtk_label_set_label (self->suffix_problem, problem != NULL ? problem : "");
  gtk_revealer_set_reveal_child (self->suffix_revealer, problem != NULL);
}

static void
state_changed_cb (AttuneNewJobSettingsPage *self)
{
  g_autofree char *settings = attune_new_job_text_dup_settings (self->state);

  rebuild_rows (self);
  update_methods (self);
  update_suffix (self);
  adw_expander_row_set_subtitle (self->advanced_row, settings);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-job-settings.next",
                                 attune_new_job_state_get_is_valid (self->state));
}

static void
method_toggled_cb (AttuneNewJobSettingsPage *self,
                   GtkCheckButton           *radio)
{
  if (!self->is_updating && gtk_check_button_get_active (radio))
    attune_new_job_state_set_method (self->state, radio == self->dpo_radio ? "dpo" : "supervised");
}

static void
suffix_changed_cb (AttuneNewJobSettingsPage *self)
{
  g_autofree char *typed = dup_typed_suffix (self);

  if (self->state != NULL)
    attune_new_job_state_set_suffix (self->state, typed);
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "navigation.push", "s", "review");
}

static void
attune_new_job_settings_page_dispose (GObject *object)
{
  AttuneNewJobSettingsPage *self = (AttuneNewJobSettingsPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_SETTINGS_PAGE);
  g_clear_object (&self->state);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (attune_new_job_settings_page_parent_class)->dispose (object);
}

static void
attune_new_job_settings_page_finalize (GObject *object)
{
  AttuneNewJobSettingsPage *self = (AttuneNewJobSettingsPage *)object;

  g_ptr_array_unref (self->rows);
  g_free (self->method);

  G_OBJECT_CLASS (attune_new_job_settings_page_parent_class)->finalize (object);
}

static void
attune_new_job_settings_page_class_init (AttuneNewJobSettingsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_new_job_settings_page_dispose;
  object_class->finalize = attune_new_job_settings_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, advanced_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, dpo_radio);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, dpo_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_problem);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, supervised_radio);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, supervised_row);
  gtk_widget_class_bind_template_callback (widget_class, method_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, suffix_changed_cb);
  gtk_widget_class_install_action (widget_class, "new-job-settings.next", NULL, next_action);
}

static void
attune_new_job_settings_page_init (AttuneNewJobSettingsPage *self)
{
  self->rows = g_ptr_array_new ();
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
}

/**
 * attune_new_job_settings_page_new:
 * @state: what the person has chosen so far
 *
 * Returns: (transfer floating): the page
 */
AttuneNewJobSettingsPage *
attune_new_job_settings_page_new (AttuneNewJobState *state)
{
  AttuneNewJobSettingsPage *self;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_SETTINGS_PAGE, NULL);
  self->state = g_object_ref (state);
  g_signal_connect_object (state, "changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);

  return self;
}

/**
 * attune_new_job_settings_page_get_default_widget:
 * @self: the page
 *
 * Returns: (transfer none): what the Enter key in an entry presses
 */
GtkWidget *
attune_new_job_settings_page_get_default_widget (AttuneNewJobSettingsPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_SETTINGS_PAGE (self), NULL);

  return self->next_button;
}
