/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * AttuneToolCalls:
 *
 * The calls of tools that an answer asks for, put together of the pieces in which they stream. They
 * are shown and never made.
 */
typedef struct _AttuneToolCalls AttuneToolCalls;

AttuneToolCalls *attune_tool_calls_new         (void);
gboolean         attune_tool_calls_take        (AttuneToolCalls *self,
                                                JsonArray       *deltas);
char            *attune_tool_calls_to_string   (AttuneToolCalls *self);
char            *attune_tool_calls_dup_display (const char      *json);
void             attune_tool_calls_free        (AttuneToolCalls *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneToolCalls, attune_tool_calls_free)

G_END_DECLS
