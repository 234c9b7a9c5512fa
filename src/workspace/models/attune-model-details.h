/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* So many examples, and so often, as is chosen automatically for a model. */
typedef struct
{
  guint examples;      /* seen in all; 0 where the provider's own rule holds */
  guint minimum;       /* epochs */
  guint maximum;
} AttuneModelEpochs;

/* Bytes that training takes. */
typedef struct
{
  guint64 n_tokens;   /* of the longest example */
  guint64 least;
  guint64 most;       /* where that is free: examples are computed beside each other */
} AttuneModelMemory;

/**
 * AttuneModelDetails:
 *
 * What the engine on this computer says of a model that somebody has added (docs/engine.md).
 * Immutable.
 */
typedef struct
{
  char              *architecture;
  char              *license;            /* or NULL */
  char              *weights;            /* their type, such as "q8_0" */
  char              *obstacle;           /* why it cannot be trained here, translated; NULL: it can */
  guint64            n_parameters;
  guint64            n_context;          /* tokens that it was made for */
  guint64            context_window;     /* tokens that it reads at once here; 0 when not said */
  guint64            file_size;          /* bytes */
  gboolean           has_chat;           /* it has a chat format that can be trained on */
  gboolean           trains_adapter;     /* unless somebody says otherwise */
  gboolean           is_linked;          /* its file is elsewhere, and stays there */
  double             tokens_per_second;  /* of training, as far as it can be told beforehand */
  double             operations_per_token;  /* of training: floating point operations */
  GArray            *memory;             /* of AttuneModelMemory, by tokens */
  AttuneModelEpochs  epochs;
} AttuneModelDetails;

AttuneModelDetails *attune_model_details_new         (const char               *json);
AttuneModelDetails *attune_model_details_new_from_object (JsonObject           *object);
void                attune_model_details_free        (AttuneModelDetails       *self);
AttuneModelMemory   attune_model_details_get_memory  (const AttuneModelDetails *self,
                                                      guint64                   n_tokens);
char               *attune_model_details_to_text     (const AttuneModelDetails *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneModelDetails, attune_model_details_free)

G_END_DECLS
