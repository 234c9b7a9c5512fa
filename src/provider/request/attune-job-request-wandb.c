/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-request"

#include "config.h"

#include "attune-job-request-private.h"

/**
 * attune_job_request_get_wandb:
 * @self: a request
 * @member: "project", "name" or "entity"
 *
 * Returns: (transfer none) (nullable): that part of where Weights & Biases shows the training;
 *   without a project it does not
 */
const char *
attune_job_request_get_wandb (AttuneJobRequest *self,
                              const char       *member)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);
  g_return_val_if_fail (member != NULL, NULL);

  if (g_str_equal (member, "project"))
    return self->wandb_project;

  return g_str_equal (member, "name") ? self->wandb_name : self->wandb_entity;
}

/**
 * attune_job_request_get_wandb_tags:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the tags of the run at Weights & Biases
 */
const char * const *
attune_job_request_get_wandb_tags (AttuneJobRequest *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_REQUEST (self), NULL);

  return (const char * const *)self->wandb_tags;
}

/**
 * attune_job_request_set_wandb:
 * @self: a request
 * @project: (nullable): the project at Weights & Biases, or %NULL for no connection with it
 * @name: (nullable): the name of the run there
 * @entity: (nullable): the team or user there
 * @tags: (nullable): tags of the run
 */
void
attune_job_request_set_wandb (AttuneJobRequest   *self,
                              const char         *project,
                              const char         *name,
                              const char         *entity,
                              const char * const *tags)
{
  g_return_if_fail (ATTUNE_IS_JOB_REQUEST (self));

  g_set_str (&self->wandb_project, project);
  g_set_str (&self->wandb_name, name);
  g_set_str (&self->wandb_entity, entity);
  g_strfreev (self->wandb_tags);
  self->wandb_tags = g_strdupv ((char **)tags);
}
