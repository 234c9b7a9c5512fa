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
  GError            *error;         /* why nothing can be sent at all, or NULL */
  guint              timeout_msec;
};

G_END_DECLS
