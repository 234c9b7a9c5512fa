/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-check-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cost-list.h"
#include "attune-format.h"
#include "attune-token-list-row.h"

#include "attune-import-check-page.h"
#include "attune-import-combo.h"
#include "attune-import-figures.h"

struct _AttuneImportCheckPage
{
  AttuneImportPage     parent_instance;

  GPtrArray           *issue_rows;      /* borrowed: their groups have them */
  GtkWidget           *remedy_rows[ATTUNE_N_REMEDIES];  /* borrowed; NULL: nothing to mend */
  gboolean             is_updating;     /* the rows follow the state */
  gboolean             is_recounting;   /* by other rules; what was found before stays */

  GtkStack            *stack;
  AdwStatusPage       *problem_page;
  AdwActionRow        *summary_row;
  GtkImage            *summary_icon;
  AdwComboRow         *target_row;
  GtkWidget           *target_spinner;
  AdwPreferencesGroup *remedies_group;
  AdwPreferencesGroup *errors_group;
  AdwPreferencesGroup *warnings_group;
  AdwPreferencesGroup *notes_group;
  GtkWidget           *figures_group;
  GtkWidget           *token_list_row;
  AdwExpanderRow      *figures_row;
  AttuneCostList      *cost_list;
  GtkWidget           *nothing_group;
  GtkWidget           *map_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportCheckPage, attune_import_check_page, ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportCheckPage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
}

static AttuneImportTarget *
get_target (AttuneImportCheckPage *self)
{
  return attune_import_input_get_target (attune_import_state_get_input (get_state (self)));
}

static void
set_summary (AttuneImportCheckPage *self,
             const char            *icon_name,
             const char            *css_class,
             const char            *title,
             const char            *subtitle)
{
  const char *classes[] = { css_class, NULL };

  gtk_image_set_from_icon_name (self->summary_icon, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->summary_icon), classes);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary_row), title);
  adw_action_row_set_subtitle (self->summary_row, subtitle);
}

static void
summarise_nothing (AttuneImportCheckPage *self,
                   guint64                n_entries)
{
  g_autofree char *number = attune_format_count (n_entries);
  g_autofree char *title = NULL;

  title = g_strdup_printf (ngettext ("The only record cannot be used",
                                     "None of the %s records can be used", n_entries),
                           number);
  set_summary (self, "dialog-error-symbolic", "error", title,
               _("There is nothing to learn from yet. Say which fields hold the question and the answer, "
                 "or correct in the file what was found."));
}

static void
summarise_all (AttuneImportCheckPage *self,
               guint64                n_examples)
{
  g_autofree char *number = attune_format_count (n_examples);
  g_autofree char *title = NULL;

  title = g_strdup_printf (ngettext ("The only example will be imported",
                                     "All %s examples will be imported", n_examples),
                           number);
  set_summary (self, "object-select-symbolic", "success", title,
               self->issue_rows->len == 0 ? _("No problems were found.") : "");
}

static char *
dup_fate (AttuneFate  fate,
          guint64     count)
{
  g_autofree char *number = attune_format_count (count);

  switch (fate)
    {
    case ATTUNE_FATE_UNUSABLE:
      return g_strdup_printf (ngettext ("%s cannot be used", "%s cannot be used", count), number);

    case ATTUNE_FATE_DUPLICATE:
      return g_strdup_printf (ngettext ("%s duplicate", "%s duplicates", count), number);

    case ATTUNE_FATE_REMOVED:
      return g_strdup_printf (ngettext ("%s removed", "%s removed", count), number);

    case ATTUNE_FATE_NOT_SAMPLED:
      return g_strdup_printf (ngettext ("%s not drawn", "%s not drawn", count), number);

    case ATTUNE_FATE_TRAINING:
    case ATTUNE_FATE_VALIDATION:
    case ATTUNE_N_FATES:
    default:
      return NULL;
    }
}

/* "12 duplicates, 3 cannot be used", as far as there are any. */
static char *
dup_left_out (AttuneImportOutcome *outcome)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) parts = NULL;

  for (int fate = ATTUNE_FATE_UNUSABLE; fate < ATTUNE_N_FATES; fate++)
    {
      guint64 count = attune_import_outcome_get_count (outcome, fate);

      if (count > 0)
        g_strv_builder_take (builder, dup_fate (fate, count));
    }

  parts = g_strv_builder_end (builder);

  /* Translators: stands between the parts of a list. */
  return g_strjoinv (_(", "), parts);
}

static void
summarise_some (AttuneImportCheckPage *self,
                AttuneImportOutcome   *outcome,
                guint64                n_entries)
{
  g_autofree char *examples = attune_format_count (attune_import_outcome_get_n_examples (outcome));
  g_autofree char *entries = attune_format_count (n_entries);
  g_autofree char *left_out = dup_left_out (outcome);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  /* Translators: both are counts; the second one decides about the plural. */
  title = g_strdup_printf (ngettext ("%s of %s example will be imported",
                                     "%s of %s examples will be imported", n_entries),
                           examples, entries);
  /* Translators: %s is a list such as “12 duplicates, 3 cannot be used”. */
  subtitle = g_strdup_printf (_("Left out: %s. The file itself is not changed."), left_out);
  set_summary (self, "dialog-information-symbolic", "accent", title, subtitle);
}

static void
update_summary (AttuneImportCheckPage *self)
{
  AttuneImportOutcome *outcome = attune_import_state_get_outcome (get_state (self));
  guint64 n_entries = 0;
  guint64 n_examples;

  if (outcome == NULL)
    return;

  for (int fate = 0; fate < ATTUNE_N_FATES; fate++)
    n_entries += attune_import_outcome_get_count (outcome, fate);

  n_examples = attune_import_outcome_get_n_examples (outcome);

  if (n_examples == 0)
    summarise_nothing (self, n_entries);
  else if (n_examples == n_entries)
    summarise_all (self, n_examples);
  else
    summarise_some (self, outcome, n_entries);

  gtk_widget_set_visible (self->nothing_group, n_examples == 0);
}

static void
remedy_cb (AttuneImportCheckPage *self,
           GParamSpec            *pspec,
           GtkWidget             *row)
{
  AttuneImportRemedies *remedies = attune_import_state_get_remedies (get_state (self));

  if (self->is_updating)
    return;

  for (int remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    if (self->remedy_rows[remedy] == row)
      attune_import_remedies_set (remedies, remedy,
                                  adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
}

static GtkWidget *
new_remedy_row (AttuneImportCheckPage *self,
                AttuneRemedy           remedy,
                guint64                count)
{
  GtkWidget *row = adw_switch_row_new ();
  g_autofree char *effect = attune_remedy_dup_effect (remedy, count);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), attune_remedy_get_title (remedy));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), effect);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (remedy_cb), self, G_CONNECT_SWAPPED);

  return row;
}

/* What cannot be used is not used, so that there is nothing to switch. */
static gboolean
is_offered (AttuneRemedy remedy)
{
  return remedy != ATTUNE_REMEDY_REMOVE_UNUSABLE;
}

static void
update_remedies (AttuneImportCheckPage *self)
{
  AttuneImportState *state = get_state (self);
  AttuneImportOutcome *outcome = attune_import_state_get_outcome (state);
  AttuneImportRemedies *remedies = attune_import_state_get_remedies (state);
  gboolean has_any = FALSE;

  self->is_updating = TRUE;

  for (int remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    {
      guint64 count = outcome != NULL &&
          is_offered (remedy) ? attune_import_outcome_get_affected (outcome, remedy) : 0;
      GtkWidget *row = self->remedy_rows[remedy];

      if (count > 0 && row == NULL)
        {
          row = self->remedy_rows[remedy] = new_remedy_row (self, remedy, count);
          adw_preferences_group_add (self->remedies_group, row);
        }

      if (row != NULL)
        adw_switch_row_set_active (ADW_SWITCH_ROW (row),
                                   attune_import_remedies_has (remedies, remedy));

      has_any = has_any || row != NULL;
    }

  self->is_updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->remedies_group), has_any);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.undo", attune_import_remedies_get_can_undo (remedies));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "check.redo", attune_import_remedies_get_can_redo (remedies));
}

static void
clear_remedies (AttuneImportCheckPage *self)
{
  for (int remedy = 0; remedy < ATTUNE_N_REMEDIES; remedy++)
    if (self->remedy_rows[remedy] != NULL)
      adw_preferences_group_remove (self->remedies_group,
                                    g_steal_pointer (&self->remedy_rows[remedy]));
}

static AdwPreferencesGroup *
get_group (AttuneImportCheckPage *self,
           AttuneSeverity         severity)
{
  switch (severity)
    {
    case ATTUNE_SEVERITY_ERROR:
      return self->errors_group;

    case ATTUNE_SEVERITY_WARNING:
      return self->warnings_group;

    case ATTUNE_SEVERITY_INFO:
    default:
      return self->notes_group;
    }
}

static void
clear_issues (AttuneImportCheckPage *self)
{
  for (guint i = 0; i < self->issue_rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->issue_rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }

  g_ptr_array_set_size (self->issue_rows, 0);
}

static GtkWidget *
new_issue_row (AttuneIssueKind kind,
               guint64         count)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = attune_issue_dup_title (kind, count);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), attune_issue_get_advice (kind));

  if (!attune_issue_is_of_file (kind))
    {
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

      gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "import.show-issue");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "u", (guint)kind);
    }

  return row;
}

static void
update_issues (AttuneImportCheckPage *self)
{
  AttuneScan *scan = attune_import_state_get_scan (get_state (self));
  AttuneReport *report = attune_scan_get_report (scan);
  const AttuneRules *rules = attune_scan_get_rules (scan);
  gboolean has[ATTUNE_SEVERITY_ERROR + 1] = { FALSE, };

  clear_issues (self);

  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      guint64 count = attune_report_get_count (report, kind);
      AttuneSeverity severity = attune_issue_get_severity_for (kind, rules);
      GtkWidget *row;

      if (count == 0)
        continue;

      row = new_issue_row (kind, count);
      adw_preferences_group_add (get_group (self, severity), row);
      g_ptr_array_add (self->issue_rows, row);
      has[severity] = TRUE;
    }

  for (int severity = 0; severity <= ATTUNE_SEVERITY_ERROR; severity++)
    gtk_widget_set_visible (GTK_WIDGET (get_group (self, severity)), has[severity]);
}

static void
update_target (AttuneImportCheckPage *self)
{
  AttuneImportTarget *target = get_target (self);

  self->is_updating = TRUE;
  attune_import_combo_set_titles (self->target_row, attune_import_target_get_titles (target));
  adw_combo_row_set_selected (self->target_row, attune_import_target_get_selected (target));
  self->is_updating = FALSE;
}

static void
target_cb (AttuneImportCheckPage *self)
{
  guint selected = adw_combo_row_get_selected (self->target_row);

  if (self->is_updating || selected == GTK_INVALID_LIST_POSITION)
    return;

  self->is_recounting = TRUE;
  attune_import_target_select (get_target (self), selected);
}

static void
update_cost (AttuneImportCheckPage *self,
             AttuneScan            *scan)
{
  AttuneTokenFigures figures;

  attune_token_figures_init (&figures, attune_scan_get_report (scan));
  attune_cost_list_set_figures (self->cost_list, figures.n_examples > 0 ? &figures : NULL);
}

static void
update_results (AttuneImportCheckPage *self)
{
  AttuneScan *scan = attune_import_state_get_scan (get_state (self));
  const AttuneHistogram *tokens;

  clear_remedies (self);
  update_issues (self);
  update_remedies (self);
  update_summary (self);
  gtk_widget_set_visible (self->figures_group, attune_scan_get_n_examples (scan) > 0);
  tokens = attune_report_get_histogram (attune_scan_get_report (scan), ATTUNE_REPORT_TOKENS);
  gtk_widget_set_visible (self->token_list_row, tokens->total == 0);
  attune_import_figures_fill (self->figures_row, attune_scan_get_report (scan));
  update_cost (self, scan);
}

static void
update_outcome (AttuneImportCheckPage *self)
{
  AttuneImportPhase phase = attune_import_state_get_phase (get_state (self));

  if (phase != ATTUNE_IMPORT_READ)
    return;

  update_remedies (self);
  update_summary (self);
}

static void
update_phase (AttuneImportCheckPage *self)
{
  /* Not bound to the template: disposing that would unparent it, and then the page once more. */
  GtkWidget *toolbar_view = adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self));
  AttuneImportState *state = get_state (self);
  AttuneImportPhase phase = attune_import_state_get_phase (state);
  const char *page = "results";

  self->is_recounting = self->is_recounting && phase == ATTUNE_IMPORT_READING;
  gtk_widget_set_visible (self->target_spinner, self->is_recounting);

  switch (phase)
    {
    case ATTUNE_IMPORT_EMPTY:
      page = "reading";
      break;

    case ATTUNE_IMPORT_READING:
      /* The row that the person has just changed stays where it is. */
      if (!self->is_recounting)
        page = "reading";
      break;

    case ATTUNE_IMPORT_FAILED:
      {
        /* A status page reads its description as markup. */
        AttuneImportScanner *reading = attune_import_state_get_reading (state);
        const char *problem = attune_import_scanner_get_problem (reading);
        g_autofree char *markup = g_markup_escape_text (problem, -1);

        adw_status_page_set_description (self->problem_page, markup);
        page = "problem";
      }
      break;

    case ATTUNE_IMPORT_READ:
      update_results (self);
      break;

    case ATTUNE_IMPORT_SAVING:
    case ATTUNE_IMPORT_SAVED:
    default:
      break;
    }

  gtk_stack_set_visible_child_name (self->stack, page);
  adw_toolbar_view_set_reveal_bottom_bars (ADW_TOOLBAR_VIEW (toolbar_view), g_str_equal (page, "results"));
}

static void
fetched_cb (AttuneImportCheckPage *self)
{
  attune_import_state_read (get_state (self));
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneImportState *state = get_state (ATTUNE_IMPORT_CHECK_PAGE (widget));

  attune_import_remedies_undo (attune_import_state_get_remedies (state));
}

static void
redo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneImportState *state = get_state (ATTUNE_IMPORT_CHECK_PAGE (widget));

  attune_import_remedies_redo (attune_import_state_get_remedies (state));
}

static void
attune_import_check_page_constructed (GObject *object)
{
  AttuneImportCheckPage *self = (AttuneImportCheckPage *)object;
  AttuneImportState *state = get_state (self);

  G_OBJECT_CLASS (attune_import_check_page_parent_class)->constructed (object);

  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::outcome", G_CALLBACK (update_outcome), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_target (self), "notify::titles",
                           G_CALLBACK (update_target), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_import_state_get_remedies (state), "notify::mask",
                           G_CALLBACK (update_remedies), self, G_CONNECT_SWAPPED);
  update_target (self);
  update_remedies (self);
  update_phase (self);
}

static void
attune_import_check_page_dispose (GObject *object)
{
  AttuneImportCheckPage *self = (AttuneImportCheckPage *)object;

  g_clear_pointer (&self->issue_rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_CHECK_PAGE);

  G_OBJECT_CLASS (attune_import_check_page_parent_class)->dispose (object);
}

static void
attune_import_check_page_class_init (AttuneImportCheckPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = attune_import_check_page_constructed;
  object_class->dispose = attune_import_check_page_dispose;

  g_type_ensure (ATTUNE_TYPE_COST_LIST);
  g_type_ensure (ATTUNE_TYPE_TOKEN_LIST_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, summary_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, target_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, target_spinner);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, remedies_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, errors_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, warnings_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, notes_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, figures_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, token_list_row);
  gtk_widget_class_bind_template_callback (widget_class, fetched_cb);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, figures_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, cost_list);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, nothing_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, map_row);
  gtk_widget_class_bind_template_callback (widget_class, target_cb);

  gtk_widget_class_install_action (widget_class, "check.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "check.redo", NULL, redo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "check.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "check.redo", NULL);
}

static void
attune_import_check_page_init (AttuneImportCheckPage *self)
{
  self->issue_rows = g_ptr_array_new ();

  self->is_updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_updating = FALSE;
  attune_import_combo_show_in_full (self->target_row);
}

AttuneImportPage *
attune_import_check_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_CHECK_PAGE, "state", state, NULL);
}
