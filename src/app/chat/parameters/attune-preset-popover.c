/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preset-popover"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-preset-popover.h"

struct _AttunePresetPopover
{
  GtkPopover  parent_instance;

  GtkWidget  *empty_label;
  GtkListBox *list;
  GtkWidget  *list_window;
  GtkEntry   *name_entry;
  GtkWidget  *save_button;
};

enum {
  SIGNAL_USE,
  SIGNAL_SAVE,
  SIGNAL_DELETE,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttunePresetPopover, attune_preset_popover, GTK_TYPE_POPOVER)

static guint signals[N_SIGNALS];

static char *
dup_name (AttunePresetPopover *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
}

static void
update_button (AttunePresetPopover *self)
{
  g_autofree char *name = dup_name (self);

  gtk_widget_set_sensitive (self->save_button, *name != '\0');
}

static void
save_cb (AttunePresetPopover *self)
{
  g_autofree char *name = dup_name (self);

  if (*name == '\0')
    return;

  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), "");
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_SAVE], 0, name);
}

static void
activated_cb (AttunePresetPopover *self,
              GtkListBoxRow       *row)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_USE], 0, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
delete_cb (AttunePresetPopover *self,
           GtkWidget           *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);

  g_signal_emit (self, signals[SIGNAL_DELETE], 0, gtk_widget_get_name (row));
}

static GtkWidget *
create_row (AttunePresetPopover *self,
            const char          *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *tooltip = NULL;

  /* Translators: %s is the name of a preset. */
  tooltip = g_strdup_printf (_("Delete “%s”"), name);
  gtk_widget_set_name (row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);

  return row;
}

static void
attune_preset_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_PRESET_POPOVER);

  G_OBJECT_CLASS (attune_preset_popover_parent_class)->dispose (object);
}

static void
attune_preset_popover_class_init (AttunePresetPopoverClass *klass)
{
  static const char * const names[] = { "use", "save", "delete" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_preset_popover_dispose;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL, NULL,
                               NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-preset-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, AttunePresetPopover, empty_label);
  gtk_widget_class_bind_template_child (widget_class, AttunePresetPopover, list);
  gtk_widget_class_bind_template_child (widget_class, AttunePresetPopover, list_window);
  gtk_widget_class_bind_template_child (widget_class, AttunePresetPopover, name_entry);
  gtk_widget_class_bind_template_child (widget_class, AttunePresetPopover, save_button);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
}

static void
attune_preset_popover_init (AttunePresetPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_preset_popover_set_names:
 * @self: a popover
 * @names: the names of the presets, in the order in which they are shown
 */
void
attune_preset_popover_set_names (AttunePresetPopover *self,
                                 const char * const  *names)
{
  g_return_if_fail (ATTUNE_IS_PRESET_POPOVER (self));
  g_return_if_fail (names != NULL);

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; names[i] != NULL; i++)
    gtk_list_box_append (self->list, create_row (self, names[i]));

  gtk_widget_set_visible (self->list_window, names[0] != NULL);
  gtk_widget_set_visible (self->empty_label, names[0] == NULL);
}
