/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-dataset-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-new-job-dataset-page.h"
#include "attune-new-job-text.h"

struct _AttuneNewJobDatasetPage
{
  AdwNavigationPage    parent_instance;

  AdwPreferencesGroup *dataset_group;
  GtkWidget           *next_button;
  GtkCheckButton      *none_radio;
  AdwExpanderRow      *other_row;
  GtkCheckButton      *own_radio;
  AdwActionRow        *own_row;
  GtkStack            *stack;
  GtkWidget           *validation_group;

  AttuneNewJobState   *state;
  GtkCheckButton      *radio_group;  /* never shown: with it, a lone choice is a radio button too */
  GPtrArray           *choices;      /* Choice: one for each dataset, to learn from */
  GPtrArray           *others;       /* Choice: the same, to check with */
  gboolean             is_updating;
};

typedef struct
{
  AttuneDataset  *dataset;
  AdwActionRow   *row;
  GtkCheckButton *radio;
} Choice;

G_DEFINE_FINAL_TYPE (AttuneNewJobDatasetPage, attune_new_job_dataset_page, ADW_TYPE_NAVIGATION_PAGE)

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->dataset);
  g_free (choice);
}

static AttuneNewJobDatasetPage *
get_page (GtkCheckButton *radio)
{
  return ATTUNE_NEW_JOB_DATASET_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (radio),
                                                               ATTUNE_TYPE_NEW_JOB_DATASET_PAGE));
}

static void
dataset_toggled_cb (GtkCheckButton *radio,
                    AttuneDataset  *dataset)
{
  AttuneNewJobDatasetPage *self = get_page (radio);

  if (self != NULL && !self->is_updating && gtk_check_button_get_active (radio))
    attune_new_job_state_set_dataset (self->state, dataset);
}

static void
other_toggled_cb (GtkCheckButton *radio,
                  AttuneDataset  *dataset)
{
  AttuneNewJobDatasetPage *self = get_page (radio);

  if (self != NULL && !self->is_updating && gtk_check_button_get_active (radio))
    attune_new_job_state_set_validation (self->state, attune_dataset_get_id (dataset));
}

static void
validation_toggled_cb (AttuneNewJobDatasetPage *self,
                       GtkCheckButton          *radio)
{
  if (self->is_updating || !gtk_check_button_get_active (radio))
    return;

  attune_new_job_state_set_validation (self->state,
                                       radio == self->none_radio ? ATTUNE_NO_VALIDATION : NULL);
}

static Choice *
choice_new (AttuneDataset  *dataset,
            GtkCheckButton *group,
            GCallback       toggled)
{
  Choice *choice = g_new0 (Choice, 1);
  const char *name = attune_dataset_get_name (dataset);

  choice->dataset = g_object_ref (dataset);
  choice->row = ADW_ACTION_ROW (adw_action_row_new ());
  choice->radio = GTK_CHECK_BUTTON (gtk_check_button_new ());

  gtk_check_button_set_group (choice->radio, group);
  gtk_widget_set_valign (GTK_WIDGET (choice->radio), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice->radio),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (choice->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice->row), name);
  adw_action_row_add_prefix (choice->row, GTK_WIDGET (choice->radio));
  adw_action_row_set_activatable_widget (choice->row, GTK_WIDGET (choice->radio));
  g_signal_connect_object (choice->radio, "toggled", toggled, dataset, 0);

  return choice;
}

static char *
dup_subtitle (AttuneNewJobDatasetPage *self,
              AttuneDataset           *dataset)
{
  g_autofree char *examples = attune_new_job_text_dup_dataset (dataset);
  g_autofree char *date = attune_format_date (attune_dataset_get_created_at (dataset));
  int kind = attune_new_job_state_get_kind (self->state, dataset);
  g_autofree char *kind_text = attune_new_job_text_dup_kind (kind);

  if (kind_text == NULL)
    return g_strdup_printf ("%s · %s", examples, date);

  return g_strdup_printf ("%s · %s · %s", examples, kind_text, date);
}

/* Why the training cannot be checked with a dataset, or NULL. */
static const char *
get_other_problem (AttuneNewJobDatasetPage *self,
                   AttuneDataset           *other)
{
  AttuneDataset *dataset = attune_new_job_state_get_dataset (self->state);
  int kind = attune_new_job_state_get_kind (self->state, dataset);
  int other_kind = attune_new_job_state_get_kind (self->state, other);

  if (dataset == NULL || other == dataset)
    return _("The model learns from this one.");

  if (kind != ATTUNE_KIND_UNKNOWN && other_kind != ATTUNE_KIND_UNKNOWN && kind != other_kind)
    return _("Its examples are of another kind.");

  return NULL;
}

static void
update_other (AttuneNewJobDatasetPage *self,
              Choice                  *choice,
              const char              *chosen)
{
  const char *problem = get_other_problem (self, choice->dataset);
  g_autofree char *subtitle = problem != NULL ? g_strdup (problem)
                                              : dup_subtitle (self, choice->dataset);

  adw_action_row_set_subtitle (choice->row, subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (choice->row), problem == NULL);

  if (g_strcmp0 (chosen, attune_dataset_get_id (choice->dataset)) == 0)
    gtk_check_button_set_active (choice->radio, TRUE);
}

static void
update_validation (AttuneNewJobDatasetPage *self)
{
  AttuneDataset *dataset = attune_new_job_state_get_dataset (self->state);
  const char *chosen = attune_new_job_state_get_validation (self->state);
  guint64 n_aside = dataset != NULL ? attune_dataset_get_n_validation (dataset) : 0;
  g_autofree char *validation = NULL;
  gboolean is_other = chosen != NULL && !g_str_equal (chosen, ATTUNE_NO_VALIDATION);

  gtk_widget_set_sensitive (GTK_WIDGET (self->own_row), n_aside > 0);

  if (n_aside > 0)
    {
      g_autofree char *count = attune_format_count (n_aside);
      g_autofree char *examples = g_strdup_printf (ngettext ("%s example", "%s examples",
                                                             (gulong)MIN (n_aside, G_MAXULONG)),
                                                   count);

      adw_action_row_set_subtitle (self->own_row, examples);
    }
  else
    {
      adw_action_row_set_subtitle (self->own_row, _("It was imported without a part to keep aside."));
    }

  for (guint i = 0; i < self->others->len; i++)
    update_other (self, self->others->pdata[i], chosen);

  if (!is_other)
    gtk_check_button_set_active (chosen == NULL && n_aside > 0 ? self->own_radio
                                                               : self->none_radio, TRUE);
  else if (dataset != NULL)
    validation = attune_new_job_text_dup_validation (self->state);

  adw_expander_row_set_subtitle (self->other_row, validation != NULL ? validation : "");
  gtk_widget_set_visible (GTK_WIDGET (self->other_row), self->others->len > 1);
}

static void
state_changed_cb (AttuneNewJobDatasetPage *self)
{
  AttuneDataset *dataset = attune_new_job_state_get_dataset (self->state);

  self->is_updating = TRUE;

  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = self->choices->pdata[i];
      g_autofree char *subtitle = dup_subtitle (self, choice->dataset);

      adw_action_row_set_subtitle (choice->row, subtitle);

      if (choice->dataset == dataset)
        gtk_check_button_set_active (choice->radio, TRUE);
    }

  update_validation (self);
  self->is_updating = FALSE;

  gtk_widget_set_visible (self->validation_group, dataset != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-job-dataset.next", dataset != NULL);
}

static void
clear_rows (AttuneNewJobDatasetPage *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = self->choices->pdata[i];
      Choice *other = self->others->pdata[i];

      adw_preferences_group_remove (self->dataset_group, GTK_WIDGET (choice->row));
      adw_expander_row_remove (self->other_row, GTK_WIDGET (other->row));
    }

  g_ptr_array_set_size (self->choices, 0);
  g_ptr_array_set_size (self->others, 0);
}

static void
rebuild_rows (AttuneNewJobDatasetPage *self)
{
  AttuneWorkspace *workspace = attune_new_job_state_get_workspace (self->state);
  GListModel *datasets = attune_workspace_get_datasets (workspace);
  guint n_datasets = g_list_model_get_n_items (datasets);

  clear_rows (self);

  for (guint i = 0; i < n_datasets; i++)
    {
      g_autoptr(AttuneDataset) dataset = g_list_model_get_item (datasets, i);
      Choice *choice = choice_new (dataset, self->radio_group, G_CALLBACK (dataset_toggled_cb));
      Choice *other = choice_new (dataset, self->own_radio, G_CALLBACK (other_toggled_cb));

      adw_preferences_group_add (self->dataset_group, GTK_WIDGET (choice->row));
      adw_expander_row_add_row (self->other_row, GTK_WIDGET (other->row));
      g_ptr_array_add (self->choices, choice);
      g_ptr_array_add (self->others, other);
    }

  /* Where there is one only, there is nothing to choose. */
  if (n_datasets == 1 && attune_new_job_state_get_dataset (self->state) == NULL)
    attune_new_job_state_set_dataset (self->state, ((Choice *)self->choices->pdata[0])->dataset);

  gtk_stack_set_visible_child_name (self->stack, n_datasets == 0 ? "empty" : "list");
  gtk_widget_set_visible (self->next_button, n_datasets > 0);
  state_changed_cb (self);
}

static void
next_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "navigation.push", "s", "model");
}

static void
attune_new_job_dataset_page_dispose (GObject *object)
{
  AttuneNewJobDatasetPage *self = (AttuneNewJobDatasetPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_NEW_JOB_DATASET_PAGE);
  g_ptr_array_set_size (self->choices, 0);
  g_ptr_array_set_size (self->others, 0);
  g_clear_object (&self->radio_group);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_new_job_dataset_page_parent_class)->dispose (object);
}

static void
attune_new_job_dataset_page_finalize (GObject *object)
{
  AttuneNewJobDatasetPage *self = (AttuneNewJobDatasetPage *)object;

  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->others);

  G_OBJECT_CLASS (attune_new_job_dataset_page_parent_class)->finalize (object);
}

static void
attune_new_job_dataset_page_class_init (AttuneNewJobDatasetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_new_job_dataset_page_dispose;
  object_class->finalize = attune_new_job_dataset_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-new-job-dataset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, dataset_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, next_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, none_radio);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, other_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, own_radio);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, own_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneNewJobDatasetPage, validation_group);
  gtk_widget_class_install_action (widget_class, "new-job-dataset.next", NULL, next_action);
}

static void
attune_new_job_dataset_page_init (AttuneNewJobDatasetPage *self)
{
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  self->others = g_ptr_array_new_with_free_func (choice_free);
  self->radio_group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
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
  g_signal_connect_object (datasets, "items-changed", G_CALLBACK (rebuild_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->own_radio, "toggled", G_CALLBACK (validation_toggled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->none_radio, "toggled", G_CALLBACK (validation_toggled_cb), self, G_CONNECT_SWAPPED);
  rebuild_rows (self);

  return self;
}
