/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>
#include <libsoup/soup.h>

#include "attune-client.h"
#include "attune-error.h"
#include "attune-test.h"

/* A real HTTP server that plays a provider: it notes every request and gives the answers it was
 * told to, in order; the last one again and again. */
typedef struct _Peer Peer;

/* A request as it came in. */
typedef struct
{
  char   *method;
  char   *target;      /* path and query, as sent */
  char   *key;         /* the Authorization header, or NULL */
  char   *api_key;     /* the api-key header, or NULL */
  char   *organization;
  char   *project;
  char   *type;        /* Content-Type */
  char   *accept;
  char   *encoding;    /* Accept-Encoding, or NULL */
  char   *range;
  char   *if_range;
  GBytes *body;
} Request;

#define TEST_KEY "sk-test-Secret0123456789abcdefGHIJ"

Peer    *peer_new           (void);
Peer    *peer_new_unix      (const char     *path);
Peer    *peer_new_tls       (const char     *certificate);   /* a file in tls/ */
void     peer_free          (Peer           *self);
SoupServer *peer_get_server (Peer           *self);
char    *peer_dup_base_url  (Peer           *self);
void     peer_answer        (Peer           *self,
                             guint           status,
                             const char     *body);
void     peer_answer_as     (Peer           *self,
                             guint           status,
                             const char     *type,
                             const char     *body);
void     peer_add_header    (Peer           *self,     /* to the answer told last */
                             const char     *name,
                             const char     *value);
void     peer_answer_raw    (Peer           *self,     /* these bytes, then the end of the stream */
                             const char     *bytes);
void     peer_answer_reset  (Peer           *self,     /* the connection is torn down */
                             const char     *bytes);
void     peer_answer_never  (Peer           *self);
guint    peer_count         (Peer           *self);
Request *peer_get           (Peer           *self,
                             guint           i);
guint    peer_count_connections (Peer       *self);
guint    peer_count_closed  (Peer           *self);    /* requests whose client went away */

/* A server told to stream uploads keeps none of them, but their length and hash. */
void     peer_hash_bodies   (Peer           *self);
guint64  peer_get_body_size (Peer           *self);
char    *peer_dup_body_hash (Peer           *self);

AttuneClient *peer_new_client (Peer         *self,
                               const char   *profile_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)

JsonObject *request_parse      (Request      *self);

/* Asserts that @json is this, whatever the order of its members. */
void        assert_json_equal  (JsonObject   *object,
                                const char   *expected);
