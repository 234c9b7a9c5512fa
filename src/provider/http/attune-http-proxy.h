/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What an account has instead of a proxy's address when it wants none, whatever the desktop says. */
#define ATTUNE_HTTP_NO_PROXY "direct://"

char *attune_http_normalize_proxy (const char  *text,
                                   GError     **error);

G_END_DECLS
