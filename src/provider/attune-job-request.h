/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_REQUEST (attune_job_request_get_type ())

/**
 * AttuneJobRequest:
 *
 * What a person asks of a fine-tune. Properties, all read-write: `model`, `training-file` and
 * `validation-file` (provider's file ids), `suffix`, `nonce` (strings or NULL); `n-epochs` (uint),
 * `batch-size` (uint), `learning-rate-multiplier` (double): 0 means automatic; `seed` (int64): -1
 * means that the provider chooses.
 */
G_DECLARE_FINAL_TYPE (AttuneJobRequest, attune_job_request, ATTUNE, JOB_REQUEST, GObject)

AttuneJobRequest *attune_job_request_new                 (void);
AttuneJobRequest *attune_job_request_new_from_json       (JsonObject        *object);
JsonNode         *attune_job_request_to_json             (AttuneJobRequest  *self); /* the body of POST /fine_tuning/jobs */
const char       *attune_job_request_get_model           (AttuneJobRequest  *self);
void              attune_job_request_set_model           (AttuneJobRequest  *self,
                                                          const char        *model);
const char       *attune_job_request_get_training_file   (AttuneJobRequest  *self);
void              attune_job_request_set_training_file   (AttuneJobRequest  *self,
                                                          const char        *file_id);
const char       *attune_job_request_get_validation_file (AttuneJobRequest  *self);
void              attune_job_request_set_validation_file (AttuneJobRequest  *self,
                                                          const char        *file_id);
const char       *attune_job_request_get_suffix          (AttuneJobRequest  *self);
void              attune_job_request_set_suffix          (AttuneJobRequest  *self,
                                                          const char        *suffix);
const char       *attune_job_request_get_nonce           (AttuneJobRequest  *self);
void              attune_job_request_set_nonce           (AttuneJobRequest  *self,
                                                          const char        *nonce);
guint             attune_job_request_get_n_epochs        (AttuneJobRequest  *self);
void              attune_job_request_set_n_epochs        (AttuneJobRequest  *self,
                                                          guint              n_epochs);
guint             attune_job_request_get_batch_size      (AttuneJobRequest  *self);
void              attune_job_request_set_batch_size      (AttuneJobRequest  *self,
                                                          guint              batch_size);
double            attune_job_request_get_learning_rate_multiplier (AttuneJobRequest *self);
void              attune_job_request_set_learning_rate_multiplier (AttuneJobRequest *self,
                                                                   double            multiplier);
gint64            attune_job_request_get_seed            (AttuneJobRequest  *self);
void              attune_job_request_set_seed            (AttuneJobRequest  *self,
                                                          gint64             seed);

G_END_DECLS
