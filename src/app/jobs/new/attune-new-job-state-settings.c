/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-new-job-state"

#include "config.h"

#include "attune-new-job-state-private.h"

static void
set_problem (AttuneNewJobState *self,
             const char        *name,
             const char        *problem)
{
  if (problem != NULL)
    g_hash_table_insert (self->problems, g_strdup (name), g_strdup (problem));
  else
    g_hash_table_remove (self->problems, name);
}

/**
 * attune_new_job_state_get_request:
 * @self: a state
 *
 * Returns: (transfer none): the settings so far
 */
AttuneJobRequest *
attune_new_job_state_get_request (AttuneNewJobState *self)
{
  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  return self->request;
}

/**
 * attune_new_job_state_set_method:
 * @self: a state
 * @method: "supervised" or "dpo"
 */
void
attune_new_job_state_set_method (AttuneNewJobState *self,
                                 const char        *method)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  if (g_str_equal (attune_job_request_get_method (self->request), method))
    return;

  /* Its rows are made anew, without what was typed wrong. */
  g_hash_table_remove_all (self->problems);
  attune_job_request_set_method (self->request, method);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_set_setting:
 * @self: a state
 * @name: a setting of the service
 * @value: (nullable): its value, %NULL for automatic
 * @problem: (nullable): what is wrong with what was typed instead
 */
void
attune_new_job_state_set_setting (AttuneNewJobState *self,
                                  const char        *name,
                                  JsonNode          *value,
                                  const char        *problem)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));
  g_return_if_fail (name != NULL);

  set_problem (self, name, problem);
  attune_job_request_set_setting (self->request, name, value);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_set_suffix:
 * @self: a state
 * @suffix: (nullable): what to add to the name of the result; "" is as good as %NULL
 */
void
attune_new_job_state_set_suffix (AttuneNewJobState *self,
                                 const char        *suffix)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  if (suffix != NULL && suffix[0] == '\0')
    suffix = NULL;

  if (g_strcmp0 (attune_job_request_get_suffix (self->request), suffix) == 0)
    return;

  attune_job_request_set_suffix (self->request, suffix);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_dup_suffix_problem:
 * @self: a state
 *
 * Returns: (transfer full) (nullable): what is wrong with the suffix, as a sentence
 */
char *
attune_new_job_state_dup_suffix_problem (AttuneNewJobState *self)
{
  AttuneProfile *profile;
  const char *suffix;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), NULL);

  profile = attune_new_job_state_get_profile (self);
  suffix = attune_job_request_get_suffix (self->request);

  if (profile == NULL || suffix == NULL || !attune_profile_can (profile, ATTUNE_ABILITY_SUFFIX) ||
      attune_profile_check_suffix (profile, suffix, &error))
    return NULL;

  return g_strdup (error->message);
}

/**
 * attune_new_job_state_set_seed:
 * @self: a state
 * @seed: the seed, -1 for that of the service
 */
void
attune_new_job_state_set_seed (AttuneNewJobState *self,
                               gint64             seed)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  if (attune_job_request_get_seed (self->request) == seed)
    return;

  attune_job_request_set_seed (self->request, seed);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_set_wandb:
 * @self: a state
 * @project: (nullable): the project at Weights & Biases, %NULL for none
 * @name: (nullable): what the run is called there
 * @entity: (nullable): whose it is there
 * @tags: (nullable): its tags there
 * @problem: (nullable): what is missing
 */
void
attune_new_job_state_set_wandb (AttuneNewJobState  *self,
                                const char         *project,
                                const char         *name,
                                const char         *entity,
                                const char * const *tags,
                                const char         *problem)
{
  g_return_if_fail (ATTUNE_IS_NEW_JOB_STATE (self));

  set_problem (self, "wandb", problem);
  attune_job_request_set_wandb (self->request, project, name, entity, tags);
  attune_new_job_state_emit_changed (self);
}

/**
 * attune_new_job_state_get_is_valid:
 * @self: a state
 *
 * Returns: whether nothing is wrong with what was typed
 */
gboolean
attune_new_job_state_get_is_valid (AttuneNewJobState *self)
{
  g_autofree char *problem = NULL;

  g_return_val_if_fail (ATTUNE_IS_NEW_JOB_STATE (self), FALSE);

  problem = attune_new_job_state_dup_suffix_problem (self);

  return problem == NULL && g_hash_table_size (self->problems) == 0;
}
