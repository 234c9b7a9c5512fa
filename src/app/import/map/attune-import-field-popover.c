/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-field-popover"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-import-field.h"
#include "attune-import-field-popover.h"

struct _AttuneImportFieldPopover
{
  GtkPopover       parent_instance;

  GtkFilterListModel *filtered;
  GtkStringFilter    *filter;

  GtkEditable     *search_entry;
  GtkListView     *list_view;
  GtkWidget       *text_button;
  GtkWidget       *turns_button;
};

enum {
  SIGNAL_CHOSEN,
  SIGNAL_TEXT_CHOSEN,
  SIGNAL_TURNS_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportFieldPopover, attune_import_field_popover, GTK_TYPE_POPOVER)

static guint signals[N_SIGNALS];

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);

  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "caption");
    }

  return label;
}

static void
setup_cb (AttuneImportFieldPopover *self,
          GtkListItem              *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), new_label (NULL));
  gtk_box_append (GTK_BOX (box), new_label ("dimmed"));
  gtk_widget_set_margin_top (box, 3);
  gtk_widget_set_margin_bottom (box, 3);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (AttuneImportFieldPopover *self,
         GtkListItem              *list_item)
{
  AttuneImportField *field = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  const char *example = attune_import_field_get_example (field);
  const char *text = example[0] != '\0' ? example : _("Empty");

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)),
                      attune_import_field_get_path (field));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), text);
  gtk_list_item_set_accessible_label (list_item, attune_import_field_get_path (field));
  gtk_list_item_set_accessible_description (list_item, text);
}

static void
choose (AttuneImportFieldPopover *self,
        guint                     position)
{
  g_autoptr(AttuneImportField) field = g_list_model_get_item (G_LIST_MODEL (self->filtered),
                                                              position);

  if (field == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, attune_import_field_get_path (field));
}

static void
activate_cb (AttuneImportFieldPopover *self,
             guint                     position)
{
  choose (self, position);
}

static void
activate_first_cb (AttuneImportFieldPopover *self)
{
  choose (self, 0);
}

static void
search_cb (AttuneImportFieldPopover *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (self->search_entry));
}

static void
text_cb (AttuneImportFieldPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_TEXT_CHOSEN], 0);
}

static void
turns_cb (AttuneImportFieldPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_TURNS_CHOSEN], 0);
}

static void
attune_import_field_popover_map (GtkWidget *widget)
{
  AttuneImportFieldPopover *self = (AttuneImportFieldPopover *)widget;

  gtk_editable_set_text (self->search_entry, "");

  GTK_WIDGET_CLASS (attune_import_field_popover_parent_class)->map (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
attune_import_field_popover_dispose (GObject *object)
{
  AttuneImportFieldPopover *self = (AttuneImportFieldPopover *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_FIELD_POPOVER);
  g_clear_object (&self->filtered);

  G_OBJECT_CLASS (attune_import_field_popover_parent_class)->dispose (object);
}

static void
attune_import_field_popover_class_init (AttuneImportFieldPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_field_popover_dispose;

  widget_class->map = attune_import_field_popover_map;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE,
                  1, G_TYPE_STRING);

  signals[SIGNAL_TEXT_CHOSEN] =
    g_signal_new ("text-chosen",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  signals[SIGNAL_TURNS_CHOSEN] =
    g_signal_new ("turns-chosen",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-field-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFieldPopover, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFieldPopover, list_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFieldPopover, text_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportFieldPopover, turns_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_cb);
  gtk_widget_class_bind_template_callback (widget_class, turns_cb);
}

static void
attune_import_field_popover_init (AttuneImportFieldPopover *self)
{
  GtkExpression *expression = gtk_property_expression_new (ATTUNE_TYPE_IMPORT_FIELD, NULL, "path");
  g_autoptr(GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->filter = gtk_string_filter_new (expression);
  self->filtered = gtk_filter_list_model_new (NULL, GTK_FILTER (self->filter));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
}

GtkWidget *
attune_import_field_popover_new (gboolean offers_text)
{
  AttuneImportFieldPopover *self = g_object_new (ATTUNE_TYPE_IMPORT_FIELD_POPOVER, NULL);

  gtk_widget_set_visible (self->text_button, offers_text);

  return GTK_WIDGET (self);
}

void
attune_import_field_popover_set_fields (AttuneImportFieldPopover *self,
                                        GListModel               *fields)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_FIELD_POPOVER (self));
  g_return_if_fail (fields == NULL || G_IS_LIST_MODEL (fields));

  gtk_filter_list_model_set_model (self->filtered, fields);
}

/* Whether the turns of a conversation can be chosen in place of a field. */
void
attune_import_field_popover_set_offers_turns (AttuneImportFieldPopover *self,
                                              gboolean                  offers_turns)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_FIELD_POPOVER (self));

  gtk_widget_set_visible (self->turns_button, offers_turns);
}
