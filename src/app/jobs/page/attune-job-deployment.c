/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-deployment"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-feedback.h"
#include "attune-job-deployment.h"
#include "attune-weak-ref.h"

struct _AttuneJobDeployment
{
  AdwBin               parent_instance;

  AdwPreferencesGroup *group;
  AdwActionRow        *state_row;
  GtkStack            *state_stack;
  GtkWidget           *deploy_row;
  GtkWidget           *name_row;

  AttuneWorkspace     *workspace;
  AttuneJob           *job;
};

G_DEFINE_FINAL_TYPE (AttuneJobDeployment, attune_job_deployment, ADW_TYPE_BIN)

/* A group's description is markup; the hint may come from a file of the person's own. */
static char *
dup_hint (AttuneJobDeployment *self)
{
  AttuneAccount *account = attune_workspace_find_account (self->workspace,
                                                          attune_job_get_account_id (self->job));
  const char *hint = NULL;

  if (account != NULL)
    hint = attune_profile_get_deploy_hint (attune_account_get_profile (account));

  return hint != NULL ? g_markup_escape_text (hint, -1) : NULL;
}

static void
show_state (AttuneJobDeployment *self)
{
  AttuneDeploymentStatus status = attune_job_get_deployment_status (self->job);
  const char *error = attune_job_get_deployment_error (self->job);
  gboolean is_preparing = status == ATTUNE_DEPLOYMENT_STATUS_PREPARING;
  gboolean has_failed = status == ATTUNE_DEPLOYMENT_STATUS_FAILED;

  gtk_widget_set_visible (GTK_WIDGET (self->state_row), is_preparing || has_failed);
  gtk_stack_set_visible_child_name (self->state_stack, is_preparing ? "preparing" : "failed");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row),
                                 is_preparing ? _("The Model Is Getting Ready")
                                              : _("The Model Is Not Served"));
  adw_action_row_set_subtitle (self->state_row,
                               is_preparing ? _("This can take some minutes. You may close Attune meanwhile.")
                                            : error);
}

static void
update (AttuneJobDeployment *self)
{
  AttuneDeployKind kind = attune_workspace_get_deploy_kind (self->workspace, self->job);
  AttuneDeploymentStatus status = attune_job_get_deployment_status (self->job);
  gboolean is_preparing = status == ATTUNE_DEPLOYMENT_STATUS_PREPARING;
  g_autofree char *hint = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), kind != ATTUNE_DEPLOY_NONE);

  if (kind == ATTUNE_DEPLOY_NONE)
    return;

  hint = dup_hint (self);
  adw_preferences_group_set_description (self->group, hint);
  gtk_widget_set_visible (self->deploy_row, kind == ATTUNE_DEPLOY_API && !is_preparing);
  gtk_widget_set_visible (self->name_row, !is_preparing);
  show_state (self);
}

static DexFuture *
named_cb (DexFuture *completed,
          gpointer   user_data)
{
  g_autoptr(AttuneJobDeployment) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && self != NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Keep the Name"), error);

  return dex_future_new_true ();
}

static void
apply_cb (AttuneJobDeployment *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));

  dex_future_disown (dex_future_finally (attune_workspace_name_deployment (self->workspace,
                                                                           self->job, name),
                                         named_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
attune_job_deployment_dispose (GObject *object)
{
  AttuneJobDeployment *self = (AttuneJobDeployment *)object;

  /* A named child of the bin itself would be unparented by both. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_DEPLOYMENT);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_job_deployment_parent_class)->dispose (object);
}

static void
attune_job_deployment_class_init (AttuneJobDeploymentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_deployment_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-deployment.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobDeployment, group);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobDeployment, state_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobDeployment, state_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobDeployment, deploy_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobDeployment, name_row);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
attune_job_deployment_init (AttuneJobDeployment *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_job_deployment_set_job:
 * @self: a view that shows nothing yet
 * @workspace: the open workspace
 * @job: the fine-tune to show
 */
void
attune_job_deployment_set_job (AttuneJobDeployment *self,
                               AttuneWorkspace     *workspace,
                               AttuneJob           *job)
{
  g_return_if_fail (ATTUNE_IS_JOB_DEPLOYMENT (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_JOB (job));
  g_return_if_fail (self->job == NULL);

  self->workspace = g_object_ref (workspace);
  self->job = g_object_ref (job);
  g_signal_connect_object (job, "notify::status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::deployment-status", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "notify::deployment-error", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
