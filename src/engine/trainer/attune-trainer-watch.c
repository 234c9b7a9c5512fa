/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-watch"

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attune-trainer-watch.h"

#define PARENT_DIED_SIGNAL SIGHUP

/* One process trains one model: these belong to the process, as its signal handlers do. */
static int stop_requested;
static pid_t parent;

static void
stop_cb (int number)
{
  g_atomic_int_set (&stop_requested, TRUE);
}

/* The kernel sends this when the thread that started us ends, even if its process lives on. */
static void
parent_died_cb (int number)
{
  if (getppid () != parent)
    g_atomic_int_set (&stop_requested, TRUE);
}

static void
handle (int    number,
        void (*handler) (int))
{
  struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

  sigemptyset (&action.sa_mask);
  sigaction (number, &action, NULL);
}

static gpointer
input_thread (gpointer user_data)
{
  char bytes[256];
  ssize_t n;

  do
    n = read (STDIN_FILENO, bytes, sizeof bytes);
  while (n > 0 || (n < 0 && errno == EINTR));

  attune_trainer_watch_request_stop ();

  return NULL;
}

/* Only a pipe or a socket ends with whoever holds its other end; /dev/null ends at once. */
static void
watch_input (void)
{
  struct stat status;

  if (fstat (STDIN_FILENO, &status) == 0 &&
      (S_ISFIFO (status.st_mode) || S_ISSOCK (status.st_mode)))
    g_thread_unref (g_thread_new ("trainer-input", input_thread, NULL));
}

/**
 * attune_trainer_watch_start:
 *
 * From now on SIGTERM, SIGINT, the end of the parent process and the end of standard input ask to
 * stop. A closed standard output is only an error on writing.
 */
void
attune_trainer_watch_start (void)
{
  g_atomic_int_set (&stop_requested, FALSE);
  parent = getppid ();

  handle (SIGTERM, stop_cb);
  handle (SIGINT, stop_cb);
  handle (PARENT_DIED_SIGNAL, parent_died_cb);
  handle (SIGPIPE, SIG_IGN);
  prctl (PR_SET_PDEATHSIG, PARENT_DIED_SIGNAL);

  watch_input ();
}

/**
 * attune_trainer_watch_request_stop:
 *
 * Asks to stop, from any thread.
 */
void
attune_trainer_watch_request_stop (void)
{
  g_atomic_int_set (&stop_requested, TRUE);
}

/**
 * attune_trainer_watch_should_stop:
 *
 * Returns: whether training is to save its state and end; cheap, and safe on any thread
 */
gboolean
attune_trainer_watch_should_stop (void)
{
  return g_atomic_int_get (&stop_requested);
}
