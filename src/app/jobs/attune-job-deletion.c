/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-deletion"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-deletion.h"

/* What outlives the page that the job was deleted from. */
typedef struct
{
  GWeakRef         window;
  AttuneWorkspace *workspace;
  AttuneJob       *job;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_weak_ref_clear (&deletion->window);
  g_object_unref (deletion->workspace);
  g_object_unref (deletion->job);
  g_free (deletion);
}

static Deletion *
deletion_new (GtkWidget       *window,
              AttuneWorkspace *workspace,
              AttuneJob       *job)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  g_weak_ref_init (&deletion->window, window);
  deletion->workspace = g_object_ref (workspace);
  deletion->job = g_object_ref (job);

  return deletion;
}

static void
report (Deletion   *deletion,
        DexFuture  *completed,
        const char *what)
{
  g_autoptr(GtkWidget) window = g_weak_ref_get (&deletion->window);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && window != NULL)
    attune_feedback_error (window, what, error);
}

static DexFuture *
restored_cb (DexFuture *completed,
             gpointer   user_data)
{
  report (user_data, completed, _("Could Not Bring the Fine-Tune Back"));

  return dex_future_new_true ();
}

static void
undo_cb (gpointer user_data)
{
  Deletion *deletion = user_data;
  g_autoptr(GtkWidget) window = g_weak_ref_get (&deletion->window);
  DexFuture *restoring = attune_workspace_restore_job (deletion->workspace, deletion->job);

  dex_future_disown (dex_future_finally (restoring, restored_cb,
                                         deletion_new (window, deletion->workspace, deletion->job),
                                         deletion_free));
}

static DexFuture *
deleted_cb (DexFuture *completed,
            gpointer   user_data)
{
  Deletion *deletion = user_data;
  g_autoptr(GtkWidget) window = g_weak_ref_get (&deletion->window);
  g_autofree char *text = NULL;

  report (deletion, completed, _("Could Not Delete the Fine-Tune"));

  if (dex_future_is_rejected (completed) || window == NULL)
    return dex_future_new_true ();

  /* Translators: %s is the name of a fine-tune. */
  text = g_strdup_printf (_("“%s” deleted"), attune_job_get_title (deletion->job));
  attune_feedback_undo (window, text, G_CALLBACK (undo_cb),
                        deletion_new (window, deletion->workspace, deletion->job),
                        deletion_free);

  return dex_future_new_true ();
}

/**
 * attune_job_deletion_begin:
 * @widget: where the person asked for it
 * @workspace: where the job is kept
 * @job: a job that is final
 *
 * Deletes a fine-tune, and offers to undo that for a while, also when the page of @widget is gone
 * by then.
 */
void
attune_job_deletion_begin (GtkWidget       *widget,
                           AttuneWorkspace *workspace,
                           AttuneJob       *job)
{
  GtkWidget *window;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  window = GTK_WIDGET (gtk_widget_get_root (widget));

  dex_future_disown (dex_future_finally (attune_workspace_delete_job (workspace, job),
                                         deleted_cb,
                                         deletion_new (window, workspace, job),
                                         deletion_free));
}
