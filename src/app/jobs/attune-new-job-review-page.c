/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-review-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-new-job-review-page.h"

struct _AttuneNewJobReviewPage
{
  AdwNavigationPage  parent_instance;

  AdwActionRow      *dataset_row;
  GtkLabel          *error_label;
  AdwActionRow      *estimate_row;
  AdwActionRow      *model_row;
  GtkImage          *privacy_icon;
  AdwActionRow      *privacy_row;
  AdwActionRow      *settings_row;
  GtkWidget         *start_spinner;

  AttuneNewJobState *state;
  gboolean           is_starting;
};

G_DEFINE_FINAL_TYPE (AttuneNewJobReviewPage, attune_new_job_review_page, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_dataset_text (AttuneDataset *dataset)
{
  guint64 n_training = attune_dataset_get_n_training (dataset);
  guint64 n_validation = attune_dataset_get_n_validation (dataset);
  g_autofree char *training_count = attune_format_count (n_training);
  g_autofree char *validation_count = attune_format_count (n_validation);
  g_autofree char *training = NULL;

  training = g_strdup_printf (ngettext ("%s example to learn from", "%s examples to learn from",
                                        (gulong)MIN (n_training, G_MAXULONG)),
                              training_count);

  if (n_validation == 0)
    return g_strdup_printf ("%s\n%s", attune_dataset_get_name (dataset), training);

  /* Translators: a name; “40 examples to learn from”; a number of examples. */
  return g_strdup_printf (_("%s\n%s, %s kept aside to check the result"),
                          attune_dataset_get_name (dataset), training, validation_count);
}

static char *
dup_settings_text (AttuneNewJobState *state)
{
  g_autofree char *settings = attune_new_job_state_dup_settings_text (state);

  if (attune_new_job_state_get_suffix (state) == NULL)
    return g_steal_pointer (&settings);

  /* Translators: the first %s is the settings in a line, the second a name. */
  return g_strdup_printf (_("%s\nThe result is called “%s”"),
                          settings, attune_new_job_state_get_suffix (state));
}

static void
show_message (AttuneNewJobReviewPage *self,
              const char             *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);

  if (message != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->error_label), message,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
update_start (AttuneNewJobReviewPage *self)
{
  g_autofree char *problem = NULL;
  gboolean can_start = attune_new_job_state_get_can_start (self->state);

  if (can_start)
    problem = attune_new_job_state_dup_problem (self->state);

  show_message (self, problem);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-job-review.start",
                                 can_start && problem == NULL && !self->is_starting);
}

static void
update_rows (AttuneNewJobReviewPage *self)
{
  AttuneAccount *account = attune_new_job_state_get_account (self->state);
  g_autofree char *dataset = NULL;
  g_autofree char *model_title = NULL;
  g_autofree char *model = NULL;
  g_autofree char *settings = NULL;
  g_autofree char *estimate = NULL;
  g_autofree char *privacy = NULL;

  update_start (self);

  if (!attune_new_job_state_get_can_start (self->state))
    return;

  dataset = dup_dataset_text (attune_new_job_state_get_dataset (self->state));
  model_title = attune_new_job_state_dup_model_title (self->state);
  model = g_strdup_printf ("%s\n%s", model_title, attune_account_get_name (account));
  settings = dup_settings_text (self->state);
  estimate = attune_new_job_state_dup_estimate_text (self->state);
  privacy = attune_new_job_state_dup_privacy_text (self->state);

  adw_action_row_set_subtitle (self->dataset_row, dataset);
  adw_action_row_set_subtitle (self->model_row, model);
  adw_action_row_set_subtitle (self->settings_row, settings);
  adw_action_row_set_subtitle (self->estimate_row, estimate);
  adw_action_row_set_subtitle (self->privacy_row, privacy);
  gtk_image_set_from_icon_name (self->privacy_icon,
                                attune_account_get_is_local (account) ? "computer-symbolic" : "send-to-symbolic");
}

/* The dialog starts it; the action is one of the page so that the page can disable its button. */
static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "new-job.start", NULL);
}

static void
attune_new_job_review_page_showing (AdwNavigationPage *page)
{
  AttuneNewJobReviewPage *self = ATTUNE_NEW_JOB_REVIEW_PAGE (page);

  update_rows (self);

  ADW_NAVIGATION_PAGE_CLASS (attune_new_job_review_page_parent_class)->showing (page);
}

static void
attune_new_job_review_page_dispose (GObject *object)
{
  AttuneNewJobReviewPage *self = (AttuneNewJobReviewPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_REVIEW_PAGE);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_new_job_review_page_parent_class)->dispose (object);
}

static void
attune_new_job_review_page_class_init (AttuneNewJobReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  object_class->dispose = attune_new_job_review_page_dispose;
  page_class->showing = attune_new_job_review_page_showing;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, dataset_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, estimate_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, model_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, privacy_icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, privacy_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, settings_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobReviewPage, start_spinner);
  gtk_widget_class_install_action (widget_class, "new-job-review.start", NULL, start_action);
}

static void
attune_new_job_review_page_init (AttuneNewJobReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_new_job_review_page_new:
 * @state: what the person has chosen
 *
 * Returns: (transfer floating): the page
 */
AttuneNewJobReviewPage *
attune_new_job_review_page_new (AttuneNewJobState *state)
{
  AttuneNewJobReviewPage *self;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_REVIEW_PAGE, NULL);
  self->state = g_object_ref (state);

  return self;
}

/**
 * attune_new_job_review_page_set_is_starting:
 * @self: the page
 * @is_starting: whether the fine-tune is being stored; nothing can be changed meanwhile
 */
void
attune_new_job_review_page_set_is_starting (AttuneNewJobReviewPage *self,
                                            gboolean                is_starting)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_REVIEW_PAGE (self));

  self->is_starting = !!is_starting;
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !is_starting);
  gtk_widget_set_visible (self->start_spinner, is_starting);
  update_start (self);
}

/**
 * attune_new_job_review_page_show_error:
 * @self: the page
 * @error: why the fine-tune could not be started
 */
void
attune_new_job_review_page_show_error (AttuneNewJobReviewPage *self,
                                       const GError           *error)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_REVIEW_PAGE (self));
  g_return_if_fail (error != NULL);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_message (self, error->message);
}
