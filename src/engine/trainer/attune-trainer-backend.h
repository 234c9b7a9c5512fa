/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

struct ggml_cgraph;
struct ggml_context;
struct ggml_backend;
struct ggml_backend_buffer;

/* How a computation ended. */
typedef enum
{
  ATTUNE_TRAINER_COMPUTED,
  ATTUNE_TRAINER_STOPPED,       /* the stop function asked for it; results are incomplete */
  ATTUNE_TRAINER_BROKEN,        /* libggml refused; it has written the reason to standard error */
} AttuneTrainerOutcome;

/* Called between two operations, on a computing thread: TRUE stops the computation. */
typedef gboolean (*AttuneTrainerStopFunc) (void);

/**
 * AttuneTrainerBackend:
 *
 * The processor of this computer, as libggml sees it.
 */
typedef struct _AttuneTrainerBackend AttuneTrainerBackend;

AttuneTrainerBackend       *attune_trainer_backend_new       (guint                   n_threads,
                                                              guint64                 memory_limit,
                                                              AttuneTrainerStopFunc   should_stop,
                                                              GError                **error);
void                        attune_trainer_backend_free      (AttuneTrainerBackend   *self);
struct ggml_backend        *attune_trainer_backend_get_ggml  (AttuneTrainerBackend   *self);
gboolean                    attune_trainer_backend_claim     (AttuneTrainerBackend   *self,
                                                              guint64                 bytes,
                                                              GError                **error);
guint64                     attune_trainer_backend_get_claimed (AttuneTrainerBackend *self);
struct ggml_backend_buffer *attune_trainer_backend_allocate  (AttuneTrainerBackend   *self,
                                                              struct ggml_context    *context,
                                                              GError                **error);
AttuneTrainerOutcome        attune_trainer_backend_compute   (AttuneTrainerBackend   *self,
                                                              struct ggml_cgraph     *graph,
                                                              gboolean                may_stop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerBackend, attune_trainer_backend_free)

G_END_DECLS
