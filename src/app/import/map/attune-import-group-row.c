/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-group-row"

#include "config.h"

#include "attune-import-group-row.h"

struct _AttuneImportGroupRow
{
  AdwPreferencesRow  parent_instance;

  GtkDropDown       *operator_drop_down;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  SIGNAL_ADD_CONDITION,
  SIGNAL_ADD_GROUP,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportGroupRow, attune_import_group_row, ADW_TYPE_PREFERENCES_ROW)

static guint signals[N_SIGNALS];

/* In the order of the menu. */
static const AttuneOperator operators[] = {
  ATTUNE_OPERATOR_ALL, ATTUNE_OPERATOR_ANY, ATTUNE_OPERATOR_NONE
};

static void
operator_cb (AttuneImportGroupRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_cb (AttuneImportGroupRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
add_condition_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ADD_CONDITION], 0);
}

static void
add_group_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ADD_GROUP], 0);
}

static void
attune_import_group_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_GROUP_ROW);

  G_OBJECT_CLASS (attune_import_group_row_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       ATTUNE_TYPE_IMPORT_GROUP_ROW,
                       G_SIGNAL_RUN_LAST,
                       0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
attune_import_group_row_class_init (AttuneImportGroupRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_group_row_dispose;

  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_REMOVED] = add_signal ("removed");
  signals[SIGNAL_ADD_CONDITION] = add_signal ("add-condition");
  signals[SIGNAL_ADD_GROUP] = add_signal ("add-group");

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-group-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportGroupRow, operator_drop_down);
  gtk_widget_class_bind_template_callback (widget_class, operator_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);

  gtk_widget_class_install_action (widget_class, "group.add-condition", NULL, add_condition_action);
  gtk_widget_class_install_action (widget_class, "group.add-group", NULL, add_group_action);
}

static void
attune_import_group_row_init (AttuneImportGroupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @allows_groups: whether there may be groups within this one. */
GtkWidget *
attune_import_group_row_new (AttuneOperator operator,
                             gboolean       allows_groups)
{
  AttuneImportGroupRow *self = g_object_new (ATTUNE_TYPE_IMPORT_GROUP_ROW, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i] == operator)
      gtk_drop_down_set_selected (self->operator_drop_down, i);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "group.add-group", allows_groups);

  return GTK_WIDGET (self);
}

AttuneOperator
attune_import_group_row_get_operator (AttuneImportGroupRow *self)
{
  guint selected;

  g_return_val_if_fail (ATTUNE_IS_IMPORT_GROUP_ROW (self), ATTUNE_OPERATOR_ALL);

  selected = gtk_drop_down_get_selected (self->operator_drop_down);

  return selected < G_N_ELEMENTS (operators) ? operators[selected] : ATTUNE_OPERATOR_ALL;
}
