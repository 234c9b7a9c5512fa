/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request"

#include "config.h"

#include "attune-job-request-private.h"

enum {
  PROP_0,
  PROP_MODEL,
  PROP_TRAINING_FILE,
  PROP_VALIDATION_FILE,
  PROP_SUFFIX,
  PROP_NONCE,
  PROP_METHOD,
  PROP_N_EPOCHS,
  PROP_BATCH_SIZE,
  PROP_LEARNING_RATE_MULTIPLIER,
  PROP_BETA,
  PROP_SEED,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobRequest, attune_job_request, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
set_text (AttuneJobRequest *self,
          char            **member,
          const char       *text,
          guint             prop_id)
{
  if (g_set_str (member, text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static void
attune_job_request_finalize (GObject *object)
{
  AttuneJobRequest *self = (AttuneJobRequest *)object;

  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->training_file, g_free);
  g_clear_pointer (&self->validation_file, g_free);
  g_clear_pointer (&self->validation_dataset, g_free);
  g_clear_pointer (&self->suffix, g_free);
  g_clear_pointer (&self->nonce, g_free);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->settings, json_object_unref);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_clear_pointer (&self->wandb_project, g_free);
  g_clear_pointer (&self->wandb_name, g_free);
  g_clear_pointer (&self->wandb_entity, g_free);
  g_clear_pointer (&self->wandb_tags, g_strfreev);

  G_OBJECT_CLASS (attune_job_request_parent_class)->finalize (object);
}

static void
attune_job_request_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  AttuneJobRequest *self = ATTUNE_JOB_REQUEST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;

    case PROP_TRAINING_FILE:
      g_value_set_string (value, self->training_file);
      break;

    case PROP_VALIDATION_FILE:
      g_value_set_string (value, self->validation_file);
      break;

    case PROP_SUFFIX:
      g_value_set_string (value, self->suffix);
      break;

    case PROP_NONCE:
      g_value_set_string (value, self->nonce);
      break;

    case PROP_METHOD:
      g_value_set_string (value, self->method);
      break;

    case PROP_N_EPOCHS:
      g_value_set_uint (value, attune_job_request_get_n_epochs (self));
      break;

    case PROP_BATCH_SIZE:
      g_value_set_uint (value, attune_job_request_get_batch_size (self));
      break;

    case PROP_LEARNING_RATE_MULTIPLIER:
      g_value_set_double (value, attune_job_request_get_learning_rate_multiplier (self));
      break;

    case PROP_BETA:
      g_value_set_double (value, attune_job_request_get_beta (self));
      break;

    case PROP_SEED:
      g_value_set_int64 (value, self->seed);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_request_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  AttuneJobRequest *self = ATTUNE_JOB_REQUEST (object);

  switch (prop_id)
    {
    case PROP_MODEL:
      attune_job_request_set_model (self, g_value_get_string (value));
      break;

    case PROP_TRAINING_FILE:
      attune_job_request_set_training_file (self, g_value_get_string (value));
      break;

    case PROP_VALIDATION_FILE:
      attune_job_request_set_validation_file (self, g_value_get_string (value));
      break;

    case PROP_SUFFIX:
      attune_job_request_set_suffix (self, g_value_get_string (value));
      break;

    case PROP_NONCE:
      attune_job_request_set_nonce (self, g_value_get_string (value));
      break;

    case PROP_METHOD:
      attune_job_request_set_method (self, g_value_get_string (value));
      break;

    case PROP_N_EPOCHS:
      attune_job_request_set_n_epochs (self, g_value_get_uint (value));
      break;

    case PROP_BATCH_SIZE:
      attune_job_request_set_batch_size (self, g_value_get_uint (value));
      break;

    case PROP_LEARNING_RATE_MULTIPLIER:
      attune_job_request_set_learning_rate_multiplier (self, g_value_get_double (value));
      break;

    case PROP_BETA:
      attune_job_request_set_beta (self, g_value_get_double (value));
      break;

    case PROP_SEED:
      attune_job_request_set_seed (self, g_value_get_int64 (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_request_class_init (AttuneJobRequestClass *klass)
{
  static const char * const strings[] = {
    [PROP_MODEL] = "model",
    [PROP_TRAINING_FILE] = "training-file",
    [PROP_VALIDATION_FILE] = "validation-file",
    [PROP_SUFFIX] = "suffix",
    [PROP_NONCE] = "nonce",
  };
  const GParamFlags flags = (G_PARAM_READWRITE |
                             G_PARAM_EXPLICIT_NOTIFY |
                             G_PARAM_STATIC_STRINGS);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_job_request_finalize;
  object_class->get_property = attune_job_request_get_property;
  object_class->set_property = attune_job_request_set_property;

  for (guint i = PROP_MODEL; i < G_N_ELEMENTS (strings); i++)
    properties[i] = g_param_spec_string (strings[i], NULL, NULL, NULL, flags);

  properties[PROP_N_EPOCHS] =
    g_param_spec_uint ("n-epochs", NULL, NULL, 0, G_MAXINT, 0, flags);

  properties[PROP_BATCH_SIZE] =
    g_param_spec_uint ("batch-size", NULL, NULL, 0, G_MAXINT, 0, flags);

  properties[PROP_LEARNING_RATE_MULTIPLIER] =
    g_param_spec_double ("learning-rate-multiplier", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  properties[PROP_METHOD] =
    g_param_spec_string ("method", NULL, NULL, "supervised", flags);

  properties[PROP_BETA] =
    g_param_spec_double ("beta", NULL, NULL, 0, G_MAXDOUBLE, 0, flags);

  properties[PROP_SEED] =
    g_param_spec_int64 ("seed", NULL, NULL, -1, G_MAXINT32, -1, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_job_request_init (AttuneJobRequest *self)
{
  self->seed = -1;
  self->quoted_price = -1;
  self->method = g_strdup ("supervised");
  self->settings = json_object_new ();
}

/**
 * attune_job_request_new:
 *
 * Returns: (transfer full): a new request with everything automatic
 */
AttuneJobRequest *
attune_job_request_new (void)
{
  return g_object_new (ATTUNE_TYPE_JOB_REQUEST, NULL);
}

/**
 * attune_job_request_get_model:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the model to tune
 */
const char *
attune_job_request_get_model (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->model;
}

/**
 * attune_job_request_set_model:
 * @self: a request
 * @model: (nullable): a base model, or a tuned one to go on from
 */
void
attune_job_request_set_model (AttuneJobRequest *self,
                              const char       *model)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_text (self, &self->model, model, PROP_MODEL);
}

/**
 * attune_job_request_get_training_file:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the provider's id of the training file
 */
const char *
attune_job_request_get_training_file (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->training_file;
}

/**
 * attune_job_request_set_training_file:
 * @self: a request
 * @file_id: (nullable): the id that an upload was given
 */
void
attune_job_request_set_training_file (AttuneJobRequest *self,
                                      const char       *file_id)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_text (self, &self->training_file, file_id, PROP_TRAINING_FILE);
}

/**
 * attune_job_request_get_validation_file:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the provider's id of the validation file
 */
const char *
attune_job_request_get_validation_file (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->validation_file;
}

/**
 * attune_job_request_set_validation_file:
 * @self: a request
 * @file_id: (nullable): the id that an upload was given
 */
void
attune_job_request_set_validation_file (AttuneJobRequest *self,
                                        const char       *file_id)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_text (self, &self->validation_file, file_id, PROP_VALIDATION_FILE);
}

/**
 * attune_job_request_get_validation_dataset:
 * @self: a request
 *
 * What becomes the validation file. It is kept with the request, and never sent.
 *
 * Returns: (transfer none) (nullable): the id of a dataset, all of whose examples the training is
 *   checked with; %ATTUNE_NO_VALIDATION; or %NULL for what the training's own dataset keeps aside
 */
const char *
attune_job_request_get_validation_dataset (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->validation_dataset;
}

/**
 * attune_job_request_set_validation_dataset:
 * @self: a request
 * @dataset_id: (nullable): see attune_job_request_get_validation_dataset()
 */
void
attune_job_request_set_validation_dataset (AttuneJobRequest *self,
                                           const char       *dataset_id)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  g_set_str (&self->validation_dataset, dataset_id);
}

/**
 * attune_job_request_get_suffix:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what the tuned model's name is to end with
 */
const char *
attune_job_request_get_suffix (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->suffix;
}

/**
 * attune_job_request_set_suffix:
 * @self: a request
 * @suffix: (nullable): at most attune_profile_get_max_suffix() characters
 */
void
attune_job_request_set_suffix (AttuneJobRequest *self,
                               const char       *suffix)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_text (self, &self->suffix, suffix, PROP_SUFFIX);
}

/**
 * attune_job_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none): "supervised" or "dpo", in our words
 */
const char *
attune_job_request_get_method (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->method;
}

/**
 * attune_job_request_set_method:
 * @self: a request
 * @method: (nullable): "supervised", "dpo", or %NULL for the former
 */
void
attune_job_request_set_method (AttuneJobRequest *self,
                               const char       *method)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_text (self, &self->method, method != NULL ? method : "supervised", PROP_METHOD);
}

/**
 * attune_job_request_get_metadata:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): texts that the provider keeps with the job, without our mark
 */
JsonObject *
attune_job_request_get_metadata (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->metadata;
}

/**
 * attune_job_request_set_metadata:
 * @self: a request
 * @key: at most 64 characters
 * @value: (nullable): at most 512 characters, or %NULL to take it away
 */
void
attune_job_request_set_metadata (AttuneJobRequest *self,
                                 const char       *key,
                                 const char       *value)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));
  g_return_if_fail (key != NULL);

  if (self->metadata == NULL)
    self->metadata = json_object_new ();

  if (value != NULL)
    json_object_set_string_member (self->metadata, key, value);
  else if (json_object_has_member (self->metadata, key))
    json_object_remove_member (self->metadata, key);

  if (json_object_get_size (self->metadata) == 0)
    g_clear_pointer (&self->metadata, json_object_unref);
}

/**
 * attune_job_request_get_seed:
 * @self: a request
 *
 * Returns: the seed of everything random, -1 when the provider chooses
 */
gint64
attune_job_request_get_seed (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), -1);

  return self->seed;
}

/**
 * attune_job_request_set_seed:
 * @self: a request
 * @seed: 0 to 2147483647, or -1 to let the provider choose
 */
void
attune_job_request_set_seed (AttuneJobRequest *self,
                             gint64            seed)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  if (self->seed == seed)
    return;

  self->seed = seed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEED]);
}

/**
 * attune_job_request_get_nonce:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the mark by which the job can be found again
 */
const char *
attune_job_request_get_nonce (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return self->nonce;
}

/**
 * attune_job_request_set_nonce:
 * @self: a request
 * @nonce: (nullable): a mark that no other job has, at most 512 characters; it travels as the
 *   metadata `attune_job`
 */
void
attune_job_request_set_nonce (AttuneJobRequest *self,
                              const char       *nonce)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_text (self, &self->nonce, nonce, PROP_NONCE);
}
