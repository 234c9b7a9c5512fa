/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupMessage *attune_fetch_request_new            (const char  *url,
                                                  guint64      received,
                                                  const char  *validator);
gboolean     attune_fetch_request_is_whole       (SoupMessage *message);
char        *attune_fetch_request_dup_validator  (SoupMessage *message);
gboolean     attune_fetch_request_is_rest        (SoupMessage *message,
                                                  guint64      received,
                                                  guint64      size);
gboolean     attune_fetch_request_has_other_size (SoupMessage *message,
                                                  guint64      size);

G_END_DECLS
