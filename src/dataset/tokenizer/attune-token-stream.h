/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "attune-token-counter.h"

G_BEGIN_DECLS

gboolean attune_token_stream_count (AttuneTokenCounter  *counter,
                                    GInputStream        *stream,
                                    const char          *display_name,
                                    guint64             *n_tokens,
                                    GCancellable        *cancellable,
                                    GError             **error);

G_END_DECLS
