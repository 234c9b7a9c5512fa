/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <ggml.h>

G_BEGIN_DECLS

/* The least numbers that can be unpacked together in every type that training knows. */
#define ATTUNE_TRAINER_UNPACK_BLOCK 256

void     attune_trainer_unpack_init     (void);
gboolean attune_trainer_unpack_supports (enum ggml_type  type);
void     attune_trainer_unpack          (enum ggml_type  type,
                                         const void     *packed,
                                         gint64          n,
                                         float          *values);

G_END_DECLS
