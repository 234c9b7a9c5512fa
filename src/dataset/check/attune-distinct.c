/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-distinct"

#include "config.h"

#include <math.h>

#include "attune-distinct.h"

/* 16384 registers: a standard deviation of 0.8 percent. */
#define BITS 14
#define N_REGISTERS (1 << BITS)

#define MAX_EXACT 4096

/* So many that were counted are known at once. */
#define N_RECENT 64

struct _AttuneDistinct
{
  GHashTable *hashes;                  /* all of them, while there are few */
  gboolean    is_exact;
  guint64     recent[N_RECENT];        /* where the few of a file come again and again */
  guint8      registers[N_REGISTERS];  /* the longest run of zeros seen in each class */
};

/**
 * attune_distinct_new:
 *
 * Returns: (transfer full): a counter that was given nothing
 */
AttuneDistinct *
attune_distinct_new (void)
{
  AttuneDistinct *self = g_new0 (AttuneDistinct, 1);

  self->hashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->is_exact = TRUE;

  return self;
}

/**
 * attune_distinct_free:
 * @self: (transfer full): a counter
 */
void
attune_distinct_free (AttuneDistinct *self)
{
  g_hash_table_unref (self->hashes);
  g_free (self);
}

static void
add_exactly (AttuneDistinct *self,
             guint64         hash)
{
  if (g_hash_table_contains (self->hashes, &hash))
    return;

  if (g_hash_table_size (self->hashes) < MAX_EXACT)
    {
      g_hash_table_add (self->hashes, g_memdup2 (&hash, sizeof hash));
      return;
    }

  g_hash_table_remove_all (self->hashes);
  self->is_exact = FALSE;
}

/**
 * attune_distinct_add:
 * @self: a counter
 * @hash: a good hash of something
 */
void
attune_distinct_add (AttuneDistinct *self,
                     guint64         hash)
{
  guint64 mixed = hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 *recent;
  guint index;
  guint8 rank;

  g_return_if_fail (self != NULL);

  recent = &self->recent[hash % N_RECENT];

  if (*recent == hash && hash != 0)
    return;

  *recent = hash;
  mixed ^= mixed >> 32;
  mixed *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  mixed ^= mixed >> 32;
  index = mixed >> (64 - BITS);
  rank = __builtin_ctzll (mixed | G_GUINT64_CONSTANT (1) << (64 - BITS)) + 1;
  self->registers[index] = MAX (self->registers[index], rank);

  if (self->is_exact)
    add_exactly (self, hash);
}

/**
 * attune_distinct_get_count:
 * @self: a counter
 * @is_exact: (out) (optional): whether the count is exact, and not about right
 *
 * Returns: how many different hashes there were
 */
guint64
attune_distinct_get_count (AttuneDistinct *self,
                           gboolean       *is_exact)
{
  double sum = 0;
  double estimate;
  guint n_empty = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (is_exact != NULL)
    *is_exact = self->is_exact;

  if (self->is_exact)
    return g_hash_table_size (self->hashes);

  for (guint i = 0; i < N_REGISTERS; i++)
    {
      sum += ldexp (1.0, -self->registers[i]);
      n_empty += self->registers[i] == 0;
    }

  /* Flajolet, Fusy, Gandouet, Meunier: “HyperLogLog”, 2007, with their correction for few. */
  estimate = 0.7213 / (1.0 + 1.079 / N_REGISTERS) * N_REGISTERS * N_REGISTERS / sum;

  if (estimate <= 2.5 * N_REGISTERS && n_empty > 0)
    estimate = N_REGISTERS * log ((double)N_REGISTERS / n_empty);

  return estimate + 0.5;
}
