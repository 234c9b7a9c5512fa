/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-status-view"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-failure.h"
#include "attune-feedback.h"
#include "attune-format.h"
#include "attune-job-status-view.h"
#include "attune-job-text.h"

struct _AttuneJobStatusView
{
  AdwBin          parent_instance;

  GtkWidget      *cancel_button;
  GtkWidget      *chat_button;
  GtkWidget      *pause_button;
  GtkWidget      *resume_button;
  GtkWidget      *error_box;
  GtkLabel       *error_detail;
  GtkLabel       *error_text;
  GtkButton      *failure_button;
  GtkImage       *icon;
  GtkStack       *icon_stack;
  GtkProgressBar *progress_bar;
  GtkWidget      *progress_box;
  GtkLabel       *said_text;
  GtkLabel       *step_text;
  GtkLabel       *subtitle;

  AttuneJob      *job;
  GSignalGroup   *job_signals;
  const char     *style_class;    /* static: of the status that is shown */
};

enum {
  PROP_0,
  PROP_JOB,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobStatusView, attune_job_status_view, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static char *
format_steps (AttuneJobStatusView *self,
              gint64               step,
              gint64               total_steps)
{
  return attune_job_text_dup_steps (step, total_steps);
}

static char *
format_time_left (AttuneJobStatusView *self,
                  gint64               seconds)
{
  return attune_job_text_dup_time_left (seconds);
}

static char *
dup_subtitle (AttuneJob *job)
{
  const char *model = attune_job_get_fine_tuned_model (job);
  const char *hold_text = attune_job_get_hold_text (job);

  if (hold_text != NULL)
    return g_strdup (hold_text);

  if (attune_job_get_status (job) == ATTUNE_JOB_STATUS_SUCCEEDED && model != NULL)
    return g_strdup (model);

  if (attune_job_get_account_name (job) == NULL)
    return g_strdup (attune_job_get_model (job));

  /* Translators: the name of a model, and where it is trained: “This Computer” or an account. */
  return g_strdup_printf (_("%s · %s"),
                          attune_job_get_model (job), attune_job_get_account_name (job));
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* The button names an action of the page around; one that cannot be done is not offered. */
static void
offer (AttuneJobStatusView *self,
       const char          *label,
       const char          *action_name)
{
  gtk_widget_set_visible (GTK_WIDGET (self->failure_button), label != NULL);

  if (label == NULL)
    return;

  gtk_button_set_label (self->failure_button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->failure_button), action_name);
}

/* Everything that is known, to be copied into a report. */
static char *
dup_detail (AttuneJob *job)
{
  const char *text = attune_job_get_error_text (job);
  const char *detail = attune_job_get_error_detail (job);

  if (text == NULL || detail == NULL)
    return g_strdup (detail != NULL ? detail : text);

  return g_strconcat (text, "\n\n", detail, NULL);
}

static void
update_failure (AttuneJobStatusView *self)
{
  g_autoptr(AttuneFailureText) failure = NULL;
  g_autofree char *said = NULL;
  g_autofree char *detail = dup_detail (self->job);
  gboolean is_final = attune_job_status_is_final (attune_job_get_status (self->job));

  failure = attune_failure_describe (attune_job_get_error_text (self->job),
                                     attune_job_get_error_detail (self->job));

  if (failure->said != NULL)
    /* Translators: what a service said, in its own words. */
    said = g_strdup_printf (_("The service said: “%s”"), failure->said);

  set_text (self->error_detail, detail);
  set_text (self->error_text, failure->cause);
  set_text (self->said_text, said);
  set_text (self->step_text, failure->next_step);

  switch (failure->action)
    {
    case ATTUNE_FAILURE_ACTION_SHOW_DATASET:
      offer (self, _("Show _Dataset"), "job.show-dataset");
      break;

    case ATTUNE_FAILURE_ACTION_SHOW_ACCOUNT:
      offer (self, _("Show _Account"), "job.show-account");
      break;

    case ATTUNE_FAILURE_ACTION_TRAIN_AGAIN:
      offer (self, is_final ? _("_Train Again…") : NULL, "job.train-again");
      break;

    case ATTUNE_FAILURE_ACTION_NONE:
    default:
      offer (self, NULL, NULL);
    }
}

static void
update_status (AttuneJobStatusView *self)
{
  AttuneJobStatus status = attune_job_get_status (self->job);
  gboolean is_final = attune_job_status_is_final (status);
  const char *style_class = attune_job_text_get_style_class (status);
  g_autofree char *subtitle = dup_subtitle (self->job);

  gtk_image_set_from_icon_name (self->icon, attune_job_text_get_icon_name (status));
  gtk_stack_set_visible_child_name (self->icon_stack, is_final || status == ATTUNE_JOB_STATUS_PAUSED ? "icon" : "spinner");
  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (self->cancel_button, !is_final);
  gtk_widget_set_visible (self->progress_box, !is_final);
  gtk_widget_set_visible (self->error_box, attune_job_get_error_text (self->job) != NULL);

  update_failure (self);

  if (self->style_class != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), style_class);
  self->style_class = style_class;
}

static void
update_progress (AttuneJobStatusView *self)
{
  double progress = attune_job_get_progress (self->job);
  g_autofree char *text = NULL;

  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (progress, 0, 1));

  if (progress >= 0)
    text = attune_format_percent (MIN (progress, 1));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress_bar),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text != NULL ? text : _("Not known yet"),
                                  -1);
}

static void
copy_detail_cb (AttuneJobStatusView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (self->error_detail));
  attune_feedback_toast (GTK_WIDGET (self), _("Copied"));
}

static void
attune_job_status_view_dispose (GObject *object)
{
  AttuneJobStatusView *self = (AttuneJobStatusView *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_STATUS_VIEW);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (attune_job_status_view_parent_class)->dispose (object);
}

static void
attune_job_status_view_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  AttuneJobStatusView *self = ATTUNE_JOB_STATUS_VIEW (object);

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
attune_job_status_view_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  AttuneJobStatusView *self = ATTUNE_JOB_STATUS_VIEW (object);

  switch (prop_id)
    {
    case PROP_JOB:
      attune_job_status_view_set_job (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_status_view_class_init (AttuneJobStatusViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_status_view_dispose;
  object_class->get_property = attune_job_status_view_get_property;
  object_class->set_property = attune_job_status_view_set_property;

  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL,
                         ATTUNE_TYPE_JOB,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-status-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, chat_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, error_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, error_detail);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, error_text);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, failure_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, icon_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, pause_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, progress_box);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, resume_button);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, said_text);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, step_text);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobStatusView, subtitle);
  gtk_widget_class_bind_template_callback (widget_class, copy_detail_cb);
  gtk_widget_class_bind_template_callback (widget_class, format_steps);
  gtk_widget_class_bind_template_callback (widget_class, format_time_left);
}

static void
attune_job_status_view_init (AttuneJobStatusView *self)
{
  static const char * const status_signals[] = {
    "notify::status", "notify::status-title", "notify::fine-tuned-model", "notify::error-text", "notify::error-detail",
  };

  self->job_signals = g_signal_group_new (ATTUNE_TYPE_JOB);
  for (guint i = 0; i < G_N_ELEMENTS (status_signals); i++)
    g_signal_group_connect_swapped (self->job_signals, status_signals[i],
                                    G_CALLBACK (update_status), self);
  g_signal_group_connect_swapped (self->job_signals, "notify::progress", G_CALLBACK (update_progress), self);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_job_status_view_get_job:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): the fine-tune that it shows
 */
AttuneJob *
attune_job_status_view_get_job (AttuneJobStatusView *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_STATUS_VIEW (self), NULL);

  return self->job;
}

/**
 * attune_job_status_view_set_job:
 * @self: a view
 * @job: (nullable): the fine-tune to show
 */
void
attune_job_status_view_set_job (AttuneJobStatusView *self,
                                AttuneJob           *job)
{
  g_return_if_fail (ATTUNE_IS_JOB_STATUS_VIEW (self));
  g_return_if_fail (job == NULL || ATTUNE_IS_JOB (job));

  if (!g_set_object (&self->job, job))
    return;

  g_signal_group_set_target (self->job_signals, job);

  if (job != NULL)
    {
      update_status (self);
      update_progress (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
}

/**
 * attune_job_status_view_set_offers:
 * @self: a view
 * @offers: which buttons to show
 *
 * Whoever has pressed a button that is then gone finds the focus on the next one.
 */
void
attune_job_status_view_set_offers (AttuneJobStatusView *self,
                                   AttuneJobOffers      offers)
{
  gboolean had_focus;

  g_return_if_fail (ATTUNE_IS_JOB_STATUS_VIEW (self));

  had_focus = (gtk_widget_has_focus (self->pause_button) ||
               gtk_widget_has_focus (self->resume_button));
  gtk_widget_set_visible (self->chat_button, (offers & ATTUNE_JOB_OFFER_CHAT) != 0);
  gtk_widget_set_visible (self->pause_button, (offers & ATTUNE_JOB_OFFER_PAUSE) != 0);
  gtk_widget_set_visible (self->resume_button, (offers & ATTUNE_JOB_OFFER_RESUME) != 0);

  if (had_focus)
    gtk_widget_grab_focus ((offers & ATTUNE_JOB_OFFER_RESUME) != 0 ? self->resume_button
                                                                   : self->cancel_button);
}
