/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-map-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-view.h"
#include "attune-format.h"

#include "attune-import-map-page.h"

/* A list longer than this is found through faster by typing. */
#define MANY_COLUMNS 12

struct _AttuneImportMapPage
{
  AttuneImportPage   parent_instance;

  guint              position;       /* of the record shown, among the previews */
  gboolean           is_updating;    /* the rows follow the recipe, not the other way round */

  AdwComboRow       *question_row;
  AdwComboRow       *answer_row;
  AdwComboRow       *context_row;
  AdwComboRow       *system_row;
  AdwComboRow       *target_row;
  GtkEditable       *system_text_row;
  GtkWidget         *preview_box;
  GtkLabel          *record_label;
  GtkTextView       *raw_view;
  AttuneExampleView *example_view;
};

G_DEFINE_FINAL_TYPE (AttuneImportMapPage, attune_import_map_page, ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportMapPage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
}

static void
set_columns (AdwComboRow        *row,
             const char         *nothing,
             const char * const *columns)
{
  const char *first[] = { nothing, NULL };
  g_autoptr(GtkStringList) list = gtk_string_list_new (first);
  g_autoptr(GtkExpression) expression = NULL;

  gtk_string_list_splice (list, 1, 0, columns);
  adw_combo_row_set_model (row, G_LIST_MODEL (list));

  expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  adw_combo_row_set_expression (row, expression);
  adw_combo_row_set_enable_search (row, g_strv_length ((char **)columns) > MANY_COLUMNS);
}

/* The first entry stands for no column; a name that the file does not have reads as none too. */
static void
select_column (AdwComboRow *row,
               const char  *column)
{
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  guint selected = 0;

  for (guint i = 1; column != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      if (g_str_equal (gtk_string_list_get_string (list, i), column))
        {
          selected = i;
          break;
        }
    }

  adw_combo_row_set_selected (row, selected);
}

static const char *
get_column (AdwComboRow *row)
{
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (row));
  guint selected = adw_combo_row_get_selected (row);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION
           ? NULL
           : gtk_string_list_get_string (list, selected);
}

static void
update_rows (AttuneImportMapPage *self)
{
  AttuneRecipe *recipe = attune_import_state_get_recipe (get_state (self));
  const char *system_text;
  gboolean is_chat;

  if (recipe == NULL || adw_combo_row_get_model (self->question_row) == NULL)
    return;

  is_chat = attune_recipe_get_target (recipe) == ATTUNE_EXAMPLE_CHAT;
  system_text = attune_recipe_get_system_text (recipe);

  self->is_updating = TRUE;
  select_column (self->question_row, attune_recipe_get_question_field (recipe));
  select_column (self->answer_row, attune_recipe_get_answer_field (recipe));
  select_column (self->context_row, attune_recipe_get_context_field (recipe));
  select_column (self->system_row, attune_recipe_get_system_field (recipe));
  adw_combo_row_set_selected (self->target_row, is_chat ? 0 : 1);

  if (g_strcmp0 (gtk_editable_get_text (self->system_text_row), system_text != NULL ? system_text : "") != 0)
    gtk_editable_set_text (self->system_text_row, system_text != NULL ? system_text : "");

  self->is_updating = FALSE;

  /* A completion has no system text, and a column of its own replaces the one for all. */
  gtk_widget_set_visible (GTK_WIDGET (self->system_row), is_chat);
  gtk_widget_set_visible (GTK_WIDGET (self->system_text_row),
                          is_chat && attune_recipe_get_system_field (recipe) == NULL);
}

static void
update_columns (AttuneImportMapPage *self)
{
  AttuneImportState *state = get_state (self);
  const char * const *columns;

  if (!attune_import_state_get_has_columns (state))
    return;

  columns = attune_scan_get_columns (attune_import_state_get_scan (state));

  self->is_updating = TRUE;
  set_columns (self->question_row, _("Choose a Column"), columns);
  set_columns (self->answer_row, _("Choose a Column"), columns);
  set_columns (self->context_row, _("None"), columns);
  set_columns (self->system_row, _("None"), columns);
  self->is_updating = FALSE;

  update_rows (self);
}

static void
selected_cb (AttuneImportMapPage *self)
{
  AttuneRecipe *recipe = attune_import_state_get_recipe (get_state (self));
  gboolean is_chat = adw_combo_row_get_selected (self->target_row) == 0;

  if (self->is_updating || recipe == NULL)
    return;

  attune_recipe_set_question_field (recipe, get_column (self->question_row));
  attune_recipe_set_answer_field (recipe, get_column (self->answer_row));
  attune_recipe_set_context_field (recipe, get_column (self->context_row));
  attune_recipe_set_system_field (recipe, get_column (self->system_row));
  attune_recipe_set_target (recipe, is_chat ? ATTUNE_EXAMPLE_CHAT : ATTUNE_EXAMPLE_COMPLETION);
  update_rows (self);
}

static void
system_text_cb (AttuneImportMapPage *self)
{
  AttuneRecipe *recipe = attune_import_state_get_recipe (get_state (self));
  const char *text = gtk_editable_get_text (self->system_text_row);

  if (!self->is_updating && recipe != NULL)
    attune_recipe_set_system_text (recipe, text[0] != '\0' ? text : NULL);
}

static void
recipe_changed_cb (AttuneImportMapPage *self)
{
  self->position = 0;
  update_rows (self);
}

static void
update_preview (AttuneImportMapPage *self)
{
  GPtrArray *previews = attune_import_state_get_previews (get_state (self));
  guint n_previews = previews != NULL ? previews->len : 0;
  AttunePreview *preview;
  g_autofree char *line = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->preview_box, n_previews > 0);
  self->position = MIN (self->position, n_previews > 0 ? n_previews - 1 : 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.previous", self->position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.next", self->position + 1 < n_previews);

  if (n_previews == 0)
    return;

  preview = g_ptr_array_index (previews, self->position);
  line = attune_format_count (preview->line);
  /* Translators: the records that can be looked through, and where in the file this one is. */
  text = g_strdup_printf (_("Record %u of the First %u, Line %s"), self->position + 1, n_previews, line);
  gtk_label_set_text (self->record_label, text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->raw_view), preview->text, -1);
  attune_example_view_set_problem (self->example_view, preview->problem);
  attune_example_view_set_example (self->example_view, preview->example);
}

static void
step (AttuneImportMapPage *self,
      int                  by)
{
  self->position += by;
  update_preview (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_text (self->record_label),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  step (ATTUNE_IMPORT_MAP_PAGE (widget), -1);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  step (ATTUNE_IMPORT_MAP_PAGE (widget), 1);
}

static void
attune_import_map_page_constructed (GObject *object)
{
  AttuneImportMapPage *self = (AttuneImportMapPage *)object;
  AttuneImportState *state = get_state (self);

  G_OBJECT_CLASS (attune_import_map_page_parent_class)->constructed (object);

  g_signal_connect_object (state, "notify::scan", G_CALLBACK (update_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::recipe", G_CALLBACK (recipe_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::previews", G_CALLBACK (update_preview), self, G_CONNECT_SWAPPED);
  update_columns (self);
  update_preview (self);
}

static void
attune_import_map_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_MAP_PAGE);

  G_OBJECT_CLASS (attune_import_map_page_parent_class)->dispose (object);
}

static void
attune_import_map_page_class_init (AttuneImportMapPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_import_map_page_constructed;
  object_class->dispose = attune_import_map_page_dispose;

  g_type_ensure (ATTUNE_TYPE_EXAMPLE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, question_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, answer_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, context_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, system_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, target_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, system_text_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, preview_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, record_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, raw_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, example_view);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, system_text_cb);

  gtk_widget_class_install_action (widget_class, "map.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "map.next", NULL, next_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "map.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "map.next", NULL);
}

static void
attune_import_map_page_init (AttuneImportMapPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneImportPage *
attune_import_map_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_MAP_PAGE, "state", state, NULL);
}
