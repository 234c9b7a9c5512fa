/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_RESPONSE (attune_engine_response_get_type ())

/**
 * AttuneEngineResponse:
 *
 * What a request is answered with: JSON, or bytes that come from a stream.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineResponse, attune_engine_response, ATTUNE, ENGINE_RESPONSE, GObject)

/* (transfer full): of a piece that came, what is sent of it. */
typedef GBytes *(*AttuneEngineResponseFilter) (GBytes *piece);

AttuneEngineResponse *attune_engine_response_new_json    (JsonObject            *object);
AttuneEngineResponse *attune_engine_response_new_list    (JsonArray             *data,
                                                          gboolean               has_more,
                                                          gboolean               has_ids);
AttuneEngineResponse *attune_engine_response_new_deleted (const char            *object,
                                                          const char            *id);
AttuneEngineResponse *attune_engine_response_new_error   (const GError          *error);
AttuneEngineResponse *attune_engine_response_new_stream  (GInputStream          *stream,
                                                          const char            *content_type,
                                                          gint64                 length);
void                  attune_engine_response_set_filter  (AttuneEngineResponse  *self,
                                                          AttuneEngineResponseFilter filter);
void                  attune_engine_response_set_guard   (AttuneEngineResponse  *self,
                                                          gpointer               guard,
                                                          GDestroyNotify         destroy);
void                  attune_engine_response_write_head  (AttuneEngineResponse  *self,
                                                          SoupServerMessage     *message);
gboolean              attune_engine_response_is_stream   (AttuneEngineResponse  *self);
DexFuture            *attune_engine_response_send        (AttuneEngineResponse  *self,
                                                          SoupServerMessage     *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
