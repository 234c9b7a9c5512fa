/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-cli-check"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-cli-check.h"
#include "attune-example-issues.h"
#include "attune-preview.h"

/* Examples shown for each kind of problem in the text for people; --json gives as many as the
 * report has lines. */
#define MAX_EXAMPLES_SHOWN 5

/* The places in so many of them are looked for, for which each is read once more. */
#define MAX_EXAMPLES_READ 100

/* Places named in one example. */
#define MAX_PLACES 3

/* One of the examples that have an issue. */
typedef struct
{
  const AttuneIndexEntry *entry;
  guint                   position;   /* in the index */
  AttunePreview          *preview;    /* NULL: not read, or it could not be */
  GArray                 *places;     /* of AttunePlace; NULL without @preview */
} Found;

static void
found_clear (Found *found)
{
  g_clear_pointer (&found->preview, attune_preview_free);
  g_clear_pointer (&found->places, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* A record that cannot be read again has no places to show; that it has the issue stands. */
static void
find (Found           *found,
      AttuneScan      *scan,
      AttuneIssueKind  kind,
      guint            position,
      gboolean         reads)
{
  found->entry = attune_index_get (attune_scan_get_index (scan), position);
  found->position = position;

  if (!reads || !(found->preview = attune_preview_read_entry (scan, position, NULL,
                                                              attune_scan_get_remedies (scan),
                                                              NULL)))
    return;

  found->places = g_array_new (FALSE, FALSE, sizeof (AttunePlace));

  if (found->preview->example != NULL)
    attune_example_issues_place (found->preview->example, attune_issue_bit (kind), found->places);
}

static const char *
severity_to_string (AttuneSeverity severity)
{
  static const char * const names[] = { "info", "warning", "error" };

  return names[severity];
}

static const char *
severity_get_title (AttuneSeverity severity)
{
  static const char * const titles[] = { N_("Note"), N_("Warning"), N_("Error") };

  return _(titles[severity]);
}

/* Characters, from 1, as a person counts them and an editor shows them. */
static guint64
get_character (const AttuneTurn *turn,
               gsize             offset)
{
  return g_utf8_strlen (turn->content, MIN (offset, strlen (turn->content))) + 1;
}

static void
build_place (JsonBuilder       *builder,
             AttuneExample     *example,
             const AttunePlace *place)
{
  AttuneTurn *turn = attune_example_get_turn (example, place->turn);
  guint64 start = get_character (turn, place->start);

  json_builder_begin_object (builder);
  attune_cli_add_number (builder, "turn", place->turn + 1);
  attune_cli_add_number (builder, "character", start);
  attune_cli_add_number (builder, "length",
                         get_character (turn, place->start + place->length) - start);
  json_builder_end_object (builder);
}

static void
build_example (JsonBuilder *builder,
               const Found *found)
{
  json_builder_begin_object (builder);
  attune_cli_add_number (builder, "line", found->entry->line);
  attune_cli_add_number (builder, "example", found->position + 1);
  attune_cli_add_number (builder, "item", found->entry->item + 1);

  if (found->places != NULL)
    {
      json_builder_set_member_name (builder, "places");
      json_builder_begin_array (builder);
      for (guint i = 0; i < found->places->len; i++)
        build_place (builder, found->preview->example,
                     &g_array_index (found->places, AttunePlace, i));
      json_builder_end_array (builder);
    }

  json_builder_end_object (builder);
}

static void
build_examples (JsonBuilder     *builder,
                AttuneScan      *scan,
                AttuneIssueKind  kind)
{
  AttuneIndex *index = attune_scan_get_index (scan);
  guint length = attune_index_get_length (index);
  guint64 bit = attune_issue_bit (kind);
  guint n = 0;

  json_builder_set_member_name (builder, "examples");
  json_builder_begin_array (builder);

  for (guint i = attune_index_find_issue (index, bit, 0); i < length && n < ATTUNE_REPORT_MAX_LINES;
       i = attune_index_find_issue (index, bit, i + 1), n++)
    {
      g_auto(Found) found = { 0 };

      find (&found, scan, kind, i, n < MAX_EXAMPLES_READ);
      build_example (builder, &found);
    }

  json_builder_end_array (builder);
}

static void
build_issue (JsonBuilder     *builder,
             AttuneScan      *scan,
             AttuneIssueKind  kind)
{
  AttuneReport *report = attune_scan_get_report (scan);
  guint64 count = attune_report_get_count (report, kind);
  g_autofree char *title = attune_issue_dup_title (kind, count);
  AttuneSeverity severity = attune_issue_get_severity_for (kind, attune_scan_get_rules (scan));
  gsize n_lines;
  const guint64 *lines = attune_report_get_lines (report, kind, &n_lines);

  json_builder_begin_object (builder);
  attune_cli_add_string (builder, "issue", attune_issue_get_id (kind));
  attune_cli_add_string (builder, "severity", severity_to_string (severity));
  attune_cli_add_number (builder, "count", count);
  attune_cli_add_string (builder, "message", title);
  attune_cli_add_numbers (builder, "lines", lines, n_lines);
  build_examples (builder, scan, kind);
  json_builder_end_object (builder);
}

/* The member “issues” of an object: every problem of a file. */
void
attune_cli_check_build_issues (JsonBuilder *builder,
                               AttuneScan  *scan)
{
  json_builder_set_member_name (builder, "issues");
  json_builder_begin_array (builder);

  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_report_get_count (attune_scan_get_report (scan), kind) > 0)
      build_issue (builder, scan, kind);

  json_builder_end_array (builder);
}

/* “message 2 (assistant), character 14” */
static void
append_place (GString           *text,
              AttuneExample     *example,
              const AttunePlace *place)
{
  AttuneTurn *turn = attune_example_get_turn (example, place->turn);

  g_string_append (text, text->len > 0 ? "; " : ": ");
  g_string_append_printf (text,
                          /* Translators: the number of a message in a conversation, who speaks
                           * there, and the number of a character in it. */
                          _("message %1$u (%2$s), character %3$lu"), place->turn + 1,
                          attune_role_to_string (turn->role),
                          (gulong)get_character (turn, place->start));
}

static void
print_example (const Found *found)
{
  g_autoptr(GString) places = g_string_new (NULL);

  for (guint i = 0; found->places != NULL && i < MIN (found->places->len, MAX_PLACES); i++)
    append_place (places, found->preview->example,
                  &g_array_index (found->places, AttunePlace, i));

  /* Translators: the numbers of a line in a file and of an example in it, then where in it. */
  g_print (_("  Line %1$lu, example %2$lu%3$s"), (gulong)found->entry->line,
           (gulong)found->position + 1, places->str);
  g_print ("%s\n", found->places != NULL && found->places->len > MAX_PLACES ? "; …" : "");
}

static void
print_examples (AttuneScan      *scan,
                AttuneIssueKind  kind)
{
  AttuneIndex *index = attune_scan_get_index (scan);
  guint64 count = attune_report_get_count (attune_scan_get_report (scan), kind);
  guint length = attune_index_get_length (index);
  guint64 bit = attune_issue_bit (kind);
  guint n = 0;

  for (guint i = attune_index_find_issue (index, bit, 0); i < length && n < MAX_EXAMPLES_SHOWN;
       i = attune_index_find_issue (index, bit, i + 1), n++)
    {
      g_auto(Found) found = { 0 };

      find (&found, scan, kind, i, TRUE);
      print_example (&found);
    }

  if (n == MAX_EXAMPLES_SHOWN && count > n)
    {
      g_print (ngettext ("  … and %'lu more", "  … and %'lu more", count - n), (gulong)(count - n));
      g_print ("\n");
    }
}

static void
print_issue (AttuneScan      *scan,
             AttuneIssueKind  kind)
{
  guint64 count = attune_report_get_count (attune_scan_get_report (scan), kind);
  g_autofree char *title = attune_issue_dup_title (kind, count);
  AttuneSeverity severity = attune_issue_get_severity_for (kind, attune_scan_get_rules (scan));
  const char *advice = attune_issue_get_advice (kind);

  g_print ("\n%s: %s\n", severity_get_title (severity), title);
  print_examples (scan, kind);

  if (advice != NULL)
    g_print ("  %s\n", advice);
}

/* Every problem of a file, for people. */
void
attune_cli_check_print_issues (AttuneScan *scan)
{
  for (int kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_report_get_count (attune_scan_get_report (scan), kind) > 0)
      print_issue (scan, kind);
}
