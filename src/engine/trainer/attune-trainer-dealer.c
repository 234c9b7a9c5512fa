/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-dealer"

#include "config.h"

#include "attune-trainer-dealer.h"

/* A pass fetches every weight, however few tokens go through the model with it. At so many, that no
 * longer matters; to keep what lies between the ways forward and back for more of them takes memory. */
#define ENOUGH_TOKENS 256

/* What is dealt to one pass so far. */
typedef struct
{
  guint n_tokens;
  guint n_targets;
} Pass;

/**
 * attune_trainer_dealer_get_max_tokens:
 * @n_windows: in a batch
 * @n_workers: who share them
 * @max_tokens: in the longest window
 *
 * Returns: how many tokens a pass is to have room for: those of the longest window, or of several
 *   short ones
 */
guint
attune_trainer_dealer_get_max_tokens (guint n_windows,
                                      guint n_workers,
                                      guint max_tokens)
{
  guint64 share = (guint64)max_tokens * ((n_windows + n_workers - 1) / n_workers);

  return MAX (max_tokens, MIN (share, ENOUGH_TOKENS));
}

/* The one that has least, of those with room for a window; or the first of a new round, so that each
 * worker has as many passes as the others. */
static guint
choose_pass (GArray                    *passes,
             const AttuneTrainerWindow *window,
             guint                      n_workers,
             guint                      max_tokens,
             guint                      max_targets)
{
  guint best = passes->len;

  for (guint i = 0; i < passes->len; i++)
    {
      const Pass *pass = &g_array_index (passes, Pass, i);

      if (pass->n_tokens + window->n_tokens <= max_tokens &&
          pass->n_targets + window->n_targets <= max_targets &&
          (best == passes->len || pass->n_tokens < g_array_index (passes, Pass, best).n_tokens))
        best = i;
    }

  if (best == passes->len)
    g_array_set_size (passes, passes->len + n_workers);

  return best;
}

/**
 * attune_trainer_dealer_deal:
 * @windows: (array length=n_windows): a batch, the longest ones first
 * @n_windows: how many
 * @n_workers: who share them
 * @max_tokens: what one pass has room for; each window fits
 * @max_targets: the same of target tokens
 * @n_passes: (out): how many passes it takes; some may have no window
 *
 * Puts windows together that go through the model at once. Nothing but the batch decides which, so
 * that the sums of the gradients come out the same each time.
 *
 * Returns: (transfer full) (array length=n_windows): the pass of each window
 */
guint *
attune_trainer_dealer_deal (const AttuneTrainerWindow * const *windows,
                            guint                              n_windows,
                            guint                              n_workers,
                            guint                              max_tokens,
                            guint                              max_targets,
                            guint                             *n_passes)
{
  g_autoptr(GArray) passes = g_array_new (FALSE, TRUE, sizeof (Pass));
  guint *numbers = g_new (guint, n_windows);

  for (guint i = 0; i < n_windows; i++)
    {
      Pass *pass;

      numbers[i] = choose_pass (passes, windows[i], n_workers, max_tokens, max_targets);
      pass = &g_array_index (passes, Pass, numbers[i]);
      pass->n_tokens += windows[i]->n_tokens;
      pass->n_targets += windows[i]->n_targets;
    }

  *n_passes = passes->len;

  return numbers;
}
