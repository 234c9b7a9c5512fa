/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-job-request"

#include "config.h"

#include <math.h>

#include <libsoup/soup.h>

#include "attune-engine-error.h"
#include "attune-engine-job-request.h"
#include "attune-json.h"

/* The ranges of OpenAI's document (api section 1.4). */
#define MAX_EPOCHS 50
#define MAX_BATCH 256
#define MAX_SUFFIX 64
#define MAX_PAIRS 16
#define MAX_KEY 64
#define MAX_VALUE 512

/* What the trainer takes beyond that (docs/engine.md). */
static const struct
{
  const char *name;
  const char *rule;
  double      minimum;
  double      maximum;
  gboolean    is_whole;
} settings[] = {
  { "lora_rank", "must be “auto” or a whole number from 1 to 1024", 1, 1024, TRUE },
  { "lora_alpha", "must be “auto” or a number from 0.001 to 1000000", 1e-3, 1e6, FALSE },
  { "warmup_ratio", "must be “auto” or a number from 0 to 1", 0, 1, FALSE },
  { "max_grad_norm", "must be “auto” or a number from 0.001 to 1000000", 1e-3, 1e6, FALSE },
  { "beta", "must be “auto” or a number from 0.001 to 1000", 1e-3, 1e3, FALSE },
  { "context", "must be “auto” or a whole number from 8 to 262144", 8, 262144, TRUE },
};

static const char * const tunings[] = { "auto", "all", "adapter", NULL };

static const char * const matrices[] = {
  "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down", NULL
};

static const char * const attention[] = { "attn_q", "attn_k", "attn_v", "attn_output", NULL };
static const char * const feed_forward[] = { "ffn_gate", "ffn_up", "ffn_down", NULL };

static const struct
{
  const char         *word;
  const char * const *names;
} matrix_words[] = {
  { "all", matrices },
  { "attention", attention },
  { "feed-forward", feed_forward },
};

static gboolean
fail (GError     **error,
      const char  *param,
      const char  *rule)
{
  attune_engine_set_error (error, SOUP_STATUS_BAD_REQUEST, NULL, param, "“%s” %s.", param, rule);

  return FALSE;
}

/* The member, or NULL when it is missing or null: a client may send either. */
static JsonNode *
get_node (JsonObject *object,
          const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                          json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static gboolean
read_string (JsonObject  *body,
             const char  *member,
             gboolean     required,
             char       **value,
             GError     **error)
{
  JsonNode *node = get_node (body, member);

  if (node == NULL && !required)
    return TRUE;

  if (node == NULL)
    return fail (error, member, "is missing");

  if (!is_string (node) || *json_node_get_string (node) == '\0')
    return fail (error, member, "must be a text that is not empty");

  *value = json_node_dup_string (node);

  return TRUE;
}

static gboolean
read_suffix (JsonObject  *body,
             char       **suffix,
             GError     **error)
{
  if (!read_string (body, "suffix", FALSE, suffix, error))
    return FALSE;

  if (*suffix != NULL && g_utf8_strlen (*suffix, -1) > MAX_SUFFIX)
    return fail (error, "suffix", "must have 1 to 64 characters");

  return TRUE;
}

static gboolean
read_seed (JsonObject  *body,
           gint64      *seed,
           GError     **error)
{
  JsonNode *node = get_node (body, "seed");

  if (node == NULL)
    {
      *seed = g_random_int_range (0, G_MAXINT32);
      return TRUE;
    }

  *seed = is_number (node) ? json_node_get_int (node) : -1;

  if (!is_number (node) || *seed < 0 || *seed > G_MAXINT32 || json_node_get_double (node) != *seed)
    return fail (error, "seed", "must be a whole number from 0 to 2147483647");

  return TRUE;
}

/* "auto" reads as 0. */
static gboolean
read_hyperparameter (JsonObject  *object,
                     const char  *member,
                     double       minimum,
                     double       maximum,
                     gboolean     is_whole,
                     double      *value)
{
  JsonNode *node = get_node (object, member);
  double number;

  *value = 0;

  if (node == NULL || (is_string (node) && g_str_equal (json_node_get_string (node), "auto")))
    return TRUE;

  number = is_number (node) ? json_node_get_double (node) : NAN;

  if (!isfinite (number) || number < minimum || number > maximum ||
      (is_whole && number != floor (number)))
    return FALSE;

  *value = number;

  return TRUE;
}

static gboolean
is_auto (JsonNode *node)
{
  return node == NULL || (is_string (node) && g_str_equal (json_node_get_string (node), "auto"));
}

/* The list that a word stands for, or NULL. */
static const char * const *
find_matrices (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matrix_words); i++)
    if (g_str_equal (word, matrix_words[i].word))
      return matrix_words[i].names;

  return NULL;
}

static gboolean
is_matrices (JsonNode *node)
{
  JsonArray *array;

  if (is_string (node))
    return find_matrices (json_node_get_string (node)) != NULL;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!is_string (element) || !g_strv_contains (matrices, json_node_get_string (element)))
        return FALSE;
    }

  return json_array_get_length (array) > 0;
}

static gboolean
is_boolean (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN;
}

static gboolean
check_settings (JsonObject  *object,
                const char  *path,
                GError     **error)
{
  JsonNode *tuning = get_node (object, "tuning");
  JsonNode *names = get_node (object, "lora_matrices");
  JsonNode *stops = get_node (object, "early_stopping");
  g_autofree char *stops_path = g_strconcat (path, ".early_stopping", NULL);
  g_autofree char *tuning_path = g_strconcat (path, ".tuning", NULL);
  g_autofree char *names_path = g_strconcat (path, ".lora_matrices", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *setting_path = g_strconcat (path, ".", settings[i].name, NULL);
      double value;

      if (!read_hyperparameter (object, settings[i].name, settings[i].minimum,
                                settings[i].maximum, settings[i].is_whole, &value))
        return fail (error, setting_path, settings[i].rule);
    }

  if (!is_auto (stops) && !is_boolean (stops))
    return fail (error, stops_path, "must be “auto”, true or false");

  if (tuning != NULL &&
      !(is_string (tuning) && g_strv_contains (tunings, json_node_get_string (tuning))))
    return fail (error, tuning_path, "must be “auto”, “all” or “adapter”");

  if (!is_auto (names) && !is_matrices (names))
    return fail (error, names_path, "must be “auto”, “all”, “attention”, “feed-forward” or a list of names of matrices");

  return TRUE;
}

static gboolean
read_hyperparameters (AttuneEngineJobRequest  *self,
                      JsonObject              *object,
                      const char              *path,
                      GError                 **error)
{
  g_autofree char *epochs_path = g_strconcat (path, ".n_epochs", NULL);
  g_autofree char *batch_path = g_strconcat (path, ".batch_size", NULL);
  g_autofree char *multiplier_path = g_strconcat (path, ".learning_rate_multiplier", NULL);
  double n_epochs;
  double batch_size;

  if (!read_hyperparameter (object, "n_epochs", 1, MAX_EPOCHS, TRUE, &n_epochs))
    return fail (error, epochs_path, "must be “auto” or a whole number from 1 to 50");

  if (!read_hyperparameter (object, "batch_size", 1, MAX_BATCH, TRUE, &batch_size))
    return fail (error, batch_path, "must be “auto” or a whole number from 1 to 256");

  if (!read_hyperparameter (object, "learning_rate_multiplier", G_MINDOUBLE, G_MAXDOUBLE, FALSE,
                            &self->multiplier))
    return fail (error, multiplier_path, "must be “auto” or a number greater than 0");

  self->n_epochs = (guint)n_epochs;
  self->batch_size = (guint)batch_size;

  if (!check_settings (object, path, error))
    return FALSE;

  self->settings = attune_engine_job_request_pick_settings (object);

  return TRUE;
}

static JsonObject *
get_object (JsonObject  *object,
            const char  *member,
            const char  *path,
            gboolean    *ok,
            GError     **error)
{
  JsonNode *node = get_node (object, member);

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    *ok = fail (error, path, "must be an object");

  return node != NULL && *ok ? json_node_get_object (node) : NULL;
}

/* `method` is today's place for the hyperparameters, the member of that name the old one. */
static gboolean
read_method (AttuneEngineJobRequest  *self,
             JsonObject              *body,
             GError                 **error)
{
  gboolean ok = TRUE;
  JsonObject *method = get_object (body, "method", "method", &ok, error);
  const char *type = method != NULL ? attune_json_get_string (method, "type", "") : "supervised";
  g_autofree char *inner_path = g_strconcat ("method.", type, NULL);
  g_autofree char *path = g_strconcat (inner_path, ".hyperparameters", NULL);
  JsonObject *inner = NULL;
  JsonObject *object = NULL;

  self->is_dpo = g_str_equal (type, "dpo");

  if (ok && !self->is_dpo && !g_str_equal (type, "supervised"))
    return fail (error, "method.type", "must be “supervised” or “dpo”");

  if (ok)
    inner = get_object (method, type, inner_path, &ok, error);

  if (ok && inner != NULL)
    object = get_object (inner, "hyperparameters", path, &ok, error);

  if (ok && object != NULL)
    return read_hyperparameters (self, object, path, error);

  if (ok)
    object = get_object (body, "hyperparameters", "hyperparameters", &ok, error);

  return ok && read_hyperparameters (self, object, "hyperparameters", error);
}

static gboolean
read_metadata (AttuneEngineJobRequest  *self,
               JsonObject              *body,
               GError                 **error)
{
  gboolean ok = TRUE;
  JsonObject *metadata = get_object (body, "metadata", "metadata", &ok, error);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (metadata == NULL)
    return ok;

  if (json_object_get_size (metadata) > MAX_PAIRS)
    return fail (error, "metadata", "must have at most 16 pairs");

  json_object_iter_init (&iter, metadata);

  while (json_object_iter_next (&iter, &key, &value))
    {
      if (g_utf8_strlen (key, -1) > MAX_KEY)
        return fail (error, "metadata", "must have keys of at most 64 characters");

      if (!is_string (value) || g_utf8_strlen (json_node_get_string (value), -1) > MAX_VALUE)
        return fail (error, "metadata", "must have texts of at most 512 characters as values");
    }

  self->metadata = json_object_ref (metadata);

  return TRUE;
}

static gboolean
check_integrations (JsonObject  *body,
                    GError     **error)
{
  JsonNode *node = get_node (body, "integrations");

  if (node == NULL ||
      (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 0))
    return TRUE;

  return fail (error, "integrations", "must be empty; this engine reports to nobody");
}

/**
 * attune_engine_job_request_parse:
 * @body: the body of the request
 * @error: (nullable): where to put an error
 *
 * Checks everything that can be told from @body alone, by the rules of OpenAI's document
 * (CreateFineTuningJobRequest).
 *
 * Returns: (transfer full) (nullable): what was asked for, or %NULL with a 400 error that names
 *   the parameter
 */
AttuneEngineJobRequest *
attune_engine_job_request_parse (JsonObject  *body,
                                 GError     **error)
{
  g_autoptr(AttuneEngineJobRequest) self = g_new0 (AttuneEngineJobRequest, 1);

  g_return_val_if_fail (body != NULL, NULL);

  if (!read_string (body, "model", TRUE, &self->model, error) ||
      !read_string (body, "training_file", TRUE, &self->training_file, error) ||
      !read_string (body, "validation_file", FALSE, &self->validation_file, error) ||
      !read_suffix (body, &self->suffix, error) ||
      !read_seed (body, &self->seed, error) ||
      !read_method (self, body, error) ||
      !read_metadata (self, body, error) ||
      !check_integrations (body, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_engine_job_request_copy:
 * @self: a request
 *
 * Returns: (transfer full): a copy of @self
 */
AttuneEngineJobRequest *
attune_engine_job_request_copy (const AttuneEngineJobRequest *self)
{
  AttuneEngineJobRequest *copy = g_memdup2 (self, sizeof *self);

  copy->model = g_strdup (self->model);
  copy->training_file = g_strdup (self->training_file);
  copy->validation_file = g_strdup (self->validation_file);
  copy->suffix = g_strdup (self->suffix);
  copy->settings = self->settings != NULL ? json_object_ref (self->settings) : NULL;
  copy->metadata = self->metadata != NULL ? json_object_ref (self->metadata) : NULL;

  return copy;
}

/**
 * attune_engine_job_request_free:
 * @self: (transfer full): a request
 */
void
attune_engine_job_request_free (AttuneEngineJobRequest *self)
{
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->training_file, g_free);
  g_clear_pointer (&self->validation_file, g_free);
  g_clear_pointer (&self->suffix, g_free);
  g_clear_pointer (&self->settings, json_object_unref);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_free (self);
}

static void
set_number_or_auto (JsonObject *object,
                    const char *member,
                    double      value,
                    gboolean    is_whole)
{
  if (value <= 0)
    json_object_set_string_member (object, member, "auto");
  else if (is_whole)
    json_object_set_int_member (object, member, (gint64)value);
  else
    json_object_set_double_member (object, member, value);
}

static void
pick (JsonObject *target,
      JsonObject *source,
      const char *member)
{
  JsonNode *node = get_node (source, member);

  if (!is_auto (node))
    json_object_set_member (target, member, json_node_ref (node));
}

static JsonArray *
list_matrices (const char *word)
{
  const char * const *names = find_matrices (word);
  JsonArray *array = json_array_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);

  return array;
}

/**
 * attune_engine_job_request_pick_settings:
 * @hyperparameters: (nullable): those of a request, checked
 *
 * Returns: (transfer full): the ones among them that OpenAI's document does not know and that are
 * not left to the trainer
 */
JsonObject *
attune_engine_job_request_pick_settings (JsonObject *hyperparameters)
{
  JsonNode *names = get_node (hyperparameters, "lora_matrices");
  JsonObject *picked = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    pick (picked, hyperparameters, settings[i].name);

  pick (picked, hyperparameters, "tuning");
  pick (picked, hyperparameters, "early_stopping");

  if (!is_auto (names) && is_string (names))
    json_object_set_array_member (picked, "lora_matrices", list_matrices (json_node_get_string (names)));
  else
    pick (picked, hyperparameters, "lora_matrices");

  return picked;
}

/**
 * attune_engine_job_request_build_hyperparameters:
 * @self: a request
 * @n_epochs: how often the examples are seen; 0 for auto
 * @batch_size: examples in a step; 0 for auto
 * @multiplier: of the learning rate; 0 for auto
 *
 * Returns: (transfer full): OpenAI's hyperparameters object, and what was asked for beyond it
 */
JsonObject *
attune_engine_job_request_build_hyperparameters (const AttuneEngineJobRequest *self,
                                                 guint                         n_epochs,
                                                 guint                         batch_size,
                                                 double                        multiplier)
{
  JsonObject *object = json_object_new ();

  set_number_or_auto (object, "n_epochs", n_epochs, TRUE);
  set_number_or_auto (object, "batch_size", batch_size, TRUE);
  set_number_or_auto (object, "learning_rate_multiplier", multiplier, FALSE);

  if (self->settings != NULL)
    attune_json_merge (object, self->settings);

  return object;
}
