/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-weak-ref.h"

#include "attune-dataset-actions.h"
#include "attune-dataset-page.h"
#include "attune-example-list.h"
#include "attune-example-view.h"

struct _AttuneDatasetPage
{
  AdwNavigationPage  parent_instance;

  AttuneWorkspace   *workspace;
  AttuneDataset     *dataset;
  DexFuture         *load;
  GCancellable      *cancellable;

  AdwBanner         *banner;
  GtkLabel          *training_fact;
  GtkWidget         *validation_fact_box;
  GtkLabel          *validation_fact;
  GtkLabel          *size_fact;
  GtkLabel          *source_fact;
  GtkLabel          *date_fact;
  AdwToggleGroup    *part_group;
  GtkStack          *stack;
  AdwStatusPage     *problem_page;
  GtkNoSelection    *selection;
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_DATASET,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneDatasetPage, attune_dataset_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

static gboolean
shows_validation (AttuneDatasetPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->part_group), "validation") == 0;
}

static void
set_count (GtkLabel *label,
           guint64   count)
{
  g_autofree char *text = attune_format_count (count);

  gtk_label_set_text (label, text);
}

static void
update_facts (AttuneDatasetPage *self)
{
  gboolean has_validation = attune_dataset_get_validation_path (self->dataset) != NULL;
  const char *source = attune_dataset_get_source_name (self->dataset);
  g_autofree char *size = g_format_size (attune_dataset_get_size (self->dataset));
  g_autofree char *date = attune_format_date (attune_dataset_get_created_at (self->dataset));

  set_count (self->training_fact, attune_dataset_get_n_training (self->dataset));
  set_count (self->validation_fact, attune_dataset_get_n_validation (self->dataset));
  gtk_label_set_text (self->size_fact, size);
  gtk_label_set_text (self->source_fact, source != NULL ? source : "");
  gtk_label_set_text (self->date_fact, date);

  gtk_widget_set_visible (self->validation_fact_box, has_validation);
  gtk_widget_set_visible (GTK_WIDGET (self->part_group), has_validation);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.export-validation", has_validation);
}

static void
show_problem (AttuneDatasetPage *self,
              const GError      *error)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  text = g_strdup_printf (_("%s\n\nThe dataset keeps its own copy of the examples, which is missing or damaged. "
                            "Import the original file again to go on."),
                          error->message);

  /* A status page reads its description as markup. */
  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->problem_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
show_examples (AttuneDatasetPage *self,
               AttuneExampleFile *file)
{
  g_autoptr(AttuneExampleList) list = attune_example_list_new (file);
  guint64 n_expected = shows_validation (self) ? attune_dataset_get_n_validation (self->dataset)
                                               : attune_dataset_get_n_training (self->dataset);

  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (list));
  adw_banner_set_revealed (self->banner, attune_example_file_get_n_examples (file) != n_expected);
  gtk_stack_set_visible_child_name (self->stack, "examples");
}

static DexFuture *
opened_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneDatasetPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value;

  if (self == NULL || self->stack == NULL)
    return NULL;

  value = dex_future_get_value (completed, &error);

  if (value != NULL)
    show_examples (self, g_value_get_object (value));
  else
    show_problem (self, error);

  return NULL;
}

/* Belongs to the thread, which outlives its future when that is dropped. */
typedef struct
{
  char         *path;
  GCancellable *cancellable;
} Open;

static void
open_free (Open *open)
{
  g_clear_object (&open->cancellable);
  g_free (open->path);
  g_free (open);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Open, open_free)

static DexFuture *
open_thread (gpointer user_data)
{
  g_autoptr(Open) open = user_data;
  AttuneExampleFile *file;
  g_autoptr(GError) error = NULL;

  if (!(file = attune_example_file_open (open->path, open->cancellable, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (file);
}

static void
cancel_load (AttuneDatasetPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->load);
}

static void
load (AttuneDatasetPage *self)
{
  const char *path = shows_validation (self) ? attune_dataset_get_validation_path (self->dataset)
                                             : attune_dataset_get_training_path (self->dataset);
  Open *open = g_new0 (Open, 1);

  cancel_load (self);
  gtk_no_selection_set_model (self->selection, NULL);
  gtk_stack_set_visible_child_name (self->stack, "loading");

  self->cancellable = g_cancellable_new ();
  open->path = g_strdup (path);
  open->cancellable = g_object_ref (self->cancellable);
  self->load = dex_future_finally (dex_thread_spawn ("attune-examples", open_thread, open, NULL),
                                   opened_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

static void
part_changed_cb (AttuneDatasetPage *self)
{
  if (self->dataset != NULL)
    load (self);
}

static void
datasets_changed_cb (AttuneDatasetPage *self)
{
  AdwNavigationPage *page = ADW_NAVIGATION_PAGE (self);
  const char *id = attune_dataset_get_id (self->dataset);
  AdwNavigationView *view;

  if (attune_workspace_find_dataset (self->workspace, id) != NULL)
    return;

  view = (AdwNavigationView *)gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  if (view != NULL && adw_navigation_view_get_visible_page (view) == page)
    adw_navigation_view_pop (view);
}

static void
setup_cb (AttuneDatasetPage *self,
          GtkListItem       *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (number), 0);
  gtk_widget_add_css_class (number, "caption");
  gtk_widget_add_css_class (number, "dimmed");
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);

  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), attune_example_view_new ());
  gtk_list_item_set_child (list_item, box);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (AttuneDatasetPage *self,
         GtkListItem       *list_item)
{
  AttuneExampleItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  AttuneExampleView *view = ATTUNE_EXAMPLE_VIEW (gtk_widget_get_last_child (box));
  g_autofree char *number = attune_format_count (attune_example_item_get_position (item) + 1);
  /* Translators: %s is the place of an example in its dataset, from 1. */
  g_autofree char *title = g_strdup_printf (_("Example %s"), number);
  g_autoptr(GError) error = NULL;
  AttuneExample *example;

  example = attune_example_item_get_example (item, &error);
  attune_example_view_set_problem (view, error != NULL ? error->message : NULL);
  attune_example_view_set_example (view, example);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), title);
  gtk_list_item_set_accessible_label (list_item, title);
}

static void
unbind_cb (AttuneDatasetPage *self,
           GtkListItem       *list_item)
{
  GtkWidget *box = gtk_list_item_get_child (list_item);
  AttuneExampleView *view = ATTUNE_EXAMPLE_VIEW (gtk_widget_get_last_child (box));

  attune_example_view_set_example (view, NULL);
  attune_example_view_set_problem (view, NULL);
}

static void
fine_tune_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  gtk_widget_activate_action (widget, "win.new-fine-tune", "s", attune_dataset_get_id (self->dataset));
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  attune_dataset_actions_rename (widget, self->workspace, self->dataset);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  attune_dataset_actions_export (widget, self->dataset, g_str_equal (action_name, "dataset.export-validation"));
}

static void
show_file_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  attune_dataset_actions_show_file (widget, ATTUNE_DATASET_PAGE (widget)->dataset);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);
  GtkWidget *view = gtk_widget_get_ancestor (widget, ADW_TYPE_NAVIGATION_VIEW);

  /* This page goes away with its dataset; what is said about it comes from what stays. */
  attune_dataset_actions_delete (view != NULL ? view : widget, self->workspace, self->dataset);
}

static void
attune_dataset_page_constructed (GObject *object)
{
  AttuneDatasetPage *self = (AttuneDatasetPage *)object;

  G_OBJECT_CLASS (attune_dataset_page_parent_class)->constructed (object);

  g_signal_connect_object (attune_workspace_get_datasets (self->workspace), "items-changed",
                           G_CALLBACK (datasets_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dataset, "notify", G_CALLBACK (update_facts), self, G_CONNECT_SWAPPED);
  update_facts (self);
  load (self);
}

static void
attune_dataset_page_dispose (GObject *object)
{
  AttuneDatasetPage *self = (AttuneDatasetPage *)object;

  cancel_load (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_DATASET_PAGE);
  g_clear_object (&self->dataset);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_dataset_page_parent_class)->dispose (object);
}

static void
attune_dataset_page_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;

    case PROP_DATASET:
      g_value_set_object (value, self->dataset);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_dataset_page_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    case PROP_DATASET:
      self->dataset = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_dataset_page_class_init (AttuneDatasetPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_dataset_page_constructed;
  object_class->dispose = attune_dataset_page_dispose;
  object_class->get_property = attune_dataset_page_get_property;
  object_class->set_property = attune_dataset_page_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL,
                         ATTUNE_TYPE_WORKSPACE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_DATASET] =
    g_param_spec_object ("dataset", NULL, NULL,
                         ATTUNE_TYPE_DATASET,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-dataset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, banner);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, training_fact);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, validation_fact_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, validation_fact);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, size_fact);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, source_fact);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, date_fact);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, part_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, part_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);

  gtk_widget_class_install_action (widget_class, "dataset.fine-tune", NULL, fine_tune_action);
  gtk_widget_class_install_action (widget_class, "dataset.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "dataset.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "dataset.export-validation", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "dataset.show-file", NULL, show_file_action);
  gtk_widget_class_install_action (widget_class, "dataset.delete", NULL, delete_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "dataset.rename", NULL);
}

static void
attune_dataset_page_init (AttuneDatasetPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneDatasetPage *
attune_dataset_page_new (AttuneWorkspace *workspace,
                         AttuneDataset   *dataset)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_DATASET (dataset), NULL);

  return g_object_new (ATTUNE_TYPE_DATASET_PAGE,
                       "workspace", workspace,
                       "dataset", dataset,
                       NULL);
}

AttuneDataset *
attune_dataset_page_get_dataset (AttuneDatasetPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET_PAGE (self), NULL);

  return self->dataset;
}
