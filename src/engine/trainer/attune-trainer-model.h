/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-lora.h"
#include "attune-trainer-memory.h"
#include "attune-trainer-shape.h"

G_BEGIN_DECLS

/* How attune_trainer_model_hash_weights() is written down; JSON would round it. */
#define ATTUNE_TRAINER_HASH_FORMAT "%016" G_GINT64_MODIFIER "x"

struct ggml_tensor;

/* What of a model training changes. */
typedef enum
{
  ATTUNE_TRAINER_TUNE_AUTOMATIC,  /* all weights of a very small model, else an adapter */
  ATTUNE_TRAINER_TUNE_ALL,        /* every weight, in single precision */
  ATTUNE_TRAINER_TUNE_ADAPTER,    /* pairs of small matrices; the weights stay as they are */
} AttuneTrainerTuning;

/* The matrices of a layer that may get a pair. Where several are joined into one, that one gets a
 * pair when one of them is named. */
typedef enum
{
  ATTUNE_TRAINER_MATRIX_QUERY  = 1 << 0,
  ATTUNE_TRAINER_MATRIX_KEY    = 1 << 1,
  ATTUNE_TRAINER_MATRIX_VALUE  = 1 << 2,
  ATTUNE_TRAINER_MATRIX_OUTPUT = 1 << 3,
  ATTUNE_TRAINER_MATRIX_GATE   = 1 << 4,
  ATTUNE_TRAINER_MATRIX_UP     = 1 << 5,
  ATTUNE_TRAINER_MATRIX_DOWN   = 1 << 6,
  ATTUNE_TRAINER_MATRIX_ALL    = (1 << 7) - 1,
} AttuneTrainerMatrices;

/* What the pairs are like. */
typedef struct
{
  guint                  rank;
  double                 alpha;
  AttuneTrainerMatrices  matrices;
  guint64                seed;
  const char            *adapter;   /* a file to go on from, which sets the first three; or NULL */
} AttuneTrainerLoraOptions;

/**
 * AttuneTrainerModel:
 *
 * The weights of a model in memory. What training changes is the list of parameters; the optimizer
 * knows nothing else of how a model is tuned.
 */
typedef struct _AttuneTrainerModel AttuneTrainerModel;

AttuneTrainerModel         *attune_trainer_model_load           (const char                      *path,
                                                                 AttuneTrainerTuning              tuning,
                                                                 AttuneTrainerMemory             *memory,
                                                                 GError                         **error);
gboolean                    attune_trainer_model_add_lora       (AttuneTrainerModel              *self,
                                                                 const AttuneTrainerLoraOptions  *options,
                                                                 AttuneTrainerMemory             *memory,
                                                                 GError                         **error);
void                        attune_trainer_model_free           (AttuneTrainerModel              *self);
const AttuneTrainerShape   *attune_trainer_model_get_shape      (AttuneTrainerModel              *self);
gboolean                    attune_trainer_model_is_frozen      (AttuneTrainerModel              *self);
struct ggml_tensor         *attune_trainer_model_get_weight     (AttuneTrainerModel              *self,
                                                                 int                              layer,
                                                                 const char                      *name);
struct ggml_tensor         *attune_trainer_model_get_bias       (AttuneTrainerModel              *self,
                                                                 int                              layer,
                                                                 const char                      *name);
AttuneTrainerLora          *attune_trainer_model_get_lora       (AttuneTrainerModel              *self);
struct ggml_tensor * const *attune_trainer_model_get_parameters (AttuneTrainerModel              *self,
                                                                 guint                           *n_parameters);
guint64                     attune_trainer_model_count_weights  (AttuneTrainerModel              *self);
guint64                     attune_trainer_model_hash_weights   (AttuneTrainerModel              *self);
guint64                     attune_trainer_model_count_trained  (AttuneTrainerModel              *self);
gboolean                    attune_trainer_model_write          (AttuneTrainerModel              *self,
                                                                 const char                      *path,
                                                                 const char                      *name,
                                                                 GError                         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerModel, attune_trainer_model_free)

G_END_DECLS
