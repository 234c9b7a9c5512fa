/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-kill"

#include "config.h"

#include "attune-error.h"
#include "attune-workspace-test.h"
#include "provider.h"

/* Kills a program with the hardest signal at every point of a fine-tune, starts it again, and looks
 * that nothing was lost and nothing was done twice. */

typedef enum
{
  KILL_AT_STATUS,     /* when it shows this state */
  KILL_BEFORE,        /* when this request arrives, before anything is done */
  KILL_AFTER,         /* when this request was carried out, the answer on its way */
} KillKind;

typedef struct
{
  const char *name;
  KillKind    kind;
  const char *at;
  guint       which;        /* the first, second, … time */
} KillPoint;

static const KillPoint kill_points[] = {
  { "preparing", KILL_AT_STATUS, "preparing", 1 },
  { "uploading", KILL_AT_STATUS, "uploading", 1 },
  { "before-upload", KILL_BEFORE, "POST /files", 1 },
  { "between-uploads", KILL_BEFORE, "POST /files", 2 },
  { "uploaded", KILL_AFTER, "POST /files", 1 },
  { "creating", KILL_AT_STATUS, "creating", 1 },
  { "create-arrives", KILL_BEFORE, "POST /fine_tuning/jobs", 1 },
  { "create-done", KILL_AFTER, "POST /fine_tuning/jobs", 1 },
  { "queued", KILL_AT_STATUS, "queued", 1 },
  { "first-poll", KILL_BEFORE, "GET /fine_tuning/jobs/ftjob-0", 1 },
  { "running", KILL_AT_STATUS, "running", 1 },
  { "events", KILL_BEFORE, "GET /fine_tuning/jobs/ftjob-0/events", 3 },
  { "checkpoints", KILL_AFTER, "GET /fine_tuning/jobs/ftjob-0/checkpoints", 2 },
  { "last-poll", KILL_AFTER, "GET /fine_tuning/jobs/ftjob-0", 10 },
  { "succeeded", KILL_AT_STATUS, "succeeded", 1 },
};

typedef struct
{
  char             *folder;
  char             *data_dir;
  char             *base_url;
  Provider         *provider;
  GSubprocess      *worker;
  GDataInputStream *output;
  const KillPoint  *point;
  guint             n_seen;
  gboolean          was_killed;
  guint             n_finished;
  gboolean          is_reading;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->folder = attune_test_make_dir ();
  f->data_dir = g_build_filename (f->folder, "data", NULL);
  f->provider = provider_new ();
  f->base_url = provider_dup_base_url (f->provider);
  f->point = data;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  provider_free (f->provider);
  attune_test_remove_dir (f->folder);
  g_free (f->folder);
  g_free (f->data_dir);
  g_free (f->base_url);
}

static void
kill_worker (Fixture *f)
{
  if (f->worker != NULL && !f->was_killed)
    {
      g_subprocess_send_signal (f->worker, SIGKILL);
      f->was_killed = TRUE;
    }
}

static void
request_cb (Fixture    *f,
            KillKind    kind,
            const char *request)
{
  if (f->point->kind == kind && g_str_equal (f->point->at, request) &&
      ++f->n_seen == f->point->which)
    kill_worker (f);
}

static void
before_cb (Provider   *provider,
           const char *request,
           gpointer    user_data)
{
  request_cb (user_data, KILL_BEFORE, request);
}

static void
after_cb (Provider   *provider,
          const char *request,
          gpointer    user_data)
{
  request_cb (user_data, KILL_AFTER, request);
}

static void
line_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Fixture *f = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (f->output, result, NULL, NULL);

  if (line == NULL)
    {
      f->is_reading = FALSE;
      return;
    }

  g_debug ("worker: %s", line);

  if (g_str_has_prefix (line, "finished "))
    f->n_finished++;

  if (f->point != NULL && f->point->kind == KILL_AT_STATUS && g_str_has_prefix (line, "status ") &&
      g_str_equal (line + strlen ("status "), f->point->at))
    kill_worker (f);

  g_data_input_stream_read_line_async (f->output, G_PRIORITY_DEFAULT, NULL, line_read_cb, f);
}

static void
start_worker (Fixture    *f,
              const char *verb,
              const char *path)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "workspace", "workspace-worker",
                                                    NULL);
  g_autoptr(GError) error = NULL;

  f->worker = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                program, verb, f->data_dir, f->base_url, path, NULL);
  g_assert_no_error (error);
  f->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->worker));
  f->was_killed = FALSE;
  f->is_reading = TRUE;
  g_data_input_stream_read_line_async (f->output, G_PRIORITY_DEFAULT, NULL, line_read_cb, f);
}

static void
wait_for_worker (Fixture *f)
{
  g_autoptr(DexFuture) ended = dex_subprocess_wait (f->worker);

  attune_test_wait (ended, NULL);
  attune_test_wait_until (!f->is_reading);
  g_clear_object (&f->output);
}

static void
check_result (Fixture *f)
{
  AttuneWorkspace *workspace = attune_test_open (f->data_dir);
  g_autoptr(AttuneJob) job = g_list_model_get_item (attune_workspace_get_jobs (workspace), 0);
  GListModel *events = attune_job_get_events (job);
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (attune_test_count (attune_workspace_get_jobs (workspace)), ==, 1);
  g_assert_cmpuint (attune_test_count (attune_workspace_get_datasets (workspace)), ==, 1);
  g_assert_cmpint (attune_job_get_status (job), ==, ATTUNE_JOB_STATUS_SUCCEEDED);
  g_assert_cmpstr (attune_job_get_fine_tuned_model (job), ==, "ft:base:o:colours:0");

  attune_test_wait_until (attune_test_count (events) > 0);
  g_assert_cmpuint (attune_test_count (events), ==, 31);

  for (guint i = 0; i < attune_test_count (events); i++)
    {
      g_autoptr(AttuneJobEvent) event = g_list_model_get_item (events, i);

      g_assert_true (g_hash_table_add (ids, g_strdup (attune_job_event_get_id (event))));
    }

  g_assert_cmpuint (attune_test_count (attune_job_get_points (job)), ==, 30);
  g_assert_cmpuint (attune_test_count (attune_job_get_checkpoints (job)), ==, 1);
  g_clear_object (&job);
  attune_test_close (workspace);
}

static void
test_kill (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *path = attune_test_write_examples (f->folder, 12);

  provider_train_by_itself (f->provider, 3, 30);
  provider_set_before (f->provider, before_cb, f);
  provider_set_after (f->provider, after_cb, f);

  start_worker (f, "tune", path);
  wait_for_worker (f);
  g_assert_true (f->was_killed);
  g_assert_true (g_subprocess_get_if_signaled (f->worker));
  g_assert_cmpuint (f->n_finished, ==, 0);
  g_clear_object (&f->worker);

  f->point = NULL;
  provider_set_before (f->provider, NULL, NULL);
  provider_set_after (f->provider, NULL, NULL);

  start_worker (f, "tune", path);
  wait_for_worker (f);
  g_assert_true (g_subprocess_get_successful (f->worker));
  g_clear_object (&f->worker);

  g_assert_cmpuint (f->n_finished, ==, 1);
  g_assert_cmpuint (provider_get_n_jobs (f->provider), ==, 1);
  g_assert_cmpuint (provider_get_n_files (f->provider), ==, 2);
  check_result (f);
}

/* A full run, to know between which moments there is anything to be killed. */
static gint64
measure_run (const char *path)
{
  Fixture f = { 0, };
  gint64 start = g_get_monotonic_time ();

  set_up (&f, NULL);
  provider_train_by_itself (f.provider, 3, 30);
  start_worker (&f, "tune", path);
  wait_for_worker (&f);
  g_assert_true (g_subprocess_get_successful (f.worker));
  g_clear_object (&f.worker);
  tear_down (&f, NULL);

  return g_get_monotonic_time () - start;
}

static gboolean
kill_cb (gpointer user_data)
{
  kill_worker (user_data);

  return G_SOURCE_REMOVE;
}

/* Killed at one moment, started again, and killed once more before it may reach the end. */
static void
test_kill_at (const char *path,
              guint       first_msec,
              guint       second_msec)
{
  Fixture f = { 0, };
  guint moments[] = { first_msec, second_msec };

  set_up (&f, NULL);
  provider_train_by_itself (f.provider, 3, 30);

  for (guint i = 0; i < G_N_ELEMENTS (moments) && f.n_finished == 0; i++)
    {
      guint source = g_timeout_add (moments[i], kill_cb, &f);

      start_worker (&f, "tune", path);
      wait_for_worker (&f);

      if (!f.was_killed)
        g_source_remove (source);

      g_clear_object (&f.worker);
    }

  if (f.n_finished == 0)
    {
      start_worker (&f, "tune", path);
      wait_for_worker (&f);
      g_assert_true (g_subprocess_get_successful (f.worker));
      g_clear_object (&f.worker);
    }

  g_assert_cmpuint (f.n_finished, <=, 1);
  g_assert_cmpuint (provider_get_n_jobs (f.provider), ==, 1);
  g_assert_cmpuint (provider_get_n_files (f.provider), ==, 2);
  check_result (&f);
  tear_down (&f, NULL);
}

#define N_RANDOM_RUNS 30

/* 60 kills at moments that nobody chose. */
static void
test_kill_random (void)
{
  g_autofree char *folder = attune_test_make_dir ();
  g_autofree char *path = attune_test_write_examples (folder, 12);
  guint msec = MAX (measure_run (path) / 1000, 2);

  for (guint i = 0; i < N_RANDOM_RUNS; i++)
    {
      guint first = g_test_rand_int_range (1, msec);
      guint second = g_test_rand_int_range (1, msec);

      g_test_message ("Run %u of %u: killed after %u and %u of %u ms", i + 1, N_RANDOM_RUNS,
                      first, second, msec);
      test_kill_at (path, first, second);
    }

  attune_test_remove_dir (folder);
}

static AttuneMessage *
dup_last_message (AttuneConversation *conversation)
{
  GListModel *messages = attune_conversation_get_messages (conversation);
  guint n_messages = g_list_model_get_n_items (messages);

  return n_messages > 0 ? g_list_model_get_item (messages, n_messages - 1) : NULL;
}

static gboolean
has_answer (AttuneConversation *conversation)
{
  g_autoptr(AttuneMessage) message = dup_last_message (conversation);

  return message != NULL && attune_message_get_author (message) == ATTUNE_MESSAGE_ASSISTANT &&
         *attune_message_get_content (message) != '\0';
}

/* A program dies while an answer streams: what had come is there, and is marked as broken. */
static void
test_kill_chat (Fixture       *f,
                gconstpointer  data)
{
  AttuneWorkspace *workspace = attune_test_open (f->data_dir);
  GListModel *conversations = attune_workspace_get_conversations (workspace);
  g_autoptr(AttuneConversation) conversation = NULL;
  g_autoptr(AttuneMessage) message = NULL;

  start_worker (f, "chat", NULL);
  attune_test_wait_until (provider_is_chatting (f->provider));
  provider_chat_push (f->provider, "Once upon a time");

  /* This program sees what the other one stores. */
  attune_test_wait_until (attune_test_count (conversations) == 1);
  conversation = g_list_model_get_item (conversations, 0);
  attune_test_run (attune_conversation_load (conversation));
  attune_test_wait_until (has_answer (conversation));
  message = dup_last_message (conversation);
  g_assert_cmpint (attune_message_get_state (message), ==, ATTUNE_MESSAGE_STREAMING);

  kill_worker (f);
  wait_for_worker (f);
  g_clear_object (&f->worker);
  g_clear_object (&message);
  g_clear_object (&conversation);
  attune_test_close (workspace);

  workspace = attune_test_open (f->data_dir);
  conversation = g_list_model_get_item (attune_workspace_get_conversations (workspace), 0);
  attune_test_run (attune_conversation_load (conversation));
  message = dup_last_message (conversation);
  g_assert_cmpint (attune_message_get_state (message), ==, ATTUNE_MESSAGE_BROKEN);
  g_assert_cmpstr (attune_message_get_content (message), ==, "Once upon a time");
  g_assert_nonnull (attune_message_get_error_text (message));
  g_assert_cmpstr (attune_conversation_get_title (conversation), ==, "Tell me a long story");
  g_clear_object (&message);
  g_clear_object (&conversation);
  attune_test_close (workspace);
}

int
main (int   argc,
      char *argv[])
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kill_points); i++)
    {
      g_autofree char *name = g_strconcat ("/Attune/Kill/", kill_points[i].name, NULL);

      g_test_add (name, Fixture, &kill_points[i], set_up, test_kill, tear_down);
    }

  g_test_add_func ("/Attune/Kill/random", test_kill_random);
  g_test_add ("/Attune/Kill/chat", Fixture, NULL, set_up, test_kill_chat, tear_down);

  return g_test_run ();
}
