/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-datasets-page"

#include "config.h"

#include "attune-dataset-actions.h"
#include "attune-dataset-item.h"
#include "attune-datasets-page.h"

#define NAME_BINDING "attune-name-binding"

struct _AttuneDatasetsPage
{
  AdwNavigationPage   parent_instance;

  AttuneWorkspace    *workspace;

  GtkSearchBar       *search_bar;
  GtkWidget          *search_button;
  GtkEditable        *search_entry;
  GtkStack           *stack;
  GtkWidget          *list_view;
  GtkFilterListModel *filter_model;
  GtkStringFilter    *filter;
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneDatasetsPage, attune_datasets_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

/* What the keys of this page act on. The focus is on the row itself, or on a button inside it. */
static AttuneDataset *
get_focused (AttuneDatasetsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *item;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->list_view))
    return NULL;

  item = gtk_widget_get_first_child (focus);

  if (!ATTUNE_IS_DATASET_ITEM (item))
    item = gtk_widget_get_ancestor (focus, ATTUNE_TYPE_DATASET_ITEM);

  return item != NULL ? attune_dataset_item_get_dataset (ATTUNE_DATASET_ITEM (item)) : NULL;
}

static void
update_stack (AttuneDatasetsPage *self)
{
  GListModel *all = gtk_filter_list_model_get_model (self->filter_model);
  gboolean has_any = all != NULL && g_list_model_get_n_items (all) > 0;
  gboolean has_found = g_list_model_get_n_items (G_LIST_MODEL (self->filter_model)) > 0;

  if (!has_any)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);

  gtk_widget_set_visible (self->search_button, has_any);
  gtk_search_bar_set_key_capture_widget (self->search_bar, has_any ? GTK_WIDGET (self) : NULL);
  gtk_stack_set_visible_child_name (self->stack, !has_any ? "empty" : has_found ? "list" : "nothing-found");
}

static void
search_changed_cb (AttuneDatasetsPage *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (self->search_entry));
}

static void
activate_cb (AttuneDatasetsPage *self,
             guint               position)
{
  g_autoptr(AttuneDataset) dataset = NULL;

  dataset = g_list_model_get_item (G_LIST_MODEL (self->filter_model), position);

  if (dataset != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-dataset", "s", attune_dataset_get_id (dataset));
}

static void
setup_cb (AttuneDatasetsPage *self,
          GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, attune_dataset_item_new (self->workspace));
}

static void
bind_cb (AttuneDatasetsPage *self,
         GtkListItem        *list_item)
{
  AttuneDatasetItem *item = ATTUNE_DATASET_ITEM (gtk_list_item_get_child (list_item));
  AttuneDataset *dataset = gtk_list_item_get_item (list_item);
  g_autofree char *summary = attune_dataset_dup_summary (dataset);
  GBinding *binding;

  attune_dataset_item_set_dataset (item, dataset);
  gtk_list_item_set_accessible_description (list_item, summary);

  /* A row is not bound anew when its dataset is renamed. */
  binding = g_object_bind_property (dataset, "name",
                                    list_item, "accessible-label",
                                    G_BINDING_SYNC_CREATE);
  g_object_set_data (G_OBJECT (list_item), NAME_BINDING, binding);
}

static void
unbind_cb (AttuneDatasetsPage *self,
           GtkListItem        *list_item)
{
  GBinding *binding = g_object_steal_data (G_OBJECT (list_item), NAME_BINDING);

  g_binding_unbind (binding);
  attune_dataset_item_set_dataset (ATTUNE_DATASET_ITEM (gtk_list_item_get_child (list_item)), NULL);
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetsPage *self = ATTUNE_DATASETS_PAGE (widget);
  AttuneDataset *dataset = get_focused (self);

  if (dataset != NULL)
    attune_dataset_actions_rename (widget, self->workspace, dataset);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetsPage *self = ATTUNE_DATASETS_PAGE (widget);
  AttuneDataset *dataset = get_focused (self);

  if (dataset != NULL)
    attune_dataset_actions_delete (widget, self->workspace, dataset);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetsPage *self = ATTUNE_DATASETS_PAGE (widget);

  if (gtk_widget_get_visible (self->search_button))
    gtk_search_bar_set_search_mode (self->search_bar, TRUE);
}

static void
attune_datasets_page_constructed (GObject *object)
{
  AttuneDatasetsPage *self = (AttuneDatasetsPage *)object;

  GListModel *datasets = attune_workspace_get_datasets (self->workspace);

  G_OBJECT_CLASS (attune_datasets_page_parent_class)->constructed (object);

  gtk_filter_list_model_set_model (self->filter_model, datasets);
  g_signal_connect_object (self->filter_model, "notify::n-items", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (datasets, "items-changed",
                           G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  update_stack (self);
}

static void
attune_datasets_page_dispose (GObject *object)
{
  AttuneDatasetsPage *self = (AttuneDatasetsPage *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_DATASETS_PAGE);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_datasets_page_parent_class)->dispose (object);
}

static void
attune_datasets_page_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  AttuneDatasetsPage *self = ATTUNE_DATASETS_PAGE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_datasets_page_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  AttuneDatasetsPage *self = ATTUNE_DATASETS_PAGE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_datasets_page_class_init (AttuneDatasetsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_datasets_page_constructed;
  object_class->dispose = attune_datasets_page_dispose;
  object_class->get_property = attune_datasets_page_get_property;
  object_class->set_property = attune_datasets_page_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL,
                         ATTUNE_TYPE_WORKSPACE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The filter of the template reads its name. */
  g_type_ensure (ATTUNE_TYPE_DATASET);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-datasets-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, filter_model);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetsPage, filter);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);

  gtk_widget_class_install_action (widget_class, "page.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "page.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "page.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "page.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.search", NULL);
}

static void
attune_datasets_page_init (AttuneDatasetsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneDatasetsPage *
attune_datasets_page_new (AttuneWorkspace *workspace)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  return g_object_new (ATTUNE_TYPE_DATASETS_PAGE, "workspace", workspace, NULL);
}
