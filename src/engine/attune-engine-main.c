/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-main"

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-engine-disk.h"
#include "attune-engine-figures.h"
#include "attune-engine-fingerprint.h"
#include "attune-engine-lock.h"
#include "attune-engine-presence.h"
#include "attune-engine-server.h"
#include "attune-engine-inspect.h"
#include "attune-engine-tokens.h"
#include "attune-engine-verify.h"
#include "attune-error.h"
#include "attune-i18n.h"
#include "attune-paths.h"
#include "attune-trainer-merge.h"
#include "attune-trainer.h"

#define DEFAULT_IDLE_SECONDS 60

#define EXIT_USAGE 2

#define BYTES_PER_MB 1000000

/* One that just ends lets go of its lock within this time. */
#define LOCK_SECONDS 6
#define LOCK_POLL_USEC (50 * 1000)

/* The longest name of a socket in the folder of sockets, with its slash. */
#define MAX_SOCKET_NAME 32
#define MAX_SOCKET_PATH 107

typedef struct
{
  char     *socket;
  char     *state_dir;
  char     *listen;
  char     *key_file;
  int       idle_seconds;
  int       unload_seconds;
  int       cooling_seconds;
  gint64    chat_memory;     /* MB */
  gboolean  show_version;
} Options;

typedef struct
{
  Options             options;
  GMainLoop          *loop;
  AttuneEngine       *engine;
  AttuneEngineServer *server;
  guint               idle_source;
} Service;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->socket, g_free);
  g_clear_pointer (&self->state_dir, g_free);
  g_clear_pointer (&self->listen, g_free);
  g_clear_pointer (&self->key_file, g_free);
}

static void
service_clear (Service *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_object (&self->server);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  options_clear (&self->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Service, service_clear)

static gboolean
parse_options (Options   *options,
               int       *argc,
               char    ***argv,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options->socket,
      N_("Listen on this Unix socket"), "PATH" },
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->state_dir,
      N_("Keep files, jobs and models here"), "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen,
      N_("Listen on TCP as well; needs --api-key-file"), "HOST:PORT" },
    { "api-key-file", 0, 0, G_OPTION_ARG_FILENAME, &options->key_file,
      N_("The key that TCP clients must send; a file that only you can read"), "FILE" },
    { "idle-timeout", 0, 0, G_OPTION_ARG_INT, &options->idle_seconds,
      N_("End after this long without a client and a job; 0 for never"), "SECONDS" },
    { "chat-memory", 0, 0, G_OPTION_ARG_INT64, &options->chat_memory,
      N_("Memory that models which are chatted with may take together, in MB; 0 for what is free"), "MB" },
    { "unload-after", 0, 0, G_OPTION_ARG_INT, &options->unload_seconds,
      N_("Give the memory of a model back after this long without a question"), "SECONDS" },
    { "cool-down", 0, 0, G_OPTION_ARG_INT, &options->cooling_seconds,
      N_("Where training waits on heat, wait this long after it"), "SECONDS" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->show_version,
      N_("Show the version and end"), NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  options->idle_seconds = DEFAULT_IDLE_SECONDS;
  options->unload_seconds = ATTUNE_ENGINE_IDLE_SECONDS;
  options->cooling_seconds = ATTUNE_ENGINE_COOLING_SECONDS;
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Fine-tunes and runs language models on this computer, for every program that speaks OpenAI’s protocol."));
  g_option_context_set_description (context, _("“attune-engine train CONFIG.json” trains one model without a service; the service runs it so itself."));

  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is not understood. Try --help."), (*argv)[1]);
      return FALSE;
    }

  if ((options->listen != NULL) != (options->key_file != NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--listen and --api-key-file belong together: without a key, everybody could use the engine."));
      return FALSE;
    }

  if (options->socket == NULL)
    options->socket = attune_paths_dup_engine_socket ();

  if (options->state_dir == NULL)
    options->state_dir = attune_paths_dup_engine_dir ();

  return TRUE;
}

static char *
read_key (const char  *path,
          GError     **error)
{
  g_autofree char *key = NULL;
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr(GError) io_error = NULL;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && (info.st_mode & 0077) != 0)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                        _("Others can read the key in “%s”. Make the file yours alone: chmod 600 FILE."), name);
      return NULL;
    }

  if (!g_file_get_contents (path, &key, NULL, &io_error))
    {
      attune_set_error_from_io (error, io_error, name);
      return NULL;
    }

  g_strstrip (key);

  if (*key == '\0')
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL, _("There is no key in “%s”."), name);
      return NULL;
    }

  return g_steal_pointer (&key);
}

/* Sockets of models stand beside the engine's own, unless the kernel's limit for their paths
 * (unix(7)) says otherwise. */
static char *
dup_socket_folder (const char  *socket_path,
                   GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (socket_path);

  if (strlen (folder) + MAX_SOCKET_NAME <= MAX_SOCKET_PATH)
    return g_steal_pointer (&folder);

  return g_dir_make_tmp ("attune-XXXXXX", error);
}

/* Returns: a locked descriptor, -1 when another engine serves this folder and answers, -2 with an
 * error. */
static int
take_lock (Service  *self,
           GError  **error)
{
  g_autofree char *path = g_build_filename (self->options.state_dir, "lock", NULL);
  gint64 deadline = g_get_monotonic_time () + LOCK_SECONDS * G_USEC_PER_SEC;
  g_autofd int fd = attune_engine_lock_open (path, error);

  if (fd < 0)
    return -2;

  while (!attune_engine_lock_try (fd))
    {
      if (attune_engine_presence_check (self->options.state_dir))
        return -1;

      if (g_get_monotonic_time () > deadline)
        {
          attune_set_error (error, ATTUNE_ERROR_ENGINE, NULL,
                            _("Another engine uses “%s” and does not answer. End it, then try again."),
                            self->options.state_dir);
          return -2;
        }

      g_usleep (LOCK_POLL_USEC);
    }

  return g_steal_fd (&fd);
}

static gboolean
idle_cb (gpointer user_data)
{
  Service *self = user_data;

  g_info ("Nobody needs the engine; ending");
  self->idle_source = 0;
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

static void
update_idle_cb (Service *self)
{
  gboolean is_idle = attune_engine_server_get_n_connections (self->server) == 0 &&
                     !attune_engine_jobs_is_busy (attune_engine_get_jobs (self->engine));

  g_clear_handle_id (&self->idle_source, g_source_remove);

  if (is_idle && self->options.listen == NULL && self->options.idle_seconds > 0)
    self->idle_source = g_timeout_add_seconds (self->options.idle_seconds, idle_cb, self);
}

static gboolean
signal_cb (gpointer user_data)
{
  Service *self = user_data;

  g_main_loop_quit (self->loop);

  return G_SOURCE_CONTINUE;
}

static gboolean
start_engine (Service  *self,
              GError  **error)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", error);
  g_autofree char *socket_folder = NULL;
  AttuneEngineInference *inference;

  if (program == NULL)
    return FALSE;

  if (!(socket_folder = dup_socket_folder (self->options.socket, error)) ||
      !attune_engine_disk_make_folder (socket_folder, error) ||
      !(self->engine = attune_engine_new (self->options.state_dir, socket_folder, program, error)))
    return FALSE;

  inference = attune_engine_get_inference (self->engine);
  attune_engine_inference_set_idle_seconds (inference, MAX (self->options.unload_seconds, 0));

  attune_engine_power_set_cooling_seconds (attune_engine_get_power (self->engine),
                                           MAX (self->options.cooling_seconds, 0));

  if (self->options.chat_memory > 0)
    attune_engine_inference_set_memory_limit (inference, self->options.chat_memory * BYTES_PER_MB);

  self->server = attune_engine_server_new (self->engine);
  attune_engine_presence_clean (socket_folder);

  return attune_engine_server_listen_unix (self->server, self->options.socket, error);
}

static gboolean
start_listening (Service  *self,
                 GError  **error)
{
  g_autofree char *key = NULL;

  if (self->options.listen == NULL)
    return TRUE;

  if (!(key = read_key (self->options.key_file, error)) ||
      !attune_engine_server_listen_tcp (self->server, self->options.listen, key, error))
    return FALSE;

  g_print ("listening on port %u\n", attune_engine_server_get_port (self->server));

  return TRUE;
}

static void
shut_down (Service *self)
{
  DexFuture *future;

  g_clear_handle_id (&self->idle_source, g_source_remove);
  attune_engine_server_close (self->server);
  future = attune_engine_shut_down (self->engine);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  dex_unref (future);
}

static gboolean
serve (Service  *self,
       GError  **error)
{
  g_unix_signal_add (SIGTERM, signal_cb, self);
  g_unix_signal_add (SIGINT, signal_cb, self);
  g_unix_signal_add (SIGHUP, signal_cb, self);

  if (!start_engine (self, error) || !start_listening (self, error))
    return FALSE;

  g_signal_connect_swapped (self->server, "notify::n-connections", G_CALLBACK (update_idle_cb), self);
  g_signal_connect_swapped (attune_engine_get_jobs (self->engine), "notify::busy",
                            G_CALLBACK (update_idle_cb), self);
  attune_engine_jobs_start (attune_engine_get_jobs (self->engine));
  dex_future_disown (attune_engine_models_prepare (attune_engine_get_models (self->engine)));
  update_idle_cb (self);

  /* For whoever started us: from now on it can connect. */
  g_print ("listening on %s\n", self->options.socket);
  fflush (stdout);

  g_main_loop_run (self->loop);
  shut_down (self);

  return TRUE;
}

static int
fail (const GError *error,
      int           status)
{
  g_printerr ("attune-engine: %s\n", error->message);

  return status;
}

int
main (int   argc,
      char *argv[])
{
  g_auto(Service) self = { 0 };
  g_autofd int lock = -1;
  g_autoptr(GError) error = NULL;

  dex_init ();
  attune_i18n_init ();
  signal (SIGPIPE, SIG_IGN);

  if (argc == 3 && g_str_equal (argv[1], "train"))
    return attune_trainer_main (argv[2]);

  if (argc == 3 && g_str_equal (argv[1], "inspect"))
    return attune_engine_inspect (argv[2], &error) ? EXIT_SUCCESS : fail (error, EXIT_FAILURE);

  if (argc == 3 && g_str_equal (argv[1], "fingerprint"))
    return attune_engine_fingerprint (argv[2], &error) ? EXIT_SUCCESS : fail (error, EXIT_FAILURE);

  if (argc == 2 && g_str_equal (argv[1], "probe"))
    {
      attune_engine_figures_print_speed ();
      return EXIT_SUCCESS;
    }

  if ((argc == 3 || argc == 4) && g_str_equal (argv[1], "verify"))
    return attune_engine_verify (argv[2], argv[3], &error) ? EXIT_SUCCESS
                                                           : fail (error, EXIT_FAILURE);

  if (argc == 6 && g_str_equal (argv[1], "merge"))
    return attune_trainer_merge (argv[2], argv[3], argv[4], argv[5], &error)
           ? EXIT_SUCCESS : fail (error, EXIT_FAILURE);

  if (argc == 4 && g_str_equal (argv[1], "tokens"))
    return attune_engine_tokens_count (argv[2], argv[3], &error) ? EXIT_SUCCESS
                                                                 : fail (error, EXIT_FAILURE);

  if (!parse_options (&self.options, &argc, &argv, &error))
    return fail (error, EXIT_USAGE);

  if (self.options.show_version)
    {
      g_print ("attune-engine %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  self.loop = g_main_loop_new (NULL, FALSE);

  if (!attune_engine_disk_make_folder (self.options.state_dir, &error) ||
      (lock = take_lock (&self, &error)) == -2)
    return fail (error, EXIT_FAILURE);

  if (lock == -1)
    {
      g_print (_("An engine is running already for “%s”.\n"), self.options.state_dir);
      return EXIT_SUCCESS;
    }

  attune_engine_presence_announce (self.options.state_dir, self.options.socket);

  if (!serve (&self, &error))
    return fail (error, EXIT_FAILURE);

  return EXIT_SUCCESS;
}
