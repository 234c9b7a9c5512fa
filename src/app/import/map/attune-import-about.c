/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-about"

#include "config.h"

#include "attune-import-about.h"
#include "attune-import-recipe-link.h"

struct _AttuneImportAbout
{
  AdwPreferencesGroup  parent_instance;

  AttuneRecipe        *recipe;
  gboolean             is_updating;     /* the rows follow the recipe, not the other way round */

  GtkEditable         *name_row;
  GtkEditable         *description_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportAbout, attune_import_about, ADW_TYPE_PREFERENCES_GROUP)

static void
set_text (GtkEditable *row,
          const char  *text)
{
  if (g_strcmp0 (gtk_editable_get_text (row), text != NULL ? text : "") != 0)
    gtk_editable_set_text (row, text != NULL ? text : "");
}

static void
update (AttuneImportAbout *self)
{
  if (self->recipe == NULL || self->is_updating)
    return;

  self->is_updating = TRUE;
  set_text (self->name_row, attune_recipe_get_title (self->recipe));
  set_text (self->description_row, attune_recipe_get_description (self->recipe));
  self->is_updating = FALSE;
}

static const char *
get_text (GtkEditable *row)
{
  const char *text = gtk_editable_get_text (row);

  return text[0] != '\0' ? text : NULL;
}

/* What is shown of a recipe that comes with Attune is translated; only what a person changes in it
 * becomes theirs. */
static void
changed_cb (AttuneImportAbout *self,
            GtkEditable       *row)
{
  if (self->is_updating || self->recipe == NULL)
    return;

  self->is_updating = TRUE;

  if (row == self->name_row)
    attune_recipe_set_name (self->recipe, get_text (row));
  else
    attune_recipe_set_description (self->recipe, get_text (row));

  self->is_updating = FALSE;
}

static void
attune_import_about_dispose (GObject *object)
{
  AttuneImportAbout *self = (AttuneImportAbout *)object;

  attune_import_about_set_recipe (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_ABOUT);

  G_OBJECT_CLASS (attune_import_about_parent_class)->dispose (object);
}

static void
attune_import_about_class_init (AttuneImportAboutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_about_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-about.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportAbout, name_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportAbout, description_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
attune_import_about_init (AttuneImportAbout *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The recipe that the rows edit; NULL for none. */
void
attune_import_about_set_recipe (AttuneImportAbout *self,
                                AttuneRecipe      *recipe)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_ABOUT (self));

  if (attune_import_recipe_link (&self->recipe, recipe, G_CALLBACK (update), self))
    update (self);
}
