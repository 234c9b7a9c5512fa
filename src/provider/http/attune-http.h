/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>
#include <libsoup/soup.h>

#include "attune-http-limiter.h"
#include "attune-profile.h"
#include "attune-progress.h"
#include "attune-upload-body.h"

G_BEGIN_DECLS

#define ATTUNE_TYPE_HTTP (attune_http_get_type ())

/* One account's SoupSession: it knows the address and the key, how long to wait, when to try again
 * and what to tell a person when all that did not help. Signals: `silent`, when a request has gone
 * without any answer for ATTUNE_SLOW_SECONDS; not again before there was one. */
G_DECLARE_FINAL_TYPE (AttuneHttp, attune_http, ATTUNE, HTTP, GObject)

/* What may be sent a second time. */
typedef enum
{
  ATTUNE_HTTP_RETRY_NEVER,      /* it costs money each time */
  ATTUNE_HTTP_RETRY_UPLOAD,     /* when it was refused for want of capacity, or not begun */
  ATTUNE_HTTP_RETRY_ANSWERED,   /* when the server said that it failed, or never saw it */
  ATTUNE_HTTP_RETRY_IDEMPOTENT, /* always: twice is the same as once */
} AttuneHttpRetry;

/* What a request is for, where that changes the meaning of its failure. */
typedef enum
{
  ATTUNE_HTTP_ACT_OTHER,
  ATTUNE_HTTP_ACT_LIST,      /* all that there is of a kind */
  ATTUNE_HTTP_ACT_CREATE_JOB,
  ATTUNE_HTTP_ACT_UPLOAD,
  ATTUNE_HTTP_ACT_CHAT,
  ATTUNE_HTTP_ACT_WEIGHTS,   /* which may have to be put together first */
} AttuneHttpAct;

/* A request, as often as it may have to be sent. Borrowed: it lives on its fiber's stack. */
typedef struct
{
  const char         *method;
  const char         *path;          /* below the base URL, escaped, with its query */
  JsonNode           *json;          /* the body, or NULL */
  const char         *upload_path;   /* the body is a form with this file, or NULL */
  const char         *upload_name;
  const AttuneUploadForm *upload_form; /* what form; NULL for a whole file to train with */
  AttuneProgressFunc  progress;      /* of the upload, or NULL */
  gpointer            progress_data;
  gint64              progress_done; /* the most that was told; never told less */
  const char         *subject;       /* the model or file it is about, for sentences, or NULL */
  AttuneHttpRetry     retry;
  AttuneHttpAct       act;
  guint               n_retries;     /* set by sending: how often it was sent again */
  guint               status;        /* set by sending: of the last attempt that failed, or 0 */
} AttuneHttpCall;

AttuneHttp        *attune_http_new            (AttuneProfile       *profile,
                                               const char          *base_url,
                                               const char          *api_key,
                                               GSocketConnectable  *connectable);
AttuneHttp        *attune_http_new_elsewhere  (AttuneHttp          *self,
                                               const char          *url,
                                               char               **path,
                                               GError             **error);
AttuneProfile     *attune_http_get_profile    (AttuneHttp          *self);
const char        *attune_http_get_key        (AttuneHttp          *self);
const char        *attune_http_get_host       (AttuneHttp          *self);
const char        *attune_http_get_proxy_host (AttuneHttp          *self);
void               attune_http_set_proxy      (AttuneHttp          *self,
                                               const char          *proxy);
void               attune_http_set_scope      (AttuneHttp          *self,
                                               const char          *organization,
                                               const char          *project);
const char        *attune_http_get_project    (AttuneHttp          *self);    /* or NULL */
const char        *attune_http_get_answered_organization (AttuneHttp *self);
AttuneHttpLimiter *attune_http_get_limiter    (AttuneHttp          *self);
void               attune_http_set_timeout    (AttuneHttp          *self,
                                               guint                msec);

/* These await: call them in a fiber only. */
gboolean           attune_http_wait           (guint                msec,
                                               GError             **error);
GInputStream      *attune_http_open           (AttuneHttp          *self,
                                               AttuneHttpCall      *call,
                                               SoupMessage        **message,
                                               GError             **error);
GBytes            *attune_http_read           (AttuneHttp          *self,
                                               AttuneHttpCall      *call,
                                               GInputStream        *stream,
                                               GError             **error);
GBytes            *attune_http_read_all       (AttuneHttp          *self,
                                               AttuneHttpCall      *call,
                                               SoupMessage         *message,
                                               GInputStream        *stream,
                                               GError             **error);
JsonNode          *attune_http_fetch          (AttuneHttp          *self,
                                               AttuneHttpCall      *call,
                                               GError             **error);
JsonObject        *attune_http_fetch_object   (AttuneHttp          *self,
                                               AttuneHttpCall      *call,
                                               GError             **error);

G_END_DECLS
