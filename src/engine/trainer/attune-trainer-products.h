/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <ggml.h>

G_BEGIN_DECLS

void attune_trainer_products_customize  (struct ggml_context *context,
                                         struct ggml_tensor  *node,
                                         ggml_custom_op_t     function,
                                         gpointer             user_data);
void attune_trainer_products_substitute (struct ggml_context *context,
                                         struct ggml_cgraph  *graph);

G_END_DECLS
