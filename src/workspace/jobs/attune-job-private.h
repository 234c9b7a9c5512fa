/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-job-point-list.h"
#include "attune-job.h"
#include "attune-store-jobs.h"

G_BEGIN_DECLS

/* Seen by the files attune-job.c and attune-job-lists.c. */
struct _AttuneJob
{
  GObject           parent_instance;

  AttuneStore      *store;
  AttuneJobRow     *row;
  AttuneJobRequest *request;
  double            upload_progress;   /* -1 while nothing is uploaded */
  gint64            time_left;
  gboolean          is_stale;

  AttuneJobPointList *points;
  GListStore       *events;
  GListStore       *checkpoints;
  gboolean          wants_details;     /* somebody has asked for one of the lists */
  gint64            last_point;
  gint64            last_event;
};

AttuneJob          *attune_job_new           (AttuneStore         *store,
                                              const AttuneJobRow  *row);
void                attune_job_apply         (AttuneJob           *self,
                                              const AttuneJobRow  *row);
const AttuneJobRow *attune_job_get_row       (AttuneJob           *self);
void                attune_job_set_stale     (AttuneJob           *self,
                                              gboolean             is_stale);
void                attune_job_set_upload    (AttuneJob           *self,
                                              double               progress);
void                attune_job_set_time_left (AttuneJob           *self,
                                              gint64               time_left);
DexFuture          *attune_job_refresh_details (AttuneJob         *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
