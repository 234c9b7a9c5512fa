/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-model.h"

G_BEGIN_DECLS

/* What goes into a forward pass, for one window of T tokens of which the next token matters after
 * R of them (its rows). */
typedef struct
{
  struct ggml_tensor *tokens;      /* int32 [T] */
  struct ggml_tensor *positions;   /* int32 [T] */
  struct ggml_tensor *rows;        /* int32 [R]: the positions after which the next token matters */
} AttuneTrainerInputs;

struct ggml_tensor *attune_trainer_forward_build (AttuneTrainerModel        *model,
                                                  struct ggml_context       *context,
                                                  const AttuneTrainerInputs *inputs);

G_END_DECLS
