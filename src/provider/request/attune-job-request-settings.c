/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request"

#include "config.h"

#include "attune-job-request-private.h"
#include "attune-wire-values.h"

static guint
get_count (AttuneJobRequest *self,
           const char       *name)
{
  return CLAMP (attune_wire_get_int (self->settings, name, 0), 0, G_MAXINT);
}

/* 0 is automatic. */
static void
set_count (AttuneJobRequest *self,
           const char       *name,
           guint             value)
{
  g_autoptr(JsonNode) node = json_node_init_int (json_node_alloc (), value);

  attune_job_request_set_setting (self, name, value > 0 ? node : NULL);
}

static void
set_number (AttuneJobRequest *self,
            const char       *name,
            double            value)
{
  g_autoptr(JsonNode) node = json_node_init_double (json_node_alloc (), value);

  attune_job_request_set_setting (self, name, value > 0 ? node : NULL);
}

/* The settings that are properties as well. */
static const char *
find_property (const char *name)
{
  static const char * const named[][2] = {
    { "n_epochs", "n-epochs" },
    { "batch_size", "batch-size" },
    { "learning_rate_multiplier", "learning-rate-multiplier" },
    { "beta", "beta" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (g_str_equal (named[i][0], name))
      return named[i][1];

  return NULL;
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

  return get_count (self, "n_epochs");
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

  set_count (self, "n_epochs", n_epochs);
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

  return get_count (self, "batch_size");
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

  set_count (self, "batch_size", batch_size);
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

  return MAX (0, attune_wire_get_double (self->settings, "learning_rate_multiplier", 0));
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

  set_number (self, "learning_rate_multiplier", multiplier);
}

/**
 * attune_job_request_get_beta:
 * @self: a request
 *
 * Returns: how strongly preferences are held against the model as it was (0 to 2), 0 for automatic
 */
double
attune_job_request_get_beta (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), 0);

  return MAX (0, attune_wire_get_double (self->settings, "beta", 0));
}

/**
 * attune_job_request_set_beta:
 * @self: a request
 * @beta: above 0 and at most 2, of a training from preferences; 0 for automatic
 */
void
attune_job_request_set_beta (AttuneJobRequest *self,
                             double            beta)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  set_number (self, "beta", beta);
}

/**
 * attune_job_request_get_setting:
 * @self: a request
 * @name: the name of an #AttuneSetting
 *
 * Returns: (transfer none) (nullable): its value, %NULL for automatic
 */
JsonNode *
attune_job_request_get_setting (AttuneJobRequest *self,
                                const char       *name)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return json_object_get_member (self->settings, name);
}

/**
 * attune_job_request_set_setting:
 * @self: a request
 * @name: the name of an #AttuneSetting
 * @value: (nullable): a number, a word or a boolean, as attune_setting_parse() makes them; %NULL
 *   for automatic
 */
void
attune_job_request_set_setting (AttuneJobRequest *self,
                                const char       *name,
                                JsonNode         *value)
{
  JsonNode *known;
  const char *property;

  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (value == NULL || JSON_NODE_HOLDS_VALUE (value));

  known = json_object_get_member (self->settings, name);

  if (known == value || (known != NULL && value != NULL && json_node_equal (known, value)))
    return;

  if (value != NULL)
    json_object_set_member (self->settings, name, json_node_copy (value));
  else
    json_object_remove_member (self->settings, name);

  if ((property = find_property (name)) != NULL)
    g_object_notify (G_OBJECT (self), property);
}

/**
 * attune_job_request_list_settings:
 * @self: a request
 *
 * Returns: (transfer full): the names of the settings that are not automatic
 */
char **
attune_job_request_list_settings (AttuneJobRequest *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GList) names = NULL;

  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  names = json_object_get_members (self->settings);

  for (GList *at = names; at != NULL; at = at->next)
    g_strv_builder_add (builder, at->data);

  return g_strv_builder_end (builder);
}
