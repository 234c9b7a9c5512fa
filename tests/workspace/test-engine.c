/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-engine"

#include "config.h"

#include <signal.h>
#include <unistd.h>

#include <gio/gunixsocketaddress.h>

#include "attune-error.h"
#include "attune-workspace-test.h"

/* The real engine, as the workspace starts it. */

typedef struct
{
  char            *folder;
  char            *data_dir;
  char            *path;            /* of PATH, before the test */
  AttuneWorkspace *workspace;
  AttuneAccount   *account;
  guint            n_finished;
} Fixture;

static void
job_finished_cb (AttuneWorkspace *workspace,
                 AttuneJob       *job,
                 Fixture         *f)
{
  f->n_finished++;
}

static void
open_workspace (Fixture *f)
{
  f->workspace = attune_workspace_new (f->data_dir);
  attune_workspace_set_haste (f->workspace, 10);
  g_signal_connect (f->workspace, "job-finished", G_CALLBACK (job_finished_cb), f);
  attune_test_run (attune_workspace_open (f->workspace));
  f->account = attune_workspace_find_account (f->workspace, ATTUNE_PROFILE_LOCAL_ID);
  g_assert_nonnull (f->account);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *engine_dir = g_test_build_filename (G_TEST_BUILT, "..", "src", "engine", NULL);
  g_autofree char *path = NULL;

  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->path = g_strdup (g_getenv ("PATH"));
  path = g_strdup_printf ("%s:%s", engine_dir, f->path);
  g_setenv ("PATH", path, TRUE);
  open_workspace (f);
}

static DexFuture *
connect_to_engine (Fixture *f)
{
  AttuneEngineSupervisor *supervisor = f->workspace->supervisor;
  g_autoptr(GSocketClient) client = g_socket_client_new ();

  return dex_socket_client_connect (client, attune_engine_supervisor_get_connectable (supervisor));
}

/* Who listens, or 0. */
static pid_t
get_engine (Fixture *f)
{
  g_autoptr(DexFuture) future = connect_to_engine (f);
  const GValue *value = attune_test_wait (future, NULL);
  g_autoptr(GCredentials) credentials = NULL;
  GSocketConnection *connection;

  if (value == NULL)
    return 0;

  connection = g_value_get_object (value);
  credentials = g_socket_get_credentials (g_socket_connection_get_socket (connection), NULL);

  return g_credentials_get_unix_pid (credentials, NULL);
}

static void
kill_engine (Fixture *f,
             int      signum)
{
  pid_t engine = get_engine (f);

  if (engine == 0)
    return;

  kill (engine, signum);

  /* Ours, or taken over by whoever reaps: gone when nobody listens any more. */
  while (get_engine (f) == engine)
    g_main_context_iteration (NULL, FALSE);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  kill_engine (f, SIGTERM);
  attune_test_close (f->workspace);
  g_setenv ("PATH", f->path, TRUE);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
  g_free (f->path);
}

static AttuneJob *
start_job (Fixture    *f,
           const char *model,
           guint       n_examples,
           guint       n_epochs)
{
  AttuneDataset *dataset = attune_test_import (f->workspace, f->folder, n_examples, 0.1);
  g_autoptr(AttuneJobRequest) request = attune_job_request_new ();
  AttuneJob *job = NULL;

  attune_job_request_set_model (request, model);
  attune_job_request_set_suffix (request, "colours");
  attune_job_request_set_n_epochs (request, n_epochs);
  attune_test_resolve (attune_workspace_start_job (f->workspace, dataset, f->account, request),
                       job = g_value_get_object (value_));
  attune_workspace_watch_job (f->workspace, job);

  return job;
}

static double
get_first_loss (AttuneJob *job)
{
  g_autoptr(AttuneJobPoint) point = g_list_model_get_item (attune_job_get_points (job), 0);

  return attune_job_point_get_measures (point)->train_loss;
}

/* Nothing is started before somebody needs it; then one, of a session of its own. */
static void
test_start (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *log = g_build_filename (f->data_dir, "engine", "engine.log", NULL);
  pid_t engine;

  g_assert_cmpint (get_engine (f), ==, 0);
  attune_test_run (attune_workspace_connect (f->workspace, f->account));
  engine = get_engine (f);
  g_assert_cmpint (engine, >, 0);
  g_assert_cmpint (getsid (engine), !=, getsid (0));
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));

  attune_test_run (attune_workspace_connect (f->workspace, f->account));
  g_assert_cmpint (get_engine (f), ==, engine);

  /* It lives on when the window goes, and the next one finds it. */
  attune_test_close (f->workspace);
  open_workspace (f);
  attune_test_run (attune_workspace_connect (f->workspace, f->account));
  g_assert_cmpint (get_engine (f), ==, engine);
}

/* Several that need it at the same moment start one. */
static void
test_together (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr(DexFuture) all = NULL;
  g_autoptr(GError) error = NULL;

  all = dex_future_all (attune_workspace_connect (f->workspace, f->account),
                        attune_workspace_connect (f->workspace, f->account),
                        attune_workspace_refresh_models (f->workspace),
                        NULL);
  attune_test_wait (all, &error);
  g_assert_no_error (error);
  g_assert_nonnull (attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                                 "attune-practice"));
}

static void
test_restart (Fixture       *f,
              gconstpointer  data)
{
  pid_t first;

  attune_test_run (attune_workspace_connect (f->workspace, f->account));
  first = get_engine (f);
  kill_engine (f, SIGKILL);
  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_null (attune_account_get_problem (f->account));
  g_assert_cmpint (get_engine (f), !=, 0);
  g_assert_cmpint (get_engine (f), !=, first);
}

static void
test_missing (Fixture       *f,
              gconstpointer  data)
{
  AttuneJob *job;

  g_setenv ("PATH", f->folder, TRUE);
  attune_test_reject (attune_workspace_connect (f->workspace, f->account), ATTUNE_ERROR_ENGINE);

  job = start_job (f, "attune-practice", 12, 1);
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_FAILED);
  g_assert_nonnull (strstr (attune_job_get_error_text (job), "attune-engine"));
  g_assert_nonnull (attune_account_get_problem (f->account));
}

/* A program that ends at once: its last words are in the detail. */
static void
test_dies_at_once (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *program = g_build_filename (f->folder, "attune-engine", NULL);
  g_autofree char *path = g_strdup_printf ("%s:%s", f->folder, f->path);
  g_autoptr(DexFuture) future = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (program, "#!/bin/sh\necho no memory today >&2\nexit 3\n", -1,
                                      NULL));
  g_assert_cmpint (g_chmod (program, 0755), ==, 0);
  g_setenv ("PATH", path, TRUE);

  future = attune_workspace_connect (f->workspace, f->account);
  g_assert_null (attune_test_wait (future, &error));
  g_assert_error (error, ATTUNE_ERROR, ATTUNE_ERROR_ENGINE);
  g_assert_nonnull (strstr (attune_error_get_detail (error), "no memory today"));
}

static void
test_tune (Fixture       *f,
           gconstpointer  data)
{
  AttuneJob *job = start_job (f, "attune-practice", 20, 2);
  AttuneModel *model;

  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpstr (attune_job_get_error_text (job), ==, NULL);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpint (attune_job_get_step (job), >, 0);
  g_assert_cmpint (attune_job_get_step (job), ==, attune_job_get_total_steps (job));
  g_assert_cmpint (attune_job_get_trained_tokens (job), >, 0);
  attune_test_wait_until (attune_test_count (attune_job_get_points (job)) ==
                          (guint)attune_job_get_total_steps (job));
  g_assert_cmpuint (attune_test_count (attune_job_get_checkpoints (job)), >, 0);

  model = attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                       attune_job_get_fine_tuned_model (job));
  g_assert_nonnull (model);
  g_assert_cmpstr (attune_model_get_title (model), ==, "colours");
  g_assert_true (attune_model_get_is_tuned (model));

  attune_test_run (attune_workspace_delete_model (f->workspace, model));
  g_assert_null (attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                              attune_job_get_fine_tuned_model (job)));
}

/* What was tuned here can be tuned further, and begins where the first training ended. */
static void
test_tune_further (Fixture       *f,
                   gconstpointer  data)
{
  AttuneJob *first = start_job (f, "attune-practice", 20, 3);
  AttuneJob *second;
  AttuneModel *model;

  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (first), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  model = attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                       attune_job_get_fine_tuned_model (first));
  g_assert_nonnull (model);
  g_assert_true (attune_model_get_is_tunable (model));

  second = start_job (f, attune_model_get_id (model), 20, 1);
  attune_test_wait_until (f->n_finished == 2);
  g_assert_cmpstr (attune_job_get_error_text (second), ==, NULL);
  g_assert_cmpint (attune_job_get_status (second), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpstr (attune_job_get_model (second), ==, attune_model_get_id (model));
  g_assert_true (attune_job_request_get_continues (attune_job_get_request (second)));
  g_assert_false (attune_job_request_get_continues (attune_job_get_request (first)));
  attune_test_wait_until (attune_test_count (attune_job_get_points (first)) > 0 &&
                          attune_test_count (attune_job_get_points (second)) > 0);
  g_assert_cmpfloat (get_first_loss (second), <, get_first_loss (first) / 2);

  /* The new one is a model of its own, which can be tuned again. */
  model = attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                       attune_job_get_fine_tuned_model (second));
  g_assert_nonnull (model);
  g_assert_true (attune_model_get_is_tunable (model));
}

/* A model of the engine's own has a token for each byte. Of a talk it is not known what stands
 * around the texts. */
static void
check_tokens (Fixture    *f,
              const char *model)
{
  g_autoptr(AttuneConversation) conversation = NULL;
  AttuneContextUse use;

  attune_test_resolve (attune_workspace_start_conversation (f->workspace, ATTUNE_PROFILE_LOCAL_ID,
                                                            model),
                       conversation = g_value_dup_object (value_));
  attune_test_resolve (attune_conversation_count_tokens (conversation, "你好 \n\"x\""),
                       g_assert_true (g_value_get_boolean (value_)));
  attune_conversation_measure (conversation, "你好 \n\"x\"", &use);
  g_assert_cmpuint (use.n_tokens, ==, 11 + 4);
  g_assert_false (use.is_exact);
  attune_test_run (attune_conversation_set_parameters (conversation, "{\"mode\":\"completion\"}"));
  attune_conversation_measure (conversation, "你好 \n\"x\"", &use);
  g_assert_cmpuint (use.n_tokens, ==, 11);
  g_assert_true (use.is_exact);
}

/* Any model in a file can be brought along; what is none is refused in a sentence. */
static void
test_add_model (Fixture       *f,
                gconstpointer  data)
{
  g_autofree char *practice = g_build_filename (f->data_dir, "engine", "models",
                                                "attune-practice-1.gguf", NULL);
  g_autofree char *path = g_build_filename (f->folder, "mine.gguf", NULL);
  g_autofree char *broken = g_build_filename (f->folder, "broken.gguf", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;
  g_autoptr(AttuneModel) model = NULL;
  const AttuneModelDetails *details;
  gsize length;

  attune_test_run (attune_workspace_refresh_models (f->workspace));
  g_assert_true (g_file_get_contents (practice, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  g_assert_true (g_file_set_contents (broken, contents, 1000, NULL));

  attune_test_reject (attune_workspace_add_model (f->workspace, broken), ATTUNE_ERROR_REQUEST);
  attune_test_resolve (attune_workspace_add_model (f->workspace, path),
                       model = g_value_dup_object (value_));
  g_assert_cmpstr (attune_model_get_id (model), ==, "mine");
  g_assert_true (attune_model_get_is_tunable (model));
  g_assert_false (attune_model_get_is_tuned (model));
  g_assert_nonnull (details = attune_model_get_details (model));
  check_tokens (f, "mine");
  check_tokens (f, "attune-practice");
  g_assert_cmpuint (details->file_size, ==, length);
  g_assert_cmpuint (attune_model_details_get_memory (details, 200).least, >, length);
  g_assert_true (details->is_linked);
  text = attune_model_details_to_text (details);
  g_assert_true (g_str_has_prefix (text, "3 million parameters · llama, F32 · "));

  attune_test_run (attune_workspace_delete_model (f->workspace, model));
  g_assert_null (attune_workspace_find_model (f->workspace, ATTUNE_PROFILE_LOCAL_ID, "mine"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The engine is killed in the middle of a training: it is started again, and the fine-tune ends. */
static void
test_killed_in_job (Fixture       *f,
                    gconstpointer  data)
{
  AttuneJob *job = start_job (f, "attune-practice", 60, 3);

  attune_test_wait_until (attune_job_get_step (job) > 0);
  g_assert_true (attune_job_get_is_active (job));
  kill_engine (f, SIGKILL);
  attune_test_wait_until (f->n_finished == 1);

  if (attune_job_get_status (job) != ATTUNE_JOB_STATUS_SUCCEEDED)
    {
      g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_FAILED);
      g_assert_nonnull (attune_job_get_error_text (job));
    }
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  AttuneJob *job = start_job (f, "attune-practice", 400, 10);

  attune_test_wait_until (attune_job_get_step (job) > 0);
  attune_test_run (attune_workspace_cancel_job (f->workspace, job));
  attune_test_wait_until (f->n_finished == 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_CANCELLED);
}

#define ADD(name, func) \
  g_test_add ("/Attune/Engine/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("start", test_start);
  ADD ("together", test_together);
  ADD ("restart", test_restart);
  ADD ("missing", test_missing);
  ADD ("dies-at-once", test_dies_at_once);
  ADD ("tune", test_tune);
  ADD ("tune-further", test_tune_further);
  ADD ("add-model", test_add_model);
  ADD ("killed-in-job", test_killed_in_job);
  ADD ("cancel", test_cancel);

  return g_test_run ();
}
