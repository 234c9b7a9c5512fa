/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-progress-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-progress-dialog.h"

/* What is over sooner needs no dialog. */
#define DELAY_MSEC 500

#define DELAY_KEY "attune-progress-delay"

#define WORK_KEY "attune-progress-work"

typedef struct
{
  AdwDialog *dialog;
  GtkWidget *widget;
} Delay;

/* The dialog has it. */
typedef struct
{
  AdwDialog             *dialog;
  DexFuture             *future;     /* dropped to stop it */
  AttuneProgressEndFunc  func;
  gpointer               user_data;
  GDestroyNotify         destroy;
} Work;

static void
delay_free (gpointer data)
{
  Delay *delay = data;

  g_object_unref (delay->dialog);
  g_object_unref (delay->widget);
  g_free (delay);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  dex_clear (&work->future);
  work->destroy (work->user_data);
  g_free (work);
}

static DexFuture *
ended_cb (DexFuture *completed,
          gpointer   user_data)
{
  Work *work = user_data;

  /* In here it cannot be dropped; and what follows is not stopped by the end of the dialog. */
  if (work->future != NULL)
    dex_future_disown (g_steal_pointer (&work->future));

  g_object_steal_data (G_OBJECT (work->dialog), WORK_KEY);
  g_signal_handlers_disconnect_by_data (work->dialog, work);
  attune_progress_dialog_finish (work->dialog);
  work->func (completed, work->user_data);
  work_free (work);

  return dex_future_new_true ();
}

/* However it is closed, nothing is done any more. */
static void
closed_cb (Work *work)
{
  dex_clear (&work->future);
}

static gboolean
present_cb (gpointer user_data)
{
  Delay *delay = user_data;

  g_object_set_data (G_OBJECT (delay->dialog), DELAY_KEY, NULL);
  adw_dialog_present (delay->dialog, delay->widget);

  return G_SOURCE_REMOVE;
}

/**
 * attune_progress_dialog_present:
 * @widget: where the person asked for it
 * @heading: what is going on
 * @body: (nullable): what becomes of it when it is stopped
 * @text: (nullable): what is done before the first byte
 *
 * It appears only when it takes long enough to be waited for.
 *
 * Returns: (transfer none): the dialog, which is there until attune_progress_dialog_finish(), or
 *   until the person closes it
 */
AdwDialog *
attune_progress_dialog_present (GtkWidget  *widget,
                                const char *heading,
                                const char *body,
                                const char *text)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);
  GtkWidget *bar = gtk_progress_bar_new ();
  Delay *delay = g_new (Delay, 1);
  guint source;

  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (bar), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), bar);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");

  delay->dialog = g_object_ref_sink (dialog);
  delay->widget = g_object_ref (widget);
  source = g_timeout_add_full (G_PRIORITY_DEFAULT, DELAY_MSEC, present_cb, delay, delay_free);
  g_object_set_data (G_OBJECT (dialog), DELAY_KEY, GUINT_TO_POINTER (source));

  return dialog;
}

/**
 * attune_progress_dialog_finish:
 * @dialog: a dialog of attune_progress_dialog_present()
 *
 * Takes it away: the work is over.
 */
void
attune_progress_dialog_finish (AdwDialog *dialog)
{
  guint source = GPOINTER_TO_UINT (g_object_steal_data (G_OBJECT (dialog), DELAY_KEY));

  if (source != 0)
    g_source_remove (source);
  else
    adw_dialog_force_close (dialog);
}

/**
 * attune_progress_dialog_follow:
 * @dialog: a dialog of attune_progress_dialog_present()
 * @work: (transfer full): what it tells of
 * @func: called at its end, with the dialog gone; not when the person stopped it
 * @user_data: for @func
 * @destroy: frees @user_data
 *
 * Takes the dialog away when the work is over, and drops the work when the dialog is closed.
 */
void
attune_progress_dialog_follow (AdwDialog             *dialog,
                               DexFuture             *work,
                               AttuneProgressEndFunc  func,
                               gpointer               user_data,
                               GDestroyNotify         destroy)
{
  g_autoptr(AdwDialog) kept = g_object_ref (dialog);
  Work *self = g_new (Work, 1);
  DexFuture *future;

  *self = (Work) { .dialog = dialog, .func = func, .user_data = user_data, .destroy = destroy };
  g_object_set_data_full (G_OBJECT (dialog), WORK_KEY, self, work_free);
  g_signal_connect_swapped (dialog, "closed", G_CALLBACK (closed_cb), self);
  future = dex_future_finally (work, ended_cb, self, NULL);

  /* What fails at once is over by now. */
  if (g_object_get_data (G_OBJECT (dialog), WORK_KEY) == self)
    self->future = future;
  else
    dex_future_disown (future);
}

/**
 * attune_progress_dialog_show:
 * @done: bytes that are there
 * @total: of all, or -1 when that is not known
 * @dialog: a dialog of attune_progress_dialog_present()
 *
 * Shows how far it is.
 */
void
attune_progress_dialog_show (gint64   done,
                             gint64   total,
                             gpointer dialog)
{
  GtkWidget *child = adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog));
  GtkProgressBar *bar = GTK_PROGRESS_BAR (child);
  g_autofree char *done_text = g_format_size (done);
  g_autofree char *total_text = g_format_size (MAX (total, done));
  g_autofree char *text = NULL;

  if (total > 0)
    {
      /* Translators: two sizes, such as “12 MB of 160 MB”. */
      text = g_strdup_printf (_("%s of %s"), done_text, total_text);
      gtk_progress_bar_set_fraction (bar, CLAMP ((double)done / total, 0, 1));
    }
  else
    {
      gtk_progress_bar_pulse (bar);
    }

  gtk_progress_bar_set_text (bar, text != NULL ? text : done_text);
}
