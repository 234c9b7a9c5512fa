/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preparation"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "attune-letter-case.h"
#include "attune-preparation-private.h"

/* Each rule turns what the survey found into a suggestion, or into none. The thresholds are those
 * of openai-python 0.28.1, the last version that had prepare_data. */

#define FEW_EXAMPLES   100
#define MAX_HELD_OUT   1000
#define TRAINING_SHARE 0.8

/* So much of a text of the file is shown in a title. */
#define MAX_QUOTE 40

char *
attune_preparation_format_number (guint64 number)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, number);
}

static guint64
get_count (AttunePreparation *self,
           AttuneRule         rule)
{
  return attune_suggestion_get_count (self->rules[rule]);
}

/* Text of the file for a title: on one line, and not too long. */
char *
attune_preparation_quote (const char *text,
                          gsize       length)
{
  gsize shown = attune_text_skip_chars (text, length, MAX_QUOTE);
  g_autoptr(GString) quote = g_string_new (NULL);

  for (gsize i = 0; i < shown; i++)
    {
      if (text[i] == '\n')
        g_string_append (quote, "\\n");
      else if (text[i] == '\t')
        g_string_append (quote, "\\t");
      else if (text[i] == '\r')
        g_string_append (quote, "\\r");
      else if (g_ascii_iscntrl (text[i]))
        g_string_append (quote, "\xef\xbf\xbd");
      else
        g_string_append_c (quote, text[i]);
    }

  if (shown < length)
    g_string_append (quote, "…");

  return g_string_free_and_steal (g_steal_pointer (&quote));
}

static void
suggest_example_count (AttunePreparation *self)
{
  guint64 count = get_count (self, ATTUNE_RULE_EXAMPLE_COUNT);
  g_autofree char *number = attune_preparation_format_number (count);
  const char *advice = NULL;

  if (count < FEW_EXAMPLES)
    advice = _("Some hundreds of examples are a good beginning, and each doubling of their number "
               "tends to improve the model by about as much again.");

  attune_preparation_add_rule (self, ATTUNE_RULE_EXAMPLE_COUNT, ATTUNE_SUGGESTION_INFORMATION,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("The file has %s example",
                                                          "The file has %s examples", count),
                                                number),
                               g_strdup (advice));
}

static void
suggest_unreadable_records (AttunePreparation *self)
{
  guint64 count = get_count (self, ATTUNE_RULE_UNREADABLE_RECORDS);
  g_autofree char *number = attune_preparation_format_number (count);

  if (count == 0)
    return;

  attune_preparation_add_rule (self, ATTUNE_RULE_UNREADABLE_RECORDS, ATTUNE_SUGGESTION_NECESSARY,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("Leaves out %s record that cannot be read",
                                                          "Leaves out %s records that cannot be read",
                                                          count),
                                                number),
                               g_strdup (_("They are broken, or have a list where a text should be.")));
}

static void
suggest_empty_completion (AttunePreparation *self)
{
  guint64 count = get_count (self, ATTUNE_RULE_EMPTY_COMPLETION);
  g_autofree char *number = attune_preparation_format_number (count);

  if (count == 0)
    return;

  attune_preparation_add_rule (self, ATTUNE_RULE_EMPTY_COMPLETION, ATTUNE_SUGGESTION_NECESSARY,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("Leaves out %s example with an empty completion",
                                                          "Leaves out %s examples with empty completions",
                                                          count),
                                                number),
                               g_strdup (_("A model learns nothing from them but to say nothing. "
                                           "Prompts may be empty.")));
}

static void
suggest_task (AttunePreparation *self)
{
  guint64 n_training = self->n_examples * TRAINING_SHARE;
  guint64 n_held_out;
  g_autofree char *number = NULL;

  if (self->task != ATTUNE_TASK_CLASSIFICATION)
    return;

  n_held_out = MIN (self->n_examples - n_training, MAX_HELD_OUT);
  number = attune_preparation_format_number (n_held_out);
  attune_preparation_add_rule (self, ATTUNE_RULE_TASK, ATTUNE_SUGGESTION_INFORMATION,
                               g_strdup (_("This looks like a classification")),
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("A small, cheap model is enough to sort texts into classes. "
                                                          "Hold %s example out of the training to see how well it does.",
                                                          "A small, cheap model is enough to sort texts into classes. "
                                                          "Hold %s examples out of the training to see how well it does.",
                                                          n_held_out),
                                                number));
}

static void
suggest_duplicates (AttunePreparation *self)
{
  guint64 count = get_count (self, ATTUNE_RULE_DUPLICATES);
  g_autofree char *number = attune_preparation_format_number (count);

  if (count == 0)
    return;

  attune_preparation_add_rule (self, ATTUNE_RULE_DUPLICATES, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("Leaves out %s repeated example",
                                                          "Leaves out %s repeated examples", count),
                                                number),
                               g_strdup (_("An example that stands there twice counts twice. The "
                                           "first stays.")));
}

static void
suggest_long_examples (AttunePreparation *self)
{
  guint64 count = get_count (self, ATTUNE_RULE_LONG_EXAMPLES);
  g_autofree char *number = attune_preparation_format_number (count);

  if (count == 0 || self->task == ATTUNE_TASK_OPEN_ENDED)
    return;

  attune_preparation_add_rule (self, ATTUNE_RULE_LONG_EXAMPLES, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("Leaves out %s very long example",
                                                          "Leaves out %s very long examples", count),
                                                number),
                               g_strdup (_("They have more than 10,000 characters, which is about the "
                                           "2,048 tokens that a completion model reads at once.")));
}

G_STATIC_ASSERT (ATTUNE_PREPARATION_MAX_CHARS == 10000);

static char *
dup_case_advice (void)
{
  return g_strdup (_("More than a third of the letters are uppercase. Models know ordinary writing "
                     "better. Keep it where the case means something."));
}

static void
suggest_case (AttunePreparation *self)
{
  if (attune_column_facts_is_upper (&self->prompts))
    {
      g_autofree char *number = attune_preparation_format_number (self->prompts.n_with_upper);

      attune_preparation_add_rule (self, ATTUNE_RULE_PROMPT_CASE, ATTUNE_SUGGESTION_OPTIONAL,
                                   /* Translators: %s is a number. */
                                   g_strdup_printf (ngettext ("Writes %s prompt in lowercase",
                                                              "Writes %s prompts in lowercase",
                                                              self->prompts.n_with_upper),
                                                    number),
                                   dup_case_advice ());
    }

  if (attune_column_facts_is_upper (&self->completions))
    {
      g_autofree char *number = attune_preparation_format_number (self->completions.n_with_upper);

      attune_preparation_add_rule (self, ATTUNE_RULE_COMPLETION_CASE, ATTUNE_SUGGESTION_OPTIONAL,
                                   /* Translators: %s is a number. */
                                   g_strdup_printf (ngettext ("Writes %s completion in lowercase",
                                                              "Writes %s completions in lowercase",
                                                              self->completions.n_with_upper),
                                                    number),
                                   dup_case_advice ());
    }
}

static void
suggest_leading_space (AttunePreparation *self)
{
  guint64 count = get_count (self, ATTUNE_RULE_LEADING_SPACE);
  g_autofree char *number = attune_preparation_format_number (count);

  if (count == 0)
    return;

  attune_preparation_add_rule (self, ATTUNE_RULE_LEADING_SPACE, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("Adds a space to the beginning of %s completion",
                                                          "Adds a space to the beginning of %s completions",
                                                          count),
                                                number),
                               g_strdup (_("The tokens of these models carry the space before a word "
                                           "with them.")));
}

/* Lists what the rules make of the facts. Those on columns are listed by now. */
void
attune_preparation_suggest (AttunePreparation *self)
{
  suggest_example_count (self);
  suggest_unreadable_records (self);
  suggest_empty_completion (self);

  if (self->n_examples == 0)
    {
      attune_preparation_add_rule (self, ATTUNE_RULE_NO_EXAMPLES, ATTUNE_SUGGESTION_ERROR,
                                   g_strdup (_("There is no example that can be used")),
                                   g_strdup (_("Choose a file that has examples with completions in it.")));
      return;
    }

  suggest_task (self);
  suggest_duplicates (self);
  suggest_long_examples (self);
  suggest_case (self);
  attune_preparation_suggest_affixes (self);
  suggest_leading_space (self);
}
