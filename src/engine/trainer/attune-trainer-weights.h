/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-shape.h"

G_BEGIN_DECLS

struct ggml_context;
struct ggml_tensor;

struct ggml_tensor *attune_trainer_weights_find    (struct ggml_context       *context,
                                                    int                        layer,
                                                    const char                *name,
                                                    const char                *suffix);
gboolean            attune_trainer_weights_check   (struct ggml_context       *context,
                                                    const AttuneTrainerShape  *shape,
                                                    GError                   **error);

guint64             attune_trainer_weights_hash    (GPtrArray                 *weights);

G_END_DECLS
