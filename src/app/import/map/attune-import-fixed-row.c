/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-fixed-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-condition-text.h"
#include "attune-import-fixed-row.h"

struct _AttuneImportFixedRow
{
  AdwActionRow     parent_instance;

  AttuneCondition *condition;
};

enum {
  SIGNAL_REMOVED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportFixedRow, attune_import_fixed_row, ADW_TYPE_ACTION_ROW)

static guint signals[N_SIGNALS];

static void
remove_cb (AttuneImportFixedRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
attune_import_fixed_row_finalize (GObject *object)
{
  AttuneImportFixedRow *self = (AttuneImportFixedRow *)object;

  g_clear_pointer (&self->condition, attune_condition_free);

  G_OBJECT_CLASS (attune_import_fixed_row_parent_class)->finalize (object);
}

static void
attune_import_fixed_row_class_init (AttuneImportFixedRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_import_fixed_row_finalize;

  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
attune_import_fixed_row_init (AttuneImportFixedRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_widget_set_tooltip_text (button, _("Remove Condition"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
attune_import_fixed_row_new (const AttuneCondition *condition)
{
  AttuneImportFixedRow *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (condition != NULL, NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_FIXED_ROW, NULL);
  self->condition = attune_condition_copy (condition);
  text = attune_import_condition_dup_text (condition);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), condition->field);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);

  return GTK_WIDGET (self);
}

const AttuneCondition *
attune_import_fixed_row_get_condition (AttuneImportFixedRow *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_FIXED_ROW (self), NULL);

  return self->condition;
}
