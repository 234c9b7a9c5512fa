/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-filters"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-combo.h"
#include "attune-import-filters.h"
#include "attune-import-recipe-link.h"

struct _AttuneImportFilters
{
  AdwPreferencesGroup  parent_instance;

  AttuneRecipe        *recipe;
  char               **arrays;          /* that the menu offers */
  gboolean             is_updating;     /* the rows follow the recipe, not the other way round */

  AdwComboRow         *each_row;
  AdwComboRow         *sample_row;
  AdwSpinRow          *count_row;
  AdwSpinRow          *seed_row;
  AdwSwitchRow        *trim_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportFilters, attune_import_filters, ADW_TYPE_PREFERENCES_GROUP)

static char *
dup_title (const char *array)
{
  /* Translators: %s is the name of a field that holds a list. */
  return g_strdup_printf (_("One for Each of %s"), array);
}

/* A list that the first records do not have is in the recipe nevertheless. */
static void
add_array (AttuneImportFilters *self,
           const char          *array)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *title = dup_title (array);

  g_strv_builder_addv (builder, (const char **)self->arrays);
  g_strv_builder_add (builder, array);
  g_strfreev (self->arrays);
  self->arrays = g_strv_builder_end (builder);
  gtk_string_list_append (GTK_STRING_LIST (adw_combo_row_get_model (self->each_row)), title);
}

static void
update_each (AttuneImportFilters *self)
{
  const char *each = attune_recipe_get_each (self->recipe);
  guint selected = 0;

  if (each != NULL && !g_strv_contains ((const char * const *)self->arrays, each))
    add_array (self, each);

  for (guint i = 0; self->arrays[i] != NULL; i++)
    if (g_strcmp0 (self->arrays[i], each) == 0)
      selected = i + 1;

  adw_combo_row_set_selected (self->each_row, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->each_row), self->arrays[0] != NULL);
}

static void
update_sample (AttuneImportFilters *self)
{
  AttuneSample sample = attune_recipe_get_sample (self->recipe);

  adw_combo_row_set_selected (self->sample_row, sample);

  if (sample != ATTUNE_SAMPLE_ALL)
    adw_spin_row_set_value (self->count_row, (double)attune_recipe_get_sample_count (self->recipe));

  adw_spin_row_set_value (self->seed_row, (double)attune_recipe_get_sample_seed (self->recipe));
  gtk_widget_set_visible (GTK_WIDGET (self->count_row), sample != ATTUNE_SAMPLE_ALL);
  gtk_widget_set_visible (GTK_WIDGET (self->seed_row), sample == ATTUNE_SAMPLE_RANDOM);
}

static void
update (AttuneImportFilters *self)
{
  if (self->recipe == NULL || self->is_updating)
    return;

  self->is_updating = TRUE;
  update_each (self);
  update_sample (self);
  adw_switch_row_set_active (self->trim_row, attune_recipe_get_trim (self->recipe));
  self->is_updating = FALSE;
}

static void
each_cb (AttuneImportFilters *self)
{
  guint selected = adw_combo_row_get_selected (self->each_row);

  if (!self->is_updating && self->recipe != NULL && selected != GTK_INVALID_LIST_POSITION)
    attune_recipe_set_each (self->recipe, selected > 0 ? self->arrays[selected - 1] : NULL);
}

static void
sample_cb (AttuneImportFilters *self)
{
  if (self->is_updating || self->recipe == NULL)
    return;

  attune_recipe_set_sample (self->recipe,
                            MIN (adw_combo_row_get_selected (self->sample_row),
                                 ATTUNE_SAMPLE_RANDOM),
                            (guint64)adw_spin_row_get_value (self->count_row),
                            (guint64)adw_spin_row_get_value (self->seed_row));
}

static void
trim_cb (AttuneImportFilters *self)
{
  if (!self->is_updating && self->recipe != NULL)
    attune_recipe_set_trim (self->recipe, adw_switch_row_get_active (self->trim_row));
}

static void
attune_import_filters_dispose (GObject *object)
{
  AttuneImportFilters *self = (AttuneImportFilters *)object;

  attune_import_filters_set_recipe (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_FILTERS);

  G_OBJECT_CLASS (attune_import_filters_parent_class)->dispose (object);
}

static void
attune_import_filters_finalize (GObject *object)
{
  AttuneImportFilters *self = (AttuneImportFilters *)object;

  g_clear_pointer (&self->arrays, g_strfreev);

  G_OBJECT_CLASS (attune_import_filters_parent_class)->finalize (object);
}

static void
attune_import_filters_class_init (AttuneImportFiltersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_filters_dispose;
  object_class->finalize = attune_import_filters_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFilters, each_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFilters, sample_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFilters, count_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFilters, seed_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFilters, trim_row);
  gtk_widget_class_bind_template_callback (widget_class, each_cb);
  gtk_widget_class_bind_template_callback (widget_class, sample_cb);
  gtk_widget_class_bind_template_callback (widget_class, trim_cb);
}

static void
attune_import_filters_init (AttuneImportFilters *self)
{
  static const char * const none[] = { NULL };

  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
  attune_import_filters_set_arrays (self, none);
}

void
attune_import_filters_set_recipe (AttuneImportFilters *self,
                                  AttuneRecipe        *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_FILTERS (self));

  if (attune_import_recipe_link (&self->recipe, recipe, G_CALLBACK (update), self))
    update (self);
}

/* The arrays of a record each of whose elements may be an example. */
void
attune_import_filters_set_arrays (AttuneImportFilters *self,
                                  const char * const  *arrays)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (ATTUNE_IS_IMPORT_FILTERS (self));
  g_return_if_fail (arrays != NULL);

  for (guint i = 0; arrays[i] != NULL; i++)
    g_ptr_array_add (titles, dup_title (arrays[i]));

  g_strfreev (self->arrays);
  self->arrays = g_strdupv ((char **)arrays);

  self->is_updating = TRUE;
  attune_import_combo_set_names (self->each_row, _("One Example"), titles);
  self->is_updating = FALSE;
  update (self);
}
