/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "attune-engine-upload.h"

G_BEGIN_DECLS

/* Which part of a list is wanted. */
typedef struct
{
  const char *after;       /* belongs to the request; NULL for the start */
  guint       limit;
  gboolean    ascending;   /* oldest first */
} AttuneEngineCursor;

#define ATTUNE_TYPE_ENGINE_REQUEST (attune_engine_request_get_type ())

/**
 * AttuneEngineRequest:
 *
 * What somebody asks of the engine, apart from how it came.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineRequest, attune_engine_request, ATTUNE, ENGINE_REQUEST, GObject)

AttuneEngineRequest *attune_engine_request_new         (char                 **params,
                                                        GHashTable            *query);
const char          *attune_engine_request_get_id      (AttuneEngineRequest   *self);
const char          *attune_engine_request_get_param   (AttuneEngineRequest   *self,
                                                        guint                  index);
const char          *attune_engine_request_get_query   (AttuneEngineRequest   *self,
                                                        const char            *name);
gboolean             attune_engine_request_get_cursor  (AttuneEngineRequest   *self,
                                                        guint                  default_limit,
                                                        guint                  max_limit,
                                                        AttuneEngineCursor    *cursor,
                                                        GError               **error);
gboolean             attune_engine_request_matches     (AttuneEngineRequest   *self,
                                                        JsonObject            *metadata);
JsonObject          *attune_engine_request_get_body    (AttuneEngineRequest   *self);
gboolean             attune_engine_request_parse_body  (AttuneEngineRequest   *self,
                                                        const char            *text,
                                                        gsize                  length,
                                                        GError               **error);
AttuneEngineUpload  *attune_engine_request_get_upload  (AttuneEngineRequest   *self);
void                 attune_engine_request_take_upload (AttuneEngineRequest   *self,
                                                        AttuneEngineUpload    *upload);

G_END_DECLS
