/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <ggml.h>

/* What a model is like that is only measured. */
typedef struct
{
  const char *name;
  guint       n_embedding;
  guint       n_layers;
  guint       n_heads;
  guint       n_heads_kv;
  guint       n_feed;
  guint       n_vocabulary;
  gboolean    is_tied;
} BenchShape;

const BenchShape *bench_shape_find  (const char       *name);
void              bench_model_write (const BenchShape *shape,
                                     enum ggml_type    type,
                                     const char       *path);
