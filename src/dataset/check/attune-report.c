/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-report"

#include "config.h"

#include "attune-distinct.h"
#include "attune-report.h"

#define N_ROLES (ATTUNE_ROLE_TOOL + 1)

struct _AttuneReport
{
  GObject  parent_instance;

  guint64  counts[ATTUNE_N_ISSUES];
  GArray  *lines[ATTUNE_N_ISSUES];   /* of guint64, NULL until the first */

  AttuneHistogram  histograms[ATTUNE_REPORT_N_MEASURES];
  AttuneDistinct  *questions;
  AttuneDistinct  *system_texts;
  guint64          languages[ATTUNE_N_LANGUAGES];
  guint64          roles[N_ROLES];
  guint64          n_examples;
  AttuneRules      rules;            /* all zero: the common ones */
};

G_DEFINE_FINAL_TYPE (AttuneReport, attune_report, G_TYPE_OBJECT)

static void
attune_report_finalize (GObject *object)
{
  AttuneReport *self = (AttuneReport *)object;

  for (gsize i = 0; i < ATTUNE_N_ISSUES; i++)
    g_clear_pointer (&self->lines[i], g_array_unref);

  g_clear_pointer (&self->questions, attune_distinct_free);
  g_clear_pointer (&self->system_texts, attune_distinct_free);

  G_OBJECT_CLASS (attune_report_parent_class)->finalize (object);
}

static void
attune_report_class_init (AttuneReportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = attune_report_finalize;
}

static void
attune_report_init (AttuneReport *self)
{
  self->questions = attune_distinct_new ();
  self->system_texts = attune_distinct_new ();
}

/**
 * attune_report_new:
 *
 * Returns: (transfer full): a report that has found nothing yet
 */
AttuneReport *
attune_report_new (void)
{
  return g_object_new (ATTUNE_TYPE_REPORT, NULL);
}

/**
 * attune_report_add:
 * @self: a report
 * @kind: what is wrong
 * @line: where, from 1; 0 when it concerns the whole file
 *
 * Counts an issue, and remembers its line if it is one of the first %ATTUNE_REPORT_MAX_LINES.
 */
void
attune_report_add (AttuneReport    *self,
                   AttuneIssueKind  kind,
                   guint64          line)
{
  g_return_if_fail (ATTUNE_IS_REPORT (self));
  g_return_if_fail (kind >= 0 && kind < ATTUNE_N_ISSUES);

  self->counts[kind]++;

  if (line == 0)
    return;

  if (self->lines[kind] == NULL)
    self->lines[kind] = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (self->lines[kind]->len < ATTUNE_REPORT_MAX_LINES)
    g_array_append_val (self->lines[kind], line);
}

/**
 * attune_report_forget:
 * @self: a report
 * @kind: what turned out to be nothing wrong
 *
 * Takes back all that attune_report_add() was told of @kind.
 */
void
attune_report_forget (AttuneReport    *self,
                      AttuneIssueKind  kind)
{
  g_return_if_fail (ATTUNE_IS_REPORT (self));
  g_return_if_fail (kind >= 0 && kind < ATTUNE_N_ISSUES);

  self->counts[kind] = 0;
  g_clear_pointer (&self->lines[kind], g_array_unref);
}

static void
count_bits (guint64 *counts,
            guint32  bits)
{
  for (guint32 rest = bits; rest != 0; rest &= rest - 1)
    counts[__builtin_ctz (rest)]++;
}

static void
measure (AttuneReport      *self,
         const AttuneFacts *facts)
{
  const guint32 values[ATTUNE_REPORT_N_MEASURES] = {
    [ATTUNE_REPORT_CHARACTERS] = facts->n_characters,
    [ATTUNE_REPORT_TURNS] = facts->n_turns,
    [ATTUNE_REPORT_TOKENS] = facts->n_tokens,
    [ATTUNE_REPORT_TRAINED_TOKENS] = facts->n_trained_tokens,
  };

  for (guint i = 0; i < ATTUNE_REPORT_N_MEASURES; i++)
    attune_histogram_add (&self->histograms[i], values[i]);

  count_bits (self->languages, facts->languages);
  count_bits (self->roles, facts->roles);
  attune_distinct_add (self->questions, facts->question);

  if (facts->system != 0)
    attune_distinct_add (self->system_texts, facts->system);
}

/**
 * attune_report_add_facts:
 * @self: a report
 * @line: where it begins, from 1
 * @facts: what was found out about an example, or about a record that gave none
 *
 * Counts the issues of one record. When it gave an example, that is measured as well.
 */
void
attune_report_add_facts (AttuneReport      *self,
                         guint64            line,
                         const AttuneFacts *facts)
{
  g_return_if_fail (ATTUNE_IS_REPORT (self));
  g_return_if_fail (facts != NULL);

  for (guint64 issues = facts->issues; issues != 0; issues &= issues - 1)
    {
      guint kind = __builtin_ctzll (issues);

      if (kind < ATTUNE_N_ISSUES)
        attune_report_add (self, kind, line);
    }

  if (facts->n_turns == 0)
    return;

  self->n_examples++;
  measure (self, facts);
}

/**
 * attune_report_finish:
 * @self: a report that was told of every record
 * @rules: (nullable): what applies; %NULL for the common rules
 * @n_usable: how many examples can be used
 *
 * Adds what concerns the file as a whole: too few examples, different system texts.
 */
void
attune_report_finish (AttuneReport      *self,
                      const AttuneRules *rules,
                      guint64            n_usable)
{
  guint min_examples = rules != NULL && rules->min_examples > 0 ? rules->min_examples :
                                                                   ATTUNE_MIN_EXAMPLES;

  g_return_if_fail (ATTUNE_IS_REPORT (self));

  if (rules != NULL)
    self->rules = *rules;

  if (n_usable < min_examples)
    attune_report_add (self, ATTUNE_ISSUE_TOO_FEW, 0);
  else if (n_usable < ATTUNE_MIN_EXAMPLES_TO_LEARN)
    attune_report_add (self, ATTUNE_ISSUE_TOO_FEW_TO_LEARN, 0);

  if (attune_distinct_get_count (self->system_texts, NULL) > 1)
    attune_report_add (self, ATTUNE_ISSUE_MIXED_SYSTEM, 0);
}

/**
 * attune_report_get_count:
 * @self: a report
 * @kind: a kind of issue
 *
 * Returns: how often it was found
 */
guint64
attune_report_get_count (AttuneReport    *self,
                         AttuneIssueKind  kind)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);
  g_return_val_if_fail (kind >= 0 && kind < ATTUNE_N_ISSUES, 0);

  return self->counts[kind];
}

/**
 * attune_report_get_lines:
 * @self: a report
 * @kind: a kind of issue
 * @n_lines: (out): how many lines are remembered
 *
 * Returns: (transfer none) (nullable) (array length=n_lines): the first lines where it was found
 */
const guint64 *
attune_report_get_lines (AttuneReport    *self,
                         AttuneIssueKind  kind,
                         gsize           *n_lines)
{
  GArray *lines;

  g_return_val_if_fail (ATTUNE_IS_REPORT (self), NULL);
  g_return_val_if_fail (kind >= 0 && kind < ATTUNE_N_ISSUES, NULL);
  g_return_val_if_fail (n_lines != NULL, NULL);

  lines = self->lines[kind];
  *n_lines = lines != NULL ? lines->len : 0;

  return lines != NULL ? (const guint64 *)(void *)lines->data : NULL;
}

/**
 * attune_report_get_n_errors:
 * @self: a report
 *
 * Returns: how many issues were found that make a record unusable or would stop a job, by the rules
 *   that it was finished with
 */
guint64
attune_report_get_n_errors (AttuneReport *self)
{
  guint64 n_errors = 0;

  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);

  for (gsize i = 0; i < ATTUNE_N_ISSUES; i++)
    if (attune_issue_get_severity_for (i, &self->rules) == ATTUNE_SEVERITY_ERROR)
      n_errors += self->counts[i];

  return n_errors;
}

/**
 * attune_report_get_n_examples:
 * @self: a report
 *
 * Returns: how many examples were measured, good or bad
 */
guint64
attune_report_get_n_examples (AttuneReport *self)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);

  return self->n_examples;
}

/**
 * attune_report_get_n_questions:
 * @self: a report
 * @is_exact: (out) (optional): whether the number is exact, and not about right
 *
 * Returns: how many different questions are asked
 */
guint64
attune_report_get_n_questions (AttuneReport *self,
                               gboolean     *is_exact)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);

  return attune_distinct_get_count (self->questions, is_exact);
}

/**
 * attune_report_get_n_system_texts:
 * @self: a report
 * @is_exact: (out) (optional): whether the number is exact, and not about right
 *
 * Returns: how many different system texts there are
 */
guint64
attune_report_get_n_system_texts (AttuneReport *self,
                                  gboolean     *is_exact)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);

  return attune_distinct_get_count (self->system_texts, is_exact);
}

/**
 * attune_report_get_language_count:
 * @self: a report
 * @language: a language
 *
 * Returns: in how many examples it was recognised
 */
guint64
attune_report_get_language_count (AttuneReport   *self,
                                  AttuneLanguage  language)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);
  g_return_val_if_fail (language < ATTUNE_N_LANGUAGES, 0);

  return self->languages[language];
}

/**
 * attune_report_get_role_count:
 * @self: a report
 * @role: a role
 *
 * Returns: in how many examples somebody of this role speaks
 */
guint64
attune_report_get_role_count (AttuneReport *self,
                              AttuneRole    role)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);
  g_return_val_if_fail (role < N_ROLES, 0);

  return self->roles[role];
}

/**
 * attune_report_get_histogram:
 * @self: a report
 * @kind: what was measured
 *
 * Returns: (transfer none): how it is distributed over the examples
 */
const AttuneHistogram *
attune_report_get_histogram (AttuneReport        *self,
                             AttuneReportMeasure  kind)
{
  g_return_val_if_fail (ATTUNE_IS_REPORT (self), NULL);
  g_return_val_if_fail (kind < ATTUNE_REPORT_N_MEASURES, NULL);

  return &self->histograms[kind];
}
