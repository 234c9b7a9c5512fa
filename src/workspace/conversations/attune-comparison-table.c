/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-comparison"

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "attune-comparison-private.h"
#include "attune-csv.h"

/* One line in a cell: what would end the cell or the row is written differently. */
static void
append_markdown_cell (GString    *line,
                      const char *text)
{
  g_string_append (line, "| ");

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '|')
        g_string_append (line, "\\|");
      else if (*c == '\n')
        g_string_append (line, "<br>");
      else if (*c != '\r')
        g_string_append_c (line, *c);
    }

  g_string_append_c (line, ' ');
}

static void
append_cell (GString           *table,
             AttuneTableFormat  format,
             gboolean           is_first,
             const char        *text)
{
  if (format == ATTUNE_TABLE_MARKDOWN)
    {
      append_markdown_cell (table, text);
      return;
    }

  if (!is_first)
    g_string_append_c (table, ',');

  attune_csv_append_cell (table, text);
}

static void
end_row (GString           *table,
         AttuneTableFormat  format)
{
  g_string_append (table, format == ATTUNE_TABLE_MARKDOWN ? "|\n" : "\r\n");
}

static void
append_number (GString    *table,
               double      value,
               const char *format)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (table, ',');

  if (!isnan (value) && value >= 0)
    g_string_append (table, g_ascii_formatd (buffer, sizeof buffer, format, value));
}

static double
get_seconds (gint64 msec)
{
  return msec >= 0 ? msec / 1000.0 : NAN;
}

/* A table for people has no place for the figures; a file for a spreadsheet does. */
static void
append_figures (GString       *table,
                AttuneMessage *answer)
{
  const AttuneMessageFacts *facts = answer != NULL ? attune_message_get_facts (answer) : NULL;

  append_number (table, facts != NULL ? get_seconds (facts->first_token_msec) : NAN, "%.3f");
  append_number (table, facts != NULL ? get_seconds (facts->duration_msec) : NAN, "%.3f");
  append_number (table, facts != NULL ? facts->completion_tokens : NAN, "%.0f");
  append_number (table, facts != NULL ? facts->cost : NAN, "%.8f");
}

static char *
dup_column_name (AttuneComparison *self,
                 guint             column)
{
  g_autoptr(AttuneConversation) conversation = NULL;

  conversation = g_list_model_get_item (G_LIST_MODEL (self->columns), column);

  return attune_comparison_dup_label (self, column, attune_conversation_get_model (conversation));
}

/* What an answer took could tell which model gave it. */
static gboolean
has_figures (AttuneComparison  *self,
             AttuneTableFormat  format)
{
  return format == ATTUNE_TABLE_CSV && !self->row->is_blind;
}

static void
append_head (GString           *table,
             AttuneComparison  *self,
             AttuneTableFormat  format)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (self, &n_columns);

  append_cell (table, format, TRUE, _("Question"));

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *name = dup_column_name (self, order[i]);

      append_cell (table, format, FALSE, name);

      if (has_figures (self, format))
        {
          append_cell (table, format, FALSE, _("First Token (s)"));
          append_cell (table, format, FALSE, _("Time (s)"));
          append_cell (table, format, FALSE, _("Tokens"));
          append_cell (table, format, FALSE, _("Cost (USD)"));
        }
    }

  /* Translators: the head of a column that names the better one of several answers. */
  append_cell (table, format, FALSE, _("Better"));
  end_row (table, format);

  if (format == ATTUNE_TABLE_MARKDOWN)
    {
      for (guint i = 0; i < n_columns + 2; i++)
        g_string_append (table, "| --- ");

      end_row (table, format);
    }
}

/* Before columns came or went. */
static char *
dup_earlier (AttuneComparison *self,
             guint             turn)
{
  g_autoptr(GPtrArray) tallies = attune_comparison_list_earlier (self, turn);
  const AttuneModelTally *best = tallies->len > 0 ? tallies->pdata[0] : NULL;

  if (best == NULL)
    return g_strdup ("");

  /* Translators: of several answers; before others came to stand beside them, or some went. */
  return best->n_won == 0 ? g_strdup (_("Tie (among other models)"))
                          /* Translators: the same; %s is the name of a model. */
                          : g_strdup_printf (_("%s (among other models)"), best->model);
}

static char *
dup_verdict (AttuneComparison *self,
             guint             turn)
{
  int winner = attune_comparison_get_vote (self, turn);

  if (winner == ATTUNE_COMPARISON_NO_VOTE)
    return dup_earlier (self, turn);

  /* Translators: neither of several answers is better. */
  return winner == ATTUNE_COMPARISON_TIE ? g_strdup (_("Tie"))
                                         : dup_column_name (self, (guint)winner);
}

static void
append_turn (GString           *table,
             AttuneComparison  *self,
             AttuneTableFormat  format,
             guint              turn)
{
  guint n_columns;
  const guint *order = attune_comparison_get_order (self, &n_columns);
  g_autofree char *verdict = dup_verdict (self, turn);
  g_autoptr(AttuneMessage) question = NULL;

  for (guint i = 0; i < n_columns && question == NULL; i++)
    question = attune_comparison_dup_question (self, i, turn);

  append_cell (table, format, TRUE, question != NULL ? attune_message_get_content (question) : "");

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(AttuneMessage) answer = attune_comparison_dup_answer (self, order[i], turn);

      append_cell (table, format, FALSE, answer != NULL ? attune_message_get_content (answer) : "");

      if (has_figures (self, format))
        append_figures (table, answer);
    }

  append_cell (table, format, FALSE, verdict);
  end_row (table, format);
}

/**
 * attune_comparison_dup_table:
 * @self: a comparison that is loaded
 * @format: the kind of the table
 *
 * Returns: (transfer full): a row for each turn that is shown: the question, what each model
 *   answered, and which was found better. A CSV has the times, tokens and costs besides. While
 *   nobody shall know which model is which, letters stand for the names, without figures.
 */
char *
attune_comparison_dup_table (AttuneComparison  *self,
                             AttuneTableFormat  format)
{
  g_autoptr(GString) table = g_string_new (NULL);
  guint n_turns = attune_comparison_get_n_turns (self);

  append_head (table, self, format);

  for (guint i = 0; i < n_turns; i++)
    append_turn (table, self, format, i);

  return g_string_free_and_steal (g_steal_pointer (&table));
}
