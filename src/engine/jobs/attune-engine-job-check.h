/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "attune-engine-job.h"

G_BEGIN_DECLS

DexFuture *attune_engine_job_check (AttuneEngineJob *job,
                                    GCancellable    *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
