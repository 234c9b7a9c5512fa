/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Why requests of an account wait. */
typedef enum
{
  ATTUNE_HTTP_WAIT_NONE,
  ATTUNE_HTTP_WAIT_REFUSED,   /* the service refused one, and asked to wait */
  ATTUNE_HTTP_WAIT_LIMIT,     /* the service said that nothing is left until then */
} AttuneHttpWait;

/* Which requests go first, and which stand in nobody's way. */
typedef enum
{
  ATTUNE_HTTP_TURN_ORDINARY,
  ATTUNE_HTTP_TURN_URGENT,    /* a person waits for it: before all that are not */
  ATTUNE_HTTP_TURN_LONG,      /* it takes minutes, so that nobody waits for its end */
} AttuneHttpTurn;

#define ATTUNE_TYPE_HTTP_WAIT (attune_http_wait_get_type ())

GType attune_http_wait_get_type (void);

#define ATTUNE_TYPE_HTTP_LIMITER (attune_http_limiter_get_type ())

/* The gate before an account's requests. It closes when the service says so, opens by itself, and
 * can be watched. */
G_DECLARE_FINAL_TYPE (AttuneHttpLimiter, attune_http_limiter, ATTUNE, HTTP_LIMITER, GObject)

AttuneHttpLimiter *attune_http_limiter_new               (void);
gint64             attune_http_limiter_get_waiting_until (AttuneHttpLimiter   *self);
AttuneHttpWait     attune_http_limiter_get_wait_reason   (AttuneHttpLimiter   *self);
gint64             attune_http_limiter_get_rest          (AttuneHttpLimiter   *self);
char              *attune_http_limiter_describe          (AttuneHttpLimiter   *self);

/* Awaits: call it in a fiber only. */
gboolean           attune_http_limiter_enter             (AttuneHttpLimiter   *self,
                                                          AttuneHttpTurn       turn,
                                                          gboolean             is_again,
                                                          GError             **error);
void               attune_http_limiter_leave             (AttuneHttpLimiter   *self,
                                                          AttuneHttpTurn       turn,
                                                          guint                status);
void               attune_http_limiter_note              (AttuneHttpLimiter   *self,
                                                          SoupMessageHeaders  *headers);
void               attune_http_limiter_back_off          (AttuneHttpLimiter   *self,
                                                          guint                msec);

G_END_DECLS
