/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-test-peer.h"

/* A peer that plays one provider with the answers of services/ID.json, and an account there. */
typedef struct
{
  Peer         *peer;
  AttuneClient *client;
  JsonObject   *answers;
  guint         n_seen;      /* requests that were looked at */
} Service;

/* A word of the provider for the state of a job, and what it is to us. */
typedef struct
{
  const char      *word;
  AttuneJobStatus  status;
} ServiceStatus;

Service  *service_new              (const char          *id,
                                    const char          *path);   /* of the base URL */
void      service_free             (Service             *self);
void      service_answer           (Service             *self,
                                    const char          *name);
void      service_refuse           (Service             *self,
                                    guint                status,
                                    const char          *name);
Request  *service_expect           (Service             *self,    /* the next request */
                                    const char          *method,
                                    const char          *target);
void      service_expect_body      (Service             *self,    /* that request's */
                                    const char          *name);
void      service_expect_form      (Service             *self,    /* it has these texts in it, NULL-ended */
                                    ...) G_GNUC_NULL_TERMINATED;
void      service_expect_statuses  (Service             *self,
                                    const char          *member,
                                    const ServiceStatus *statuses,
                                    guint                n_statuses);

/* Both take the future. */
gpointer  service_run              (DexFuture           *future);  /* a copy of what it resolves to */
void      service_run_refused      (DexFuture           *future,
                                    AttuneError          code,
                                    const char          *words);

char     *service_make_file        (void);                         /* with an example; unlink it */

AttuneJobRequest *service_new_request (const char       *model);  /* files file-1 and file-2, nonce "n-1" */
void      service_set              (AttuneJobRequest    *request,
                                    AttuneProfile       *profile,
                                    const char          *name,
                                    const char          *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Service, service_free)
