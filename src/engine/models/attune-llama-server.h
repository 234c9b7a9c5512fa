/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

#include "attune-engine-models.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_LLAMA_SERVER (attune_llama_server_get_type ())

/**
 * AttuneLlamaServer:
 *
 * A running `llama-server` with one model, reached through a Unix socket of its own.
 */
G_DECLARE_FINAL_TYPE (AttuneLlamaServer, attune_llama_server, ATTUNE, LLAMA_SERVER, GObject)

AttuneLlamaServer *attune_llama_server_new           (const AttuneEngineModel  *model,
                                                      const char               *socket_folder);
const char        *attune_llama_server_get_model     (AttuneLlamaServer        *self);
DexFuture         *attune_llama_server_start         (AttuneLlamaServer        *self) G_GNUC_WARN_UNUSED_RESULT;
DexFuture         *attune_llama_server_stop          (AttuneLlamaServer        *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean           attune_llama_server_is_usable     (AttuneLlamaServer        *self);
gboolean           attune_llama_server_is_current    (AttuneLlamaServer        *self);
SoupSession       *attune_llama_server_get_session   (AttuneLlamaServer        *self);
void               attune_llama_server_hold          (AttuneLlamaServer        *self);
void               attune_llama_server_release       (AttuneLlamaServer        *self);
gboolean           attune_llama_server_is_held       (AttuneLlamaServer        *self);
gint64             attune_llama_server_get_last_used (AttuneLlamaServer        *self);
guint64            attune_llama_server_get_memory    (AttuneLlamaServer        *self);

G_END_DECLS
