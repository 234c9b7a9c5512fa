/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-gguf.h"
#include "attune-trainer-memory.h"

G_BEGIN_DECLS

struct ggml_tensor;

#define ATTUNE_TRAINER_MAX_RANK 1024

/* Two small matrices whose product is added to a large one that stays as it is. */
typedef struct
{
  struct ggml_tensor *weight;
  struct ggml_tensor *a;        /* [columns, rank] */
  struct ggml_tensor *b;        /* [rank, rows] */
} AttuneTrainerPair;

/**
 * AttuneTrainerLora:
 *
 * Pairs of small matrices beside those of a model (Hu and others, "LoRA: Low-Rank Adaptation of Large
 * Language Models"), and the file that they make.
 */
typedef struct _AttuneTrainerLora AttuneTrainerLora;

AttuneTrainerLora       *attune_trainer_lora_new            (GPtrArray            *weights,
                                                             guint                 rank,
                                                             double                alpha,
                                                             guint64               seed,
                                                             AttuneTrainerMemory  *memory,
                                                             GError              **error);
void                     attune_trainer_lora_free           (AttuneTrainerLora    *self);
const AttuneTrainerPair *attune_trainer_lora_find           (AttuneTrainerLora    *self,
                                                             struct ggml_tensor   *weight);
float                    attune_trainer_lora_get_scale      (AttuneTrainerLora    *self);
void                     attune_trainer_lora_add_parameters (AttuneTrainerLora    *self,
                                                             GPtrArray            *parameters);
gboolean                 attune_trainer_lora_write          (AttuneTrainerLora    *self,
                                                             const char           *architecture,
                                                             const char           *path,
                                                             const char           *name,
                                                             GError              **error);
gboolean                 attune_trainer_lora_read           (AttuneTrainerLora    *self,
                                                             const char           *path,
                                                             GError              **error);
gboolean                 attune_trainer_lora_peek           (const char           *path,
                                                             guint                *rank,
                                                             double               *alpha,
                                                             GHashTable           *names,
                                                             GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneTrainerLora, attune_trainer_lora_free)

G_END_DECLS
