/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli-check.h"
#include "attune-cli-target.h"
#include "attune-shared-tokenizer.h"
#include "attune-thread.h"

/* One file to be read; the fiber waits meanwhile. */
typedef struct
{
  char              *path;
  AttuneScanOptions  options;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  attune_scan_options_clear (&job->options);
  g_free (job->path);
  g_free (job);
}

static void
check_clear (AttuneCliCheck *self)
{
  attune_cli_scan_clear (&self->words);
  g_free (self->account);
  g_free (self->provider);
  g_free (self->method);
  g_free (self->validation_file);
  g_clear_object (&self->workspace);
  g_clear_object (&self->target);
  g_clear_object (&self->payer);
  g_clear_object (&self->scan);
  g_clear_object (&self->validation);
  g_clear_pointer (&self->tokenizer, attune_tokenizer_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AttuneCliCheck, check_clear)

static DexFuture *
scan_thread (gpointer user_data)
{
  Job *job = user_data;
  g_autoptr(GError) error = NULL;
  AttuneScan *scan = attune_scan_file (job->path, &job->options, attune_cli_show_progress, NULL,
                                       NULL, &error);

  if (scan == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (scan);
}

/* Takes the options. */
static AttuneScan *
scan (const char         *path,
      AttuneScanOptions  *options,
      GError            **error)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->options = *options;
  *options = (AttuneScanOptions) { 0 };

  return dex_await_object (attune_thread_spawn ("attune-scan", scan_thread, job, job_free), error);
}

/* The file that validates is one of its own; what makes examples of the first is used for it,
 * too. */
static gboolean
scan_validation (AttuneCliCheck           *self,
                 const AttuneScanOptions  *options,
                 GError                  **error)
{
  g_auto(AttuneScanOptions) copy = { 0 };
  AttuneScanOptions validation_options = {
    .source.mend = options->source.mend,
    .recipe = options->recipe,
    .rules = options->rules,
    .tokenizer = options->tokenizer,
    .training = self->scan,
  };

  attune_scan_options_copy (&copy, &validation_options);
  self->validation = scan (self->validation_file, &copy, error);

  return self->validation != NULL;
}

static gboolean
scan_all (AttuneCliCheck  *self,
          const char      *path,
          GError         **error)
{
  g_auto(AttuneScanOptions) options = { 0 };
  g_auto(AttuneScanOptions) copy = { 0 };

  if (!attune_cli_scan_to_options (&self->words, path, !self->no_tokens, &options, error))
    return FALSE;

  options.rules = self->rules;
  attune_scan_options_copy (&copy, &options);

  if (options.tokenizer != NULL)
    self->tokenizer = attune_tokenizer_ref (options.tokenizer);
  else
    self->is_exact = FALSE;

  self->scan = scan (path, &copy, error);

  return self->scan != NULL &&
         (self->validation_file == NULL || scan_validation (self, &options, error));
}

static void
build_target (JsonBuilder          *builder,
              const AttuneCliCheck *self)
{
  if (self->target != NULL)
    attune_cli_add_string (builder, "provider",
                           attune_profile_get_id (attune_account_get_profile (self->target)));

  attune_cli_add_string (builder, "method",
                         self->rules.wants_preference ? "preference" : "supervised");
}

static void
print_json (const AttuneCliCheck *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  attune_cli_check_build_source (builder, self->scan);
  build_target (builder, self);
  attune_cli_check_build_figures (builder, self);
  attune_cli_check_build_issues (builder, self->scan);

  if (self->validation != NULL)
    {
      json_builder_set_member_name (builder, "validation");
      json_builder_begin_object (builder);
      attune_cli_check_build_source (builder, self->validation);
      attune_cli_add_number (builder, "leaked",
                             attune_report_get_count (attune_scan_get_report (self->validation),
                                                      ATTUNE_ISSUE_LEAKAGE));
      attune_cli_check_build_issues (builder, self->validation);
      json_builder_end_object (builder);
    }

  json_builder_end_object (builder);
  attune_cli_print_json (builder);
}

static void
print_counts (AttuneScan *found)
{
  gulong n_records = attune_scan_get_n_records (found);
  gulong n_filtered = attune_scan_get_n_filtered (found);
  gulong n_examples = attune_scan_get_n_examples (found);

  g_print (ngettext ("%lu record", "%lu records", n_records), n_records);
  g_print ("\n");

  if (n_filtered > 0)
    {
      g_print (ngettext ("%lu of them is left out by the recipe",
                         "%lu of them are left out by the recipe", n_filtered), n_filtered);
      g_print ("\n");
    }

  g_print (ngettext ("%lu usable example", "%lu usable examples", n_examples), n_examples);
  g_print ("\n");
}

static void
print_target (const AttuneCliCheck *self)
{
  if (self->target == NULL && !self->rules.wants_preference)
    return;

  if (self->target == NULL)
    g_print ("%s", _("Checked for training on preferences"));
  else if (self->rules.wants_preference)
    /* Translators: %s is the name of an account or a provider, here and in the next one. */
    g_print (_("Checked for training on preferences with “%s”"),
             attune_account_get_name (self->target));
  else
    g_print (_("Checked for training with “%s”"), attune_account_get_name (self->target));

  g_print ("\n");
}

static void
print_validation (AttuneScan *validation)
{
  gulong n_leaked = attune_report_get_count (attune_scan_get_report (validation),
                                             ATTUNE_ISSUE_LEAKAGE);

  /* Translators: %s is the path of a file. */
  g_print ("\n");
  g_print (_("The file that validates: %s"), attune_scan_get_path (validation));
  g_print ("\n");
  attune_cli_check_print_source (validation);
  print_counts (validation);

  if (n_leaked == 0)
    g_print ("%s\n", _("No question stands in both files"));

  attune_cli_check_print_issues (validation);
}

static void
print (const AttuneCliCheck *self)
{
  attune_cli_check_print_source (self->scan);
  print_target (self);
  print_counts (self->scan);
  attune_cli_check_print_figures (self);
  attune_cli_check_print_issues (self->scan);

  if (self->validation != NULL)
    print_validation (self->validation);
}

static int
conclude (const AttuneCliCheck *self)
{
  guint64 n_errors = attune_report_get_n_errors (attune_scan_get_report (self->scan));

  if (self->validation != NULL)
    n_errors += attune_report_get_n_errors (attune_scan_get_report (self->validation));

  if (n_errors == 0)
    return ATTUNE_CLI_DONE;

  g_printerr ("attune-cli: ");
  g_printerr (ngettext ("%lu problem would stop a fine-tune or leave a record out.",
                        "%lu problems would stop a fine-tune or leave records out.",
                        n_errors),
              (gulong)n_errors);
  g_printerr ("\n");

  return ATTUNE_CLI_FAILED;
}

/**
 * attune_cli_check:
 * @argc: number of words
 * @argv: the words
 *
 * Reads a whole file and says how it was read, what is in it, what is wrong with it for a provider
 * and a method, and what a fine-tune would cost; with a second file also what stands in both. Fails
 * when one cannot be read, and when something in it would stop a fine-tune or leave a record out.
 *
 * Returns: an exit status
 */
int
attune_cli_check (int   argc,
                  char *argv[])
{
  g_auto(AttuneCliCheck) self = { 0 };
  g_autoptr(GError) error = NULL;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, N_("Answer in JSON"), NULL },
    { "no-tokens", 0, 0, G_OPTION_ARG_NONE, &self.no_tokens, N_("Do not count tokens"), NULL },
    { "model", 0, 0, G_OPTION_ARG_STRING, &self.words.model, N_("Model whose tokens are counted"), "M" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &self.account, N_("Account whose rules and prices count"), "NAME" },
    { "provider", 0, 0, G_OPTION_ARG_STRING, &self.provider, N_("Provider whose rules and prices count, without an account"), "ID" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &self.method, N_("What is learned from: supervised (answers) or preference (pairs of them)"), N_("METHOD") },
    { "validation-file", 0, 0, G_OPTION_ARG_FILENAME, &self.validation_file, N_("File that holds the examples for validation"), "FILE" },
    ATTUNE_CLI_SCAN_ENTRIES (&self.words),
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Reads a whole file and says what is in it and what is wrong with it."),
                         &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“check” takes one file."));

  if (!attune_cli_scan_check (&self.words, &status) ||
      !attune_cli_target_resolve (&self, &status))
    return status;

  if (!scan_all (&self, argv[1], &error))
    return attune_cli_fail (error);

  if (self.json)
    print_json (&self);
  else
    print (&self);

  return conclude (&self);
}
