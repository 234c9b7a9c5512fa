/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-page"

#include "config.h"

#include "attune-dataset-actions.h"
#include "attune-dataset-page-private.h"

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_DATASET,
  PROP_SHOWS_CONVERSATION,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneDatasetPage, attune_dataset_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

static void
update_dataset (AttuneDatasetPage *self)
{
  gboolean has_validation = attune_dataset_get_validation_path (self->dataset) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->part_group), has_validation);
}

/* --- What is shown --- */

/**
 * attune_dataset_page_update_query:
 * @self: a page
 *
 * Shows the rows that are asked for: by the search, the filter, and the order.
 */
void
attune_dataset_page_update_query (AttuneDatasetPage *self)
{
  AttuneExampleQuery query = { 0 };
  gboolean is_searching = gtk_search_bar_get_search_mode (self->search_bar);

  if (self->list == NULL)
    return;

  query.text = (char *)(is_searching ? gtk_editable_get_text (self->search_entry) : "");
  query.is_regex = gtk_toggle_button_get_active (self->regex_button);
  query.filter = attune_example_filter_get_selected (self->filter, &query.issue);
  query.order = attune_example_table_get_order (self->table, &query.is_descending);
  attune_example_list_set_query (self->list, &query);
  attune_dataset_page_update_counts (self);
}

static void
update_rows_stack (AttuneDatasetPage *self)
{
  gboolean is_empty = self->list != NULL &&
                      !attune_example_list_get_searching (self->list) &&
                      attune_example_list_get_problem (self->list) == NULL &&
                      g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;

  gtk_stack_set_visible_child_name (self->rows_stack, is_empty ? "nothing" : "rows");
}

static void
selection_changed_cb (AttuneDatasetPage *self)
{
  g_autoptr(AttuneRowSet) rows = NULL;
  guint n_rows;

  attune_dataset_page_update_edit_actions (self);

  if (self->list == NULL)
    return;

  rows = attune_example_table_dup_selected (self->table);
  n_rows = attune_row_set_get_n_rows (rows);

  if (n_rows == 0)
    attune_example_pane_show_none (self->pane);
  else if (n_rows == 1)
    attune_example_pane_show_row (self->pane, self->list, attune_row_set_get_first (rows));
  else
    attune_example_pane_show_many (self->pane, n_rows);
}

static void
items_changed_cb (AttuneDatasetPage *self)
{
  attune_dataset_page_update_counts (self);
  update_rows_stack (self);
  selection_changed_cb (self);
}

/* The first conversation is there to be read where there is room for it. */
static void
select_first (AttuneDatasetPage *self)
{
  g_autoptr(AttuneRowSet) rows = attune_example_table_dup_selected (self->table);

  if (attune_row_set_get_n_rows (rows) == 0 &&
      !adw_overlay_split_view_get_collapsed (self->split_view))
    attune_example_table_select_first (self->table);
}

static void
searching_cb (AttuneDatasetPage *self)
{
  attune_dataset_page_update_counts (self);
  update_rows_stack (self);

  if (attune_example_list_get_searching (self->list))
    return;

  select_first (self);
  attune_dataset_page_announce_counts (self);
}

static void
problem_cb (AttuneDatasetPage *self)
{
  const char *problem = attune_example_list_get_problem (self->list);

  gtk_label_set_text (self->search_problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->search_problem), problem != NULL);
  attune_dataset_page_update_counts (self);
  update_rows_stack (self);
}

static void
edited_cb (AttuneDatasetPage *self)
{
  self->is_edited = TRUE;

  /* By a toast, or by what was left in the editor: nobody is here who could leave. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    attune_dataset_page_measure (self);

  attune_dataset_page_update_counts (self);
  attune_dataset_page_check (self);
  attune_dataset_page_update_edit_actions (self);
}

/* Where the keys of the page work: the rows, or on a phone the example that hides them. */
static void
focus_shown (AttuneDatasetPage *self)
{
  gboolean is_covered = adw_overlay_split_view_get_collapsed (self->split_view) &&
                        adw_overlay_split_view_get_show_sidebar (self->split_view);

  if (is_covered)
    gtk_widget_child_focus (GTK_WIDGET (self->pane), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
is_editing_cb (AttuneDatasetPage *self)
{
  gboolean is_editing = attune_example_pane_get_is_editing (self->pane);

  /* Going back is not a way to say whether what was written is wanted. */
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !is_editing);
  attune_dataset_page_update_edit_actions (self);

  /* The editor is gone, and the keyboard with it, unless there is another place for it. */
  if (!is_editing && gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_shown (self);
}

static void
row_activated_cb (AttuneDatasetPage *self)
{
  /* Where there is room, the conversation is there already. */
  if (adw_overlay_split_view_get_show_sidebar (self->split_view))
    gtk_widget_activate_action (GTK_WIDGET (self), "dataset.edit-example", NULL);
  else
    adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
}

static void
order_changed_cb (AttuneDatasetPage *self)
{
  gboolean is_descending;
  AttuneRowsOrder order;

  /* A table that goes away takes its order with it, which is nobody's choice. */
  if (self->list == NULL)
    return;

  order = attune_example_table_get_order (self->table, &is_descending);
  g_settings_set_string (self->settings, "dataset-order",
                         order == ATTUNE_ROWS_BY_SIZE ? "size" : "number");
  g_settings_set_boolean (self->settings, "dataset-order-descending", is_descending);
  attune_dataset_page_update_query (self);
}

static void
search_changed_cb (AttuneDatasetPage *self)
{
  attune_dataset_page_update_query (self);
}

/* Who has found an example, and ends the search, stays at it. */
static void
search_mode_cb (AttuneDatasetPage *self)
{
  gboolean is_searching = gtk_search_bar_get_search_mode (self->search_bar);
  g_autoptr(AttuneRowSet) rows = NULL;

  if (self->list == NULL)
    return;

  rows = attune_example_table_dup_selected (self->table);
  attune_dataset_page_update_query (self);

  if (is_searching)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
      return;
    }

  if (attune_row_set_get_n_rows (rows) == 1)
    attune_example_table_select (self->table, attune_row_set_get_first (rows));

  focus_shown (self);
}

/* From what is looked for to what was found. */
static void
search_activated_cb (AttuneDatasetPage *self)
{
  select_first (self);
  focus_shown (self);
}

static void
stop_search_cb (AttuneDatasetPage *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
filter_changed_cb (AttuneDatasetPage *self)
{
  attune_dataset_page_update_query (self);
}

static void
show_all_cb (AttuneDatasetPage *self)
{
  gtk_editable_set_text (self->search_entry, "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  attune_example_filter_show_all (self->filter);
}

static void
show_row_cb (AttuneDatasetPage *self,
             guint              row)
{
  show_all_cb (self);
  attune_dataset_page_update_query (self);
  adw_view_stack_set_visible_child_name (self->view_stack, "examples");
  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
  attune_example_table_select (self->table, row);
}

/* What the store has was estimated; it is counted when the page is left. */
static void
list_fetched_cb (AttuneDatasetPage *self)
{
  self->is_edited = TRUE;
}

static void
view_changed_cb (AttuneDatasetPage *self)
{
  gboolean is_examples = g_strcmp0 (adw_view_stack_get_visible_child_name (self->view_stack),
                                    "examples") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->filter), is_examples);
}

static void
dismiss_notice_cb (AttuneDatasetPage *self)
{
  adw_banner_set_revealed (self->notice_banner, FALSE);
}

static void
stop_load_cb (AttuneDatasetPage *self)
{
  attune_dataset_page_cancel_load (self);
  gtk_stack_set_visible_child_name (self->stack, "stopped");
}

static void
part_changed_cb (AttuneDatasetPage *self)
{
  if (self->dataset != NULL)
    attune_dataset_page_load (self);
}

/* What is still being written is measured when it is, see edited_cb(). */
static void
unmap_cb (AttuneDatasetPage *self)
{
  if (self->is_edited)
    attune_dataset_page_measure (self);
}

static void
files_changed_cb (AttuneDatasetPage *self)
{
  self->is_edited = FALSE;
  attune_dataset_page_load (self);
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
fine_tune_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  attune_dataset_page_measure (self);
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

  attune_dataset_actions_export (widget, self->dataset,
                                 attune_dataset_page_shows_validation (self));
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
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  adw_view_stack_set_visible_child_name (self->view_stack, "examples");
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
close_pane_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  adw_overlay_split_view_set_show_sidebar (self->split_view, FALSE);
  focus_shown (self);
}

/* On a phone the way back is from the example to the rows, and only then to the other datasets. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  AttuneDatasetPage *self = ATTUNE_DATASET_PAGE (widget);

  if (!adw_overlay_split_view_get_collapsed (self->split_view) ||
      !adw_overlay_split_view_get_show_sidebar (self->split_view))
    return GDK_EVENT_PROPAGATE;

  close_pane_action (widget, NULL, NULL);

  return GDK_EVENT_STOP;
}

/* Remembered where there is room for both; where there is not, it comes and goes all the time. */
static void
set_shows_conversation (AttuneDatasetPage *self,
                        gboolean           shows_conversation)
{
  if (self->shows_conversation == shows_conversation)
    return;

  self->shows_conversation = shows_conversation;

  if (!adw_overlay_split_view_get_collapsed (self->split_view))
    g_settings_set_boolean (self->settings, "dataset-conversation", shows_conversation);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_CONVERSATION]);
}

static void
attune_dataset_page_constructed (GObject *object)
{
  AttuneDatasetPage *self = (AttuneDatasetPage *)object;

  G_OBJECT_CLASS (attune_dataset_page_parent_class)->constructed (object);

  g_signal_connect_object (attune_workspace_get_datasets (self->workspace), "items-changed",
                           G_CALLBACK (datasets_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dataset, "notify", G_CALLBACK (update_dataset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dataset, "files-changed", G_CALLBACK (files_changed_cb), self, G_CONNECT_SWAPPED);
  attune_dataset_statistics_set_dataset (self->statistics, self->workspace, self->dataset);
  update_dataset (self);
  attune_dataset_page_load (self);
}

static void
attune_dataset_page_dispose (GObject *object)
{
  AttuneDatasetPage *self = (AttuneDatasetPage *)object;

  if (self->workspace != NULL)
    attune_dataset_page_measure (self);

  attune_dataset_page_cancel_load (self);
  attune_dataset_page_stop_check (self);
  g_clear_pointer (&self->file_issues, g_array_unref);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);

  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_DATASET_PAGE);
  g_clear_object (&self->settings);
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

    case PROP_SHOWS_CONVERSATION:
      g_value_set_boolean (value, self->shows_conversation);
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

    case PROP_SHOWS_CONVERSATION:
      set_shows_conversation (self, g_value_get_boolean (value));
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

  properties[PROP_SHOWS_CONVERSATION] =
    g_param_spec_boolean ("shows-conversation", NULL, NULL,
                          FALSE,
                          (G_PARAM_READWRITE |
                           G_PARAM_EXPLICIT_NOTIFY |
                           G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATTUNE_TYPE_DATASET_STATISTICS);
  g_type_ensure (ATTUNE_TYPE_EXAMPLE_FILTER);
  g_type_ensure (ATTUNE_TYPE_EXAMPLE_PANE);
  g_type_ensure (ATTUNE_TYPE_EXAMPLE_TABLE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-dataset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, banner);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, notice_banner);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, regex_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, search_problem);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, part_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, filter);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, counts_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, load_progress);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, view_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, split_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, rows_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, table);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, pane);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetPage, statistics);
  gtk_widget_class_bind_template_callback (widget_class, dismiss_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_load_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_fetched_cb);

  gtk_widget_class_install_action (widget_class, "dataset.fine-tune", NULL, fine_tune_action);
  gtk_widget_class_install_action (widget_class, "dataset.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "dataset.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "dataset.show-file", NULL, show_file_action);
  gtk_widget_class_install_action (widget_class, "dataset.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "dataset.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "dataset.close-pane", NULL, close_pane_action);
  gtk_widget_class_install_property_action (widget_class, "dataset.show-conversation", "shows-conversation");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "dataset.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "dataset.show-conversation", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "dataset.search", NULL);
  attune_dataset_page_install_edit_actions (widget_class);
}

static void
attune_dataset_page_init (AttuneDatasetPage *self)
{
  g_autofree char *order = NULL;

  self->settings = g_settings_new ("io.github.attune.Attune");
  gtk_widget_init_template (GTK_WIDGET (self));

  order = g_settings_get_string (self->settings, "dataset-order");
  attune_example_table_set_order (self->table,
                                  g_str_equal (order, "size") ? ATTUNE_ROWS_BY_SIZE
                                                              : ATTUNE_ROWS_BY_NUMBER,
                                  g_settings_get_boolean (self->settings,
                                                          "dataset-order-descending"));
  g_settings_bind (self->settings, "dataset-search-regex", self->regex_button, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_object_bind_property (self->split_view, "show-sidebar", self, "shows-conversation",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect_swapped (self->pane, "notify::is-editing", G_CALLBACK (is_editing_cb), self);
  g_signal_connect (self, "unmap", G_CALLBACK (unmap_cb), NULL);
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

/**
 * attune_dataset_page_set_list:
 * @self: a page
 * @list: (nullable): the examples to show, or %NULL while there are none
 *
 * Shows @list in the place of what was shown.
 */
void
attune_dataset_page_set_list (AttuneDatasetPage *self,
                              AttuneExampleList *list)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);

  attune_dataset_page_stop_check (self);
  g_clear_pointer (&self->file_issues, g_array_unref);
  g_set_object (&self->list, list);
  attune_example_table_set_list (self->table, list);
  attune_example_pane_show_none (self->pane);
  attune_dataset_statistics_set_list (self->statistics, list);
  attune_example_filter_set_list (self->filter, list);

  if (list != NULL)
    {
      g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "replaced", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "notify::searching", G_CALLBACK (searching_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "notify::problem", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
      attune_dataset_page_update_query (self);
      attune_dataset_page_check (self);
      select_first (self);
    }

  attune_dataset_page_update_counts (self);
  attune_dataset_page_update_edit_actions (self);
}
