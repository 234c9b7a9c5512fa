/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

/* From what went wrong to a sentence for a person. All: (transfer full), ATTUNE_ERROR, the key
 * taken out, what the server said in the detail. */
GError *attune_http_error_from_answer   (AttuneHttp           *http,
                                         const AttuneHttpCall *call,
                                         SoupMessage          *message,
                                         GBytes               *body);
GError *attune_http_error_from_proxy    (AttuneHttp           *http,
                                         SoupMessage          *message,
                                         GBytes               *body);
GError *attune_http_error_from_event    (AttuneHttp           *http,
                                         const AttuneHttpCall *call,
                                         SoupMessage          *message,
                                         JsonObject           *event,
                                         GBytes               *text);
GError *attune_http_error_from_io       (AttuneHttp           *http,
                                         const AttuneHttpCall *call,
                                         SoupMessage          *message,
                                         const GError         *io_error);
GError *attune_http_error_from_absence  (AttuneHttp           *http,
                                         gboolean              was_connected);
GError *attune_http_error_from_silence  (AttuneHttp           *http,
                                         guint                 msec);
GError *attune_http_error_from_rest     (AttuneHttp           *http);
GError *attune_http_error_from_size     (AttuneHttp           *http,
                                         const char           *filename,
                                         gint64                size,
                                         gint64                limit);
GError *attune_http_error_from_misfit   (AttuneHttp           *http);
GError *attune_http_error_from_nonsense (AttuneHttp           *http,
                                         SoupMessage          *message,
                                         GBytes               *body);

G_END_DECLS
