/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

struct ggml_context;
struct ggml_backend_buffer;

/**
 * AttuneTrainerMemory:
 *
 * The account of what training takes. libggml ends the process when there is no memory, and a system
 * that runs out of it takes other programs down: nothing large is allocated without a claim.
 */
typedef struct _AttuneTrainerMemory AttuneTrainerMemory;

AttuneTrainerMemory        *attune_trainer_memory_new         (guint64                limit);
AttuneTrainerMemory        *attune_trainer_memory_new_plan    (guint64                limit);
gboolean                    attune_trainer_memory_is_plan     (AttuneTrainerMemory   *self);
guint64                     attune_trainer_memory_get_limit   (AttuneTrainerMemory   *self);
void                        attune_trainer_memory_free        (AttuneTrainerMemory   *self);
gboolean                    attune_trainer_memory_claim       (AttuneTrainerMemory   *self,
                                                               guint64                bytes,
                                                               GError               **error);
guint64                     attune_trainer_memory_get_claimed (AttuneTrainerMemory   *self);
struct ggml_backend_buffer *attune_trainer_memory_allocate    (AttuneTrainerMemory   *self,
                                                               struct ggml_context   *context,
                                                               GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerMemory, attune_trainer_memory_free)

G_END_DECLS
