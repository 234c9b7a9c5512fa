/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-child"

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-engine-child.h"
#include "attune-error.h"

/* How much of its standard error is kept, in bytes, and how much of that is shown, in lines. */
#define MAX_TAIL 8192
#define READ_SIZE 4096
#define MAX_TAIL_LINES 12

/* Where memory runs out, the kernel shall take this program and not the person's window. */
#define OOM_SCORE "800"

/* Behind the engine, however nice that is itself. */
#define NICENESS 10

/* Behind standard input, output and error. */
#define FIRST_FREE_FD 3

struct _AttuneEngineChild
{
  GObject      parent_instance;

  GSubprocess *subprocess;
  GByteArray  *tail;        /* the end of its standard error */
  DexPromise  *ended;       /* it has ended, and all that it said has been read */
};

/* Watches a program to its end, also when nobody holds the #AttuneEngineChild any more. */
typedef struct
{
  GSubprocess *subprocess;
  GByteArray  *tail;
  DexPromise  *ended;
} Watch;

typedef struct
{
  AttuneEngineChild *self;
  guint              grace;   /* milliseconds */
} Stop;

typedef struct
{
  pid_t                  parent;
  AttuneEngineChildFlags flags;
} ChildSetup;

G_DEFINE_FINAL_TYPE (AttuneEngineChild, attune_engine_child, G_TYPE_OBJECT)

/* Runs between fork and exec: only calls that are safe after a signal (signal-safety(7)). */
static void
child_setup_cb (gpointer user_data)
{
  const ChildSetup *setup = user_data;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  signal (SIGPIPE, SIG_DFL);

  /* The engine may have died before the line above. */
  if (getppid () != setup->parent)
    _exit (1);

  /* Sockets that it makes are for its owner only. */
  umask (0077);

  if (setup->flags & ATTUNE_ENGINE_CHILD_NICE)
    {
      int fd = open ("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

      if (fd >= 0)
        {
          ssize_t written = write (fd, OOM_SCORE, strlen (OOM_SCORE));

          (void)written;
          close (fd);
        }

      setpriority (PRIO_PROCESS, 0, getpriority (PRIO_PROCESS, 0) + NICENESS);
    }
}

static void
watch_free (gpointer data)
{
  Watch *self = data;

  g_clear_object (&self->subprocess);
  g_clear_pointer (&self->tail, g_byte_array_unref);
  dex_clear (&self->ended);
  g_free (self);
}

static DexFuture *
watch_fiber (gpointer user_data)
{
  Watch *watch = user_data;
  GInputStream *stream = g_subprocess_get_stderr_pipe (watch->subprocess);

  for (;;)
    {
      g_autoptr(GBytes) bytes = NULL;
      const guint8 *data;
      gsize length;

      bytes = dex_await_boxed (dex_input_stream_read_bytes (stream, READ_SIZE, G_PRIORITY_DEFAULT),
                               NULL);

      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        break;

      data = g_bytes_get_data (bytes, &length);
      g_byte_array_append (watch->tail, data, length);

      if (watch->tail->len > MAX_TAIL)
        g_byte_array_remove_range (watch->tail, 0, watch->tail->len - MAX_TAIL);
    }

  dex_await (dex_subprocess_wait (watch->subprocess), NULL);
  dex_promise_resolve_boolean (watch->ended, TRUE);

  return dex_future_new_true ();
}

static void
stop_free (gpointer data)
{
  Stop *self = data;

  g_clear_object (&self->self);
  g_free (self);
}

static DexFuture *
stop_fiber (gpointer user_data)
{
  Stop *stop = user_data;
  AttuneEngineChild *self = stop->self;

  g_subprocess_send_signal (self->subprocess, SIGTERM);

  if (!dex_await (dex_future_with_timeout_msec (attune_engine_child_wait (self), stop->grace),
                  NULL))
    {
      g_subprocess_force_exit (self->subprocess);
      dex_await (attune_engine_child_wait (self), NULL);
    }

  return dex_future_new_true ();
}

static void
attune_engine_child_dispose (GObject *object)
{
  AttuneEngineChild *self = (AttuneEngineChild *)object;

  if (self->subprocess != NULL)
    g_subprocess_force_exit (self->subprocess);

  g_clear_object (&self->subprocess);

  G_OBJECT_CLASS (attune_engine_child_parent_class)->dispose (object);
}

static void
attune_engine_child_finalize (GObject *object)
{
  AttuneEngineChild *self = (AttuneEngineChild *)object;

  g_clear_pointer (&self->tail, g_byte_array_unref);
  dex_clear (&self->ended);

  G_OBJECT_CLASS (attune_engine_child_parent_class)->finalize (object);
}

static void
attune_engine_child_class_init (AttuneEngineChildClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_engine_child_dispose;
  object_class->finalize = attune_engine_child_finalize;
}

static void
attune_engine_child_init (AttuneEngineChild *self)
{
  self->tail = g_byte_array_new ();
  self->ended = dex_promise_new ();
}

/**
 * attune_engine_child_spawn:
 * @argv: the program, absolute, and its arguments
 * @flags: how to run it
 * @lock_fd: (transfer full): a descriptor that the program keeps open until it ends; -1 for none
 * @error: (nullable): where to put an error
 *
 * Must be called on the main thread: the kernel ends the program with the thread that started it.
 *
 * Returns: (transfer full) (nullable): the running program, or %NULL with %ATTUNE_ERROR_ENGINE
 */
AttuneEngineChild *
attune_engine_child_spawn (const char * const      *argv,
                           AttuneEngineChildFlags   flags,
                           int                      lock_fd,
                           GError                 **error)
{
  g_autoptr(AttuneEngineChild) self = NULL;
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) spawn_error = NULL;
  ChildSetup *setup;
  Watch *watch;

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDERR_PIPE |
                                        ((flags & ATTUNE_ENGINE_CHILD_OUTPUT) ?
                                         G_SUBPROCESS_FLAGS_STDOUT_PIPE :
                                         G_SUBPROCESS_FLAGS_STDOUT_SILENCE));
  setup = g_new0 (ChildSetup, 1);
  setup->parent = getpid ();
  setup->flags = flags;
  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb, setup, g_free);


  if (lock_fd >= 0)
    g_subprocess_launcher_take_fd (launcher, lock_fd, FIRST_FREE_FD);

  self = g_object_new (ATTUNE_TYPE_ENGINE_CHILD, NULL);

  if (!(self->subprocess = g_subprocess_launcher_spawnv (launcher, argv, &spawn_error)))
    {
      g_autofree char *name = g_path_get_basename (argv[0]);

      attune_set_error (error, ATTUNE_ERROR_ENGINE, spawn_error->message,
                        _("The program “%s” could not be started. Install it again, then try again."),
                        name);
      return NULL;
    }

  watch = g_new0 (Watch, 1);
  watch->subprocess = g_object_ref (self->subprocess);
  watch->tail = g_byte_array_ref (self->tail);
  watch->ended = dex_ref (self->ended);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, watch_fiber, watch, watch_free));

  return g_steal_pointer (&self);
}

/**
 * attune_engine_child_get_output:
 * @self: a program run with %ATTUNE_ENGINE_CHILD_OUTPUT
 *
 * Returns: (transfer none): its standard output
 */
GInputStream *
attune_engine_child_get_output (AttuneEngineChild *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_CHILD (self), NULL);

  return g_subprocess_get_stdout_pipe (self->subprocess);
}

/**
 * attune_engine_child_is_running:
 * @self: a program
 *
 * Returns: whether it has not ended yet
 */
gboolean
attune_engine_child_is_running (AttuneEngineChild *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_CHILD (self), FALSE);

  return dex_future_is_pending (DEX_FUTURE (self->ended));
}

/**
 * attune_engine_child_wait:
 * @self: a program
 *
 * Returns: (transfer full): resolves to %TRUE once it has ended
 */
DexFuture *
attune_engine_child_wait (AttuneEngineChild *self)
{
  dex_return_error_if_fail (ATTUNE_IS_ENGINE_CHILD (self));

  return DEX_FUTURE (dex_ref (self->ended));
}

/**
 * attune_engine_child_stop:
 * @self: a program
 * @grace: milliseconds
 *
 * Asks it to end, and after @grace makes it.
 *
 * Returns: (transfer full): resolves to %TRUE once it has ended
 */
DexFuture *
attune_engine_child_stop (AttuneEngineChild *self,
                          guint              grace)
{
  Stop *stop;

  dex_return_error_if_fail (ATTUNE_IS_ENGINE_CHILD (self));

  stop = g_new0 (Stop, 1);
  stop->self = g_object_ref (self);
  stop->grace = grace;

  return dex_scheduler_spawn (NULL, 0, stop_fiber, stop, stop_free);
}

/**
 * attune_engine_child_has_succeeded:
 * @self: a program that has ended
 *
 * Returns: whether it says that all went well
 */
gboolean
attune_engine_child_has_succeeded (AttuneEngineChild *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_CHILD (self), FALSE);

  return !attune_engine_child_is_running (self) && g_subprocess_get_successful (self->subprocess);
}

/**
 * attune_engine_child_was_killed:
 * @self: a program that has ended
 *
 * Returns: whether SIGKILL ended it; where nobody of us sent it, the kernel did, for want of memory
 */
gboolean
attune_engine_child_was_killed (AttuneEngineChild *self)
{
  g_return_val_if_fail (ATTUNE_IS_ENGINE_CHILD (self), FALSE);

  return !attune_engine_child_is_running (self) &&
         g_subprocess_get_if_signaled (self->subprocess) &&
         g_subprocess_get_term_sig (self->subprocess) == SIGKILL;
}

/**
 * attune_engine_child_dup_tail:
 * @self: a program
 *
 * Returns: (transfer full): the last lines of its standard error, UTF-8
 */
char *
attune_engine_child_dup_tail (AttuneEngineChild *self)
{
  g_autofree char *text = NULL;
  const char *start;
  guint n_lines = 0;

  g_return_val_if_fail (ATTUNE_IS_ENGINE_CHILD (self), NULL);

  if (self->tail->len == 0)
    return g_strdup ("");

  text = g_utf8_make_valid ((const char *)self->tail->data, self->tail->len);
  g_strchomp (text);

  for (start = text + strlen (text); start > text; start--)
    {
      if (start[-1] == '\n' && ++n_lines == MAX_TAIL_LINES)
        break;
    }

  return g_strdup (start);
}
