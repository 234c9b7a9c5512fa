/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-team"

#include "config.h"

#include "attune-trainer-team.h"

struct _AttuneTrainerTeam
{
  GMutex                 mutex;
  GCond                  changed;
  GThread              **threads;      /* of the workers from 1 on; worker 0 is who calls */
  guint                  n_workers;
  guint                  n_started;    /* threads that know their number */
  guint                  n_running;
  guint                  round;
  gboolean               is_over;
  AttuneTrainerTeamFunc  function;
  gpointer               user_data;
};

static gpointer
worker_thread (gpointer user_data)
{
  AttuneTrainerTeam *self = user_data;
  guint worker;
  guint round = 0;

  g_mutex_lock (&self->mutex);
  worker = ++self->n_started;

  for (;;)
    {
      while (self->round == round && !self->is_over)
        g_cond_wait (&self->changed, &self->mutex);

      if (self->is_over)
        break;

      round = self->round;
      g_mutex_unlock (&self->mutex);
      self->function (worker, self->user_data);
      g_mutex_lock (&self->mutex);

      if (--self->n_running == 0)
        g_cond_broadcast (&self->changed);
    }

  g_mutex_unlock (&self->mutex);

  return NULL;
}

/**
 * attune_trainer_team_new:
 * @n_workers: how many work, counting the thread that calls attune_trainer_team_run ()
 *
 * Returns: (transfer full): a team
 */
AttuneTrainerTeam *
attune_trainer_team_new (guint n_workers)
{
  AttuneTrainerTeam *self = g_new0 (AttuneTrainerTeam, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->n_workers = MAX (n_workers, 1);
  self->threads = g_new0 (GThread *, self->n_workers);

  for (guint i = 1; i < self->n_workers; i++)
    self->threads[i] = g_thread_new ("trainer-worker", worker_thread, self);

  return self;
}

/**
 * attune_trainer_team_free:
 * @self: (transfer full): a team that does nothing at the moment
 */
void
attune_trainer_team_free (AttuneTrainerTeam *self)
{
  g_mutex_lock (&self->mutex);
  self->is_over = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  for (guint i = 1; i < self->n_workers; i++)
    g_thread_join (self->threads[i]);

  g_free (self->threads);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * attune_trainer_team_get_n_workers:
 * @self: a team
 *
 * Returns: how many work
 */
guint
attune_trainer_team_get_n_workers (AttuneTrainerTeam *self)
{
  return self->n_workers;
}

/**
 * attune_trainer_team_run:
 * @self: a team
 * @function: (scope call): what to do
 * @user_data: for @function
 *
 * Calls a function once for each worker, on its own thread, and waits for the last one. Who waits
 * sleeps: on a busy computer the system can then move the others to the processor that is free.
 */
void
attune_trainer_team_run (AttuneTrainerTeam     *self,
                         AttuneTrainerTeamFunc  function,
                         gpointer               user_data)
{
  g_mutex_lock (&self->mutex);
  self->function = function;
  self->user_data = user_data;
  self->n_running = self->n_workers - 1;
  self->round++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);

  function (0, user_data);

  g_mutex_lock (&self->mutex);

  while (self->n_running > 0)
    g_cond_wait (&self->changed, &self->mutex);

  g_mutex_unlock (&self->mutex);
}
