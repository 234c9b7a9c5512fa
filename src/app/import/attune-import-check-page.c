/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-check-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"

#include "attune-import-check-page.h"
#include "attune-import-issue-row.h"

struct _AttuneImportCheckPage
{
  AttuneImportPage     parent_instance;

  GPtrArray           *issue_rows;      /* borrowed: the group has them */

  GtkStack            *stack;
  AdwStatusPage       *problem_page;
  AdwActionRow        *summary_row;
  GtkImage            *summary_icon;
  AdwPreferencesGroup *issues_group;
  GtkWidget           *duplicates_group;
  AdwActionRow        *duplicates_row;
  GtkWidget           *nothing_group;
  GtkWidget           *map_row;
};

G_DEFINE_FINAL_TYPE (AttuneImportCheckPage, attune_import_check_page, ATTUNE_TYPE_IMPORT_PAGE)

static AttuneImportState *
get_state (AttuneImportCheckPage *self)
{
  return attune_import_page_get_state (ATTUNE_IMPORT_PAGE (self));
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
update_summary (AttuneImportCheckPage *self)
{
  AttuneImportState *state = get_state (self);
  AttuneScan *scan = attune_import_state_get_scan (state);
  guint64 n_records = attune_scan_get_n_records (scan);
  guint64 n_examples = attune_import_state_get_n_examples (state);
  g_autofree char *records = attune_format_count (n_records);
  g_autofree char *examples = attune_format_count (n_examples);
  g_autofree char *title = NULL;

  if (n_examples == 0)
    {
      title = g_strdup_printf (ngettext ("The only record cannot be used",
                                         "None of the %s records can be used", n_records),
                               records);
      set_summary (self, "dialog-error-symbolic", "error", title,
                   attune_import_state_get_has_columns (state)
                     ? _("There is nothing to learn from yet. Correct in the file what was found, "
                         "or say which columns hold the question and the answer.")
                     : _("There is nothing to learn from yet. Correct in the file what was found, "
                         "then choose it again."));
    }
  else if (n_examples == n_records)
    {
      title = g_strdup_printf (ngettext ("The only record will be imported",
                                         "All %s records will be imported", n_records),
                               records);
      set_summary (self, "object-select-symbolic", "success", title,
                   self->issue_rows->len == 0 ? _("No problems were found.") : "");
    }
  else
    {
      g_autofree char *left_out = attune_format_count (n_records - n_examples);
      g_autofree char *subtitle = NULL;

      /* Translators: both are counts; the second one decides about the plural. */
      title = g_strdup_printf (ngettext ("%s of %s record will be imported",
                                         "%s of %s records will be imported", n_records),
                               examples, records);
      subtitle = g_strdup_printf (ngettext ("%s will be left out. The file itself is not changed.",
                                            "%s will be left out. The file itself is not changed.",
                                            n_records - n_examples),
                                  left_out);
      set_summary (self, "dialog-information-symbolic", "accent", title, subtitle);
    }
}

static void
update_removal (AttuneImportCheckPage *self)
{
  AttuneImportState *state = get_state (self);
  gboolean is_removed = attune_import_state_get_remove_duplicates (state);

  for (guint i = 0; i < self->issue_rows->len; i++)
    {
      AttuneImportIssueRow *row = g_ptr_array_index (self->issue_rows, i);

      if (attune_import_issue_row_get_kind (row) == ATTUNE_ISSUE_DUPLICATE)
        attune_import_issue_row_set_is_removed (row, is_removed);
    }

  if (attune_import_state_get_scan (state) != NULL)
    update_summary (self);
}

static void
clear_issues (AttuneImportCheckPage *self)
{
  for (guint i = 0; i < self->issue_rows->len; i++)
    adw_preferences_group_remove (self->issues_group, g_ptr_array_index (self->issue_rows, i));

  g_ptr_array_set_size (self->issue_rows, 0);
}

static void
add_issues (AttuneImportCheckPage *self,
            AttuneSeverity         severity)
{
  AttuneScan *scan = attune_import_state_get_scan (get_state (self));
  AttuneReport *report = attune_scan_get_report (scan);

  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    {
      GtkWidget *row;

      if (attune_report_get_count (report, kind) == 0 ||
          attune_issue_get_severity (kind) != severity)
        continue;

      row = attune_import_issue_row_new (attune_scan_get_path (scan), report, kind);
      adw_preferences_group_add (self->issues_group, row);
      g_ptr_array_add (self->issue_rows, row);
    }
}

static void
update_duplicates (AttuneImportCheckPage *self)
{
  AttuneScan *scan = attune_import_state_get_scan (get_state (self));
  guint64 count = attune_report_get_count (attune_scan_get_report (scan), ATTUNE_ISSUE_DUPLICATE);
  g_autofree char *number = attune_format_count (count);
  g_autofree char *subtitle = NULL;

  subtitle = g_strdup_printf (ngettext ("%s example is the same as an earlier one",
                                        "%s examples are the same as an earlier one", count),
                              number);
  adw_action_row_set_subtitle (self->duplicates_row, subtitle);
  gtk_widget_set_visible (self->duplicates_group, count > 0);
}

static void
update_results (AttuneImportCheckPage *self)
{
  AttuneImportState *state = get_state (self);

  clear_issues (self);
  add_issues (self, ATTUNE_SEVERITY_ERROR);
  add_issues (self, ATTUNE_SEVERITY_WARNING);
  add_issues (self, ATTUNE_SEVERITY_INFO);
  update_duplicates (self);
  update_removal (self);
  gtk_widget_set_visible (GTK_WIDGET (self->issues_group), self->issue_rows->len > 0);
  gtk_widget_set_visible (self->nothing_group, attune_import_state_get_n_examples (state) == 0);
  gtk_widget_set_visible (self->map_row, attune_import_state_get_has_columns (state));
}

static void
update_phase (AttuneImportCheckPage *self)
{
  /* Not bound to the template: disposing that would unparent it, and then the page once more. */
  GtkWidget *toolbar_view = adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self));
  AttuneImportState *state = get_state (self);
  const char *page = "results";

  switch (attune_import_state_get_phase (state))
    {
    case ATTUNE_IMPORT_EMPTY:
    case ATTUNE_IMPORT_READING:
      page = "reading";
      break;

    case ATTUNE_IMPORT_FAILED:
      {
        /* A status page reads its description as markup. */
        const char *problem = attune_import_state_get_problem (state);
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
attune_import_check_page_constructed (GObject *object)
{
  AttuneImportCheckPage *self = (AttuneImportCheckPage *)object;
  AttuneImportState *state = get_state (self);

  G_OBJECT_CLASS (attune_import_check_page_parent_class)->constructed (object);

  g_object_bind_property (state, "remove-duplicates",
                          self->duplicates_row, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (state, "notify::phase", G_CALLBACK (update_phase), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::remove-duplicates", G_CALLBACK (update_removal), self, G_CONNECT_SWAPPED);
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

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, problem_page);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, summary_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, issues_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, duplicates_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, duplicates_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, nothing_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportCheckPage, map_row);
}

static void
attune_import_check_page_init (AttuneImportCheckPage *self)
{
  self->issue_rows = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

AttuneImportPage *
attune_import_check_page_new (AttuneImportState *state)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_STATE (state), NULL);

  return g_object_new (ATTUNE_TYPE_IMPORT_CHECK_PAGE, "state", state, NULL);
}
