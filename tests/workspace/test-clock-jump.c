/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-clock-jump"

#include "config.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "attune-workspace-test.h"
#include "provider.h"

/* The clock on the wall is set forward and back by a year, before each request of a fine-tune: as
 * after a flat battery, or when a program of the desktop sets it from the network. */

#define HASTE 1000
#define YEAR (365 * 24 * 60 * 60)
#define N_STEPS 30

static const int offsets[] = { YEAR, -YEAR, 0, 3600, -3600 };

static int offset;

/* Both are found before the C library's own by everything in this program; GLib asks the second. */
int
clock_gettime (clockid_t        clock,
               struct timespec *now)
{
  int result = (int)syscall (SYS_clock_gettime, clock, now);

  if (result == 0 && clock == CLOCK_REALTIME)
    now->tv_sec += offset;

  return result;
}

int
gettimeofday (struct timeval *now,
              void           *zone)
{
  int result = (int)syscall (SYS_gettimeofday, now, zone);

  if (result == 0)
    now->tv_sec += offset;

  return result;
}

typedef struct
{
  char            *folder;
  Provider        *provider;
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  AttuneJob       *job;
  guint            n_finished;
  guint            n_jumps;
} Fixture;

static void
job_finished_cb (Fixture *f)
{
  f->n_finished++;
}

static void
jump_cb (Provider   *provider,
         const char *request,
         gpointer    user_data)
{
  Fixture *f = user_data;

  offset = offsets[f->n_jumps++ % G_N_ELEMENTS (offsets)];
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr(AttuneProfile) profile = attune_profile_find_shipped (ATTUNE_PROFILE_CUSTOM_ID);
  g_autofree char *data_dir = NULL;
  g_autofree char *base_url = NULL;

  offset = 0;
  f->folder = attune_test_make_dir ();
  f->provider = provider_new ();
  data_dir = g_build_filename (f->folder, "data", NULL);
  base_url = provider_dup_base_url (f->provider);
  f->workspace = attune_workspace_new (data_dir);
  attune_workspace_set_haste (f->workspace, HASTE);
  g_signal_connect_swapped (f->workspace, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (f->workspace));
  attune_test_resolve (attune_test_add_account (f->workspace, profile, "Server", base_url, NULL),
                       f->account = g_value_get_object (value_));
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  attune_test_close (f->workspace);
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
}

/* A time that is left is one that somebody could wait. */
static void
time_left_cb (AttuneJob *job)
{
  g_assert_cmpint (attune_job_get_time_left (job), <, 3600);
}

/* What a clock says is shown, and decides nothing: everything comes once, and in its order. */
static void
test_jumps (Fixture       *f,
            gconstpointer  lost_request)
{
  gint64 begun_at = g_get_monotonic_time ();
  gint64 real_begun_at = g_get_real_time ();
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, 12, 0.25);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  GListModel *events;

  provider_train_by_itself (f->provider, 3, N_STEPS);
  provider_set_before (f->provider, jump_cb, f);

  if (lost_request != NULL)
    provider_lose_answers (f->provider, lost_request, 1);

  attune_job_request_set_model (request, "base");
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, f->account, request),
                       f->job = g_value_get_object (value_));
  g_signal_connect (f->job, "notify::time-left", G_CALLBACK (time_left_cb), NULL);
  attune_test_wait_until (f->n_finished == 1);
  provider_set_before (f->provider, NULL, NULL);

  /* The clock really jumps, and one that only runs did not. */
  g_assert_cmpuint (f->n_jumps, >, G_N_ELEMENTS (offsets));
  offset = YEAR;
  g_assert_cmpint (g_get_real_time () - real_begun_at, >, 300 * G_TIME_SPAN_DAY);
  g_assert_cmpint (g_get_monotonic_time () - begun_at, <, G_TIME_SPAN_DAY);

  g_assert_cmpint (attune_job_get_status (f->job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
  events = attune_job_get_events (f->job);
  attune_test_wait_until (attune_test_count (events) > 0);
  g_assert_cmpuint (attune_test_count (events), ==, N_STEPS + 1);
  g_assert_cmpuint (attune_test_count (attune_job_get_points (f->job)), ==, N_STEPS);

  /* What was sent in another year need not be sent again. */
  attune_test_run (attune_workspace_start_job (f->workspace, dataset, f->account, request));
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/Attune/ClockJump/whole", Fixture, NULL, set_up, test_jumps, tear_down);
  g_test_add ("/Attune/ClockJump/lost-upload", Fixture, "POST /files", set_up, test_jumps,
              tear_down);
  g_test_add ("/Attune/ClockJump/lost-create", Fixture, "POST /fine_tuning/jobs", set_up,
              test_jumps, tear_down);

  return g_test_run ();
}
