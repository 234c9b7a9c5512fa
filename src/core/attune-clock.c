/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-clock"

#include "config.h"

#include "attune-clock.h"
#include "attune-timeout.h"

struct _AttuneClock
{
  GObject    parent_instance;

  guint      speed;
  gboolean   is_held;
  gint64     held_at;      /* what a clock that is held shows */
  GPtrArray *waits;        /* of Wait, in no order; only of a clock that is held */
};

G_DEFINE_FINAL_TYPE (AttuneClock, attune_clock, G_TYPE_OBJECT)

typedef struct
{
  gint64      due_at;
  DexPromise *promise;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  dex_unref (wait->promise);
  g_free (wait);
}

/* Nobody waits for it any more. */
static gboolean
is_dropped (const Wait *wait)
{
  return g_cancellable_is_cancelled (dex_promise_get_cancellable (wait->promise));
}

static void
attune_clock_finalize (GObject *object)
{
  AttuneClock *self = (AttuneClock *)object;

  g_clear_pointer (&self->waits, g_ptr_array_unref);

  G_OBJECT_CLASS (attune_clock_parent_class)->finalize (object);
}

static void
attune_clock_class_init (AttuneClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_clock_finalize;
}

static void
attune_clock_init (AttuneClock *self)
{
  self->speed = 1;
  self->waits = g_ptr_array_new_with_free_func (wait_free);
}

/**
 * attune_clock_new:
 *
 * Returns: (transfer full): a clock that runs as those on the wall do
 */
AttuneClock *
attune_clock_new (void)
{
  return g_object_new (ATTUNE_TYPE_CLOCK, NULL);
}

/**
 * attune_clock_get_time:
 * @self: a clock
 *
 * Returns: microseconds since some moment. They do not jump when somebody sets the time of this
 *   computer, and stand still while it sleeps.
 */
gint64
attune_clock_get_time (AttuneClock *self)
{
  g_return_val_if_fail (ATTUNE_IS_CLOCK (self), 0);

  return self->is_held ? self->held_at : g_get_monotonic_time () * self->speed;
}

/**
 * attune_clock_wait:
 * @self: a clock
 * @msec: how long, in milliseconds
 *
 * Returns: (transfer full): a future that is rejected with %DEX_ERROR_TIMED_OUT after that time;
 *   it may be dropped at any time
 */
DexFuture *
attune_clock_wait (AttuneClock *self,
                   gint64       msec)
{
  Wait *wait;

  dex_return_error_if_fail (ATTUNE_IS_CLOCK (self));

  if (!self->is_held)
    return attune_timeout_new (CLAMP (msec / self->speed, 1, G_MAXINT));

  wait = g_new0 (Wait, 1);
  wait->due_at = self->held_at + msec * 1000;
  wait->promise = dex_promise_new_cancellable ();
  g_ptr_array_add (self->waits, wait);

  return DEX_FUTURE (dex_ref (wait->promise));
}

/**
 * attune_clock_set_speed:
 * @self: a clock
 * @speed: how many times as fast as those on the wall
 *
 * What is being waited for already comes when it would have come.
 */
void
attune_clock_set_speed (AttuneClock *self,
                        guint        speed)
{
  g_return_if_fail (ATTUNE_IS_CLOCK (self));
  g_return_if_fail (speed > 0);

  self->speed = speed;
}

/**
 * attune_clock_hold:
 * @self: a clock
 *
 * From now on it only goes on by attune_clock_advance().
 */
void
attune_clock_hold (AttuneClock *self)
{
  g_return_if_fail (ATTUNE_IS_CLOCK (self));

  self->held_at = attune_clock_get_time (self);
  self->is_held = TRUE;
}

/**
 * attune_clock_advance:
 * @self: a clock that is held
 * @msec: by how much, in milliseconds
 *
 * Ends every wait whose time has come.
 */
void
attune_clock_advance (AttuneClock *self,
                      gint64       msec)
{
  g_return_if_fail (ATTUNE_IS_CLOCK (self) && self->is_held);
  g_return_if_fail (msec >= 0);

  self->held_at += msec * 1000;

  for (guint i = self->waits->len; i > 0; i--)
    {
      Wait *wait = self->waits->pdata[i - 1];
      g_autoptr(DexPromise) promise = dex_ref (wait->promise);

      if (wait->due_at > self->held_at)
        continue;

      g_ptr_array_remove_index_fast (self->waits, i - 1);
      dex_promise_reject (promise, g_error_new_literal (DEX_ERROR, DEX_ERROR_TIMED_OUT,
                                                        "The time has come."));
    }
}

/**
 * attune_clock_count_waits:
 * @self: a clock that is held
 *
 * Returns: for how many somebody waits
 */
guint
attune_clock_count_waits (AttuneClock *self)
{
  guint n_waits = 0;

  g_return_val_if_fail (ATTUNE_IS_CLOCK (self), 0);

  for (guint i = 0; i < self->waits->len; i++)
    n_waits += !is_dropped (self->waits->pdata[i]);

  return n_waits;
}
