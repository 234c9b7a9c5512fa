/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-store-job-details.h"
#include "attune-store.h"
#include "attune-wire.h"

G_BEGIN_DECLS

/* What the person wants of a fine-tune, until its provider has heard it. */
typedef enum
{
  ATTUNE_JOB_WISH_NONE,
  ATTUNE_JOB_WISH_PAUSE,
  ATTUNE_JOB_WISH_RESUME,
  ATTUNE_JOB_WISH_DEPLOY,      /* of one that has succeeded */
} AttuneJobWish;

typedef struct
{
  char            *id;
  char            *remote_id;         /* NULL until the provider has it */
  char            *title;
  char            *account_id;
  char            *account_name;
  char            *dataset_id;
  char            *dataset_name;
  char            *model;
  char            *request;           /* JSON of the AttuneJobRequest */
  char            *sent_request;      /* the body that went out, or NULL: none did, or it was not kept */
  AttuneJobStatus  status;
  char            *fine_tuned_model;
  char           **result_files;      /* the provider's names for the CSVs, or NULL */
  gint64           step;
  gint64           total_steps;
  gint64           trained_tokens;
  char            *error_text;
  char            *error_detail;
  gboolean         cancel_requested;
  gboolean         announced;
  gint64           created_at;
  gint64           creating_at;       /* when the create request went out; 0 if it never did */
  gint64           started_at;
  gint64           finished_at;
  gboolean         is_foreign;        /* begun elsewhere with the same account */
  AttuneJobWish    wish;
  char            *status_text;       /* the provider's word, where it is none that we know; of one
                                       * that is paused, what holds it up there */
  char            *deployment;        /* the provider's name for it, or NULL */
  AttuneDeploymentStatus deployment_status; /* UNKNOWN: there is none */
  char            *deployment_model;  /* what to chat with once it is ready, or NULL */
  char            *deployment_error;  /* a sentence, or NULL */
  char            *twins;             /* what looked like it there before it was created: the
                                       * provider's names, one a line; NULL when that is not known */
} AttuneJobRow;

#define ATTUNE_TYPE_JOB_ROW (attune_job_row_get_type ())

GType             attune_job_row_get_type      (void);
AttuneJobRow     *attune_job_row_copy          (const AttuneJobRow  *row);
void              attune_job_row_free          (AttuneJobRow        *row);

DexFuture *attune_store_list_jobs          (AttuneStore        *store)        /* AttuneJobRow */
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_get_job            (AttuneStore        *store,        /* AttuneJobRow */
                                            const char         *id)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_insert_job         (AttuneStore        *store,
                                            const AttuneJobRow *row)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_update_job         (AttuneStore        *store,        /* AttuneJobRow, as it is now */
                                            const AttuneJobRow *row,
                                            GPtrArray          *events,       /* AttuneEventInfo, or NULL */
                                            GPtrArray          *checkpoints)  /* AttuneCheckpointInfo, or NULL */
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_request_cancel     (AttuneStore        *store,        /* AttuneJobRow, as it is now */
                                            const char         *id)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_drop_cancel        (AttuneStore        *store,
                                            const char         *id)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_wish           (AttuneStore        *store,        /* AttuneJobRow, as it is now */
                                            const char         *id,
                                            AttuneJobWish       wish)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_deployment     (AttuneStore        *store,        /* AttuneJobRow, as it is now */
                                            const AttuneJobRow *row)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_claim_announcement (AttuneStore        *store,        /* int: 1 for the first who asks */
                                            const char         *id)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_set_job_deleted    (AttuneStore        *store,        /* int: 0 when it is gone */
                                            const char         *id,
                                            gint64              deleted_at)
                                            G_GNUC_WARN_UNUSED_RESULT;
DexFuture *attune_store_find_newest_event  (AttuneStore        *store,        /* string: the provider's id, or "" */
                                            const char         *job_id)
                                            G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneJobRow, attune_job_row_free)

G_END_DECLS
