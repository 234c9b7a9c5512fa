/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-issue-row"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-weak-ref.h"

#include "attune-import-issue-row.h"
#include "attune-import-task.h"

/* Rows of a list box are all made at once, so only a few of them. */
#define MAX_ROWS 20

struct _AttuneImportIssueRow
{
  AdwExpanderRow   parent_instance;

  char            *path;
  AttuneReport    *report;
  DexFuture       *load;
  GCancellable    *cancellable;
  AttuneIssueKind  kind;
  gboolean         has_loaded;
};

G_DEFINE_FINAL_TYPE (AttuneImportIssueRow, attune_import_issue_row, ADW_TYPE_EXPANDER_ROW)

static const char *
get_icon_name (AttuneSeverity severity)
{
  switch (severity)
    {
    case ATTUNE_SEVERITY_ERROR:
      return "dialog-error-symbolic";

    case ATTUNE_SEVERITY_WARNING:
      return "dialog-warning-symbolic";

    case ATTUNE_SEVERITY_INFO:
    default:
      return "dialog-information-symbolic";
    }
}

static const char *
get_severity_class (AttuneSeverity severity)
{
  switch (severity)
    {
    case ATTUNE_SEVERITY_ERROR:
      return "error";

    case ATTUNE_SEVERITY_WARNING:
      return "warning";

    case ATTUNE_SEVERITY_INFO:
    default:
      return "accent";
    }
}

static const char *
get_severity_title (AttuneSeverity severity)
{
  switch (severity)
    {
    case ATTUNE_SEVERITY_ERROR:
      return C_("severity", "Error");

    case ATTUNE_SEVERITY_WARNING:
      return C_("severity", "Warning");

    case ATTUNE_SEVERITY_INFO:
    default:
      return C_("severity", "Note");
    }
}

static void
add_line (AttuneImportIssueRow *self,
          guint64               line,
          const char           *text)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = attune_import_line_dup_title (line);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_more (AttuneImportIssueRow *self,
          gsize                 n_lines)
{
  GtkWidget *row = adw_button_row_new ();
  g_autofree char *count = attune_format_count (n_lines);
  g_autofree char *title = NULL;

  if (attune_report_get_count (self->report, self->kind) > n_lines)
    title = g_strdup_printf (ngettext ("Show the First %s Line", "Show the First %s Lines", n_lines), count);
  else
    title = g_strdup_printf (ngettext ("Show All %s Line", "Show All %s Lines", n_lines), count);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_button_row_set_end_icon_name (ADW_BUTTON_ROW (row), "go-next-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "import.show-lines");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "u", (guint)self->kind);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static DexFuture *
loaded_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneImportIssueRow) self = g_weak_ref_get (user_data);
  g_autoptr(GPtrArray) texts = NULL;
  const GValue *value = dex_future_get_value (completed, NULL);
  const guint64 *lines;
  gsize n_lines;

  if (self == NULL || self->report == NULL)
    return NULL;

  /* The numbers are worth showing even where the file cannot be read again. */
  if (value != NULL)
    texts = g_value_dup_boxed (value);

  lines = attune_report_get_lines (self->report, self->kind, &n_lines);

  for (gsize i = 0; i < MIN (n_lines, MAX_ROWS); i++)
    add_line (self, lines[i], texts != NULL && i < texts->len ? g_ptr_array_index (texts, i) : "");

  if (n_lines > MAX_ROWS)
    add_more (self, n_lines);

  return NULL;
}

static void
expanded_cb (AttuneImportIssueRow *self)
{
  const guint64 *lines;
  DexFuture *texts;
  gsize n_lines;

  if (self->has_loaded || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;

  self->has_loaded = TRUE;
  self->cancellable = g_cancellable_new ();
  lines = attune_report_get_lines (self->report, self->kind, &n_lines);
  texts = attune_import_task_lines (self->path, lines, MIN (n_lines, MAX_ROWS), self->cancellable);
  self->load = dex_future_finally (texts, loaded_cb,
                                   attune_weak_ref_new (self),
                                   attune_weak_ref_free);
}

static void
attune_import_issue_row_dispose (GObject *object)
{
  AttuneImportIssueRow *self = (AttuneImportIssueRow *)object;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dex_clear (&self->load);
  g_clear_object (&self->report);

  G_OBJECT_CLASS (attune_import_issue_row_parent_class)->dispose (object);
}

static void
attune_import_issue_row_finalize (GObject *object)
{
  AttuneImportIssueRow *self = (AttuneImportIssueRow *)object;

  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (attune_import_issue_row_parent_class)->finalize (object);
}

static void
attune_import_issue_row_class_init (AttuneImportIssueRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_import_issue_row_dispose;
  object_class->finalize = attune_import_issue_row_finalize;
}

static void
attune_import_issue_row_init (AttuneImportIssueRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

static void
set_up (AttuneImportIssueRow *self)
{
  AttuneSeverity severity = attune_issue_get_severity (self->kind);
  GtkWidget *icon = gtk_image_new_from_icon_name (get_icon_name (severity));
  GtkWidget *word = gtk_label_new (get_severity_title (severity));
  guint64 count = attune_report_get_count (self->report, self->kind);
  g_autofree char *title = attune_issue_dup_title (self->kind, count);
  gsize n_lines;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  attune_import_issue_row_set_is_removed (self, severity == ATTUNE_SEVERITY_ERROR);

  /* The word says what the picture and its colour do. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (icon, get_severity_class (severity));
  gtk_widget_add_css_class (word, get_severity_class (severity));
  gtk_widget_add_css_class (word, "caption");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), icon);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), word);

  /* A problem of the whole file has no lines to open. */
  attune_report_get_lines (self->report, self->kind, &n_lines);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self),
                                         n_lines > 0 && self->kind != ATTUNE_ISSUE_TOO_FEW);
}

GtkWidget *
attune_import_issue_row_new (const char      *path,
                             AttuneReport    *report,
                             AttuneIssueKind  kind)
{
  AttuneImportIssueRow *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (ATTUNE_IS_REPORT (report), NULL);

  self = g_object_new (ATTUNE_TYPE_IMPORT_ISSUE_ROW, NULL);
  self->path = g_strdup (path);
  self->report = g_object_ref (report);
  self->kind = kind;
  set_up (self);

  return GTK_WIDGET (self);
}

AttuneIssueKind
attune_import_issue_row_get_kind (AttuneImportIssueRow *self)
{
  g_return_val_if_fail (ATTUNE_IS_IMPORT_ISSUE_ROW (self), 0);

  return self->kind;
}

/* Whether the import will leave these lines out, which the row says before its advice. */
void
attune_import_issue_row_set_is_removed (AttuneImportIssueRow *self,
                                        gboolean              is_removed)
{
  g_autofree char *number = NULL;
  g_autofree char *effect = NULL;
  g_autofree char *subtitle = NULL;
  guint64 count;

  g_return_if_fail (ATTUNE_IS_IMPORT_ISSUE_ROW (self));

  /* The others are about records; this one is about the file. */
  if (self->kind == ATTUNE_ISSUE_TOO_FEW)
    {
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), attune_issue_get_advice (self->kind));
      return;
    }

  count = attune_report_get_count (self->report, self->kind);
  number = attune_format_count (count);

  if (is_removed)
    effect = g_strdup_printf (ngettext ("%s will be left out.", "%s will be left out.", count), number);
  else
    effect = g_strdup_printf (ngettext ("%s will be kept as it is.", "%s will be kept as they are.", count), number);

  subtitle = g_strdup_printf ("%s %s", effect, attune_issue_get_advice (self->kind));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
}

/* "Line 1,234" */
char *
attune_import_line_dup_title (guint64 line)
{
  g_autofree char *number = attune_format_count (line);

  /* Translators: %s is the number of a line in a file. */
  return g_strdup_printf (_("Line %s"), number);
}
