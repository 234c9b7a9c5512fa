/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-settings-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-job-text.h"
#include "attune-new-job-settings-page.h"

struct _AttuneNewJobSettingsPage
{
  AdwNavigationPage  parent_instance;

  AdwExpanderRow    *advanced_row;
  GtkAdjustment     *batch_size;
  GtkAdjustment     *epochs;
  GtkAdjustment     *learning_rate_multiplier;
  GtkAdjustment     *seed;
  GtkLabel          *suffix_problem;
  GtkRevealer       *suffix_revealer;
  AdwEntryRow       *suffix_row;

  AttuneNewJobState *state;
};

G_DEFINE_FINAL_TYPE (AttuneNewJobSettingsPage, attune_new_job_settings_page,
                     ADW_TYPE_NAVIGATION_PAGE)

/* The lowest value of each setting stands for "Automatic". */
static gboolean
output_cb (AttuneNewJobSettingsPage *self,
           AdwSpinRow               *row)
{
  GtkAdjustment *adjustment = adw_spin_row_get_adjustment (row);
  g_autofree char *text = attune_job_text_dup_number (gtk_adjustment_get_value (adjustment),
                                                      gtk_adjustment_get_lower (adjustment));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);

  return TRUE;
}

static int
input_cb (AttuneNewJobSettingsPage *self,
          double                   *value,
          AdwSpinRow               *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  GtkAdjustment *adjustment = adw_spin_row_get_adjustment (row);
  char *end = NULL;

  *value = g_strtod (text, &end);

  /* Whatever is not a number, also nothing at all, leaves it to the service. */
  if (end == text || *end != '\0')
    *value = gtk_adjustment_get_lower (adjustment);

  return TRUE;
}

static void
update_advanced (AttuneNewJobSettingsPage *self)
{
  g_autofree char *text = attune_new_job_state_dup_settings_text (self->state);

  adw_expander_row_set_subtitle (self->advanced_row, text);
}

static void
update_suffix (AttuneNewJobSettingsPage *self)
{
  const char *problem = attune_new_job_state_get_suffix_problem (self->state);

  if (problem != NULL)
    {
      gtk_label_set_label (self->suffix_problem, problem);
      gtk_widget_add_css_class (GTK_WIDGET (self->suffix_row), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->suffix_row),
                                   GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                                   -1);
      gtk_accessible_announce (GTK_ACCESSIBLE (self->suffix_row), problem,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->suffix_row), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->suffix_row), GTK_ACCESSIBLE_STATE_INVALID);
    }

  gtk_revealer_set_reveal_child (self->suffix_revealer, problem != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-job-settings.next", problem == NULL);
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

  G_OBJECT_CLASS (attune_new_job_settings_page_parent_class)->dispose (object);
}

static void
attune_new_job_settings_page_class_init (AttuneNewJobSettingsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_new_job_settings_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-settings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, batch_size);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, epochs);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage,
                                        learning_rate_multiplier);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, seed);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_problem);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobSettingsPage, suffix_row);
  gtk_widget_class_bind_template_callback (widget_class, input_cb);
  gtk_widget_class_bind_template_callback (widget_class, output_cb);
  gtk_widget_class_install_action (widget_class, "new-job-settings.next", NULL, next_action);
}

static void
attune_new_job_settings_page_init (AttuneNewJobSettingsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_SETTINGS_PAGE, NULL);
  self->state = g_object_ref (state);

  g_object_bind_property (state, "n-epochs", self->epochs, "value", flags);
  g_object_bind_property (state, "batch-size", self->batch_size, "value", flags);
  g_object_bind_property (state, "learning-rate-multiplier", self->learning_rate_multiplier, "value", flags);
  g_object_bind_property (state, "seed", self->seed, "value", flags);
  g_object_bind_property (state, "suffix", self->suffix_row, "text", flags);

  g_signal_connect_object (state, "notify", G_CALLBACK (update_advanced), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::suffix-problem", G_CALLBACK (update_suffix), self, G_CONNECT_SWAPPED);
  update_advanced (self);
  update_suffix (self);

  return self;
}
