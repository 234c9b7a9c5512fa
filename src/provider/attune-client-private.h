/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-client.h"
#include "attune-http.h"

G_BEGIN_DECLS

/* What the fiber of an operation works on: everything it needs, and nothing that may change. */
typedef struct
{
  AttuneHttp         *http;
  char               *id;          /* of the file, job or model */
  char               *extra;       /* newest known event, nonce, path */
  char               *filename;
  JsonNode           *json;
  AttuneChatFunc      chat;
  AttuneProgressFunc  progress;
  gpointer            user_data;
  GDestroyNotify      destroy;
} AttuneOperation;

AttuneOperation *attune_operation_new      (AttuneClient     *client,
                                            const char       *id,
                                            const char       *extra);
void             attune_operation_free     (AttuneOperation  *self);
DexFuture       *attune_operation_spawn    (AttuneOperation  *self,
                                            DexFiberFunc      fiber);

/* A path whose middle part came from outside: "/files/" + id + "/content". */
char            *attune_client_build_path  (const char       *before,
                                            const char       *id,
                                            const char       *after);

/* From an object to a record; every record begins with its id. */
typedef gpointer (*AttuneParseFunc)        (JsonObject       *object,
                                            GError          **error);

/* Which list to fetch. */
typedef struct
{
  const char      *path;
  const char      *filter;         /* further query, escaped, or NULL */
  const char      *until_id;       /* stop before the entry of this id, or NULL */
  guint            limit;          /* entries a page, 0 for lists that come whole */
  AttuneParseFunc  parse;
  GDestroyNotify   free_record;
} AttuneListQuery;

GPtrArray       *attune_client_fetch_list  (AttuneHttp            *http,
                                            const AttuneListQuery *query,
                                            GError               **error);
gboolean         attune_client_delete      (AttuneHttp            *http,
                                            const char            *path,
                                            const char            *subject,
                                            GError               **error);

G_END_DECLS
