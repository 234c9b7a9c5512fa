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
  GtkWidget        *percent_row;
  GtkWidget        *count_row;
  GtkWidget        *one_in_row;
  GtkWidget        *seed_row;
  AdwActionRow     *file_row;
  GtkWidget        *file_spinner;
  AdwActionRow     *leakage_row;
  AdwActionRow     *outcome_row;
  AdwActionRow     *left_out_row;
  GtkStack         *bottom_stack;
  GtkWidget        *stop_button;
};

G_DEFINE_FINAL_TYPE (AttuneImportSavePage, attune_import_save_page, ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportSavePage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
}

static AttuneImportValidation *
get_validation (AttuneImportSavePage *self)
{
  return attune_import_state_get_validation (get_state (self));
}

static AttuneImportSplitKind
get_kind (AttuneImportSavePage *self)
{
  return attune_import_split_get_kind (attune_import_state_get_split (get_state (self)));
}

static char *
dup_outcome (guint64 n_training,
             guint64 n_validation)
{
  g_autofree char *training = attune_format_count (n_training);
  g_autofree char *validation = attune_format_count (n_validation);

  if (n_validation == 0)
    return g_strdup_printf (ngettext ("%s example to learn from",
                                      "%s examples to learn from", n_training),
                            training);

  /* Translators: two numbers of examples; the first one decides about the plural. */
  return g_strdup_printf (ngettext ("%s example to learn from, %s to validate with",
                                    "%s examples to learn from, %s to validate with",
                                    n_training),
                          training, validation);
}

/* Every record of the file is accounted for: what is not learned from has a reason. */
static void
update_left_out (AttuneImportSavePage *self,
                 AttuneImportOutcome  *outcome)
{
  guint64 n_left_out = attune_import_outcome_get_n_left_out (outcome);
  g_autofree char *number = attune_format_count (n_left_out);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) reasons = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      guint64 count = attune_import_outcome_get_reason (outcome, kind);

      if (count > 0)
        g_strv_builder_take (builder, attune_issue_dup_title (kind, count));
    }

  reasons = g_strv_builder_end (builder);
  text = g_strjoinv ("\n", reasons);
  title = g_strdup_printf (ngettext ("%s record is left out", "%s records are left out", n_left_out),
                           number);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->left_out_row), title);
  adw_action_row_set_subtitle (self->left_out_row, text);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out_row), n_left_out > 0);
}

static void
update_outcome (AttuneImportSavePage *self)
{
  AttuneImportState *state = get_state (self);
  AttuneImportOutcome *outcome = attune_import_state_get_outcome (state);
  AttuneScan *validation = attune_import_validation_get_scan (get_validation (self));
  g_autofree char *text = NULL;
  guint64 n_training;
  guint64 n_validation;

  if (outcome == NULL)
    return;

  n_training = attune_import_outcome_get_count (outcome, ATTUNE_FATE_TRAINING);
  n_validation = attune_import_outcome_get_count (outcome, ATTUNE_FATE_VALIDATION);

  if (get_kind (self) == ATTUNE_IMPORT_SPLIT_FILE && validation != NULL)
    n_validation = attune_scan_get_n_examples (validation);

  text = dup_outcome (n_training, n_validation);
  adw_action_row_set_subtitle (self->outcome_row, text);
  update_left_out (self, outcome);
}

/* How many questions of the second file stand in the first, too: they would measure memory. */
static void
update_leakage (AttuneImportSavePage *self)
{
  AttuneScan *scan = attune_import_validation_get_scan (get_validation (self));
  guint64 count = scan != NULL
      ? attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_LEAKAGE) : 0;
  g_autofree char *title = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->leakage_row),
                          get_kind (self) == ATTUNE_IMPORT_SPLIT_FILE && scan != NULL);

  if (scan == NULL)
    return;

  title = count > 0 ? attune_issue_dup_title (ATTUNE_ISSUE_LEAKAGE, count)
                    : g_strdup (_("No question stands in both files"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->leakage_row), title);
  adw_action_row_set_subtitle (self->leakage_row, count > 0 ? attune_issue_get_advice (ATTUNE_ISSUE_LEAKAGE) : "");
}

static void
update_validation (AttuneImportSavePage *self)
{
  const char *name = attune_import_validation_get_name (get_validation (self));
  gboolean is_there = attune_import_validation_get_scan (get_validation (self)) != NULL;

  adw_action_row_set_subtitle (self->file_row, name != NULL ? name : _("Choose a file"));
  gtk_widget_set_visible (self->file_spinner, name != NULL && !is_there);
  update_leakage (self);
  update_outcome (self);
}

static void
update_kind (AttuneImportSavePage *self)
{
  AttuneImportSplitKind kind = get_kind (self);
  gboolean is_drawn = kind == ATTUNE_IMPORT_SPLIT_SHARE || kind == ATTUNE_IMPORT_SPLIT_COUNT ||
                      kind == ATTUNE_IMPORT_SPLIT_ONE_IN;

  self->is_updating = TRUE;
  adw_combo_row_set_selected (self->validation_row, kind);
  self->is_updating = FALSE;

  gtk_widget_set_visible (self->percent_row, kind == ATTUNE_IMPORT_SPLIT_SHARE);
  gtk_widget_set_visible (self->count_row, kind == ATTUNE_IMPORT_SPLIT_COUNT);
  gtk_widget_set_visible (self->one_in_row, kind == ATTUNE_IMPORT_SPLIT_ONE_IN);
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), kind == ATTUNE_IMPORT_SPLIT_FILE);
  gtk_widget_set_visible (self->seed_row, is_drawn);
  update_validation (self);
}

static void
kind_selected_cb (AttuneImportSavePage *self)
{
  guint selected = adw_combo_row_get_selected (self->validation_row);

  if (!self->is_updating && selected <= ATTUNE_IMPORT_SPLIT_FILE)
    attune_import_split_set_kind (attune_import_state_get_split (get_state (self)), selected);
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
bind_number (AttuneImportSavePage *self,
             const char           *property,
             GtkWidget            *row)
{
  g_object_bind_property (attune_import_state_get_split (get_state (self)), property,
                          row, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
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
  bind_number (self, "percent", self->percent_row);
  bind_number (self, "count", self->count_row);
  bind_number (self, "one-in", self->one_in_row);
  bind_number (self, "seed", self->seed_row);
  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::outcome", G_CALLBACK (update_outcome), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_validation (state), "changed",
                           G_CALLBACK (update_validation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::name", G_CALLBACK (name_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_split (state), "notify::kind",
                           G_CALLBACK (update_kind), self, G_CONNECT_SWAPPED);
  update_kind (self);
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
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, percent_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, count_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, one_in_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, seed_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, file_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, file_spinner);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, leakage_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, outcome_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, left_out_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, bottom_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportSavePage, stop_button);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
}

static void
attune_import_save_page_init (AttuneImportSavePage *self)
{
  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
}

AttuneImportPage *
attune_import_save_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_SAVE_PAGE, "state", state, NULL);
}
