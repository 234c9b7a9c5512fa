/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-wire.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_POINT_LIST (attune_job_point_list_get_type ())

/**
 * AttuneJobPointList:
 *
 * What was measured at each step, as a #GListModel of #AttuneJobPoint by step. The measures lie in
 * an array, and an item is made when somebody asks for it: a run of 100,000 steps is 5 MB, and
 * whoever draws all of it reads the array.
 */
G_DECLARE_FINAL_TYPE (AttuneJobPointList, attune_job_point_list, ATTUNE, JOB_POINT_LIST, GObject)

AttuneJobPointList   *attune_job_point_list_new          (void);
void                  attune_job_point_list_add          (AttuneJobPointList   *self,
                                                          const AttuneMeasures *measures,
                                                          gsize                 n_measures);
void                  attune_job_point_list_clear        (AttuneJobPointList   *self);
const AttuneMeasures *attune_job_point_list_get_measures (AttuneJobPointList   *self,
                                                          gsize                *n_measures);

G_END_DECLS
