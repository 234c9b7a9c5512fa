/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a text in which something may be found: whole, and where to look. */
gboolean attune_secret_match_token (const char *text,
                                    gsize       length,
                                    gsize      *start,
                                    gsize      *end);
gboolean attune_secret_match_pem   (const char *text,
                                    gsize       length,
                                    gsize      *start,
                                    gsize      *end);

G_END_DECLS
