/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-lottery"

#include "config.h"

#include <stdlib.h>

#include "attune-lottery.h"

struct _AttuneLottery
{
  guint64  seed;
  GArray  *tickets;   /* of guint64, one for each example; sorted once it is drawn */
  guint64  border;    /* smaller tickets are drawn */
};

/* Turns a seed and a group into a number without a pattern, the same on every machine and for ever,
 * which no library's generator promises: a split can be made again. */
static guint64
get_ticket (AttuneLottery *self,
            guint64        group)
{
  guint64 value = self->seed * G_GUINT64_CONSTANT (0x5851f42d4c957f2d) + group + 1;

  for (guint i = 0; i < 3; i++)
    {
      value ^= value >> 32;
      value *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
    }

  return value ^ (value >> 32);
}

static int
compare_tickets (const void *a,
                 const void *b)
{
  guint64 left = *(const guint64 *)a;
  guint64 right = *(const guint64 *)b;

  return (left > right) - (left < right);
}

/**
 * attune_lottery_new:
 * @seed: which ones are drawn
 *
 * Returns: (transfer full): a lottery without examples
 */
AttuneLottery *
attune_lottery_new (guint64 seed)
{
  AttuneLottery *self = g_new0 (AttuneLottery, 1);

  self->seed = seed;
  self->tickets = g_array_new (FALSE, FALSE, sizeof (guint64));

  return self;
}

/**
 * attune_lottery_free:
 * @self: (transfer full): a lottery
 */
void
attune_lottery_free (AttuneLottery *self)
{
  g_clear_pointer (&self->tickets, g_array_unref);
  g_free (self);
}

/**
 * attune_lottery_add:
 * @self: a lottery that was not drawn yet
 * @group: what the example belongs to
 *
 * Adds an example.
 */
void
attune_lottery_add (AttuneLottery *self,
                    guint64        group)
{
  guint64 ticket = get_ticket (self, group);

  g_array_append_val (self->tickets, ticket);
}

/**
 * attune_lottery_get_size:
 * @self: a lottery
 *
 * Returns: how many examples were added
 */
guint64
attune_lottery_get_size (AttuneLottery *self)
{
  return self->tickets->len;
}

/**
 * attune_lottery_draw:
 * @self: a lottery with all examples
 * @n_wanted: how many shall be drawn
 *
 * Draws as many as wanted, or as near to it as whole groups allow.
 *
 * Returns: how many examples were drawn
 */
guint64
attune_lottery_draw (AttuneLottery *self,
                     guint64        n_wanted)
{
  const guint64 *tickets = (const guint64 *)(void *)self->tickets->data;
  guint64 length = self->tickets->len;
  guint64 low;
  guint64 high;

  if (n_wanted >= length)
    {
      self->border = G_MAXUINT64;
      return length;
    }

  qsort (self->tickets->data, length, sizeof (guint64), compare_tickets);

  /* The group through which the border would go begins at @low and ends before @high. */
  for (low = n_wanted; low > 0 && tickets[low - 1] == tickets[low]; low--)
    ;

  for (high = n_wanted; low < n_wanted && high < length && tickets[high] == tickets[low]; high++)
    ;

  if (high - n_wanted < n_wanted - low && high < length)
    low = high;

  self->border = tickets[low];

  return low;
}

/**
 * attune_lottery_is_drawn:
 * @self: a lottery that was drawn
 * @group: what an example belongs to
 *
 * Returns: %TRUE when the group was drawn
 */
gboolean
attune_lottery_is_drawn (AttuneLottery *self,
                         guint64        group)
{
  return get_ticket (self, group) < self->border;
}
