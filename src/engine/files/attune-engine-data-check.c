/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-engine-data-check"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-engine-data-check.h"
#include "attune-error.h"
#include "attune-scan.h"
#include "attune-thread.h"

typedef struct
{
  char         *path;
  guint         min_examples;
  GCancellable *cancellable;
} CheckWork;

G_DEFINE_BOXED_TYPE (AttuneEngineDataProblem, attune_engine_data_problem,
                     attune_engine_data_problem_copy, attune_engine_data_problem_free)

static void
check_work_free (gpointer data)
{
  CheckWork *self = data;

  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static AttuneEngineDataProblem *
new_problem (guint64  line,
             char    *message)
{
  AttuneEngineDataProblem *self = g_new0 (AttuneEngineDataProblem, 1);

  self->line = line;
  self->message = message;

  return self;
}

/* The problem that stands first in the file. */
static gboolean
find_first_error (AttuneReport    *report,
                  AttuneIssueKind *kind,
                  guint64         *line)
{
  gboolean found = FALSE;

  for (AttuneIssueKind i = 0; i < ATTUNE_N_ISSUES; i++)
    {
      gsize n_lines = 0;
      const guint64 *lines = attune_report_get_lines (report, i, &n_lines);

      if (attune_issue_get_severity (i) != ATTUNE_SEVERITY_ERROR ||
          i == ATTUNE_ISSUE_TOO_FEW || n_lines == 0)
        continue;

      if (!found || lines[0] < *line)
        {
          *kind = i;
          *line = lines[0];
          found = TRUE;
        }
    }

  return found;
}

static AttuneEngineDataProblem *
find_problem (AttuneScan *scan,
              guint       min_examples)
{
  AttuneReport *report = attune_scan_get_report (scan);
  guint64 n_examples = attune_scan_get_n_examples (scan);
  AttuneIssueKind kind;
  guint64 line;

  if (find_first_error (report, &kind, &line))
    {
      /* Translators: the number of a line, what is wrong with it, and what to do. */
      return new_problem (line, g_strdup_printf (_("Line %lu: %s %s"), (gulong)line,
                                                 attune_issue_get_reason (kind),
                                                 attune_issue_get_advice (kind)));
    }

  if (n_examples < min_examples)
    {
      g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, n_examples);

      return new_problem (0, g_strdup_printf (ngettext ("The file has only %s example. At least %u are needed; 50 or more give a result that shows.",
                                                        "The file has only %s examples. At least %u are needed; 50 or more give a result that shows.",
                                                        (gulong)n_examples),
                                              count, min_examples));
    }

  return NULL;
}

static DexFuture *
check_thread (gpointer user_data)
{
  CheckWork *work = user_data;
  g_autoptr(AttuneRecipe) recipe = attune_recipe_new ();
  AttuneScanOptions options = { .recipe = recipe };
  g_autoptr(AttuneScan) scan = NULL;
  g_autoptr(AttuneEngineDataProblem) problem = NULL;
  g_autoptr(GError) error = NULL;

  if (!(scan = attune_scan_file (work->path, &options, NULL, NULL, work->cancellable, &error)))
    {
      /* A file that cannot even be read as text is the file's fault, not the engine's. */
      if (!g_error_matches (error, ATTUNE_ERROR, ATTUNE_ERROR_DATA))
        return dex_future_new_for_error (g_steal_pointer (&error));

      problem = new_problem (0, g_strdup (error->message));
    }
  else
    {
      problem = find_problem (scan, work->min_examples);
    }

  return dex_future_new_take_boxed (ATTUNE_TYPE_ENGINE_DATA_PROBLEM, g_steal_pointer (&problem));
}

/**
 * attune_engine_data_problem_copy:
 * @self: (nullable): a problem
 *
 * Returns: (transfer full) (nullable): a copy of @self
 */
AttuneEngineDataProblem *
attune_engine_data_problem_copy (const AttuneEngineDataProblem *self)
{
  return self != NULL ? new_problem (self->line, g_strdup (self->message)) : NULL;
}

/**
 * attune_engine_data_problem_free:
 * @self: (transfer full): a problem
 */
void
attune_engine_data_problem_free (AttuneEngineDataProblem *self)
{
  g_clear_pointer (&self->message, g_free);
  g_free (self);
}

/**
 * attune_engine_data_check:
 * @path: (type filename): a file that somebody wants a model to be trained on
 * @min_examples: how many examples it must have
 * @cancellable: (nullable): stops the check
 *
 * Reads the whole file line by line on a thread of its own. It must hold examples as OpenAI takes
 * them, nothing that would have to be mapped first.
 *
 * Returns: (transfer full): resolves to the first #AttuneEngineDataProblem, or to a boxed %NULL
 *   when there is none; rejects when the file cannot be read
 */
DexFuture *
attune_engine_data_check (const char   *path,
                          guint         min_examples,
                          GCancellable *cancellable)
{
  CheckWork *work;

  dex_return_error_if_fail (path != NULL);

  work = g_new0 (CheckWork, 1);
  work->path = g_strdup (path);
  work->min_examples = min_examples;
  work->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;

  return attune_thread_spawn ("data-check", check_thread, work, check_work_free);
}
