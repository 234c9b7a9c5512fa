/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-export-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "attune-error.h"
#include "attune-feedback.h"
#include "attune-thread.h"

#include "attune-export-dialog.h"

typedef struct _Work Work;

struct _AttuneExportDialog
{
  AdwDialog       parent_instance;

  AttuneDataset  *dataset;
  Work           *work;
  DexFuture      *writing;

  GtkStack       *stack;
  AdwComboRow    *format_row;
  AdwComboRow    *part_row;
  AdwSwitchRow   *bom_row;
  GtkWidget      *export_button;
  GtkProgressBar *progress_bar;
  AdwStatusPage  *done_page;
};

G_DEFINE_FINAL_TYPE (AttuneExportDialog, attune_export_dialog, ADW_TYPE_DIALOG)

/* One export: shared by the main thread and the one that writes. */
struct _Work
{
  GWeakRef             dialog;        /* main thread only */
  char                *source;
  char                *target;
  AttuneExportOptions  options;
  AttuneExportResult   result;
  GCancellable        *cancellable;
  int                  percent;       /* atomic; what was told last */
};

static void
work_clear (gpointer data)
{
  Work *work = data;

  g_weak_ref_clear (&work->dialog);
  g_clear_object (&work->cancellable);
  g_free (work->source);
  g_free (work->target);
}

static void
work_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, work_clear);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  Work *work = user_data;
  g_autoptr(AttuneExportDialog) self = g_weak_ref_get (&work->dialog);

  if (self != NULL && self->work == work)
    gtk_progress_bar_set_fraction (self->progress_bar, g_atomic_int_get (&work->percent) / 100.0);

  return G_SOURCE_REMOVE;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Work *work = user_data;
  int percent = total > 0 ? (int)(100 * done / total) : 0;

  if (percent == g_atomic_int_get (&work->percent))
    return;

  g_atomic_int_set (&work->percent, percent);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress_cb, g_atomic_rc_box_acquire (work),
                   work_unref);
}

static DexFuture *
write_thread (gpointer user_data)
{
  Work *work = user_data;
  g_autoptr(GError) error = NULL;

  if (!attune_export_file (work->source, &work->options, work->target, &work->result,
                           progress_cb, work, work->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

/* What was left out is not said in passing: it stays until it was read. */
static void
show_done (AttuneExportDialog *self,
           Work               *work)
{
  g_autofree char *name = g_filename_display_basename (work->target);
  g_autofree char *losses = attune_export_result_dup_losses (&work->result);
  /* Translators: %s is the name of a file. */
  g_autofree char *text = g_strdup_printf (_("Exported to “%s”"), name);
  g_autofree char *title = g_markup_escape_text (text, -1);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (losses == NULL)
    {
      if (parent != NULL)
        attune_feedback_toast (parent, text);

      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  adw_status_page_set_title (self->done_page, title);
  adw_status_page_set_description (self->done_page, losses);
  gtk_stack_set_visible_child_name (self->stack, "done");
}

static DexFuture *
written_cb (DexFuture *completed,
            gpointer   user_data)
{
  Work *work = user_data;
  g_autoptr(AttuneExportDialog) self = g_weak_ref_get (&work->dialog);
  g_autoptr(GError) error = NULL;

  if (self == NULL || self->work != work)
    return NULL;

  if (dex_future_get_value (completed, &error) != NULL)
    {
      show_done (self, work);
    }
  else
    {
      gtk_stack_set_visible_child_name (self->stack, "options");
      attune_feedback_alert (GTK_WIDGET (self), _("Could Not Export the Dataset"), error);
    }

  g_clear_pointer (&self->work, work_unref);

  return NULL;
}

static AttuneExportFormat
get_format (AttuneExportDialog *self)
{
  return MIN (adw_combo_row_get_selected (self->format_row), ATTUNE_N_EXPORT_FORMATS - 1);
}

static void
format_changed_cb (AttuneExportDialog *self)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->format_row),
                               attune_export_format_get_limits (get_format (self)));
}

static gboolean
is_validation (AttuneExportDialog *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->part_row)) &&
         adw_combo_row_get_selected (self->part_row) == 1;
}

static void
target_chosen_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(AttuneExportDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) target = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (object), result, &error);

  if (self->stack == NULL)
    return;

  if (target != NULL)
    attune_export_dialog_write (self, target);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
           !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    attune_feedback_alert (GTK_WIDGET (self), _("Could Not Open the File Chooser"), error);
}

static void
export_cb (AttuneExportDialog *self)
{
  g_autoptr(GtkFileDialog) chooser = gtk_file_dialog_new ();
  g_autofree char *plain = g_strdelimit (g_strdup (attune_dataset_get_name (self->dataset)), "/\n", '-');
  g_autofree char *name = NULL;

  name = g_strconcat (plain, is_validation (self) ? "-validation" : "",
                      attune_export_format_get_suffix (get_format (self)), NULL);
  gtk_file_dialog_set_title (chooser, _("Export Dataset"));
  gtk_file_dialog_set_initial_name (chooser, name);
  gtk_file_dialog_save (chooser, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                        target_chosen_cb, g_object_ref (self));
}

static void
stop (AttuneExportDialog *self)
{
  if (self->work == NULL)
    return;

  g_cancellable_cancel (self->work->cancellable);
  g_clear_pointer (&self->work, work_unref);
  dex_clear (&self->writing);
}

static void
cancel_cb (AttuneExportDialog *self)
{
  stop (self);
  gtk_stack_set_visible_child_name (self->stack, "options");
}

static void
attune_export_dialog_dispose (GObject *object)
{
  AttuneExportDialog *self = (AttuneExportDialog *)object;

  stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->dataset);

  G_OBJECT_CLASS (attune_export_dialog_parent_class)->dispose (object);
}

static void
attune_export_dialog_class_init (AttuneExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_export_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, part_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, bom_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneExportDialog, done_page);
  gtk_widget_class_bind_template_callback (widget_class, format_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
attune_export_dialog_init (AttuneExportDialog *self)
{
  g_autoptr(GtkStringList) formats = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < ATTUNE_N_EXPORT_FORMATS; i++)
    gtk_string_list_append (formats, attune_export_format_get_title (i));

  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (formats));
  format_changed_cb (self);
}

AttuneExportDialog *
attune_export_dialog_new (AttuneDataset *dataset,
                          gboolean       validation)
{
  AttuneExportDialog *self;

  g_return_val_if_fail (ATTUNE_IS_DATASET (dataset), NULL);

  self = g_object_new (ATTUNE_TYPE_EXPORT_DIALOG, NULL);
  self->dataset = g_object_ref (dataset);
  gtk_widget_set_visible (GTK_WIDGET (self->part_row),
                          attune_dataset_get_validation_path (dataset) != NULL);
  adw_combo_row_set_selected (self->part_row, validation ? 1 : 0);

  return self;
}

/* Writes to the place that was chosen. */
void
attune_export_dialog_write (AttuneExportDialog *self,
                            GFile              *target)
{
  g_autoptr(GError) error = NULL;
  Work *work;

  g_return_if_fail (ATTUNE_IS_EXPORT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (target));

  if (g_file_peek_path (target) == NULL)
    {
      attune_set_error (&error, ATTUNE_ERROR_STORAGE, NULL,
                        _("Attune can write only into folders of this computer. Choose another one."));
      attune_feedback_alert (GTK_WIDGET (self), _("Could Not Export the Dataset"), error);
      return;
    }

  stop (self);
  work = g_atomic_rc_box_new0 (Work);
  g_weak_ref_init (&work->dialog, self);
  work->source = g_strdup (is_validation (self) ? attune_dataset_get_validation_path (self->dataset)
                                                : attune_dataset_get_training_path (self->dataset));
  work->target = g_file_get_path (target);
  work->options.format = get_format (self);
  work->options.with_bom = adw_switch_row_get_active (self->bom_row);
  work->cancellable = g_cancellable_new ();

  self->work = work;
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  gtk_stack_set_visible_child_name (self->stack, "working");
  self->writing = dex_future_finally (attune_thread_spawn ("attune-export", write_thread,
                                                           g_atomic_rc_box_acquire (work),
                                                           work_unref),
                                      written_cb, g_atomic_rc_box_acquire (work), work_unref);
}
