/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-separators"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-delimiter.h"

#include "attune-import-combo.h"
#include "attune-import-separators.h"

struct _AttuneImportSeparators
{
  AdwExpanderRow     parent_instance;

  AttuneImportState *state;
  gboolean           is_updating;      /* the rows follow the file, not the other way round */

  AdwComboRow       *delimiter_row;
  AdwEntryRow       *delimiter_entry;
  AdwComboRow       *quote_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportSeparators, attune_import_separators, ADW_TYPE_EXPANDER_ROW)

static const struct
{
  char        delimiter;
  const char *title;
} delimiters[] = {
  { ',', N_("Comma") },
  { ';', N_("Semicolon") },
  { '\t', N_("Tab") },
  { '|', N_("Vertical Bar") },
  { ':', N_("Colon") },
  { '^', N_("Caret") },
  { '~', N_("Tilde") },
  { '\x01', N_("Control Character ^A") },
  { ' ', N_("Space") },
};

static const struct
{
  AttuneQuote  quote;
  const char  *title;
} quotes[] = {
  { ATTUNE_QUOTE_DOUBLE, N_("Double Quotation Marks") },
  { ATTUNE_QUOTE_SINGLE, N_("Single Quotation Marks") },
  { ATTUNE_QUOTE_NONE, N_("Nothing") },
};

static void
fill_rows (AttuneImportSeparators *self)
{
  const char *delimiter_titles[G_N_ELEMENTS (delimiters) + 2] = { NULL };
  const char *quote_titles[G_N_ELEMENTS (quotes) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    delimiter_titles[i] = _(delimiters[i].title);

  delimiter_titles[G_N_ELEMENTS (delimiters)] = _("Another Character");

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    quote_titles[i] = _(quotes[i].title);

  attune_import_combo_set_titles (self->delimiter_row, delimiter_titles);
  attune_import_combo_set_titles (self->quote_row, quote_titles);
}

/* The rare ones are typed. */
static void
update_delimiter (AttuneImportSeparators *self,
                  char                    delimiter)
{
  g_autofree char *text = attune_delimiter_to_text (delimiter);
  gboolean is_listed;
  guint i = 0;

  while (i < G_N_ELEMENTS (delimiters) && delimiters[i].delimiter != delimiter)
    i++;

  is_listed = i < G_N_ELEMENTS (delimiters);
  adw_combo_row_set_selected (self->delimiter_row, i);
  gtk_editable_set_text (GTK_EDITABLE (self->delimiter_entry), is_listed ? "" : text);
  gtk_widget_set_visible (GTK_WIDGET (self->delimiter_entry), !is_listed);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 is_listed ? _(delimiters[i].title) : text);
}

static AttuneImportChoices *
get_choices (AttuneImportSeparators *self)
{
  return attune_import_input_get_choices (attune_import_state_get_input (self->state));
}

static void
delimiter_cb (AttuneImportSeparators *self)
{
  guint selected = adw_combo_row_get_selected (self->delimiter_row);
  gboolean is_listed = selected < G_N_ELEMENTS (delimiters);

  if (self->is_updating)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->delimiter_entry), !is_listed);

  if (is_listed)
    attune_import_choices_set_delimiter (get_choices (self), delimiters[selected].delimiter);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->delimiter_entry));
}

static void
delimiter_changed_cb (AttuneImportSeparators *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->delimiter_entry), "error");
}

static void
delimiter_apply_cb (AttuneImportSeparators *self)
{
  char delimiter;

  if (attune_delimiter_parse (gtk_editable_get_text (GTK_EDITABLE (self->delimiter_entry)),
                              &delimiter))
    attune_import_choices_set_delimiter (get_choices (self), delimiter);
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->delimiter_entry), "error");
}

static void
quote_cb (AttuneImportSeparators *self)
{
  guint selected = adw_combo_row_get_selected (self->quote_row);

  if (!self->is_updating && selected < G_N_ELEMENTS (quotes))
    attune_import_choices_set_quote (get_choices (self), quotes[selected].quote);
}

static void
attune_import_separators_dispose (GObject *object)
{
  AttuneImportSeparators *self = (AttuneImportSeparators *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_SEPARATORS);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (attune_import_separators_parent_class)->dispose (object);
}

static void
attune_import_separators_class_init (AttuneImportSeparatorsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_separators_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-separators.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSeparators, delimiter_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSeparators, delimiter_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSeparators, quote_row);
  gtk_widget_class_bind_template_callback (widget_class, delimiter_cb);
  gtk_widget_class_bind_template_callback (widget_class, delimiter_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, delimiter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, quote_cb);
}

static void
attune_import_separators_init (AttuneImportSeparators *self)
{
  /* A row selects its first entry when it is made, which nobody chose. */
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_rows (self);
  self->is_updating = FALSE;
}

void
attune_import_separators_set_state (AttuneImportSeparators *self,
                                    AttuneImportState      *state)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SEPARATORS (self));
  g_return_if_fail (self->state == NULL && ATTUNE_IS_IMPORT_STATE (state));

  self->state = g_object_ref (state);
}

/* Shows what was found out about a table. */
void
attune_import_separators_show (AttuneImportSeparators    *self,
                               const AttuneReaderOptions *options)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_SEPARATORS (self));

  self->is_updating = TRUE;
  update_delimiter (self, options->delimiter);

  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (quotes[i].quote == options->quote)
      adw_combo_row_set_selected (self->quote_row, i);

  self->is_updating = FALSE;
}
