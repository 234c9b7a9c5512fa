/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-map-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-thread.h"
#include "attune-weak-ref.h"

#include "attune-import-about.h"
#include "attune-import-conditions.h"
#include "attune-import-field.h"
#include "attune-import-filters.h"
#include "attune-import-map-page.h"
#include "attune-import-parts.h"
#include "attune-import-recipe-dialog.h"
#include "attune-import-record-view.h"

struct _AttuneImportMapPage
{
  AttuneImportPage        parent_instance;

  AttuneImportViewer     *viewer;
  GCancellable           *choosing;     /* while a file chooser is open */
  DexFuture              *work;         /* opening or saving a recipe */
  guint                   idle;         /* fills the menus */

  AttuneImportParts      *parts;
  AttuneImportFilters    *filters;
  AttuneImportConditions *conditions;
  AttuneImportAbout      *about;
  AttuneImportRecordView *record_view;
};

/* A recipe on its way from or to a file. */
typedef struct
{
  char         *path;
  AttuneRecipe *recipe;   /* that is saved */
} Transfer;

G_DEFINE_FINAL_TYPE (AttuneImportMapPage, attune_import_map_page, ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportMapPage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
}

static AttuneImportMapping *
get_mapping (AttuneImportMapPage *self)
{
  return attune_import_state_get_mapping (get_state (self));
}

static void
update_recipe (AttuneImportMapPage *self)
{
  AttuneRecipe *recipe = attune_import_state_get_recipe (get_state (self));

  attune_import_parts_set_passes (self->parts,
                                  attune_import_mapping_get_is_usable (get_mapping (self)));
  attune_import_parts_set_recipe (self->parts, recipe);
  attune_import_filters_set_recipe (self->filters, recipe);
  attune_import_conditions_set_recipe (self->conditions, recipe);
  attune_import_about_set_recipe (self->about, recipe);
  attune_import_viewer_set_recipe (self->viewer, recipe);
}

/* The fields of the record, and with “each.” those of the elements that become examples. */
static GListModel *
list_fields (GListModel *all)
{
  GListStore *fields = g_list_store_new (ATTUNE_TYPE_IMPORT_FIELD);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (all, i);

      if (attune_import_field_get_scope (field) == NULL)
        g_list_store_append (fields, field);
      else if (!attune_import_field_get_is_array (field))
        {
          g_autoptr(AttuneImportField) item = attune_import_field_new_of_item (field);

          g_list_store_append (fields, item);
        }
    }

  return G_LIST_MODEL (fields);
}

static char **
list_arrays (GListModel *all)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (all, i);

      if (attune_import_field_get_scope (field) == NULL && attune_import_field_get_is_array (field))
        g_strv_builder_add (builder, attune_import_field_get_each (field));
    }

  return g_strv_builder_end (builder);
}

static void
update_glance (AttuneImportMapPage *self)
{
  AttuneImportState *state = get_state (self);
  AttuneImportInput *input = attune_import_state_get_input (state);
  AttuneImportGlance *glance = attune_import_state_get_glance (state);
  g_autoptr(GListModel) fields = NULL;
  g_auto(GStrv) arrays = NULL;
  GListModel *all;

  if (glance == NULL)
    return;

  all = attune_import_glance_get_fields (glance);
  fields = list_fields (all);
  arrays = list_arrays (all);
  attune_import_parts_set_fields (self->parts, all);
  attune_import_parts_set_menu (self->parts, fields);
  attune_import_conditions_set_fields (self->conditions, fields);
  attune_import_filters_set_arrays (self->filters, (const char * const *)arrays);

  attune_import_viewer_set_file (self->viewer, attune_import_input_get_path (input),
                                 attune_import_input_get_choices (input),
                                 attune_import_glance_get_previews (glance)->len);
}

static void
update_scan (AttuneImportMapPage *self)
{
  AttuneScan *scan = attune_import_state_get_scan (get_state (self));

  if (scan != NULL)
    attune_import_viewer_set_scan (self->viewer, scan);

  update_recipe (self);
}

static gboolean
idle_cb (gpointer user_data)
{
  AttuneImportMapPage *self = user_data;

  self->idle = 0;
  update_glance (self);
  update_scan (self);

  return G_SOURCE_REMOVE;
}

/* Not in the turn in which another page shows the same. */
static void
glance_cb (AttuneImportMapPage *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (idle_cb, self);
}

static GListModel *
new_filters (void)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr(GtkFileFilter) recipes = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (recipes, _("Recipes (JSON)"));
  gtk_file_filter_add_suffix (recipes, "json");
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, recipes);
  g_list_store_append (filters, all);

  return G_LIST_MODEL (filters);
}

static GtkFileDialog *
new_chooser (const char *title)
{
  GtkFileDialog *chooser = gtk_file_dialog_new ();
  g_autoptr(GListModel) filters = new_filters ();

  gtk_file_dialog_set_title (chooser, title);
  gtk_file_dialog_set_filters (chooser, filters);

  return chooser;
}

static gboolean
is_dismissed (const GError *error)
{
  return g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) ||
         g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED);
}

static void
transfer_free (gpointer data)
{
  Transfer *transfer = data;

  g_clear_object (&transfer->recipe);
  g_free (transfer->path);
  g_free (transfer);
}

static DexFuture *
load_thread (gpointer user_data)
{
  Transfer *transfer = user_data;
  g_autoptr(GError) error = NULL;
  AttuneRecipe *recipe = attune_recipe_load (transfer->path, &error);

  if (recipe == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (recipe);
}

static DexFuture *
save_thread (gpointer user_data)
{
  Transfer *transfer = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_recipe_save (transfer->recipe, transfer->path, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static DexFuture *
recipe_loaded_cb (DexFuture *completed,
                  gpointer   user_data)
{
  g_autoptr(AttuneImportMapPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;
  const GValue *value = dex_future_get_value (completed, &error);

  if (self == NULL)
    return NULL;

  if (value != NULL)
    attune_import_mapping_set_recipe (get_mapping (self), g_value_get_object (value));
  else
    attune_feedback_alert (GTK_WIDGET (self), _("Could Not Open the Recipe"), error);

  return NULL;
}

static DexFuture *
recipe_saved_cb (DexFuture *completed,
                 gpointer   user_data)
{
  g_autoptr(AttuneImportMapPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (self == NULL)
    return NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    attune_feedback_toast (GTK_WIDGET (self), _("Recipe saved"));
  else
    attune_feedback_alert (GTK_WIDGET (self), _("Could Not Save the Recipe"), error);

  return NULL;
}

static void
begin_transfer (AttuneImportMapPage *self,
                GFile               *file,
                AttuneRecipe        *recipe)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->path = g_file_get_path (file);
  transfer->recipe = recipe != NULL ? attune_recipe_copy (recipe) : NULL;

  /* Both say what is wrong with a path that is not there. */
  if (transfer->path == NULL)
    transfer->path = g_file_get_uri (file);

  dex_clear (&self->work);
  self->work = dex_future_finally (attune_thread_spawn ("attune-recipe",
                                                        recipe != NULL ? save_thread : load_thread,
                                                        transfer, transfer_free),
                                   recipe != NULL ? recipe_saved_cb : recipe_loaded_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(AttuneImportMapPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, &error);

  if (self->choosing == NULL)
    return;

  g_clear_object (&self->choosing);

  if (file != NULL)
    begin_transfer (self, file, NULL);
  else if (!is_dismissed (error))
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the File Chooser"), error);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(AttuneImportMapPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  if (self->choosing == NULL)
    return;

  g_clear_object (&self->choosing);

  if (file != NULL)
    begin_transfer (self, file, attune_import_state_get_recipe (get_state (self)));
  else if (!is_dismissed (error))
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Open the File Chooser"), error);
}

static void
open_recipe_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AttuneImportMapPage *self = ATTUNE_IMPORT_MAP_PAGE (widget);
  g_autoptr(GtkFileDialog) chooser = NULL;

  if (self->choosing != NULL)
    return;

  chooser = new_chooser (_("Open a Recipe"));
  self->choosing = g_cancellable_new ();
  gtk_file_dialog_open (chooser, GTK_WINDOW (gtk_widget_get_root (widget)), self->choosing,
                        opened_cb,
                        g_object_ref (self));
}

static void
save_recipe_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  AttuneImportMapPage *self = ATTUNE_IMPORT_MAP_PAGE (widget);
  g_autoptr(GtkFileDialog) chooser = NULL;
  g_autofree char *name = NULL;

  if (self->choosing != NULL || attune_import_state_get_recipe (get_state (self)) == NULL)
    return;

  chooser = new_chooser (_("Save the Recipe"));
  name = g_strconcat (attune_import_state_get_name (get_state (self)), ".json", NULL);
  g_strdelimit (name, "/", '-');
  gtk_file_dialog_set_initial_name (chooser, name);
  self->choosing = g_cancellable_new ();
  gtk_file_dialog_save (chooser, GTK_WINDOW (gtk_widget_get_root (widget)), self->choosing,
                        saved_cb,
                        g_object_ref (self));
}

static void
written_cb (AttuneImportMapPage *self,
            AttuneRecipe        *recipe)
{
  attune_import_mapping_set_recipe (get_mapping (self), recipe);
}

static void
edit_text_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  AttuneImportMapPage *self = ATTUNE_IMPORT_MAP_PAGE (widget);
  AttuneRecipe *recipe = attune_import_state_get_recipe (get_state (self));
  AdwDialog *dialog;

  if (recipe == NULL)
    return;

  dialog = attune_import_recipe_dialog_new (recipe);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
attune_import_map_page_constructed (GObject *object)
{
  AttuneImportMapPage *self = (AttuneImportMapPage *)object;
  AttuneImportState *state = get_state (self);

  G_OBJECT_CLASS (attune_import_map_page_parent_class)->constructed (object);

  attune_import_record_view_set_viewer (self->record_view, self->viewer);
  g_signal_connect_object (attune_import_state_get_reading (state), "notify::glance",
                           G_CALLBACK (glance_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_reading (state), "notify::scan",
                           G_CALLBACK (update_scan), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_mapping (state), "notify::recipe",
                           G_CALLBACK (update_recipe), self, G_CONNECT_SWAPPED);
  update_glance (self);
  update_scan (self);
  update_recipe (self);
}

static void
attune_import_map_page_dispose (GObject *object)
{
  AttuneImportMapPage *self = (AttuneImportMapPage *)object;

  g_clear_handle_id (&self->idle, g_source_remove);
  dex_clear (&self->work);
  g_cancellable_cancel (self->choosing);
  g_clear_object (&self->choosing);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_MAP_PAGE);
  g_clear_object (&self->viewer);

  G_OBJECT_CLASS (attune_import_map_page_parent_class)->dispose (object);
}

static void
attune_import_map_page_class_init (AttuneImportMapPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_import_map_page_constructed;
  object_class->dispose = attune_import_map_page_dispose;

  g_type_ensure (ATTUNE_TYPE_IMPORT_ABOUT);
  g_type_ensure (ATTUNE_TYPE_IMPORT_CONDITIONS);
  g_type_ensure (ATTUNE_TYPE_IMPORT_FILTERS);
  g_type_ensure (ATTUNE_TYPE_IMPORT_PARTS);
  g_type_ensure (ATTUNE_TYPE_IMPORT_RECORD_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-map-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, parts);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, filters);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, conditions);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, about);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportMapPage, record_view);

  gtk_widget_class_install_action (widget_class, "map.open-recipe", NULL, open_recipe_action);
  gtk_widget_class_install_action (widget_class, "map.save-recipe", NULL, save_recipe_action);
  gtk_widget_class_install_action (widget_class, "map.edit-text", NULL, edit_text_action);
}

static void
attune_import_map_page_init (AttuneImportMapPage *self)
{
  self->viewer = attune_import_viewer_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneImportPage *
attune_import_map_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_MAP_PAGE, "state", state, NULL);
}
