/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-job-facts"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-format.h"
#include "attune-job-cost.h"
#include "attune-job-facts.h"
#include "attune-job-text.h"

struct _AttuneJobFacts
{
  AdwBin           parent_instance;

  AdwActionRow    *account_row;
  AdwActionRow    *batch_row;
  AdwActionRow    *created_row;
  AdwActionRow    *cost_row;
  AdwActionRow    *dataset_row;
  AdwActionRow    *duration_row;
  AdwActionRow    *epochs_row;
  AdwActionRow    *file_row;
  AdwActionRow    *finished_row;
  AdwActionRow    *model_row;
  AdwActionRow    *quote_row;
  AdwActionRow    *rate_row;
  AdwActionRow    *remote_row;
  AdwActionRow    *result_row;
  AdwActionRow    *seed_row;
  AdwActionRow    *suffix_row;
  AdwActionRow    *tokens_row;

  AttuneWorkspace *workspace;
  AttuneJob       *job;
  GSignalGroup    *job_signals;
  guint            tick_id;        /* while it trains and is on screen */
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
update_duration (AttuneJobFacts *self)
{
  gint64 started_at = attune_job_get_started_at (self->job);
  gint64 created_at = attune_job_get_created_at (self->job);
  gint64 finished_at = attune_job_get_finished_at (self->job);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  /* The clock of the service may be wrong, but nothing trains before it was begun. */
  if (started_at > 0)
    text = attune_job_text_dup_elapsed ((finished_at > 0 ? finished_at : now) -
                                        MAX (started_at, created_at));

  set_fact (self->duration_row, text);
}

static gboolean
tick_cb (gpointer user_data)
{
  update_duration (user_data);

  return G_SOURCE_CONTINUE;
}

/* The clock runs only while somebody can see it. */
static void
update_tick (AttuneJobFacts *self)
{
  gboolean is_running = self->job != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
                        attune_job_get_is_active (self->job) &&
                        attune_job_get_started_at (self->job) > 0;

  if (is_running && self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  else if (!is_running)
    g_clear_handle_id (&self->tick_id, g_source_remove);
}

static void
update_cost (AttuneJobFacts *self)
{
  g_auto(AttuneJobCost) cost = { 0 };
  g_autofree char *tokens = NULL;
  g_autofree char *money = NULL;
  g_autofree char *quote = NULL;

  attune_job_cost_init (&cost, self->workspace, self->job);
  tokens = attune_job_cost_dup_tokens (&cost);
  money = attune_job_cost_dup_cost (&cost);
  set_fact (self->tokens_row, tokens);
  quote = attune_job_cost_dup_quote (&cost);
  set_fact (self->cost_row, money);
  set_fact (self->quote_row, quote);
}

static void
update_facts (AttuneJobFacts *self)
{
  AttuneJobRequest *request = attune_job_get_request (self->job);
  g_autofree char *files = g_strjoinv (", ", (char **)attune_job_get_result_files (self->job));

  set_fact (self->dataset_row, attune_job_get_dataset_name (self->job));
  set_fact (self->model_row, attune_job_get_model (self->job));
  set_fact (self->result_row, attune_job_get_fine_tuned_model (self->job));
  set_fact (self->account_row, attune_job_get_account_name (self->job));
  set_fact (self->remote_row, attune_job_get_remote_id (self->job));
  set_fact (self->file_row, files);
  set_date (self->created_row, attune_job_get_created_at (self->job));
  set_date (self->finished_row, attune_job_get_finished_at (self->job));

  set_fact (self->suffix_row, attune_job_request_get_suffix (request));
  set_number (self->epochs_row, attune_job_request_get_n_epochs (request), 0);
  set_number (self->batch_row, attune_job_request_get_batch_size (request), 0);
  set_number (self->rate_row, attune_job_request_get_learning_rate_multiplier (request), 0);
  set_number (self->seed_row, attune_job_request_get_seed (request), -1);

  update_cost (self);
  update_duration (self);
  update_tick (self);
}

static void
attune_job_facts_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (attune_job_facts_parent_class)->map (widget);
  update_tick (ATTUNE_JOB_FACTS (widget));
}

static void
attune_job_facts_unmap (GtkWidget *widget)
{
  AttuneJobFacts *self = ATTUNE_JOB_FACTS (widget);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  GTK_WIDGET_CLASS (attune_job_facts_parent_class)->unmap (widget);
}

static void
attune_job_facts_dispose (GObject *object)
{
  AttuneJobFacts *self = (AttuneJobFacts *)object;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), ATTUNE_TYPE_JOB_FACTS);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (attune_job_facts_parent_class)->dispose (object);
}

static void
attune_job_facts_class_init (AttuneJobFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = attune_job_facts_dispose;
  widget_class->map = attune_job_facts_map;
  widget_class->unmap = attune_job_facts_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/attune/Attune/ui/attune-job-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, account_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, batch_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, cost_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, created_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, dataset_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, duration_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, epochs_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, file_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, finished_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, model_row);
  gtk_widget_class_bind_template_child (widget_class, AttuneJobFacts, quote_row);
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
    "notify::remote-id", "notify::fine-tuned-model", "notify::trained-tokens", "notify::started-at",
    "notify::finished-at", "notify::is-active", "notify::result-files",
  };

  self->job_signals = g_signal_group_new (ATTUNE_TYPE_JOB);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_group_connect_swapped (self->job_signals, signals[i], G_CALLBACK (update_facts), self);

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * attune_job_facts_set_job:
 * @self: a list of facts
 * @workspace: where it is kept
 * @job: the fine-tune that they are about
 */
void
attune_job_facts_set_job (AttuneJobFacts  *self,
                          AttuneWorkspace *workspace,
                          AttuneJob       *job)
{
  g_return_if_fail (ATTUNE_IS_JOB_FACTS (self));
  g_return_if_fail (ATTUNE_IS_WORKSPACE (workspace));
  g_return_if_fail (ATTUNE_IS_JOB (job));

  g_set_object (&self->workspace, workspace);
  g_set_object (&self->job, job);
  g_signal_group_set_target (self->job_signals, job);
  update_facts (self);
}
