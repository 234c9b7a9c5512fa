/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-item"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#include "attune-dataset-actions.h"
#include "attune-dataset-item.h"

struct _AttuneDatasetItem
{
  AdwBin           parent_instance;

  AttuneWorkspace *workspace;
  AttuneDataset   *dataset;

  GtkLabel        *summary_label;
  GtkMenuButton   *menu_button;
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_DATASET,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneDatasetItem, attune_dataset_item, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static void
fine_tune_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AttuneDatasetItem *self = ATTUNE_DATASET_ITEM (widget);

  gtk_widget_activate_action (widget, "win.new-fine-tune", "s", attune_dataset_get_id (self->dataset));
}

static void
rename_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetItem *self = ATTUNE_DATASET_ITEM (widget);

  attune_dataset_actions_rename (widget, self->workspace, self->dataset);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  AttuneDatasetItem *self = ATTUNE_DATASET_ITEM (widget);
  GtkWidget *list = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_VIEW);

  /* This row goes away with its dataset; what is said about it comes from the list. */
  attune_dataset_actions_delete (list != NULL ? list : widget, self->workspace, self->dataset);
}

static void
pressed_cb (AttuneDatasetItem *self,
            int                n_press,
            double             x,
            double             y,
            GtkGesture        *gesture)
{
  gtk_menu_button_popup (self->menu_button);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
attune_dataset_item_dispose (GObject *object)
{
  AttuneDatasetItem *self = (AttuneDatasetItem *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_DATASET_ITEM);
  g_clear_object (&self->dataset);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_dataset_item_parent_class)->dispose (object);
}

static void
attune_dataset_item_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneDatasetItem *self = ATTUNE_DATASET_ITEM (object);

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
attune_dataset_item_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  AttuneDatasetItem *self = ATTUNE_DATASET_ITEM (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    case PROP_DATASET:
      attune_dataset_item_set_dataset (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_dataset_item_class_init (AttuneDatasetItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_dataset_item_dispose;
  object_class->get_property = attune_dataset_item_get_property;
  object_class->set_property = attune_dataset_item_set_property;

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
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-dataset-item.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetItem, summary_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneDatasetItem, menu_button);
  gtk_widget_class_install_action (widget_class, "dataset.fine-tune", NULL, fine_tune_action);
  gtk_widget_class_install_action (widget_class, "dataset.rename", NULL, rename_action);
  gtk_widget_class_install_action (widget_class, "dataset.delete", NULL, delete_action);
}

static void
attune_dataset_item_init (AttuneDatasetItem *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
attune_dataset_item_new (AttuneWorkspace *workspace)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  return g_object_new (ATTUNE_TYPE_DATASET_ITEM, "workspace", workspace, NULL);
}

AttuneDataset *
attune_dataset_item_get_dataset (AttuneDatasetItem *self)
{
  g_return_val_if_fail (ATTUNE_IS_DATASET_ITEM (self), NULL);

  return self->dataset;
}

void
attune_dataset_item_set_dataset (AttuneDatasetItem *self,
                                 AttuneDataset     *dataset)
{
  g_return_if_fail (ATTUNE_IS_DATASET_ITEM (self));

  if (!g_set_object (&self->dataset, dataset))
    return;

  if (dataset != NULL)
    {
      g_autofree char *summary = attune_dataset_dup_summary (dataset);

      gtk_label_set_text (self->summary_label, summary);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATASET]);
}

/* "1,234 examples · 2.1 MB · Yesterday" */
char *
attune_dataset_dup_summary (AttuneDataset *dataset)
{
  guint64 n_examples;
  g_autofree char *count = NULL;
  g_autofree char *examples = NULL;
  g_autofree char *size = NULL;
  g_autofree char *date = NULL;

  g_return_val_if_fail (ATTUNE_IS_DATASET (dataset), NULL);

  n_examples = attune_dataset_get_n_training (dataset) + attune_dataset_get_n_validation (dataset);
  count = attune_format_count (n_examples);
  examples = g_strdup_printf (ngettext ("%s example", "%s examples", n_examples), count);
  size = g_format_size (attune_dataset_get_size (dataset));
  date = attune_format_date (attune_dataset_get_created_at (dataset));

  /* Translators: the number of examples of a dataset, its size on the disk, and its day. */
  return g_strdup_printf (_("%s · %s · %s"), examples, size, date);
}
