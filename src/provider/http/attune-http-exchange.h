/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

/* One sending of a request and its answer. */
typedef struct
{
  AttuneHttpCall *call;
  AttuneHttp     *http;
  SoupMessage    *message;
  GInputStream   *stream;
  DexFuture      *timer;
  guint           timeout_msec;
  gint64          file_offset;
  gint64          file_size;
  gint64          sent;
  gint64          heard_at;           /* monotonic time in microseconds: the last sign of life */
  guint           silence_id;
  gint64          written_at;         /* monotonic time in microseconds, 0 while it is not */
  guint           is_connected : 1;
  guint           is_started : 1;     /* past all handshakes */
  guint           is_new : 1;
  guint           is_insecure : 1;
} AttuneHttpExchange;

gboolean attune_http_exchange_send          (AttuneHttpExchange  *self,
                                             AttuneHttp          *http,
                                             GError             **error);
guint    attune_http_exchange_get_waited    (AttuneHttpExchange  *self);
gboolean attune_http_exchange_is_from_proxy (AttuneHttpExchange  *self);
guint    attune_http_exchange_get_status    (AttuneHttpExchange  *self);
void     attune_http_exchange_clear         (AttuneHttpExchange  *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneHttpExchange, attune_http_exchange_clear)

G_END_DECLS
