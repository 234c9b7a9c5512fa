/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-gemm.h"

G_BEGIN_DECLS

struct ggml_cgraph;
struct ggml_backend_buffer_type;

/* How a computation ended. */
typedef enum
{
  ATTUNE_TRAINER_COMPUTED,
  ATTUNE_TRAINER_STOPPED,       /* the stop function asked for it; results are incomplete */
  ATTUNE_TRAINER_BROKEN,        /* libggml refused; it has written the reason to standard error */
} AttuneTrainerOutcome;

/**
 * AttuneTrainerBackend:
 *
 * Computes libggml's graphs on the processor, one at a time, on the thread that asks for it.
 */
typedef struct _AttuneTrainerBackend AttuneTrainerBackend;

gboolean                         attune_trainer_backend_load            (GError                **error);
struct ggml_backend_buffer_type *attune_trainer_backend_get_buffer_type (void);
AttuneTrainerBackend            *attune_trainer_backend_new             (AttuneTrainerStopFunc   should_stop);
void                             attune_trainer_backend_free            (AttuneTrainerBackend   *self);
AttuneTrainerOutcome             attune_trainer_backend_compute         (AttuneTrainerBackend   *self,
                                                                         struct ggml_cgraph     *graph);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerBackend, attune_trainer_backend_free)

G_END_DECLS
