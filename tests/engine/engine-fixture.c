/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "engine-fixture"

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <gio/gunixsocketaddress.h>
#include <libdex.h>

#include "attune-engine-disk.h"
#include "attune-json.h"
#include "attune-test.h"
#include "engine-fixture.h"

/* Longer than anything here takes on a busy machine; only a hang gets there. */
#define TIMEOUT_MSEC 60000

static char *
get_program (void)
{
  const char *program = g_getenv ("ATTUNE_ENGINE_PROGRAM");

  g_assert_nonnull (program);

  return g_strdup (program);
}

/* A folder with a short name: the kernel takes 107 bytes for the path of a socket. */
void
engine_set_up_idle (EngineFixture *self,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->folder = g_dir_make_tmp ("attune-XXXXXX", &error);
  g_assert_no_error (error);
  self->socket_path = g_build_filename (self->folder, "run", "e.sock", NULL);
  self->state_folder = g_build_filename (self->folder, "state", NULL);
  self->environment = g_get_environ ();
}

void
engine_set_up (EngineFixture *self,
               gconstpointer  data)
{
  engine_set_up_idle (self, data);
  engine_start (self, NULL);
}

void
engine_tear_down (EngineFixture *self,
                  gconstpointer  data)
{
  if (self->process != NULL)
    engine_stop (self);

  attune_engine_disk_remove_now (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_pointer (&self->state_folder, g_free);
  g_clear_pointer (&self->environment, g_strfreev);
}

/* A test that fails aborts, and must not leave an engine behind. */
static void
child_setup_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
engine_spawn (EngineFixture      *self,
              const char * const *arguments,
              GSubprocessFlags    flags)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr(GStrvBuilder) argv = g_strv_builder_new ();
  g_auto(GStrv) strv = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_take (argv, get_program ());
  g_strv_builder_add_many (argv, "--socket", self->socket_path, "--state-dir", self->state_folder, NULL);

  for (guint i = 0; arguments != NULL && arguments[i] != NULL; i++)
    g_strv_builder_add (argv, arguments[i]);

  strv = g_strv_builder_end (argv);
  g_subprocess_launcher_set_environ (launcher, self->environment);
  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *)strv, &error);
  g_assert_no_error (error);

  return process;
}

/* It says where it listens once it does. */
void
engine_start (EngineFixture      *self,
              const char * const *arguments)
{
  g_autoptr(GSocketAddress) address = NULL;
  g_autoptr(GDataInputStream) output = NULL;

  g_assert_null (self->process);
  self->process = engine_spawn (self, arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (output, NULL, NULL, NULL);

      g_assert_nonnull (line);

      if (g_str_has_prefix (line, "listening on port "))
        self->port = atoi (line + strlen ("listening on port "));
      else if (g_str_has_prefix (line, "listening on "))
        break;
    }

  address = g_unix_socket_address_new (self->socket_path);
  self->session = g_object_new (SOUP_TYPE_SESSION, "remote-connectable", address, NULL);
}

static DexFuture *
with_timeout (DexFuture *future)
{
  return dex_future_with_timeout_msec (future, TIMEOUT_MSEC);
}

void
engine_wait_exit (GSubprocess *process)
{
  g_autoptr(DexFuture) future = with_timeout (dex_subprocess_wait (process));
  g_autoptr(GError) error = NULL;

  attune_test_wait (future, &error);
  g_assert_no_error (error);
}

void
engine_stop (EngineFixture *self)
{
  g_clear_object (&self->session);
  g_subprocess_send_signal (self->process, SIGTERM);
  engine_wait_exit (self->process);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
}

void
engine_kill (EngineFixture *self)
{
  g_clear_object (&self->session);
  g_subprocess_force_exit (self->process);
  engine_wait_exit (self->process);
  g_clear_object (&self->process);
}

pid_t
engine_get_pid (EngineFixture *self)
{
  return atoi (g_subprocess_get_identifier (self->process));
}

/* The child of the engine that has @argument in its command line; 0 if there is none. */
pid_t
engine_find_child (EngineFixture *self,
                   const char    *argument)
{
  g_autofree char *path = NULL;
  g_autofree char *children = NULL;
  g_auto(GStrv) pids = NULL;

  path = g_strdup_printf ("/proc/%d/task/%d/children", engine_get_pid (self), engine_get_pid (self));
  g_assert_true (g_file_get_contents (path, &children, NULL, NULL));
  pids = g_strsplit (g_strstrip (children), " ", -1);

  for (guint i = 0; pids[i] != NULL; i++)
    {
      g_autofree char *command_path = g_build_filename ("/proc", pids[i], "cmdline", NULL);
      g_autofree char *command = NULL;
      gsize length;

      if (g_file_get_contents (command_path, &command, &length, NULL) &&
          memmem (command, length, argument, strlen (argument)) != NULL)
        return atoi (pids[i]);
    }

  return 0;
}

void
engine_wait_gone (pid_t pid)
{
  struct pollfd poll_fd = { .fd = syscall (SYS_pidfd_open, pid, 0), .events = POLLIN };

  if (poll_fd.fd < 0)
    {
      g_assert_cmpint (errno, ==, ESRCH);
      return;
    }

  g_assert_cmpint (poll (&poll_fd, 1, TIMEOUT_MSEC), ==, 1);
  close (poll_fd.fd);
}

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GBytes *bytes;

  if ((bytes = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error)))
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, bytes);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

guint
engine_send (EngineFixture  *self,
             SoupMessage    *message,
             GBytes        **body)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  g_autoptr(DexFuture) future = with_timeout (DEX_FUTURE (promise));
  g_autoptr(GError) error = NULL;
  const GValue *value;

  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT,
                                    dex_promise_get_cancellable (promise),
                                    send_cb, dex_ref (promise));
  value = attune_test_wait (future, &error);
  g_assert_no_error (error);

  if (body != NULL)
    *body = g_value_dup_boxed (value);

  return soup_message_get_status (message);
}

JsonObject *
engine_call (EngineFixture *self,
             const char    *method,
             const char    *path,
             const char    *json,
             guint          expected_status)
{
  g_autofree char *uri = g_strconcat ("http://localhost", path, NULL);
  g_autoptr(SoupMessage) message = soup_message_new (method, uri);
  g_autoptr(GBytes) request = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;
  JsonObject *object;
  const char *text;
  gsize length;
  guint status;

  if (json != NULL)
    {
      request = g_bytes_new_static (json, strlen (json));
      soup_message_set_request_body_from_bytes (message, "application/json", request);
    }

  status = engine_send (self, message, &body);
  text = g_bytes_get_data (body, &length);

  if (status != expected_status)
    g_test_message ("%s %s: %u, %.*s", method, path, status, (int)length, text);

  g_assert_cmpuint (status, ==, expected_status);
  g_assert_nonnull (soup_message_headers_get_one (soup_message_get_response_headers (message), "x-request-id"));
  object = attune_json_parse_object (text, length, &error);
  g_assert_no_error (error);

  return object;
}

void
engine_call_error (EngineFixture *self,
                   const char    *method,
                   const char    *path,
                   const char    *json,
                   guint          expected_status,
                   const char    *expected_param)
{
  g_autoptr(JsonObject) answer = engine_call (self, method, path, json, expected_status);
  JsonObject *error = attune_json_get_object (answer, "error");

  g_assert_nonnull (error);
  g_assert_nonnull (attune_json_get_string (error, "message", NULL));
  g_assert_nonnull (attune_json_get_string (error, "type", NULL));
  g_assert_true (json_object_has_member (error, "code"));
  g_assert_true (json_object_has_member (error, "param"));
  g_assert_cmpstr (attune_json_get_string (error, "param", NULL), ==, expected_param);
}

JsonObject *
engine_upload_as (EngineFixture *self,
                  const char    *filename,
                  const char    *purpose,
                  const char    *content,
                  guint          expected_status)
{
  g_autoptr(SoupMultipart) multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static (content, strlen (content));
  g_autoptr(GBytes) body = NULL;
  JsonObject *object;
  const char *text;
  gsize length;
  guint status;

  if (purpose != NULL)
    soup_multipart_append_form_string (multipart, "purpose", purpose);

  soup_multipart_append_form_file (multipart, "file", filename, "application/octet-stream", bytes);
  message = soup_message_new_from_multipart ("http://localhost/v1/files", multipart);
  status = engine_send (self, message, &body);
  text = g_bytes_get_data (body, &length);

  if (status != expected_status)
    g_test_message ("upload: %u, %.*s", status, (int)length, text);

  g_assert_cmpuint (status, ==, expected_status);
  object = attune_json_parse_object (text, length, NULL);
  g_assert_nonnull (object);

  return object;
}

char *
engine_upload (EngineFixture *self,
               const char    *content)
{
  g_autoptr(JsonObject) file = engine_upload_as (self, "train.jsonl", "fine-tune", content, 200);

  return g_strdup (attune_json_get_string (file, "id", NULL));
}

char *
engine_build_examples (guint n_examples)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_examples; i++)
    g_string_append_printf (text,
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"%u + 1?\"},"
                            "{\"role\":\"assistant\",\"content\":\"It is %u.\"}]}\n",
                            i, i + 1);

  return g_string_free_and_steal (text);
}

/* @settings are further members of the request, each with a comma in front. */
char *
engine_create_job (EngineFixture *self,
                   const char    *file,
                   const char    *settings)
{
  g_autofree char *body = NULL;
  g_autoptr(JsonObject) job = NULL;

  body = g_strdup_printf ("{\"model\":\"attune-practice\",\"training_file\":\"%s\"%s}", file, settings);
  job = engine_call (self, "POST", "/v1/fine_tuning/jobs", body, 200);

  return g_strdup (attune_json_get_string (job, "id", NULL));
}

static void
changed_cb (gboolean *changed)
{
  *changed = TRUE;
}

/* Asks @check again each time the folder of the job changes, until it says yes. */
static gpointer
wait_for (EngineFixture *self,
          const char    *job,
          gpointer     (*check) (EngineFixture *self,
                                 const char    *job,
                                 const char    *wanted),
          const char    *wanted)
{
  g_autofree char *path = g_build_filename (self->state_folder, "jobs", job, NULL);
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autoptr(GFileMonitor) monitor = g_file_monitor_directory (folder, 0, NULL, NULL);
  gboolean changed = FALSE;
  gpointer result;

  g_file_monitor_set_rate_limit (monitor, 50);
  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (changed_cb), &changed);

  while (!(result = check (self, job, wanted)))
    {
      while (!changed)
        g_main_context_iteration (NULL, TRUE);

      changed = FALSE;
    }

  return result;
}

static gpointer
check_status (EngineFixture *self,
              const char    *job,
              const char    *status)
{
  g_autofree char *path = g_strconcat ("/v1/fine_tuning/jobs/", job, NULL);
  g_autoptr(JsonObject) object = engine_call (self, "GET", path, NULL, 200);
  const char *now = attune_json_get_string (object, "status", NULL);

  if (g_str_equal (now, status))
    return g_steal_pointer (&object);

  if (json_object_has_member (object, "error") && !json_object_get_null_member (object, "error"))
    g_test_message ("%s", attune_json_get_string (attune_json_get_object (object, "error"), "message", ""));

  /* From these nothing leads on. */
  g_assert_cmpstr (now, !=, "succeeded");
  g_assert_cmpstr (now, !=, "failed");
  g_assert_cmpstr (now, !=, "cancelled");

  return NULL;
}

JsonObject *
engine_wait_job (EngineFixture *self,
                 const char    *job,
                 const char    *status)
{
  return wait_for (self, job, check_status, status);
}

JsonArray *
engine_list_events (EngineFixture *self,
                    const char    *job)
{
  g_autofree char *path = g_strdup_printf ("/v1/fine_tuning/jobs/%s/events?limit=1000", job);
  g_autoptr(JsonObject) list = engine_call (self, "GET", path, NULL, 200);

  return json_array_ref (attune_json_get_array (list, "data"));
}

static gpointer
check_event (EngineFixture *self,
             const char    *job,
             const char    *message)
{
  g_autoptr(JsonArray) events = engine_list_events (self, job);

  for (guint i = 0; i < json_array_get_length (events); i++)
    {
      JsonObject *event = json_array_get_object_element (events, i);

      if (g_str_has_prefix (attune_json_get_string (event, "message", ""), message))
        return GINT_TO_POINTER (TRUE);
    }

  return NULL;
}

void
engine_wait_event (EngineFixture *self,
                   const char    *job,
                   const char    *message)
{
  wait_for (self, job, check_event, message);
}
