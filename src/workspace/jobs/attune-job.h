/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "attune-job-request.h"
#include "attune-wire.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB (attune_job_get_type ())

/**
 * AttuneJob:
 *
 * A fine-tune, from the moment the person pressed Start. Everything it shows is in the store
 * already. Properties (read-only outside the workspace): `id` (ours), `remote-id` (the provider's,
 * or NULL), `title`, `account-id`, `account-name`, `dataset-id`, `dataset-name`, `model` (base),
 * `deployment-status`, `deployment-model` and `deployment-error` (where a model has to be deployed
 * before it can be talked to), `fine-tuned-model`, `result-files` (or NULL), `status` (AttuneJobStatus), `status-title` (translated),
 * `progress` (0 to 1, -1 when not known), `step`, `total-steps` (int64, 0 when not known),
 * `time-left` (seconds, -1 when not known), `error-text`, `error-detail` (or NULL),
 * `trained-tokens` (int64, -1), `created-at`, `started-at`, `finished-at` (int64), `is-active` (boolean),
 * `is-stale` (TRUE while the provider cannot be reached).
 */
G_DECLARE_FINAL_TYPE (AttuneJob, attune_job, ATTUNE, JOB, GObject)

const char       *attune_job_get_id               (AttuneJob *self);
const char       *attune_job_get_remote_id        (AttuneJob *self);
const char       *attune_job_get_title            (AttuneJob *self);
const char       *attune_job_get_account_id       (AttuneJob *self);
const char       *attune_job_get_account_name     (AttuneJob *self);
const char       *attune_job_get_dataset_id       (AttuneJob *self);
const char       *attune_job_get_dataset_name     (AttuneJob *self);
const char       *attune_job_get_model            (AttuneJob *self);
const char       *attune_job_get_fine_tuned_model (AttuneJob *self);
AttuneJobStatus   attune_job_get_status           (AttuneJob *self);
const char       *attune_job_get_status_title     (AttuneJob *self);
const char       *attune_job_get_hold_text        (AttuneJob *self);
AttuneDeploymentStatus attune_job_get_deployment_status (AttuneJob *self);
const char       *attune_job_get_deployment_model (AttuneJob *self);
const char       *attune_job_get_deployment_error (AttuneJob *self);
gboolean          attune_job_get_is_active        (AttuneJob *self);
gboolean          attune_job_get_is_stale         (AttuneJob *self);
double            attune_job_get_progress         (AttuneJob *self);
gint64            attune_job_get_step             (AttuneJob *self);
gint64            attune_job_get_total_steps      (AttuneJob *self);
gint64            attune_job_get_time_left        (AttuneJob *self);
const char       *attune_job_get_error_text       (AttuneJob *self);
const char       *attune_job_get_error_detail     (AttuneJob *self);
gint64            attune_job_get_trained_tokens   (AttuneJob *self);
gint64            attune_job_get_created_at       (AttuneJob *self);
gint64            attune_job_get_started_at       (AttuneJob *self);
gint64            attune_job_get_finished_at      (AttuneJob *self);
AttuneJobRequest *attune_job_get_request          (AttuneJob *self);
GListModel       *attune_job_get_points           (AttuneJob *self); /* an AttuneJobPointList */
GListModel       *attune_job_get_events           (AttuneJob *self); /* AttuneJobEvent, oldest first */
GListModel       *attune_job_get_checkpoints      (AttuneJob *self); /* AttuneCheckpoint, oldest first */
const char * const *attune_job_get_result_files   (AttuneJob *self); /* the provider's names */
DexFuture        *attune_job_load_details         (AttuneJob *self) G_GNUC_WARN_UNUSED_RESULT;
char             *attune_job_dup_request_text     (AttuneJob *self); /* JSON, for a person */
char             *attune_job_dup_request_note     (AttuneJob *self); /* NULL: it is just what was sent */

G_END_DECLS
