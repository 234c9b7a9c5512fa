/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-part-row"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-import-field-popover.h"
#include "attune-import-field.h"
#include "attune-import-part-row.h"
#include "attune-import-recipe-text.h"

struct _AttuneImportPartRow
{
  AdwPreferencesRow  parent_instance;

  char             **paragraphs;
  GListModel        *fields;      /* of AttuneImportField: what the records have */

  GtkLabel          *placeholder_label;
  AdwWrapBox        *chips;
  GtkMenuButton     *add_button;
};

enum {
  PROP_0,
  PROP_PLACEHOLDER,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_TURNS_CHOSEN,
  N_SIGNALS
};

G_DEFINE_FINAL_TYPE (AttuneImportPartRow, attune_import_part_row, ADW_TYPE_PREFERENCES_ROW)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* A chip changes what makes the chips. */
static void update_chips (AttuneImportPartRow *self);

static void
take_paragraphs (AttuneImportPartRow  *self,
                 char                **paragraphs)
{
  g_strfreev (self->paragraphs);
  self->paragraphs = paragraphs;
  update_chips (self);
}

static void
emit_changed (AttuneImportPartRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static guint
get_index (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "attune-index"));
}

/* Replaces a paragraph, or removes it with NULL. */
static void
replace (AttuneImportPartRow *self,
         guint                index,
         const char          *paragraph)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; self->paragraphs[i] != NULL; i++)
    {
      if (i != index)
        g_strv_builder_add (builder, self->paragraphs[i]);
      else if (paragraph != NULL && paragraph[0] != '\0')
        g_strv_builder_add (builder, paragraph);
    }

  take_paragraphs (self, g_strv_builder_end (builder));
  emit_changed (self);
}

static void
remove_cb (AttuneImportPartRow *self,
           GtkWidget           *button)
{
  replace (self, get_index (button), NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
}

static void
edited_cb (AttuneImportPartRow *self,
           GtkWidget           *entry)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));

  replace (self, get_index (entry), text);
}

/* Opens what the paragraph is written as, with fields in braces: whether one may be missing, what
 * else it may be called, and what stands beside it. */
static GtkWidget *
new_text_button (AttuneImportPartRow *self,
                 guint                index,
                 const char          *title)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *hint = gtk_label_new (_("Fields stand in braces: {title}. {title?} may be missing, {title|name} "
                                     "is called either way. Press Enter when done."));
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);

  gtk_editable_set_text (GTK_EDITABLE (entry), self->paragraphs[index]);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Text"), -1);
  g_object_set_data (G_OBJECT (entry), "attune-index", GUINT_TO_POINTER (index));
  g_signal_connect_object (entry, "activate", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);

  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (hint), 32);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (hint, "dimmed");

  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), hint);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static gboolean
has_field (AttuneImportPartRow *self,
           const char          *path)
{
  guint n_fields = self->fields != NULL ? g_list_model_get_n_items (self->fields) : 0;

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr(AttuneImportField) field = g_list_model_get_item (self->fields, i);

      if (g_str_equal (attune_import_field_get_path (field), path))
        return TRUE;
    }

  return FALSE;
}

/* Of the names that a field may have the one is shown that it has in this file. */
static char *
dup_shown_field (AttuneImportPartRow *self,
                 const char          *paragraph)
{
  g_autofree char *field = attune_import_paragraph_dup_field (paragraph);
  g_auto(GStrv) names = NULL;

  /* What stands within a quoted name is part of it. */
  if (field == NULL || strstr (field, "['") != NULL)
    return g_steal_pointer (&field);

  names = g_strsplit (field, "|", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (has_field (self, g_strstrip (names[i])))
      return g_strdup (names[i]);

  return g_steal_pointer (&field);
}

static GtkWidget *
new_chip (AttuneImportPartRow *self,
          guint                index)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *field = dup_shown_field (self, self->paragraphs[index]);
  g_autofree char *tooltip = NULL;

  /* Translators: %s is the name of a field. */
  tooltip = g_strdup_printf (_("Remove %s"), field != NULL ? field : self->paragraphs[index]);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  g_object_set_data (G_OBJECT (button), "attune-index", GUINT_TO_POINTER (index));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (chip),
                  new_text_button (self, index, field != NULL ? field : self->paragraphs[index]));
  gtk_box_append (GTK_BOX (chip), button);
  gtk_widget_add_css_class (chip, "chip");

  return chip;
}

static void
update_chips (AttuneImportPartRow *self)
{
  guint n_paragraphs = self->paragraphs != NULL ? g_strv_length (self->paragraphs) : 0;

  adw_wrap_box_remove_all (self->chips);

  for (guint i = 0; i < n_paragraphs; i++)
    adw_wrap_box_append (self->chips, new_chip (self, i));

  gtk_widget_set_visible (GTK_WIDGET (self->chips), n_paragraphs > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder_label), n_paragraphs == 0);
}

static void
chosen_cb (AttuneImportPartRow *self,
           const char          *field)
{
  gboolean is_optional = self->paragraphs != NULL && self->paragraphs[0] != NULL;
  g_autofree char *paragraph = attune_import_paragraph_new_from_field (field, is_optional);

  attune_import_part_row_add_paragraph (self, paragraph);
}

static void
text_chosen_cb (AttuneImportPartRow *self)
{
  GtkWidget *chip;

  attune_import_part_row_add_paragraph (self, _("Text"));
  chip = gtk_widget_get_last_child (GTK_WIDGET (self->chips));

  if (chip != NULL && GTK_IS_MENU_BUTTON (gtk_widget_get_first_child (chip)))
    gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_first_child (chip)));
}

static void
turns_chosen_cb (AttuneImportPartRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TURNS_CHOSEN], 0);
}

static void
title_cb (AttuneImportPartRow *self)
{
  g_autofree char *tooltip = NULL;

  /* Translators: %s is a part of an example, such as Question. */
  tooltip = g_strdup_printf (_("Add to %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->add_button), tooltip);
}

static void
attune_import_part_row_dispose (GObject *object)
{
  AttuneImportPartRow *self = (AttuneImportPartRow *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_PART_ROW);
  g_clear_object (&self->fields);

  G_OBJECT_CLASS (attune_import_part_row_parent_class)->dispose (object);
}

static void
attune_import_part_row_finalize (GObject *object)
{
  AttuneImportPartRow *self = (AttuneImportPartRow *)object;

  g_clear_pointer (&self->paragraphs, g_strfreev);

  G_OBJECT_CLASS (attune_import_part_row_parent_class)->finalize (object);
}

static void
attune_import_part_row_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  AttuneImportPartRow *self = ATTUNE_IMPORT_PART_ROW (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_value_set_string (value, gtk_label_get_text (self->placeholder_label));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_part_row_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  AttuneImportPartRow *self = ATTUNE_IMPORT_PART_ROW (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      attune_import_part_row_set_placeholder (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_import_part_row_class_init (AttuneImportPartRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_part_row_dispose;
  object_class->finalize = attune_import_part_row_finalize;
  object_class->get_property = attune_import_part_row_get_property;
  object_class->set_property = attune_import_part_row_set_property;

  properties[PROP_PLACEHOLDER] =
    g_param_spec_string ("placeholder", NULL, NULL,
                         NULL,
                         (G_PARAM_READWRITE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed",
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

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-part-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportPartRow, placeholder_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportPartRow, chips);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportPartRow, add_button);
}

static void
attune_import_part_row_init (AttuneImportPartRow *self)
{
  GtkWidget *popover;

  gtk_widget_init_template (GTK_WIDGET (self));

  popover = attune_import_field_popover_new (TRUE);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "text-chosen", G_CALLBACK (text_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "turns-chosen", G_CALLBACK (turns_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->add_button, popover);
  g_signal_connect (self, "notify::title", G_CALLBACK (title_cb), NULL);
  update_chips (self);
}

void
attune_import_part_row_set_placeholder (AttuneImportPartRow *self,
                                        const char          *placeholder)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_PART_ROW (self));

  gtk_label_set_text (self->placeholder_label, placeholder != NULL ? placeholder : "");
}

/* Whether the person can say that it is made of turns, which `turns-chosen` tells. */
void
attune_import_part_row_set_takes_turns (AttuneImportPartRow *self,
                                        gboolean             takes_turns)
{
  GtkPopover *popover;

  g_return_if_fail (ATTUNE_IS_IMPORT_PART_ROW (self));

  popover = gtk_menu_button_get_popover (self->add_button);
  attune_import_field_popover_set_offers_turns (ATTUNE_IMPORT_FIELD_POPOVER (popover), takes_turns);
}

void
attune_import_part_row_set_fields (AttuneImportPartRow *self,
                                   GListModel          *fields)
{
  GtkPopover *popover;

  g_return_if_fail (ATTUNE_IS_IMPORT_PART_ROW (self));

  popover = gtk_menu_button_get_popover (self->add_button);
  attune_import_field_popover_set_fields (ATTUNE_IMPORT_FIELD_POPOVER (popover), fields);

  if (g_set_object (&self->fields, fields))
    update_chips (self);
}

/* NULL for none. */
const char * const *
attune_import_part_row_get_paragraphs (AttuneImportPartRow *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_PART_ROW (self), NULL);

  return self->paragraphs != NULL &&
      self->paragraphs[0] != NULL ? (const char * const *)self->paragraphs : NULL;
}

/* Without `changed`: the row follows a recipe. */
void
attune_import_part_row_set_paragraphs (AttuneImportPartRow *self,
                                       const char * const  *paragraphs)
{
  static const char * const none[] = { NULL };

  g_return_if_fail (ATTUNE_IS_IMPORT_PART_ROW (self));

  if (paragraphs == NULL)
    paragraphs = none;

  /* An entry in a popover must not go while somebody types into it. */
  if (self->paragraphs == NULL ||
      !g_strv_equal ((const char * const *)self->paragraphs, paragraphs))
    take_paragraphs (self, g_strdupv ((char **)paragraphs));
}

void
attune_import_part_row_add_paragraph (AttuneImportPartRow *self,
                                      const char          *paragraph)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_if_fail (ATTUNE_IS_IMPORT_PART_ROW (self));
  g_return_if_fail (paragraph != NULL);

  if (self->paragraphs != NULL)
    g_strv_builder_addv (builder, (const char **)self->paragraphs);

  g_strv_builder_add (builder, paragraph);
  take_paragraphs (self, g_strv_builder_end (builder));
  emit_changed (self);
}
