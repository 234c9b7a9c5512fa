/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-example-issues"

#include "config.h"

#include <string.h>

#include "attune-checker.h"
#include "attune-example-issues.h"
#include "attune-scan.h"

/* What is only good to know is no problem of a row: “no system text” may be true of every one. */
static guint64
get_problems (void)
{
  guint64 problems = 0;

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    if (attune_issue_get_severity (kind) != ATTUNE_SEVERITY_INFO)
      problems |= attune_issue_bit (kind);

  return problems;
}

/* A record may give several entries, or none that can be used: what is wrong with it is all of
 * it. */
static void
note_entries (GArray            *issues,
              AttuneExampleFile *file,
              AttuneIndex       *index)
{
  guint64 problems = get_problems ();

  for (guint i = 0; i < attune_index_get_length (index); i++)
    {
      const AttuneIndexEntry *entry = attune_index_get (index, i);
      guint row;

      if ((entry->issues & problems) == 0)
        continue;

      row = attune_example_file_find (file, entry->offset);

      if (row < issues->len)
        g_array_index (issues, guint64, row) |= entry->issues & problems;
    }
}

/**
 * attune_example_issues_scan:
 * @file: a file of examples
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Finds what is wrong with every row of a file, by the common rules of OpenAI's protocol: what
 * costs quality, and what cannot be used. Reads all of it: call it on a thread.
 *
 * Returns: (transfer full) (element-type guint64) (nullable): for each row a mask of
 *   #AttuneIssueKind
 */
GArray *
attune_example_issues_scan (AttuneExampleFile  *file,
                            GCancellable       *cancellable,
                            GError            **error)
{
  g_auto(AttuneScanOptions) options = { .recipe = attune_recipe_new () };
  g_autoptr(GArray) issues = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_autoptr(AttuneScan) scan = NULL;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), NULL);

  if (!(scan = attune_scan_file (attune_example_file_get_path (file), &options, NULL, NULL,
                                 cancellable, error)))
    return NULL;

  g_array_set_size (issues, attune_example_file_get_n_examples (file));
  note_entries (issues, file, attune_scan_get_index (scan));

  return g_steal_pointer (&issues);
}

static guint64
check_text (AttuneChecker *checker,
            const char    *text,
            gsize          length)
{
  yyjson_doc *document = yyjson_read_opts ((char *)text, length, ATTUNE_READ_FLAGS, NULL, NULL);
  g_auto(AttuneDraft) draft = { 0 };
  AttuneFacts facts = { .issues = attune_issue_bit (ATTUNE_ISSUE_NOT_JSON) };

  if (document == NULL)
    return facts.issues;

  attune_draft_init (&draft);

  if (attune_draft_set_value (&draft, yyjson_doc_get_root (document), text, length))
    attune_checker_check (checker, &draft, &facts);
  else
    facts.issues = attune_issue_bit (ATTUNE_ISSUE_UNKNOWN_SHAPE);

  attune_draft_reset (&draft);
  yyjson_doc_free (document);

  return facts.issues;
}

/* Whether the file has texts without questions, as the scan of it found: then the empty prompt of
 * its first row is no problem. */
static gboolean
has_texts (AttuneChecker     *checker,
           AttuneExampleFile *file,
           GArray            *issues)
{
  guint64 empty_question = attune_issue_bit (ATTUNE_ISSUE_EMPTY_QUESTION);
  g_autoptr(AttuneExample) first = NULL;

  if (issues->len == 0 || (g_array_index (issues, guint64, 0) & empty_question) != 0 ||
      !(first = attune_example_file_read (file, 0, NULL)))
    return FALSE;

  return (check_text (checker, first->json, strlen (first->json)) & empty_question) != 0;
}

/**
 * attune_example_issues_overlay:
 * @issues: (element-type guint64): those of the rows of @file
 * @file: a file of examples
 * @edits: what was changed in it
 *
 * Checks the rows that were edited or added, and those alone. Whether one is like another is not
 * looked for anew.
 *
 * Returns: (transfer full) (element-type guint64): those of the rows as they are now
 */
GArray *
attune_example_issues_overlay (GArray            *issues,
                               AttuneExampleFile *file,
                               AttuneEdits       *edits)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  GArray *now = g_array_copy (issues);
  guint64 problems = get_problems ();
  g_autoptr(AttuneRowSet) rows = NULL;
  AttuneRowSetIter iter = { 0 };
  guint row;

  g_return_val_if_fail (ATTUNE_IS_EXAMPLE_FILE (file), now);
  g_return_val_if_fail (ATTUNE_IS_EDITS (edits), now);

  if (has_texts (checker, file, issues))
    problems &= ~attune_issue_bit (ATTUNE_ISSUE_EMPTY_QUESTION);

  rows = attune_edits_list_rows (edits, ATTUNE_ROW_EDITED | ATTUNE_ROW_ADDED);
  iter.set = rows;

  while (attune_row_set_iter_next (&iter, &row))
    {
      g_autoptr(GBytes) text = attune_edits_dup_text (edits, row);

      if (text == NULL)
        continue;

      if (row >= now->len)
        g_array_set_size (now, row + 1);

      g_array_index (now, guint64, row) =
        problems & check_text (checker, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
    }

  return now;
}

/**
 * attune_example_issues_place:
 * @example: an example
 * @issues: what is wrong with it, a mask of #AttuneIssueKind
 * @places: (element-type AttunePlace): where the places are added
 *
 * Finds where in an example something is wrong. What concerns it as a whole has no place.
 */
void
attune_example_issues_place (const AttuneExample *example,
                             guint64              issues,
                             GArray              *places)
{
  g_autoptr(AttuneChecker) checker = attune_checker_new (NULL, NULL, NULL);
  gsize length = strlen (example->json);
  yyjson_doc *document = yyjson_read_opts (example->json, length, ATTUNE_READ_FLAGS, NULL, NULL);
  g_auto(AttuneDraft) draft = { 0 };

  g_return_if_fail (places != NULL);

  if (document == NULL)
    return;

  attune_draft_init (&draft);

  if (attune_draft_set_value (&draft, yyjson_doc_get_root (document), example->json, length))
    for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
      if ((issues & attune_issue_bit (kind)) != 0)
        attune_checker_find_places (checker, &draft, kind, places);

  attune_draft_reset (&draft);
  yyjson_doc_free (document);
}
