/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-job.h"

G_BEGIN_DECLS

/* Where the bytes are that a job needs; each gets a second name in the folder of the job. */
typedef struct
{
  const char *base;
  const char *adapter;      /* that @base was tuned with before, and that is tuned on; or NULL */
  const char *training;
  const char *validation;   /* or NULL */
} AttuneEngineJobInputs;

GPtrArray *attune_engine_job_folders_load (const char                   *folder,
                                           GError                      **error);
DexFuture *attune_engine_job_folders_make (AttuneEngineJob              *job,
                                           const AttuneEngineJobInputs  *inputs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
