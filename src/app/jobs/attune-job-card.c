/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-card"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-job-card.h"
#include "attune-job-deletion.h"
#include "attune-job-text.h"

struct _AttuneJobCard
{
  AdwBin           parent_instance;

  GtkImage        *icon;
  GtkStack        *icon_stack;
  GtkProgressBar  *progress_bar;
  GtkLabel        *status_label;

  AttuneWorkspace *workspace;
  AttuneJob       *job;
  GSignalGroup    *job_signals;
  const char      *style_class;    /* static: of the status that is shown */
};

enum {
  PROP_0,
  PROP_WORKSPACE,
  PROP_JOB,
  N_PROPS
};

G_DEFINE_FINAL_TYPE (AttuneJobCard, attune_job_card, ADW_TYPE_BIN)

static GParamSpec *properties[N_PROPS];

static char *
format_date (AttuneJobCard *self,
             gint64         date)
{
  return date > 0 ? attune_format_date (date) : g_strdup ("");
}

static char *
join (AttuneJobCard *self,
      const char    *model,
      const char    *account)
{
  if (model == NULL || account == NULL)
    return g_strdup (model != NULL ? model : account);

  return g_strdup_printf ("%s · %s", model, account);
}

static void
update_progress (AttuneJobCard *self)
{
  double progress = attune_job_get_progress (self->job);

  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (progress, 0, 1));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar),
                          attune_job_get_is_active (self->job) && progress >= 0);
}

static void
update_status (AttuneJobCard *self)
{
  AttuneJobStatus status = attune_job_get_status (self->job);
  gboolean is_final = attune_job_status_is_final (status);
  const char *style_class = attune_job_text_get_style_class (status);

  gtk_image_set_from_icon_name (self->icon, attune_job_text_get_icon_name (status));
  gtk_stack_set_visible_child_name (self->icon_stack, is_final || status == ATTUNE_JOB_STATUS_PAUSED ? "icon" : "spinner");

  if (self->style_class != NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->style_class);
      gtk_widget_remove_css_class (GTK_WIDGET (self->status_label), self->style_class);
    }

  gtk_widget_add_css_class (GTK_WIDGET (self->icon), style_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->status_label), style_class);
  self->style_class = style_class;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job-card.delete", is_final);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job-card.chat",
                                 attune_job_get_fine_tuned_model (self->job) != NULL &&
                                 status == ATTUNE_JOB_STATUS_SUCCEEDED);
}

static void
chat_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AttuneJobCard *self = ATTUNE_JOB_CARD (widget);

  gtk_widget_activate_action (widget, "win.chat-with", "(ss)",
                              attune_job_get_account_id (self->job),
                              attune_job_get_fine_tuned_model (self->job));
}

static void
delete_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AttuneJobCard *self = ATTUNE_JOB_CARD (widget);

  attune_job_deletion_begin (widget, self->workspace, self->job);
}

static void
attune_job_card_dispose (GObject *object)
{
  AttuneJobCard *self = (AttuneJobCard *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_CARD);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_job_card_parent_class)->dispose (object);
}

static void
attune_job_card_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  AttuneJobCard *self = ATTUNE_JOB_CARD (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;

    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_card_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  AttuneJobCard *self = ATTUNE_JOB_CARD (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;

    case PROP_JOB:
      attune_job_card_set_job (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
attune_job_card_class_init (AttuneJobCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_card_dispose;
  object_class->get_property = attune_job_card_get_property;
  object_class->set_property = attune_job_card_set_property;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL,
                         ATTUNE_TYPE_WORKSPACE,
                         (G_PARAM_READWRITE |
                          G_PARAM_CONSTRUCT_ONLY |
                          G_PARAM_STATIC_STRINGS));

  properties[PROP_JOB] =
    g_param_spec_object ("job", NULL, NULL,
                         ATTUNE_TYPE_JOB,
                         (G_PARAM_READWRITE |
                          G_PARAM_EXPLICIT_NOTIFY |
                          G_PARAM_STATIC_STRINGS));

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-card.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobCard, icon);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobCard, icon_stack);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobCard, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobCard, status_label);
  gtk_widget_class_bind_template_callback (widget_class, format_date);
  gtk_widget_class_bind_template_callback (widget_class, join);
  gtk_widget_class_install_action (widget_class, "job-card.chat", NULL, chat_action);
  gtk_widget_class_install_action (widget_class, "job-card.delete", NULL, delete_action);

  g_type_ensure (ATTUNE_TYPE_JOB);
}

static void
attune_job_card_init (AttuneJobCard *self)
{
  self->job_signals = g_signal_group_new (ATTUNE_TYPE_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify::status",
                                  G_CALLBACK (update_status), self);
  g_signal_group_connect_swapped (self->job_signals, "notify::progress",
                                  G_CALLBACK (update_progress), self);
  g_signal_group_connect_swapped (self->job_signals, "notify::is-active",
                                  G_CALLBACK (update_progress), self);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_job_card_new:
 * @workspace: where fine-tunes are kept
 *
 * Returns: (transfer floating): a card that shows nothing yet
 */
AttuneJobCard *
attune_job_card_new (AttuneWorkspace *workspace)
{
  g_return_val_if_fail (ATTUNE_IS_WORKSPACE (workspace), NULL);

  return g_object_new (ATTUNE_TYPE_JOB_CARD, "workspace", workspace, NULL);
}

/**
 * attune_job_card_get_job:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): the fine-tune that it shows
 */
AttuneJob *
attune_job_card_get_job (AttuneJobCard *self)
{
  g_return_val_if_fail (ATTUNE_IS_JOB_CARD (self), NULL);

  return self->job;
}

/**
 * attune_job_card_set_job:
 * @self: a card
 * @job: (nullable): the fine-tune to show
 */
void
attune_job_card_set_job (AttuneJobCard *self,
                         AttuneJob     *job)
{
  g_return_if_fail (ATTUNE_IS_JOB_CARD (self));
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
