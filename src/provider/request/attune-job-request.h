/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_JOB_REQUEST (attune_job_request_get_type ())

/* The training is not checked against anything. */
#define ATTUNE_NO_VALIDATION "none"

/**
 * AttuneJobRequest:
 *
 * What a person asks of a fine-tune. Properties, all read-write: `model`, `training-file` and
 * `validation-file` (provider's file ids), `suffix`, `nonce` (strings or NULL); `method`
 * ("supervised" or "dpo"); `n-epochs` (uint), `batch-size` (uint), `learning-rate-multiplier` and
 * `beta` (double): 0 means automatic; `seed` (int64): -1 means that the provider chooses.
 *
 * These four and whatever else attune_profile_get_settings() names are also reached by name with
 * attune_job_request_get_setting(); what is not set is automatic.
 */
G_DECLARE_FINAL_TYPE (AttuneJobRequest, attune_job_request, ATTUNE, JOB_REQUEST, GObject)

AttuneJobRequest *attune_job_request_new                 (void);
AttuneJobRequest *attune_job_request_new_from_json       (JsonObject        *object);
AttuneJobRequest *attune_job_request_copy                (AttuneJobRequest  *self);
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
const char       *attune_job_request_get_validation_dataset (AttuneJobRequest *self); /* ours; NULL: its own split */
void              attune_job_request_set_validation_dataset (AttuneJobRequest *self,
                                                             const char       *dataset_id);
gboolean          attune_job_request_get_continues      (AttuneJobRequest *self); /* the model was tuned before */
void              attune_job_request_set_continues      (AttuneJobRequest *self,
                                                         gboolean          continues);
double            attune_job_request_get_spending_limit (AttuneJobRequest *self); /* ours, USD; 0: none */
void              attune_job_request_set_spending_limit (AttuneJobRequest *self,
                                                         double            limit);
double            attune_job_request_get_quoted_price   (AttuneJobRequest *self); /* ours, USD; -1: none */
void              attune_job_request_set_quoted_price   (AttuneJobRequest *self,
                                                         double            price);
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
double            attune_job_request_get_beta            (AttuneJobRequest  *self);
void              attune_job_request_set_beta            (AttuneJobRequest  *self,
                                                          double             beta);
const char       *attune_job_request_get_method          (AttuneJobRequest  *self); /* "supervised" or "dpo" */
void              attune_job_request_set_method          (AttuneJobRequest  *self,
                                                          const char        *method);
JsonNode         *attune_job_request_get_setting         (AttuneJobRequest  *self,
                                                          const char        *name);
void              attune_job_request_set_setting         (AttuneJobRequest  *self,
                                                          const char        *name,
                                                          JsonNode          *value); /* NULL: automatic */
char            **attune_job_request_list_settings       (AttuneJobRequest  *self); /* those that are set */
JsonObject       *attune_job_request_get_metadata        (AttuneJobRequest  *self); /* the person's, or NULL */
void              attune_job_request_set_metadata        (AttuneJobRequest  *self,
                                                          const char        *key,
                                                          const char        *value); /* NULL: take it away */
const char       *attune_job_request_get_wandb           (AttuneJobRequest  *self,
                                                          const char        *member); /* "project", "name", "entity" */
const char * const *attune_job_request_get_wandb_tags    (AttuneJobRequest  *self);
void              attune_job_request_set_wandb           (AttuneJobRequest  *self,
                                                          const char        *project, /* NULL: none at all */
                                                          const char        *name,
                                                          const char        *entity,
                                                          const char * const *tags);
gint64            attune_job_request_get_seed            (AttuneJobRequest  *self);
void              attune_job_request_set_seed            (AttuneJobRequest  *self,
                                                          gint64             seed);

G_END_DECLS
