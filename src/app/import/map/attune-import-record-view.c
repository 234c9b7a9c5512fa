/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-import-record-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-example-issues.h"
#include "attune-example-view.h"
#include "attune-format.h"
#include "attune-text-scan.h"

#include "attune-import-record-view.h"

struct _AttuneImportRecordView
{
  AdwBin              parent_instance;

  AttuneImportViewer *viewer;

  GtkEditable        *position_entry;
  GtkLabel           *total_label;
  AttuneExampleView  *example_view;
  GtkWidget          *mended_box;
  AttuneExampleView  *mended_view;
  GtkTextView        *raw_view;
};

G_DEFINE_FINAL_TYPE (AttuneImportRecordView, attune_import_record_view, ADW_TYPE_BIN)

/* "of 1,234 · Line 17" */
static void
update_position (AttuneImportRecordView *self)
{
  AttunePreview *preview = attune_import_viewer_get_preview (self->viewer);
  guint position = attune_import_viewer_get_position (self->viewer);
  guint n_entries = attune_import_viewer_get_n_entries (self->viewer);
  g_autofree char *number = g_strdup_printf ("%u", position + 1);
  g_autofree char *total = attune_format_count (n_entries);
  g_autofree char *text = NULL;

  if (preview != NULL)
    {
      g_autofree char *line = attune_format_count (preview->line);

      /* Translators: stands behind the number of an example: how many there are, and its line. */
      text = g_strdup_printf (_("of %s · Line %s"), total, line);
    }
  else
    {
      /* Translators: stands behind the number of an example: how many there are. */
      text = g_strdup_printf (_("of %s"), total);
    }

  gtk_editable_set_text (self->position_entry, number);
  gtk_label_set_text (self->total_label, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.previous", position > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.next", position + 1 < n_entries);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "record.next-problem",
                                 attune_import_viewer_find_problem (self->viewer) != position);
}

static gboolean
is_same (AttuneExample *one,
         AttuneExample *other)
{
  return one == other || (one != NULL && other != NULL && g_strcmp0 (one->json, other->json) == 0);
}

static const char *
get_absence (const AttunePreview *preview)
{
  if (preview->problem != NULL)
    return preview->problem;

  return preview->n_examples == 0 ? _("This record is left out by a condition.") : NULL;
}

/* Marks in the text what is wrong with it. */
static void
update_marks (AttuneImportRecordView *self,
              const AttunePreview    *preview)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));

  if (preview->example != NULL && preview->example->json != NULL)
    attune_example_issues_place (preview->example, preview->issues, places);

  attune_example_view_set_marks (self->example_view, places);
}

static void
update_preview (AttuneImportRecordView *self)
{
  AttunePreview *preview = attune_import_viewer_get_preview (self->viewer);
  gboolean is_mended;

  update_position (self);

  if (preview == NULL)
    {
      attune_example_view_set_example (self->example_view, NULL);
      attune_example_view_set_problem (self->example_view, NULL);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->raw_view), "", -1);
      gtk_widget_set_visible (self->mended_box, FALSE);
      return;
    }

  attune_example_view_set_problem (self->example_view, get_absence (preview));
  attune_example_view_set_example (self->example_view, preview->example);
  update_marks (self, preview);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->raw_view), preview->text, -1);

  is_mended = preview->example != NULL && !is_same (preview->example, preview->mended);
  gtk_widget_set_visible (self->mended_box, is_mended);
  attune_example_view_set_problem (self->mended_view, is_mended ? _("It is left out.") : NULL);
  attune_example_view_set_example (self->mended_view, is_mended ? preview->mended : NULL);
}

static void
go_to (AttuneImportRecordView *self,
       guint                   position)
{
  g_autofree char *number = attune_format_count (position + 1);
  g_autofree char *text = NULL;

  attune_import_viewer_set_position (self->viewer, position);
  /* Translators: %s is a number. */
  text = g_strdup_printf (_("Example %s"), number);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
position_cb (AttuneImportRecordView *self)
{
  guint64 number = 0;
  guint n_entries = attune_import_viewer_get_n_entries (self->viewer);

  if (n_entries > 0 &&
      g_ascii_string_to_unsigned (gtk_editable_get_text (self->position_entry), 10, 1, G_MAXUINT,
                                  &number, NULL))
    go_to (self, MIN (number, n_entries) - 1);

  update_position (self);
}

static void
previous_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  AttuneImportRecordView *self = ATTUNE_IMPORT_RECORD_VIEW (widget);

  go_to (self, attune_import_viewer_get_position (self->viewer) - 1);
}

static void
next_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  AttuneImportRecordView *self = ATTUNE_IMPORT_RECORD_VIEW (widget);

  go_to (self, attune_import_viewer_get_position (self->viewer) + 1);
}

static void
next_problem_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  AttuneImportRecordView *self = ATTUNE_IMPORT_RECORD_VIEW (widget);

  go_to (self, attune_import_viewer_find_problem (self->viewer));
}

static void
attune_import_record_view_dispose (GObject *object)
{
  AttuneImportRecordView *self = (AttuneImportRecordView *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_IMPORT_RECORD_VIEW);
  g_clear_object (&self->viewer);

  G_OBJECT_CLASS (attune_import_record_view_parent_class)->dispose (object);
}

static void
attune_import_record_view_class_init (AttuneImportRecordViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_import_record_view_dispose;

  g_type_ensure (ATTUNE_TYPE_EXAMPLE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-import-record-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecordView, position_entry);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecordView, total_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecordView, example_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecordView, mended_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecordView, mended_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneImportRecordView, raw_view);
  gtk_widget_class_bind_template_callback (widget_class, position_cb);

  gtk_widget_class_install_action (widget_class, "record.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "record.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "record.next-problem", NULL, next_problem_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "record.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "record.next", NULL);
}

static void
attune_import_record_view_init (AttuneImportRecordView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
attune_import_record_view_set_viewer (AttuneImportRecordView *self,
                                      AttuneImportViewer     *viewer)
{
  g_return_if_fail (ATTUNE_IS_IMPORT_RECORD_VIEW (self));
  g_return_if_fail (self->viewer == NULL && ATTUNE_IS_IMPORT_VIEWER (viewer));

  self->viewer = g_object_ref (viewer);
  g_signal_connect_object (viewer, "notify::preview", G_CALLBACK (update_preview), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (viewer, "notify::position", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (viewer, "notify::n-entries", G_CALLBACK (update_position), self, G_CONNECT_SWAPPED);
  update_preview (self);
}
