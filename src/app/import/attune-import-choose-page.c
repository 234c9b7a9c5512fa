/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-choose-page"

#include "config.h"

#include "attune-sample-file.h"

#include "attune-import-choose-page.h"

struct _AttuneImportChoosePage
{
  AttuneImportPage     parent_instance;

  AdwPreferencesGroup *samples_group;
};

G_DEFINE_FINAL_TYPE (AttuneImportChoosePage, attune_import_choose_page, ATTUNE_TYPE_IMPORT_PAGE)

static GtkWidget *
new_sample_row (gpointer item,
                gpointer user_data)
{
  AttuneSampleFile *sample = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), attune_sample_file_get_title (sample));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), attune_sample_file_get_description (sample));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "import.open-sample");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", attune_sample_file_get_file_name (sample));

  return row;
}

static void
attune_import_choose_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_CHOOSE_PAGE);

  G_OBJECT_CLASS (attune_import_choose_page_parent_class)->dispose (object);
}

static void
attune_import_choose_page_class_init (AttuneImportChoosePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_choose_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-choose-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportChoosePage, samples_group);
}

static void
attune_import_choose_page_init (AttuneImportChoosePage *self)
{
  g_autoptr(GListModel) samples = attune_sample_file_list ();

  gtk_widget_init_template (GTK_WIDGET (self));

  adw_preferences_group_bind_model (self->samples_group, samples, new_sample_row, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->samples_group), g_list_model_get_n_items (samples) > 0);
}

AttuneImportPage *
attune_import_choose_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_CHOOSE_PAGE, "state", state, NULL);
}
