/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-dataset-survey"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-dataset-survey.h"
#include "attune-error.h"
#include "attune-example-counter.h"
#include "attune-line-checker.h"
#include "attune-row-cursor.h"
#include "attune-shared-tokenizer.h"

typedef struct
{
  AttuneDatasetSurvey  *survey;
  AttuneExampleCounter *counter;   /* NULL: estimate */
  AttuneLineChecker    *strict;
  AttuneLineChecker    *lenient;   /* about answers of several messages */
} Pass;

G_DEFINE_BOXED_TYPE (AttuneDatasetSurvey, attune_dataset_survey,
                     attune_dataset_survey_ref, attune_dataset_survey_unref)

static void
note_form (Pass       *pass,
           const char *line,
           gsize       length)
{
  g_autoptr(AttuneExample) example = attune_example_new_from_json (0, line, length, NULL);
  guint64 bad_output = attune_issue_bit (ATTUNE_ISSUE_BAD_OUTPUT);
  guint64 issues = attune_line_checker_check (pass->strict, line, length);

  if (example != NULL)
    pass->survey->n_kinds[example->kind]++;

  for (AttuneIssueKind kind = 0; issues >> kind != 0 && kind < ATTUNE_N_ISSUES; kind++)
    pass->survey->n_issues[kind] += issues >> kind & 1;

  if ((issues & bad_output) != 0 &&
      (attune_line_checker_check (pass->lenient, line, length) & bad_output) != 0)
    pass->survey->n_bad_outputs++;
}

/* The form and the tokens are noted in one pass over the file. */
static guint64
note_example (const char *line,
              gsize       length,
              gpointer    user_data)
{
  Pass *pass = user_data;

  note_form (pass, line, length);

  return pass->counter != NULL ? attune_example_counter_count (line, length, pass->counter)
                               : attune_token_estimate (line, length, NULL);
}

/* How many different things are wrong. */
static guint
count_problems (const AttuneDatasetSurvey *self)
{
  guint n_problems = (self->stats->n_unreadable > 0) + (self->n_bad_outputs > 0);

  for (AttuneIssueKind kind = 0; kind < ATTUNE_N_ISSUES; kind++)
    n_problems += self->n_issues[kind] > 0;

  return n_problems;
}

/* Counts what was found the first time. */
static guint
note_first (guint *first_line,
            guint  line)
{
  if (*first_line != 0)
    return 0;

  *first_line = line;

  return 1;
}

static guint
note_line (Pass            *pass,
           const AttuneRow *row)
{
  AttuneDatasetSurvey *self = pass->survey;
  g_autoptr(AttuneExample) example = NULL;
  guint line = row->index + 1;
  guint n_found = 0;
  guint64 issues;

  if (row->text != NULL)
    example = attune_example_new_from_json (line, row->text, row->length, NULL);

  if (example == NULL)
    return note_first (&self->first_unreadable, line);

  issues = attune_line_checker_check (pass->strict, row->text, row->length);

  for (AttuneIssueKind kind = 0; issues >> kind != 0 && kind < ATTUNE_N_ISSUES; kind++)
    if ((issues >> kind & 1) != 0)
      n_found += note_first (&self->first_lines[kind], line);

  if ((issues & attune_issue_bit (ATTUNE_ISSUE_BAD_OUTPUT)) != 0 &&
      (attune_line_checker_check (pass->lenient, row->text, row->length) &
       attune_issue_bit (ATTUNE_ISSUE_BAD_OUTPUT)) != 0)
    n_found += note_first (&self->first_bad_output, line);

  return n_found;
}

/* Another pass, which only a file with something wrong needs, up to the last of the first lines. */
static gboolean
find_lines (Pass               *pass,
            AttuneExampleFile  *file,
            AttuneEdits        *edits,
            GCancellable       *cancellable,
            GError            **error)
{
  g_autoptr(AttuneRowCursor) cursor = attune_row_cursor_new (file, edits);
  g_autoptr(GError) local_error = NULL;
  guint n_left = count_problems (pass->survey);
  AttuneRow row;

  while (n_left > 0 && attune_row_cursor_next (cursor, &row, &local_error))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      if ((row.state & ATTUNE_ROW_OUT) == 0)
        n_left -= note_line (pass, &row);
    }

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static void
clear_survey (gpointer data)
{
  AttuneDatasetSurvey *self = data;

  g_clear_pointer (&self->stats, attune_example_stats_unref);
}

/**
 * attune_dataset_survey_collect:
 * @path: a file of examples that Attune wrote; the changes beside it count
 * @cancellable: (nullable): stops it
 * @error: return location for %ATTUNE_ERROR_STORAGE
 *
 * Reads all examples once, and once more to find the lines where something is wrong. Blocks: call
 * it on a thread.
 *
 * Returns: (transfer full) (nullable): the figures
 */
AttuneDatasetSurvey *
attune_dataset_survey_collect (const char    *path,
                               GCancellable  *cancellable,
                               GError       **error)
{
  static const AttuneRules strict_rules = { .must_alternate = TRUE };
  static const AttuneRules lenient_rules = { .allows_output_turns = TRUE };
  g_autoptr(AttuneDatasetSurvey) self = g_atomic_rc_box_new0 (AttuneDatasetSurvey);
  g_autoptr(AttuneTokenizer) tokenizer = attune_shared_tokenizer_load ();
  g_autoptr(AttuneExampleCounter) counter = NULL;
  g_autoptr(AttuneLineChecker) strict = attune_line_checker_new (&strict_rules);
  g_autoptr(AttuneLineChecker) lenient = attune_line_checker_new (&lenient_rules);
  g_autoptr(AttuneExampleFile) file = NULL;
  g_autoptr(AttuneEdits) edits = NULL;
  Pass pass = { .survey = self, .strict = strict, .lenient = lenient };

  if (tokenizer != NULL)
    counter = attune_example_counter_new (tokenizer);

  pass.counter = counter;
  self->is_exact = counter != NULL;

  if (!(file = attune_example_file_open (path, cancellable, error)) ||
      !(edits = attune_edits_open (file, error)) ||
      !(self->stats = attune_example_stats_collect (file, edits, note_example, &pass, NULL, NULL,
                                                    cancellable, error)) ||
      !find_lines (&pass, file, edits, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * attune_dataset_survey_ref:
 * @self: figures
 *
 * Returns: (transfer full): @self
 */
AttuneDatasetSurvey *
attune_dataset_survey_ref (AttuneDatasetSurvey *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * attune_dataset_survey_unref:
 * @self: (transfer full): figures
 */
void
attune_dataset_survey_unref (AttuneDatasetSurvey *self)
{
  g_atomic_rc_box_release_full (self, clear_survey);
}

/**
 * attune_dataset_survey_count_over:
 * @self: figures
 * @max_tokens: the most tokens that a service trains on in one example, 0 when not known
 *
 * Returns: how many examples have more
 */
guint64
attune_dataset_survey_count_over (const AttuneDatasetSurvey *self,
                                  guint                      max_tokens)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL, 0);

  high = max_tokens > 0 ? self->stats->tokens->len : 0;

  /* They are in ascending order. */
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->stats->tokens, guint32, middle) > max_tokens)
        high = middle;
      else
        low = middle + 1;
    }

  return max_tokens > 0 ? self->stats->tokens->len - low : 0;
}

/**
 * attune_example_kind_peek:
 * @path: a file of examples that Attune wrote
 * @kind: (out): what its first example is
 * @error: return location for %ATTUNE_ERROR_STORAGE or %ATTUNE_ERROR_DATA
 *
 * Reads one line. Blocks: call it on a thread.
 *
 * Returns: whether the file has a first example
 */
gboolean
attune_example_kind_peek (const char         *path,
                          AttuneExampleKind  *kind,
                          GError            **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr(GFileInputStream) raw = NULL;
  g_autoptr(GDataInputStream) stream = NULL;
  g_autoptr(AttuneExample) example = NULL;
  g_autoptr(GError) io_error = NULL;
  g_autofree char *line = NULL;
  gsize length = 0;

  if ((raw = g_file_read (file, NULL, &io_error)))
    {
      stream = g_data_input_stream_new (G_INPUT_STREAM (raw));
      line = g_data_input_stream_read_line (stream, &length, NULL, &io_error);
    }

  if (io_error != NULL)
    {
      attune_set_error_from_io (error, io_error, name);
      return FALSE;
    }

  if (line == NULL)
    {
      attune_set_error (error, ATTUNE_ERROR_DATA, NULL,
                        /* Translators: %s is the name of a file. */
                        _("There are no examples in “%s”. Import the file again."), name);
      return FALSE;
    }

  if (!(example = attune_example_new_from_json (1, line, length, error)))
    return FALSE;

  *kind = example->kind;

  return TRUE;
}
