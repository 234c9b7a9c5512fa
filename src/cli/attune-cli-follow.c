/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-follow"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"

/* What following a job has shown so far. */
typedef struct
{
  AttuneJob  *job;
  DexPromise *done;
  gboolean    json;
  guint       n_events;
} Follow;

static void
print_event (Follow         *follow,
             AttuneJobEvent *event)
{
  gint64 created_at = attune_job_event_get_created_at (event);
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (created_at);
  g_autofree char *clock = time != NULL ? g_date_time_format (time, "%H:%M:%S") : g_strdup ("");

  if (!follow->json)
    {
      g_print ("%s  %s\n", clock, attune_job_event_get_message (event));
    }
  else
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "event");
      json_builder_add_string_value (builder, attune_job_event_get_id (event));
      attune_cli_add_time (builder, "created_at", attune_job_event_get_created_at (event));
      json_builder_set_member_name (builder, "level");
      json_builder_add_string_value (builder, attune_job_event_get_level (event));
      json_builder_set_member_name (builder, "message");
      json_builder_add_string_value (builder, attune_job_event_get_message (event));
      json_builder_end_object (builder);
      attune_cli_print_json (builder);
    }
}

static void
events_changed_cb (Follow *follow)
{
  GListModel *events = attune_job_get_events (follow->job);

  for (; follow->n_events < g_list_model_get_n_items (events); follow->n_events++)
    {
      g_autoptr(AttuneJobEvent) event = g_list_model_get_item (events, follow->n_events);

      print_event (follow, event);
    }

  fflush (stdout);
}

static void
active_changed_cb (Follow *follow)
{
  if (!attune_job_get_is_active (follow->job) && dex_future_is_pending (DEX_FUTURE (follow->done)))
    dex_promise_resolve_boolean (follow->done, TRUE);
}

static int
report_end (AttuneJob *job,
            gboolean   json)
{
  if (json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      attune_cli_build_job (builder, job);
      attune_cli_print_json (builder);
    }
  else if (attune_job_get_fine_tuned_model (job) != NULL)
    {
      g_print ("%s\n", attune_job_get_fine_tuned_model (job));
    }

  switch (attune_job_get_status (job))
    {
    case ATTUNE_JOB_STATUS_SUCCEEDED:
      return ATTUNE_CLI_DONE;

    case ATTUNE_JOB_STATUS_CANCELLED:
      g_printerr ("attune-cli: %s\n", _("The fine-tune was cancelled."));
      return ATTUNE_CLI_FAILED;

    case ATTUNE_JOB_STATUS_UNKNOWN:
    case ATTUNE_JOB_STATUS_PREPARING:
    case ATTUNE_JOB_STATUS_UPLOADING:
    case ATTUNE_JOB_STATUS_CREATING:
    case ATTUNE_JOB_STATUS_VALIDATING:
    case ATTUNE_JOB_STATUS_QUEUED:
    case ATTUNE_JOB_STATUS_RUNNING:
    case ATTUNE_JOB_STATUS_PAUSED:
    case ATTUNE_JOB_STATUS_CANCELLING:
    case ATTUNE_JOB_STATUS_FAILED:
    default:
      g_printerr ("attune-cli: %s\n",
                  attune_job_get_error_text (job) != NULL ? attune_job_get_error_text (job)
                                                          : _("The fine-tune failed."));
      return ATTUNE_CLI_FAILED;
    }
}

/**
 * attune_cli_follow_job:
 * @workspace: the open workspace
 * @job: a fine-tune
 * @json: %TRUE for one JSON document a line
 *
 * Prints what happens to a job until it is over; can be stopped and begun again at will, since the
 * job goes on without us. Awaits: for fibers only.
 *
 * Returns: an exit status
 */
int
attune_cli_follow_job (AttuneWorkspace *workspace,
                       AttuneJob       *job,
                       gboolean         json)
{
  Follow follow = { .job = job, .json = json, .done = dex_promise_new () };
  g_autoptr(GError) error = NULL;
  gboolean finished;

  attune_workspace_watch_job (workspace, job);
  g_signal_connect_swapped (attune_job_get_events (job), "items-changed",
                            G_CALLBACK (events_changed_cb), &follow);
  g_signal_connect_swapped (job, "notify::is-active", G_CALLBACK (active_changed_cb), &follow);
  events_changed_cb (&follow);
  active_changed_cb (&follow);

  /* Also what happened to one that is over already. */
  finished = dex_await (DEX_FUTURE (follow.done), &error) &&
             dex_await (attune_job_load_details (job), &error);

  g_signal_handlers_disconnect_by_data (attune_job_get_events (job), &follow);
  g_signal_handlers_disconnect_by_data (job, &follow);

  return finished ? report_end (job, json) : attune_cli_fail (error);
}
