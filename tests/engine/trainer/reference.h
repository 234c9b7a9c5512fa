/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "attune-trainer-graph.h"

/* What libllama, which shares no code with our graph, makes of a window. */
typedef struct
{
  int    n_vocabulary;
  guint  n_tokens;
  float *scores;        /* [tokens × vocabulary] */
} Reference;

Reference          *reference_new       (const char                *path,
                                         const char                *adapter,
                                         const AttuneTrainerWindow *window);
void                reference_free      (Reference                 *self);
AttuneTrainerScore  reference_get_score (Reference                 *self,
                                         const AttuneTrainerWindow *window);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reference, reference_free)
