/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-combo"

#include "config.h"

#include "attune-import-combo.h"

/* Longer ones take a second line. */
#define LINE_LENGTH 34

static void
update_check (GtkListItem *item)
{
  AdwComboRow *row = g_object_get_data (G_OBJECT (item), "attune-combo-row");
  GtkWidget *check = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  gpointer object = gtk_list_item_get_item (item);
  gboolean is_selected = object != NULL && adw_combo_row_get_selected_item (row) == object;

  gtk_widget_set_opacity (check, is_selected ? 1 : 0);
}

static void
setup_cb (AdwComboRow *row,
          GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_LENGTH);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (item, box);
  g_object_set_data (G_OBJECT (item), "attune-combo-row", row);
}

static void
bind_cb (AdwComboRow *row,
         GtkListItem *item)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *title = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (label), title);
  gtk_list_item_set_accessible_label (item, title);
  g_signal_connect_object (row, "notify::selected-item", G_CALLBACK (update_check), item, G_CONNECT_SWAPPED);
  update_check (item);
}

static void
unbind_cb (AdwComboRow *row,
           GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (row, item);
}

/* Fills a row, once: another model would forget what is open. */
void
attune_import_combo_set_titles (AdwComboRow         *row,
                                const char * const  *titles)
{
  GtkStringList *list;
  guint n_titles;
  gboolean is_same;

  g_return_if_fail (ADW_IS_COMBO_ROW (row));
  g_return_if_fail (titles != NULL);

  list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  n_titles = g_strv_length ((char **)titles);
  is_same = list != NULL && g_list_model_get_n_items (G_LIST_MODEL (list)) == n_titles;

  for (guint i = 0; is_same && i < n_titles; i++)
    is_same = g_str_equal (gtk_string_list_get_string (list, i), titles[i]);

  if (!is_same)
    {
      g_autoptr(GtkStringList) fresh = gtk_string_list_new (titles);

      adw_combo_row_set_model (row, G_LIST_MODEL (fresh));
    }
}

/* @none stands for no name, and comes first. */
void
attune_import_combo_set_names (AdwComboRow *row,
                               const char  *none,
                               GPtrArray   *names)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) titles = NULL;

  g_return_if_fail (none != NULL);
  g_return_if_fail (names != NULL);

  g_strv_builder_add (builder, none);

  for (guint i = 0; i < names->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (names, i));

  titles = g_strv_builder_end (builder);
  attune_import_combo_set_titles (row, (const char * const *)titles);
}

/* The first entry stands for none where @has_none says so. A name that is not there is added. */
void
attune_import_combo_select_name (AdwComboRow *row,
                                 const char  *name,
                                 gboolean     has_none)
{
  GtkStringList *list;
  guint position;
  guint n_items;

  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  n_items = list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
  position = has_none ? 1 : 0;

  if (name == NULL || list == NULL)
    {
      adw_combo_row_set_selected (row, 0);
      return;
    }

  while (position < n_items && !g_str_equal (gtk_string_list_get_string (list, position), name))
    position++;

  if (position == n_items)
    gtk_string_list_append (list, name);

  adw_combo_row_set_selected (row, position);
}

/* Returns: (transfer none) (nullable): the selected name */
const char *
attune_import_combo_get_name (AdwComboRow *row,
                              gboolean     has_none)
{
  GtkStringList *list;
  guint selected;

  g_return_val_if_fail (ADW_IS_COMBO_ROW (row), NULL);

  list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  selected = adw_combo_row_get_selected (row);

  return list == NULL || selected == GTK_INVALID_LIST_POSITION || (has_none && selected == 0)
           ? NULL
           : gtk_string_list_get_string (list, selected);
}

/* The row's own list cuts what has more than 20 letters. */
void
attune_import_combo_show_in_full (AdwComboRow *row)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), row, G_CONNECT_SWAPPED);
  adw_combo_row_set_list_factory (row, factory);
}
