/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-adapter.h"
#include "attune-client.h"

G_BEGIN_DECLS

/* What the fiber of an operation works on: everything it needs, and nothing that may change. */
typedef struct
{
  AttuneAdapter         *adapter;
  AttuneHttp            *http;        /* the adapter's */
  char                  *id;          /* of the file, job or model */
  char                  *extra;       /* newest known event, nonce, path, checkpoint */
  char                  *filename;    /* or the base model */
  char                  *name;
  char                  *state;       /* of an upload */
  AttuneJobAct           act;
  AttuneJobRequest      *request;
  JsonNode              *json;
  AttuneChatFunc         chat;
  AttuneUploadStateFunc  save;
  AttuneProgressFunc     progress;
  gpointer               user_data;
  GDestroyNotify         destroy;
} AttuneOperation;

AttuneOperation *attune_operation_new      (AttuneClient     *client,
                                            const char       *id,
                                            const char       *extra);
void             attune_operation_free     (AttuneOperation  *self);
DexFuture       *attune_operation_spawn    (AttuneOperation  *self,
                                            DexFiberFunc      fiber);

/* How a fiber ends: with what its operation returned, or with the error that it set. */
DexFuture       *attune_operation_end      (GType             type,
                                            gpointer          boxed,
                                            GError           *error);
DexFuture       *attune_operation_end_true (gboolean          is_done,
                                            GError           *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneOperation, attune_operation_free)

G_END_DECLS
