/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-process"

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "attune-json.h"
#include "attune-test.h"
#include "engine-fixture.h"

static char *
run (EngineFixture      *f,
     const char * const *arguments,
     int                 expected_status)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE;
  g_autoptr(GSubprocess) process = engine_spawn (f, arguments, flags);
  g_autoptr(GError) error = NULL;
  char *text;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, expected_status);

  return text;
}

static void
test_options (EngineFixture *f,
              gconstpointer  data)
{
  g_autofree char *version = run (f, (const char *[]) { "--version", NULL }, 0);
  g_autofree char *help = run (f, (const char *[]) { "--help", NULL }, 0);
  g_autofree char *unknown = run (f, (const char *[]) { "--nonsense", NULL }, 2);
  g_autofree char *extra = run (f, (const char *[]) { "nonsense", NULL }, 2);

  g_assert_true (g_str_has_prefix (version, "attune-engine " PACKAGE_VERSION));
  g_assert_nonnull (strstr (help, "--idle-timeout"));
  g_assert_nonnull (strstr (help, "train CONFIG.json"));
  g_assert_false (g_file_test (f->state_folder, G_FILE_TEST_EXISTS));
}

static guint
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);

  return info.st_mode & 07777;
}

static void
test_modes (EngineFixture *f,
            gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (f->socket_path);
  g_autofree char *files = g_build_filename (f->state_folder, "files", NULL);
  GStatBuf info;

  g_assert_cmpint (g_lstat (f->socket_path, &info), ==, 0);
  g_assert_true (S_ISSOCK (info.st_mode));
  g_assert_cmphex (get_mode (f->socket_path), ==, 0600);
  g_assert_cmphex (get_mode (folder), ==, 0700);
  g_assert_cmphex (get_mode (f->state_folder), ==, 0700);
  g_assert_cmphex (get_mode (files), ==, 0700);

  engine_stop (f);
  g_assert_false (g_file_test (f->socket_path, G_FILE_TEST_EXISTS));
}

static void
test_second (EngineFixture *f,
             gconstpointer  data)
{
  g_autofree char *text = run (f, NULL, 0);
  g_autoptr(JsonObject) models = NULL;

  g_assert_nonnull (strstr (text, "running already"));

  /* The first one still has its socket. */
  models = engine_call (f, "GET", "/v1/models", NULL, 200);
}

/* One that hangs is not waited for without end. */
static void
test_second_unanswered (EngineFixture *f,
                        gconstpointer  data)
{
  g_autofree char *text = NULL;

  kill (engine_get_pid (f), SIGSTOP);
  text = run (f, NULL, 1);
  kill (engine_get_pid (f), SIGCONT);
  g_assert_nonnull (strstr (text, "does not answer"));
}

/* What a killed engine left does not keep the next one from starting. */
static void
test_after_kill (EngineFixture *f,
                 gconstpointer  data)
{
  g_autoptr(JsonObject) models = NULL;

  engine_kill (f);
  g_assert_true (g_file_test (f->socket_path, G_FILE_TEST_EXISTS));
  engine_start (f, NULL);
  models = engine_call (f, "GET", "/v1/models", NULL, 200);
}

static void
test_idle (EngineFixture *f,
           gconstpointer  data)
{
  g_autoptr(JsonObject) models = NULL;

  engine_start (f, (const char *[]) { "--idle-timeout", "1", NULL });
  models = engine_call (f, "GET", "/v1/models", NULL, 200);

  /* The connection is kept open for the next request; only without it is the engine idle. */
  g_clear_object (&f->session);
  engine_wait_exit (f->process);
  g_assert_cmpint (g_subprocess_get_exit_status (f->process), ==, 0);
  g_assert_false (g_file_test (f->socket_path, G_FILE_TEST_EXISTS));
  g_clear_object (&f->process);
}

static DexFuture *
exited (EngineFixture *f,
        guint          seconds)
{
  return dex_future_with_timeout_seconds (dex_subprocess_wait (f->process), seconds);
}

/* A connection, or a job, keeps it alive beyond its time. */
static void
test_not_idle (EngineFixture *f,
               gconstpointer  data)
{
  g_autofree char *examples = engine_build_examples (40);
  g_autofree char *file = NULL;
  g_autofree char *job = NULL;
  g_autofree char *cancel_path = NULL;
  g_autoptr(DexFuture) connected = NULL;
  g_autoptr(DexFuture) training = NULL;
  g_autoptr(JsonObject) cancelled = NULL;

  engine_start (f, (const char *[]) { "--idle-timeout", "1", NULL });
  file = engine_upload (f, examples);
  connected = exited (f, 2);
  attune_test_wait (connected, NULL);
  g_assert_true (dex_future_is_rejected (connected));

  job = engine_create_job (f, file, ",\"hyperparameters\":{\"n_epochs\":50,\"batch_size\":1}");
  soup_session_abort (f->session);
  training = exited (f, 2);
  attune_test_wait (training, NULL);
  g_assert_true (dex_future_is_rejected (training));

  cancel_path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/cancel", job);
  cancelled = engine_call (f, "POST", cancel_path, NULL, 200);
}

/* The practice model is being written then; it is finished, not broken off by the process's end. */
static void
test_stopped_at_once (EngineFixture *f,
                      gconstpointer  data)
{
  g_autofree char *models = g_build_filename (f->state_folder, "models", NULL);
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) error = NULL;

  engine_stop (f);
  dir = g_dir_open (models, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "attune-practice-1.gguf");
  g_assert_null (g_dir_read_name (dir));
}

#define ADD(name, set_up, test) \
  g_test_add ("/Attune/EngineProcess/" name, EngineFixture, NULL, set_up, test, engine_tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("options", engine_set_up_idle, test_options);
  ADD ("modes", engine_set_up, test_modes);
  ADD ("second", engine_set_up, test_second);
  ADD ("second-unanswered", engine_set_up, test_second_unanswered);
  ADD ("after-kill", engine_set_up, test_after_kill);
  ADD ("idle", engine_set_up_idle, test_idle);
  ADD ("not-idle", engine_set_up_idle, test_not_idle);
  ADD ("stopped-at-once", engine_set_up, test_stopped_at_once);

  return g_test_run ();
}
