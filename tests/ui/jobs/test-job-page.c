/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-job-page"

#include "config.h"


#include "attune-job-events.h"
#include "attune-job-page.h"
#include "attune-job-point-list.h"
#include "attune-job-request-dialog.h"
#include "attune-job-text.h"
#include "attune-jobs-page.h"
#include "attune-jobs-test.h"
#include "attune-test-clock.h"

static void
test_text (void)
{
  g_autofree char *none = attune_job_text_dup_steps (0, 300);
  g_autofree char *some = attune_job_text_dup_steps (120, 300);
  g_autofree char *open = attune_job_text_dup_steps (120, 0);
  g_autofree char *unknown = attune_job_text_dup_time_left (-1);
  g_autofree char *left = attune_job_text_dup_time_left (125);
  g_autofree char *automatic = attune_job_text_dup_number (0, 0);
  g_autofree char *number = attune_job_text_dup_number (0.1, 0);
  g_autofree char *short_time = attune_job_text_dup_elapsed (42);
  g_autofree char *some_time = attune_job_text_dup_elapsed (185);
  g_autofree char *long_time = attune_job_text_dup_elapsed (8040);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (some, ==, "Step 120 of 300");
  g_assert_cmpstr (open, ==, "Step 120");
  g_assert_cmpstr (unknown, ==, "");
  g_assert_cmpstr (left, ==, "About 2 minutes left");
  g_assert_cmpstr (automatic, ==, "Automatic");
  g_assert_cmpstr (number, ==, "0.1");
  g_assert_cmpstr (short_time, ==, "42 s");
  g_assert_cmpstr (some_time, ==, "3 min 05 s");
  g_assert_cmpstr (long_time, ==, "2 h 14 min");
}

static void
test_success (JobsFixture   *f,
              gconstpointer  data)
{
  AttuneJob *job;
  GtkWidget *page;
  g_autofree char *expected = NULL;

  job = jobs_start (f, "colours");
  page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  jobs_show (f, page);
  g_assert_cmpstr (adw_navigation_page_get_title (ADW_NAVIGATION_PAGE (page)), ==, "colours");
  g_assert_true (jobs_is_shown (page, "cancel_button"));
  g_assert_false (jobs_is_shown (page, "chat_button"));
  g_assert_false (jobs_is_shown (page, "chart"));

  provider_train_by_itself (f->provider, 3, 10);
  attune_ui_test_wait_shown (page, "Step 3 of 10");
  attune_test_wait_until (jobs_is_shown (page, "chart"));
  attune_ui_test_wait_shown (page, "Finished");
  g_assert_true (jobs_is_shown (page, "chat_button"));
  g_assert_false (jobs_is_shown (page, "cancel_button"));
  g_assert_false (jobs_is_shown (page, "progress_box"));
  attune_ui_test_wait_shown (page, "ft:base:o:colours:0");
  attune_ui_test_wait_shown (page, "1234");
  attune_ui_test_wait_shown (page, "Training loss 2.500");
  attune_ui_test_wait_shown (page, "Files of Results");
  attune_ui_test_check_names (page);

  jobs_press (page, "chat_button");
  expected = g_strdup_printf ("chat-with ('%s', 'ft:base:o:colours:0');", attune_account_get_id (f->account));
  g_assert_cmpstr (f->asked->str, ==, expected);

  g_string_truncate (f->asked, 0);
  g_free (expected);
  expected = g_strdup_printf ("show-dataset '%s';", attune_dataset_get_id (f->dataset));
  gtk_widget_activate_action (page, "job.show-dataset", NULL);
  g_assert_cmpstr (f->asked->str, ==, expected);
}

static void
test_failure (JobsFixture   *f,
              gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, NULL);
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));

  jobs_show (f, page);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  g_assert_false (jobs_is_shown (page, "error_text"));

  provider_fail (f->provider, 0, "invalid_training_file", "Line 3 <b>is</b> & stays wrong.");
  attune_ui_test_wait_shown (page, attune_job_status_get_title (ATTUNE_JOB_STATUS_FAILED));
  g_assert_true (jobs_is_shown (page, "error_text"));
  attune_ui_test_wait_shown (page, "The examples could not be used to train.");
  attune_ui_test_wait_shown (page, "The service said: “Line 3 <b>is</b> & stays wrong.”");
  attune_ui_test_wait_shown (page, "Look at the issues of the dataset");
  g_assert_false (jobs_is_shown (page, "chat_button"));
  g_assert_false (jobs_is_shown (page, "cancel_button"));
  attune_ui_test_check_names (page);

  jobs_press (page, "failure_button");
  g_assert_true (g_str_has_prefix (f->asked->str, "show-dataset "));
}

/* Paused and resumed from its page; the focus is never left on a button that is gone. */
static void
test_pause (JobsFixture   *f,
            gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));

  jobs_show (f, page);
  provider_train_by_itself (f->provider, 1, 100000);
  attune_ui_test_wait_shown (page, "Running");
  attune_test_wait_until (jobs_is_shown (page, "pause_button"));
  g_assert_false (jobs_is_shown (page, "resume_button"));

  gtk_widget_grab_focus (attune_ui_test_find_id (page, "pause_button"));
  jobs_press (page, "pause_button");
  attune_ui_test_wait_shown (page, "Paused");
  attune_test_wait_until (jobs_is_shown (page, "resume_button"));
  g_assert_false (jobs_is_shown (page, "pause_button"));
  g_assert_nonnull (gtk_window_get_focus (f->window));
  g_assert_true (gtk_widget_get_mapped (gtk_window_get_focus (f->window)));

  jobs_press (page, "resume_button");
  attune_ui_test_wait_shown (page, "Running");
  attune_test_wait_until (jobs_is_shown (page, "pause_button"));
}

/* The page says why it waits, and when it will go on; it can be made to at once. */
static void
test_held (JobsFixture   *f,
           gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));

  jobs_show (f, page);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  provider_hold (f->provider, 0, "battery");
  attune_ui_test_wait_shown (page, "Paused on Battery");
  attune_ui_test_wait_shown (page, "Training goes on when this computer is plugged in.");
  attune_test_wait_until (jobs_is_shown (page, "resume_button"));

  provider_hold (f->provider, 0, "heat");
  attune_ui_test_wait_shown (page, "Paused to Cool Down");
  provider_hold (f->provider, 0, "power_saver");
  attune_ui_test_wait_shown (page, "Paused to Save Power");

  /* What it broke off on, and what to do. */
  provider_hold (f->provider, 0, "insufficient_memory");
  attune_ui_test_wait_shown (page, "Paused: Not Enough Memory");
  attune_ui_test_wait_shown (page, "Close other programs, then resume.");
  provider_hold (f->provider, 0, "storage");
  attune_ui_test_wait_shown (page, "Paused: Disk Full");
  provider_hold (f->provider, 0, "invalid_base_model");
  attune_ui_test_wait_shown (page, "Paused: Base Model Changed");
  provider_hold (f->provider, 0, "<b>moon</b>");
  attune_test_wait_until (g_str_equal (attune_job_get_status_title (job), "Paused"));
  g_assert_null (attune_job_get_hold_text (job));

  provider_train_by_itself (f->provider, 10, 30);
  jobs_press (page, "resume_button");
  attune_ui_test_wait_shown (page, "Finished");
}

/* What the service said that it would cost stands beside what it came to. */
static void
test_quote (JobsFixture   *f,
            gconstpointer  data)
{
  GtkWidget *page;
  AttuneJob *job;

  provider_refuse (f->provider, "POST /price", 200, "{\"estimated_total_price\":4.206}", 1);
  job = jobs_start (f, "colours");
  page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  jobs_show (f, page);
  attune_ui_test_wait_shown (page, "Price Told Before the Start");
  attune_ui_test_wait_shown (page, "$4.21");
}

/* Where a model has to be deployed first, the page says so, does it, and offers the chat then. */
static void
test_deploy (JobsFixture   *f,
             gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));

  jobs_show (f, page);
  g_assert_false (jobs_is_shown (page, "deploy_row"));
  provider_set_deployment (f->provider, "validating");
  provider_train_by_itself (f->provider, 10, 3);
  attune_ui_test_wait_shown (page, "Finished");
  g_assert_false (jobs_is_shown (page, "chat_button"));
  attune_ui_test_wait_shown (page, "Before You Can Chat");
  attune_ui_test_check_names (page);

  g_assert_true (jobs_is_shown (page, "deploy_row"));
  gtk_widget_activate_action (page, "job.deploy", NULL);
  attune_ui_test_wait_shown (page, "The Model Is Getting Ready");
  g_assert_false (jobs_is_shown (page, "deploy_row"));

  provider_set_deployment (f->provider, "error");
  attune_ui_test_wait_shown (page, "The adapter is too large.");
  g_assert_true (jobs_is_shown (page, "deploy_row"));

  provider_set_deployment (f->provider, "active");
  gtk_widget_activate_action (page, "job.deploy", NULL);
  attune_test_wait_until (jobs_is_shown (page, "chat_button"));
  g_assert_false (jobs_is_shown (page, "deploy_row"));
  jobs_press (page, "chat_button");
  g_assert_nonnull (strstr (f->asked->str, "'base-LoRa:colours'"));
}

/* What nobody has told us of stays in the words of the service; nothing is offered for it. */
static void
test_unknown_failure (JobsFixture   *f,
                      gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, NULL);
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));

  jobs_show (f, page);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  provider_fail (f->provider, 0, "brand_new", "The flux is low.");
  attune_ui_test_wait_shown (page, "The flux is low.");
  g_assert_false (jobs_is_shown (page, "said_text"));
  g_assert_false (jobs_is_shown (page, "step_text"));
  g_assert_false (jobs_is_shown (page, "failure_button"));
}

/* The Tab key comes to a list, and not to each of its rows. */
static void
test_tab_past (GtkWidget *list)
{
  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
}

/* What a person can look up: what was sent, and the events, all or the bad ones. */
static void
test_lookup (JobsFixture   *f,
             gconstpointer  data)
{
  g_autoptr(GListStore) store = g_list_store_new (ATTUNE_TYPE_JOB_EVENT);
  g_autoptr(AttuneJobEvent) info = attune_job_event_new ("a", 0, "info", "All is <well>");
  g_autoptr(AttuneJobEvent) another = attune_job_event_new ("b", 30, "info", "Still well");
  g_autoptr(AttuneJobEvent) warning = attune_job_event_new ("c", 60, "warning", "Careful");
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  AttuneJobEvents *events = ATTUNE_JOB_EVENTS (attune_ui_test_find_id (page, "events"));
  g_autofree char *all = NULL;
  g_autofree char *bad = NULL;
  AdwDialog *dialog;

  provider_train_by_itself (f->provider, 5, 5);
  jobs_show (f, page);
  attune_test_wait_until (attune_job_status_is_final (attune_job_get_status (job)));

  gtk_widget_activate_action (page, "job.show-request", NULL);
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (f->window));
  g_assert_true (ATTUNE_IS_JOB_REQUEST_DIALOG (dialog));
  attune_ui_test_check_names (GTK_WIDGET (dialog));
  all = attune_job_dup_request_text (job);
  g_assert_nonnull (strstr (all, "\"training_file\" : \"file-"));
  g_assert_nonnull (strstr (all, "\"model\" : \"base\""));
  adw_dialog_force_close (dialog);

  attune_job_events_set_events (events, G_LIST_MODEL (store));
  g_list_store_append (store, info);
  g_list_store_append (store, another);
  attune_ui_test_wait_shown (GTK_WIDGET (events), "All is <well>");
  attune_ui_test_wait_shown (GTK_WIDGET (events), "Still well");
  test_tab_past (attune_ui_test_find_id (page, "event_list"));
  attune_job_events_set_only_problems (events, TRUE);
  attune_ui_test_wait_shown (GTK_WIDGET (events), "No warnings and no errors");
  g_list_store_append (store, warning);
  attune_ui_test_wait_shown (GTK_WIDGET (events), "Careful");
  bad = attune_job_events_dup_text (events);
  g_assert_cmpstr (strchr (bad, '\t'), ==, "\twarning\tCareful\n");
}

/* What a service tells once, and nobody has heard, is said to be missing. */
static void
test_missing_steps (JobsFixture   *f,
                    gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  AttuneJobPointList *points = ATTUNE_JOB_POINT_LIST (attune_job_get_points (job));
  g_autofree AttuneMeasures *measures = NULL;
  gsize n_measures;

  provider_train_by_itself (f->provider, 5, 5);
  jobs_show (f, page);
  attune_test_wait_until (attune_job_status_is_final (attune_job_get_status (job)) &&
                          attune_test_count (attune_job_get_points (job)) == 5);
  attune_test_wait_until (jobs_is_shown (page, "chart"));
  g_assert_false (jobs_is_shown (page, "note_label"));

  measures = g_memdup2 (attune_job_point_list_get_measures (points, &n_measures),
                        5 * sizeof (AttuneMeasures));
  attune_job_point_list_clear (points);
  attune_job_point_list_add (points, measures, 2);
  attune_job_point_list_add (points, &measures[3], 1);
  attune_ui_test_wait_shown (page, "2 steps are missing here");
}

/* Deleting the model says what is lost; afterwards nobody can chat with it. */
static void
test_delete_model (JobsFixture   *f,
                   gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  GtkWidget *button = attune_ui_test_find_id (page, "chat_button");
  const char *account_id = attune_job_get_account_id (job);
  const char *model;
  AdwDialog *dialog;

  jobs_show (f, page);
  provider_train_by_itself (f->provider, 5, 5);
  attune_test_wait_until ((model = attune_job_get_fine_tuned_model (job)) != NULL &&
                          attune_workspace_find_model (f->workspace, account_id, model) != NULL);
  attune_test_run (attune_workspace_start_conversation (f->workspace, account_id, model));
  g_assert_true (gtk_widget_is_sensitive (button));

  gtk_widget_activate_action (page, "job.delete-model", NULL);
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (f->window));
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)),
                            "1 chat with it stays, but cannot go on."));
  g_signal_emit_by_name (dialog, "response", "delete");
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "Model deleted");
  g_assert_false (gtk_widget_is_sensitive (button));
}

/* A provider that cannot be reached is said above what is known, which stays. */
static void
test_stale (JobsFixture   *f,
            gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  GtkWidget *banner = attune_ui_test_find_id (page, "stale_banner");

  jobs_show (f, page);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  g_assert_false (adw_banner_get_revealed (ADW_BANNER (banner)));

  provider_stop (f->provider);
  attune_test_wait_until (adw_banner_get_revealed (ADW_BANNER (banner)));
  g_assert_true (g_str_has_prefix (adw_banner_get_title (ADW_BANNER (banner)), "Lab & <Friends> cannot be reached"));

  provider_resume (f->provider);
  attune_test_wait_until (!adw_banner_get_revealed (ADW_BANNER (banner)));
}

/* While the service has asked to wait, the page says so, and for how long. */
static void
test_waiting (JobsFixture   *f,
              gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  AdwBanner *banner = ADW_BANNER (attune_ui_test_find_id (page, "waiting_banner"));

  jobs_show (f, page);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);
  g_assert_false (adw_banner_get_revealed (banner));

  provider_refuse (f->provider, "GET /models", 429,
                   "{\"error\":{\"message\":\"Slow down\",\"code\":\"rate_limit_exceeded\"}}", 1);
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_cmpuint (provider_count (f->provider, "GET /models"), ==, 2);
  g_assert_false (adw_banner_get_revealed (banner));
  g_assert_cmpstr (adw_banner_get_title (banner), ==, "Waiting 1 second, as the service asked");
}

static void
test_cancel (JobsFixture   *f,
             gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  AdwDialog *dialog;

  jobs_show (f, page);
  attune_test_wait_until (provider_get_n_jobs (f->provider) == 1);

  /* Elsewhere it may cost money, so there is a question. */
  jobs_press (page, "cancel_button");
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (f->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_nonnull (strstr (adw_alert_dialog_get_body (ADW_ALERT_DIALOG (dialog)), "charge"));
  g_signal_emit_by_name (dialog, "response", "cancel-job");

  attune_ui_test_wait_shown (page, attune_job_status_get_title (ATTUNE_JOB_STATUS_CANCELLED));
  g_assert_cmpuint (provider_count (f->provider, "POST /fine_tuning/jobs/ftjob-0/cancel"), >=, 1);
}

static GtkWidget *
get_visible_page (JobsFixture *f)
{
  return GTK_WIDGET (adw_navigation_view_get_visible_page (f->navigation));
}

static void
test_delete (JobsFixture   *f,
             gconstpointer  data)
{
  GListModel *jobs = attune_workspace_get_jobs (f->workspace);
  AttuneJob *job;
  GtkWidget *list = GTK_WIDGET (attune_jobs_page_new (f->workspace));
  GtkWidget *page;

  provider_train_by_itself (f->provider, 5, 5);
  job = jobs_start (f, "colours");
  page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  jobs_show (f, list);
  jobs_show (f, page);

  /* What still runs is not deleted. */
  gtk_widget_activate_action (page, "job.delete", NULL);
  g_assert_true (get_visible_page (f) == page);
  attune_test_wait_until (attune_job_status_is_final (attune_job_get_status (job)));
  g_assert_true (gtk_widget_activate_action (page, "job.delete", NULL));

  attune_test_wait_until (attune_test_count (jobs) == 0);
  g_assert_true (get_visible_page (f) == list);
  attune_ui_test_wait_shown (GTK_WIDGET (f->window), "“colours” deleted");
  attune_ui_test_wait_shown (list, "No Fine-Tunes Yet");

  attune_test_run (attune_workspace_restore_job (f->workspace, job));
  attune_ui_test_wait_shown (list, "colours");
}

static void
test_list (JobsFixture   *f,
           gconstpointer  data)
{
  AttuneJob *first;
  GtkWidget *page = GTK_WIDGET (attune_jobs_page_new (f->workspace));
  GtkWidget *entry = attune_ui_test_find_id (page, "search_entry");
  g_autofree char *expected = NULL;

  jobs_show (f, page);
  attune_ui_test_wait_shown (page, "No Fine-Tunes Yet");
  jobs_press (page, "first_job_button");
  g_assert_cmpstr (f->asked->str, ==, "new-fine-tune '';");
  attune_ui_test_check_names (page);

  first = jobs_start (f, "colours");
  jobs_start (f, "Lamp-灯塔");
  attune_ui_test_wait_shown (page, "colours");
  attune_ui_test_wait_shown (page, "Lamp-灯塔");
  attune_ui_test_wait_shown (page, "base · Lab & <Friends>");
  attune_ui_test_check_names (page);

  gtk_widget_activate_action (page, "jobs.search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "LAMP");
  attune_test_wait_until (!attune_ui_test_shows (page, "colours"));
  g_assert_true (attune_ui_test_shows (page, "Lamp-灯塔"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "nothing of the kind");
  attune_ui_test_wait_shown (page, "Nothing Found");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  attune_ui_test_wait_shown (page, "colours");

  /* Newest first: the second row is the first one. */
  g_string_truncate (f->asked, 0);
  g_signal_emit_by_name (attune_ui_test_find_id (page, "job_list"), "activate", 1);
  expected = g_strdup_printf ("show-job '%s';", attune_job_get_id (first));
  g_assert_cmpstr (f->asked->str, ==, expected);
}

typedef struct
{
  gint64 last;
  gint64 longest;
} Gap;

static gboolean
note_gap_cb (gpointer user_data)
{
  Gap *gap = user_data;
  gint64 now = attune_test_get_thread_time ();

  gap->longest = MAX (gap->longest, now - gap->last);
  gap->last = now;

  return G_SOURCE_CONTINUE;
}

static void
painted_cb (GdkFrameClock *clock,
            guint         *n_painted)
{
  (*n_painted)++;
}

/* A run as long as they get: the page is there at once, and fills while the window goes on
 * answering. */
static void
test_many (JobsFixture   *f,
           gconstpointer  data)
{
  AttuneJob *job = jobs_start (f, "colours");
  GtkWidget *page;
  GtkListView *list;
  guint n_painted = 0;
  guint source;
  Gap gap = { 0 };
  gint64 begin;
  gint64 work;
  gint64 made;
  gint64 shown;
  gint64 filled;

  provider_train_by_itself (f->provider, 5, 5);
  attune_test_wait_until (attune_job_status_is_final (attune_job_get_status (job)));

  attune_test_run (attune_store_exec (f->workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 6 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
    "INSERT INTO job_points (job_id, step, seq, train_loss, valid_loss) "
    "SELECT ?, i, 1000000 + i, 5.0 - i * 4e-5 + (i % 7) * 0.1, iif (i % 1000 = 0, 5.0, NULL) FROM n",
    "s", attune_job_get_id (job)));
  attune_test_run (attune_store_exec (f->workspace->store,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
    "INSERT INTO job_events (job_id, remote_id, created_at, level, message) "
    "SELECT ?, 'more-' || i, 1700000000 + i, iif (i % 100 = 0, 'warn', 'info'), "
    "'Step ' || i || ': training loss=0.50, validation loss=0.60' FROM n",
    "s", attune_job_get_id (job)));

  attune_ui_test_present (f->window);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (f->window)), "after-paint",
                    G_CALLBACK (painted_cb), &n_painted);
  source = g_timeout_add_full (G_PRIORITY_HIGH, 1, note_gap_cb, &gap, NULL);

  begin = g_get_monotonic_time ();
  work = attune_test_get_thread_time ();
  page = GTK_WIDGET (attune_job_page_new (f->workspace, job));
  made = attune_test_get_thread_time () - work;
  adw_navigation_view_push (f->navigation, ADW_NAVIGATION_PAGE (page));
  n_painted = 0;
  attune_test_wait_until (n_painted > 0);
  shown = attune_test_get_thread_time () - work;
  gap = (Gap) { attune_test_get_thread_time (), 0 };

  attune_test_wait_until (attune_test_count (attune_job_get_points (job)) >= 100000 &&
                          attune_test_count (attune_job_get_events (job)) >= 10000);
  filled = g_get_monotonic_time () - begin;
  n_painted = 0;
  attune_test_wait_until (n_painted > 2);
  g_source_remove (source);

  attune_test_wait_until (jobs_is_shown (page, "chart"));
  attune_ui_test_wait_shown (page, "Step 10000: training loss=0.50");

  /* GTK is told of the rows bit by bit, and of all of them in the end. */
  list = GTK_LIST_VIEW (attune_ui_test_find_id (page, "event_list"));
  attune_test_wait_until (attune_test_count (G_LIST_MODEL (gtk_list_view_get_model (list))) ==
                          attune_test_count (attune_job_get_events (job)));
  attune_ui_test_wait_shown (page, "Step 10000: training loss=0.50");
  g_test_message ("10,000 events and 100,000 points: page made in %.1f ms of work, on screen after "
                  "%.1f ms of work, filled after %.1f ms, longest piece of work until then %.1f ms",
                  made / 1e3, shown / 1e3, filled / 1e3, gap.longest / 1e3);

  /* Far above what it takes, for slower machines and sanitizers. */
  g_assert_cmpint (shown, <, G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();

  g_test_add_func ("/Attune/JobPage/text", test_text);
  g_test_add ("/Attune/JobPage/success", JobsFixture, NULL, jobs_set_up, test_success, jobs_tear_down);
  g_test_add ("/Attune/JobPage/failure", JobsFixture, NULL, jobs_set_up, test_failure, jobs_tear_down);
  g_test_add ("/Attune/JobPage/pause", JobsFixture, "pausable", jobs_set_up, test_pause, jobs_tear_down);
  g_test_add ("/Attune/JobPage/held", JobsFixture, "pausable", jobs_set_up, test_held, jobs_tear_down);
  g_test_add ("/Attune/JobPage/missing-steps", JobsFixture, "streamed", jobs_set_up, test_missing_steps, jobs_tear_down);
  g_test_add ("/Attune/JobPage/deploy", JobsFixture, "nebius", jobs_set_up, test_deploy, jobs_tear_down);
  g_test_add ("/Attune/JobPage/unknown-failure", JobsFixture, NULL, jobs_set_up, test_unknown_failure, jobs_tear_down);
  g_test_add ("/Attune/JobPage/lookup", JobsFixture, NULL, jobs_set_up, test_lookup, jobs_tear_down);
  g_test_add ("/Attune/JobPage/delete-model", JobsFixture, NULL, jobs_set_up, test_delete_model, jobs_tear_down);
  g_test_add ("/Attune/JobPage/stale", JobsFixture, NULL, jobs_set_up, test_stale, jobs_tear_down);
  g_test_add ("/Attune/JobPage/waiting", JobsFixture, NULL, jobs_set_up, test_waiting, jobs_tear_down);
  g_test_add ("/Attune/JobPage/cancel", JobsFixture, NULL, jobs_set_up, test_cancel, jobs_tear_down);
  g_test_add ("/Attune/JobPage/delete", JobsFixture, NULL, jobs_set_up, test_delete, jobs_tear_down);
  g_test_add ("/Attune/JobPage/quote", JobsFixture, "telling", jobs_set_up, test_quote, jobs_tear_down);
  g_test_add ("/Attune/JobPage/many", JobsFixture, NULL, jobs_set_up, test_many, jobs_tear_down);
  g_test_add ("/Attune/JobsPage/list", JobsFixture, NULL, jobs_set_up, test_list, jobs_tear_down);

  return g_test_run ();
}
