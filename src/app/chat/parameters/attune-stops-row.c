/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-stops-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-stop-text.h"
#include "attune-stops-row.h"

/* A chip is not wider than the pane. */
#define MAX_CHIP_WIDTH 24

struct _AttuneStopsRow
{
  AdwPreferencesRow     parent_instance;

  AdwWrapBox           *chip_box;
  GtkEntry             *entry;
  GtkLabel             *problem_label;

  AttuneChatParameters *parameters;
};

G_DEFINE_FINAL_TYPE (AttuneStopsRow, attune_stops_row, ADW_TYPE_PREFERENCES_ROW)

static void
show_problem (AttuneStopsRow *self,
              const char     *problem)
{
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);

  if (problem != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
      gtk_accessible_announce (GTK_ACCESSIBLE (self->entry), problem,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
    }
}

static void
remove_cb (AttuneStopsRow *self,
           GtkWidget      *button)
{
  const char *stop = g_object_get_data (G_OBJECT (button), "attune-stop");
  const char * const *stops = attune_chat_parameters_get_stops (self->parameters);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; stops[i] != NULL; i++)
    if (!g_str_equal (stops[i], stop))
      g_ptr_array_add (kept, (gpointer)stops[i]);
  g_ptr_array_add (kept, NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  attune_chat_parameters_set_stops (self->parameters, (const char * const *)kept->pdata, NULL);
  show_problem (self, NULL);
}

static GtkWidget *
create_chip (AttuneStopsRow *self,
             const char     *stop)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *shown = attune_stop_text_to_shown (stop);
  GtkWidget *label = gtk_label_new (shown);
  g_autofree char *name = NULL;

  /* Translators: %s is a stop sequence. */
  name = g_strdup_printf (_("Remove “%s”"), shown);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_object_set_data_full (G_OBJECT (button), "attune-stop", g_strdup (stop), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHIP_WIDTH);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_margin_start (label, 9);
  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), button);

  return chip;
}

static void
update_chips (AttuneStopsRow *self)
{
  const char * const *stops = attune_chat_parameters_get_stops (self->parameters);

  adw_wrap_box_remove_all (self->chip_box);
  for (guint i = 0; stops[i] != NULL; i++)
    adw_wrap_box_append (self->chip_box, create_chip (self, stops[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->chip_box), stops[0] != NULL);
}

static void
add_cb (AttuneStopsRow *self)
{
  const char * const *stops = attune_chat_parameters_get_stops (self->parameters);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *stop = attune_stop_text_from_typed (typed);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) all = NULL;

  g_strv_builder_addv (builder, (const char **)stops);
  g_strv_builder_add (builder, stop);
  all = g_strv_builder_end (builder);

  if (attune_chat_parameters_set_stops (self->parameters, (const char * const *)all, &error))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");

  show_problem (self, error != NULL ? error->message : NULL);
}

static void
icon_cb (AttuneStopsRow       *self,
         GtkEntryIconPosition  position)
{
  add_cb (self);
}

static void
typed_cb (AttuneStopsRow *self)
{
  show_problem (self, NULL);
}

static void
attune_stops_row_dispose (GObject *object)
{
  AttuneStopsRow *self = (AttuneStopsRow *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_STOPS_ROW);
  g_clear_object (&self->parameters);

  G_OBJECT_CLASS (attune_stops_row_parent_class)->dispose (object);
}

static void
attune_stops_row_class_init (AttuneStopsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_stops_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-stops-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneStopsRow, chip_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneStopsRow, entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneStopsRow, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, icon_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
}

static void
attune_stops_row_init (AttuneStopsRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_stops_row_set_parameters:
 * @self: a row
 * @parameters: whose stop sequences are shown and changed
 */
void
attune_stops_row_set_parameters (AttuneStopsRow       *self,
                                 AttuneChatParameters *parameters)
{
  g_return_if_fail (ATTUNE_IS_STOPS_ROW (self));
  g_return_if_fail (ATTUNE_IS_CHAT_PARAMETERS (parameters));
  g_return_if_fail (self->parameters == NULL);

  self->parameters = g_object_ref (parameters);
  g_signal_connect_object (parameters, "changed", G_CALLBACK (update_chips), self, G_CONNECT_SWAPPED);
  update_chips (self);
}
