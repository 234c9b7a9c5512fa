/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "attune-job-request.h"
#include "attune-profile.h"

G_BEGIN_DECLS

/* From what a person asks to what a provider is told, as its profile says. */
gboolean  attune_job_body_check     (AttuneJobRequest  *request,
                                     AttuneProfile     *profile,
                                     GError           **error);
JsonNode *attune_job_body_build     (AttuneJobRequest  *request,
                                     AttuneProfile     *profile);
char     *attune_job_body_dup_mark  (const char        *nonce);

void      attune_job_request_add_wandb (AttuneJobRequest *self,
                                        JsonObject       *object,
                                        const char       *path);

G_END_DECLS
