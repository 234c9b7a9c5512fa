/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request"

#include "config.h"

#include "attune-job-request.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* The metadata member by which a job is found again when the answer to its creation was lost. */
#define NONCE_MEMBER "attune_job"

struct _AttuneJobRequest
{
  GObject  parent_instance;

  char    *model;
  char    *training_file;
  char    *validation_file;
  char    *suffix;
  char    *nonce;
  double   learning_rate_multiplier;
  gint64   seed;
  guint    n_epochs;
  guint    batch_size;
};

enum {
  PROP_0,
  PROP_MODEL,
  PROP_TRAINING_FILE,
  PROP_VALIDATION_FILE,
  PROP_SUFFIX,
  PROP_NONCE,
  PROP_N_EPOCHS,
  PROP_BATCH_SIZE,
  PROP_LEARNING_RATE_MULTIPLIER,
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
add_text (JsonBuilder *builder,
          const char  *member,
          const char  *text)
{
  if (text == NULL || *text == '\0')
    return;

  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

/* A job without this member is supervised and automatic, which even the plainest server takes. */
static void
add_method (JsonBuilder      *builder,
            AttuneJobRequest *self)
{
  if (self->n_epochs == 0 && self->batch_size == 0 && self->learning_rate_multiplier <= 0)
    return;

  json_builder_set_member_name (builder, "method");
  json_builder_begin_object (builder);
  add_text (builder, "type", "supervised");
  json_builder_set_member_name (builder, "supervised");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "hyperparameters");
  json_builder_begin_object (builder);

  if (self->n_epochs > 0)
    {
      json_builder_set_member_name (builder, "n_epochs");
      json_builder_add_int_value (builder, self->n_epochs);
    }

  if (self->batch_size > 0)
    {
      json_builder_set_member_name (builder, "batch_size");
      json_builder_add_int_value (builder, self->batch_size);
    }

  if (self->learning_rate_multiplier > 0)
    {
      json_builder_set_member_name (builder, "learning_rate_multiplier");
      json_builder_add_double_value (builder, self->learning_rate_multiplier);
    }

  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
read_settings (AttuneJobRequest *self,
               JsonObject       *object)
{
  JsonObject *method = attune_json_get_object (object, "method");
  JsonObject *supervised = attune_json_get_object (method, "supervised");
  JsonObject *settings = attune_json_get_object (supervised, "hyperparameters");

  if (settings == NULL)
    settings = attune_json_get_object (object, "hyperparameters");

  if (settings == NULL)
    return;

  self->n_epochs = CLAMP (attune_wire_get_int (settings, "n_epochs", 0), 0, G_MAXINT);
  self->batch_size = CLAMP (attune_wire_get_int (settings, "batch_size", 0), 0, G_MAXINT);
  self->learning_rate_multiplier =
    MAX (0, attune_wire_get_double (settings, "learning_rate_multiplier", 0));
}

static void
attune_job_request_finalize (GObject *object)
{
  AttuneJobRequest *self = (AttuneJobRequest *)object;

  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->training_file, g_free);
  g_clear_pointer (&self->validation_file, g_free);
  g_clear_pointer (&self->suffix, g_free);
  g_clear_pointer (&self->nonce, g_free);

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

    case PROP_N_EPOCHS:
      g_value_set_uint (value, self->n_epochs);
      break;

    case PROP_BATCH_SIZE:
      g_value_set_uint (value, self->batch_size);
      break;

    case PROP_LEARNING_RATE_MULTIPLIER:
      g_value_set_double (value, self->learning_rate_multiplier);
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

    case PROP_N_EPOCHS:
      attune_job_request_set_n_epochs (self, g_value_get_uint (value));
      break;

    case PROP_BATCH_SIZE:
      attune_job_request_set_batch_size (self, g_value_get_uint (value));
      break;

    case PROP_LEARNING_RATE_MULTIPLIER:
      attune_job_request_set_learning_rate_multiplier (self, g_value_get_double (value));
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

  properties[PROP_SEED] =
    g_param_spec_int64 ("seed", NULL, NULL, -1, G_MAXINT32, -1, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
attune_job_request_init (AttuneJobRequest *self)
{
  self->seed = -1;
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
 * attune_job_request_new_from_json:
 * @object: what attune_job_request_to_json() made, perhaps long ago
 *
 * Also reads the older form, with the settings in a top-level `hyperparameters`. What is missing
 * or no longer understood is automatic.
 *
 * Returns: (transfer full): a new request
 */
AttuneJobRequest *
attune_job_request_new_from_json (JsonObject *object)
{
  AttuneJobRequest *self;

  g_return_val_if_fail (object != NULL, NULL);

  self = attune_job_request_new ();
  self->model = g_strdup (attune_json_get_string (object, "model", NULL));
  self->training_file = g_strdup (attune_json_get_string (object, "training_file", NULL));
  self->validation_file = g_strdup (attune_json_get_string (object, "validation_file", NULL));
  self->suffix = g_strdup (attune_json_get_string (object, "suffix", NULL));
  self->nonce = g_strdup (attune_json_get_string (attune_json_get_object (object, "metadata"),
                                                  NONCE_MEMBER, NULL));
  self->seed = CLAMP (attune_wire_get_int (object, "seed", -1), -1, G_MAXINT32);
  read_settings (self, object);

  return self;
}

/**
 * attune_job_request_to_json:
 * @self: a request
 *
 * Writes only what a person set, so that the provider chooses the rest.
 *
 * Returns: (transfer full): the body of `POST /fine_tuning/jobs` in OpenAI's protocol
 */
JsonNode *
attune_job_request_to_json (AttuneJobRequest *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  json_builder_begin_object (builder);
  add_text (builder, "model", self->model);
  add_text (builder, "training_file", self->training_file);
  add_text (builder, "validation_file", self->validation_file);
  add_text (builder, "suffix", self->suffix);

  if (self->seed >= 0)
    {
      json_builder_set_member_name (builder, "seed");
      json_builder_add_int_value (builder, self->seed);
    }

  add_method (builder, self);

  if (self->nonce != NULL)
    {
      json_builder_set_member_name (builder, "metadata");
      json_builder_begin_object (builder);
      add_text (builder, NONCE_MEMBER, self->nonce);
      json_builder_end_object (builder);
    }

  json_builder_end_object (builder);

  return json_builder_get_root (builder);
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

/**
 * attune_job_request_get_n_epochs:
 * @self: a request
 *
 * Returns: how often the file is gone through, 0 for automatic
 */
guint
attune_job_request_get_n_epochs (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), 0);

  return self->n_epochs;
}

/**
 * attune_job_request_set_n_epochs:
 * @self: a request
 * @n_epochs: how often to go through the file (1 to 50 at OpenAI), 0 for automatic
 */
void
attune_job_request_set_n_epochs (AttuneJobRequest *self,
                                 guint             n_epochs)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  if (self->n_epochs == n_epochs)
    return;

  self->n_epochs = n_epochs;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_EPOCHS]);
}

/**
 * attune_job_request_get_batch_size:
 * @self: a request
 *
 * Returns: the number of examples in a step, 0 for automatic
 */
guint
attune_job_request_get_batch_size (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), 0);

  return self->batch_size;
}

/**
 * attune_job_request_set_batch_size:
 * @self: a request
 * @batch_size: the number of examples in a step (1 to 256 at OpenAI), 0 for automatic
 */
void
attune_job_request_set_batch_size (AttuneJobRequest *self,
                                   guint             batch_size)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  if (self->batch_size == batch_size)
    return;

  self->batch_size = batch_size;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BATCH_SIZE]);
}

/**
 * attune_job_request_get_learning_rate_multiplier:
 * @self: a request
 *
 * Returns: the factor on the provider's own learning rate, 0 for automatic
 */
double
attune_job_request_get_learning_rate_multiplier (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), 0);

  return self->learning_rate_multiplier;
}

/**
 * attune_job_request_set_learning_rate_multiplier:
 * @self: a request
 * @multiplier: a factor on the provider's own learning rate, 0 for automatic
 */
void
attune_job_request_set_learning_rate_multiplier (AttuneJobRequest *self,
                                                 double            multiplier)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  if (self->learning_rate_multiplier == multiplier)
    return;

  self->learning_rate_multiplier = multiplier;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEARNING_RATE_MULTIPLIER]);
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
