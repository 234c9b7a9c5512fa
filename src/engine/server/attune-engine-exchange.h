/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-engine-api.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_ENGINE_EXCHANGE (attune_engine_exchange_get_type ())

/**
 * AttuneEngineExchange:
 *
 * One request as it comes in through libsoup, and its answer as it goes out. It belongs to its
 * message and ends with it.
 */
G_DECLARE_FINAL_TYPE (AttuneEngineExchange, attune_engine_exchange, ATTUNE, ENGINE_EXCHANGE, GObject)

AttuneEngineExchange *attune_engine_exchange_attach (SoupServerMessage        *message,
                                                     AttuneEngine             *engine,
                                                     AttuneEngineRequest      *request,
                                                     const AttuneEngineRoute  *route);
AttuneEngineExchange *attune_engine_exchange_get    (SoupServerMessage        *message);
gboolean              attune_engine_exchange_prepare (AttuneEngineExchange    *self,
                                                      GError                 **error);
void                  attune_engine_exchange_run    (AttuneEngineExchange     *self);
void                  attune_engine_exchange_refuse (SoupServerMessage        *message,
                                                     const GError             *error);

G_END_DECLS
