/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-stages"

#include "config.h"

#include "attune-stages.h"

/**
 * attune_stages_begin:
 * @self: stages
 * @n_left: how many works there are still to come, with the one that begins now
 *
 * To be called before each work, which reports to attune_stages_report().
 */
void
attune_stages_begin (AttuneStages *self,
                     guint         n_left)
{
  g_return_if_fail (n_left > 0);

  self->begin = self->reached;
  self->end = self->begin + (1 - self->begin) / n_left;
  self->has_begun = FALSE;
}

/**
 * attune_stages_report:
 * @done: how much of the work of this stage is done
 * @total: how much it is, or -1
 * @self: (type AttuneStages): stages
 *
 * An #AttuneProgressFunc. A work that says nothing but that it is done had nothing to do.
 */
void
attune_stages_report (gint64   done,
                      gint64   total,
                      gpointer self)
{
  AttuneStages *stages = self;
  double share;

  if (stages->total <= 0)
    stages->total = total;

  if (total <= 0 || (done >= total && !stages->has_begun))
    return;

  stages->has_begun = TRUE;
  share = stages->begin + (stages->end - stages->begin) * MIN (done, total) / total;
  stages->reached = MAX (stages->reached, share);

  if (stages->func != NULL)
    stages->func ((gint64)(stages->reached * stages->total), stages->total, stages->user_data);
}

/**
 * attune_stages_finish:
 * @self: stages
 *
 * Says that all is done.
 */
void
attune_stages_finish (AttuneStages *self)
{
  self->reached = 1;

  if (self->func != NULL && self->total > 0)
    self->func (self->total, self->total, self->user_data);
}
