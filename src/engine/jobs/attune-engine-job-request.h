/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What was asked for: the body of POST /v1/fine_tuning/jobs, checked. */
typedef struct
{
  char       *model;
  char       *training_file;
  char       *validation_file;   /* or NULL */
  char       *suffix;            /* or NULL */
  gint64      seed;              /* given, or drawn */
  guint       n_epochs;          /* 0 for auto, as the next two */
  guint       batch_size;
  double      multiplier;
  gboolean    is_dpo;            /* the files hold pairs of a better and a worse answer */
  JsonObject *settings;          /* those that OpenAI's document does not know, as they were given */
  JsonObject *metadata;          /* or NULL */
} AttuneEngineJobRequest;

AttuneEngineJobRequest *attune_engine_job_request_parse (JsonObject              *body,
                                                         GError                 **error);
AttuneEngineJobRequest *attune_engine_job_request_copy  (const AttuneEngineJobRequest *self);
void                    attune_engine_job_request_free  (AttuneEngineJobRequest  *self);
JsonObject             *attune_engine_job_request_pick_settings (JsonObject      *hyperparameters);
JsonObject             *attune_engine_job_request_build_hyperparameters (const AttuneEngineJobRequest *self,
                                                                         guint                         n_epochs,
                                                                         guint                         batch_size,
                                                                         double                        multiplier);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AttuneEngineJobRequest, attune_engine_job_request_free)

G_END_DECLS
