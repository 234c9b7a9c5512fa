/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-report"

#include "config.h"

#include "attune-report.h"

struct _AttuneReport
{
  GObject  parent_instance;

  guint64  counts[ATTUNE_N_ISSUES];
  GArray  *lines[ATTUNE_N_ISSUES];   /* of guint64, NULL until the first */
};

G_DEFINE_FINAL_TYPE (AttuneReport, attune_report, G_TYPE_OBJECT)

static void
attune_report_finalize (GObject *object)
{
  AttuneReport *self = (AttuneReport *)object;

  for (gsize i = 0; i < ATTUNE_N_ISSUES; i++)
    g_clear_pointer (&self->lines[i], g_array_unref);

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
 * Returns: how many issues were found that make a record unusable or would stop a job
 */
guint64
attune_report_get_n_errors (AttuneReport *self)
{
  guint64 n_errors = 0;

  g_return_val_if_fail (ATTUNE_IS_REPORT (self), 0);

  for (gsize i = 0; i < ATTUNE_N_ISSUES; i++)
    if (attune_issue_get_severity (i) == ATTUNE_SEVERITY_ERROR)
      n_errors += self->counts[i];

  return n_errors;
}
