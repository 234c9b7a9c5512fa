/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-supervisor"

#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-engine-supervisor.h"
#include "attune-error.h"
#include "attune-paths.h"
#include "attune-timeout.h"

/* The engine opens its socket before it loads anything; this long is a machine in trouble. */
#define START_TIMEOUT_MSEC 20000
#define CONNECT_INTERVAL_MSEC 25

/* An engine that dies soon after its start is started again, but ever more slowly. A person may be
 * waiting, so never for long. */
#define FIRST_DELAY_MSEC 250
#define MAX_DELAY_MSEC 5000
#define STEADY_USEC (60 * G_USEC_PER_SEC)

#define MAX_LOG_BYTES (1024 * 1024)
#define LOG_TAIL_BYTES 2048

struct _AttuneEngineSupervisor
{
  GObject         parent_instance;

  char           *state_dir;
  char           *socket_path;
  char           *log_path;
  GSocketAddress *address;

  DexFuture      *starting;          /* while one is under way */
  gint64          last_start_at;     /* monotonic */
  guint           delay_msec;        /* before the next start */
};

G_DEFINE_FINAL_TYPE (AttuneEngineSupervisor, attune_engine_supervisor, G_TYPE_OBJECT)

static gboolean
connect_once (AttuneEngineSupervisor  *self,
              GError                 **error)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;

  connection = dex_await_object (dex_socket_client_connect (client,
                                                            G_SOCKET_CONNECTABLE (self->address)),
                                 error);

  return connection != NULL;
}

/* A new session: neither a closing terminal nor a signal to our group may end a training. */
static void
leave_session_cb (gpointer user_data)
{
  setsid ();
}

/* The old log is kept once: the two together stay small, and the last run is always there. */
static void
rotate_log (AttuneEngineSupervisor *self)
{
  g_autofree char *old_path = g_strconcat (self->log_path, ".old", NULL);
  struct stat info;

  if (stat (self->log_path, &info) == 0 && info.st_size > MAX_LOG_BYTES)
    g_rename (self->log_path, old_path);
}

static char *
read_log_tail (AttuneEngineSupervisor *self)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (self->log_path, &text, &length, NULL))
    return NULL;

  return g_utf8_make_valid (text + length - MIN (length, LOG_TAIL_BYTES), -1);
}

static GSubprocess *
spawn_engine (AttuneEngineSupervisor  *self,
              GError                 **error)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *program = NULL;
  g_autofd int log_fd = -1;

  if (!(program = attune_paths_find_program ("attune-engine", error)))
    return NULL;

  if (g_mkdir_with_parents (self->state_dir, 0700) != 0)
    {
      attune_set_error (error, ATTUNE_ERROR_STORAGE, NULL,
                        _("Attune cannot make the folder “%s”. Check the permissions and the free "
                          "space of the disk."),
                        self->state_dir);
      return NULL;
    }

  rotate_log (self);
  log_fd = g_open (self->log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  if (log_fd != -1)
    {
      g_subprocess_launcher_take_stdout_fd (launcher, dup (log_fd));
      g_subprocess_launcher_take_stderr_fd (launcher, g_steal_fd (&log_fd));
    }

  /* It has no use for a person's key, outlives the window, and starts programs of others. */
  g_subprocess_launcher_unsetenv (launcher, "OPENAI_API_KEY");
  g_subprocess_launcher_set_child_setup (launcher, leave_session_cb, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &local_error,
                                         program,
                                         "--state-dir", self->state_dir,
                                         "--socket", self->socket_path,
                                         NULL);

  if (process == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_ENGINE, local_error->message,
                        _("The training engine “%s” cannot be started. Install Attune again, then "
                          "try once more."),
                        program);
      return NULL;
    }

  g_info ("Started %s (process %s)", program, g_subprocess_get_identifier (process));

  return g_steal_pointer (&process);
}

static gboolean
wait_until_ready (AttuneEngineSupervisor  *self,
                  GSubprocess             *process,
                  GError                 **error)
{
  g_autoptr(DexFuture) exited = dex_subprocess_wait (process);
  gint64 deadline = g_get_monotonic_time () + START_TIMEOUT_MSEC * (gint64)1000;
  g_autofree char *log = NULL;

  /* A race that another future wins discards this one, unless somebody else holds on to it. */
  dex_future_disown (dex_ref (exited));

  while (!connect_once (self, NULL))
    {
      g_autoptr(GError) local_error = NULL;

      if (!dex_future_is_pending (exited))
        {
          /* Another process may have started one just before ours, which then gave way. */
          if (connect_once (self, NULL))
            return TRUE;

          log = read_log_tail (self);
          attune_set_error (error, ATTUNE_ERROR_ENGINE, log,
                            _("The training engine stopped right after it was started. Try again; "
                              "if it stays so, read the log in “%s”."),
                            self->log_path);
          return FALSE;
        }

      if (g_get_monotonic_time () > deadline)
        {
          log = read_log_tail (self);
          attune_set_error (error, ATTUNE_ERROR_ENGINE, log,
                            _("The training engine was started but does not answer. The computer may "
                              "be very busy: try again in a minute."));
          return FALSE;
        }

      dex_await (dex_future_first (dex_timeout_new_msec (CONNECT_INTERVAL_MSEC),
                                   dex_ref (exited),
                                   NULL),
                 &local_error);

      if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  return TRUE;
}

static void
choose_delay (AttuneEngineSupervisor *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->last_start_at == 0 || now - self->last_start_at > STEADY_USEC)
    self->delay_msec = 0;
  else
    self->delay_msec = CLAMP (self->delay_msec * 2, FIRST_DELAY_MSEC, MAX_DELAY_MSEC);
}

static DexFuture *
attune_engine_supervisor_ensure_fiber (gpointer user_data)
{
  AttuneEngineSupervisor *self = user_data;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  if (connect_once (self, NULL))
    return dex_future_new_true ();

  choose_delay (self);

  if (self->delay_msec > 0)
    dex_await (attune_timeout_new (self->delay_msec), NULL);

  /* Somebody else may have started it meanwhile. */
  if (connect_once (self, NULL))
    return dex_future_new_true ();

  self->last_start_at = g_get_monotonic_time ();

  if (!(process = spawn_engine (self, &error)) ||
      !wait_until_ready (self, process, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_true ();
}

static void
attune_engine_supervisor_dispose (GObject *object)
{
  AttuneEngineSupervisor *self = (AttuneEngineSupervisor *)object;

  dex_clear (&self->starting);
  g_clear_object (&self->address);

  G_OBJECT_CLASS (attune_engine_supervisor_parent_class)->dispose (object);
}

static void
attune_engine_supervisor_finalize (GObject *object)
{
  AttuneEngineSupervisor *self = (AttuneEngineSupervisor *)object;

  g_clear_pointer (&self->state_dir, g_free);
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_pointer (&self->log_path, g_free);

  G_OBJECT_CLASS (attune_engine_supervisor_parent_class)->finalize (object);
}

static void
attune_engine_supervisor_class_init (AttuneEngineSupervisorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_engine_supervisor_dispose;
  object_class->finalize = attune_engine_supervisor_finalize;
}

static void
attune_engine_supervisor_init (AttuneEngineSupervisor *self)
{
}

/**
 * attune_engine_supervisor_new:
 * @state_dir: the folder that the engine writes
 * @socket_path: where it listens; at most 107 bytes, see unix(7)
 *
 * Returns: (transfer full): a supervisor; nothing is started yet
 */
AttuneEngineSupervisor *
attune_engine_supervisor_new (const char *state_dir,
                              const char *socket_path)
{
  AttuneEngineSupervisor *self = g_object_new (ATTUNE_TYPE_ENGINE_SUPERVISOR, NULL);

  self->state_dir = g_strdup (state_dir);
  self->socket_path = g_strdup (socket_path);
  self->log_path = g_build_filename (state_dir, "engine.log", NULL);
  self->address = g_unix_socket_address_new (socket_path);

  return self;
}

/**
 * attune_engine_supervisor_get_connectable:
 * @self: a supervisor
 *
 * Returns: (transfer none): the address of the engine
 */
GSocketConnectable *
attune_engine_supervisor_get_connectable (AttuneEngineSupervisor *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_SUPERVISOR (self), NULL);

  return G_SOCKET_CONNECTABLE (self->address);
}

/**
 * attune_engine_supervisor_dup_models_dir:
 * @self: a supervisor
 *
 * Returns: (transfer full): the folder of which the engine uses every model; it need not be there
 */
char *
attune_engine_supervisor_dup_models_dir (AttuneEngineSupervisor *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_SUPERVISOR (self), NULL);

  return g_build_filename (self->state_dir, "models", NULL);
}

/**
 * attune_engine_supervisor_ensure:
 * @self: a supervisor
 *
 * Connects to the engine, and starts it if nobody answers. It lives on after us: a training goes on
 * while no window is open, and the engine ends by itself when it has nothing to do.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the engine answers, or rejects
 *   with %ATTUNE_ERROR_ENGINE when it is missing or cannot start
 */
DexFuture *
attune_engine_supervisor_ensure (AttuneEngineSupervisor *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_SUPERVISOR (self));

  if (self->starting == NULL || !dex_future_is_pending (self->starting))
    {
      dex_clear (&self->starting);
      self->starting = dex_scheduler_spawn (NULL, 0,
                                            attune_engine_supervisor_ensure_fiber,
                                            g_object_ref (self),
                                            g_object_unref);

      /* Several may wait for it; one that loses patience must not stop it for the others. */
      dex_future_disown (dex_ref (self->starting));
    }

  return dex_ref (self->starting);
}
