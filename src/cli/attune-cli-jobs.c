/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-jobs"

#include "config.h"

#include <math.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-workspace-model-files.h"

/**
 * attune_cli_build_job:
 * @builder: where to write
 * @job: a fine-tune
 *
 * Writes a job as one JSON object.
 */
void
attune_cli_build_job (JsonBuilder *builder,
                      AttuneJob   *job)
{
  double price;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, attune_job_get_id (job));
  json_builder_set_member_name (builder, "remote_id");
  json_builder_add_string_value (builder, attune_job_get_remote_id (job));
  json_builder_set_member_name (builder, "status");
  json_builder_add_string_value (builder,
                                 attune_job_status_to_string (attune_job_get_status (job)));
  json_builder_set_member_name (builder, "account");
  json_builder_add_string_value (builder, attune_job_get_account_name (job));
  json_builder_set_member_name (builder, "dataset");
  json_builder_add_string_value (builder, attune_job_get_dataset_name (job));
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, attune_job_get_model (job));
  json_builder_set_member_name (builder, "fine_tuned_model");
  json_builder_add_string_value (builder, attune_job_get_fine_tuned_model (job));
  json_builder_set_member_name (builder, "step");
  json_builder_add_int_value (builder, attune_job_get_step (job));
  json_builder_set_member_name (builder, "total_steps");
  json_builder_add_int_value (builder, attune_job_get_total_steps (job));
  price = attune_job_request_get_quoted_price (attune_job_get_request (job));
  json_builder_set_member_name (builder, "quoted_price");

  if (price >= 0)
    json_builder_add_double_value (builder, price);
  else
    json_builder_add_null_value (builder);

  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, attune_job_get_error_text (job));
  attune_cli_add_time (builder, "created_at", attune_job_get_created_at (job));
  attune_cli_add_time (builder, "finished_at", attune_job_get_finished_at (job));
  json_builder_end_object (builder);
}

static int
list_jobs (AttuneWorkspace *workspace,
           gboolean         json)
{
  GListModel *jobs = attune_workspace_get_jobs (workspace);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr(AttuneJob) job = g_list_model_get_item (jobs, i);
      const char *result = attune_job_get_fine_tuned_model (job);

      if (json)
        attune_cli_build_job (builder, job);
      else
        g_print ("%s\t%s\t%s\t%s\n",
                 attune_job_get_id (job),
                 attune_job_get_status_title (job),
                 attune_job_get_dataset_name (job),
                 result != NULL ? result : attune_job_get_model (job));
    }

  json_builder_end_array (builder);

  if (json)
    attune_cli_print_json (builder);

  return ATTUNE_CLI_DONE;
}

static void
print_last_measures (AttuneJob *job)
{
  GListModel *points = attune_job_get_points (job);
  guint n = g_list_model_get_n_items (points);
  g_autoptr(AttuneJobPoint) point = n > 0 ? g_list_model_get_item (points, n - 1) : NULL;
  const AttuneMeasures *measures;

  if (point == NULL)
    return;

  measures = attune_job_point_get_measures (point);

  if (!isnan (measures->train_loss))
    g_print (_("Training loss: %.4f"), measures->train_loss);
  g_print ("\n");
}

static int
show_job (AttuneJob *job,
          gboolean   json)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  if (json)
    {
      attune_cli_build_job (builder, job);
      attune_cli_print_json (builder);
      return ATTUNE_CLI_DONE;
    }

  g_print ("%s\n", attune_job_get_title (job));
  g_print (_("Status: %s"), attune_job_get_status_title (job));
  g_print ("\n");

  if (attune_job_get_hold_text (job) != NULL)
    g_print ("%s\n", attune_job_get_hold_text (job));

  g_print (_("Base model: %s"), attune_job_get_model (job));
  g_print ("\n");

  if (attune_job_get_total_steps (job) > 0)
    {
      g_print (_("Step %ld of %ld"),
               (long)attune_job_get_step (job), (long)attune_job_get_total_steps (job));
      g_print ("\n");
    }

  print_last_measures (job);

  if (attune_job_get_fine_tuned_model (job) != NULL)
    g_print ("%s\n", attune_job_get_fine_tuned_model (job));

  if (attune_job_get_error_text (job) != NULL)
    g_print ("%s\n", attune_job_get_error_text (job));

  return ATTUNE_CLI_DONE;
}

static int
save_results (AttuneWorkspace *workspace,
              AttuneJob       *job,
              const char      *path)
{
  g_autoptr(GError) error = NULL;

  if (!dex_await (attune_workspace_save_results (workspace, job, path), &error))
    return attune_cli_fail (error);

  return ATTUNE_CLI_DONE;
}

/* Prints the folder that was made. */
static int
save_model (AttuneWorkspace *workspace,
            AttuneJob       *job,
            const char      *folder)
{
  gboolean is_terminal = isatty (STDERR_FILENO);
  AttuneProgressFunc progress = is_terminal ? attune_cli_show_bytes : NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;

  path = dex_await_string (attune_workspace_save_model_files (workspace, job, NULL, folder,
                                                              progress, NULL, NULL), &error);

  if (is_terminal)
    g_printerr ("\n");

  if (path == NULL)
    return attune_cli_fail (error);

  g_print ("%s\n", path);

  return ATTUNE_CLI_DONE;
}

static int
run_on_job (AttuneWorkspace *workspace,
            const char      *verb,
            const char      *id,
            const char      *path,
            gboolean         json)
{
  AttuneJob *job = attune_workspace_find_job (workspace, id);
  g_autoptr(GError) error = NULL;

  /* It may have been begun elsewhere. */
  if (job == NULL)
    {
      dex_await (attune_workspace_discover_jobs (workspace), NULL);
      job = attune_workspace_find_job (workspace, id);
    }

  if (job == NULL)
    {
      attune_set_error (&error, ATTUNE_ERROR_NOT_FOUND, NULL,
                        _("There is no fine-tune “%s”. “attune-cli jobs” lists them."), id);
      return attune_cli_fail (error);
    }

  if (g_str_equal (verb, "show"))
    return show_job (job, json);

  if (g_str_equal (verb, "follow"))
    return attune_cli_follow_job (workspace, job, json);

  if (g_str_equal (verb, "results"))
    return save_results (workspace, job, path);

  if (g_str_equal (verb, "model"))
    return save_model (workspace, job, path);

  return attune_cli_wish (workspace, job, verb);
}

/**
 * attune_cli_jobs:
 * @argc: number of words
 * @argv: the words
 *
 * Lists, shows, follows, pauses, resumes or cancels fine-tunes, and saves what they came to.
 *
 * Returns: an exit status
 */
int
attune_cli_jobs (int   argc,
                 char *argv[])
{
  static const char * const verbs[] = { "show", "follow", "pause", "resume", "cancel", NULL };
  static const char * const saving_verbs[] = { "results", "model", NULL };
  g_autoptr(AttuneWorkspace) workspace = NULL;
  g_autoptr(GError) error = NULL;
  gboolean json = FALSE;
  gboolean list;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "[list|show ID|follow ID|pause ID|resume ID|cancel ID|results ID FILE|model ID FOLDER]",
                         _("Lists, shows, follows, pauses, resumes or cancels fine-tunes. “results” saves their files of results, “model” the files of the model where the service hands them out."),
                         &status))
    return status;

  list = argc == 1 || (argc == 2 && g_str_equal (argv[1], "list"));

  if (!list && !(argc == 3 && g_strv_contains (verbs, argv[1])) &&
      !(argc == 4 && g_strv_contains (saving_verbs, argv[1])))
    return attune_cli_usage (_("“jobs” takes list, or show, follow, pause, resume or cancel with an id, or results with an id and a file, or model with an id and a folder."));

  if (!(workspace = attune_cli_open_workspace (&error)))
    return attune_cli_fail (error);

  /* Without a network those that are known are listed all the same. */
  if (list && !dex_await (attune_workspace_discover_jobs (workspace), &error))
    return attune_cli_fail (error);

  return list ? list_jobs (workspace, json) : run_on_job (workspace, argv[1], argv[2],
                                                             argc == 4 ? argv[3] : NULL, json);
}
