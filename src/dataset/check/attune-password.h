/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person chose, which has no form of its own: only its place shows what it is. */
gboolean attune_password_match     (const char *text,
                                    gsize       length,
                                    gsize      *start,
                                    gsize      *end);
gboolean attune_password_match_url (const char *text,
                                    gsize       length,
                                    gsize      *start,
                                    gsize      *end);

G_END_DECLS
