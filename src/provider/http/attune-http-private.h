/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

struct _AttuneHttp
{
  GObject            parent_instance;

  AttuneProfile     *profile;
  SoupSession       *session;
  AttuneHttpLimiter *limiter;
  char              *base_url;
  char              *host;
  char              *key;
  char              *organization;  /* to be sent with each request, or NULL */
  char              *project;
  char              *answered_organization; /* as the service said it last, or NULL */
  char              *proxy_host;    /* of the account's own proxy, or NULL */
  GError            *error;         /* why nothing can be sent at all, or NULL */
  guint              timeout_msec;
  gboolean           has_secure_proxy; /* the way to that one is encrypted */
  gboolean           is_connected;  /* to a socket that was named, whatever the address says */
  gboolean           is_silent;     /* and whoever listens was told */
};

void attune_http_note_silence (AttuneHttp *self);
void attune_http_note_answer  (AttuneHttp *self);

G_END_DECLS
