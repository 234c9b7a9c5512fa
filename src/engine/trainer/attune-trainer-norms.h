/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-trainer-shape.h"

G_BEGIN_DECLS

struct ggml_cgraph;
struct ggml_context;

void attune_trainer_norms_substitute (struct ggml_context      *context,
                                      struct ggml_cgraph       *graph,
                                      const AttuneTrainerShape *shape);

G_END_DECLS
