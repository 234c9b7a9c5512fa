/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* show-job running|paused|finished|deploy|failed|requested|review WIDTH HEIGHT [SCROLL]: the page
 * of a fine-tune at a provider that this program plays, for looking at it; scrolled to a share of
 * its height. “review” is the last page before another one, at a provider that tells its price.
 * Prints "ready". */

#define G_LOG_DOMAIN "show-job"

#include "config.h"

#include <stdlib.h>

#include "attune-job-page.h"
#include "attune-job-request-dialog.h"
#include "attune-new-job-review-page.h"
#include "attune-ui-test.h"
#include "attune-workspace-test.h"
#include "provider.h"

#define N_STEPS 300

static void
store_run (AttuneWorkspace *workspace,
           AttuneJob       *job)
{
  const char *id = attune_job_get_id (job);

  attune_test_run (attune_store_exec (workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 6 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
    "INSERT INTO job_points (job_id, step, seq, train_loss, train_accuracy, valid_loss) "
    "SELECT ?, i, 1000000 + i, 0.6 + 2.2 / (1 + i * 0.04) + (i * 7919 % 13) * 0.03, "
    "0.9 - 0.5 / (1 + i * 0.04), "
    "iif (i % 20 = 0, 1.0 + 1.6 / (1 + i * 0.05) + max (0, i - 160) * 0.004, NULL) FROM n", "s", id));
  attune_test_run (attune_store_exec (workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 6 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
    "INSERT INTO job_events (job_id, remote_id, created_at, level, message) "
    "SELECT ?, 'more-' || i, unixepoch () - 900 + i * 2, iif (i % 50 = 0, 'warn', 'info'), "
    "iif (i % 50 = 0, 'Some examples are longer than the model can read and were cut', "
    "'Step ' || i || '/300: training loss=0.50') FROM n", "s", id));
  attune_test_run (attune_store_exec (workspace->store, "DELETE FROM job_checkpoints WHERE job_id = ?", "s", id));
  attune_test_run (attune_store_exec (workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 100 FROM n WHERE i < 300) "
    "INSERT INTO job_checkpoints (job_id, model, step, train_loss, valid_loss) "
    "SELECT ?, 'ft:x:ckpt-step-' || i, i, 1.2 - i * 0.001, 1.2 + abs (i - 200) * 0.004 FROM n", "s", id));
}

static AttuneJob *
make_job (AttuneWorkspace *workspace,
          Provider        *provider,
          const char      *folder,
          const char      *state)
{
  const char *profile_id = g_str_equal (state, "deploy") ? "nebius"
                           : g_str_equal (state, "review") ? "telling" : "openai";
  g_autoptr(AttuneProfile) profile = NULL;
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  g_autofree char *base_url = provider_dup_base_url (provider);
  AttuneAccount *account = NULL;
  AttuneJob *job = NULL;

  profile = attune_profile_find_shipped (profile_id);
  attune_test_resolve (attune_test_add_account (workspace, profile, "My Account", base_url, "sk-none"),
                       account = g_value_get_object (value_));
  attune_job_request_set_model (request, "gpt-4.1-mini-2025-04-14");
  attune_job_request_set_suffix (request, "helper");
  attune_test_resolve (attune_workspace_start_job (workspace,
                                                   attune_test_import (workspace, folder, 200, 0.1),
                                                   account, request),
                       job = g_value_get_object (value_));
  attune_test_wait_until (provider_get_n_jobs (provider) == 1);

  if (g_str_equal (state, "failed"))
    provider_fail (provider, 0, "invalid_file_format",
                   "The job failed due to a file format error in the training file. Example 17 "
                   "message contains an invalid token: <|fim_suffix|>.");
  else if (g_str_equal (state, "running") || g_str_equal (state, "paused"))
    for (guint i = 1; i <= 120; i++)
      provider_add_step (provider, 0, i, N_STEPS);
  else
    provider_train_by_itself (provider, 5, 5);

  if (g_str_equal (state, "paused"))
    provider_set_status (provider, 0, "paused");

  if (g_str_equal (state, "running") || g_str_equal (state, "paused"))
    attune_test_wait_until (attune_job_get_step (job) >= 120);
  else
    attune_test_wait_until (attune_job_status_is_final (attune_job_get_status (job)));

  if (attune_job_get_status (job) == ATTUNE_JOB_STATUS_SUCCEEDED && !g_str_equal (state, "review"))
    store_run (workspace, job);

  return job;
}

static GtkWidget *
create_review_page (AttuneWorkspace *workspace,
                    Provider        *provider,
                    AttuneJob       *job)
{
  AttuneNewJobState *state = attune_new_job_state_new (workspace, NULL);

  provider_refuse (provider, "POST /price", 200, "{\"estimated_total_price\":4.206}", 100);
  attune_new_job_state_copy_job (state, job);

  return GTK_WIDGET (attune_new_job_review_page_new (state));
}

static gboolean
match_scrolled (GtkWidget *widget,
                gpointer   user_data)
{
  return GTK_IS_SCROLLED_WINDOW (widget);
}

static gboolean
ready_cb (gpointer user_data)
{
  GtkWidget *page = user_data;
  const char *share = g_object_get_data (G_OBJECT (page), "scroll");
  GtkWidget *scrolled = attune_ui_test_find (page, match_scrolled, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  if (share != NULL)
    gtk_adjustment_set_value (adjustment, g_ascii_strtod (share, NULL) *
                              (gtk_adjustment_get_upper (adjustment) -
                               gtk_adjustment_get_page_size (adjustment)));
  g_print ("ready\n");

  return G_SOURCE_REMOVE;
}

/* An application, so that the styles of the program are loaded. */
static void
activate_cb (GtkApplication *application,
             char          **arguments)
{
  char *folder = attune_test_make_dir ();
  g_autofree char *data_dir = g_build_filename (folder, "data", NULL);
  AttuneWorkspace *workspace = attune_test_open (data_dir);
  Provider *provider = provider_new ();
  AttuneJob *job = make_job (workspace, provider, folder, arguments[1]);
  GtkWidget *navigation = adw_navigation_view_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *page;

  if (g_str_equal (arguments[1], "review"))
    page = create_review_page (workspace, provider, job);
  else
    page = GTK_WIDGET (attune_job_page_new (workspace, job));

  g_object_set_data (G_OBJECT (page), "scroll", arguments[4]);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (navigation), ADW_NAVIGATION_PAGE (page));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), navigation);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (window), atoi (arguments[2]), atoi (arguments[3]));
  gtk_window_present (GTK_WINDOW (window));

  if (g_str_equal (arguments[1], "requested"))
    adw_dialog_present (ADW_DIALOG (attune_job_request_dialog_new (job)), window);

  g_timeout_add_seconds (2, ready_cb, page);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;

  if (argc < 4)
    return 2;

  dex_init ();

  /* They are read once. */
  attune_test_write_profiles ();

  application = adw_application_new ("io.github.attune.ShowJob", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), "/io/github/attune/Attune");
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
