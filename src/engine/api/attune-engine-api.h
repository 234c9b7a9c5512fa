/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine-request.h"
#include "attune-engine-response.h"
#include "attune-engine.h"

G_BEGIN_DECLS

/* Resolves to an AttuneEngineResponse; an error becomes OpenAI's error object. */
typedef DexFuture *(*AttuneEngineHandler) (AttuneEngine        *engine,
                                           AttuneEngineRequest *request);

typedef enum
{
  ATTUNE_ENGINE_BODY_NONE,     /* what comes is not looked at */
  ATTUNE_ENGINE_BODY_JSON,
  ATTUNE_ENGINE_BODY_UPLOAD,   /* multipart/form-data with a file, streamed to the disk */
  ATTUNE_ENGINE_BODY_PART,     /* the same with a part of one */
} AttuneEngineBody;

/* A line of the table of all that can be asked. */
typedef struct
{
  const char          *method;
  const char          *path;      /* "{}" stands for one part, handed over as a parameter */
  AttuneEngineBody     body;
  AttuneEngineHandler  handler;
  gboolean             is_query;  /* changes nothing, so it ends when nobody waits for the answer */
  gboolean             is_local;  /* names files of this computer: not for those who come over TCP */
} AttuneEngineRoute;

/* One table for each kind of thing; each ends with an entry whose method is NULL. */
extern const AttuneEngineRoute attune_engine_chat_routes[];
extern const AttuneEngineRoute attune_engine_file_routes[];
extern const AttuneEngineRoute attune_engine_job_routes[];
extern const AttuneEngineRoute attune_engine_model_routes[];
extern const AttuneEngineRoute attune_engine_upload_routes[];

/* What one object of a list is, for attune_engine_api_page(). */
typedef const char *(*AttuneEngineGetId)  (gpointer object);
typedef JsonObject *(*AttuneEngineToJson) (gpointer object);

DexFuture *attune_engine_api_page     (GPtrArray                 *objects,
                                       const AttuneEngineCursor  *cursor,
                                       gboolean                   has_ids,
                                       AttuneEngineGetId          get_id,
                                       AttuneEngineToJson         to_json);
DexFuture *attune_engine_api_respond  (JsonObject                *object);
DexFuture *attune_engine_api_weights  (AttuneEngine              *engine,
                                       AttuneEngineRequest       *request,
                                       const char                *model);

G_END_DECLS
