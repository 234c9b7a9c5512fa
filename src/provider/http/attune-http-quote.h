/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

/* What of a server's own words may be shown. */
char *attune_http_quote_hide_key (AttuneHttp  *http,
                                  const char  *text,
                                  gsize        length);
char *attune_http_quote_dup      (AttuneHttp  *http,
                                  const char  *text);
char *attune_http_quote_dup_all  (AttuneHttp  *http,
                                  SoupMessage *message,
                                  GBytes      *body);

G_END_DECLS
