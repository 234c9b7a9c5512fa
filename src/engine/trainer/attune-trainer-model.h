/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "attune-trainer-memory.h"

G_BEGIN_DECLS

struct ggml_tensor;

/* The numbers that give a transformer its shape, as the GGUF header names them. */
typedef struct
{
  guint n_vocabulary;
  guint n_embedding;
  guint n_layers;
  guint n_heads;
  guint n_heads_kv;
  guint n_feed;
  guint n_context;
  guint n_rope;         /* dimensions of a head that are rotated */
  float norm_epsilon;
  float rope_base;
} AttuneTrainerShape;

/**
 * AttuneTrainerModel:
 *
 * The weights of a model in memory. What training changes is the list of parameters; the graph and
 * the optimizer know nothing else of how a model is tuned.
 */
typedef struct _AttuneTrainerModel AttuneTrainerModel;

AttuneTrainerModel         *attune_trainer_model_load           (const char           *path,
                                                                 AttuneTrainerMemory  *memory,
                                                                 GError              **error);
void                        attune_trainer_model_free           (AttuneTrainerModel   *self);
const AttuneTrainerShape   *attune_trainer_model_get_shape      (AttuneTrainerModel   *self);
struct ggml_tensor         *attune_trainer_model_get_weight     (AttuneTrainerModel   *self,
                                                                 int                   layer,
                                                                 const char           *name);
struct ggml_tensor * const *attune_trainer_model_get_parameters (AttuneTrainerModel   *self,
                                                                 guint                *n_parameters);
guint64                     attune_trainer_model_count_trained  (AttuneTrainerModel   *self);
gboolean                    attune_trainer_model_write          (AttuneTrainerModel   *self,
                                                                 const char           *path,
                                                                 const char           *name,
                                                                 GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerModel, attune_trainer_model_free)

G_END_DECLS
