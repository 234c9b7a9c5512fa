/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-error.h"
#include "attune-http-error.h"

G_BEGIN_DECLS

/* Shared by attune-http-error.c, which is about what a service answered, and
 * attune-http-error-network.c, which is about answers that never came. */
const char *attune_http_error_get_service     (AttuneHttp  *http);
char       *attune_http_error_describe_misfit (AttuneHttp  *http);
char       *attune_http_error_describe_proxy  (guint        status);
GError     *attune_http_error_new             (AttuneError  code,
                                               const char  *detail,
                                               const char  *sentence,
                                               const char  *quote);

G_END_DECLS
