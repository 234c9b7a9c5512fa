/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-page"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-account-dialog.h"
#include "attune-countdown.h"
#include "attune-feedback.h"
#include "attune-job-chart.h"
#include "attune-job-checkpoint-row.h"
#include "attune-job-deletion.h"
#include "attune-job-deployment.h"
#include "attune-job-events.h"
#include "attune-job-facts.h"
#include "attune-job-model-files.h"
#include "attune-model-saver.h"
#include "attune-job-page.h"
#include "attune-job-point-list.h"
#include "attune-job-request-dialog.h"
#include "attune-job-results.h"
#include "attune-job-status-view.h"
#include "attune-job-text.h"
#include "attune-missing-steps.h"
#include "attune-model-deletion.h"
#include "attune-new-job-dialog.h"
#include "attune-weak-ref.h"
#include "attune-workspace-model-files.h"

/* Work that took longer than this is not thrown away without a question. */
#define ASK_AFTER_SECONDS 120

struct _AttuneJobPage
{
  AdwNavigationPage    parent_instance;

  AttuneJobChart      *chart;
  GtkWidget           *chart_card;
  AdwPreferencesGroup *checkpoints_group;
  AttuneJobEvents     *events;
  GtkWidget           *events_group;
  AttuneJobDeployment *deployment;
  AttuneJobFacts      *facts;
  AttuneJobStatusView *status_view;
  AdwBanner           *stale_banner;
  AdwBanner           *waiting_banner;

  AttuneWorkspace     *workspace;
  AttuneJob           *job;
  AttuneCountdown     *countdown;    /* NULL when its account is gone */
  gboolean             had_model;
};

enum {
  PROP_0,
  PROP_JOB,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobPage, attune_job_page, ADW_TYPE_NAVIGATION_PAGE)

static GParamSpec *properties[N_PROPS];

/* Only compared: while one page slides over another, the new one is mapped before the old one is
 * unmapped. */
static AttuneJobPage *watching_page;

static AttuneAccount *
find_account (AttuneJobPage *self)
{
  return attune_workspace_find_account (self->workspace, attune_job_get_account_id (self->job));
}

static AttuneModel *
find_model (AttuneJobPage *self)
{
  const char *model = attune_workspace_get_chat_model (self->workspace, self->job);

  if (model == NULL)
    return NULL;

  return attune_workspace_find_model (self->workspace, attune_job_get_account_id (self->job),
                                      model);
}

static gboolean
is_local (AttuneJobPage *self)
{
  AttuneAccount *account = find_account (self);

  return account != NULL && attune_account_get_is_local (account);
}

static void
chat_with (AttuneJobPage *self,
           const char    *model)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.chat-with", "(ss)",
                              attune_job_get_account_id (self->job), model);
}

/* What can be done with it now stands beside its state. */
static void
update_offers (AttuneJobPage *self)
{
  AttuneJobOffers offers = 0;

  if (attune_workspace_get_chat_model (self->workspace, self->job) != NULL)
    offers |= ATTUNE_JOB_OFFER_CHAT;

  if (attune_workspace_can_pause_job (self->workspace, self->job))
    offers |= ATTUNE_JOB_OFFER_PAUSE;

  if (attune_workspace_can_resume_job (self->workspace, self->job))
    offers |= ATTUNE_JOB_OFFER_RESUME;

  attune_job_status_view_set_offers (self->status_view, offers);
}

static void
update_actions (AttuneJobPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AttuneJobStatus status = attune_job_get_status (self->job);
  gboolean is_final = attune_job_status_is_final (status);
  AttuneDataset *dataset = attune_workspace_find_dataset (self->workspace,
                                                          attune_job_get_dataset_id (self->job));
  gboolean has_points = g_list_model_get_n_items (attune_job_get_points (self->job)) > 0;
  gboolean can_chat = attune_workspace_get_chat_model (self->workspace, self->job) != NULL;
  AttuneModel *model = find_model (self);
  gboolean has_model = model != NULL;

  /* A model that was in the list and is there no more was deleted. */
  self->had_model |= has_model;

  gtk_widget_action_set_enabled (widget, "job.cancel", !is_final && status != ATTUNE_JOB_STATUS_CANCELLING);
  gtk_widget_action_set_enabled (widget, "job.chat", can_chat && (has_model || !self->had_model));
  gtk_widget_action_set_enabled (widget, "job.compare-with-base", has_model && attune_model_get_base_model (model) != NULL);
  update_offers (self);
  gtk_widget_action_set_enabled (widget, "job.save-results", attune_job_get_result_files (self->job)[0] != NULL);
  gtk_widget_action_set_enabled (widget, "job.save-model-files", attune_workspace_has_model_files (self->workspace, self->job));
  gtk_widget_action_set_enabled (widget, "job.save-chart", has_points);
  gtk_widget_action_set_enabled (widget, "job.delete", is_final);
  gtk_widget_action_set_enabled (widget, "job.delete-model", has_model);
  gtk_widget_action_set_enabled (widget, "job.show-dataset", dataset != NULL);
  gtk_widget_action_set_enabled (widget, "job.show-account", find_account (self) != NULL && !is_local (self));
}

/* A gap in the curve is not left to be wondered about. */
static void
update_chart_note (AttuneJobPage *self)
{
  AttuneJobPointList *points = ATTUNE_JOB_POINT_LIST (attune_job_get_points (self->job));
  AttuneAccount *account = find_account (self);
  gint64 last_step = 0;
  g_autofree char *note = NULL;
  const AttuneMeasures *measures;
  gint64 n_missing;
  gsize n_measures;

  if (account == NULL ||
      !attune_profile_get_tells_steps_once (attune_account_get_profile (account)))
    return;

  if (attune_job_get_status (self->job) == ATTUNE_JOB_STATUS_SUCCEEDED)
    last_step = attune_job_get_total_steps (self->job);

  measures = attune_job_point_list_get_measures (points, &n_measures);
  n_missing = attune_missing_steps_count (measures, n_measures, last_step);
  note = attune_job_text_dup_missing (attune_account_get_name (account), n_missing);
  attune_job_chart_set_note (self->chart, note);
}

static void
update_sections (AttuneJobPage *self)
{
  update_chart_note (self);
  gtk_widget_set_visible (self->chart_card,
                          g_list_model_get_n_items (attune_job_get_points (self->job)) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->checkpoints_group),
                          g_list_model_get_n_items (attune_job_get_checkpoints (self->job)) > 0);
  gtk_widget_set_visible (self->events_group,
                          g_list_model_get_n_items (attune_job_get_events (self->job)) > 0);
  update_actions (self);
}

static GtkWidget *
create_checkpoint_row (gpointer item,
                       gpointer user_data)
{
  AttuneJobPage *self = user_data;
  GListModel *checkpoints = attune_job_get_checkpoints (self->job);

  return attune_job_checkpoint_row_new (item, attune_checkpoint_find_best (checkpoints) == item);
}

static DexFuture *
cancelled_cb (DexFuture *completed,
              gpointer   user_data)
{
  g_autoptr(AttuneJobPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && self != NULL)
    attune_feedback_error (GTK_WIDGET (self), _("Could Not Cancel the Fine-Tune"), error);

  return dex_future_new_true ();
}

static void
cancel_job (AttuneJobPage *self)
{
  dex_future_disown (dex_future_finally (attune_workspace_cancel_job (self->workspace, self->job),
                                         cancelled_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
cancel_response_cb (AttuneJobPage *self,
                    const char    *response)
{
  if (g_str_equal (response, "cancel-job"))
    cancel_job (self);
}

static void
ask_to_cancel (AttuneJobPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_("Cancel the Fine-Tune?"), NULL);

  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog),
                             is_local (self)
                             ? _("What has been learned since the last checkpoint is lost.")
                             : _("The service may charge for what has been done so far. What has been learned since the last checkpoint is lost."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "go-on", _("_Go On"),
                                  "cancel-job", _("_Cancel Fine-Tune"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "cancel-job", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "go-on");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "go-on");
  g_signal_connect_object (dialog, "response", G_CALLBACK (cancel_response_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);
  gint64 age = g_get_real_time () / G_USEC_PER_SEC - attune_job_get_created_at (self->job);

  if (is_local (self) && age < ASK_AFTER_SECONDS)
    cancel_job (self);
  else
    ask_to_cancel (self);
}

static void
chat_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  chat_with (self, attune_workspace_get_chat_model (self->workspace, self->job));
}

static void
compare_with_base_action (GtkWidget  *widget,
                          const char *name,
                          GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  gtk_widget_activate_action (widget, "win.compare-with-base", "(ss)",
                              attune_job_get_account_id (self->job),
                              attune_workspace_get_chat_model (self->workspace, self->job));
}

static DexFuture *
wished_cb (DexFuture *completed,
           gpointer   user_data)
{
  g_autoptr(AttuneJobPage) self = g_weak_ref_get (user_data);
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && self != NULL)
    attune_feedback_error (GTK_WIDGET (self), _("That Did Not Work"), error);

  return dex_future_new_true ();
}

static void
wish (AttuneJobPage *self,
      DexFuture     *future)
{
  dex_future_disown (dex_future_finally (future, wished_cb,
                                         attune_weak_ref_new (self), attune_weak_ref_free));
}

static void
pause_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  wish (self, attune_workspace_pause_job (self->workspace, self->job));
}

static void
resume_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  wish (self, attune_workspace_resume_job (self->workspace, self->job));
}

static void
deploy_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  wish (self, attune_workspace_deploy_job (self->workspace, self->job));
}

static void
chat_with_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  chat_with (ATTUNE_JOB_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
show_dataset_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  gtk_widget_activate_action (widget, "win.show-dataset", "s", attune_job_get_dataset_id (self->job));
}

static void
save_results_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  attune_job_results_save (widget, self->workspace, self->job);
}

static AttuneCheckpoint *
find_checkpoint (AttuneJobPage *self,
                 const char    *id)
{
  GListModel *checkpoints = attune_job_get_checkpoints (self->job);

  for (guint i = 0; i < g_list_model_get_n_items (checkpoints); i++)
    {
      g_autoptr(AttuneCheckpoint) checkpoint = g_list_model_get_item (checkpoints, i);

      /* The list keeps it. */
      if (g_str_equal (attune_checkpoint_get_id (checkpoint), id))
        return checkpoint;
    }

  return NULL;
}

static void
save_model_files_action (GtkWidget  *widget,
                         const char *name,
                         GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);
  AttuneModel *model = find_model (self);

  /* What this computer can put into one file is saved as the page of the models does it. */
  if (model != NULL &&
      attune_workspace_can_save_model (self->workspace, model, ATTUNE_MODEL_FORM_WHOLE))
    attune_model_saver_ask (widget, self->workspace, model, ATTUNE_MODEL_FORM_WHOLE);
  else
    attune_job_model_files_save (widget, self->workspace, self->job, NULL);
}

static void
save_checkpoint_action (GtkWidget  *widget,
                        const char *name,
                        GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);
  AttuneCheckpoint *checkpoint = find_checkpoint (self, g_variant_get_string (parameter, NULL));

  if (checkpoint != NULL)
    attune_job_model_files_save (widget, self->workspace, self->job, checkpoint);
}

static void
save_chart_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  attune_job_chart_save (ATTUNE_JOB_PAGE (widget)->chart);
}

static void
show_request_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  adw_dialog_present (ADW_DIALOG (attune_job_request_dialog_new (self->job)), widget);
}

static void
copy_events_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);
  g_autofree char *text = attune_job_events_dup_text (self->events);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  attune_feedback_toast (widget, _("Copied"));
}

static void
show_account_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  adw_dialog_present (ADW_DIALOG (attune_account_dialog_new (self->workspace, find_account (self))),
                      widget);
}

static void
delete_model_action (GtkWidget  *widget,
                     const char *name,
                     GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  attune_model_deletion_ask (widget, self->workspace, find_model (self));
}

static void
train_again_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  adw_dialog_present (ADW_DIALOG (attune_new_job_dialog_new_again (self->workspace, self->job)),
                      widget);
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  attune_job_deletion_begin (widget, self->workspace, self->job);
  gtk_widget_activate_action (widget, "navigation.pop", NULL);
}

/* A fine-tune that has ended waits for nothing. */
static void
update_waiting (AttuneJobPage *self)
{
  const char *text = attune_countdown_get_text (self->countdown);

  if (text != NULL)
    adw_banner_set_title (self->waiting_banner, text);

  adw_banner_set_revealed (self->waiting_banner,
                           text != NULL && attune_job_get_is_active (self->job));
}

static void
watch_waiting (AttuneJobPage *self)
{
  AttuneAccount *account = find_account (self);

  if (account == NULL)
    return;

  self->countdown = attune_countdown_new (GTK_WIDGET (self), account);
  g_signal_connect_object (self->countdown, "notify::text", G_CALLBACK (update_waiting), self,
                           G_CONNECT_SWAPPED);
  update_waiting (self);
}

static void
attune_job_page_map (GtkWidget *widget)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  GTK_WIDGET_CLASS (attune_job_page_parent_class)->map (widget);
  watching_page = self;
  attune_workspace_watch_job (self->workspace, self->job);
}

static void
attune_job_page_unmap (GtkWidget *widget)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (widget);

  if (watching_page == self)
    {
      watching_page = NULL;
      attune_workspace_watch_job (self->workspace, NULL);
    }

  GTK_WIDGET_CLASS (attune_job_page_parent_class)->unmap (widget);
}

static void
attune_job_page_dispose (GObject *object)
{
  AttuneJobPage *self = (AttuneJobPage *)object;

  g_clear_object (&self->countdown);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_PAGE);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_job_page_parent_class)->dispose (object);
}

static void
attune_job_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AttuneJobPage *self = ATTUNE_JOB_PAGE (object);

  switch (prop_id)
    {
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_page_class_init (AttuneJobPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_page_dispose;
  object_class->get_property = attune_job_page_get_property;
  widget_class->map = attune_job_page_map;
  widget_class->unmap = attune_job_page_unmap;

  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL,
                         ATTUNE_TYPE_JOB,
                         (G_PARAM_READABLE |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ATTUNE_TYPE_JOB);
  g_type_ensure (ATTUNE_TYPE_JOB_CHART);
  g_type_ensure (ATTUNE_TYPE_JOB_DEPLOYMENT);
  g_type_ensure (ATTUNE_TYPE_JOB_EVENTS);
  g_type_ensure (ATTUNE_TYPE_JOB_FACTS);
  g_type_ensure (ATTUNE_TYPE_JOB_STATUS_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, chart);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, chart_card);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, checkpoints_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, deployment);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, events);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, events_group);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, facts);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, stale_banner);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, status_view);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobPage, waiting_banner);
  gtk_widget_class_install_action (widget_class, "job.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "job.chat", NULL, chat_action);
  gtk_widget_class_install_action (widget_class, "job.chat-with", "s", chat_with_action);
  gtk_widget_class_install_action (widget_class, "job.compare-with-base", NULL, compare_with_base_action);
  gtk_widget_class_install_action (widget_class, "job.copy-events", NULL, copy_events_action);
  gtk_widget_class_install_action (widget_class, "job.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "job.delete-model", NULL, delete_model_action);
  gtk_widget_class_install_action (widget_class, "job.deploy", NULL, deploy_action);
  gtk_widget_class_install_action (widget_class, "job.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "job.resume", NULL, resume_action);
  gtk_widget_class_install_action (widget_class, "job.save-chart", NULL, save_chart_action);
  gtk_widget_class_install_action (widget_class, "job.save-checkpoint", "s", save_checkpoint_action);
  gtk_widget_class_install_action (widget_class, "job.save-model-files", NULL, save_model_files_action);
  gtk_widget_class_install_action (widget_class, "job.save-results", NULL, save_results_action);
  gtk_widget_class_install_action (widget_class, "job.show-account", NULL, show_account_action);
  gtk_widget_class_install_action (widget_class, "job.show-dataset", NULL, show_dataset_action);
  gtk_widget_class_install_action (widget_class, "job.show-request", NULL, show_request_action);
  gtk_widget_class_install_action (widget_class, "job.train-again", NULL, train_again_action);
}

static void
attune_job_page_init (AttuneJobPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_job (AttuneJobPage *self,
         AttuneJob     *job)
{
  static const char * const job_signals[] = {
    "notify::status", "notify::status-title", "notify::fine-tuned-model", "notify::result-files",
    "notify::deployment-status",
  };
  GListModel *lists[] = {
    attune_job_get_points (job), attune_job_get_checkpoints (job), attune_job_get_events (job),
  };
  g_autofree char *stale_text = NULL;

  self->job = g_object_ref (job);

  if (is_local (self))
    stale_text = g_strdup (_("The engine on this computer does not answer. Attune goes on trying."));
  else
    /* Translators: %s is the name of an account. */
    stale_text = g_strdup_printf (_("%s cannot be reached. Attune goes on trying; the work there is not affected."),
                                  attune_job_get_account_name (job));

  adw_banner_set_title (self->stale_banner, stale_text);
  attune_job_chart_set_checkpoints (self->chart, attune_job_get_checkpoints (job));
  attune_job_chart_set_points (self->chart, ATTUNE_JOB_POINT_LIST (attune_job_get_points (job)));
  attune_job_events_set_events (self->events, attune_job_get_events (job));
  attune_job_facts_set_job (self->facts, self->workspace, job);
  attune_job_deployment_set_job (self->deployment, self->workspace, job);
  adw_preferences_group_bind_model (self->checkpoints_group, attune_job_get_checkpoints (job),
                                    create_checkpoint_row, self, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (job_signals); i++)
    g_signal_connect_object (job, job_signals[i], G_CALLBACK (update_actions), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (attune_workspace_get_models (self->workspace), "items-changed",
                           G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_signal_connect_object (lists[i], "items-changed", G_CALLBACK (update_sections), self, G_CONNECT_SWAPPED);

  update_sections (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
}

/**
 * attune_job_page_new:
 * @workspace: where fine-tunes are kept
 * @job: the fine-tune to show
 *
 * Returns: (transfer floating): the page
 */
AttuneJobPage *
attune_job_page_new (AttuneWorkspace *workspace,
                     AttuneJob       *job)
{
  AttuneJobPage *self;

  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (ATTUNE_IS_JOB (job), NULL);

  self = g_object_new (ATTUNE_TYPE_JOB_PAGE, NULL);
  self->workspace = g_object_ref (workspace);
  set_job (self, job);
  watch_waiting (self);

  return self;
}

/**
 * attune_job_page_get_job:
 * @self: a page
 *
 * Returns: (transfer none): the fine-tune that it shows
 */
AttuneJob *
attune_job_page_get_job (AttuneJobPage *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_PAGE (self), NULL);

  return self->job;
}
