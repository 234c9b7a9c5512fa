/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_MODEL (attune_engine_model_get_type ())

typedef enum
{
  ATTUNE_ENGINE_MODEL_PRACTICE,
  ATTUNE_ENGINE_MODEL_ADDED,      /* a file that somebody has put there */
  ATTUNE_ENGINE_MODEL_TUNED,      /* what a job came to, or came to on the way */
} AttuneEngineModelKind;

/* Tokens of the conversations that a model keeps together. Published models can take a hundred
 * thousand and more, and the memory for as many would be claimed at once. */
#define ATTUNE_ENGINE_CHAT_TOKENS 8192
#define ATTUNE_ENGINE_CHAT_CONVERSATIONS 2

/* A model that can be asked. */
typedef struct
{
  AttuneEngineModelKind  kind;
  char                  *id;
  char                  *path;          /* a GGUF file */
  char                  *adapter;       /* a GGUF file that changes the model in @path; or NULL */
  gint64                 created_at;    /* seconds since 1970 */
  JsonObject            *info;          /* what attune_engine_inspect () wrote; or NULL */
} AttuneEngineModel;

GType              attune_engine_model_get_type (void);
AttuneEngineModel *attune_engine_model_new      (AttuneEngineModelKind    kind,
                                                 const char              *id,
                                                 const char              *path,
                                                 gint64                   created_at);
AttuneEngineModel *attune_engine_model_copy     (const AttuneEngineModel *self);
void               attune_engine_model_free     (AttuneEngineModel       *self);
JsonObject        *attune_engine_model_to_json  (const AttuneEngineModel *self);
guint64            attune_engine_model_get_chat_memory (const AttuneEngineModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineModel, attune_engine_model_free)

G_END_DECLS
