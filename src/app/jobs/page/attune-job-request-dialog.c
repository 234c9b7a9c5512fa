/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-request-dialog.h"

struct _AttuneJobRequestDialog
{
  AdwDialog    parent_instance;

  GtkLabel    *note_label;
  GtkTextView *text_view;
};

G_DEFINE_FINAL_TYPE (AttuneJobRequestDialog, attune_job_request_dialog, ADW_TYPE_DIALOG)

static void
copy_cb (AttuneJobRequestDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *text = NULL;
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  attune_feedback_toast (GTK_WIDGET (self->text_view), _("Copied"));
}

static void
attune_job_request_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ATTUNE_TYPE_JOB_REQUEST_DIALOG);

  G_OBJECT_CLASS (attune_job_request_dialog_parent_class)->dispose (object);
}

static void
attune_job_request_dialog_class_init (AttuneJobRequestDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_request_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-request-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobRequestDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobRequestDialog, text_view);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
attune_job_request_dialog_init (AttuneJobRequestDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_job_request_dialog_new:
 * @job: a fine-tune
 *
 * Returns: (transfer floating): the dialog
 */
AttuneJobRequestDialog *
attune_job_request_dialog_new (AttuneJob *job)
{
  AttuneJobRequestDialog *self;
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (ATTUNE_IS_JOB (job), NULL);

  self = g_object_new (ATTUNE_TYPE_JOB_REQUEST_DIALOG, NULL);
  note = attune_job_dup_request_note (job);
  gtk_label_set_label (self->note_label, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);
  text = attune_job_dup_request_text (job);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text, -1);

  return self;
}
