/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-recipe-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-recipe-dialog.h"

struct _AttuneImportRecipeDialog
{
  AdwDialog    parent_instance;

  GtkRevealer *problem_revealer;
  GtkLabel    *problem_label;
  GtkTextView *text_view;
};

enum {
  SIGNAL_APPLIED,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportRecipeDialog, attune_import_recipe_dialog, ADW_TYPE_DIALOG)

static guint signals[N_SIGNALS];

static void
apply_cb (AttuneImportRecipeDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autoptr(AttuneRecipe) recipe = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  recipe = attune_recipe_new_from_json (text, -1, _("this text"), &error);

  if (recipe == NULL)
    {
      gtk_label_set_text (self->problem_label, error->message);
      gtk_revealer_set_reveal_child (self->problem_revealer, TRUE);
      gtk_accessible_announce (GTK_ACCESSIBLE (self), error->message,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_APPLIED], 0, recipe);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
attune_import_recipe_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_RECIPE_DIALOG);

  G_OBJECT_CLASS (attune_import_recipe_dialog_parent_class)->dispose (object);
}

static void
attune_import_recipe_dialog_class_init (AttuneImportRecipeDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_recipe_dialog_dispose;

  signals[SIGNAL_APPLIED] =
    g_signal_new ("applied",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, ATTUNE_TYPE_RECIPE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-recipe-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecipeDialog, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecipeDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecipeDialog, text_view);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
attune_import_recipe_dialog_init (AttuneImportRecipeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
attune_import_recipe_dialog_new (AttuneRecipe *recipe)
{
  AttuneImportRecipeDialog *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (ATTUNE_IS_RECIPE (recipe), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_RECIPE_DIALOG, NULL);
  text = attune_recipe_to_json (recipe);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text, -1);

  return ADW_DIALOG (self);
}
