/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_SERVER (attune_engine_server_get_type ())

/**
 * AttuneEngineServer:
 *
 * The door of the engine: takes connections, finds what is asked for in the tables of routes, and
 * sends the answers. The property `n-connections` says how many clients are there.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineServer, attune_engine_server, ATTUNE, ENGINE_SERVER, GObject)

AttuneEngineServer *attune_engine_server_new               (AttuneEngine        *engine);
gboolean            attune_engine_server_listen_unix       (AttuneEngineServer  *self,
                                                            const char          *path,
                                                            GError             **error);
gboolean            attune_engine_server_listen_tcp        (AttuneEngineServer  *self,
                                                            const char          *address,
                                                            const char          *api_key,
                                                            GError             **error);
guint               attune_engine_server_get_port          (AttuneEngineServer  *self);
guint               attune_engine_server_get_n_connections (AttuneEngineServer  *self);
void                attune_engine_server_close             (AttuneEngineServer  *self);

G_END_DECLS
