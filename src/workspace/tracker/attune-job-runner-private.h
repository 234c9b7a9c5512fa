/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job-private.h"
#include "attune-job-runner.h"
#include "attune-workspace-private.h"

G_BEGIN_DECLS

/* What is known of a fine-tune whose create request may have been sent. */
typedef enum
{
  ATTUNE_JOB_PRESENCE_UNKNOWN,    /* the provider does not tell which it has */
  ATTUNE_JOB_PRESENCE_ABSENT,
  ATTUNE_JOB_PRESENCE_FOUND
} AttuneJobPresence;

/* Seen by the files attune-job-runner*.c. All functions below run in the runner's fiber. */
struct _AttuneJobRunner
{
  GObject       parent_instance;

  GWeakRef      workspace;
  AttuneStore  *store;
  AttuneClock  *clock;
  AttuneJob    *job;
  gboolean      is_watched;

  int           lock_fd;
  DexPromise   *wake;             /* resolved to cut a wait short */
  DexPromise   *interrupt;        /* resolved to end an upload */
  guint         n_failures;       /* in a row */
  gint64        sent_at;          /* when this program sent the create request last, or 0 */
  gboolean      was_refused;      /* what this step asked for was answered with an error */
  gboolean      was_turned_away;  /* the last one was not even looked at */
  gboolean      was_named;        /* the provider was asked what the file of a foreign one is called */

  gint64        upload_base;      /* bytes of the files before the one that is uploaded now */
  gint64        upload_total;

  /* Where this program began to watch, for the time that is left. */
  gint64        first_step;
  gint64        first_step_at;    /* monotonic; 0: not yet */
};

/* Alone with the fine-tune, and as it is stored; until the lock is closed. */
gboolean         attune_job_runner_begin        (AttuneJobRunner     *self,
                                                 GError             **error);
int              attune_job_runner_lock         (AttuneJobRunner     *self,
                                                 const char          *name,
                                                 gboolean             gives_way,
                                                 GError             **error);

/* Once in all programs, when it has ended. */
void             attune_job_runner_announce     (AttuneJobRunner     *self);

/* Takes over @row once it is in the store. */
gboolean         attune_job_runner_save         (AttuneJobRunner     *self,
                                                 const AttuneJobRow  *row,
                                                 GPtrArray           *events,
                                                 GPtrArray           *checkpoints,
                                                 GError             **error);
gboolean         attune_job_runner_drop_wish    (AttuneJobRunner     *self,
                                                 GError             **error);
AttuneClient    *attune_job_runner_connect      (AttuneJobRunner     *self,
                                                 GError             **error);
AttuneJobRequest *attune_job_runner_dup_request (AttuneJobRunner     *self);
gboolean         attune_job_runner_is_local     (AttuneJobRunner     *self);
gboolean         attune_job_runner_is_held_back (AttuneJobRunner     *self);
gint64           attune_job_runner_get_time     (AttuneJobRunner     *self);
gboolean         attune_job_runner_is_cancelled (const GError        *error);
gboolean         attune_job_runner_is_unsupported (const GError       *error);
void             attune_job_runner_wait         (AttuneJobRunner     *self,
                                                 gint64               msec,
                                                 GError             **error);

/* Step after step, to the end. */
gboolean         attune_job_runner_drive        (AttuneJobRunner     *self,
                                                 GError             **error);

/* One step each: FALSE with an error when it has to be tried again, or cannot be done. */
gboolean         attune_job_runner_upload       (AttuneJobRunner     *self,
                                                 GError             **error);
gboolean         attune_job_runner_create       (AttuneJobRunner     *self,
                                                 GError             **error);
gboolean         attune_job_runner_look_up      (AttuneJobRunner     *self,
                                                 AttuneJobPresence   *presence,
                                                 GError             **error);
gboolean         attune_job_runner_follow       (AttuneJobRunner     *self,
                                                 GError             **error);

G_END_DECLS
