/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-new-job-dataset-page.h"
#include "attune-new-job-dialog.h"
#include "attune-new-job-model-page.h"
#include "attune-new-job-review-page.h"
#include "attune-new-job-settings-page.h"
#include "attune-new-job-state.h"
#include "attune-weak-ref.h"

struct _AttuneNewJobDialog
{
  AdwDialog                parent_instance;

  AdwNavigationView       *navigation;
  AttuneNewJobReviewPage  *review_page;

  AttuneNewJobState       *state;
};

G_DEFINE_FINAL_TYPE (AttuneNewJobDialog, attune_new_job_dialog, ADW_TYPE_DIALOG)

static void
set_is_starting (AttuneNewJobDialog *self,
                 gboolean            is_starting)
{
  adw_dialog_set_can_close (ADW_DIALOG (self), !is_starting);
  attune_new_job_review_page_set_is_starting (self->review_page, is_starting);
}

static DexFuture *
started_cb (DexFuture *completed,
            gpointer   user_data)
{
  g_autoptr(AttuneNewJobDialog) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->navigation == NULL)
    return dex_future_new_true ();

  set_is_starting (self, FALSE);

  if ((value = dex_future_get_value (completed, &error)) == NULL)
    {
      attune_new_job_review_page_show_error (self->review_page, error);
      return dex_future_new_true ();
    }

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-job", "s",
                              attune_job_get_id (g_value_get_object (value)));
  adw_dialog_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

static void
start_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AttuneNewJobDialog *self = ATTUNE_NEW_JOB_DIALOG (widget);
  g_autoptr(AttuneJobRequest) request = NULL;
  DexFuture *starting;

  if (!attune_new_job_state_get_can_start (self->state))
    return;

  request = attune_new_job_state_make_request (self->state);
  attune_new_job_state_remember (self->state);
  set_is_starting (self, TRUE);

  /* A start that is under way is never dropped: the job may be stored already. */
  starting = attune_workspace_start_job (attune_new_job_state_get_workspace (self->state),
                                         attune_new_job_state_get_dataset (self->state),
                                         attune_new_job_state_get_account (self->state),
                                         request);
  dex_future_disown (dex_future_finally (starting, started_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

/* The page behind the dialog answers, so the dialog makes way first. */
static void
leave_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  gtk_widget_activate_action (widget, g_variant_get_string (parameter, NULL), NULL);
  adw_dialog_close (ADW_DIALOG (widget));
}

/* The Enter key in an entry goes on. What may cost something is started by its own button only. */
static void
visible_page_changed_cb (AttuneNewJobDialog *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);
  GtkWidget *next = NULL;

  if (ATTUNE_IS_NEW_JOB_MODEL_PAGE (page))
    next = attune_new_job_model_page_get_default_widget (ATTUNE_NEW_JOB_MODEL_PAGE (page));
  else if (ATTUNE_IS_NEW_JOB_SETTINGS_PAGE (page))
    next = attune_new_job_settings_page_get_default_widget (ATTUNE_NEW_JOB_SETTINGS_PAGE (page));

  adw_dialog_set_default_widget (ADW_DIALOG (self), next);
}

static void
attune_new_job_dialog_dispose (GObject *object)
{
  AttuneNewJobDialog *self = (AttuneNewJobDialog *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_DIALOG);
  self->review_page = NULL;
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_new_job_dialog_parent_class)->dispose (object);
}

static void
attune_new_job_dialog_class_init (AttuneNewJobDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_new_job_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDialog, navigation);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_changed_cb);
  gtk_widget_class_install_action (widget_class, "new-job.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "new-job.leave", "s", leave_action);
}

static void
attune_new_job_dialog_init (AttuneNewJobDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_page (AttuneNewJobDialog *self,
          GtkWidget          *page)
{
  adw_navigation_view_add (self->navigation, ADW_NAVIGATION_PAGE (page));
}

static void
add_pages (AttuneNewJobDialog *self)
{
  static const char * const chosen[] = { "dataset", "model" };
  gboolean has_dataset = attune_new_job_state_get_dataset (self->state) != NULL;

  self->review_page = attune_new_job_review_page_new (self->state);
  add_page (self, GTK_WIDGET (attune_new_job_dataset_page_new (self->state)));
  add_page (self, GTK_WIDGET (attune_new_job_model_page_new (self->state)));
  add_page (self, GTK_WIDGET (attune_new_job_settings_page_new (self->state)));
  add_page (self, GTK_WIDGET (self->review_page));

  /* Who comes from a dataset can go back to what it is checked with. */
  if (has_dataset)
    adw_navigation_view_replace_with_tags (self->navigation, chosen, G_N_ELEMENTS (chosen));
}

/**
 * attune_new_job_dialog_new:
 * @workspace: where accounts, models and datasets are
 * @dataset: (nullable): what to learn from; the dialog asks when it is %NULL
 *
 * Returns: (transfer floating): the dialog
 */
AttuneNewJobDialog *
attune_new_job_dialog_new (AttuneWorkspace *workspace,
                           AttuneDataset   *dataset)
{
  AttuneNewJobDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (dataset == NULL || ATTUNE_IS_DATASET (dataset), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_DIALOG, NULL);
  self->state = attune_new_job_state_new (workspace, dataset);
  add_pages (self);

  return self;
}

/**
 * attune_new_job_dialog_new_again:
 * @workspace: where accounts, models and datasets are
 * @job: an earlier fine-tune
 *
 * Returns: (transfer floating): the dialog with the choices of @job in it
 */
AttuneNewJobDialog *
attune_new_job_dialog_new_again (AttuneWorkspace *workspace,
                                 AttuneJob       *job)
{
  AttuneNewJobDialog *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_DIALOG, NULL);
  self->state = attune_new_job_state_new (workspace, NULL);
  attune_new_job_state_copy_job (self->state, job);
  add_pages (self);

  return self;
}
