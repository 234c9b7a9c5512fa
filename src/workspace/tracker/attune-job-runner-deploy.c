/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-runner"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "attune-error.h"
#include "attune-job-runner-private.h"

/* From the order to a model that answers, providers take some minutes. */
#define POLL_MSEC 10000

/* What a service may take for the name of a model: letters, digits, and hyphens between them. */
#define MAX_NAME_LENGTH 40

static gboolean
save_deployment (AttuneJobRunner     *self,
                 const AttuneJobRow  *row,
                 GError             **error)
{
  g_autoptr(AttuneJobRow) stored = NULL;

  if (!(stored = dex_await_boxed (attune_store_set_deployment (self->store, row), error)))
    return FALSE;

  attune_job_apply (self->job, stored);

  return TRUE;
}

static gboolean
save_failure (AttuneJobRunner  *self,
              const char       *sentence,
              GError          **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));

  row->deployment_status = ATTUNE_DEPLOYMENT_STATUS_FAILED;
  g_clear_pointer (&row->deployment, g_free);
  g_set_str (&row->deployment_error, sentence);

  return save_deployment (self, row, error);
}

static gboolean
save_info (AttuneJobRunner             *self,
           const AttuneDeploymentInfo  *info,
           GError                     **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));

  /* A word that nobody has told us yet is asked about again. */
  row->deployment_status = info->status != ATTUNE_DEPLOYMENT_STATUS_UNKNOWN
                           ? info->status : ATTUNE_DEPLOYMENT_STATUS_PREPARING;
  g_set_str (&row->deployment, info->id);
  g_clear_pointer (&row->deployment_error, g_free);

  if (row->deployment_status == ATTUNE_DEPLOYMENT_STATUS_READY)
    g_set_str (&row->deployment_model, info->model);

  if (row->deployment_status == ATTUNE_DEPLOYMENT_STATUS_FAILED)
    g_set_str (&row->deployment_error,
               info->reason != NULL
               ? info->reason
               : _("The provider did not say why. Try again, or ask the provider."));

  return save_deployment (self, row, error);
}

static char *
make_name (AttuneJobRunner *self)
{
  g_autofree char *ascii = g_str_to_ascii (attune_job_get_title (self->job), "C");

  g_strcanon (ascii, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '-');

  return g_strdup_printf ("%.*s-%.8s", MAX_NAME_LENGTH - 9, ascii, attune_job_get_id (self->job));
}

/* Sent once and never again: what is deployed twice may be paid for twice. That it may have been
 * sent is stored before. */
static gboolean
order (AttuneJobRunner  *self,
       GError          **error)
{
  g_autoptr(AttuneJobRow) row = attune_job_row_copy (attune_job_get_row (self->job));
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneDeploymentInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *name = make_name (self);

  if (!(client = attune_job_runner_connect (self, &local_error)))
    return save_failure (self, local_error->message, error);

  row->deployment_status = ATTUNE_DEPLOYMENT_STATUS_PREPARING;
  g_clear_pointer (&row->deployment, g_free);
  g_clear_pointer (&row->deployment_error, g_free);

  if (!save_deployment (self, row, error))
    return FALSE;

  info = dex_await_boxed (attune_client_deploy_model (client, row->remote_id, NULL, row->model,
                                                      name),
                          &local_error);

  if (info != NULL)
    return save_info (self, info, error);

  if (local_error->domain != ATTUNE_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return save_failure (self, local_error->message, error);
}

/* A provider that cannot be reached now is asked again; only its own word ends the waiting. */
static gboolean
look (AttuneJobRunner  *self,
      GError          **error)
{
  g_autofree char *id = g_strdup (attune_job_get_row (self->job)->deployment);
  g_autoptr(AttuneClient) client = NULL;
  g_autoptr(AttuneDeploymentInfo) info = NULL;
  g_autoptr(GError) local_error = NULL;

  if ((client = attune_job_runner_connect (self, &local_error)))
    info = dex_await_boxed (attune_client_get_deployment (client, id), &local_error);

  if (info != NULL)
    return save_info (self, info, error);

  if (local_error == NULL || local_error->domain != ATTUNE_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (g_error_matches (local_error, ATTUNE_ERROR, ATTUNE_ERROR_NOT_FOUND))
    return save_failure (self, local_error->message, error);

  g_info ("Deployment of %s: %s", attune_job_get_id (self->job), local_error->message);

  return TRUE;
}

static gboolean
bring_to_service (AttuneJobRunner  *self,
                  GError          **error)
{
  g_autoptr(GError) wait_error = NULL;

  if (attune_job_get_row (self->job)->wish == ATTUNE_JOB_WISH_DEPLOY && !order (self, error))
    return FALSE;

  while (attune_job_get_row (self->job)->deployment_status == ATTUNE_DEPLOYMENT_STATUS_PREPARING)
    {
      if (attune_job_get_row (self->job)->deployment == NULL)
        return save_failure (self, _("Attune was closed before the provider had answered. Look there "
                                     "whether the model is being served, then type its name here, or "
                                     "try again."), error);

      if (!look (self, error))
        return FALSE;

      if (attune_job_get_row (self->job)->deployment_status == ATTUNE_DEPLOYMENT_STATUS_PREPARING)
        attune_job_runner_wait (self, POLL_MSEC, &wait_error);

      if (wait_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&wait_error));
          return FALSE;
        }
    }

  return TRUE;
}

static DexFuture *
attune_job_runner_deploy_fiber (gpointer user_data)
{
  AttuneJobRunner *self = user_data;
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;
  gboolean is_done;

  is_done = attune_job_runner_begin (self, &error) && bring_to_service (self, &error);
  g_clear_fd (&self->lock_fd, NULL);

  /* The model has another name from now on. */
  if (is_done && (workspace = g_weak_ref_get (&self->workspace)))
    dex_await (attune_workspace_reload_models (workspace), &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (is_done);
}

/**
 * attune_job_runner_deploy:
 * @self: a runner of a fine-tune that has succeeded
 *
 * Has its model served, if the person wishes that, and follows what becomes of it.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when it is served, or will not be
 */
DexFuture *
attune_job_runner_deploy (AttuneJobRunner *self)
{
  dex_return_error_if_fail (ATTUNE_IS_JOB_RUNNER (self));

  return dex_scheduler_spawn (NULL, 0, attune_job_runner_deploy_fiber,
                              g_object_ref (self), g_object_unref);
}
