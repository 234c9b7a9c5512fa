/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-facts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-job-facts.h"
#include "attune-job-text.h"

struct _AttuneJobFacts
{
  AdwBin        parent_instance;

  AdwActionRow *account_row;
  AdwActionRow *batch_row;
  AdwActionRow *created_row;
  AdwActionRow *dataset_row;
  AdwActionRow *epochs_row;
  AdwActionRow *finished_row;
  AdwActionRow *model_row;
  AdwActionRow *rate_row;
  AdwActionRow *remote_row;
  AdwActionRow *result_row;
  AdwActionRow *seed_row;
  AdwActionRow *suffix_row;
  AdwActionRow *tokens_row;

  AttuneJob    *job;
  GSignalGroup *job_signals;
};

G_DEFINE_FINAL_TYPE (AttuneJobFacts, attune_job_facts, ADW_TYPE_BIN)

/* Facts that are not there take no room. */
static void
set_fact (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && text[0] != '\0');
}

static void
set_number (AdwActionRow *row,
            double        number,
            double        automatic)
{
  g_autofree char *text = attune_job_text_dup_number (number, automatic);

  set_fact (row, text);
}

static void
set_date (AdwActionRow *row,
          gint64        date)
{
  g_autofree char *text = date > 0 ? attune_format_date (date) : NULL;

  set_fact (row, text);
}

static void
update_facts (AttuneJobFacts *self)
{
  AttuneJobRequest *request = attune_job_get_request (self->job);
  gint64 trained_tokens = attune_job_get_trained_tokens (self->job);
  g_autofree char *tokens = trained_tokens >= 0
                            ? attune_format_count ((guint64)trained_tokens)
                            : NULL;

  set_fact (self->dataset_row, attune_job_get_dataset_name (self->job));
  set_fact (self->model_row, attune_job_get_model (self->job));
  set_fact (self->result_row, attune_job_get_fine_tuned_model (self->job));
  set_fact (self->account_row, attune_job_get_account_name (self->job));
  set_fact (self->remote_row, attune_job_get_remote_id (self->job));
  set_fact (self->tokens_row, tokens);
  set_date (self->created_row, attune_job_get_created_at (self->job));
  set_date (self->finished_row, attune_job_get_finished_at (self->job));

  set_fact (self->suffix_row, attune_job_request_get_suffix (request));
  set_number (self->epochs_row, attune_job_request_get_n_epochs (request), 0);
  set_number (self->batch_row, attune_job_request_get_batch_size (request), 0);
  set_number (self->rate_row, attune_job_request_get_learning_rate_multiplier (request), 0);
  set_number (self->seed_row, attune_job_request_get_seed (request), -1);
}

static void
attune_job_facts_dispose (GObject *object)
{
  AttuneJobFacts *self = (AttuneJobFacts *)object;

  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_FACTS);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->job);

  G_OBJECT_CLASS (attune_job_facts_parent_class)->dispose (object);
}

static void
attune_job_facts_class_init (AttuneJobFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_facts_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, account_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, batch_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, created_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, dataset_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, epochs_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, finished_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, model_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, rate_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, remote_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, result_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, seed_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, suffix_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, tokens_row);
}

static void
attune_job_facts_init (AttuneJobFacts *self)
{
  static const char * const signals[] = {
    "notify::remote-id", "notify::fine-tuned-model", "notify::trained-tokens", "notify::finished-at",
  };

  self->job_signals = g_signal_group_new (ATTUNE_TYPE_JOB);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_group_connect_swapped (self->job_signals, signals[i], G_CALLBACK (update_facts), self);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_job_facts_set_job:
 * @self: a list of facts
 * @job: the fine-tune that they are about
 */
void
attune_job_facts_set_job (AttuneJobFacts *self,
                          AttuneJob      *job)
{
  g_return_if_fail (ATTUNE_IS_JOB_FACTS (self));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  g_set_object (&self->job, job);
  g_signal_group_set_target (self->job_signals, job);
  update_facts (self);
}
