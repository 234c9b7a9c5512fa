/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-db.h"
#include "attune-store.h"
#include "attune-wire.h"

G_BEGIN_DECLS

typedef struct
{
  gint64  seq;
  char   *id;
  gint64  created_at;
  char   *level;
  char   *message;
} AttuneEventRow;

typedef struct
{
  gint64          seq;
  AttuneMeasures  measures;
} AttunePointRow;

typedef struct
{
  char           *id;
  char           *model;         /* NULL: it cannot be talked to as it is */
  char          **files;         /* the provider's names for its weights, never NULL */
  AttuneMeasures  measures;
} AttuneCheckpointRow;

/* What a page shows beside the job itself, or a piece of it. */
typedef struct
{
  GPtrArray *events;        /* AttuneEventRow, oldest first */
  GArray    *points;        /* AttunePointRow: all by step, or new ones as they were stored */
  gint64     newest_point;  /* what is newer than this number is new after these were read */
  GPtrArray *checkpoints;   /* AttuneCheckpointRow, oldest first; always all of them */
  gboolean   has_more;      /* events or points that come after these */
} AttuneJobDetails;

#define ATTUNE_TYPE_JOB_DETAILS (attune_job_details_get_type ())

GType             attune_job_details_get_type  (void);
AttuneJobDetails *attune_job_details_ref       (AttuneJobDetails    *details);
void              attune_job_details_unref     (AttuneJobDetails    *details);

gboolean   attune_store_save_events      (AttuneDb     *db,
                                          const char   *job_id,
                                          GPtrArray    *events,       /* AttuneEventInfo, or NULL */
                                          GError      **error);
gboolean   attune_store_save_checkpoints (AttuneDb     *db,
                                          const char   *job_id,
                                          GPtrArray    *checkpoints,  /* AttuneCheckpointInfo, or NULL */
                                          GError      **error);
DexFuture *attune_store_load_job_details (AttuneStore  *store,        /* AttuneJobDetails */
                                          const char   *job_id,
                                          gint64        after_event,
                                          gint64        after_point,
                                          gint64        after_step)
                                          G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneJobDetails, attune_job_details_unref)

G_END_DECLS
