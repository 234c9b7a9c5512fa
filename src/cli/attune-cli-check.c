/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-cli.h"
#include "attune-error.h"
#include "attune-scan.h"
#include "attune-thread.h"

/* Lines named for each kind of problem in the text for people; --json gives all that are kept. */
#define MAX_LINES_SHOWN 10

static DexFuture *
scan_thread (gpointer user_data)
{
  const char *path = user_data;
  g_autoptr(GError) error = NULL;
  AttuneScan *scan = attune_scan_file (path, NULL, NULL, NULL, NULL, &error);

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
print_scan_json (AttuneScan *scan)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  AttuneReport *report = attune_scan_get_report (scan);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_add_string_value (builder, attune_scan_get_path (scan));
  json_builder_set_member_name (builder, "format");
  json_builder_add_string_value (builder, attune_format_get_title (attune_scan_get_format (scan)));
  json_builder_set_member_name (builder, "bytes");
  json_builder_add_int_value (builder, attune_scan_get_size (scan));
  json_builder_set_member_name (builder, "records");
  json_builder_add_int_value (builder, attune_scan_get_n_records (scan));
  json_builder_set_member_name (builder, "examples");
  json_builder_add_int_value (builder, attune_scan_get_n_examples (scan));
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

static void
print_scan (AttuneScan *scan)
{
  AttuneReport *report = attune_scan_get_report (scan);
  g_autofree char *size = g_format_size (attune_scan_get_size (scan));

  /* Translators: a format such as “JSON Lines”, a size such as “1.2 MB” */
  g_print (_("%s, %s"), attune_format_get_title (attune_scan_get_format (scan)), size);
  g_print ("\n");
  g_print (ngettext ("%lu record", "%lu records", attune_scan_get_n_records (scan)),
           (gulong)attune_scan_get_n_records (scan));
  g_print ("\n");
  g_print (ngettext ("%lu usable example", "%lu usable examples",
                     attune_scan_get_n_examples (scan)),
           (gulong)attune_scan_get_n_examples (scan));
  g_print ("\n");

  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_report_get_count (report, kind) > 0)
      print_issue (report, kind);
}

/**
 * attune_cli_check:
 * @argc: number of words
 * @argv: the words
 *
 * Reads a whole file and says what is in it. Fails when something in it would stop a fine-tune.
 *
 * Returns: an exit status
 */
int
attune_cli_check (int   argc,
                  char *argv[])
{
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(GError) error = NULL;
  gboolean json = FALSE;
  guint64 n_errors;
  int status;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Answer in JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!attune_cli_parse (&argc, &argv, entries, "FILE",
                         _("Reads a whole file and says what is in it and what is wrong with it."),
                         &status))
    return status;

  if (argc != 2)
    return attune_cli_usage (_("“check” takes one file."));

  scan = dex_await_object (attune_thread_spawn ("attune-scan", scan_thread,
                                                g_strdup (argv[1]), g_free),
                           &error);

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
