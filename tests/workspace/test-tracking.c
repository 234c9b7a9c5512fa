/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-tracking"

#include "config.h"

#include <sqlite3.h>

#include "attune-workspace-test.h"
#include "provider.h"

/* When a provider is asked how a fine-tune stands, on a clock that only goes on when it is told to:
 * every question comes in its very millisecond. */

#define STATUS "GET /fine_tuning/jobs/ftjob-0"
#define WATCHED_MSEC (10 * 1000)
#define UNWATCHED_MSEC (60 * 1000)

/* Requests have a pace of their own, which no clock moves: half a second before the second try. */
#define HURRY_MSEC 100

/* After the first failure, and after many; a quarter less by chance. */
#define FIRST_RETRY_MSEC (2 * 1000)
#define MAX_RETRY_MSEC (60 * 1000)

typedef struct
{
  char            *folder;
  char            *data_dir;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneClient    *client;
  AttuneClock     *clock;
  AttuneDataset   *dataset;
  AttuneAccount   *account;
  AttuneJob       *job;
  sqlite3         *other;         /* what another program would read */
  guint            n_seen;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *base_url = NULL;

  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  base_url = provider_dup_base_url (f->provider);
  f->workspace = attune_workspace_new (f->data_dir);
  f->clock = f->workspace->clock;
  attune_clock_hold (f->clock);
  attune_test_run (attune_workspace_open (f->workspace));
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url, NULL),
                       f->account = g_value_get_object (value_));
  attune_test_resolve (attune_workspace_connect (f->workspace, f->account),
                       f->client = g_value_dup_object (value_));
  f->dataset = attune_test_import (f->workspace, f->folder, 12, 0.25);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_object_unref (f->client);
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->data_dir);
  g_free (f->folder);
}

static void
start_job (Fixture *f)
{
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();

  attune_job_request_set_model (request, "base");
  attune_test_resolve (attune_workspace_start_job (f->workspace, f->dataset, f->account, request),
                       f->job = g_value_get_object (value_));
}

static guint
count_questions (Fixture *f)
{
  return provider_count (f->provider, STATUS);
}

/* Until the fine-tune was asked for @n times in all, and the next time is waited for. */
static void
wait_for_question (Fixture *f,
                   guint    n)
{
  attune_test_wait_until (count_questions (f) >= n && attune_clock_count_waits (f->clock) == 1);
  g_assert_cmpuint (count_questions (f), ==, n);
}

/* The next question comes after @msec, and not a millisecond earlier. */
static void
expect_question_after (Fixture *f,
                       gint64   msec)
{
  guint n = count_questions (f);

  attune_clock_advance (f->clock, msec - 1);
  g_assert_cmpuint (attune_clock_count_waits (f->clock), ==, 1);
  attune_clock_advance (f->clock, 1);
  g_assert_cmpuint (attune_clock_count_waits (f->clock), ==, 0);
  wait_for_question (f, n + 1);
}

/* The answer to the create request says how it stands at first. */
static void
begin_following (Fixture *f)
{
  start_job (f);
  attune_test_wait_until (attune_job_get_remote_id (f->job) != NULL);
  wait_for_question (f, 0);
  provider_set_status (f->provider, 0, "running");
}

static void
test_pace (Fixture       *f,
           gconstpointer  data)
{
  begin_following (f);

  for (guint i = 0; i < 10; i++)
    expect_question_after (f, UNWATCHED_MSEC);

  /* Whoever looks sees it as it is now, and from then on every ten seconds. */
  attune_workspace_watch_job (f->workspace, f->job);
  wait_for_question (f, 11);

  for (guint i = 0; i < 30; i++)
    expect_question_after (f, WATCHED_MSEC);

  /* The last wait was begun while it was on screen. */
  attune_workspace_watch_job (f->workspace, NULL);
  expect_question_after (f, WATCHED_MSEC);
  expect_question_after (f, UNWATCHED_MSEC);
  g_assert_cmpint (attune_job_get_status (f->job), ==, ATTUNE_JOB_STATUS_RUNNING);
}

/* At once when the network changes, and once however often it says so. */
static void
test_network_change (Fixture       *f,
                     gconstpointer  data)
{
  begin_following (f);
  attune_clock_advance (f->clock, UNWATCHED_MSEC / 2);

  for (guint i = 0; i < 5; i++)
    g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);

  wait_for_question (f, 1);
  expect_question_after (f, UNWATCHED_MSEC);
}

/* Twice as long after each failure, a minute at most; and at once when the network is back. What is
 * drawn for the jitter lies within these bounds, whatever it is. */
static void
test_offline (Fixture       *f,
              gconstpointer  data)
{
  gint64 longest = FIRST_RETRY_MSEC;

  begin_following (f);
  attune_client_set_timeout (f->client, HURRY_MSEC);
  provider_stop (f->provider);
  attune_clock_advance (f->clock, UNWATCHED_MSEC);
  attune_test_wait_until (attune_job_get_is_stale (f->job) &&
                          attune_clock_count_waits (f->clock) == 1);

  for (guint i = 0; i < 8; i++)
    {
      attune_clock_advance (f->clock, longest * 3 / 4 - 1);
      g_assert_cmpuint (attune_clock_count_waits (f->clock), ==, 1);
      attune_clock_advance (f->clock, longest / 4 + 1);
      g_assert_cmpuint (attune_clock_count_waits (f->clock), ==, 0);
      attune_test_wait_until (attune_clock_count_waits (f->clock) == 1);
      longest = MIN (longest * 2, MAX_RETRY_MSEC);
    }

  g_assert_cmpint (longest, ==, MAX_RETRY_MSEC);
  g_assert_cmpuint (count_questions (f), ==, 0);

  attune_client_set_timeout (f->client, 60 * 1000);
  provider_resume (f->provider);
  g_signal_emit_by_name (g_network_monitor_get_default (), "network-changed", TRUE);
  wait_for_question (f, 1);
  g_assert_false (attune_job_get_is_stale (f->job));
  expect_question_after (f, UNWATCHED_MSEC);
}

/* One number or text of what is stored of the fine-tune, as text, read by another connection. */
static char *
dup_stored (Fixture    *f,
            const char *sql)
{
  sqlite3_stmt *statement;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (f->other, sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (statement, 1, attune_job_get_id (f->job), -1, SQLITE_TRANSIENT);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *)sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);

  return text;
}

static char *
dup_shown (AttuneJob  *job,
           GParamSpec *pspec)
{
  g_auto(GValue) value = G_VALUE_INIT;

  g_object_get_property (G_OBJECT (job), pspec->name, &value);

  if (pspec->value_type == ATTUNE_TYPE_JOB_STATUS)
    return g_strdup (attune_job_status_to_string (g_value_get_enum (&value)));

  if (G_VALUE_HOLDS_INT64 (&value))
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_value_get_int64 (&value));

  return g_value_dup_string (&value);
}

/* What is shown, and its column. All else is made of these, or is told to nobody but the screen:
 * how far an upload is, whether the provider can be reached, and the time that is left. */
static void
notify_cb (AttuneJob  *job,
           GParamSpec *pspec,
           Fixture    *f)
{
  static const char * const stored[] = {
    "remote-id", "status", "step", "total-steps", "fine-tuned-model", "trained-tokens",
    "error-text", "error-detail", "started-at", "finished-at", "title", NULL
  };
  g_autofree char *column = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *in_store = NULL;
  g_autofree char *on_screen = NULL;

  if (!g_strv_contains (stored, pspec->name))
    return;

  column = g_strdelimit (g_strdup (pspec->name), "-", '_');
  sql = g_strdup_printf ("SELECT %s FROM jobs WHERE id = ?", column);
  in_store = dup_stored (f, sql);
  on_screen = dup_shown (job, pspec);
  g_assert_cmpstr (on_screen, ==, in_store);
  f->n_seen++;
}

static void
list_changed_cb (Fixture    *f,
                 GListModel *list,
                 const char *sql)
{
  g_autofree char *n_stored = dup_stored (f, sql);
  g_autofree char *n_shown = g_strdup_printf ("%u", attune_test_count (list));

  g_assert_cmpstr (n_shown, ==, n_stored);
  f->n_seen++;
}

static void
events_changed_cb (GListModel *list,
                   guint       position,
                   guint       n_removed,
                   guint       n_added,
                   Fixture    *f)
{
  list_changed_cb (f, list, "SELECT count (*) FROM job_events WHERE job_id = ?");
}

static void
points_changed_cb (GListModel *list,
                   guint       position,
                   guint       n_removed,
                   guint       n_added,
                   Fixture    *f)
{
  list_changed_cb (f, list, "SELECT count (*) FROM job_points WHERE job_id = ?");
}

static void
checkpoints_changed_cb (GListModel *list,
                        guint       position,
                        guint       n_removed,
                        guint       n_added,
                        Fixture    *f)
{
  list_changed_cb (f, list, "SELECT count (*) FROM job_checkpoints WHERE job_id = ?");
}

/* Whatever is on screen survives a power cut: at the very moment at which a change is told, another
 * connection reads it. */
static void
test_stored_first (Fixture       *f,
                   gconstpointer  how_it_ends)
{
  g_autofree char *path = g_build_filename (f->data_dir, "attune.db", NULL);

  g_assert_cmpint (sqlite3_open_v2 (path, &f->other, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  start_job (f);
  g_signal_connect (f->job, "notify", G_CALLBACK (notify_cb), f);
  g_signal_connect (attune_job_get_events (f->job), "items-changed",
                    G_CALLBACK (events_changed_cb), f);
  g_signal_connect (attune_job_get_points (f->job), "items-changed",
                    G_CALLBACK (points_changed_cb), f);
  g_signal_connect (attune_job_get_checkpoints (f->job), "items-changed",
                    G_CALLBACK (checkpoints_changed_cb), f);
  attune_test_wait_until (attune_job_get_remote_id (f->job) != NULL);
  wait_for_question (f, 0);

  for (guint i = 1; i <= 5; i++)
    {
      provider_set_status (f->provider, 0, "running");
      provider_add_step (f->provider, 0, i, 5);
      expect_question_after (f, UNWATCHED_MSEC);
      g_assert_cmpint (attune_job_get_step (f->job), ==, i);
    }

  if (g_str_equal (how_it_ends, "succeeded"))
    provider_succeed (f->provider, 0);
  else if (g_str_equal (how_it_ends, "failed"))
    provider_fail (f->provider, 0, "server_error", "Something broke.");
  else
    attune_test_run (attune_workspace_cancel_job (f->workspace, f->job));

  attune_clock_advance (f->clock, UNWATCHED_MSEC);
  attune_test_wait_until (!attune_job_get_is_active (f->job));
  g_assert_cmpstr (attune_job_status_to_string (attune_job_get_status (f->job)), ==, how_it_ends);

  /* The number of the remote fine-tune, three states, five steps with their points, the end. */
  g_assert_cmpuint (f->n_seen, >=, 15);
  sqlite3_close (f->other);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/Tracking/pace", Fixture, NULL, set_up, test_pace, tear_down);
  g_test_add ("/Attune/Tracking/network-change", Fixture, NULL, set_up, test_network_change,
              tear_down);
  g_test_add ("/Attune/Tracking/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/Attune/Tracking/stored-first/succeeded", Fixture, "succeeded", set_up,
              test_stored_first, tear_down);
  g_test_add ("/Attune/Tracking/stored-first/failed", Fixture, "failed", set_up,
              test_stored_first, tear_down);
  g_test_add ("/Attune/Tracking/stored-first/cancelled", Fixture, "cancelled", set_up,
              test_stored_first, tear_down);

  return g_test_run ();
}
