/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-archive-member.h"
#include "attune-cli-scan.h"
#include "attune-cli.h"
#include "attune-encoding.h"
#include "attune-error.h"
#include "attune-scan.h"
#include "attune-thread.h"

/* Lines named for each kind of problem in the text for people; --json gives all that are kept. */
#define MAX_LINES_SHOWN 10

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

static const char *
severity_to_string (AttuneSeverity severity)
{
  static const char * const names[] = { "info", "warning", "error" };

  return names[severity];
}

static void
build_issue (JsonBuilder     *builder,
             AttuneReport    *report,
             AttuneIssueKind  kind)
{
  guint64 count = attune_report_get_count (report, kind);
  g_autofree char *title = attune_issue_dup_title (kind, count);
  gsize n_lines;
  const guint64 *lines = attune_report_get_lines (report, kind, &n_lines);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "issue");
  json_builder_add_string_value (builder, attune_issue_get_id (kind));
  json_builder_set_member_name (builder, "severity");
  json_builder_add_string_value (builder, severity_to_string (attune_issue_get_severity (kind)));
  json_builder_set_member_name (builder, "count");
  json_builder_add_int_value (builder, count);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, title);
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_lines; i++)
    json_builder_add_int_value (builder, lines[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);

  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder,
            const char  *name,
            guint64      value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
build_measure (JsonBuilder         *builder,
               AttuneReport        *report,
               const char          *name,
               AttuneReportMeasure  measure)
{
  const AttuneHistogram *histogram = attune_report_get_histogram (report, measure);

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_number (builder, "total", histogram->total);
  add_number (builder, "min", histogram->min);
  add_number (builder, "p5", attune_histogram_get_percentile (histogram, 5));
  add_number (builder, "median", attune_histogram_get_percentile (histogram, 50));
  add_number (builder, "p95", attune_histogram_get_percentile (histogram, 95));
  add_number (builder, "max", histogram->max);
  json_builder_end_object (builder);
}

static void
build_languages (JsonBuilder  *builder,
                 AttuneReport *report)
{
  json_builder_set_member_name (builder, "languages");
  json_builder_begin_object (builder);

  for (AttuneLanguage language = 0; language < ATTUNE_N_LANGUAGES; language++)
    if (attune_report_get_language_count (report, language) > 0)
      add_number (builder, attune_language_get_code (language),
                  attune_report_get_language_count (report, language));

  json_builder_end_object (builder);
}

static void
build_statistics (JsonBuilder *builder,
                  AttuneScan  *scan)
{
  AttuneReport *report = attune_scan_get_report (scan);

  json_builder_set_member_name (builder, "statistics");
  json_builder_begin_object (builder);
  build_measure (builder, report, "turns", ATTUNE_REPORT_TURNS);
  build_measure (builder, report, "characters", ATTUNE_REPORT_CHARACTERS);

  if (attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS)->total > 0)
    {
      build_measure (builder, report, "tokens", ATTUNE_REPORT_TOKENS);
      build_measure (builder, report, "trained_tokens", ATTUNE_REPORT_TRAINED_TOKENS);
    }

  add_number (builder, "questions", attune_report_get_n_questions (report, NULL));
  add_number (builder, "system_texts", attune_report_get_n_system_texts (report, NULL));
  build_languages (builder, report);
  json_builder_end_object (builder);
}

static void
print_scan_json (AttuneScan *scan)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  AttuneReport *report = attune_scan_get_report (scan);
  AttuneSource *source = attune_scan_get_source (scan);

  json_builder_begin_object (builder);
  add_string (builder, "file", attune_scan_get_path (scan));
  add_string (builder, "format", attune_format_get_title (attune_scan_get_format (scan)));
  add_string (builder, "encoding", attune_source_get_encoding (source));
  add_string (builder, "other_encoding", attune_source_get_other_encoding (source));
  add_string (builder, "member", attune_source_get_member (source));
  add_string (builder, "sheet", attune_source_get_sheet (source));
  add_string (builder, "recipe", attune_recipe_get_name (attune_scan_get_recipe (scan)));
  add_number (builder, "bytes", attune_scan_get_size (scan));
  add_number (builder, "mended_lines", attune_source_get_n_mended (source));
  add_number (builder, "records", attune_scan_get_n_records (scan));
  add_number (builder, "filtered_records", attune_scan_get_n_filtered (scan));
  add_number (builder, "examples", attune_scan_get_n_examples (scan));
  build_statistics (builder, scan);
  json_builder_set_member_name (builder, "issues");
  json_builder_begin_array (builder);

  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_report_get_count (report, kind) > 0)
      build_issue (builder, report, kind);

  json_builder_end_array (builder);
  json_builder_end_object (builder);
  attune_cli_print_json (builder);
}

static void
print_issue (AttuneReport    *report,
             AttuneIssueKind  kind)
{
  guint64 count = attune_report_get_count (report, kind);
  g_autofree char *title = attune_issue_dup_title (kind, count);
  const char *advice = attune_issue_get_advice (kind);
  gsize n_lines;
  const guint64 *lines = attune_report_get_lines (report, kind, &n_lines);

  g_print ("\n%s\n", title);

  if (n_lines > 0)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      for (gsize i = 0; i < MIN (n_lines, MAX_LINES_SHOWN); i++)
        g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", lines[i]);

      /* Translators: %s is a list of line numbers */
      g_print (_("  Lines: %s"), text->str);
      g_print ("%s\n", n_lines > MAX_LINES_SHOWN ? ", …" : "");
    }

  if (advice != NULL)
    g_print ("  %s\n", advice);
}

/* One of several, which nobody chose by name. */
static void
print_member (AttuneSource *source)
{
  GPtrArray *members = attune_source_get_members (source);
  const char *name = attune_source_get_member (source);

  for (guint i = 0; members != NULL && members->len > 1 && i < members->len; i++)
    {
      const AttuneArchiveMember *member = g_ptr_array_index (members, i);
      g_autofree char *title = attune_archive_member_dup_title (member);

      if (!g_str_equal (member->name, name))
        continue;

      /* Translators: %s is the name of a file inside an archive, and its size. */
      g_print (_("File in the archive: %s"), title);
      g_print ("\n");
    }
}

/* How the file was read, which nobody was asked. */
static void
print_source (AttuneScan *scan)
{
  AttuneSource *source = attune_scan_get_source (scan);
  const char *encoding = attune_encoding_get_label (attune_source_get_encoding (source));
  const char *other = attune_source_get_other_encoding (source);
  const char *recipe = attune_recipe_get_title (attune_scan_get_recipe (scan));
  gulong n_mended = attune_source_get_n_mended (source);

  print_member (source);

  if (other != NULL)
    /* Translators: both are names of encodings. */
    g_print (_("Encoding: %1$s, and of some lines %2$s"), encoding, attune_encoding_get_label (other));
  else
    /* Translators: the name of an encoding. */
    g_print (_("Encoding: %s"), encoding);

  g_print ("\n");

  if (n_mended > 0)
    {
      g_print (ngettext ("%lu line was mended", "%lu lines were mended", n_mended), n_mended);
      g_print ("\n");
    }

  if (recipe != NULL)
    {
      /* Translators: the name of a recipe, which says how records become examples. */
      g_print (_("Recipe: %s"), recipe);
      g_print ("\n");
    }
}

static void
print_scan (AttuneScan *scan)
{
  AttuneReport *report = attune_scan_get_report (scan);
  g_autofree char *size = g_format_size (attune_scan_get_size (scan));
  guint64 n_tokens =
    attune_report_get_histogram (report, ATTUNE_REPORT_TOKENS)->total;

  /* Translators: a format such as “JSON Lines”, a size such as “1.2 MB” */
  g_print (_("%s, %s"), attune_format_get_title (attune_scan_get_format (scan)), size);
  g_print ("\n");
  print_source (scan);
  g_print (ngettext ("%lu record", "%lu records", attune_scan_get_n_records (scan)),
           (gulong)attune_scan_get_n_records (scan));
  g_print ("\n");

  if (attune_scan_get_n_filtered (scan) > 0)
    {
      g_print (ngettext ("%lu of them is left out by the recipe", "%lu of them are left out by the recipe",
                         attune_scan_get_n_filtered (scan)),
               (gulong)attune_scan_get_n_filtered (scan));
      g_print ("\n");
    }

  g_print (ngettext ("%lu usable example", "%lu usable examples",
                     attune_scan_get_n_examples (scan)),
           (gulong)attune_scan_get_n_examples (scan));
  g_print ("\n");

  if (n_tokens > 0)
    {
      g_print (ngettext ("%'lu token", "%'lu tokens", n_tokens), (gulong)n_tokens);
      g_print ("\n");
    }

  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_report_get_count (report, kind) > 0)
      print_issue (report, kind);
}

/**
 * attune_cli_check:
 * @argc: number of words
 * @argv: the words
 *
 * Reads a whole file and says how it was read and what is in it. Fails when it cannot be read, and
 * when something in it would stop a fine-tune or leave a record out.
 *
 * Returns: an exit status
 */
int
attune_cli_check (int   argc,
                  char *argv[])
{
  g_auto(AttuneCliScan) words = { 0 };
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(GError) error = NULL;
  gboolean json = FALSE;
  gboolean no_tokens = FALSE;
  guint64 n_errors;
  Job *job;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    { "no-tokens", 0, 0, G_OPTION_ARG_NONE, &no_tokens, N_("Do not count tokens"), NULL },
    { "model", 0, 0, G_OPTION_ARG_STRING, &words.model, N_("Model whose tokens are counted"), "M" },
    ATTUNE_CLI_SCAN_ENTRIES (&words),
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Reads a whole file and says what is in it and what is wrong with it."),
                         &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“check” takes one file."));

  if (!attune_cli_scan_check (&words, &status))
    return status;

  job = g_new0 (Job, 1);
  job->path = g_strdup (argv[1]);

  if (!attune_cli_scan_to_options (&words, !no_tokens, &job->options, &error))
    {
      job_free (job);
      return attune_cli_fail (error);
    }

  scan = dex_await_object (attune_thread_spawn ("attune-scan", scan_thread, job, job_free), &error);

  if (scan == NULL)
    return attune_cli_fail (error);

  if (json)
    print_scan_json (scan);
  else
    print_scan (scan);

  n_errors = attune_report_get_n_errors (attune_scan_get_report (scan));

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
