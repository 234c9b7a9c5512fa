/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine-job.h"

G_BEGIN_DECLS

/* What is known of a job: attune-engine-job-changes.c changes it, attune-engine-job-record.c keeps
 * it. */
struct _AttuneEngineJob
{
  GObject                 parent_instance;

  char                   *id;
  char                   *folder;
  AttuneEngineJobRequest *request;
  AttuneEngineEventLog   *log;
  char                   *model_name;         /* what the result is called, once there is one */
  GPtrArray              *checkpoints;        /* of AttuneEngineCheckpoint, oldest first */

  AttuneEngineJobStatus   status;
  AttuneEngineHold        hold;               /* why it is not trained just now; not kept */
  gboolean                is_insisted_on;     /* the person wants it trained all the same; not kept */
  gint64                  created_at;         /* microseconds since 1970: the order of the list */
  gint64                  finished_at;        /* seconds since 1970; 0 before */
  gint64                  estimated_finish;   /* seconds since 1970; 0 when not known */
  gint64                  trained_tokens;     /* -1 before */
  char                   *result_file;
  guint                   n_epochs;           /* as they came out; 0 before */
  guint                   batch_size;
  double                  multiplier;
  guint                   n_tries;            /* starts since training last kept something */
  gint64                  start_step;         /* where the last of them began */
  gboolean                is_model_removed;
  gboolean                continues_adapter;  /* its base has been tuned with one already */
  gboolean                has_adapter;        /* what comes of it changes its base, which is kept */
  char                   *base_weights;       /* what tells those of the base from others; or NULL */
  AttuneEngineStamp       base_stamp;         /* of the base, when they were last looked at */

  char                   *broken_by;          /* while paused: the code of what broke training off */
  char                   *error_code;
  char                   *error_message;
  char                   *error_param;
  gint64                  error_line;         /* 0 when it is not about a line */
};

AttuneEngineJob *attune_engine_job_new_in_folder (const char                   *folder,
                                                  const char                   *id,
                                                  const AttuneEngineJobRequest *request);

G_END_DECLS
