/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AttuneSseParser AttuneSseParser;

/* Called once for each event, with its joined data. */
typedef void (*AttuneSseFunc) (const char *data,
                               gsize       length,
                               gpointer    user_data);

AttuneSseParser *attune_sse_parser_new  (AttuneSseFunc     func,
                                         gpointer          user_data);
gboolean         attune_sse_parser_feed (AttuneSseParser  *self,
                                         const char       *bytes,
                                         gsize             length,
                                         GError          **error);
void             attune_sse_parser_free (AttuneSseParser  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneSseParser, attune_sse_parser_free)

G_END_DECLS
