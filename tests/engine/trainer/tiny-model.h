/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <ggml.h>

/* What a tiny model of random weights is like. What is zero or NULL is left out of its header. */
typedef struct
{
  const char     *name;
  const char     *architecture;
  enum ggml_type  type;               /* of the matrices; F32 unless given */
  enum ggml_type  other_type;         /* of some matrices, as mixed files have; the same unless given */
  guint           n_layers;
  guint           n_context;          /* TINY_CONTEXT unless given */
  guint           head_size;          /* where it is not embedding / heads */
  guint           n_rope;
  guint           window;
  guint           window_period;
  const char     *rope_type;          /* rope.scaling.type */
  double          rope_factor;
  guint           rope_context;
  double          rope_magnitude;
  gboolean        has_output;
  gboolean        has_biases;
  gboolean        has_head_norms;
  gboolean        has_post_norms;
  gboolean        is_joined;
  const char     *factors;            /* the name of a tensor that divides rope's speeds */
  const char     *extra_key;          /* uint32, without the architecture */
  guint           extra_value;
  const char     *extra_tensor;
} TinyModel;

#define TINY_VOCABULARY 288
#define TINY_EMBEDDING  256
#define TINY_HEADS      4
#define TINY_HEADS_KV   2
#define TINY_FEED       512
#define TINY_CONTEXT    256

/* Writes the model, with the vocabulary of @practice. @unpacked: the same numbers in single precision. */
void tiny_model_write (const TinyModel *self,
                       const char      *practice,
                       const char      *path,
                       gboolean         unpacked);
