/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-save-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#include "attune-import-save-page.h"

struct _AttuneImportSavePage
{
  AttuneImportPage  parent_instance;

  gboolean          is_updating;     /* the row follows the state, not the other way round */

  GtkWidget        *form_box;
  GtkWidget        *name_row;
  AdwComboRow      *validation_row;
  AdwActionRow     *outcome_row;
  GtkStack         *bottom_stack;
  GtkWidget        *stop_button;
};

static const double shares[] = { 0, 0.05, 0.1, 0.2 };

G_DEFINE_FINAL_TYPE (AttuneImportSavePage, attune_import_save_page, ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportSavePage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
}

static char *
dup_share_title (AttuneImportState *state,
                 double             share)
{
  guint64 count = attune_import_state_count_validation (state, share);
  g_autofree char *percent = attune_format_percent (share);
  g_autofree char *number = attune_format_count (count);

  if (share <= 0)
    return g_strdup (C_("validation", "None"));

  /* Translators: a percentage, and the number of examples that it makes. */
  return g_strdup_printf (ngettext ("%s, about %s example", "%s, about %s examples", count), percent, number);
}

/* The last record of a file may fall on either side, so the numbers are only nearly those. */
static char *
dup_outcome (AttuneImportState *state)
{
  double share = attune_import_state_get_validation_share (state);
  guint64 n_examples = attune_import_state_get_n_examples (state);
  guint64 n_validation = attune_import_state_count_validation (state, share);
  guint64 n_training = n_examples - n_validation;
  g_autofree char *training = attune_format_count (n_training);
  g_autofree char *validation = attune_format_count (n_validation);

  if (n_validation == 0)
    return g_strdup_printf (ngettext ("%s example to learn from",
                                      "%s examples to learn from", n_training),
                            training);

  /* Translators: two numbers of examples; the first one decides about the plural. */
  return g_strdup_printf (ngettext ("About %s example to learn from, %s to validate with",
                                    "About %s examples to learn from, %s to validate with",
                                    n_training),
                          training, validation);
}

static void
update_outcome (AttuneImportSavePage *self)
{
  AttuneImportState *state = get_state (self);
  g_autofree char *outcome = dup_outcome (state);
  double share = attune_import_state_get_validation_share (state);

  adw_action_row_set_subtitle (self->outcome_row, outcome);

  self->is_updating = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    if (G_APPROX_VALUE (shares[i], share, 1e-9))
      adw_combo_row_set_selected (self->validation_row, i);

  self->is_updating = FALSE;
}

static void
update_shares (AttuneImportSavePage *self)
{
  AttuneImportState *state = get_state (self);
  g_autoptr(GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    gtk_string_list_take (list, dup_share_title (state, shares[i]));

  /* Another model selects its first entry, which is not the person's choice. */
  self->is_updating = TRUE;
  adw_combo_row_set_model (self->validation_row, G_LIST_MODEL (list));
  self->is_updating = FALSE;

  update_outcome (self);
}

static void
validation_selected_cb (AttuneImportSavePage *self)
{
  guint selected = adw_combo_row_get_selected (self->validation_row);

  if (!self->is_updating && selected < G_N_ELEMENTS (shares))
    attune_import_state_set_validation_share (get_state (self), shares[selected]);
}

static void
update_phase (AttuneImportSavePage *self)
{
  gboolean is_saving = attune_import_state_get_phase (get_state (self)) == ATTUNE_IMPORT_SAVING;

  gtk_stack_set_visible_child_name (self->bottom_stack, is_saving ? "saving" : "save");

  /* The focus goes out of what cannot be edited now, to where a key makes sense. */
  if (is_saving)
    gtk_widget_grab_focus (self->stop_button);

  gtk_widget_set_sensitive (self->form_box, !is_saving);
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !is_saving);
  update_shares (self);
}

static void
name_changed_cb (AttuneImportSavePage *self)
{
  const char *name = attune_import_state_get_name (get_state (self));
  g_autofree char *stripped = g_strstrip (g_strdup (name != NULL ? name : ""));

  if (stripped[0] != '\0')
    gtk_widget_remove_css_class (self->name_row, "error");
  else
    gtk_widget_add_css_class (self->name_row, "error");
}

static void
attune_import_save_page_constructed (GObject *object)
{
  AttuneImportSavePage *self = (AttuneImportSavePage *)object;
  AttuneImportState *state = get_state (self);

  G_OBJECT_CLASS (attune_import_save_page_parent_class)->constructed (object);

  g_object_bind_property (state, "name",
                          self->name_row, "text",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::remove-duplicates", G_CALLBACK (update_shares), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::validation-share", G_CALLBACK (update_outcome), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::name", G_CALLBACK (name_changed_cb), self, G_CONNECT_SWAPPED);
  update_phase (self);
}

static void
attune_import_save_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_IMPORT_SAVE_PAGE);

  G_OBJECT_CLASS (attune_import_save_page_parent_class)->dispose (object);
}

static void
attune_import_save_page_class_init (AttuneImportSavePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_import_save_page_constructed;
  object_class->dispose = attune_import_save_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-save-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, form_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, validation_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, outcome_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, bottom_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, validation_selected_cb);
}

static void
attune_import_save_page_init (AttuneImportSavePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneImportPage *
attune_import_save_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_SAVE_PAGE, "state", state, NULL);
}
