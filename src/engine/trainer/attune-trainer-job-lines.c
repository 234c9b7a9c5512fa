/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-trainer-job"

#include "config.h"

#include "attune-trainer-job.h"
#include "attune-trainer-reporter.h"
#include "attune-trainer-watch.h"

/**
 * attune_trainer_job_report:
 * @line: (transfer full): what to say, see attune-trainer-config.h
 *
 * Where nobody listens any more, the job ends.
 */
void
attune_trainer_job_report (JsonObject *line)
{
  if (!attune_trainer_reporter_write (line))
    attune_trainer_watch_request_stop ();
}

/**
 * attune_trainer_job_report_start:
 * @self: a job that is prepared
 *
 * Says what the job is like, and where it goes on.
 */
void
attune_trainer_job_report_start (AttuneTrainerJob *self)
{
  JsonObject *line = attune_trainer_reporter_new_line ("start");
  g_autofree char *base = g_strdup_printf (ATTUNE_TRAINER_HASH_FORMAT, self->state->base);

  json_object_set_int_member (line, "step", self->state->step);
  json_object_set_int_member (line, "n_done",
                              attune_trainer_job_count_done (self, ATTUNE_TRAINER_TRAIN));
  json_object_set_int_member (line, "n_measured",
                              attune_trainer_job_count_done (self, ATTUNE_TRAINER_WEIGH) +
                              attune_trainer_job_count_done (self, ATTUNE_TRAINER_EVALUATE));
  json_object_set_int_member (line, "total_steps", self->total_steps);
  json_object_set_int_member (line, "n_epochs", self->config->n_epochs);
  json_object_set_int_member (line, "batch_size", self->config->batch_size);
  json_object_set_double_member (line, "learning_rate_multiplier",
                                 self->config->learning_rate_multiplier);
  json_object_set_boolean_member (line, "adapter", attune_trainer_model_is_frozen (self->model));
  json_object_set_string_member (line, "base_weights", base);
  json_object_set_int_member (line, "lora_rank", self->config->lora_rank);
  json_object_set_double_member (line, "lora_alpha", self->config->lora_alpha);
  json_object_set_int_member (line, "n_examples",
                              attune_trainer_dataset_get_n_windows (self->training));
  json_object_set_int_member (line, "n_cut", attune_trainer_dataset_get_n_cut (self->training));
  json_object_set_int_member (line, "n_left_out",
                              attune_trainer_dataset_get_n_left_out (self->training));
  json_object_set_int_member (line, "n_tokens",
                              attune_trainer_dataset_get_n_tokens (self->training));
  json_object_set_int_member (line, "trained_parameters",
                              attune_trainer_model_count_trained (self->model));
  json_object_set_int_member (line, "memory_bytes",
                              attune_trainer_memory_get_claimed (self->memory));
  json_object_set_int_member (line, "threads", self->config->threads);
  attune_trainer_job_report (line);
}

/**
 * attune_trainer_job_report_step:
 * @self: a job
 * @measure: what its last step showed
 * @learning_rate: of that step
 * @tokens_per_second: how fast it was
 *
 * Says how far it is.
 */
void
attune_trainer_job_report_step (AttuneTrainerJob     *self,
                                AttuneTrainerMeasure  measure,
                                double                learning_rate,
                                double                tokens_per_second)
{
  JsonObject *line = attune_trainer_reporter_new_line ("step");

  json_object_set_int_member (line, "step", self->state->step);
  json_object_set_int_member (line, "total_steps", self->total_steps);
  json_object_set_int_member (line, "epoch", (self->state->step - 1) / self->steps_per_epoch + 1);
  attune_trainer_reporter_add_measure (line, "train", measure);
  json_object_set_double_member (line, "learning_rate", learning_rate);
  json_object_set_int_member (line, "tokens", self->state->tokens);
  json_object_set_double_member (line, "tokens_per_second", tokens_per_second);
  attune_trainer_job_report (line);
}

/**
 * attune_trainer_job_report_validation:
 * @self: a job
 * @measure: what the validation file showed
 * @full: whether that is all of it
 *
 * Says how good it is.
 */
void
attune_trainer_job_report_validation (AttuneTrainerJob     *self,
                                      AttuneTrainerMeasure  measure,
                                      gboolean              full)
{
  JsonObject *line = attune_trainer_reporter_new_line ("validation");

  json_object_set_int_member (line, "step", self->state->step);
  json_object_set_boolean_member (line, "full", full);
  attune_trainer_reporter_add_measure (line, "valid", measure);
  attune_trainer_job_report (line);
}
