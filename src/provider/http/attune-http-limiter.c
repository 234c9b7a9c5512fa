/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-http-limiter"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-http-duration.h"
#include "attune-http-limiter.h"
#include "attune-timeout.h"

/* Nobody waits longer than that in the queue: then a request is sent, and sees. Where the service
 * asked for a longer rest, it is turned away instead. */
#define MAX_HOLD_USEC (120 * G_USEC_PER_SEC)

/* From here on a rest is told in minutes. */
#define MINUTE_USEC (60 * G_USEC_PER_SEC)

/* After a refusal one request goes first, then two, then four …, and from here on all. */
#define MAX_WINDOW 64

/* What x-ratelimit-remaining-… and x-ratelimit-reset-… said last of requests, or of tokens. */
typedef struct
{
  gint64 remaining;   /* or -1 when not known */
  gint64 reset_at;    /* monotonic time in microseconds */
} Allowance;

/* A request in the queue. It lives on the stack of its fiber. */
typedef struct
{
  DexPromise     *promise;
  AttuneHttpTurn  turn;
  gboolean        is_admitted;
  gboolean        is_turned_away;
} Waiter;

struct _AttuneHttpLimiter
{
  GObject         parent_instance;

  GQueue          urgent;
  GQueue          ordinary;
  Allowance       requests;
  Allowance       tokens;
  gint64          refused_until;   /* monotonic time in microseconds */
  guint           window;          /* how many may be under way at once, or 0 for any number */
  guint           n_under_way;
  guint           alarm_id;
  gint64          waiting_until;
  AttuneHttpWait  wait_reason;
};

enum {
  PROP_0,
  PROP_WAITING_UNTIL,
  PROP_WAIT_REASON,
  N_PROPS
};

G_DEFINE_ENUM_TYPE (AttuneHttpWait, attune_http_wait,
                    G_DEFINE_ENUM_VALUE (ATTUNE_HTTP_WAIT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_HTTP_WAIT_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (ATTUNE_HTTP_WAIT_LIMIT, "limit"))

G_DEFINE_FINAL_TYPE (AttuneHttpLimiter, attune_http_limiter, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void pump (AttuneHttpLimiter *self);

/* When an allowance that is used up is there again; 0 when it holds nothing back. */
static gint64
get_reset (const Allowance *allowance,
           gint64           now)
{
  return allowance->remaining == 0 && allowance->reset_at > now ? allowance->reset_at : 0;
}

/* When the gate opens, and what keeps it shut; 0 when it is open. */
static gint64
get_closed_until (AttuneHttpLimiter *self,
                  gint64             now,
                  AttuneHttpWait    *reason)
{
  gint64 reset = MAX (get_reset (&self->requests, now), get_reset (&self->tokens, now));

  if (self->refused_until > now && self->refused_until >= reset)
    {
      *reason = ATTUNE_HTTP_WAIT_REFUSED;
      return self->refused_until;
    }

  *reason = reset > 0 ? ATTUNE_HTTP_WAIT_LIMIT : ATTUNE_HTTP_WAIT_NONE;

  return reset;
}

static void
admit (AttuneHttpLimiter *self,
       AttuneHttpTurn     turn,
       gint64             now)
{
  if (turn != ATTUNE_HTTP_TURN_LONG)
    self->n_under_way++;

  /* What is under way uses up what was left, until an answer says better. */
  if (self->requests.remaining > 0 && self->requests.reset_at > now)
    self->requests.remaining--;
}

/* What a person waits for goes as soon as the gate is open: no storm comes of that. */
static gboolean
may_admit (AttuneHttpLimiter *self,
           AttuneHttpTurn     turn,
           gint64             now)
{
  AttuneHttpWait reason;

  return (get_closed_until (self, now, &reason) == 0 &&
          (turn == ATTUNE_HTTP_TURN_URGENT || self->window == 0 ||
           self->n_under_way < self->window));
}

static void
update_properties (AttuneHttpLimiter *self,
                   gint64             until,
                   AttuneHttpWait     reason)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (self->waiting_until != until)
    {
      self->waiting_until = until;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING_UNTIL]);
    }

  if (self->wait_reason != reason)
    {
      self->wait_reason = reason;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAIT_REASON]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

static void
alarm_cb (gpointer user_data)
{
  AttuneHttpLimiter *self = user_data;

  self->alarm_id = 0;
  pump (self);
}

/* The service asked for a rest that is longer than anybody waits for. */
static gboolean
is_resting (AttuneHttpLimiter *self,
            gint64             now)
{
  return self->refused_until - now > MAX_HOLD_USEC;
}

static void
turn_away (GQueue *queue)
{
  Waiter *waiter;

  while ((waiter = g_queue_pop_head (queue)))
    {
      waiter->is_turned_away = TRUE;
      dex_promise_resolve_boolean (waiter->promise, FALSE);
    }
}

/* Sets the alarm for when the gate opens, and tells whoever looks. */
static void
wait_on (AttuneHttpLimiter *self,
         gint64             now)
{
  AttuneHttpWait reason = ATTUNE_HTTP_WAIT_NONE;
  gint64 until = 0;

  if (self->urgent.length + self->ordinary.length > 0 || is_resting (self, now))
    until = get_closed_until (self, now, &reason);

  g_clear_handle_id (&self->alarm_id, g_source_remove);

  if (until > 0)
    self->alarm_id = g_timeout_add_once ((until - now) / 1000 + 1, alarm_cb, self);

  update_properties (self, until, reason);
}

/* Lets as many go as may. */
static void
pump (AttuneHttpLimiter *self)
{
  gint64 now = g_get_monotonic_time ();

  for (;;)
    {
      GQueue *queue = self->urgent.length > 0 ? &self->urgent : &self->ordinary;
      Waiter *waiter = g_queue_peek_head (queue);

      if (waiter == NULL || !may_admit (self, waiter->turn, now))
        break;

      g_queue_pop_head (queue);
      waiter->is_admitted = TRUE;
      admit (self, waiter->turn, now);
      dex_promise_resolve_boolean (waiter->promise, TRUE);
    }

  wait_on (self, now);
}

static void
read_allowance (Allowance          *allowance,
                SoupMessageHeaders *headers,
                const char         *what)
{
  g_autofree char *remaining_name = g_strconcat ("x-ratelimit-remaining-", what, NULL);
  g_autofree char *reset_name = g_strconcat ("x-ratelimit-reset-", what, NULL);
  const char *remaining_text = soup_message_headers_get_one (headers, remaining_name);
  gint64 msec = attune_http_parse_duration (soup_message_headers_get_one (headers, reset_name));
  guint64 remaining;

  if (remaining_text == NULL)
    return;

  /* Without a time at which it ends, a limit that is reached would never be left. */
  if (msec < 0 ||
      !g_ascii_string_to_unsigned (remaining_text, 10, 0, G_MAXINT64, &remaining, NULL))
    {
      allowance->remaining = -1;
      return;
    }

  allowance->remaining = remaining;
  allowance->reset_at = g_get_monotonic_time () + MIN (msec * 1000, MAX_HOLD_USEC);
}

static void
attune_http_limiter_dispose (GObject *object)
{
  AttuneHttpLimiter *self = (AttuneHttpLimiter *)object;

  g_clear_handle_id (&self->alarm_id, g_source_remove);

  G_OBJECT_CLASS (attune_http_limiter_parent_class)->dispose (object);
}

static void
attune_http_limiter_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  AttuneHttpLimiter *self = ATTUNE_HTTP_LIMITER (object);

  switch (prop_id)
    {
    case PROP_WAITING_UNTIL:
      g_value_set_int64 (value, self->waiting_until);
      break;

    case PROP_WAIT_REASON:
      g_value_set_enum (value, self->wait_reason);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_http_limiter_class_init (AttuneHttpLimiterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = attune_http_limiter_dispose;
  object_class->get_property = attune_http_limiter_get_property;

  properties[PROP_WAITING_UNTIL] =
    g_param_spec_int64 ("waiting-until", NULL, NULL,
                        0, G_MAXINT64, 0,
                        (G_PARAM_READABLE |
                         G_PARAM_STATIC_STRINGS));

  properties[PROP_WAIT_REASON] =
    g_param_spec_enum ("wait-reason", NULL, NULL,
                       ATTUNE_TYPE_HTTP_WAIT, ATTUNE_HTTP_WAIT_NONE,
                       (G_PARAM_READABLE |
                        G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_http_limiter_init (AttuneHttpLimiter *self)
{
  self->requests.remaining = -1;
  self->tokens.remaining = -1;
}

/**
 * attune_http_limiter_new: (skip)
 *
 * Returns: (transfer full): a gate that is open; use it on the main thread
 */
AttuneHttpLimiter *
attune_http_limiter_new (void)
{
  return g_object_new (ATTUNE_TYPE_HTTP_LIMITER, NULL);
}

/**
 * attune_http_limiter_get_waiting_until: (skip)
 * @self: a limiter
 *
 * Returns: when requests that wait now because the service asked for it will go on, as monotonic
 *   time in microseconds (so that setting the clock changes nothing); 0 when none wait
 */
gint64
attune_http_limiter_get_waiting_until (AttuneHttpLimiter *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP_LIMITER (self), 0);

  return self->waiting_until;
}

/**
 * attune_http_limiter_get_wait_reason: (skip)
 * @self: a limiter
 *
 * Returns: why they wait
 */
AttuneHttpWait
attune_http_limiter_get_wait_reason (AttuneHttpLimiter *self)
{
  g_return_val_if_fail (ATTUNE_IS_HTTP_LIMITER (self), ATTUNE_HTTP_WAIT_NONE);

  return self->wait_reason;
}

/**
 * attune_http_limiter_describe: (skip)
 * @self: a limiter
 *
 * Returns: (transfer full) (nullable): how long requests wait from now on, and why, for a person;
 *   %NULL when none wait
 */
char *
attune_http_limiter_describe (AttuneHttpLimiter *self)
{
  gint64 left;
  int seconds;
  int minutes;

  g_return_val_if_fail (ATTUNE_IS_HTTP_LIMITER (self), NULL);

  left = self->waiting_until - g_get_monotonic_time ();

  if (self->waiting_until == 0 || left <= 0)
    return NULL;

  seconds = (int)((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  minutes = (int)((left + MINUTE_USEC - 1) / MINUTE_USEC);

  if (left > MAX_HOLD_USEC)
    return g_strdup_printf (ngettext ("Waiting %d minute, as the service asked",
                                      "Waiting %d minutes, as the service asked",
                                      minutes),
                            minutes);

  if (self->wait_reason == ATTUNE_HTTP_WAIT_REFUSED)
    return g_strdup_printf (ngettext ("Waiting %d second, as the service asked",
                                      "Waiting %d seconds, as the service asked",
                                      seconds),
                            seconds);

  return g_strdup_printf (ngettext ("Waiting %d second until the service allows more requests",
                                    "Waiting %d seconds until the service allows more requests",
                                    seconds),
                          seconds);
}

/**
 * attune_http_limiter_get_rest: (skip)
 * @self: a limiter
 *
 * Returns: how long the service still asked not to be asked anything, in microseconds; 0 unless
 *   that is longer than a request would wait
 */
gint64
attune_http_limiter_get_rest (AttuneHttpLimiter *self)
{
  gint64 now = g_get_monotonic_time ();

  g_return_val_if_fail (ATTUNE_IS_HTTP_LIMITER (self), 0);

  return is_resting (self, now) ? self->refused_until - now : 0;
}

/**
 * attune_http_limiter_enter: (skip)
 * @self: a limiter
 * @turn: what kind of request it is
 * @is_again: whether it was sent before: it goes before all that were not
 * @error: return location for the error that ends the fiber
 *
 * Waits until a request may be sent, two minutes at most. Each call that returns %TRUE must be
 * followed by one of attune_http_limiter_leave(). Awaits: call it in a fiber only.
 *
 * Returns: whether to send it; %FALSE when nobody wants it any more, or, without an error, when the
 *   service asked for a longer rest, see attune_http_limiter_get_rest()
 */
gboolean
attune_http_limiter_enter (AttuneHttpLimiter  *self,
                           AttuneHttpTurn      turn,
                           gboolean            is_again,
                           GError            **error)
{
  g_autoptr(DexPromise) promise = NULL;
  g_autoptr(GError) local_error = NULL;
  GQueue *queue;
  Waiter waiter = { .turn = turn };

  g_return_val_if_fail (ATTUNE_IS_HTTP_LIMITER (self), FALSE);

  if (is_resting (self, g_get_monotonic_time ()))
    return FALSE;

  queue = turn == ATTUNE_HTTP_TURN_URGENT ? &self->urgent : &self->ordinary;
  promise = dex_promise_new ();
  waiter.promise = promise;

  if (is_again)
    g_queue_push_head (queue, &waiter);
  else
    g_queue_push_tail (queue, &waiter);

  pump (self);

  if (waiter.is_admitted)
    return TRUE;

  dex_await (attune_future_with_timeout (DEX_FUTURE (dex_ref (promise)), MAX_HOLD_USEC / 1000),
             &local_error);

  if (waiter.is_turned_away && local_error == NULL)
    return FALSE;

  if (!waiter.is_admitted)
    {
      g_queue_remove (queue, &waiter);

      /* Long enough: rather one request too many than one that is never sent. */
      if (g_error_matches (local_error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
        {
          admit (self, turn, g_get_monotonic_time ());
          g_clear_error (&local_error);
        }

      pump (self);
    }
  else if (local_error != NULL)
    attune_http_limiter_leave (self, turn, 0);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * attune_http_limiter_leave: (skip)
 * @self: a limiter
 * @turn: what it entered as
 * @status: of the answer, or 0 when there was none
 *
 * Tells that a request which had entered is no longer under way.
 */
void
attune_http_limiter_leave (AttuneHttpLimiter *self,
                           AttuneHttpTurn     turn,
                           guint              status)
{
  g_return_if_fail (ATTUNE_IS_HTTP_LIMITER (self));
  g_return_if_fail (turn == ATTUNE_HTTP_TURN_LONG || self->n_under_way > 0);

  if (turn != ATTUNE_HTTP_TURN_LONG)
    self->n_under_way--;

  /* Like TCP after a loss: each that gets through lets two more go. */
  if (self->window > 0 && status != 0 && status != 429 && status < 500)
    self->window = self->window < MAX_WINDOW ? self->window * 2 : 0;

  pump (self);
}

/**
 * attune_http_limiter_note: (skip)
 * @self: a limiter
 * @headers: of an answer
 *
 * Reads what the service says is left of requests and tokens (`x-ratelimit-remaining-requests`,
 * `-tokens`) and until when (`x-ratelimit-reset-…`, such as `6m0s`). Values that mean nothing, like
 * the `-1` and the bare seconds of Azure, hold nothing back.
 */
void
attune_http_limiter_note (AttuneHttpLimiter  *self,
                          SoupMessageHeaders *headers)
{
  g_return_if_fail (ATTUNE_IS_HTTP_LIMITER (self));
  g_return_if_fail (headers != NULL);

  read_allowance (&self->requests, headers, "requests");
  read_allowance (&self->tokens, headers, "tokens");
}

/**
 * attune_http_limiter_back_off: (skip)
 * @self: a limiter
 * @msec: how long, in milliseconds
 *
 * Tells that the service refused a request because there are too many. All others of the account
 * wait as well; then one goes first, and the rest when that one is served. When it takes longer
 * than two minutes nobody waits: until then nothing is sent.
 */
void
attune_http_limiter_back_off (AttuneHttpLimiter *self,
                              guint              msec)
{
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (ATTUNE_IS_HTTP_LIMITER (self));

  self->window = 1;
  self->refused_until = MAX (self->refused_until, now + msec * G_GINT64_CONSTANT (1000));

  if (is_resting (self, now))
    {
      turn_away (&self->urgent);
      turn_away (&self->ordinary);
    }

  pump (self);
}
