/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-shape.h"

G_BEGIN_DECLS

struct ggml_cgraph;
struct ggml_context;
struct ggml_tensor;

struct ggml_tensor *attune_trainer_attention_new        (struct ggml_context      *context,
                                                         struct ggml_tensor       *query,
                                                         struct ggml_tensor       *key,
                                                         struct ggml_tensor       *value,
                                                         gboolean                  is_local);
struct ggml_cgraph *attune_trainer_attention_substitute (struct ggml_context      *context,
                                                         struct ggml_cgraph       *graph,
                                                         struct ggml_tensor       *positions,
                                                         const AttuneTrainerShape *shape);

G_END_DECLS
