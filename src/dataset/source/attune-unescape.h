/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gsize     attune_text_read_escape (const char *text,
                                   gsize       length,
                                   gunichar   *character);
gboolean  attune_text_is_quoted   (const char *text,
                                   gsize       at);
gboolean  attune_text_has_escapes (const char *text,
                                   gsize       length);
char     *attune_text_unescape    (const char *text,
                                   gsize       length,
                                   gsize      *out_length);

G_END_DECLS
