/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-progress.h"

G_BEGIN_DECLS

/**
 * AttuneStages:
 *
 * Makes one progress of the progress of several works that follow each other: it begins at nothing,
 * never goes back, and ends when all is done. Each work gets an equal part of what is left when it
 * begins; one that has nothing to do leaves its part to those that follow. For one thread.
 */
typedef struct
{
  AttuneProgressFunc func;       /* NULL: nobody wants to know */
  gpointer           user_data;
  gint64             total;      /* what the first work counts is the measure of all */
  double             reached;    /* from 0 to 1 */
  double             begin;      /* of the stage */
  double             end;
  gboolean           has_begun;  /* the work of the stage said something before its end */
} AttuneStages;

#define ATTUNE_STAGES_INIT(progress, data) { .func = (progress), .user_data = (data) }

void attune_stages_begin  (AttuneStages *self,
                           guint         n_left);
void attune_stages_report (gint64        done,
                           gint64        total,
                           gpointer      self);
void attune_stages_finish (AttuneStages *self);

G_END_DECLS
