/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-dataset-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-new-job-dataset-page.h"

struct _AttuneNewJobDatasetPage
{
  AdwNavigationPage    parent_instance;

  AdwPreferencesGroup *dataset_group;
  GtkStack            *stack;

  AttuneNewJobState   *state;
};

G_DEFINE_FINAL_TYPE (AttuneNewJobDatasetPage, attune_new_job_dataset_page, ADW_TYPE_NAVIGATION_PAGE)

static void
row_activated_cb (AdwActionRow  *row,
                  AttuneDataset *dataset)
{
  AttuneNewJobDatasetPage *self = ATTUNE_NEW_JOB_DATASET_PAGE (
    gtk_widget_get_ancestor (GTK_WIDGET (row), ATTUNE_TYPE_NEW_JOB_DATASET_PAGE));

  attune_new_job_state_set_dataset (self->state, dataset);
  gtk_widget_activate_action (GTK_WIDGET (self), "navigation.push", "s", "model");
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  AttuneDataset *dataset = item;
  GtkWidget *row = adw_action_row_new ();
  guint64 n_training = attune_dataset_get_n_training (dataset);
  guint64 n_examples = n_training + attune_dataset_get_n_validation (dataset);
  g_autofree char *count = attune_format_count (n_examples);
  g_autofree char *date = attune_format_date (attune_dataset_get_created_at (dataset));
  g_autofree char *examples = NULL;
  g_autofree char *subtitle = NULL;

  examples = g_strdup_printf (ngettext ("%s example", "%s examples", (gulong)MIN (n_examples, G_MAXULONG)), count);
  subtitle = g_strdup_printf ("%s · %s", examples, date);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), attune_dataset_get_name (dataset));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), dataset, 0);

  return row;
}

static void
update_stack (AttuneNewJobDatasetPage *self,
              guint                    position,
              guint                    removed,
              guint                    added,
              GListModel              *datasets)
{
  gboolean is_empty = g_list_model_get_n_items (datasets) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
}

static void
attune_new_job_dataset_page_dispose (GObject *object)
{
  AttuneNewJobDatasetPage *self = (AttuneNewJobDatasetPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_DATASET_PAGE);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_new_job_dataset_page_parent_class)->dispose (object);
}

static void
attune_new_job_dataset_page_class_init (AttuneNewJobDatasetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_new_job_dataset_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-dataset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, dataset_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, stack);
}

static void
attune_new_job_dataset_page_init (AttuneNewJobDatasetPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_new_job_dataset_page_new:
 * @state: what the person has chosen so far
 *
 * Returns: (transfer floating): the page
 */
AttuneNewJobDatasetPage *
attune_new_job_dataset_page_new (AttuneNewJobState *state)
{
  AttuneNewJobDatasetPage *self;
  GListModel *datasets;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (state), NULL);

  self = g_object_new (ATTUNE_TYPE_NEW_JOB_DATASET_PAGE, NULL);
  self->state = g_object_ref (state);

  datasets = attune_workspace_get_datasets (attune_new_job_state_get_workspace (state));
  adw_preferences_group_bind_model (self->dataset_group, datasets, create_row, NULL, NULL);
  g_signal_connect_object (datasets, "items-changed", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  update_stack (self, 0, 0, 0, datasets);

  return self;
}
