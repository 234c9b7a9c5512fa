/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

/* A real proxy: CONNECT, requests for whole addresses, and SOCKS 5, in threads of its own. It notes
 * what it could read. */
typedef struct _Proxy Proxy;

Proxy *proxy_new        (GTlsCertificate *certificate);   /* or NULL: not encrypted */
void   proxy_free       (Proxy           *self);
guint  proxy_get_port   (Proxy           *self);

/* Answers CONNECT with this instead of a connection. */
void   proxy_refuse     (Proxy           *self,
                         const char      *answer);

/* The first line of every HTTP request to it, or "SOCKS5 host:port". */
char  *proxy_dup_asked  (Proxy           *self);

/* Everything that clients sent through it. */
gboolean proxy_has_seen (Proxy           *self,
                         const char      *text);
guint    proxy_count    (Proxy           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Proxy, proxy_free)
