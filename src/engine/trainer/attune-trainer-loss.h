/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

struct ggml_cgraph;
struct ggml_context;
struct ggml_tensor;

struct ggml_tensor *attune_trainer_loss_new        (struct ggml_context *context,
                                                    struct ggml_tensor  *scores);
struct ggml_tensor *attune_trainer_loss_new_hits   (struct ggml_context *context,
                                                    struct ggml_tensor  *scores,
                                                    struct ggml_tensor  *targets);
void                attune_trainer_loss_substitute (struct ggml_context *context,
                                                    struct ggml_cgraph  *graph,
                                                    struct ggml_tensor  *targets,
                                                    float               *log_sums);

G_END_DECLS
