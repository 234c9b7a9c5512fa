/* SPDX-FileCopyrightText: 2026 The Attune Authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "attune-preparation"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "attune-letter-case.h"
#include "attune-preparation-private.h"

/* The rules on what all prompts or all completions begin or end with. Lengths are in characters;
 * the thresholds are those of openai-python 0.28.1. */

#define LONG_SUFFIX           10   /* beyond it a suffix is called long */
#define LONG_PROMPT_PREFIX    12   /* beyond it removal is suggested */
#define MIN_COMPLETION_PREFIX 5    /* from it on removal is suggested */

static gsize
count_chars (const GString *text)
{
  return attune_text_count_chars (text->str, text->len);
}

static char *
quote (const GString *text)
{
  return attune_preparation_quote (text->str, text->len);
}

static void
suggest_long_suffix (AttunePreparation *self,
                     AttuneRule         rule,
                     const GString     *suffix,
                     const char        *separator)
{
  gsize n_chars = count_chars (suffix);
  g_autofree char *number = attune_preparation_format_number (n_chars);
  g_autofree char *quoted = attune_preparation_quote (separator, strlen (separator));

  if (n_chars <= LONG_SUFFIX)
    return;

  attune_preparation_add_rule (self, rule, ATTUNE_SUGGESTION_INFORMATION,
                               /* Translators: %s is a number. */
                               g_strdup_printf (ngettext ("The common end has %s character",
                                                          "The common end has %s characters", n_chars),
                                                number),
                               /* Translators: %s is a short text such as “ END”. */
                               g_strdup_printf (_("A short one such as “%s” does as well and costs "
                                                  "fewer tokens."), quoted));
}

static void
suggest_repeated_suffix (AttunePreparation *self,
                         AttuneRule         rule,
                         const GString     *suffix)
{
  guint64 count = attune_suggestion_get_count (self->rules[rule]);
  g_autofree char *number = attune_preparation_format_number (count);
  g_autofree char *quoted = quote (suffix);

  if (count == 0)
    return;

  attune_preparation_add_rule (self, rule, ATTUNE_SUGGESTION_INFORMATION,
                               /* Translators: the first is a text, the second a number. */
                               g_strdup_printf (ngettext ("“%1$s” stands elsewhere as well in %2$s example",
                                                          "“%1$s” stands elsewhere as well in %2$s examples",
                                                          count),
                                                quoted, number),
                               g_strdup (_("The model could take it for the end there. Look at these "
                                           "examples, and use an end that stands nowhere else.")));
}

static void
suggest_prompt_suffix (AttunePreparation *self)
{
  const GString *suffix = self->prompts.affix.suffix;
  g_autofree char *quoted = quote (suffix);
  g_autofree char *separator = attune_preparation_quote (self->prompt_separator,
                                                         strlen (self->prompt_separator));
  g_autofree char *number = attune_preparation_format_number (self->n_examples);

  if (self->task == ATTUNE_TASK_OPEN_ENDED)
    return;

  if (attune_common_affix_are_texts_equal (&self->prompts.affix))
    {
      attune_preparation_add_rule (self, ATTUNE_RULE_PROMPT_SUFFIX, ATTUNE_SUGGESTION_ERROR,
                                   /* Translators: %s is a text of the file. */
                                   g_strdup_printf (_("All prompts are the same: “%s”"), quoted),
                                   g_strdup (_("Leave the prompts empty if the model shall write "
                                               "by itself. Otherwise each must ask something else.")));
      return;
    }

  if (suffix->len > 0)
    {
      attune_preparation_add_rule (self, ATTUNE_RULE_PROMPT_SUFFIX, ATTUNE_SUGGESTION_INFORMATION,
                                   /* Translators: %s is a text of the file. */
                                   g_strdup_printf (_("All prompts end with “%s”"), quoted),
                                   g_strdup (_("End each prompt with it when you use the model.")));
      suggest_long_suffix (self, ATTUNE_RULE_PROMPT_SUFFIX_LONG, suffix, self->prompt_separator);
      suggest_repeated_suffix (self, ATTUNE_RULE_PROMPT_SUFFIX_REPEATED, suffix);
      return;
    }

  attune_preparation_add_rule (self, ATTUNE_RULE_PROMPT_SUFFIX, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: the first is a short text, the second a number. */
                               g_strdup_printf (ngettext ("Adds “%1$s” to the end of %2$s prompt",
                                                          "Adds “%1$s” to the end of %2$s prompts",
                                                          self->n_examples),
                                                separator, number),
                               g_strdup (_("It tells the model where the prompt is over and its own "
                                           "part begins.")));
}

static void
suggest_prompt_prefix (AttunePreparation *self)
{
  const GString *prefix = self->prompts.affix.prefix;
  g_autofree char *quoted = quote (prefix);
  g_autofree char *number = attune_preparation_format_number (self->n_examples);

  if (prefix->len == 0 || attune_common_affix_are_texts_equal (&self->prompts.affix))
    return;

  if (count_chars (prefix) <= LONG_PROMPT_PREFIX)
    {
      attune_preparation_add_rule (self, ATTUNE_RULE_PROMPT_PREFIX, ATTUNE_SUGGESTION_INFORMATION,
                                   /* Translators: %s is a text of the file. */
                                   g_strdup_printf (_("All prompts begin with “%s”"), quoted), NULL);
      return;
    }

  attune_preparation_add_rule (self, ATTUNE_RULE_PROMPT_PREFIX, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: a text of the file, then a number. */
                               g_strdup_printf (ngettext ("Removes “%1$s” from the beginning of %2$s prompt",
                                                          "Removes “%1$s” from the beginning of %2$s prompts",
                                                          self->n_examples),
                                                quoted, number),
                               g_strdup (_("A tuned model needs no instruction and no sample: only what "
                                           "differs from prompt to prompt.")));
}

static void
suggest_completion_prefix (AttunePreparation *self)
{
  const GString *prefix = self->completions.affix.prefix;
  g_autofree char *quoted = quote (prefix);
  g_autofree char *number = attune_preparation_format_number (self->n_examples);

  if (count_chars (prefix) < MIN_COMPLETION_PREFIX ||
      attune_common_affix_are_texts_equal (&self->completions.affix))
    return;

  attune_preparation_add_rule (self, ATTUNE_RULE_COMPLETION_PREFIX, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: a text of the file, then a number. */
                               g_strdup_printf (ngettext ("Removes “%1$s” from the beginning of %2$s completion",
                                                          "Removes “%1$s” from the beginning of %2$s completions",
                                                          self->n_examples),
                                                quoted, number),
                               g_strdup (_("What every completion begins with teaches nothing, and is "
                                           "paid for with every answer.")));
}

static void
suggest_completion_suffix (AttunePreparation *self)
{
  const GString *suffix = self->completions.affix.suffix;
  g_autofree char *quoted = quote (suffix);
  g_autofree char *separator = attune_preparation_quote (self->completion_separator,
                                                         strlen (self->completion_separator));
  g_autofree char *number = attune_preparation_format_number (self->n_examples);

  if (self->task != ATTUNE_TASK_CONDITIONAL)
    return;

  if (attune_common_affix_are_texts_equal (&self->completions.affix))
    {
      attune_preparation_add_rule (self, ATTUNE_RULE_COMPLETION_SUFFIX, ATTUNE_SUGGESTION_ERROR,
                                   /* Translators: %s is a text of the file. */
                                   g_strdup_printf (_("All completions are the same: “%s”"), quoted),
                                   g_strdup (_("The model would only learn to repeat it. Give the "
                                               "prompts different completions.")));
      return;
    }

  if (suffix->len > 0)
    {
      attune_preparation_add_rule (self, ATTUNE_RULE_COMPLETION_SUFFIX,
                                   ATTUNE_SUGGESTION_INFORMATION,
                                   /* Translators: %s is a text of the file. */
                                   g_strdup_printf (_("All completions end with “%s”"), quoted),
                                   g_strdup (_("Use it as the stop sequence when you use the model.")));
      suggest_long_suffix (self, ATTUNE_RULE_COMPLETION_SUFFIX_LONG, suffix,
                           self->completion_separator);
      suggest_repeated_suffix (self, ATTUNE_RULE_COMPLETION_SUFFIX_REPEATED, suffix);
      return;
    }

  attune_preparation_add_rule (self, ATTUNE_RULE_COMPLETION_SUFFIX, ATTUNE_SUGGESTION_OPTIONAL,
                               /* Translators: the first is a short text, the second a number. */
                               g_strdup_printf (ngettext ("Adds “%1$s” to the end of %2$s completion",
                                                          "Adds “%1$s” to the end of %2$s completions",
                                                          self->n_examples),
                                                separator, number),
                               g_strdup (_("It tells the model where to stop. Use it as the stop "
                                           "sequence.")));
}

/* Lists what rules 11 to 14 make of the facts. */
void
attune_preparation_suggest_affixes (AttunePreparation *self)
{
  suggest_prompt_suffix (self);
  suggest_prompt_prefix (self);
  suggest_completion_prefix (self);
  suggest_completion_suffix (self);
}
