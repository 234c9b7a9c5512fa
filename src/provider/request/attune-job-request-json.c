/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request"

#include "config.h"

#include "attune-job-body.h"
#include "attune-job-request.h"
#include "attune-json-path.h"
#include "attune-json.h"
#include "attune-wire-parse.h"

/* The metadata member by which a job is found again when the answer to its creation was lost. */
#define NONCE_MEMBER "attune_job"

/* Ours, in what is kept; no service is told them. */
#define VALIDATION_MEMBER "attune_validation_dataset"
#define LIMIT_MEMBER "attune_spending_limit"
#define QUOTE_MEMBER "attune_quoted_price"
#define CONTINUES_MEMBER "attune_continues"

static void
set_text (JsonObject *object,
          const char *path,
          const char *text)
{
  if (text != NULL && *text != '\0')
    attune_json_path_set (object, path, json_node_init_string (json_node_alloc (), text));
}

/* A job without this member is supervised and automatic, which even the plainest server takes. */
static void
add_method (JsonObject       *object,
            AttuneJobRequest *self)
{
  const char *method = attune_job_request_get_method (self);
  g_auto(GStrv) names = attune_job_request_list_settings (self);

  if (names[0] == NULL && g_str_equal (method, "supervised"))
    return;

  set_text (object, "method.type", method);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("method.", method, ".hyperparameters.", names[i], NULL);

      attune_json_path_set (object, path,
                            json_node_copy (attune_job_request_get_setting (self, names[i])));
    }
}

static void
add_metadata (JsonObject       *object,
              AttuneJobRequest *self)
{
  JsonObject *metadata = attune_job_request_get_metadata (self);

  set_text (object, "metadata." NONCE_MEMBER, attune_job_request_get_nonce (self));

  if (metadata == NULL)
    return;

  if (attune_json_get_object (object, "metadata") == NULL)
    json_object_set_object_member (object, "metadata", json_object_new ());

  attune_json_merge (attune_json_get_object (object, "metadata"), metadata);
}

static void
read_settings (AttuneJobRequest *self,
               JsonObject       *settings)
{
  g_autoptr(GList) names = json_object_get_members (settings);

  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonNode *value = json_object_get_member (settings, at->data);

      if (JSON_NODE_HOLDS_VALUE (value) &&
          g_strcmp0 (attune_json_get_string (settings, at->data, NULL), "auto") != 0)
        attune_job_request_set_setting (self, at->data, value);
    }

  /* As text and below nothing, as some write them. */
  attune_job_request_set_n_epochs (self, attune_job_request_get_n_epochs (self));
  attune_job_request_set_batch_size (self, attune_job_request_get_batch_size (self));
  attune_job_request_set_learning_rate_multiplier (
    self, attune_job_request_get_learning_rate_multiplier (self));
  attune_job_request_set_beta (self, attune_job_request_get_beta (self));
}

static void
read_method (AttuneJobRequest *self,
             JsonObject       *object)
{
  JsonObject *method = attune_json_get_object (object, "method");
  const char *type = attune_json_get_string (method, "type", "supervised");
  JsonObject *settings = attune_json_get_object (attune_json_get_object (method, type),
                                                 "hyperparameters");

  attune_job_request_set_method (self, type);

  if (settings == NULL)
    settings = attune_json_get_object (object, "hyperparameters");

  if (settings != NULL)
    read_settings (self, settings);
}

static void
read_metadata (AttuneJobRequest *self,
               JsonObject       *metadata)
{
  g_autoptr(GList) keys = json_object_get_members (metadata);

  for (GList *at = keys; at != NULL; at = at->next)
    {
      const char *value = attune_json_get_string (metadata, at->data, NULL);

      if (g_str_equal (at->data, NONCE_MEMBER))
        attune_job_request_set_nonce (self, value);
      else if (value != NULL)
        attune_job_request_set_metadata (self, at->data, value);
    }
}

static void
read_wandb (AttuneJobRequest *self,
            JsonObject       *object)
{
  JsonNode *node = attune_json_path_get (object, "integrations[].wandb");
  JsonObject *wandb = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                    : NULL;
  JsonArray *array = attune_json_get_array (wandb, "tags");
  g_autoptr(GStrvBuilder) tags = g_strv_builder_new ();
  g_auto(GStrv) words = NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *tag = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (tag) && json_node_get_value_type (tag) == G_TYPE_STRING)
        g_strv_builder_add (tags, json_node_get_string (tag));
    }

  words = g_strv_builder_end (tags);
  attune_job_request_set_wandb (self,
                                attune_json_get_string (wandb, "project", NULL),
                                attune_json_get_string (wandb, "name", NULL),
                                attune_json_get_string (wandb, "entity", NULL),
                                (const char * const *)(words[0] != NULL ? words : NULL));
}

/**
 * attune_job_request_add_wandb: (skip)
 * @self: a request
 * @object: a body
 * @path: where in it, such as "integrations[]"
 *
 * Adds the connection with Weights & Biases, if there is one.
 */
void
attune_job_request_add_wandb (AttuneJobRequest *self,
                              JsonObject       *object,
                              const char       *path)
{
  const char * const *tags = attune_job_request_get_wandb_tags (self);
  g_autoptr(JsonArray) array = NULL;
  JsonObject *integration;

  if (attune_job_request_get_wandb (self, "project") == NULL)
    return;

  integration = json_object_new ();
  set_text (integration, "type", "wandb");
  set_text (integration, "wandb.project", attune_job_request_get_wandb (self, "project"));
  set_text (integration, "wandb.name", attune_job_request_get_wandb (self, "name"));
  set_text (integration, "wandb.entity", attune_job_request_get_wandb (self, "entity"));

  if (tags != NULL)
    {
      array = json_array_new ();

      for (guint i = 0; tags[i] != NULL; i++)
        json_array_add_string_element (array, tags[i]);

      attune_json_path_set (integration, "wandb.tags",
                            json_node_init_array (json_node_alloc (), array));
    }

  attune_json_path_set (object, path,
                        json_node_init_object (json_node_alloc (), integration));
  json_object_unref (integration);
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
  JsonObject *metadata;
  AttuneJobRequest *self;

  g_return_val_if_fail (object != NULL, NULL);

  self = attune_job_request_new ();
  metadata = attune_json_get_object (object, "metadata");
  attune_job_request_set_model (self, attune_json_get_string (object, "model", NULL));
  attune_job_request_set_training_file (self,
                                        attune_json_get_string (object, "training_file", NULL));
  attune_job_request_set_validation_file (self,
                                          attune_json_get_string (object, "validation_file", NULL));
  attune_job_request_set_validation_dataset (
    self, attune_json_get_string (object, VALIDATION_MEMBER, NULL));
  attune_job_request_set_spending_limit (self, attune_json_get_double (object, LIMIT_MEMBER, 0));
  attune_job_request_set_quoted_price (self, attune_json_get_double (object, QUOTE_MEMBER, -1));
  attune_job_request_set_continues (self,
                                    attune_json_get_boolean (object, CONTINUES_MEMBER, FALSE));
  attune_job_request_set_suffix (self, attune_json_get_string (object, "suffix", NULL));
  attune_job_request_set_seed (self, CLAMP (attune_wire_get_int (object, "seed", -1),
                                            -1, G_MAXINT32));
  read_method (self, object);
  read_wandb (self, object);

  if (metadata != NULL)
    read_metadata (self, metadata);

  return self;
}

/**
 * attune_job_request_to_json:
 * @self: a request
 *
 * Writes only what a person set, whether or not a provider knows it: this is how a request is kept.
 * What is sent to one is attune_job_body_build()'s.
 *
 * Returns: (transfer full): the body of `POST /fine_tuning/jobs` in OpenAI's protocol
 */
JsonNode *
attune_job_request_to_json (AttuneJobRequest *self)
{
  g_autoptr(JsonObject) object = json_object_new ();

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  set_text (object, "model", attune_job_request_get_model (self));
  set_text (object, "training_file", attune_job_request_get_training_file (self));
  set_text (object, "validation_file", attune_job_request_get_validation_file (self));
  set_text (object, VALIDATION_MEMBER, attune_job_request_get_validation_dataset (self));
  set_text (object, "suffix", attune_job_request_get_suffix (self));

  if (attune_job_request_get_seed (self) >= 0)
    json_object_set_int_member (object, "seed", attune_job_request_get_seed (self));

  if (attune_job_request_get_continues (self))
    json_object_set_boolean_member (object, CONTINUES_MEMBER, TRUE);

  if (attune_job_request_get_spending_limit (self) > 0)
    json_object_set_double_member (object, LIMIT_MEMBER,
                                   attune_job_request_get_spending_limit (self));

  if (attune_job_request_get_quoted_price (self) >= 0)
    json_object_set_double_member (object, QUOTE_MEMBER,
                                   attune_job_request_get_quoted_price (self));

  add_method (object, self);
  add_metadata (object, self);
  attune_job_request_add_wandb (self, object, "integrations[]");

  return json_node_init_object (json_node_alloc (), object);
}

/**
 * attune_job_request_copy:
 * @self: a request
 *
 * Returns: (transfer full): another one that asks for the same, and stays so
 */
AttuneJobRequest *
attune_job_request_copy (AttuneJobRequest *self)
{
  g_autoptr(JsonNode) node = NULL;

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  node = attune_job_request_to_json (self);

  return attune_job_request_new_from_json (json_node_get_object (node));
}
