/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-http.h"

G_BEGIN_DECLS

#define ATTUNE_HTTP_MAX_RETRIES 2

/* How one sending of a request went wrong. */
typedef struct
{
  const GError       *error;
  SoupMessageHeaders *headers;       /* of the answer, or NULL when there was none */
  guint               status;        /* of the answer, or 0 */
  guint               n_retries;     /* done so far */
  guint               timeout_msec;  /* how long it would have been waited for */
  guint               waited_msec;   /* since the request was written */
  gboolean            was_written;   /* the server may have begun to read the request */
  gboolean            body_begun;    /* and a part of its body */
  gboolean            is_insecure;   /* its certificate was refused, or no TLS is spoken there */
  gboolean            was_reused;    /* over a connection that had served before */
} AttuneHttpFailure;

gboolean attune_http_should_retry    (AttuneHttpRetry          retry,
                                      const AttuneHttpFailure *failure,
                                      guint                   *wait_msec);
guint    attune_http_get_back_off    (const AttuneHttpFailure *failure);
gint64   attune_http_get_retry_after (SoupMessageHeaders      *headers);

G_END_DECLS
